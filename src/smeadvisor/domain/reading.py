"""What is read together with a question, and what a reader makes of it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that follow one another in a document, and the heading that they stand under."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Log-odds that each sentence of a stretch answers a question, and that any of the stretch does."""

    sentences: tuple[float, ...]
    whole: float


# One of `Marks` for each stretch that is read with a question.
Reads = Callable[[str, Sequence[Stretch]], Sequence[Marks]]


def in_conversation(earlier: Sequence[str], question: str) -> str:
    """A question after the ones that were asked before it, as what marks sentences was trained to read it."""
    return " | ".join([*earlier, question])


def spans(words: Sequence[int], places: Collection[int], most: int) -> Iterator[tuple[int, int]]:
    """From which sentence to which one a passage is read, so that all `places` are; each span once.

    `words` are those of its sentences, `most` how many may be read at once.
    """
    left = sorted(places)
    while left:
        first, last = _around(words, left[0], most)
        yield first, last
        left = [place for place in left if place > last]


def _around(words: Sequence[int], place: int, most: int) -> tuple[int, int]:
    """What is before a sentence, and as much as may be after it."""
    first = last = place
    if first and words[first - 1] + words[place] <= most:
        first -= 1
    while last + 1 < len(words) and sum(words[first : last + 2]) <= most:
        last += 1
    while first and sum(words[first - 1 : last + 1]) <= most:
        first -= 1
    return first, last
