"""Questions of several parts: each part is asked by itself too, and the answers take turns."""

import re
from itertools import chain, zip_longest

from smeadvisor.domain.answers import Hit
from smeadvisor.retrieval import Retriever

_ASKING = r"(?:how|what|which|who|whom|whose|why|when|where)\b"
_VERB = r"(?:do|does|did|is|are|was|were|has|have|can|could|should)\b"
# Where a question goes on to ask something else: after a comma, "and" or the like, a word that asks.
_JOINT = re.compile(
    rf"(?:[,;:]|\band\b|\bbut\b|\bwhile\b)\s+(?=(?:and\s+)?(?:(?:in|by|for|to|at)\s+)?(?:{_ASKING}|{_VERB}))",
    re.IGNORECASE,
)
# What only sets the scene ("In the north, how many …") asks nothing.
_QUESTION = re.compile(rf"\b{_ASKING}|^(?:and\s+)?{_VERB}", re.IGNORECASE)
_FEWEST_WORDS = 4
_MOST_PARTS = 2


def parts(question: str) -> list[str]:
    """The parts of a question that can be asked alone, at most two; none where it is one question."""
    pieces = [piece.strip(" ,;:") for piece in _JOINT.split(question)]
    asking = [
        piece for piece in pieces if len(piece.split()) >= _FEWEST_WORDS and _QUESTION.search(piece)
    ]
    return asking[:_MOST_PARTS] if len(asking) > 1 else []


class DividedRetriever:
    """Another retriever's hits for the whole question and for its parts, by turns, each once."""

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits: the best of the whole, the best of each part, and so on."""
        lists = [self._inner.retrieve(one, limit) for one in (query, *parts(query))]
        if len(lists) == 1:
            return lists[0]
        turns = [hit for hit in chain.from_iterable(zip_longest(*lists)) if hit is not None]
        once = {hit.passage.id: hit for hit in reversed(turns)}
        order = list(dict.fromkeys(hit.passage.id for hit in turns))[:limit]
        # Scores of different questions do not compare: what is left of them is the order.
        return [
            Hit(once[name].passage, 1 / rank, once[name].match)
            for rank, name in enumerate(order, 1)
        ]
