"""Question sets: questions.jsonl, one JSON object a line, read strictly.

A question has key facts; each is the ways in which it may be written and the places that support it.
Questions of one conversation follow one another and are asked in order.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smeadvisor.errors import DatasetError

_FIELDS = frozenset(
    "id question kind style split answerable facts reason conversation turn standalone".split()
)
# Answers and judgements differ in how they are typeset, which is no mistake.
_TYPESETTING = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that supports a fact by itself: a quote, or a cell of a table by its labels."""

    document: str
    quote: str = ""
    table: str = ""
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    cell: str = ""

    def __str__(self) -> str:
        return self.quote or " › ".join((self.table, *self.row, *self.column)) + f": {self.cell}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a complete answer says: any of `accept` will do, any of `gold` supports it."""

    accept: tuple[str, ...]
    gold: tuple[Gold, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether a text says it, as whole words and numbers; case, space and dashes do not matter."""
        squeezed = squeeze(text)
        return any(_stands_in(squeeze(way), squeezed) for way in self.accept)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known about its answer; `line` says where it was read, for messages.

    `reason` says why an unanswerable one is unanswerable. A turn of a `conversation` has the number
    `turn` from 1, and `standalone` is how it would be asked alone.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    facts: tuple[Fact, ...] = ()
    style: str = "plain"
    split: str = "test"
    reason: str = ""
    conversation: str = ""
    turn: int = 0
    standalone: str = ""
    line: str = ""

    def facts_found(self, text: str) -> float:
        """The share of the key facts that a text says, 0–1."""
        return sum(fact.is_in(text) for fact in self.facts) / max(1, len(self.facts))


def squeeze(text: str) -> str:
    """A text in lower case with single spaces and plain quotation marks and dashes."""
    return " ".join(text.translate(_TYPESETTING).lower().split())


def read_questions(path: Path) -> list[Question]:
    """The questions of a file.

    Raises:
        DatasetError: the file cannot be read, or a line is not a question; it names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"The question set '{path}' cannot be read ({error}). Name a questions.jsonl in UTF-8."
        ) from error
    questions: list[Question] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            question = _question(line, f"{path}:{number}")
            _require(question, seen, questions)
            seen.add(question.id)
            questions.append(question)
    if not questions:
        raise DatasetError(f"The question set '{path}' has no questions. Write one a line.")
    return questions


def select(questions: Sequence[Question], split: str) -> list[Question]:
    """The questions of a split, `test` or `development`; of `all`, every one.

    Raises:
        DatasetError: there is none.
    """
    chosen = [question for question in questions if split in (question.split, "all")]
    if not chosen:
        raise DatasetError(
            f"No question of the split '{split}'. A question says its split in its line, and is of the "
            "test half if it does not; --split all takes every one."
        )
    return chosen


def standing_alone(questions: Sequence[Question]) -> list[Question]:
    """Those that need no earlier answer: single questions and first turns."""
    return [question for question in questions if question.turn <= 1]


def _question(line: str, where: str) -> Question:
    try:
        plain = json.loads(line)
        unknown = sorted(plain.keys() - _FIELDS)
        facts = tuple(_fact(fact) for fact in plain.get("facts", []))
        question = Question(
            id=str(plain["id"]),
            question=str(plain["question"]),
            kind=str(plain.get("kind", "question")),
            answerable=plain.get("answerable", bool(facts)),
            facts=facts,
            style=str(plain.get("style", "plain")),
            split=str(plain.get("split", "test")),
            reason=str(plain.get("reason", "")),
            conversation=str(plain.get("conversation", "")),
            turn=int(plain.get("turn", 0)),
            standalone=str(plain.get("standalone", "")),
            line=where,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{where} is not a question ({error!r}); it needs id, question, and facts if answerable."
        ) from error
    if unknown:
        raise DatasetError(f"{where} has fields I do not know: {', '.join(unknown)}.")
    return question


def _fact(plain: object) -> Fact:
    """A fact as an object with `accept` and `gold`, or in short as the list of accepted wordings."""
    if isinstance(plain, list):
        plain = {"accept": plain}
    if not isinstance(plain, Mapping) or not isinstance(plain["accept"], list):
        raise ValueError("a fact is a list of accepted wordings, or an object with accept and gold")
    accept = tuple(str(way) for way in plain["accept"] if str(way).strip())
    if not accept:
        raise ValueError("a fact needs an accepted wording")
    return Fact(accept, tuple(_gold(one) for one in plain.get("gold", [])))


def _gold(plain: Mapping[str, Any]) -> Gold:
    gold = Gold(
        document=str(plain["document"]),
        quote=str(plain.get("quote", "")),
        table=str(plain.get("table", "")),
        row=tuple(map(str, plain.get("row", ()))),
        column=tuple(map(str, plain.get("column", ()))),
        cell=str(plain.get("cell", "")),
    )
    if bool(gold.quote) == bool(gold.table):
        raise ValueError("gold is a quote, or a table with row, column and cell")
    return gold


def _require(question: Question, seen: set[str], before: list[Question]) -> None:
    """What a single line cannot show: ids once, turns in order, facts where there is an answer."""
    where = question.line
    if question.id in seen:
        raise DatasetError(f"{where}: the id '{question.id}' is used above; give it another.")
    if not isinstance(question.answerable, bool) or question.answerable != bool(question.facts):
        raise DatasetError(f"{where}: answerable must be true with facts, or false without.")
    if question.split not in ("development", "test"):
        raise DatasetError(f"{where}: split must be development or test, not '{question.split}'.")
    last = before[-1] if before else None
    continues = last is not None and last.conversation == question.conversation
    expected = (last.turn + 1 if last and continues else 1) if question.conversation else 0
    if question.turn != expected:
        raise DatasetError(
            f"{where}: turn should be {expected}; turns of a conversation follow one another from 1."
        )
    if last and question.turn > 1 and question.split != last.split:
        raise DatasetError(f"{where}: give all turns of '{question.conversation}' the same split.")


def _stands_in(wanted: str, text: str) -> bool:
    """Whether words stand in a text without being part of a longer word or number."""
    pattern = rf"(?<!\w)(?<!\d[.,]){re.escape(wanted)}(?!\w)(?![.,]\d)"
    return re.search(pattern, text) is not None
