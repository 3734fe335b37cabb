"""The panel beside a conversation as HTML: where an answer's quotes stand, and why it is as it is.

Pure: what stands around a passage comes as a function. Does not know who shows the panel.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote as in_address

from smeadvisor.domain.answers import Answer, Citation, Considered, Outcome
from smeadvisor.domain.documents import BlockKind, Passage, Place
from smeadvisor.serving.rendering_quotes import Quoted, escape_html
from smeadvisor.serving.rendering_tables import WholeTable, chart_html, table_html

EMPTY_PANEL = "The passages that an answer quotes will stand here."
_GONE = (
    "This passage is no longer in the documents: they were changed or removed since. These are the "
    "words as they were quoted."
)
# What divides the cells in the text of a table's row.
_BAR = " | "


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a passage in its document.

    `is_found` is False where the documents do not have the passage any more; `can_open` says whether
    the page can show its document.
    """

    before: Passage | None = None
    after: Passage | None = None
    table: WholeTable | None = None
    is_found: bool = True
    can_open: bool = False


Around = Callable[[Passage], Surroundings]


def nothing_around(_: Passage) -> Surroundings:
    """For a passage alone."""
    return Surroundings()


def evidence_html(answer: Answer, around: Around = nothing_around, turn: int = 1) -> str:
    """The panel: the cited passages, or those that were considered and not enough, and why.

    `turn` is the number of the answer in its conversation, which the marks in the chat name too.
    """
    if answer.citations:
        return _panel(_cited_html(answer, around) + _why_html(answer), turn=turn)
    if answer.considered:
        return _panel(_considered_html(answer.considered) + _why_html(answer), turn, "considered")
    if answer.outcome is Outcome.SMALL_TALK:
        return notice_html(EMPTY_PANEL)
    return notice_html("No passage was looked up for this.", "Nothing quoted")


def notice_html(text: str, heading: str = "Where it is said") -> str:
    """A line where the evidence would stand."""
    return _panel(f"<h2>{heading}</h2><p>{escape_html(text)}</p>")


def _panel(inner: str, turn: int = 0, kind: str = "") -> str:
    name = f' id="evidence-{turn}"' if turn else ""
    return f'<section class="{f"evidence {kind}".strip()}"{name}>{inner}</section>'


def _cited_html(answer: Answer, around: Around) -> str:
    cards = "".join(_cards(answer.citations, around))
    return (
        '<a class="back" href="#answer">Back to the answer</a>'
        "<h2>Where it is said</h2>"
        "<p>The marked words are quoted exactly as they stand in the documents.</p>"
        f"{cards}"
    )


def _cards(citations: Sequence[Citation], around: Around) -> Iterator[str]:
    """A card for each passage; one for all rows of a table, where the table can be read."""
    by_stretch: dict[tuple[str, int, str], list[tuple[int, Citation]]] = {}
    known: dict[Passage, Surroundings] = {}
    for number, cited in enumerate(citations, 1):
        passage = cited.passage
        if passage not in known:
            known[passage] = around(passage)
        found = known[passage]
        key = ("table", found.table.start) if found.table else (passage.id, passage.start)
        by_stretch.setdefault((passage.document_id, key[1], key[0]), []).append((number, cited))
    for cited_here in by_stretch.values():
        passage = cited_here[0][1].passage
        yield _card(passage, cited_here, known[passage])


def _card(
    passage: Passage, cited: Sequence[tuple[int, Citation]], surroundings: Surroundings
) -> str:
    table = surroundings.table
    text, start = (table.text, table.start) if table else (passage.text, passage.start)
    quoted = Quoted(
        text, tuple((number, one.start - start, one.end - start) for number, one in cited)
    )
    if table:
        place = replace(passage.place, row=(), column=())
        body = table_html(table, quoted)
        chart = chart_html(table, quoted)
    else:
        place, body, chart = passage.place, _body(passage, quoted), ""
    gone = "" if surroundings.is_found else f'<p class="gone">{_GONE}</p>'
    return (
        f'<article class="passage">{_head(place, passage.title, quoted.numbers)}{gone}'
        f'<div class="text">{body}</div>{_chart(chart)}{_more(passage, cited, surroundings)}</article>'
    )


def _head(place: Place, title: str, numbers: str = "") -> str:
    label = f'<span class="number">{numbers}</span>' if numbers else ""
    caption = f'<p class="caption">{escape_html(place.caption)}</p>' if place.caption else ""
    return (
        f"<header>{label}<h3>{escape_html(str(place))}</h3>{caption}"
        f'<p class="document">{escape_html(title)}</p></header>'
    )


def _chart(chart: str) -> str:
    return f'<div class="figures">{chart}</div>' if chart else ""


def _more(
    passage: Passage, cited: Sequence[tuple[int, Citation]], surroundings: Surroundings
) -> str:
    """What leads on from a card: the passages beside it, and its place in the document."""
    beside = "".join(
        f'<p class="side">{side}</p>{_neighbour(one)}'
        for side, one in (("Before", surroundings.before), ("After", surroundings.after))
        if one
    )
    parts = []
    if beside:
        parts.append(f"<details><summary>What stands before and after</summary>{beside}</details>")
    if surroundings.can_open and surroundings.is_found:
        first = min((one for _, one in cited), key=lambda one: one.start)
        address = f"#documents/{in_address(passage.document_id, safe='')}/{first.start}-{first.end}"
        parts.append(f'<a class="open" href="{address}">Open in document</a>')
    return f'<footer class="more">{"".join(parts)}</footer>' if parts else ""


def _neighbour(passage: Passage) -> str:
    return f'<div class="neighbour">{_body(passage, Quoted(passage.text))}</div>'


def _considered_html(considered: Sequence[Considered]) -> str:
    cards = "".join(_considered_card(entry.hit.passage) for entry in considered)
    count = f"{len(considered)} passages" if len(considered) > 1 else "one passage"
    return (
        "<h2>Nothing quoted</h2>"
        "<p>These came nearest to your question, but no answer rests on them.</p>"
        f"<details><summary>Show the nearest {count}</summary>{cards}</details>"
    )


def _considered_card(passage: Passage) -> str:
    return (
        f'<article class="passage">{_head(passage.place, passage.title)}'
        f'<div class="text">{_body(passage, Quoted(passage.text))}</div></article>'
    )


def _why_html(answer: Answer) -> str:
    """Every hit with what became of it, and the claims that did not stand."""
    hits = "".join(
        f'<li><span class="{"kept" if entry.kept else "left"}">{"Kept" if entry.kept else "Left out"}'
        f"</span> {escape_html(str(entry.hit.passage.place))}"
        f'<span class="reason">{escape_html(entry.reason)}</span></li>'
        for entry in answer.considered
    )
    dropped = "".join(
        f'<li>{escape_html(claim.text)}<span class="reason">{escape_html(claim.reason)}</span></li>'
        for claim in answer.dropped
    )
    left_out = f"<h3>Statements that did not stand</h3><ul>{dropped}</ul>" if dropped else ""
    found = f"<h3>Passages considered, best first</h3><ol>{hits}</ol>" if hits else ""
    return (
        f'<details class="why"><summary>Why this answer?</summary>'
        f"<p>{escape_html(answer.outcome.words)}</p>{found}{left_out}</details>"
    )


def _body(passage: Passage, quoted: Quoted) -> str:
    """A passage's words: a row as labels and values, a table as one, else paragraphs."""
    if passage.cells:
        return _row_html(passage, quoted)
    if passage.place.kind is BlockKind.TABLE:
        return f"<table>{''.join(_table_lines(quoted))}</table>"
    return "".join(_text_lines(quoted))


def _row_html(passage: Passage, quoted: Quoted) -> str:
    """A row of a table as pairs of column label and value, under the row's own labels."""
    first = passage.cells[0]
    labels = escape_html(" › ".join(label for label in first.row if label))
    if labels and quoted.covers(0, first.start - passage.start):
        labels = f"<mark>{labels}</mark>"
    caption = f"<caption>{labels}</caption>" if labels else ""
    rows = "".join(
        f'<tr><th scope="row">{escape_html(" › ".join(cell.column))}</th>'
        f"<td>{quoted.html(cell.start - passage.start, cell.end - passage.start)}</td></tr>"
        for cell in passage.cells
    )
    return f'<table class="row">{caption}{rows}</table>'


def _text_lines(quoted: Quoted) -> Iterator[str]:
    for start, end in _lines(quoted.text):
        style = ' class="item"' if quoted.text.startswith("• ", start) else ""
        yield f"<p{style}>{quoted.html(start, end)}</p>" if end > start else ""
        yield escape_html(quoted.text[end : end + 1])


def _table_lines(quoted: Quoted) -> Iterator[str]:
    """A whole table, its first row of several cells as the header."""
    text = quoted.text
    tag = "th"
    for start, end in _lines(text):
        cells = _table_cells(quoted, start, end)
        if len(cells) == 1:
            yield f"<tr><td colspan=100>{cells[0]}</td></tr>"
        else:
            yield f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"
            tag = "td"
        yield escape_html(text[end : end + 1])


def _table_cells(quoted: Quoted, start: int, end: int) -> list[str]:
    """A line's cells; the bars stay in the text, unseen, so that it is still the passage's."""
    pieces = quoted.text[start:end].split(_BAR)
    cells, left = [], start
    for piece in pieces:
        cells.append(quoted.html(left, left + len(piece)))
        left += len(piece) + len(_BAR)
    return [f'{cell}<span class="bar">{_BAR}</span>' for cell in cells[:-1]] + cells[-1:]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, the line break left out."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1
