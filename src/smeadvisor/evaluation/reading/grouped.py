"""Exercises by the report that they are on, and its texts as they are embedded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.domain.reading import Stretch
from smeadvisor.evaluation.reading.exercises import Exercise, Kind


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked of the same passages and answered there; `kind` is that of the first question.

    Of tables, passages are captions with the names of rows, or of the columns of one table.
    """

    kind: Kind
    passages: tuple[Stretch, ...]
    exercises: tuple[Exercise, ...]

    @property
    def is_of_table(self) -> bool:
        """Whether names stand here and not sentences."""
        return self.kind in (Kind.ROW, Kind.COLUMN)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Passage and sentence of everything that may answer, in the order of its texts."""
        return [
            (number, place)
            for number, one in enumerate(self.passages)
            for place in range(len(one.sentences))
        ]

    def alone(self) -> list[str]:
        """Sentences as they are; of tables, names with the caption, as they are always embedded."""
        return [
            f"{said}. {one.heading}" if self.is_of_table else said
            for one in self.passages
            for said in one.sentences
        ]

    def in_place(self) -> list[str]:
        """Sentences after the heading and the one before them."""
        return [text for one in self.passages for text in _in_place(one)]

    def whole(self) -> list[str]:
        """Passages; of tables, captions."""
        if self.is_of_table:
            return [one.heading for one in self.passages]
        return [f"{one.heading}\n{' '.join(one.sentences)}" for one in self.passages]


def grouped(exercises: Sequence[Exercise]) -> list[Report]:
    """Reports in the order of their first question, with those of their questions that are answered."""
    found: dict[tuple[bool, tuple[Stretch, ...]], list[Exercise]] = {}
    for one in exercises:
        if one.answer:
            found.setdefault((one.kind is Kind.COLUMN, one.passages), []).append(one)
    return [Report(own[0].kind, passages, tuple(own)) for (_, passages), own in found.items()]


def _in_place(passage: Stretch) -> Iterator[str]:
    before = ""
    for said in passage.sentences:
        yield f"{passage.heading}\n{before}{said}"
        before = f"{said} "
