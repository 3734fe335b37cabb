"""Tables without rules between the columns: words set in columns under a caption "Table 1 …".

Sees the caption, the area under it, columns by the gaps between words, and header rows by a rule or
bold type. A table without a caption is not seen, and a cell that wraps is known only by its empty
first column. Does not know ruled cells, nor tables that go on over a page.
"""

from collections.abc import Iterator, Sequence

from smeadvisor.ingestion.document_builder import label_and_caption
from smeadvisor.ingestion.readers.pdf_layout import (
    GUTTER,
    Line,
    Placed,
    Rect,
    Word,
    line_of,
    rows_of,
)
from smeadvisor.ingestion.readers.pdf_tables import SAME, Cell, Grid
from smeadvisor.text.sentences import is_note


def aligned_grids(
    words: Sequence[Word], rules: Sequence[Rect], taken: Sequence[Placed], page: int
) -> list[tuple[Grid, set[Word]]]:
    """Tables of words in columns, each under a line that names it; with the words they took."""
    found: list[tuple[Grid, set[Word]]] = []
    rows = rows_of(words)
    captions = [caption for number, row in enumerate(rows) for caption in _captions(row, page)]
    for caption in captions:
        below = [rect for rect in taken if 0 <= rect.top - caption.bottom < 4 * caption.size]
        if any(rect.x0 < caption.x1 and caption.x0 < rect.x1 for rect in below):
            continue
        limit = min(
            (other.top for other in captions if other.top > caption.bottom), default=float("inf")
        )
        area = _ruled_area(caption, rules, limit) or _open_area(caption, rows, limit)
        inside = [word for word in words if area.holds(word)]
        grid = _aligned_grid(inside, area, [rule.top for rule in rules if area.holds(rule)], page)
        if grid:
            found.append((grid, set(inside)))
    return found


def _captions(row: Sequence[Word], page: int) -> Iterator[Line]:
    """The lines of a row, one for each column of the page, that name a table."""
    for words in _segments(row, 1.5):
        line = line_of(words, page, 0, 0)
        named = label_and_caption(line.text)
        if named and "Table" in named[0] and not named[1][:1].islower():
            yield line


def _segments(row: Sequence[Word], gap: float) -> list[list[Word]]:
    """A row cut at the gaps that are wider than a share of the type size."""
    segments: list[list[Word]] = []
    for word in sorted(row, key=lambda word: word.x0):
        if not segments or word.x0 - segments[-1][-1].x1 > gap * word.size:
            segments.append([])
        segments[-1].append(word)
    return segments


def _ruled_area(caption: Line, rules: Sequence[Rect], limit: float) -> Rect | None:
    """What stands between the first and the last of the rules of one length under a caption."""
    below = sorted(
        (r for r in rules if caption.bottom - 2 <= r.top < limit and _overlap(r, caption)),
        key=lambda rule: rule.top,
    )
    if not below or below[0].top - caption.bottom > 4 * caption.size:
        return None
    first = below[0]
    alike = [r for r in below if abs(r.x0 - first.x0) <= SAME and abs(r.x1 - first.x1) <= SAME]
    if len(alike) < 2:
        return None
    return Rect(first.x0 - SAME, first.top, first.x1 + SAME, alike[-1].bottom)


def _overlap(rule: Rect, caption: Line) -> bool:
    return rule.x0 < caption.x1 and caption.x0 < rule.x1


def _open_area(caption: Line, rows: Sequence[Sequence[Word]], limit: float) -> Rect:
    """What stands under a caption up to running text, a note, a wide space or another caption."""
    right, bottom = float("inf"), caption.bottom
    beside = [
        segment
        for row in rows
        if abs(row[0].top - caption.top) < 6 * caption.size
        for segment in _segments(row, 1.5)
        if len(segment) >= 5 and segment[0].x0 > caption.x1
    ]
    if beside:
        right = min(segment[0].x0 for segment in beside) - 1
    for row in rows:
        own = [word for word in row if caption.x0 - SAME <= word.x0 and word.x1 < right]
        if not own or own[0].top < caption.bottom - 1:
            continue
        if own[0].top - bottom > 2.5 * caption.size or own[0].top >= limit or _is_prose(own):
            break
        bottom = max(word.bottom for word in own)
    return Rect(caption.x0 - SAME, caption.bottom, min(right, 1e6), bottom + 1)


def _is_prose(row: Sequence[Word]) -> bool:
    segments = _segments(row, 1.2)
    text = " ".join(word.text for word in row)
    return is_note(text) or (len(segments) == 1 and len(row) >= 6)


def _aligned_grid(
    words: Sequence[Word], area: Rect, rules: Sequence[float], page: int
) -> Grid | None:
    rows = rows_of(words)
    if len(rows) < 3:
        return None
    edges = _column_edges(rows)
    if len(edges) < 3:
        return None
    header = _aligned_header(rows, sorted(rules))
    lines = [_by_column(row, edges) for row in rows[header:]]
    body = _wrapped(lines) if len(rules) < len(rows) else lines
    rows_of_cells: list[list[Cell | None]] = [
        [Cell(tuple(cell), 0, n, 1, n + 1) for n, cell in enumerate(row)] for row in body
    ]
    matrix = [*_header_matrix(rows[:header], edges), *rows_of_cells]
    depth = len(matrix) - len(body)
    top, bottom = min(w.top for w in words), max(w.bottom for w in words)
    right = max(word.x1 for word in words)
    return Grid(edges[0], top, right, bottom, page, (*edges[:-1], right), matrix, depth)


def _column_edges(rows: Sequence[Sequence[Word]]) -> list[float]:
    """Where columns begin: after strips that words cross in few rows; then the right edge.

    The spaces inside a cell part no columns; one row may reach over several.
    """
    words = [word for row in rows for word in row]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    crossings = [0] * (int(right - left) + 2)
    for segment in (segment for row in rows for segment in _segments(row, 0.5)):
        for x in range(int(segment[0].x0 - left), int(segment[-1].x1 - left) + 1):
            crossings[x] += 1
    width = GUTTER * min(word.size for word in words)
    few = max(0.15 * len(rows), 1 if len(rows) > 3 else 0)
    edges, empty = [left], 0
    for x, count in enumerate(crossings):
        if count <= few:
            empty += 1
            continue
        if empty >= width and x > empty:
            edges.append(left + x - 0.5)
        empty = 0
    return [*edges, right]


def _aligned_header(rows: Sequence[Sequence[Word]], rules: Sequence[float]) -> int:
    """How many lines stand over the first rule inside, else how many are bold, else one."""
    tops = [min(word.top for word in row) for row in rows]
    inner = [rule for rule in rules if tops[0] < rule < tops[-1]]
    if inner:
        full = inner[-1] if len(inner) == 2 else inner[0]
        return sum(top < full for top in tops)
    bold = 0
    while bold < len(rows) - 1 and all(word.bold for word in rows[bold]):
        bold += 1
    return bold or 1


def _by_column(row: Sequence[Word], edges: Sequence[float]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in edges[1:]]
    for word in row:
        middle = (word.x0 + word.x1) / 2
        column = max((n for n, edge in enumerate(edges[:-1]) if edge <= middle), default=0)
        cells[column].append(word)
    return cells


def _wrapped(rows: Sequence[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows with those joined to the one before that have nothing in the first column."""
    joined: list[list[list[Word]]] = []
    for row in rows:
        if joined and not row[0]:
            joined[-1] = [[*before, *more] for before, more in zip(joined[-1], row, strict=True)]
        else:
            joined.append(row)
    return joined


def _header_matrix(
    rows: Sequence[Sequence[Word]], edges: Sequence[float]
) -> list[list[Cell | None]]:
    """A row of groups, where words reach over several columns, and a row of the columns' names."""
    width = len(edges) - 1
    groups: list[Cell | None] = [None] * width
    names: list[list[Word]] = [[] for _ in range(width)]
    for row in rows:
        for segment in _segments(row, 1.0):
            first, last = segment[0].x0, segment[-1].x1
            over = [n for n in range(width) if first < _end(edges, n) and last > edges[n]]
            if len(over) > 1:
                for column in over:
                    groups[column] = Cell(tuple(segment), 0, over[0], 1, over[-1] + 1)
            else:
                names[over[0] if over else 0] += segment
    leaf: list[Cell | None] = [Cell(tuple(name), 1, n, 2, n + 1) for n, name in enumerate(names)]
    return [groups, leaf] if any(groups) else [leaf]


def _end(edges: Sequence[float], column: int) -> float:
    """Where the gutter after a column begins to belong to the next one."""
    return edges[column + 1] - (1 if column + 2 < len(edges) else -1)
