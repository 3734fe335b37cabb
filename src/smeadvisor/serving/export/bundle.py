"""A conversation as JSON that can be asked again: answers, and under what they were given.

The same conversation under the same circumstances gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smeadvisor.errors import BundleError
from smeadvisor.serving.export.conversation import Conversation

if TYPE_CHECKING:
    from smeadvisor.assembly.keeping import Circumstances

FORMAT = "smeadvisor conversation"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it was read; `answers` and `circumstances` are plain JSON types."""

    content: bytes
    title: str
    started: datetime | None
    language: str
    questions: tuple[str, ...]
    answers: tuple[Mapping[str, Any], ...]
    circumstances: Mapping[str, Any]


def to_bundle(conversation: Conversation, circumstances: "Circumstances") -> bytes:
    """The conversation as UTF-8 JSON with sorted keys."""
    started = conversation.started
    plain = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "title": conversation.title,
        "started": started.isoformat() if started else None,
        "language": conversation.language,
        "circumstances": asdict(circumstances),
        "questions": [answer.question for answer in conversation.answers],
        "answers": [answer.to_dict() for answer in conversation.answers],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    # Half a surrogate pair has no UTF-8; what replaces it is JSON's own way to write it.
    return f"{text}\n".encode(errors="backslashreplace")


def read_bundle(path: Path) -> Bundle:
    """The bundle in a file.

    Raises:
        BundleError: the file cannot be read, is no bundle, is damaged, or is of a newer smeadvisor.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(
            f"'{path}' cannot be read ({error.strerror}). Name a conversation that was saved as JSON."
        ) from error
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BundleError(
            f"'{path}' is damaged or no JSON ({error}). Save the conversation as JSON again."
        ) from error
    _require_format(plain, path)
    try:
        return _bundle(plain, content)
    except (KeyError, TypeError, ValueError) as error:
        raise BundleError(
            f"'{path}' is damaged: a part is missing or not what it should be ({error}). "
            "Save the conversation as JSON again."
        ) from error


def _require_format(plain: object, path: Path) -> None:
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise BundleError(
            f"'{path}' is no saved conversation. Name a file that was saved as JSON from one."
        )
    version = plain.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise BundleError(
            f"'{path}' was saved by a newer smeadvisor (format {version}; I read up to "
            f"{FORMAT_VERSION}). Update smeadvisor and try again."
        )
    if version != FORMAT_VERSION:
        raise BundleError(
            f"'{path}' is damaged: its format version is {version!r}. "
            "Save the conversation as JSON again."
        )


def _bundle(plain: Mapping[str, Any], content: bytes) -> Bundle:
    started, questions, answers = plain["started"], plain["questions"], plain["answers"]
    _require(isinstance(questions, list) and all(isinstance(one, str) for one in questions))
    _require(isinstance(answers, list) and all(isinstance(one, dict) for one in answers))
    _require(len(questions) == len(answers))
    _require(isinstance(plain["circumstances"], dict))
    _require(isinstance(plain["title"], str) and isinstance(plain["language"], str))
    return Bundle(
        content,
        plain["title"],
        None if started is None else datetime.fromisoformat(started),
        plain["language"],
        tuple(questions),
        tuple(answers),
        plain["circumstances"],
    )


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("questions, answers or circumstances")
