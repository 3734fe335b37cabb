"""A conversation as a Word file. Knows python-docx and where Word keeps what it does not offer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from smeadvisor.domain.answers import Answer, Citation, Claim
from smeadvisor.serving.export.conversation import (
    NO_QUESTIONS,
    Conversation,
    one_line,
    paragraphs,
    quote_lines,
    said_besides,
    source_lines,
)
from smeadvisor.serving.rendering import was_read_differently

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# Word takes no longer title, and core properties have no time that is absent.
_LONGEST_TITLE = 255
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def to_docx(conversation: Conversation) -> bytes:
    """The conversation as .docx: headings, lists, and notes that Word numbers, linked from the text."""
    from docx import Document

    document, notes = Document(), conversation.notes
    _describe(document, conversation)
    document.add_heading(one_line(conversation.heading), level=0)
    document.add_paragraph(conversation.when)
    for answer in conversation.answers:
        document.add_heading(one_line(answer.question) or "—", level=1)
        _add_reply(document, answer, notes)
    if not conversation.answers:
        document.add_paragraph(NO_QUESTIONS)
    if notes:
        document.add_heading("Notes", level=1)
    for citation, number in notes.items():
        _add_note(document, citation, number)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _describe(document: "Document", conversation: Conversation) -> None:
    """Properties that name the conversation and nobody's machine."""
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title = one_line(conversation.heading)[:_LONGEST_TITLE]
    properties.language = conversation.language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = conversation.started or _NO_TIME
    for language in document.styles.element.xpath("//w:lang"):
        language.set(qn("w:val"), conversation.language)


def _add_reply(document: "Document", answer: Answer, notes: Mapping[Citation, int]) -> None:
    if was_read_differently(answer):
        understood = f"Understood as: {one_line(answer.standalone_question)}"
        document.add_paragraph().add_run(understood).italic = True
    for is_item, claims in paragraphs(answer.claims):
        if is_item:
            for claim in claims:
                _add_claim(document.add_paragraph(style="List Bullet"), claim, notes)
        else:
            paragraph = document.add_paragraph()
            for number, claim in enumerate(claims):
                paragraph.add_run(" " if number else "")
                _add_claim(paragraph, claim, notes)
    said = one_line(" ".join(said_besides(answer)))
    document.add_paragraph().add_run(said).italic = True


def _add_claim(paragraph: "Paragraph", claim: Claim, notes: Mapping[Citation, int]) -> None:
    paragraph.add_run(one_line(claim.text))
    for cited in dict.fromkeys(claim.citations):
        _add_mark(paragraph, notes[cited])


def _add_mark(paragraph: "Paragraph", number: int) -> None:
    """A raised number that leads to its note."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _bookmark(number))
    run._r.addprevious(link)
    link.append(run._r)


def _add_note(document: "Document", citation: Citation, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    source = document.add_paragraph(style="List Number")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), _bookmark(number))
    for edge in (start, end):
        edge.set(qn("w:id"), str(number))
    source._p.append(start)
    source.add_run("\n".join(source_lines(citation)))
    source._p.append(end)
    source.paragraph_format.keep_with_next = True
    quote = document.add_paragraph(style="List Continue")
    quote.add_run("\n".join(quote_lines(citation))).italic = True


def _bookmark(number: int) -> str:
    return f"note{number}"
