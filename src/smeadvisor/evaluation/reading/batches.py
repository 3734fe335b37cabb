"""Texts as tokens, in batches of like length; made ahead of when they are needed."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import torch
from torch import Tensor

# At once, with what fills the shorter ones up.
_MOST_TOKENS = 24_000
_AHEAD = 8

One = TypeVar("One")


class Tokens:
    """The tokens of texts, each made once; `encode` gives them with one before and one after all others.

    The models' tokens never reach over a space, so those of a text are those of its sentences in a row.
    """

    def __init__(self, encode: Callable[[list[str]], Sequence[Any]]) -> None:
        self._encode = encode
        (empty,) = encode([""])
        self.first, self.last = empty.ids
        self._known: dict[str, list[int]] = {}

    def learn(self, texts: Sequence[str]) -> None:
        """Make the tokens of many texts, faster than one by one."""
        new = [one for one in dict.fromkeys(texts) if one not in self._known]
        for text, encoding in zip(new, self._encode(new), strict=True):
            self._known[text] = encoding.ids[1:-1]

    def of(self, text: str) -> list[int]:
        """Without what stands before and after a text."""
        if text not in self._known:
            self.learn([text])
        return self._known[text]


def by_length(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts of these lengths in batches, shortest first."""
    batches: list[list[int]] = [[]]
    for place in sorted(range(len(lengths)), key=lambda one: lengths[one]):
        if (len(batches[-1]) + 1) * lengths[place] > _MOST_TOKENS and batches[-1]:
            batches.append([])
        batches[-1].append(place)
    return batches


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Shape (rows, length of the longest), filled up at the end."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def ahead(make: Callable[[], One]) -> Generator[One]:
    """What is made, again and again, by a thread of its own while what came before is in use."""
    worker = ThreadPoolExecutor(1, "ahead")
    try:
        waiting = deque(worker.submit(make) for _ in range(_AHEAD))
        while True:
            yield waiting.popleft().result()
            waiting.append(worker.submit(make))
    finally:
        worker.shutdown(cancel_futures=True)
