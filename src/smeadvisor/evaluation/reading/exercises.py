"""The exercises: reports and tables, and questions with the sentences, rows or columns that answer."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from smeadvisor.domain.reading import Stretch, in_conversation
from smeadvisor.errors import DatasetError

_EARLIER_TURNS = 2
# Of so many sentences a report is long.
_LONG = 60


class Kind(StrEnum):
    """What is asked, and of what."""

    QUESTION = "Questions alone"
    TURN = "Later turns"
    ROW = "Rows of tables"
    COLUMN = "Columns of tables"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question on a report, and the (passage, sentence), counted from 0, that answer it, if any.

    `near` is the passage that answers, or looks most as if it did. In a conversation the question stands
    after the ones before it. Of tables, a passage is a caption with the names of rows, or of columns.
    """

    question: str
    passages: tuple[Stretch, ...]
    answer: tuple[tuple[int, int], ...]
    near: int
    kind: Kind = Kind.QUESTION

    @property
    def is_of_table(self) -> bool:
        """Whether names are marked and not sentences."""
        return self.kind in (Kind.ROW, Kind.COLUMN)

    def wanted(self, passage: int) -> frozenset[int]:
        """The sentences of a passage that answer."""
        return frozenset(place for one, place in self.answer if one == passage)


def is_long(passages: Sequence[Stretch]) -> bool:
    """Whether these are the passages of a long report, where much is alike."""
    return sum(len(one.sentences) for one in passages) >= _LONG


def read_exercises(folder: Path, split: str) -> list[Exercise]:
    """The exercises of a split, in the order of the files: `reports.jsonl`, and others that are there.

    Raises:
        DatasetError: a file cannot be read, or a line of it cannot be used.
    """
    found = list(_read(folder / "reports.jsonl", split, _of_report))
    for name, of_line in (("long_reports.jsonl", _of_report), ("tables.jsonl", _of_tables)):
        if (folder / name).exists():
            found += _read(folder / name, split, of_line)
    if not found:
        raise DatasetError(f"'{folder}' has no exercises of the split '{split}'.")
    return found


def _read(
    path: Path, split: str, of_line: Callable[[dict[str, Any]], Iterator[Exercise]]
) -> Iterator[Exercise]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"The exercises '{path}' cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line)
            if plain["split"] == split:
                yield from of_line(plain)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise DatasetError(
                f"{path}, line {number} cannot be used ({error!r}); "
                "evals/reading/card.md says what it must hold."
            ) from error


def _of_report(report: dict[str, Any]) -> Iterator[Exercise]:
    passages = tuple(
        Stretch(str(one["heading"]), tuple(map(str, one["sentences"])))
        for one in report["passages"]
    )
    for asked in report["questions"]:
        answer = tuple((int(passage), int(place)) for passage, place in asked["answer"])
        near = answer[0][0] if answer else int(asked["near"])
        earlier = asked.get("earlier", ())
        question = in_conversation(earlier[-_EARLIER_TURNS:], asked["question"])
        kind = Kind.TURN if earlier else Kind.QUESTION
        yield _checked(Exercise(question, passages, answer, near, kind))


def _of_tables(report: dict[str, Any]) -> Iterator[Exercise]:
    """Every question by rows, with all tables of the report; by columns, with its own alone.

    That a table lacks what is asked shows in its rows; so columns are marked only where it has it. One
    row, or one column, needs no marks.
    """
    tables = report["tables"]
    rows = tuple(Stretch(str(one["caption"]), tuple(map(str, one["rows"]))) for one in tables)
    columns = tuple(Stretch(str(one["caption"]), tuple(map(str, one["columns"]))) for one in tables)
    for asked in report["questions"]:
        question, table = str(asked["question"]), int(asked["table"])
        wanted = tuple((table, int(place)) for place in asked["rows"])
        if len(rows[table].sentences) > 1 or not wanted:
            yield _checked(Exercise(question, rows, wanted, table, Kind.ROW))
        across = tuple((0, int(place)) for place in asked["columns"])
        if len(columns[table].sentences) > 1 and across:
            yield _checked(Exercise(question, (columns[table],), across, 0, Kind.COLUMN))


def _checked(one: Exercise) -> Exercise:
    for passage, place in (*one.answer, (one.near, 0)):
        if not 0 <= place < len(one.passages[passage].sentences):
            raise ValueError(f"no sentence {passage}, {place}")
    return one
