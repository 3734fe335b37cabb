"""What somebody who read an answer found: whether it affirms what its question wrongly takes for granted.

No rule can tell that. An `affirmed.jsonl` has one JSON object a line: `id` of the question, `answer`, the
SHA-256 of the answer's text, `affirms`, and `why`. An answer that changes by a character has not been read.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from smeadvisor.errors import DatasetError

# By question and `digest` of the answer, whether it affirms.
Affirmed = Mapping[tuple[str, str], bool]
FILE = "affirmed.jsonl"


def digest(answer: str) -> str:
    """The SHA-256 of an answer's text."""
    return hashlib.sha256(answer.encode()).hexdigest()


def read_affirmed(path: Path) -> Affirmed:
    """What a file says of answers that were read.

    Raises:
        DatasetError: the file cannot be read, or a line says nothing of an answer; it names file and line.
    """
    found: dict[tuple[str, str], bool] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"'{path}' cannot be read ({error}). Name an affirmed.jsonl in UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line)
            affirms = plain["affirms"]
            key = str(plain["id"]), str(plain["answer"])
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(
                f"{path}:{number} says nothing of an answer ({error!r}); it needs id, answer and affirms."
            ) from error
        if not isinstance(affirms, bool):
            raise DatasetError(f"{path}:{number}: affirms must be true or false.")
        found[key] = affirms
    return found
