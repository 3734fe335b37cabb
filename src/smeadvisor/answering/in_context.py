"""Questions that lean on the one before: judged and answered with it, what was said before counting less."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.abstention import Gate, Judgement
from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Candidate, Ranker, Similarity, in_order
from smeadvisor.answering.followup import Reading
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.domain.answers import Context, DraftClaim, Evidence, Hit, Outcome
from smeadvisor.domain.reading import in_conversation

# A question that names its subject and is judged lower than this alone is about something else.
_FAR_OFF = 0.1
# How many statements are read together with the question, alone and after what it leans on.
_READ_TOGETHER = 4
_RELEVANCE = 0.1
# What the question counts for beside the one before it, and what was said already for less.
_OWN = 0.7
_SAID, _SAID_WHERE_MORE_IS_ASKED = 0.1, 0.5
_ASKS_FOR_MORE = re.compile(
    r"\b(?:more about|else|other|others|another|also|besides|as well)\b", re.IGNORECASE
)


def judged_in_context(gate: Gate, asked: str, reading: Reading, hits: Sequence[Hit]) -> Judgement:
    """The gate's judgement of a question as it was `asked` and read.

    Of one that leans on another, of both together, where nothing that it asks for is missing; what names its
    subject must come near to the subject by itself.
    """
    question, context = reading.question, reading.context
    alone = gate.judge(question, hits)
    is_far = (
        reading.names_subject
        and alone.refusal is Outcome.OUT_OF_SCOPE
        and alone.evidence.confidence < _FAR_OFF
    )
    if context is None or is_far or (gate.lacking(question, hits) and gate.lacking(asked, hits)):
        return alone
    read_as = in_conversation([context.question], question)
    judgement = gate.judge(context.before(question), hits, read_as)
    evidence = replace(judgement.evidence, question=question, context=context)
    return replace(judgement, evidence=evidence)


class ContextAnswerer:
    """Another's answer, but sentences chosen in its context for a question that leans on one before."""

    def __init__(
        self,
        inner: Answerer,
        exact: Answerer,
        ranking: Ranker,
        relevance: Similarity,
        words: int,
    ) -> None:
        self._inner = inner
        self._exact = exact
        self._ranking = ranking
        self._relevance = relevance
        self._words = words

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What is exact and new, of the question alone or after the one before; else sentences."""
        context = evidence.context
        if context is None:
            yield from self._inner.draft(evidence)
            return
        for question in (evidence.question, context.before(evidence.question)):
            exact = list(self._exact.draft(replace(evidence, question=question)))
            if any(_is_new(one, context) for one in exact):
                yield from exact
                return
        ranking = RankedInContext(self._ranking, self._relevance, context)
        yield from ProseAnswerer(ranking, self._words).draft(evidence)


class RankedInContext:
    """The order of another ranker for a question alone and after the one that it leans on, together."""

    def __init__(self, inner: Ranker, relevance: Similarity, context: Context) -> None:
        self._inner = inner
        self._relevance = relevance
        self._context = context

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        both = self._context.before(question)
        said = _SAID_WHERE_MORE_IS_ASKED if _ASKS_FOR_MORE.search(question) else _SAID
        alone = {one.key: one.score for one in self._inner.ranked(question, hits)}
        candidates = [
            replace(
                one,
                score=_OWN * alone[one.key] + (1 - _OWN) * one.score - said * self._was_said(one),
            )
            for one in self._inner.ranked(both, hits)
        ]
        candidates.sort(key=_order)
        near = candidates[:_READ_TOGETHER]
        texts = [one.in_place for one in near]
        scores = [
            _OWN * first + (1 - _OWN) * second
            for first, second in zip(
                self._relevance(question, texts), self._relevance(both, texts), strict=True
            )
        ]
        worth = [one.score + _RELEVANCE * score for one, score in zip(near, scores, strict=True)]
        return [*in_order(near, worth), *candidates[len(near) :]]

    def _was_said(self, one: Candidate) -> bool:
        return any(
            one.passage.document_id == cited.passage.document_id
            and one.key[1] < cited.end
            and cited.start < one.key[2]
            for cited in self._context.said
        )


def _order(one: Candidate) -> tuple[float, str, int]:
    return -one.score, one.passage.id, one.statement.start


def _is_new(draft: Draft, context: Context) -> bool:
    """Whether a draft says something that was not said before."""
    said = {(cited.start, cited.end) for cited in context.said}
    return isinstance(draft, DraftClaim) and any(
        (cited.start, cited.end) not in said for cited in draft.citations
    )
