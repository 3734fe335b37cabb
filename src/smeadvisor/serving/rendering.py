"""Answers as Markdown for a chat, HTML for the panel of evidence, and plain text for a terminal.

Knows how to keep words of documents and users from being read as markup by each of the three.
Does not know who shows the result, nor how an answer came to be.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise
from textwrap import indent

from smeadvisor.domain.answers import Answer, Citation, Claim, Considered, Hit, Outcome
from smeadvisor.domain.documents import BlockKind, Passage

EMPTY_PANEL = "The passages that an answer quotes will stand here."

# Backslash-escaped, none of these can open a link, an image, an element, emphasis, code or maths;
# the last three alternatives are what turns bare addresses into links.
_MARKDOWN_SPECIALS = re.compile(r"[\\`*_\[\]<>&~$|!#{}]|(?<=www)\.|:(?=//)|@", re.IGNORECASE)
# At the start of a line these would make a list or a heading.
_MARKDOWN_OPENER = re.compile(r"^(\d*)([-+=.)])")
# A document must not move the cursor or recolour a terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What divides the cells in the text of a table's row.
_BAR = re.compile(r" \| ")


def escape_markdown(text: str) -> str:
    """Any text as one line of Markdown that shows exactly its words and does nothing."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return _MARKDOWN_OPENER.sub(r"\1\\\2", _MARKDOWN_SPECIALS.sub(r"\\\g<0>", line))


def claims_markdown(claims: Sequence[Claim]) -> str:
    """Claims with their citation marks: sentences run on in a paragraph, items make a list."""
    numbers = _numbers(claims)
    blocks = []
    for is_item, group in groupby(claims, key=lambda claim: claim.is_item):
        lines = [escape_markdown(claim.text) + _superscript(claim, numbers) for claim in group]
        blocks.append("\n".join(f"- {line}" for line in lines) if is_item else " ".join(lines))
    return "\n\n".join(blocks)


def answer_markdown(answer: Answer) -> str:
    """A whole reply for the chat, with how a follow-up was understood and what is missing."""
    paragraphs = []
    if was_read_differently(answer):
        paragraphs.append(f"*I understood: {escape_markdown(answer.standalone_question)}*")
    if answer.claims:
        paragraphs.append(claims_markdown(answer.claims))
    remark = " ".join(escape_markdown(part) for part in answer.remarks)
    if remark:
        paragraphs.append(f"*{remark}*" if answer.claims else remark)
    return "\n\n".join(paragraphs)


def answer_terminal(answer: Answer) -> str:
    """A whole reply as plain text: claims with [n], then what stands where; no control characters."""
    parts = []
    if was_read_differently(answer):
        parts.append(f"I understood: {answer.standalone_question}")
    if answer.claims:
        parts.append(_claims_terminal(answer.claims))
    parts += [" ".join(answer.remarks)]
    parts += [
        f"[{number}] {cited.place} — {cited.passage.title}\n{indent(f'“{cited.quote}”', '    ')}"
        for number, cited in enumerate(answer.citations, 1)
    ]
    return _CONTROLS.sub("", "\n\n".join(part for part in parts if part))


def hits_terminal(hits: Sequence[Hit]) -> str:
    """Hits as plain text: number, place, score and words, the matching statement between » and «."""
    if not hits:
        return "No passage was found; use other words, or look in more of the documents."
    parts = [
        f"{number}. {hit.passage.place} — {hit.passage.title} (score {hit.score:.2f})\n"
        f"{indent(_marked_text(hit), '    ')}"
        for number, hit in enumerate(hits, 1)
    ]
    return _CONTROLS.sub("", "\n\n".join(parts))


def _marked_text(hit: Hit) -> str:
    """A hit's words; where all of them match, there is nothing to mark."""
    text, offset = hit.passage.text, hit.passage.start
    if hit.match is None or hit.match == hit.passage.span:
        return text
    start, end = (edge - offset for edge in hit.match)
    return f"{text[:start]}»{text[start:end]}«{text[end:]}"


def was_read_differently(answer: Answer) -> bool:
    """Whether the question was completed from the conversation before it was answered."""
    standalone = answer.standalone_question.split()
    return bool(standalone) and standalone != answer.question.split()


def evidence_html(answer: Answer) -> str:
    """The panel beside the chat: the cited passages, or those that were considered and not enough."""
    if answer.citations:
        return _cited_html(answer)
    if answer.considered:
        return _considered_html(answer.considered)
    if answer.outcome is Outcome.SMALL_TALK:
        return notice_html(EMPTY_PANEL)
    return notice_html("No passage was looked up for this.", "Nothing quoted")


def notice_html(text: str, heading: str = "Where it is said") -> str:
    """A line where the evidence would stand."""
    return f'<section class="evidence"><h2>{heading}</h2><p>{_escape_html(text)}</p></section>'


def _escape_html(text: str) -> str:
    """Text for HTML that may also go through a Markdown renderer, where an empty line ends HTML."""
    return escape(text).replace("\n", "&#10;").replace("\r", "&#13;")


def _numbers(claims: Iterable[Claim]) -> dict[Citation, int]:
    """The number of each citation, as Answer.citations counts; never changed by a later claim."""
    cited = dict.fromkeys(citation for claim in claims for citation in claim.citations)
    return {citation: number for number, citation in enumerate(cited, 1)}


def _superscript(claim: Claim, numbers: dict[Citation, int]) -> str:
    marks = "".join(f"[{numbers[cited]}]" for cited in dict.fromkeys(claim.citations))
    return f"<sup>{marks}</sup>" if marks else ""


def _claims_terminal(claims: Sequence[Claim]) -> str:
    numbers = _numbers(claims)
    lines = []
    for is_item, group in groupby(claims, key=lambda claim: claim.is_item):
        said = [
            " ".join(claim.text.split())
            + "".join(f" [{numbers[cited]}]" for cited in dict.fromkeys(claim.citations))
            for claim in group
        ]
        lines += [f"• {item}" for item in said] if is_item else [" ".join(said)]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A passage with the stretches of its text that are quoted: number, start, end from its own 0."""

    passage: Passage
    spans: tuple[tuple[int, int, int], ...] = ()

    def html(self, start: int, end: int) -> str:
        """A stretch of the text with the quoted parts marked and numbered.

        Without the numbers and the tags it is that text, character for character.
        """
        inside = {edge for _, *edges in self.spans for edge in edges if start < edge < end}
        pieces = []
        for left, right in pairwise(sorted({start, end} | inside)):
            piece = _escape_html(self.passage.text[left:right])
            covering = [span for span in self.spans if span[1] <= left and right <= span[2]]
            # The number stands at the end of the quote, as it stands at the end of the claim.
            ending = _ranges([number for number, _, edge in covering if edge == right])
            pieces.append(f"<mark>{piece}</mark>" if covering else piece)
            pieces.append(f"<sup>{ending}</sup>" if ending else "")
        return "".join(pieces)

    def covers(self, start: int, end: int) -> bool:
        """Whether one quote holds the whole stretch."""
        return any(left <= start and end <= right for _, left, right in self.spans)


def _cited_html(answer: Answer) -> str:
    by_passage: dict[Passage, list[tuple[int, int, int]]] = {}
    for number, cited in enumerate(answer.citations, 1):
        offset = cited.passage.start
        span = (number, cited.start - offset, cited.end - offset)
        by_passage.setdefault(cited.passage, []).append(span)
    cards = "".join(_card(_Quoted(passage, tuple(spans))) for passage, spans in by_passage.items())
    return (
        '<section class="evidence"><h2>Where it is said</h2>'
        "<p>The marked words are quoted exactly as they stand in the documents.</p>"
        f"{cards}</section>"
    )


def _considered_html(considered: Sequence[Considered]) -> str:
    cards = "".join(_card(_Quoted(entry.hit.passage)) for entry in considered)
    count = f"{len(considered)} passages" if len(considered) > 1 else "one passage"
    return (
        '<section class="evidence considered"><h2>Nothing quoted</h2>'
        "<p>These came nearest to your question, but no answer rests on them.</p>"
        f"<details><summary>Show the nearest {count}</summary>{cards}</details></section>"
    )


def _card(quoted: _Quoted) -> str:
    passage = quoted.passage
    numbers = _ranges([number for number, *_ in quoted.spans])
    label = f'<span class="number">{numbers}</span>' if numbers else ""
    caption = f'<p class="caption">{_escape_html(passage.place.caption)}</p>'
    return (
        f'<article class="passage"><header>{label}'
        f"<h3>{_escape_html(str(passage.place))}</h3>"
        f"{caption if passage.place.caption else ''}"
        f'<p class="document">{_escape_html(passage.title)}</p></header>'
        f'<div class="text">{_body(quoted)}</div></article>'
    )


def _body(quoted: _Quoted) -> str:
    if quoted.passage.cells:
        return _row_html(quoted)
    if quoted.passage.place.kind is BlockKind.TABLE:
        return f"<table>{''.join(_table_lines(quoted))}</table>"
    return "".join(_text_lines(quoted))


def _row_html(quoted: _Quoted) -> str:
    """A row of a table as pairs of column label and value, under the row's own labels."""
    passage = quoted.passage
    first = passage.cells[0]
    labels = _escape_html(" › ".join(label for label in first.row if label))
    if labels and quoted.covers(0, first.start - passage.start):
        labels = f"<mark>{labels}</mark>"
    caption = f"<caption>{labels}</caption>" if labels else ""
    rows = "".join(
        f'<tr><th scope="row">{_escape_html(" › ".join(cell.column))}</th>'
        f"<td>{quoted.html(cell.start - passage.start, cell.end - passage.start)}</td></tr>"
        for cell in passage.cells
    )
    return f'<table class="row">{caption}{rows}</table>'


def _text_lines(quoted: _Quoted) -> Iterator[str]:
    for start, end in _lines(quoted.passage.text):
        style = ' class="item"' if quoted.passage.text.startswith("• ", start) else ""
        yield f"<p{style}>{quoted.html(start, end)}</p>" if end > start else ""
        yield _escape_html(quoted.passage.text[end : end + 1])


def _table_lines(quoted: _Quoted) -> Iterator[str]:
    """A whole table, its first row of several cells as the header."""
    text = quoted.passage.text
    tag = "th"
    for start, end in _lines(text):
        cells = _table_cells(quoted, start, end)
        if len(cells) == 1:
            yield f"<tr><td colspan=100>{cells[0]}</td></tr>"
        else:
            yield f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"
            tag = "td"
        yield _escape_html(text[end : end + 1])


def _table_cells(quoted: _Quoted, start: int, end: int) -> list[str]:
    """A line's cells; the bars stay in the text, unseen, so that it is still the passage's."""
    bars = [bar.span() for bar in _BAR.finditer(quoted.passage.text, start, end)]
    lefts = [start, *(right for _, right in bars)]
    rights = [*(left for left, _ in bars), end]
    cells = [quoted.html(left, right) for left, right in zip(lefts, rights, strict=True)]
    return [f'{cell}<span class="bar"> | </span>' for cell in cells[:-1]] + cells[-1:]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, the line break left out."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, as a reader would list them: 1–3, 5."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
