"""Questions to ask instead: those that the documents' keepers name, and what the nearest places are about."""

from collections.abc import Callable, Sequence

from smeadvisor.answering.candidates import Similarity
from smeadvisor.domain.answers import Hit

_MOST = 3


class Suggestions:
    """`examples` gives the questions that corpus.toml names for its documents."""

    def __init__(self, similarity: Similarity, examples: Callable[[], Sequence[str]]) -> None:
        self._similarity = similarity
        self._examples = examples

    def __call__(self, question: str, hits: Sequence[Hit]) -> list[str]:
        """At most three: about the nearest box or table, then the examples nearest in meaning."""
        places = [hit.passage.place for hit in hits]
        near = [
            f"What does {place.labels[-1]}, {place.caption}, say?"
            for place in places
            if place.labels and place.caption
        ]
        examples = list(self._examples())
        likeness = self._similarity(question, examples) if examples else []
        ranked = [
            example
            for _, example in sorted(
                zip(likeness, examples, strict=True), key=lambda pair: (-pair[0], pair[1])
            )
        ]
        return list(dict.fromkeys([*near[:1], *ranked]))[:_MOST]
