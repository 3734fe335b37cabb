"""Sentences, items and statements: spans that keep their laws, cut where a reader would cut."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smeadvisor.domain.documents import BlockKind, Cell, Passage, Place
from smeadvisor.text.sentences import is_note, sentences, statement_texts, statements

# Plain random text seldom has the marks that matter here.
awkward = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "\n",
                "• ",
                "- ",
                "1. ",
                "(iv) ",
                "et al. ",
                "R&D ",
                "S$65 ",
                ". ",
                "? ",
                "”",
                "\t",
                "\r",
            ]
        ),
        st.sampled_from(
            ["The firm grew.", "Why?", "See pg. 87.", "😀.", "\u2028", "\xa0", "7.3.1"]
        ),
    )
).map("".join)


@given(st.one_of(st.text(), awkward))
@example("• ")
@example("•\n- \n1. one")
@example("one.\r\ntwo.\u2028three.")
def test_statements_are_ordered_trimmed_parts_of_one_line_each(text: str) -> None:
    last = 0
    for one in statements(text):
        piece = text[one.start : one.end]
        assert last <= one.start < one.end <= len(text)
        assert piece == piece.strip() != ""
        assert "\n" not in piece
        last = one.end


@given(st.one_of(st.text(), awkward))
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@given(st.lists(st.sampled_from(["It grew 3.5%.", "R&D fell.", "Why?", "“Yes.”"]), max_size=6))
def test_a_text_of_sentences_is_cut_into_those_sentences(whole: list[str]) -> None:
    text = " ".join(whole)
    assert [text[start:end] for start, end in sentences(text)] == whole


@given(st.lists(st.sampled_from(["Work with a cluster. Not alone", "Encourage links"]), max_size=5))
def test_a_marked_line_is_one_item_without_its_mark(items: list[str]) -> None:
    text = "\n".join(f"• {item}" for item in items)
    found = statements(text)
    assert [text[one.start : one.end] for one in found] == items
    assert all(one.is_item for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ayyagari et al. (2007) find it. Others agree.",
            ["Ayyagari et al. (2007) find it.", "Others agree."],
            id="et al.",
        ),
        pytest.param(
            "The SMEs could qualify for credit (Kim 2004). Put differently, no.",
            ["The SMEs could qualify for credit (Kim 2004).", "Put differently, no."],
            id="reference in brackets",
        ),
        pytest.param(
            "Spending on R&D rose. It fell in the U.S. economy.",
            ["Spending on R&D rose.", "It fell in the U.S. economy."],
            id="R&D and U.S.",
        ),
        pytest.param(
            "They commit over S$65 million for projects. To build skills, more.",
            ["They commit over S$65 million for projects.", "To build skills, more."],
            id="money",
        ),
        pytest.param(
            "Box Table 7.3.1 shows 25.5 and 38.3. See Das (2008, pg. 87).",
            ["Box Table 7.3.1 shows 25.5 and 38.3.", "See Das (2008, pg. 87)."],
            id="decimals",
        ),
        pytest.param(
            "For a ratio of just 1:0.6:1.5. However, e.g. this holds.",
            ["For a ratio of just 1:0.6:1.5.", "However, e.g. this holds."],
            id="ratio",
        ),
        pytest.param(
            "It is “an excellent, partly free, source”. Figure 7.1 shows us.",
            ["It is “an excellent, partly free, source”.", "Figure 7.1 shows us."],
            id="curly quotes",
        ),
        pytest.param(
            'He learned the "know-why." Then he left.',
            ['He learned the "know-why."', "Then he left."],
            id="straight quotes",
        ),
        pytest.param(
            "The government covers 50–70% of fees. NT$10 billion is set aside.",
            ["The government covers 50–70% of fees.", "NT$10 billion is set aside."],
            id="range",
        ),
    ],
)
def test_sentences_of_the_document(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "mark", ["•", "-", "*", "–", "1.", "12)", "(3)", "(iv)", "(a)"], ids=lambda mark: f"mark {mark}"
)
def test_every_usual_mark_opens_an_item(mark: str) -> None:
    (item,) = statements(f"{mark} Encourage links. Large firms")
    assert item.is_item and item.start == len(mark) + 1


@pytest.mark.parametrize(
    "line", ["2009 was a year.", "–5 is cold.", "(India) leads.", "1:3:15 is it."]
)
def test_a_line_that_only_looks_like_an_item_is_a_sentence(line: str) -> None:
    (one,) = statements(line)
    assert not one.is_item and (one.start, one.end) == (0, len(line))


def test_a_list_with_its_announcement() -> None:
    text = (
        "Key elements include:\n• Encourage links. With care\n• Work with firms\n\nThen rest. Now."
    )
    found = statements(text)
    assert [text[one.start : one.end] for one in found] == [
        "Key elements include:",
        "Encourage links. With care",
        "Work with firms",
        "Then rest.",
        "Now.",
    ]
    assert [one.is_item for one in found] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Source: Lall (2001).", True),
        ("Sources : many", True),
        ("Notes: East Asia includes", True),
        ("Note: one", True),
        ("Sources of innovation: machines", False),
        ("Noted: it rose", False),
        ("The Source: a river", False),
    ],
)
def test_note_and_source_lines(line: str, expected: bool) -> None:
    assert is_note(line) is expected


def _row(caption: str, *cells: Cell) -> Passage:
    place = Place((), BlockKind.ROW, ("Table 1",), caption, cells[0].row)
    return Passage("r", "d", "T", "text", place, 0, 4, cells)


def test_running_text_is_compared_sentence_by_sentence() -> None:
    prose = Passage("p", "d", "T", "It grew. It fell.", Place(), 0, 17)
    assert statement_texts(prose) == ("It grew.", "It fell.")


def test_the_whole_of_a_table_says_nothing_by_itself() -> None:
    text = "Customers | 36 | 24"
    table = Passage("t", "d", "T", text, Place(kind=BlockKind.TABLE), 0, len(text))
    assert statement_texts(table) == ()


def test_a_row_of_figures_is_compared_by_its_name_and_caption() -> None:
    name = ("Asia", "", "Customers")
    row = _row("Influences", Cell(name, ("Small",), "36", 0, 2), Cell(name, ("All",), "2%", 3, 5))
    assert statement_texts(row) == ("Asia, Customers. Influences",)


def test_a_row_of_words_is_compared_by_what_it_states() -> None:
    delhi = Cell(("1",), ("Delhi, India",), "General metal engineering industry", 0, 1)
    colombo = Cell(("1",), ("Colombo, Sri Lanka",), "Apparel industry", 2, 3)
    assert statement_texts(_row("A Framework", delhi, colombo)) == (
        "1. Delhi, India: General metal engineering industry; Colombo, Sri Lanka: Apparel industry",
    )
    one_figure = Cell(("Firms",), ("Share",), "36%", 0, 3)
    assert statement_texts(_row("Influences", one_figure)) == ("Firms. Share: 36%",)
