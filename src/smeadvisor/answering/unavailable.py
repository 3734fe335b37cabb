"""That there are no figures for a place, where a document says so: that is the answer to a question for it."""

import re
from collections.abc import Callable, Iterator, Sequence

from smeadvisor.answering.candidates import Candidate, Ranker, statements_of
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

# The statements that an answer is most likely made of.
_BEST = 3
# What a question names that the best statements of the hits do not have.
Missing = Callable[[str, Sequence[Hit]], Sequence[str]]


def says_that_it_is_unavailable(text: str) -> bool:
    """Whether a text says of anything that it is not available or not covered."""
    return _UNAVAILABLE.search(text) is not None


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
    """Answers with what says that there are no figures for a place, where the evidence lacks that
    place or it is a note to what answers for others."""

    def __init__(self, missing: Missing, ranking: Ranker) -> None:
        self._missing = missing
        self._ranking = ranking

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """One claim, or none."""
        question, hits = evidence.question, evidence.hits
        missing = self._missing(question, hits)
        found = said_to_be_unavailable(missing, hits) if missing else self._noted(question, hits)
        if found:
            yield DraftClaim(found.quote, (found.cite(),))

    def _noted(self, question: str, hits: Sequence[Hit]) -> Candidate | None:
        """What a footnote to one of the best statements says of all places of the question."""
        places = _places(question)
        found = said_to_be_unavailable(sorted(places), hits) if places else None
        if found is None or not found.passage.context:
            return None
        best = self._ranking.ranked(question, hits)[:_BEST]
        is_noted = any(one.text in found.passage.context for one in best)
        return found if is_noted else None


def _places(text: str) -> set[str]:
    return {*regions(text), *map(name, countries(text))}
