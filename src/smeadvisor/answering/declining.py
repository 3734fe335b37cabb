"""The last look before sentences are said: where none that was read answers the question, that is said."""

import re
from collections.abc import Callable, Sequence

from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Evidence, Hit, Remark

# Less surely than that, sentences are near the question and no more. Chosen on development questions, when
# eight statements were read: 9 of 572 that sentences answer are declined, and 22 of 100 near misses and the
# like (EXPERIMENTS.md).
_UNSURE = -4.1
# Who gives key words takes whatever there is on them; only a question can be left without an answer.
_ASKS = re.compile(r"\?|\b(?:how|what|which|who|whom|whose|why|when|where)\b", re.IGNORECASE)
# What comes nearest to a question, in words for a person.
Nearest = Callable[[str, Sequence[Hit]], str]


class LastLook:
    """Whether any statement that was found answers, by a reader."""

    def __init__(self, reading: ReadTogether, nearest: Nearest) -> None:
        self._reading = reading
        self._nearest = nearest

    def declined(self, evidence: Evidence) -> Remark | None:
        """What to say instead of sentences that do not answer; None where one may."""
        if not _ASKS.search(evidence.question):
            return None
        sureness = self._reading.judged(evidence.question, evidence.hits).sureness
        if sureness is None or sureness >= _UNSURE:
            return None
        return Remark(self._nearest(evidence.question, evidence.hits), is_gap=True)
