"""What is taken away says all of it, and words of others do nothing in what opens it."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import docx
import hypothesis
import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome
from smeadvisor.domain.documents import BlockKind, Cell, Passage, Place
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.serving.export import (
    Conversation,
    programmes_csv,
    programmes_xlsx,
    to_docx,
    to_markdown,
)

STARTED = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
# Markdown, HTML, formulas, escape sequences: what a text could try.
TRICKS = (
    "<script>alert(1)</script>",
    "![](http://evil.example/x.png)",
    "[here](javascript:alert(1))",
    "# Heading",
    "- item",
    "1. item",
    "> quote",
    "```\ncode\n```",
    "**bold** _it_ `code` ~~gone~~ $x$",
    "[1]: http://evil.example",
    "http://evil.example www.evil.example a@evil.example",
    "a | b\n--- | ---",
    "Title\n=====",
    "&lt;b&gt; &amp;",
    "\x1b[31mred\x00\x07\ufffe\ud800",
    "=1+1",
)


def _passage(text: str, title: str = "A Document", **place: Any) -> Passage:
    return Passage("d#0", "d", title, text, Place(**place), 0, len(text))


def _answer(text: str, *quotes: str, question: str = "What?", **changes: Any) -> Answer:
    passage = _passage("\n".join(quotes) or text, headings=("Section",), page=3)
    citations, start = [], 0
    for quote in quotes or (text,):
        citations.append(Citation(passage, quote, start, start + len(quote)))
        start += len(quote) + 1
    claims = (Claim(text, tuple(citations)),)
    return Answer(question, question, Outcome.ANSWERED, claims, **changes)


@pytest.fixture(scope="module")
def conversation(advisor: Advisor) -> Conversation:
    answers: list[Answer] = []
    for question in (
        "Which Singapore scheme helps to pay for outside experts?",
        "And how much does it pay?",
        "What are UNIDO's design principles for cluster programmes?",
        "Who won the world cup in football?",
    ):
        answers.append(advisor.ask(question, answers))
    return Conversation(tuple(answers), "SMEs in Asia", STARTED)


def _tokens(markdown: str) -> list[Token]:
    """What Markdown that also knows tables, strikethrough and bare links makes of it."""
    parser = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
    blocks = parser.parse(markdown)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def _words(text: str) -> str:
    return " ".join(text.split())


def _shown(markdown: str) -> str:
    """The words of the page, without what only shapes it."""
    pieces = (
        token.content if token.type == "text" else " "
        for token in _tokens(markdown)
        if token.type in ("text", "softbreak", "hardbreak", "paragraph_close", "heading_close")
    )
    return _words("".join(pieces))


def test_markdown_has_every_question_claim_remark_and_quote(conversation: Conversation) -> None:
    markdown = to_markdown(conversation)
    shown = _shown(markdown)
    assert markdown.startswith("# SMEs in Asia\n\n25 November 2026, 09:30 UTC · 4 questions\n")
    for answer in conversation.answers:
        for said in (answer.question, *answer.remarks, *(one.text for one in answer.claims)):
            assert _words(said) in shown
        for cited in answer.citations:
            assert f"“{_words(cited.quote)}”" in shown and cited.passage.title in shown
    assert "Understood as: " + conversation.answers[1].standalone_question in shown
    assert "*Answered from the documents.*" in markdown


def test_notes_have_one_numbering_and_one_entry_for_one_quote(conversation: Conversation) -> None:
    body, notes = to_markdown(conversation).split("\n## Notes\n")
    numbered = [int(number) for number in re.findall(r"^\*\*\[(\d+)\]\*\*", notes, re.MULTILINE)]
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", body)]
    assert numbered == list(range(1, len(conversation.notes) + 1))
    assert set(marks) == set(numbered)
    assert list(dict.fromkeys(marks)) == numbered


def test_a_note_on_a_cell_names_row_and_column() -> None:
    place = Place(("Section",), BlockKind.ROW, ("Table 1",), "Grants", ("Yards",), (), 4)
    cell = Cell(("Yards",), ("2015", "Small"), "120", 8, 11)
    row = Passage("d#0", "d", "A Document", "Yards | 120", place, 0, 11, (cell,))
    claim = Claim("120 in 2015", (Citation(row, "120", 8, 11),))
    conversation = Conversation((Answer("How many?", "", Outcome.ANSWERED, (claim,)),))
    assert (
        "**[1]** A Document. Table 1, p. 4: Grants\\\nRow: Yards\\\nColumn: 2015 › Small\n\n> “120”"
        in to_markdown(conversation)
    )
    source, quote = [one.text for one in _document(conversation).paragraphs][-2:]
    assert source == "A Document. Table 1, p. 4: Grants\nRow: Yards\nColumn: 2015 › Small"
    assert quote == "“120”"


def test_items_are_lists_in_markdown_and_word() -> None:
    passage = _passage("One. Two.")
    cited = (Citation(passage, "One.", 0, 4),)
    claims = (Claim("There are two:", cited), Claim("one", cited, True), Claim("two", cited, True))
    conversation = Conversation((Answer("Which?", "", Outcome.ANSWERED, claims),))
    assert "There are two: [1]\n\n- one [1]\n- two [1]\n" in to_markdown(conversation)
    items = [one for one in _document(conversation).paragraphs if _style(one) == "List Bullet"]
    assert [one.text for one in items] == ["one[1]", "two[1]"]


def test_a_quote_of_several_lines_keeps_them() -> None:
    answer = _answer("Both.", "First line\n\nSecond | line")
    assert "> “First line\\\n> Second \\| line”" in to_markdown(Conversation((answer,)))


def test_a_conversation_without_questions_says_so() -> None:
    assert to_markdown(Conversation(())) == "# Conversation\n\n0 questions\n\nNothing was asked.\n"
    assert "Nothing was asked." in [one.text for one in _document(Conversation(())).paragraphs]


def _foreign(text: str) -> Conversation:
    """A conversation in which a text stands everywhere where words of others can stand."""
    answer = _answer(f"x{text}", question=text or "?", note=text)
    title = replace(answer.claims[0].citations[0].passage, title=text, text=f"x{text}")
    cited = Citation(title, f"x{text}", 0, len(text) + 1)
    claims = (Claim(text, (cited,)), Claim(text, (cited,), is_item=True))
    return Conversation((replace(answer, claims=claims, standalone_question=f"{text} x"),), text)


ALLOWED = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("em_open", "em_close", "strong_open", "strong_close", "softbreak", "hardbreak"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("blockquote_open", "blockquote_close", "text_special"),
}


def _assert_inert(conversation: Conversation) -> None:
    tokens = _tokens(to_markdown(conversation))
    assert {token.type for token in tokens} <= ALLOWED
    counts = {name: sum(one.type == name for one in tokens) for name in ALLOWED}
    assert counts["heading_open"] == 3
    assert counts["blockquote_open"] == counts["strong_open"] == 1
    assert counts["bullet_list_open"] <= 1 and counts["list_item_open"] <= 1


@pytest.mark.parametrize("trick", TRICKS)
def test_markdown_of_foreign_words_does_nothing_and_loses_none(trick: str) -> None:
    _assert_inert(_foreign(trick))
    markdown = to_markdown(_foreign(trick))
    readable = _words(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\ud800]", "", trick))
    assert _shown(markdown).count(readable) >= 5
    assert not re.search(r"(?<!\\)<|https?:(?=//)|www\.(?=\w)|(?<!\\)@", markdown)


@hypothesis.settings(deadline=None, max_examples=200)
@given(st.text(st.characters() | st.sampled_from("#*_[]()<>!`~|-+=.\\&\n 1\t"), min_size=1))
def test_markdown_of_any_words_is_inert(text: str) -> None:
    _assert_inert(_foreign(text))


def _document(conversation: Conversation) -> WordDocument:
    return docx.Document(BytesIO(to_docx(conversation)))


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name)


def test_word_has_headings_and_notes_that_word_numbers(conversation: Conversation) -> None:
    paragraphs = _document(conversation).paragraphs
    headings = [one.text for one in paragraphs if _style(one) in ("Title", "Heading 1")]
    questions = [answer.question for answer in conversation.answers]
    assert headings == ["SMEs in Asia", *questions, "Notes"]
    sources = [one for one in paragraphs if _style(one) == "List Number"]
    quotes = [one.text for one in paragraphs if _style(one) == "List Continue"]
    assert len(sources) == len(quotes) == len(conversation.notes)
    for cited, source, quote in zip(conversation.notes, sources, quotes, strict=True):
        assert source.text.startswith(f"{cited.passage.title}. ")
        assert _words(quote) == f"“{_words(cited.quote)}”"
    text = "\n".join(one.text for one in paragraphs)
    for answer in conversation.answers:
        assert all(_words(one) in text for one in answer.remarks)
        assert all(_words(one.text) in text for one in answer.claims)


def test_every_mark_in_word_leads_to_its_note(conversation: Conversation) -> None:
    body = _document(conversation).element.body
    targets = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = list(body.iter(qn("w:hyperlink")))
    assert links
    for link in links:
        number = "".join(text.text for text in link.iter(qn("w:t")))
        assert number == f"[{link.get(qn('w:anchor')).removeprefix('note')}]"
        assert link.get(qn("w:anchor")) in targets


def test_word_names_the_conversation_its_language_and_nobody(conversation: Conversation) -> None:
    document = _document(replace(conversation, language="en-GB"))
    properties = document.core_properties
    assert (properties.title, properties.language) == ("SMEs in Asia", "en-GB")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == STARTED
    languages = document.styles.element.xpath("//w:lang/@w:val")
    assert set(languages) == {"en-GB"}


@pytest.mark.parametrize("trick", [*TRICKS, "long " * 200])
def test_word_takes_any_words_as_words(trick: str) -> None:
    document = _document(_foreign(trick))
    readable = _words(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\ud800]", "", trick))
    assert sum(readable in _words(one.text) for one in document.paragraphs) >= 5
    assert not document.tables and not document.inline_shapes
    relations = [one for one in document.part.rels.values() if one.is_external]
    assert not relations


@hypothesis.settings(deadline=None, max_examples=30)
@given(st.text(st.characters(), min_size=1))
def test_word_opens_whatever_was_said(text: str) -> None:
    assert _document(_foreign(text)).paragraphs


# Programmes.


def _programme(name: str, **fields: Any) -> Programme:
    passage = _passage(name, labels=("Table 1",))
    return Programme(_stated(name), passage, **fields)


def _stated(text: str) -> Stated:
    return Stated(text, Citation(_passage(text, labels=("Table 1",)), text, 0, len(text)))


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def _sheet(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content)).active


def test_csv_and_workbook_hold_every_programme_with_where_it_is_said(advisor: Advisor) -> None:
    programmes = advisor.programmes()
    rows = _read(programmes_csv(programmes))
    assert len(rows) == len(programmes) > 10
    for row, programme in zip(rows, programmes, strict=True):
        assert row["Name"].lstrip("'") == _words(programme.name.text)
        assert row["Country"] == (_words(programme.country.text) if programme.country else "")
        assert _words(programme.name.citation.quote) in row["Name: quote"]
        assert row["Name: place"] == str(programme.name.citation.place)
        assert row["Document"] == programme.passage.title
    header, *cells = [
        [cell.value or "" for cell in row] for row in _sheet(programmes_xlsx(programmes))
    ]
    assert header == list(rows[0])
    assert cells == [[value.removeprefix("'") for value in row.values()] for row in rows]


def test_the_header_of_the_workbook_stays_in_view_and_no_cell_computes() -> None:
    book = _sheet(programmes_xlsx([_programme("=1+1", features=(_stated("=HYPERLINK(1)"),))]))
    assert book.freeze_panes == "B2"
    assert {cell.data_type for row in book for cell in row if cell.value} == {"s"}
    assert book["A2"].value == "=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "  =", "\r+", "＝", "－"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    text = f'{start}cmd|" /C calc"!A0,"\n2'
    (row,) = _read(programmes_csv([_programme(text, amounts=(_stated(text), _stated("5%")))]))
    for value in (row["Name"], row["Amounts"], row["Name: quote"]):
        assert value.startswith("'") and "cmd|" in value


def test_what_excel_cannot_take_is_left_out_or_shortened() -> None:
    book = _sheet(
        programmes_xlsx([_programme("a\x00\x1bb\ud800", features=(_stated("x" * 40_000),))])
    )
    assert book["A2"].value == "ab"
    assert len(book["E2"].value) == 32_767 and book["E2"].value.endswith("…")


def test_no_programmes_are_a_header() -> None:
    assert programmes_csv([]).startswith('"Name","Country",')
    assert _sheet(programmes_xlsx([])).max_row == 1
