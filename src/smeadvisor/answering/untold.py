"""An answer that does not tell the figure or detail that is asked for is none: that is said instead."""

from collections.abc import Callable, Iterator, Sequence

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import cited_statements
from smeadvisor.answering.demands import Demands
from smeadvisor.domain.answers import DraftClaim, Evidence, Hit, Remark
from smeadvisor.text.questions import parts

# What is lacking of what a question asks for, and what comes nearest, in words for a person.
Explain = Callable[[str, Sequence[Hit], Sequence[str]], str]


class TellingAnswerer:
    """The answer of another, unless nothing in it tells what is asked for.

    A programme's row says what the programme does; who runs it, where and at what cost it may leave blank.
    """

    def __init__(self, inner: Answerer, demands: Demands, explain: Explain) -> None:
        self._inner = inner
        self._demands = demands
        self._explain = explain

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the other drafts, or what is missing and what comes nearest.

        Of several questions in one, what is missing is said after what is answered.
        """
        drafts = list(self._inner.draft(evidence))
        said = cited_statements(one for one in drafts if isinstance(one, DraftClaim))
        asked = (parts(evidence.question) or [evidence.question]) if said else []
        untold = [kind for one in asked if (kind := self._demands.untold(one, said))]
        if untold and len(untold) == len(asked):
            missing = tuple(dict.fromkeys(untold))
            yield Remark(self._explain(evidence.question, evidence.hits, missing), is_gap=True)
            return
        yield from drafts
        if untold:
            yield Remark(f"I found nothing that gives {' or '.join(untold)}.", is_gap=True)
