"""How well retrieved stretches of text cover the stretches that hold the answer, in characters.

The measures are those of Chroma's chunking evaluation (Smith and Troynikov, "Evaluating Chunking
Strategies for Retrieval", 2024), computed as its code does, `_scores_from_dataset_and_retrievals` in
github.com/brandonstarxel/chunking_evaluation at d451fc4. The report speaks of tokens; the code counts
characters. What is found counts once, but denominators are plain sums over the list: a character
that two retrieved spans hold is paid for twice, so overlapping passages cost precision and IoU, and
two gold spans that overlap cannot reach a recall of 1.

Where that code divides by nothing, because no span is gold or none retrieved, the measure here is 0.
A document's gold spans and those of others go in one list; Chroma asks about one document at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters from `start` up to, not including, `end` of a document; never empty.

    Raises:
        ValueError: the span is empty or begins before the document.
    """

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.start}–{self.end} of '{self.document}' is not a span.")

    def __len__(self) -> int:
        """The number of characters."""
        return self.end - self.start


def union(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that neither overlap nor touch, in order of document and start."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and last.document == span.document and span.start <= last.end:
            merged[-1] = Span(last.document, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return merged


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """The number of characters that are in both, each counted once: |A| + |B| − |A ∪ B|."""
    a, b = union(a), union(b)
    return _sum(a) + _sum(b) - _sum(union([*a, *b]))


def recall(retrieved: Sequence[Span], gold: Sequence[Span]) -> float:
    """Gold characters found, divided by the summed lengths of the gold spans, 0–1."""
    return overlap(retrieved, gold) / _sum(gold) if gold else 0.0


def precision(retrieved: Sequence[Span], gold: Sequence[Span]) -> float:
    """Gold characters found, divided by the summed lengths of the retrieved spans, 0–1."""
    return overlap(retrieved, gold) / _sum(retrieved) if retrieved else 0.0


def iou(retrieved: Sequence[Span], gold: Sequence[Span]) -> float:
    """Intersection over union, 0–1: gold characters found ÷ (retrieved lengths + gold not found).

    As in Chroma's code the denominator is no true union: it sums the lengths of all retrieved spans,
    overlaps again each time, and for each gold span by itself the characters that were not found.
    """
    missed = sum(len(span) - overlap([span], retrieved) for span in gold)
    total = _sum(retrieved) + missed
    return overlap(retrieved, gold) / total if total else 0.0


def _sum(spans: Iterable[Span]) -> int:
    return sum(map(len, spans))
