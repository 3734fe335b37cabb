"""Fits the gate on a development set and says how well it separates."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from smeadvisor.advisor import Advisor
from smeadvisor.evaluation.dataset import Question

_LEFT_OUT = ("near-miss", "false-premise")
# What all that cannot be answered weighs beside all that can, however many a set has of either.
_UNANSWERABLE = 0.33


@dataclass(frozen=True, slots=True)
class GateFit:
    """A fitted gate; the rates are of cross-validated predictions at the threshold 0.5."""

    intercept: float
    coefficients: tuple[float, ...]
    lacking: float
    questions: int
    area_under_curve: float
    answerable_refused: float
    unanswerable_let_through: float
    near_misses_lacking: float
    answerable_lacking: float
    source: str

    def summary(self) -> str:
        """One line for a person."""
        return (
            f"Fitted on {self.questions} questions of {self.source} "
            "(without near misses and false premises), ten-fold cross-validated: "
            f"area under the ROC curve {self.area_under_curve:.3f}; at 0.5, "
            f"{self.answerable_refused:.1%} of the answerable questions refused, "
            f"{self.unanswerable_let_through:.1%} of the others let through. "
            f"Of near misses, {self.near_misses_lacking:.1%} name what the evidence lacks, of "
            f"answerable questions {self.answerable_lacking:.1%}."
        )

    def to_json(self) -> str:
        """What gate.json holds."""
        return (
            json.dumps(
                {
                    "intercept": round(self.intercept, 4),
                    "coefficients": [round(value, 4) for value in self.coefficients],
                    "lacking": round(self.lacking, 4),
                    "fitted": self.summary(),
                },
                indent=2,
            )
            + "\n"
        )


def fit_gate(advisor: Advisor, questions: Sequence[Question], source: str) -> GateFit:
    """Fit P(answerable | features) by logistic regression, and how much it means that names are lacking.

    Near misses and false premises are left out of the first: they are as like the documents as
    answerable questions are, so the features cannot tell them apart, and fitting on them only blurs
    the rest. The others that cannot be answered weigh a third of all that can, whatever the set's mix.
    """
    rows, lacking = [], []
    for question in questions:
        asked = advisor.followup.read(question.question, ()).question
        hits = advisor.retriever.retrieve(asked, advisor.passages_considered)
        rows.append(advisor.gate.features(asked, hits))
        lacking.append(bool(advisor.gate.lacking(asked, hits)))
    is_lacking = np.array(lacking)
    answerable = np.array([question.answerable for question in questions])
    near_miss = np.array([question.kind == "near-miss" for question in questions])
    used = np.array([question.kind not in _LEFT_OUT for question in questions])
    features, wanted = np.array(rows)[used], answerable[used]
    weights = {False: _UNANSWERABLE * wanted.sum() / max(1, (~wanted).sum()), True: 1.0}
    model = LogisticRegression(C=10.0, class_weight=weights)
    predicted = cross_val_predict(model, features, wanted, cv=10, method="predict_proba")[:, 1]
    model.fit(features, wanted)
    on_subject = model.predict_proba(np.array(rows))[:, 1] >= 0.5
    # With one more of either kind, so that a small sample does not say never or always.
    judged = answerable[on_subject & is_lacking]
    return GateFit(
        float(model.intercept_[0]),
        tuple(float(value) for value in model.coef_[0]),
        float((judged.sum() + 1) / (len(judged) + 2)),
        int(used.sum()),
        float(roc_auc_score(wanted, predicted)),
        float(np.mean(predicted[wanted] < 0.5)),
        float(np.mean(predicted[~wanted] >= 0.5)),
        float(np.mean(is_lacking[near_miss])) if near_miss.any() else 0.0,
        float(np.mean(is_lacking[answerable])),
        source,
    )
