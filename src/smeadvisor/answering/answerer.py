"""What an answerer is: evidence in, draft claims out. Nobody sees a draft before the verifier."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from smeadvisor.domain.answers import DraftClaim, Evidence, Remark, Setback, Usage

Draft = DraftClaim | Remark | Setback | Usage


class Answerer(Protocol):
    """Drafts an answer from evidence alone."""

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """Claims in reading order, each with the citations meant to support it; remarks about them.

        A setback says why there is no more; usage says what a chat model took.
        """
        ...


class FirstAnswerer:
    """Asks one answerer after the other; the first that has something to say answers."""

    def __init__(self, answerers: Sequence[Answerer]) -> None:
        self._answerers = tuple(answerers)

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the first says that says anything."""
        for answerer in self._answerers:
            drafted = list(answerer.draft(evidence))
            if drafted:
                yield from drafted
                return
