"""A question's whole way: guard → reading → hits → gate → draft → checked claims → Answer.

This file changes almost never; each step is a part it was given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.answering.abstention import Gate
from smeadvisor.answering.answerer import Answerer
from smeadvisor.answering.followup import FollowUp
from smeadvisor.answering.guard import Guard, Refusal
from smeadvisor.answering.programmes import Register
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import (
    Answer,
    Claim,
    DroppedClaim,
    Evidence,
    Outcome,
    Remark,
)
from smeadvisor.domain.programmes import Programme
from smeadvisor.retrieval import Retriever

Step = Evidence | Claim | Answer


@dataclass(frozen=True, slots=True)
class Advisor:
    """Answers questions from an index, with citations. Safe to share between threads."""

    retriever: Retriever
    guard: Guard
    followup: FollowUp
    gate: Gate
    answerer: Answerer
    verifier: Verifier
    register: Callable[[], Register]
    passages_considered: int = 10

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
        standalone = self.followup.standalone(checked, earlier_answers)
        hits = self.retriever.retrieve(standalone, self.passages_considered)
        judgement = self.gate.judge(standalone, hits)
        evidence = judgement.evidence
        yield evidence
        claims: list[Claim] = []
        dropped: list[DroppedClaim] = []
        remarks: list[Remark] = []
        if judgement.refusal is None:
            for draft in self.answerer.draft(evidence):
                if isinstance(draft, Remark):
                    remarks.append(draft)
                    continue
                verdict = self.verifier.check(draft)
                if isinstance(verdict, Claim):
                    claims.append(verdict)
                    yield verdict
                else:
                    dropped.append(verdict)
        yield Answer(
            checked,
            standalone,
            judgement.refusal or _outcome(claims, dropped, remarks),
            tuple(claims),
            evidence.considered,
            tuple(dropped),
            evidence.confidence,
            " ".join([*filter(None, [judgement.note]), *(remark.text for remark in remarks)]),
        )


def _outcome(
    claims: Sequence[Claim], dropped: Sequence[DroppedClaim], remarks: Sequence[Remark]
) -> Outcome:
    if claims:
        is_part = dropped or any(remark.is_gap for remark in remarks)
        return Outcome.PARTLY_ANSWERED if is_part else Outcome.ANSWERED
    return Outcome.UNSUPPORTED if dropped else Outcome.NO_ANSWER
