"""That there are no figures for a place, where a document says so: that is the answer to a question for it."""

import re
from collections.abc import Callable, Iterator, Sequence

from smeadvisor.answering.candidates import Candidate, statements_of
from smeadvisor.domain.answers import DraftClaim, Evidence, Hit
from smeadvisor.text.countries import countries, name, regions

_UNAVAILABLE = re.compile(
    r"\bunavailable\b"
    r"|\bno (?:\w+ )?(?:data|figures|information|statistics) (?:is|are|was|were|exists?)\b"
    r"|\b(?:not|never) (?:currently |yet )?"
    r"(?:available|collected|reported|covered|included|recorded|surveyed|asked)\b"
    r"|\b(?:do|does|did) not (?:currently |yet )?(?:include|cover|report)\b",
    re.IGNORECASE,
)

# What a question names that the best statements of the hits do not have.
Missing = Callable[[str, Sequence[Hit]], Sequence[str]]


def said_to_be_unavailable(missing: Sequence[str], hits: Sequence[Hit]) -> Candidate | None:
    """The first statement that says of all the missing places that something is not available for them.

    None where anything but a place is missing.
    """
    for hit in hits:
        for statement in statements_of(hit.passage):
            if _UNAVAILABLE.search(statement.text) and set(missing) <= _places(statement.text):
                return statement
    return None


class UnavailableAnswerer:
    """Answers with what says that there are no figures for a place, where the evidence lacks that place."""

    def __init__(self, missing: Missing) -> None:
        self._missing = missing

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """One claim, or none."""
        missing = self._missing(evidence.question, evidence.hits)
        found = said_to_be_unavailable(missing, evidence.hits) if missing else None
        if found:
            yield DraftClaim(found.quote, (found.cite(),))


def _places(text: str) -> set[str]:
    return {*regions(text), *map(name, countries(text))}
