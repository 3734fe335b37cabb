"""What an answerer is: evidence in, draft claims out. Nobody sees a draft before the verifier."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from smeadvisor.domain.answers import DraftClaim, Evidence, Remark


class Answerer(Protocol):
    """Drafts an answer from evidence alone."""

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """Claims in reading order, each with the citations meant to support it; remarks about them."""
        ...


class FirstAnswerer:
    """Asks one answerer after the other; the first that has something to say answers."""

    def __init__(self, answerers: Sequence[Answerer]) -> None:
        self._answerers = tuple(answerers)

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """What the first says that says anything."""
        for answerer in self._answerers:
            drafted = list(answerer.draft(evidence))
            if drafted:
                yield from drafted
                return
