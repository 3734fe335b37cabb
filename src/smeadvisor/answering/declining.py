"""The last look before sentences or a row are said: where none that was read answers, that is said."""

import math
import re
from collections.abc import Callable, Sequence

from smeadvisor.answering.demands import asking
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.answering.table_intent import asks_for_figures
from smeadvisor.domain.answers import Evidence, Hit, Remark

# Less surely than that, what is said is near the question and no more: sentences, sentences for key words, and
# rows of tables, which the reader was not trained on with their cells. Chosen on development questions
# (EXPERIMENTS.md). How rules write a later turn may be awkward, so that less is asked of what answers it.
_UNSURE, _UNSURE_OF_KEY_WORDS, _UNSURE_OF_A_ROW = -2.5, -1.5, -2.0
_UNSURE_OF_A_TURN = -3.5
# Fewer key words only name a subject: whoever gives them takes whatever there is on it.
_FEWEST_WORDS = 4
# As surely as that, sentences answer rather than the cells of a table, where no figure is asked for.
_SURE = 3.0
_ASKS = re.compile(r"\?|\b(?:how|what|which|who|whom|whose|why|when|where)\b", re.IGNORECASE)
# What comes nearest to a question, in words for a person.
Nearest = Callable[[str, Sequence[Hit]], str]


class LastLook:
    """Whether any statement that was found answers, by a reader."""

    def __init__(self, reading: ReadTogether, nearest: Nearest) -> None:
        self._reading = reading
        self._nearest = nearest

    def declined(self, evidence: Evidence) -> Remark | None:
        """What to say instead of what does not answer; None where it may be said."""
        judged = self._reading.judged(evidence.question, evidence.hits)
        enough = self._enough(
            evidence, is_row=bool(judged.ranked and judged.ranked[0].passage.cells)
        )
        # Sentences that set the scene are answered by none.
        ways = dict.fromkeys((evidence.question, asking(evidence.question)))
        if judged.sureness is None or any(self._sureness(one, evidence) >= enough for one in ways):
            return None
        return Remark(self._nearest(evidence.question, evidence.hits), is_gap=True)

    @staticmethod
    def _enough(evidence: Evidence, is_row: bool) -> float:
        """How surely something must answer; minus infinity where nothing can be missing."""
        question = evidence.question
        is_question = _ASKS.search(question) is not None
        if evidence.conversation:
            return _UNSURE_OF_A_TURN if is_question and not is_row else -math.inf
        if not is_question and len(question.split()) < _FEWEST_WORDS:
            return -math.inf
        if is_row:
            # Of figures a reader of sentences tells little.
            return -math.inf if asks_for_figures(question) else _UNSURE_OF_A_ROW
        return _UNSURE if is_question else _UNSURE_OF_KEY_WORDS

    def _sureness(self, question: str, evidence: Evidence) -> float:
        sureness = self._reading.judged(question, evidence.hits).sureness
        return -math.inf if sureness is None else sureness

    def is_sure(self, evidence: Evidence) -> bool:
        """Whether a statement that was found surely answers a question."""
        if not _ASKS.search(evidence.question):
            return False
        judged = self._reading.judged(evidence.question, evidence.hits)
        return judged.sureness is not None and judged.sureness >= _SURE
