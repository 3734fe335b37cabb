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


@dataclass(frozen=True, slots=True)
class GateFit:
    """A fitted gate; the rates are of cross-validated predictions at the threshold 0.5."""

    intercept: float
    coefficients: tuple[float, ...]
    questions: int
    area_under_curve: float
    answerable_refused: float
    unanswerable_let_through: float
    source: str

    def summary(self) -> str:
        """One line for a person."""
        return (
            f"Fitted on {self.questions} questions of {self.source} "
            "(without near misses and false premises), ten-fold cross-validated: "
            f"area under the ROC curve {self.area_under_curve:.3f}; at 0.5, "
            f"{self.answerable_refused:.1%} of the answerable questions refused, "
            f"{self.unanswerable_let_through:.1%} of the others let through."
        )

    def to_json(self) -> str:
        """What gate.json holds."""
        return (
            json.dumps(
                {
                    "intercept": round(self.intercept, 4),
                    "coefficients": [round(value, 4) for value in self.coefficients],
                    "fitted": self.summary(),
                },
                indent=2,
            )
            + "\n"
        )


def fit_gate(advisor: Advisor, questions: Sequence[Question], source: str) -> GateFit:
    """Fit P(answerable | features) by logistic regression; both kinds of question weigh the same.

    Near misses and false premises are left out: they are as like the documents as answerable
    questions are, so the features cannot tell them apart, and fitting on them only blurs the rest.
    """
    questions = [question for question in questions if question.kind not in _LEFT_OUT]
    rows = []
    for question in questions:
        hits = advisor.retriever.retrieve(question.question, advisor.passages_considered)
        rows.append(advisor.gate.features(question.question, hits))
    features = np.array(rows)
    answerable = np.array([question.answerable for question in questions])
    model = LogisticRegression(C=10.0, class_weight="balanced")
    predicted = cross_val_predict(model, features, answerable, cv=10, method="predict_proba")[:, 1]
    model.fit(features, answerable)
    return GateFit(
        float(model.intercept_[0]),
        tuple(float(value) for value in model.coef_[0]),
        len(questions),
        float(roc_auc_score(answerable, predicted)),
        float(np.mean(predicted[answerable] < 0.5)),
        float(np.mean(predicted[~answerable] >= 0.5)),
        source,
    )
