"""A later turn that is answered as it was typed, whatever rules of English made of it.

"And who pays?" needs no name for what is paid where the sentence next to the last answer says it, and a turn
that is whole by itself needs nothing of what was said before: a reader that surely takes sentences for an
answer is believed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from smeadvisor.answering.abstention import Judgement
from smeadvisor.answering.followup import Reading
from smeadvisor.answering.leaned_on import context_of
from smeadvisor.answering.pronouns import points_back
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Answer, Considered, Evidence, Hit, Outcome
from smeadvisor.domain.documents import Passage
from smeadvisor.text.words import stems

# The passages before and after one; None at the ends of its document.
Neighbours = Callable[[Passage], tuple[Passage | None, Passage | None]]

# In log-odds: what stands there must answer as surely as this, and so much more surely than what was found,
# which is not questioned where it is surer itself. Chosen on development conversations (EXPERIMENTS.md).
_SURELY, _CLEAR, _SURE_ENOUGH = 2.0, 1.0, 2.0
# As surely as this what was found must answer a refused turn as it was typed: of refused development turns,
# 26 that can be answered and 2 that cannot (of first questions it tells nothing: 17 and 60; EXPERIMENTS.md).
_SURELY_AS_TYPED = 0.5
# A turn that points back says at least so much by itself.
_POINTING_WORDS = 2
_MOST_PASSAGES = 6
_REASON = "it stands where the last answer was found, and reads as an answer"
_AS_TYPED = "it reads as an answer to the question as it was typed"


class Nearby:
    """`reading` says how surely statements answer, `least` is the least confidence of what is answered."""

    def __init__(self, neighbours: Neighbours, reading: ReadTogether, least: float) -> None:
        self._neighbours = neighbours
        self._reading = reading
        self._least = least

    def look(
        self,
        asked: str,
        earlier_answers: Sequence[Answer],
        reading: Reading,
        judgement: Judgement,
    ) -> tuple[Reading, Judgement]:
        """The reading and its judgement; or the question as it was `asked`, answered by what was found or by
        what stands around the last answer.

        What a table answers is left to it; what is named and missing is missing, unless what was found surely
        answers all the same.
        """
        last = _last_answered(earlier_answers)
        found = [one.hit for one in judgement.evidence.considered]
        if last is not None and judgement.refusal is not None and found and _says_enough(asked):
            typed = self._reading.judged(asked, found).sureness
            if typed is not None and typed >= _SURELY_AS_TYPED:
                alone = replace(reading, question=asked, context=None)
                return alone, self._believed(asked, found, _AS_TYPED, judgement)
        is_of_table = bool(found) and bool(found[0].passage.cells or found[0].passage.parts)
        is_settled = judgement.refusal is Outcome.NO_ANSWER or (
            is_of_table and judgement.refusal is None
        )
        if last is None or is_settled:
            return reading, judgement
        there = self._reading.judged(reading.question, found).sureness
        if there is not None and there >= _SURE_ENOUGH:
            return reading, judgement
        hits = self._around(last)
        here = self._reading.judged(asked, hits).sureness if hits else None
        if here is None or here < _SURELY or (there is not None and here < there + _CLEAR):
            return reading, judgement
        as_typed = replace(reading, question=asked, context=context_of(last), names_subject=False)
        return as_typed, self._believed(asked, hits, _REASON, judgement)

    def _believed(
        self, asked: str, hits: Sequence[Hit], reason: str, judgement: Judgement
    ) -> Judgement:
        """That hits answer the question as it was asked."""
        considered = tuple(Considered(hit, True, reason) for hit in hits)
        confidence = max(judgement.evidence.confidence, self._least)
        conversation = judgement.evidence.conversation
        return Judgement(Evidence(asked, considered, confidence, conversation=conversation))

    def with_near(self, hits: Sequence[Hit], earlier_answers: Sequence[Answer]) -> Sequence[Hit]:
        """The hits, and after them what stands around the last answer."""
        last = _last_answered(earlier_answers)
        if last is None or not hits:
            return hits
        known = {one.passage.id for one in hits}
        near = [one for one in self._around(last) if one.passage.id not in known]
        return [*hits, *(replace(one, score=hits[-1].score) for one in near)]

    def _around(self, last: Answer) -> list[Hit]:
        """The passages that the last answer is from, and those beside them."""
        found: dict[str, Passage] = {}
        for cited in last.citations:
            for one in (cited.passage, *self._neighbours(cited.passage)):
                if one is not None and not (cited.passage.cells or one.cells or one.parts):
                    found.setdefault(one.id, one)
        return [Hit(one, 1.0) for one in list(found.values())[:_MOST_PASSAGES]]


def _says_enough(asked: str) -> bool:
    """Whether a turn can be answered by itself; "how many firms is that?" by anything that counts firms."""
    return len(set(stems(asked))) >= _POINTING_WORDS or not points_back(asked)


def _last_answered(earlier_answers: Sequence[Answer]) -> Answer | None:
    """What was refused never shapes a reading."""
    return next((one for one in reversed(earlier_answers) if one.outcome.is_answer), None)
