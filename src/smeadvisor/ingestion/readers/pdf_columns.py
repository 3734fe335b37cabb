"""Columns of a page: what stands on it, in the order in which it is read.

Knows edges and gaps, and of words that they are bold or running text. One column, or several side
by side with elements across them, are put in order; text that flows around a picture, text set on
a slope and writing from right to left are not understood. Knows neither PDF nor documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Generic, TypeVar

from smeadvisor.ingestion.readers.pdf_layout import Placed, Word, rows_of

_NARROWEST_COLUMN = 0.25  # of the width that is divided
_MOST_GAPS = 8  # that are tried as gutters

P = TypeVar("P", bound=Placed)
_Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Column(Generic[P]):
    """What is read from top to bottom between two edges."""

    items: list[P]
    left: float
    right: float


def reading_order(items: Sequence[P], gutter: float) -> list[Column[P]]:
    """Divide what stands on a page into columns in the order in which they are read.

    The page is cut into bands that nothing crosses; neighbouring bands that share a gutter are one
    run of columns, read left before right; the other bands run across.
    """
    if not items:
        return []
    left, right = min(item.x0 for item in items), max(item.x1 for item in items)
    columns: list[Column[P]] = []
    for run in _runs(_bands(items), left, right, gutter):
        inside = [item for band in run.bands for item in band]
        gap = run.gap
        if gap is None:
            columns.append(Column(inside, left, right))
            continue
        for on_left in (True, False):
            columns += reading_order(
                [item for item in inside if (item.x1 <= gap[1]) is on_left], gutter
            )
    return columns


def _bands(items: Sequence[P]) -> list[list[P]]:
    bands: list[list[P]] = []
    lowest = float("-inf")
    for item in sorted(items, key=lambda item: item.top):
        slack = min(0.2 * (item.bottom - item.top), 3)  # tight lines overlap by a little
        if item.top + slack >= lowest:
            bands.append([])
        bands[-1].append(item)
        lowest = max(lowest, item.bottom - slack)
    return bands


@dataclass
class _Run(Generic[P]):
    bands: list[list[P]]
    gaps: list[_Gap]
    gap: _Gap | None = None


def _runs(bands: list[list[P]], left: float, right: float, gutter: float) -> list[_Run[P]]:
    runs: list[_Run[P]] = []
    for band in bands:
        own = _free(band, left, right, gutter)
        shared = _shared(runs[-1].gaps, own, left, right, gutter) if runs else []
        if runs and (shared or not (own or runs[-1].gaps)):
            runs[-1].bands.append(band)
            runs[-1].gaps = shared
        else:
            runs.append(_Run([band], own))
    for run in runs:
        run.gap = next(
            (gap for gap in run.gaps[:_MOST_GAPS] if _parts_columns(run.bands, gap)), None
        )
    settled: list[_Run[P]] = []
    for part in (part for run in runs for part in _at_headings(run)):
        _hand_over_tail(settled, part)
        if settled and part.gap is None and settled[-1].gap is None:
            settled[-1].bands += part.bands
        else:
            settled.append(part)
    return settled


def _free(band: Sequence[P], left: float, right: float, gutter: float) -> list[_Gap]:
    gaps, edge = [], left
    for item in sorted(band, key=lambda item: item.x0):
        gaps.append((edge, item.x0))
        edge = max(edge, item.x1)
    return _shared([(left, right)], [*gaps, (edge, right)], left, right, gutter)


def _shared(
    some: list[_Gap], others: list[_Gap], left: float, right: float, gutter: float
) -> list[_Gap]:
    """What two lists of gaps have in common and leaves room for a column on either side."""
    margin = _NARROWEST_COLUMN * (right - left)
    both, i, j = [], 0, 0
    while i < len(some) and j < len(others):
        both.append((max(some[i][0], others[j][0]), min(some[i][1], others[j][1])))
        if some[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return [
        gap
        for gap in both
        if gap[1] - gap[0] >= gutter and gap[0] <= right - margin and gap[1] >= left + margin
    ]


def _parts_columns(bands: list[list[P]], gap: _Gap) -> bool:
    """Whether there is running text on both sides: two rows at least, most of them filled."""
    items = [item for band in bands for item in band]
    return all(
        _is_text([item for item in items if (item.x1 <= gap[1]) is on_left])
        for on_left in (True, False)
    )


def _is_text(items: Sequence[Placed]) -> bool:
    rows = rows_of([item for item in items if isinstance(item, Word)])
    others = [item for item in items if not isinstance(item, Word)]
    if len(rows) < 2:
        return bool(others)
    width = max(item.x1 for item in items) - min(item.x0 for item in items)
    return bool(others) or median(row[-1].x1 - row[0].x0 for row in rows) >= 0.5 * width


def _at_headings(run: _Run[P]) -> list[_Run[P]]:
    """Divide a run where a heading stands alone on the left, with nothing beside it on the right."""
    gap = run.gap
    if gap is None:
        return [run]
    parts = [_Run([run.bands[0]], run.gaps, gap)]
    for number, band in enumerate(run.bands[1:-1], 1):
        if not _is_bold_text(band, gap):
            parts[-1].bands.append(band)
            continue
        before = [item for other in run.bands[:number] for item in other if item.x1 > gap[1]]
        after = [item for other in run.bands[number + 1 :] for item in other if item.x1 > gap[1]]
        if before and after and _has_room(band, before, after):
            parts += [_Run([band], []), _Run([], run.gaps, gap)]
        else:
            parts[-1].bands.append(band)
    if len(run.bands) > 1:
        parts[-1].bands.append(run.bands[-1])
    return [part for part in parts if part.bands]


def _is_bold_text(band: Sequence[Placed], gap: _Gap) -> bool:
    return all(isinstance(item, Word) and item.bold and item.x1 <= gap[1] for item in band)


def _has_room(band: Sequence[Placed], before: Sequence[Placed], after: Sequence[Placed]) -> bool:
    """Whether nothing stands on the right where a heading stands on the left."""
    space = min(item.top for item in after) - max(item.bottom for item in before)
    return space >= 2.2 * median(item.bottom - item.top for item in band)


def _hand_over_tail(settled: list[_Run[P]], run: _Run[P]) -> None:
    """Give a heading under columns to the text across them that it stands over."""
    if not settled or settled[-1].gap is None or run.gap is not None:
        return
    bands, gap = settled[-1].bands, settled[-1].gap
    whole = len(bands)
    while whole > 1 and all(item.x1 <= gap[1] for item in bands[whole - 1]):
        whole -= 1
    joined = [*bands, run.bands[0]]
    spaces = [
        min(item.top for item in below) - max(item.bottom for item in above)
        for above, below in pairwise(joined)
    ]
    tail = spaces[whole - 1 : -1]
    if tail and max(tail) >= 0.8 * spaces[-1]:
        cut = whole + tail.index(max(tail))
        run.bands[:0] = bands[cut:]
        del bands[cut:]
