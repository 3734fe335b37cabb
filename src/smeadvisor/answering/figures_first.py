"""Where a share is asked for, statements that give one come before those that give none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from smeadvisor.answering.candidates import Candidate, Ranker
from smeadvisor.domain.answers import Hit
from smeadvisor.text.quantities import Kind, quantities

# What having one counts beside how well a statement speaks to the question.
_WORTH = 0.15
_SHARES = re.compile(
    r"\b(?:what|which) (?:share|percentage|proportion|fraction|part) of\b"
    r"|\b(?:(?:bigg|larg|high|great|small|low)(?:er|est)) (?:share|percentage|proportion|fraction)\b"
    r"|\b(?:how much|more|less|most|least) of (?:the|an?|its|their)\b",
    re.IGNORECASE,
)
_KINDS = (Kind.FRACTION, Kind.PERCENTAGE)


class FiguresFirst:
    """The order of another ranker, but what gives a share counts for more where a share is asked for."""

    def __init__(self, inner: Ranker) -> None:
        self._inner = inner

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        found = self._inner.ranked(question, hits)
        if not _SHARES.search(question):
            return found
        scored = [replace(one, score=one.score + _WORTH * _gives_share(one)) for one in found]
        return sorted(scored, key=lambda one: -one.score)


def _gives_share(one: Candidate) -> bool:
    return any(quantity.kind in _KINDS for quantity in quantities(one.text))
