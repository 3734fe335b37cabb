"""Later turns: judged and answered with the ones before, what was said already counting less."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.abstention import Gate, Judgement
from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Candidate, Ranker
from smeadvisor.answering.declining import LastLook, Nearest
from smeadvisor.answering.followup import Reading
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Context, DraftClaim, Evidence, Hit, Outcome
from smeadvisor.domain.reading import Marks, Reads, Stretch, in_conversation

# A question that names its subject and is judged lower than this alone is about something else.
_FAR_OFF = 0.1
# What the question counts for beside the one before it, and what was said already for less.
_OWN = 0.7
_SAID, _SAID_WHERE_MORE_IS_ASKED = 0.1, 0.5
# What goes on about a thing is told near to where it was told: this much for the same place, and in so many
# characters a third of it. Chosen on development conversations, where half to twice does as well.
_NEAR, _FADES = 0.25, 700
# What the conversation as it was typed counts for beside a turn as it is understood. Chosen on development
# conversations, where 0.5 to 0.85 do nearly as well (EXPERIMENTS.md).
_TYPED = 0.7
_ASKS_FOR_MORE = re.compile(
    r"\b(?:more about|else|other|others|another|also|besides|as well)\b", re.IGNORECASE
)


def judged_in_context(
    gate: Gate, asked: str, reading: Reading, hits: Sequence[Hit], conversation: str
) -> Judgement:
    """The gate's judgement of a question as it was `asked` and read.

    Of one that leans on another, of both together, where nothing that it asks for is missing; what names its
    subject must come near to the subject by itself.
    """
    question, context = reading.question, reading.context
    alone = gate.judge(question, hits, conversation=conversation)
    is_far = (
        reading.names_subject
        and alone.refusal is Outcome.OUT_OF_SCOPE
        and alone.evidence.confidence < _FAR_OFF
    )
    if context is None or is_far or (gate.lacking(question, hits) and gate.lacking(asked, hits)):
        return alone
    read_as = in_conversation([context.question], question)
    judgement = gate.judge(context.before(question), hits, read_as, conversation)
    evidence = replace(judgement.evidence, question=question, context=context)
    return replace(judgement, evidence=evidence)


class ContextAnswerer:
    """Another's answer, but sentences chosen by the whole conversation for a later turn.

    `composed` makes the other of what reads and orders sentences, which is `reading` for a first question. Of a
    question that leans on one before only what is exact and new comes before sentences.
    """

    def __init__(
        self,
        composed: Callable[[ReadTogether], Answerer],
        exact: Answerer,
        reading: ReadTogether,
        ranking: Ranker,
        reads: Reads,
        nearest: Nearest,
        words: int,
    ) -> None:
        self._composed = composed
        self._exact = exact
        self._reading = reading
        self._ranking = ranking
        self._reads = reads
        self._nearest = nearest
        self._words = words

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What is exact and new, of the question alone or after the one before; else sentences that answer."""
        context = evidence.context
        if context is None:
            is_first = not evidence.conversation
            reading = self._reading if is_first else self._by(self._ranking, evidence, self._reads)
            yield from self._composed(reading).draft(evidence)
            return
        for question in (evidence.question, context.before(evidence.question)):
            exact = list(self._exact.draft(replace(evidence, question=question)))
            if any(_is_new(one, context) for one in exact):
                yield from exact
                return
        ranker = RankedInContext(self._ranking, context)
        reading = self._by(ranker, evidence, _ReadsAfter(context.question, self._reads))
        declined = LastLook(reading, self._nearest).declined(evidence)
        if declined:
            yield declined
            return
        yield from ProseAnswerer(reading, self._words).draft(evidence)

    def _by(self, ranker: Ranker, evidence: Evidence, reads: Reads) -> ReadTogether:
        """A ranker and the conversation, with what a reader says."""
        if evidence.conversation:
            ranker = RankedInConversation(ranker, self._ranking, evidence.conversation)
        return ReadTogether(ranker, reads)


@dataclass(frozen=True, slots=True)
class _ReadsAfter:
    """Reads a question after the one that it leans on."""

    before: str
    reads: Reads

    def __call__(self, question: str, stretches: Sequence[Stretch]) -> Sequence[Marks]:
        return self.reads(in_conversation([self.before], question), stretches)


class RankedInConversation:
    """The order of a ranker for a question as it is understood, and of `inner` for the conversation as typed.

    The embedding model was trained on such conversations, and reads from them what rules of English do not.
    """

    def __init__(self, understood: Ranker, inner: Ranker, conversation: str) -> None:
        self._understood = understood
        self._inner = inner
        self._conversation = conversation

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        as_typed = {one.key: one.score for one in self._inner.ranked(self._conversation, hits)}
        candidates = [
            replace(one, score=(1 - _TYPED) * one.score + _TYPED * as_typed[one.key])
            for one in self._understood.ranked(question, hits)
        ]
        return sorted(candidates, key=_order)


class RankedInContext:
    """The order of another ranker for a question alone and after the one that it leans on, together.

    What stands near to what was said before comes first.
    """

    def __init__(self, inner: Ranker, context: Context) -> None:
        self._inner = inner
        self._context = context

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        said = _SAID_WHERE_MORE_IS_ASKED if _ASKS_FOR_MORE.search(question) else _SAID
        alone = {one.key: one.score for one in self._inner.ranked(question, hits)}
        candidates = [
            replace(
                one,
                score=_OWN * alone[one.key]
                + (1 - _OWN) * one.score
                + _NEAR * self._nearness(one)
                - said * self._was_said(one),
            )
            for one in self._inner.ranked(self._context.before(question), hits)
        ]
        return sorted(candidates, key=_order)

    def _nearness(self, one: Candidate) -> float:
        """1 for what was said, less for what stands farther from it, 0 in other documents."""
        document, start, end = one.key
        apart = [
            max(0, start - cited.end, cited.start - end)
            for cited in self._context.said
            if cited.passage.document_id == document
        ]
        return math.exp(-min(apart) / _FADES) if apart else 0.0

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
