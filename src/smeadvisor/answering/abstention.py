"""The gate: decides whether the hits speak to the question at all.

A fused rank cannot say that, so the gate has a measure of its own: a logistic function of two
features, fitted on a development set and stored in gate.json with how it was fitted.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from smeadvisor.domain.answers import Considered, Evidence, Hit, Outcome
from smeadvisor.text.words import FUNCTION_WORDS, coverage, stem, stems, tokens


@dataclass(frozen=True, slots=True)
class GateModel:
    """confidence = 1 / (1 + exp(-(intercept + Σ coefficient · feature))); features in `Gate.features` order."""

    intercept: float
    coefficients: tuple[float, ...]
    fitted: str

    def confidence(self, features: Sequence[float]) -> float:
        """The probability, 0–1, that the documents answer the question."""
        pairs = zip(self.coefficients, features, strict=True)
        logit = self.intercept + sum(weight * value for weight, value in pairs)
        return 1 / (1 + math.exp(-logit))


def stored_gate_model() -> GateModel:
    """The fitted model that ships with the package."""
    plain = json.loads((files(__package__) / "gate.json").read_text(encoding="utf-8"))
    return GateModel(plain["intercept"], tuple(plain["coefficients"]), plain["fitted"])


@dataclass(frozen=True, slots=True)
class Judgement:
    """The evidence, and the outcome and note of a refusal where it does not suffice."""

    evidence: Evidence
    refusal: Outcome | None = None
    note: str = ""


class Gate:
    """Judges hits.

    `similarity` gives the highest cosine of any passage with a question, `weight` how telling a
    stem is in the documents, `is_known` whether any passage has it.
    """

    def __init__(
        self,
        model: GateModel,
        threshold: float,
        similarity: Callable[[str], float],
        weight: Callable[[str], float],
        is_known: Callable[[str], bool],
    ) -> None:
        self._model = model
        self._threshold = threshold
        self._similarity = similarity
        self._weight = weight
        self._is_known = is_known

    def features(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """(highest cosine, weighted share of the question's words in the best-covering passage)."""
        wanted = stems(question)
        covered = max(
            (coverage(wanted, stems(hit.passage.searchable_text), self._weight) for hit in hits),
            default=0.0,
        )
        return self._similarity(question), covered

    def judge(self, question: str, hits: Sequence[Hit]) -> Judgement:
        """Keep the hits as evidence, or refuse with the reason."""
        confidence = self._model.confidence(self.features(question, hits)) if hits else 0.0
        enough = confidence >= self._threshold
        sign = "at least" if enough else "below"
        reason = f"confidence {confidence:.2f} is {sign} {self._threshold:.2f}"
        considered = tuple(Considered(hit, enough, reason) for hit in hits)
        evidence = Evidence(question, considered, confidence)
        if enough:
            return Judgement(evidence)
        far = confidence < self._threshold / 2
        outcome = Outcome.OUT_OF_SCOPE if far else Outcome.NO_EVIDENCE
        return Judgement(evidence, outcome, self._what_is_missing(question))

    def _what_is_missing(self, question: str) -> str:
        words = dict.fromkeys(
            token
            for token in tokens(question)
            if token not in FUNCTION_WORDS and not self._is_known(stem(token))
        )
        if not words:
            return ""
        return "They do not mention " + ", ".join(f"“{word}”" for word in words) + "."
