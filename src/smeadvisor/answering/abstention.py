"""The gate: decides whether the hits answer the question at all, and says why where they do not.

A fused rank cannot say that, so the gate has a measure of its own: a logistic function of three
features, and what the question names that the evidence lacks; fitted on a development set and stored
in gate.json with how it was fitted.
"""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Candidate, Ranking
from smeadvisor.answering.demands import Demands, Quantity
from smeadvisor.answering.details import DETAILS
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.answering.unavailable import said_to_be_unavailable
from smeadvisor.domain.answers import Considered, DraftClaim, Evidence, Hit, Outcome
from smeadvisor.text.countries import Mention, mentions, name
from smeadvisor.text.figures import figures
from smeadvisor.text.questions import parts
from smeadvisor.text.sentences import statement_texts
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

_PUNCTUATION = "?!.,;:…()[]{}\"'“”‘’"
# The statements that an answer may be made of: what the question names must be among them.
_NEAR = 0.86
_MOST = 12
# In words.
_LONGEST_QUOTE = 60
_UNKNOWN_SHOWN = 3
_LONG_WORD = 7
# How surely what was read answers counts within these log-odds; where nothing could be read, as the lowest,
# and as the third, which is between what answers and what does not, where only the subject is judged.
_LEAST_SURE, _MOST_SURE, _UNDECIDED = -8.0, 4.0, -2.0
# A later turn is never as like the documents as a question that says all it means: this share of the confidence
# is enough. Of later development turns between that and the whole, 16 were answerable and 3 not.
_OF_A_TURN = 0.2
# Past forms, adverbs, numbers and decades: a question is hardly ever about them.
_NO_SUBJECT = re.compile(
    r"(?:ed|ly|teen|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties)$", re.IGNORECASE
)
Similarity = Callable[[str, Sequence[str]], Sequence[float]]
# Questions that the documents do answer, nearest first.
Suggest = Callable[[str, Sequence[Hit]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class GateModel:
    """confidence = 1 / (1 + exp(-(intercept + Σ coefficient · feature))); features in `Gate.features` order.

    Where evidence lacks what the question names, that is multiplied by `lacking`: how many questions
    of that sort can be answered all the same.
    """

    intercept: float
    coefficients: tuple[float, ...]
    lacking: float
    fitted: str

    def confidence(self, features: Sequence[float], is_lacking: bool = False) -> float:
        """The probability, 0–1, that the documents answer the question."""
        pairs = zip(self.coefficients, features, strict=True)
        logit = self.intercept + sum(weight * value for weight, value in pairs)
        return (self.lacking if is_lacking else 1.0) / (1 + math.exp(-logit))


def stored_gate_model() -> GateModel:
    """The fitted model that ships with the package."""
    plain = json.loads((files(__package__) / "gate.json").read_text(encoding="utf-8"))
    return GateModel(
        plain["intercept"], tuple(plain["coefficients"]), plain["lacking"], plain["fitted"]
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """The evidence, and where it does not suffice a refusal's outcome, note and questions to ask instead."""

    evidence: Evidence
    refusal: Outcome | None = None
    note: str = ""
    suggestions: tuple[str, ...] = ()


class Gate:
    """Judges hits.

    `similarity` gives the cosines of texts with a question, `is_known` says whether any passage has a
    stem, `cells` answers from tables.
    """

    def __init__(
        self,
        model: GateModel,
        threshold: float,
        similarity: Similarity,
        is_known: Callable[[str], bool],
        ranking: Ranking,
        demands: Demands,
        reading: ReadTogether,
        cells: Answerer,
        suggest: Suggest = lambda _question, _hits: (),
    ) -> None:
        self._model = model
        self._threshold = threshold
        self._similarity = similarity
        self._is_known = is_known
        self._ranking = ranking
        self._demands = demands
        self._reading = reading
        self._cells = cells
        self._suggest = suggest

    def features(self, question: str, hits: Sequence[Hit], read_as: str = "") -> tuple[float, ...]:
        """The highest cosine with any passage or statement, the best score, and a reader's sureness.

        A row counts by its name and by all it states: a question may name its columns. The score is that
        by which statements are chosen for an answer, by meaning and by words. Of sentences that answer in
        words unlike the question's only the reader tells, which is asked `read_as`, if that is given.
        """
        pieces = [piece for hit in hits for piece in hit.passage.pieces]
        texts = [text for piece in pieces for text in statement_texts(piece)]
        texts += [piece.searchable_text for piece in pieces if piece.cells]
        best = max(self._similarity(question, texts), default=0.0) if texts else 0.0
        ranked = self._ranking.ranked(question, hits)
        sureness = self._reading.judged(read_as or question, hits).sureness
        return (
            best,
            ranked[0].score if ranked else 0.0,
            _LEAST_SURE if sureness is None else max(_LEAST_SURE, min(_MOST_SURE, sureness)),
        )

    def lacking(self, question: str, hits: Sequence[Hit]) -> list[str]:
        """What the question names that the hits do not have, nor say to be unavailable.

        A row may have it and yet be less like the question than sentences: its name is short.
        """
        missing = self.missing(question, hits)
        if missing and (
            said_to_be_unavailable(missing, hits) or self._are_in_cells(question, hits)
        ):
            return []
        return missing

    def missing(self, question: str, hits: Sequence[Hit]) -> list[str]:
        """What the question names that the best statements of the hits do not have."""
        best = self._best(question, hits)
        # What one part names, the statements for another need not have.
        best += [
            one for part in parts(question) for one in self._best(part, hits) if one not in best
        ]
        return self._demands.unmet(question, best)

    def suggestions(self, question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Questions to ask instead or next, which the documents are about."""
        return tuple(self._suggest(question, hits))

    def nearest(self, question: str, hits: Sequence[Hit], lacking: Sequence[str] = ()) -> str:
        """What comes nearest to a question, quoted for a reader, after what is `lacking`."""
        return self._explained(question, hits, _missing(lacking))

    def judge(
        self, question: str, hits: Sequence[Hit], read_as: str = "", conversation: str = ""
    ) -> Judgement:
        """Keep the hits as evidence, or refuse with the reason; `read_as` is how a reader is to be asked.

        A question of a `conversation` may be less like the documents.
        """
        lacking = self.lacking(question, hits)
        features = self.features(question, hits, read_as)
        # Whether the documents are about it at all, a reader does not tell.
        on_subject = self._model.confidence((*features[:-1], _UNDECIDED)) if hits else 0.0
        confidence = self._model.confidence(features, bool(lacking)) if hits else 0.0
        least = self._threshold * (_OF_A_TURN if conversation and not lacking else 1.0)
        enough = confidence >= least
        sign = "at least" if enough else "below"
        reason = f"confidence {confidence:.2f} is {sign} {least:.2f}"
        if lacking and on_subject >= self._threshold:
            reason = f"{reason}: no statement has {' or '.join(lacking)}"
        considered = tuple(Considered(hit, enough, reason) for hit in hits)
        evidence = Evidence(question, considered, confidence, conversation=conversation)
        if enough:
            return Judgement(evidence)
        if on_subject >= self._threshold:
            note = self._explained(question, hits, _missing(lacking))
            instead = self.suggestions(question, hits)
            return Judgement(evidence, Outcome.NO_ANSWER, note, instead)
        note = self._what_is_unknown(question)
        if confidence < self._threshold / 2:
            instead = self.suggestions(question, ())
            return Judgement(evidence, Outcome.OUT_OF_SCOPE, note, instead)
        note = self._explained(question, hits, note)
        return Judgement(evidence, Outcome.NO_EVIDENCE, note, self.suggestions(question, hits))

    def _are_in_cells(self, question: str, hits: Sequence[Hit]) -> bool:
        considered = tuple(Considered(hit, True, "") for hit in hits)
        drafted = list(self._cells.draft(Evidence(question, considered, 0.0)))
        return bool(drafted) and all(map(_has_figure, drafted))

    def _best(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        candidates = self._ranking.ranked(question, hits)
        return [one for one in candidates if one.score >= _NEAR * candidates[0].score][:_MOST]

    def _explained(self, question: str, hits: Sequence[Hit], missing: str) -> str:
        """What is missing, and what comes nearest."""
        best = self._best(question, hits)
        if best:
            one = best[0]
            nearest = f"The nearest they say, in {one.passage.place}: “{_in_short(one.text)}”"
            missing = f"{missing} {nearest}".strip()
        return missing

    def _what_is_unknown(self, question: str) -> str:
        """The names and the longest word that no passage has: they are most likely its subject."""
        asked = _without(mentions(question), question, self._is_unknown)
        words = dict.fromkeys(word.strip(_PUNCTUATION) for word in asked.split())
        unknown = [word for word in words if self._is_unknown(word)]
        names = [word for word in unknown if word[0].isupper() and word != question.split()[0]]
        longest = [
            word
            for word in sorted(unknown, key=len, reverse=True)[:1]
            if len(word) >= _LONG_WORD and not _NO_SUBJECT.search(word)
        ]
        shown = [word for word in words if word in {*names[:_UNKNOWN_SHOWN], *longest}]
        if not shown:
            return ""
        return "They do not mention " + ", ".join(f"“{word}”" for word in shown) + "."

    def _is_unknown(self, word: str) -> bool:
        parts = [part for part in tokens(word) if part not in FUNCTION_WORDS]
        return bool(parts) and not any(self._is_known(stem(part)) for part in parts)


def _has_figure(one: Draft) -> bool:
    """Whether it says a figure of a cell; a remark says that the cell may not be what is meant."""
    return isinstance(one, DraftClaim) and any(
        cited.passage.cells and figures(cited.quote) for cited in one.citations
    )


def _without(named: Sequence[Mention], question: str, is_unknown: Callable[[str], bool]) -> str:
    """A question without the countries that have a known word in one of their names: "Lankan" is no name
    by itself, and "Indonesian" is said where Indonesia is.
    """
    for one in reversed(named):
        called = f"{question[one.start : one.end]} {name(one.code)}"
        if not all(is_unknown(word) for word in called.split()):
            question = question[: one.start] + question[one.end :]
    return question


def _missing(lacking: Sequence[str]) -> str:
    """What is missing, in a sentence; "" where it cannot be named."""
    if not lacking:
        return ""
    kinds = {*DETAILS, *(quantity.value for quantity in Quantity)}
    verb = "gives" if all(one in kinds for one in lacking) else "mentions"
    return f"None of them {verb} {' or '.join(lacking)}."


def _in_short(text: str) -> str:
    """The beginning of what is too long to be quoted."""
    words = text.split(" ")
    return text if len(words) <= _LONGEST_QUOTE else f"{' '.join(words[:_LONGEST_QUOTE])} …"
