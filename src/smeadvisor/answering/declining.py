"""The last look before sentences are said: where none that was read answers the question, that is said."""

import math
import re
from collections.abc import Callable, Sequence

from smeadvisor.answering.demands import asking
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Evidence, Hit, Remark

# Less surely than that, sentences are near the question and no more. Chosen on development questions: of 1,416
# right answers some ten are lost, and three dozen near misses are declined (EXPERIMENTS.md). How rules write a
# later turn may be awkward, so that less is asked of what answers it.
_UNSURE, _UNSURE_OF_A_TURN = -2.5, -3.5
# As surely as that, sentences answer rather than the cells of a table, where no figure is asked for.
_SURE = 3.0
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
        judged = self._reading.judged(evidence.question, evidence.hits)
        if judged.sureness is None or judged.ranked[0].passage.cells:
            # The reader was not trained on rows with their cells.
            return None
        enough = _UNSURE_OF_A_TURN if evidence.conversation else _UNSURE
        # Sentences that set the scene are answered by none.
        ways = dict.fromkeys((evidence.question, asking(evidence.question)))
        if any(self._sureness(one, evidence) >= enough for one in ways):
            return None
        return Remark(self._nearest(evidence.question, evidence.hits), is_gap=True)

    def _sureness(self, question: str, evidence: Evidence) -> float:
        sureness = self._reading.judged(question, evidence.hits).sureness
        return -math.inf if sureness is None else sureness

    def is_sure(self, evidence: Evidence) -> bool:
        """Whether a statement that was found surely answers a question."""
        if not _ASKS.search(evidence.question):
            return False
        judged = self._reading.judged(evidence.question, evidence.hits)
        return judged.sureness is not None and judged.sureness >= _SURE
