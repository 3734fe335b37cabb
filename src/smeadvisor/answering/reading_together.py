"""Statements read together with the question, in the sentences around them: which of them answer it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from smeadvisor.answering.candidates import Candidate, Ranker, in_order, statements_of
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.reading import Reads, Stretch, spans

# Statements that are read: the likeliest ones, and some more that come to this much of the first.
_LEAST, _MOST, _OF_FIRST = 3, 8, 0.75
# In words: a stretch of sentences that is read at once.
_LONGEST = 110
# What a mark counts for beside how well a statement speaks to the question, as far as it is trusted; what
# is not read counts as what most likely does not answer.
_WORTH, _SURE, _UNREAD = 0.08, 5.0, -4.0


@dataclass(frozen=True, slots=True)
class Judged:
    """Statements, best first, and how surely anything that was read answers; None where nothing was read.

    It is the highest log-odds of a stretch, and half the highest of a sentence; together they tell better
    than either (EXPERIMENTS.md).
    """

    ranked: tuple[Candidate, ...]
    sureness: float | None


class ReadTogether:
    """The order of another ranker, with what a reader says of its first statements."""

    def __init__(self, inner: Ranker, reads: Reads) -> None:
        self._inner = inner
        self._reads = reads
        self._remembered = lru_cache(maxsize=32)(self._judged)

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        return list(self.judged(question, hits).ranked)

    def judged(self, question: str, hits: Sequence[Hit]) -> Judged:
        """The statements in order, and how surely any of them answers."""
        return self._remembered(question, tuple(hits))

    def _judged(self, question: str, hits: tuple[Hit, ...]) -> Judged:
        ranked = self._inner.ranked(question, hits)
        near = _near(ranked)
        groups = list(_stretches(near))
        marks = self._reads(question, [stretch for stretch, _ in groups])
        read: dict[tuple[str, int, int], float] = {}
        for (_, places), mark in zip(groups, marks, strict=True):
            for key, place in places.items():
                read[key] = mark.sentences[place]
        worth = [one.score + _WORTH * _bounded(read.get(one.key, _UNREAD)) for one in ranked]
        sureness = None
        if marks:
            stretch = max(mark.whole for mark in marks)
            sureness = stretch + max(read.values()) / 2
        return Judged(tuple(in_order(ranked, worth)), sureness)


def sureness_of(said: Sequence[Candidate], question: str, reads: Reads) -> float:
    """How surely statements answer: the highest log-odds of a stretch and half those of its best statement.

    Minus infinity where there are none.
    """
    groups = list(_stretches(said))
    marks = reads(question, [stretch for stretch, _ in groups])
    return max(
        (
            mark.whole
            + max(mark.sentences[places[one.key]] for one in said if one.key in places) / 2
            for (_, places), mark in zip(groups, marks, strict=True)
        ),
        default=-math.inf,
    )


def _near(ranked: Sequence[Candidate]) -> list[Candidate]:
    least = _OF_FIRST * ranked[0].score if ranked else 0.0
    return [one for place, one in enumerate(ranked[:_MOST]) if place < _LEAST or one.score >= least]


def _bounded(mark: float) -> float:
    return max(-_SURE, min(_SURE, mark))


def _stretches(
    candidates: Sequence[Candidate],
) -> Iterator[tuple[Stretch, dict[tuple[str, int, int], int]]]:
    """Sentences around the candidates, passage by passage, and where each of them stands."""
    passages = {one.passage.id: one.passage for one in candidates}
    for identity, passage in passages.items():
        own = list(statements_of(passage))
        words = [one.words for one in own]
        wanted = {one.key for one in candidates if one.passage.id == identity}
        places = [place for place, one in enumerate(own) if one.key in wanted]
        for first, last in spans(words, places, _LONGEST):
            inside = {own[place].key: place - first for place in range(first, last + 1)}
            yield Stretch(passage.names, tuple(one.text for one in own[first : last + 1])), inside
