"""What an answerer is: evidence in, draft claims out. Nobody sees a draft before the verifier."""

from collections.abc import Iterator
from typing import Protocol

from smeadvisor.domain.answers import DraftClaim, Evidence


class Answerer(Protocol):
    """Drafts an answer from evidence alone."""

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """Claims in reading order, each with the citations meant to support it."""
        ...
