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
from smeadvisor.text.sentences import statement_texts
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

_PUNCTUATION = "?!.,;:…()[]{}\"'“”‘’"
Similarity = Callable[[str, Sequence[str]], Sequence[float]]


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

    `nearest` gives the highest cosine of any passage with a question, `similarity` the cosines of
    texts with a question, `is_known` says whether any passage has a stem.
    """

    def __init__(
        self,
        model: GateModel,
        threshold: float,
        nearest: Callable[[str], float],
        similarity: Similarity,
        is_known: Callable[[str], bool],
    ) -> None:
        self._model = model
        self._threshold = threshold
        self._nearest = nearest
        self._similarity = similarity
        self._is_known = is_known

    def features(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """The highest cosine of the question with any passage, and with any statement of the hits.

        A row counts by its name and by all it states: a question may name its columns.
        """
        pieces = [piece for hit in hits for piece in hit.passage.pieces]
        texts = [text for piece in pieces for text in statement_texts(piece)]
        texts += [piece.searchable_text for piece in pieces if piece.cells]
        best = max(self._similarity(question, texts), default=0.0) if texts else 0.0
        return self._nearest(question), best

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
        words = dict.fromkeys(word.strip(_PUNCTUATION) for word in question.split())
        unknown = [word for word in words if self._is_unknown(word)]
        if not unknown:
            return ""
        return "They do not mention " + ", ".join(f"“{word}”" for word in unknown) + "."

    def _is_unknown(self, word: str) -> bool:
        parts = [part for part in tokens(word) if part not in FUNCTION_WORDS]
        return bool(parts) and not any(self._is_known(stem(part)) for part in parts)
