"""Question sets: questions.jsonl, one JSON object a line, and whether an answer holds its facts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its key facts; each fact is the list of the ways in which it may be written."""

    id: str
    question: str
    kind: str
    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()

    def facts_found(self, text: str) -> float:
        """The share of the key facts that a text holds, 0–1; case and white space do not matter."""
        if not self.facts:
            return 0.0
        squeezed = _squeeze(text)
        held = sum(any(_squeeze(way) in squeezed for way in fact) for fact in self.facts)
        return held / len(self.facts)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file.

    Raises:
        DatasetError: the file cannot be read, or a line is not a question; it names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"The question set '{path}' cannot be read ({error}).") from error
    questions = [_question(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise DatasetError(f"The question set '{path}' has no questions.")
    return questions


def _question(line: str, where: str) -> Question:
    try:
        plain = json.loads(line)
        facts = _facts(plain.get("facts", []))
        question = Question(
            str(plain["id"]), str(plain["question"]), str(plain["kind"]), plain["answerable"], facts
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{where} is not a question ({error!r}); it needs id, question, kind, answerable, facts."
        ) from error
    if not isinstance(question.answerable, bool) or question.answerable != bool(facts):
        raise DatasetError(f"{where}: answerable must be true with facts, or false without.")
    return question


def _facts(plain: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    if any(isinstance(fact, str) for fact in plain):
        raise ValueError("facts must be lists of accepted variants")
    return tuple(tuple(map(str, fact)) for fact in plain)


def _squeeze(text: str) -> str:
    return " ".join(text.lower().split())
