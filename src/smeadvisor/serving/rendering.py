"""Answers as Markdown for a chat and as plain text for a terminal.

Knows how to keep words of documents and users from being read as markup by either of the two.
Does not know who shows the result, nor how an answer came to be.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import indent

from smeadvisor.domain.answers import Answer, Citation, Claim, Hit
from smeadvisor.serving.rendering_quotes import escape_html

# Backslash-escaped, none of these can open a link, an image, an element, emphasis, code or maths;
# the last three alternatives are what turns bare addresses into links.
_MARKDOWN_SPECIALS = re.compile(r"[\\`*_\[\]<>&~$|!#{}]|(?<=www)\.|:(?=//)|@", re.IGNORECASE)
# At the start of a line these would make a list or a heading.
_MARKDOWN_OPENER = re.compile(r"^(\d*)([-+=.)])")
# A document must not move the cursor or recolour a terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def escape_markdown(text: str) -> str:
    """Any text as one line of Markdown that shows exactly its words and does nothing."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return _MARKDOWN_OPENER.sub(r"\1\\\2", _MARKDOWN_SPECIALS.sub(r"\\\g<0>", line))


def claims_markdown(claims: Sequence[Claim], turn: int = 0) -> str:
    """Claims with their citation marks: sentences run on in a paragraph, items make a list.

    With the number of a `turn` in a conversation each mark is a link: #citation-2-1 is mark 1 of
    turn 2.
    """
    numbers = _numbers(claims)
    blocks = []
    for is_item, group in groupby(claims, key=lambda claim: claim.is_item):
        lines = [
            escape_markdown(claim.text) + _superscript(claim, numbers, turn) for claim in group
        ]
        blocks.append("\n".join(f"- {line}" for line in lines) if is_item else " ".join(lines))
    return "\n\n".join(blocks)


def answer_markdown(answer: Answer, turn: int = 0) -> str:
    """A whole reply for the chat, with how a follow-up was understood and what is missing.

    In a `turn` of a conversation what could be asked instead is left to whoever shows it, as buttons.
    """
    paragraphs = []
    if was_read_differently(answer):
        paragraphs.append(f"*I understood: {escape_markdown(answer.standalone_question)}*")
    if answer.claims:
        paragraphs.append(claims_markdown(answer.claims, turn))
    remarks = [part for part in answer.remarks if not turn or part != answer.invitation]
    remark = " ".join(escape_markdown(part) for part in remarks)
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


def _numbers(claims: Iterable[Claim]) -> dict[Citation, int]:
    """The number of each citation, as Answer.citations counts; never changed by a later claim."""
    cited = dict.fromkeys(citation for claim in claims for citation in claim.citations)
    return {citation: number for number, citation in enumerate(cited, 1)}


def _superscript(claim: Claim, numbers: dict[Citation, int], turn: int) -> str:
    cited = {numbers[one]: one for one in claim.citations}
    if not turn:
        marks = "".join(f"[{number}]" for number in cited)
    else:
        marks = "".join(
            f'<a class="cited" href="#citation-{turn}-{number}" '
            f'title="{escape_html(str(one.place))}">[{number}]</a>'
            for number, one in cited.items()
        )
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
