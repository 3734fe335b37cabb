"""Which sentences of its report come nearest to each question: what is read when it is asked."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from smeadvisor.domain.reading import Stretch, spans
from smeadvisor.evaluation.reading.exercises import Exercise
from smeadvisor.evaluation.reading.grouped import Report
from smeadvisor.indexing.embedder import Embedder

_KEPT = 10

# A passage of a report and a sentence of it, counted from 0.
Place = tuple[int, int]


def likely(embedder: Embedder, exercises: Sequence[Exercise]) -> list[tuple[Place, ...]]:
    """For each exercise the ten likeliest places, likest first; for those on tables none.

    A sentence is embedded by itself and in its place, which count the same.
    """
    found: list[tuple[Place, ...]] = [()] * len(exercises)
    reports: dict[tuple[Stretch, ...], list[int]] = {}
    for number, one in enumerate(exercises):
        if not one.is_of_table:
            reports.setdefault(one.passages, []).append(number)
    for passages, numbers in reports.items():
        report = Report(exercises[numbers[0]].kind, passages, ())
        sentences = embedder.embed(report.alone()) + embedder.embed(report.in_place())
        asked = embedder.embed([exercises[number].question for number in numbers])
        for number, likeness in zip(numbers, asked @ sentences.T, strict=True):
            best = np.argsort(-likeness)[:_KEPT].tolist()
            found[number] = tuple(report.places[place] for place in best)
    return found


def stretches(
    passages: Sequence[Stretch], places: Iterable[Place], most: int
) -> Iterator[tuple[int, int, int]]:
    """Passage, first and last sentence of what is read around these places, in at most so many words."""
    by_passage: dict[int, list[int]] = {}
    for passage, place in places:
        by_passage.setdefault(passage, []).append(place)
    for passage, own in by_passage.items():
        words = [len(one.split()) for one in passages[passage].sentences]
        for first, last in spans(words, own, most):
            yield passage, first, last
