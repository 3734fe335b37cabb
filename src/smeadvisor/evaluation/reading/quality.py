"""How well a reader tells which sentences of a passage answer a question, and whether any does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from smeadvisor.domain.reading import Reads
from smeadvisor.evaluation.reading.exercises import Exercise

_LOST = 0.05


@dataclass(frozen=True, slots=True)
class Quality:
    """Of questions that a passage answers and near misses, each read with the passage nearest to it."""

    questions: int
    area_under_curve: float
    declined: float
    first_answers: float
    sentences_area_under_curve: float

    def summary(self) -> str:
        """One line for a person."""
        return (
            f"{self.questions} questions: whether the passage answers, area under the ROC curve "
            f"{self.area_under_curve:.3f}; {self.declined:.0%} of the near misses found where "
            f"{_LOST:.0%} of the others are lost; the sentence marked highest answers in "
            f"{self.first_answers:.0%}; which sentences answer, area {self.sentences_area_under_curve:.3f}."
        )


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
        float(roc_auc_score(is_answered, marked)),
        float((marked[~is_answered] < threshold).mean()),
        float(np.mean(first)),
        float(roc_auc_score(labels, scores)),
    )
