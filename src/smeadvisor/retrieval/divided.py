"""Questions of several parts: each part is asked by itself too, and the answers take turns."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, zip_longest

from smeadvisor.domain.answers import Hit
from smeadvisor.retrieval import Retriever
from smeadvisor.text.questions import MOST_PARTS, parts


class DividedRetriever:
    """Another retriever's hits for the whole question and for its parts, by turns, each once.

    The parts are asked at the same time, so the other retriever must be safe to share.
    """

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner
        # Its threads start with the first question of several parts and end with the process.
        self._threads = ThreadPoolExecutor(MOST_PARTS, thread_name_prefix="parts")

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits: the best of the whole, the best of each part, and so on."""
        ask = partial(self._inner.retrieve, limit=limit)
        of_parts = self._threads.map(ask, parts(query))
        lists = [ask(query), *of_parts]
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
