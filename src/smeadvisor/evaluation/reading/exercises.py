"""The exercises: reports of several passages, and questions with the sentences that answer them, if any."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smeadvisor.domain.reading import Stretch, in_conversation
from smeadvisor.errors import DatasetError

_EARLIER_TURNS = 2


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question on a report, and the (passage, sentence), counted from 0, that answer it, if any.

    `near` is the passage that answers, or looks most as if it did. In a conversation the question stands
    after the ones before it.
    """

    question: str
    passages: tuple[Stretch, ...]
    answer: tuple[tuple[int, int], ...]
    near: int
    is_turn: bool

    def wanted(self, passage: int) -> frozenset[int]:
        """The sentences of a passage that answer."""
        return frozenset(place for one, place in self.answer if one == passage)


def read_exercises(path: Path, split: str) -> list[Exercise]:
    """The exercises of a split, in the order of the file.

    Raises:
        DatasetError: the file cannot be read, or a line of it cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"The exercises '{path}' cannot be read: {error}.") from error
    found: list[Exercise] = []
    for number, line in enumerate(lines, 1):
        try:
            report = json.loads(line)
            if report["split"] == split:
                found += _exercises(report)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise DatasetError(
                f"{path}, line {number} is no report with passages and questions ({error!r}); "
                "evals/reading/card.md says what it must hold."
            ) from error
    if not found:
        raise DatasetError(f"'{path}' has no exercises of the split '{split}'.")
    return found


def _exercises(report: dict[str, Any]) -> list[Exercise]:
    passages = tuple(
        Stretch(str(one["heading"]), tuple(map(str, one["sentences"])))
        for one in report["passages"]
    )
    found = []
    for asked in report["questions"]:
        answer = tuple((int(passage), int(place)) for passage, place in asked["answer"])
        near = answer[0][0] if answer else int(asked["near"])
        for passage, place in (*answer, (near, 0)):
            if not 0 <= place < len(passages[passage].sentences):
                raise ValueError(f"no sentence {passage}, {place}")
        earlier = asked.get("earlier", ())
        question = in_conversation(earlier[-_EARLIER_TURNS:], asked["question"])
        found.append(Exercise(question, passages, answer, near, bool(earlier)))
    return found
