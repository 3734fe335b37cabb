"""Short passages before long ones that fit no better: a long one has more chances to fit somewhere."""

from collections.abc import Sequence

from smeadvisor.domain.documents import Passage

# Longer ones are no longer any worse: what is this long is so in all of a collection.
_LONG = 200


class BrevityScorer:
    """From 1 for an empty passage down to 0 for one of 200 words or more."""

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One number a passage, whatever the query."""
        return [1 - min(len(passage.text.split()), _LONG) / _LONG for passage in passages]
