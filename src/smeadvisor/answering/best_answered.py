"""A later turn may be read in several ways: the one whose answer reads best after what was asked before.

Rules of English read "and who pays?" surely and wrongly. A reader that was trained on conversations as they
were typed knows nothing of their rules: it says how surely each answer answers what was typed.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.candidates import cited_statements
from smeadvisor.answering.followup import Reader, Reading
from smeadvisor.answering.leaned_on import context_of
from smeadvisor.answering.reading_together import sureness_of
from smeadvisor.domain.answers import Answer
from smeadvisor.domain.reading import Reads, in_conversation

# In log-odds: an answer as sure as this is not questioned; by how much another must be surer, of the same
# reading with or without what it may lean on, and of what was typed after the last question; and how sure where
# nothing was answered. Chosen on development conversations (EXPERIMENTS.md).
_SURE, _WITH_OR_WITHOUT, _AS_TYPED, _INSTEAD_OF_NONE = 0.0, 1.0, 1.5, 0.0
# The first claims tell what an answer is about.
_MOST_CLAIMS = 3

# The answer to a question that is read in a given way, after earlier answers.
Answered = Callable[[Reading, str, Sequence[Answer]], Answer]


@dataclass(frozen=True, slots=True)
class Given:
    """A reader that was told how to read."""

    reading: Reading

    def read(self, _question: str, _earlier_answers: Sequence[Answer]) -> Reading:
        """As it was told."""
        return self.reading


class BestAnswered:
    """The reading of another reader, unless another way is answered clearly better.

    `answered` answers a question that is read in some way, `reads` says how surely sentences answer.
    """

    def __init__(self, inner: Reader, answered: Answered, reads: Reads) -> None:
        self._inner = inner
        self._answered = answered
        self._reads = reads

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The reading whose answer reads best; `earlier_answers` oldest first."""
        reading = self._inner.read(question, earlier_answers)
        last = next((one for one in reversed(earlier_answers) if one.outcome.is_answer), None)
        if last is None:
            return reading
        asked = in_conversation([last.question], question)

        def sureness(way: Reading) -> float:
            answer = self._answered(way, question, earlier_answers)
            if not answer.outcome.is_answer:
                return -math.inf
            said = cited_statements(answer.claims[:_MOST_CLAIMS])
            return sureness_of(said, asked, self._reads)

        best = sureness(reading)
        if best >= _SURE:
            return reading
        is_none = math.isinf(best)
        least = _INSTEAD_OF_NONE if is_none else best
        for way, margin in _other_ways(reading, question, last):
            sure = sureness(way) - (0.0 if is_none else margin)
            if sure > least:
                reading, least = way, sure
        return reading


def _other_ways(reading: Reading, question: str, last: Answer) -> Iterator[tuple[Reading, float]]:
    context = context_of(last)
    toggled = replace(reading, context=context if reading.context is None else None)
    yield toggled, _WITH_OR_WITHOUT
    typed = Reading(question, context=context)
    if typed.searched not in (reading.searched, toggled.searched):
        yield typed, _AS_TYPED
