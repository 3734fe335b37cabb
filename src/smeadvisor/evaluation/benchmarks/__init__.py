"""Public benchmarks as documents and queries: one file a format, read(folder) -> Collection.

The data stays where it was downloaded to and is never committed. What is shared is here: the types,
documents of plain paragraphs, and errors that say where in which file a record cannot be used.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from smeadvisor.domain.documents import Block, BlockKind, Document, Place
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.measures.spans import Span

Made = TypeVar("Made")
# From a visible character up to a blank line or the end of the text.
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a benchmark and what answers it, as far as the benchmark says.

    `documents` are graded relevances by document id, `spans` the characters that hold the answer;
    a question that is not answerable has neither.
    """

    id: str
    text: str
    documents: Mapping[str, int] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of a benchmark and the queries that are asked over all of them."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def plain_document(identifier: str, title: str, text: str) -> Document:
    """A document whose paragraphs, parted by blank lines, are prose without headings."""
    paragraphs = (
        (found.start(), found.start() + len(found[0].rstrip()))
        for found in _PARAGRAPH.finditer(text)
    )
    blocks = (Block(BlockKind.PROSE, start, end, Place()) for start, end in paragraphs)
    return Document(identifier, title, text, tuple(blocks))


def text_of(path: Path) -> str:
    """A file's text, its line ends as single newlines (which is how published offsets count).

    Raises:
        DatasetError: the file is absent, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"The benchmark file '{path}' cannot be read ({error}). Name the folder that holds it."
        ) from error


@contextmanager
def usable(where: str) -> Iterator[None]:
    """Turns what a bad record raises in this block into an error that says where it stands.

    Raises:
        DatasetError: the record cannot be used.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise DatasetError(f"{where} is not as this benchmark is published ({error!r}).") from error


def lines_of(path: Path, make: Callable[[str], Made]) -> list[Made]:
    """What `make` makes of each line of a file that is not blank.

    Raises:
        DatasetError: the file cannot be read or a line not used; it names file and line.
    """
    made = []
    # Not splitlines: a JSON line may hold other line separators inside its strings.
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if line.strip():
            with usable(f"{path}:{number}"):
                made.append(make(line))
    return made


def string(record: Mapping[str, Any], key: str) -> str:
    """A record's string.

    Raises:
        KeyError, ValueError: there is none by that name, or it is something else.
    """
    value = record[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} is {json.dumps(value)}, not a string")
    return value
