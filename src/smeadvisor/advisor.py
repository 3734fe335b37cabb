"""A question's whole way: guard → reading → hits → gate → draft → checked claims → Answer.

This file changes almost never; each step is a part it was given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from smeadvisor.answering.abstention import Gate
from smeadvisor.answering.answerer import Answerer
from smeadvisor.answering.followup import Reader
from smeadvisor.answering.guard import Guard, Refusal
from smeadvisor.answering.in_context import judged_in_context
from smeadvisor.answering.leaned_on import conversation_of
from smeadvisor.answering.leaning import leans
from smeadvisor.answering.nearby import Nearby
from smeadvisor.answering.programmes import Register
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import (
    Answer,
    Claim,
    DraftClaim,
    DroppedClaim,
    Evidence,
    Hit,
    Outcome,
    Remark,
    Setback,
    Usage,
)
from smeadvisor.domain.programmes import Programme
from smeadvisor.retrieval import Retriever

Step = Evidence | Claim | Answer

_INSTEAD = (
    "A first draft was not supported by the documents, so they answer in their own words instead."
)


@dataclass(frozen=True, slots=True)
class Advisor:
    """Answers questions from an index, with citations. Safe to share between threads.

    `answerer` answers; of `next_answerers` each is asked, in order, where no claim of those before it
    stands.
    """

    retriever: Retriever
    guard: Guard
    followup: Reader
    gate: Gate
    nearby: Nearby
    answerer: Answerer
    verifier: Verifier
    register: Callable[[], Register]
    passages_considered: int = 10
    next_answerers: tuple[Answerer, ...] = ()

    def ask(self, question: str, earlier_answers: Sequence[Answer] = ()) -> Answer:
        """The whole answer; `earlier_answers` are this conversation's, oldest first."""
        *_, answer = self.steps(question, earlier_answers)
        assert isinstance(answer, Answer), "steps end with an Answer"
        return answer

    def programmes(self, country: str = "", kind: str = "", text: str = "") -> list[Programme]:
        """The programmes that the documents state, of a country, of a kind, with these words.

        What is empty does not restrict; the first call reads all passages.
        """
        return self.register().find(country, kind, text)

    def steps(self, question: str, earlier_answers: Sequence[Answer] = ()) -> Iterator[Step]:
        """The evidence, then each claim as soon as it stands, then the Answer."""
        checked = self.guard.check(question)
        if isinstance(checked, Refusal):
            yield Answer(question, "", checked.outcome, note=checked.note)
            return
        reading = self.followup.read(checked, earlier_answers)
        conversation = conversation_of(checked, earlier_answers)
        hits = self._hits(reading.searched, conversation, earlier_answers)
        judgement = judged_in_context(self.gate, checked, reading, hits, conversation)
        reading, judgement = self.nearby.look(checked, earlier_answers, reading, judgement)
        evidence = judgement.evidence
        yield evidence
        kept = _Kept(usage=reading.usage)
        if judgement.refusal is None:
            yield from self._claims(evidence, kept)
        outcome = judgement.refusal or kept.outcome
        suggestions = judgement.suggestions
        if outcome is Outcome.NO_ANSWER and not suggestions:
            suggestions = self.gate.suggestions(evidence.question, evidence.hits)
        yield Answer(
            checked,
            reading.shown,
            outcome,
            tuple(kept.claims),
            evidence.considered,
            tuple(kept.dropped),
            evidence.confidence,
            " ".join(filter(None, [judgement.note, *kept.notes])),
            kept.usage,
            suggestions,
        )

    def _hits(
        self, searched: str, conversation: str, earlier_answers: Sequence[Answer]
    ) -> Sequence[Hit]:
        """What is found for a question as it is understood; for a later turn also around the last answer, and
        for the conversation as it was typed.
        """
        hits = self.retriever.retrieve(searched, self.passages_considered)
        if not conversation or not hits:
            return hits
        found = list(self.nearby.with_near(hits, earlier_answers))
        known = {one.passage.id for one in found}
        typed = self.retriever.retrieve(conversation, self.passages_considered)
        return [*found, *(one for one in typed if one.passage.id not in known)]

    def _claims(self, evidence: Evidence, kept: "_Kept") -> Iterator[Claim]:
        """Each claim as soon as it stands; all else that answerers say is kept for the end."""
        passages = [hit.passage for hit in evidence.hits]
        for answerer in (self.answerer, *self.next_answerers):
            kept.begin()
            has_fallen = False
            for draft in answerer.draft(evidence):
                if not isinstance(draft, DraftClaim):
                    kept.keep(draft)
                    continue
                verdict = self.verifier.check(draft, passages)
                if has_fallen and leans(draft.text):
                    verdict = DroppedClaim(draft.text, "it leans on a sentence that did not stand")
                has_fallen = isinstance(verdict, DroppedClaim)
                kept.keep(verdict)
                if isinstance(verdict, Claim):
                    yield verdict
            if kept.is_answered:
                return


@dataclass(slots=True)
class _Kept:
    """What has come of one question so far; `begin` is called before each answerer."""

    claims: list[Claim] = field(default_factory=list)
    dropped: list[DroppedClaim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    usage: Usage | None = None
    _dropped_now: int = 0
    _has_gap: bool = False
    _is_remarked: bool = False

    def begin(self) -> None:
        """Another answerer is asked: what came before it stays known, but says nothing of its answer."""
        if self._dropped_now and _INSTEAD not in self.notes:
            self.notes.append(_INSTEAD)
        self._dropped_now, self._has_gap, self._is_remarked = 0, False, False

    def keep(self, one: Claim | DroppedClaim | Remark | Setback | Usage) -> None:
        """Put one thing where it belongs."""
        match one:
            case Claim():
                self.claims.append(one)
            case DroppedClaim():
                self.dropped.append(one)
                self._dropped_now += 1
            case Usage():
                self.usage = self.usage.plus(one) if self.usage else one
            case Remark() | Setback():
                self.notes.append(one.text)
                self._has_gap |= isinstance(one, Setback) or one.is_gap
                self._is_remarked |= isinstance(one, Remark)

    @property
    def is_answered(self) -> bool:
        """Whether nobody else needs to be asked."""
        return bool(self.claims) or self._is_remarked

    @property
    def outcome(self) -> Outcome:
        if self.claims:
            is_part = self._dropped_now or self._has_gap
            return Outcome.PARTLY_ANSWERED if is_part else Outcome.ANSWERED
        return Outcome.UNSUPPORTED if self.dropped else Outcome.NO_ANSWER
