"""How well a reader tells which sentences of a passage answer a question, and whether any does; and how well
an embedding model finds them in all of a report."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from smeadvisor.domain.reading import Reads
from smeadvisor.evaluation.reading.exercises import Exercise
from smeadvisor.evaluation.reading.grouped import grouped
from smeadvisor.indexing.embedder import Embedder

_LOST = 0.05
_FEW = 5


@dataclass(frozen=True, slots=True)
class Quality:
    """Of questions that a passage answers and near misses, each read with the passage nearest to it.

    `area_under_curve` and `declined` are None where there are no near misses.
    """

    questions: int
    area_under_curve: float | None
    declined: float | None
    first_answers: float
    sentences_area_under_curve: float

    def summary(self) -> str:
        """One line for a person."""
        told = [f"{self.questions} questions"]
        if self.area_under_curve is not None:
            told += [
                f"whether the passage answers, area under the ROC curve {self.area_under_curve:.3f}",
                f"{self.declined:.0%} of the near misses found where {_LOST:.0%} of the others are lost",
            ]
        told += [
            f"what is marked highest answers in {self.first_answers:.0%}",
            f"which sentences or names answer, area {self.sentences_area_under_curve:.3f}",
        ]
        return "; ".join(told) + "."


def measure(reads: Reads, exercises: Sequence[Exercise]) -> Quality:
    """Read every exercise's nearest passage whole."""
    whole: list[float] = []
    scores: list[float] = []
    answered, labels, first = [], [], []
    for one in exercises:
        (marks,) = reads(one.question, [one.passages[one.near]])
        wanted = one.wanted(one.near)
        whole.append(marks.whole)
        answered.append(bool(wanted))
        scores += marks.sentences
        labels += [place in wanted for place in range(len(marks.sentences))]
        if wanted:
            first.append(int(np.argmax(marks.sentences)) in wanted)
    is_answered, marked = np.array(answered), np.array(whole)
    threshold = np.quantile(marked[is_answered], _LOST)
    return Quality(
        len(exercises),
        None if is_answered.all() else float(roc_auc_score(is_answered, marked)),
        None if is_answered.all() else float((marked[~is_answered] < threshold).mean()),
        float(np.mean(first)),
        float(roc_auc_score(labels, scores)),
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """Of answered questions: how many have what answers likest of all in their report, or among five."""

    questions: int
    first: float
    among_five: float

    def summary(self) -> str:
        """One line for a person."""
        return (
            f"{self.questions} answered questions; likest in all of the report, what answers is in "
            f"{self.first:.0%}; among the {_FEW} likest in {self.among_five:.0%}."
        )


def measure_finding(embedder: Embedder, exercises: Sequence[Exercise]) -> Finding:
    """Compare every answered question with all sentences of its report: half by itself, half in its place.

    Raises:
        ValueError: no question is answered.
    """
    ranks = []
    for report in grouped(exercises):
        asked = embedder.embed([one.question for one in report.exercises])
        likeness = asked @ (embedder.embed(report.alone()) + embedder.embed(report.in_place())).T
        places = np.array(report.places)
        for one, own in zip(report.exercises, likeness, strict=True):
            found = [tuple(place) in one.answer for place in places[np.argsort(-own)].tolist()]
            ranks.append(found.index(True))
    if not ranks:
        raise ValueError("No question is answered.")
    return Finding(
        len(ranks),
        float(np.mean([rank == 0 for rank in ranks])),
        float(np.mean([rank < _FEW for rank in ranks])),
    )
