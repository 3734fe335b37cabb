"""Every class or row of a table, rows and tables that may be meant alike, and classes that a table lacks.

Read through the real readers, splitter, index, retriever and embedding model.
"""

import pytest
from table_drafts import Draft, drafts_over, text_of

from smeadvisor.answering.table_either import alternatives
from smeadvisor.answering.table_facets import Span, of_question
from smeadvisor.answering.table_intent import (
    Intent,
    Wish,
    asking,
    asks_two,
    without_figure_too,
)

REPORT = """# Report on inns

## Renewal

**Table 1 Renewal of inns in Norway by number of workers (% of inns)**

| Kind of renewal | Number of workers › 0 | Number of workers › 1–9 | Number of workers › 10+ | All |
|---|---|---|---|---|
| Any renewal | 12 | 33 | 58 | 29 |
| Menu | 7 | 21 | 37 | 18 |
| Kitchen | 3 | 9 | 24 | 8 |
| Advertising | 5 | 14 | 31 | 13 |

## Why they act

**Table 2 Main reason to cut costs (% of inns)**

| Reason | Small | Medium | Large |
|---|---|---|---|
| Domestic rivals | 41 | 36 | 30 |
| Foreign rivals | 4 | 9 | 25 |
| Guests | 22 | 31 | 35 |
| Lenders | 6 | 5 | 2 |

**Table 3 Main reason to hire apprentices (% of inns)**

| Reason | Small | Medium | Large |
|---|---|---|---|
| Domestic rivals | 11 | 13 | 12 |
| Foreign rivals | 1 | 2 | 3 |
| Guests | 38 | 41 | 47 |
| Lenders | 1 | 2 | 1 |

## Where they are

**Table 4 Valleys with inns in Norway**

| Feature | Fjord valleys | Mountain valleys |
|---|---|---|
| Number of valleys | 40 | about 9 |
| Average rent level | Low | High |

> **Box 1 Trades with a future**
>
> The Wexmoor Institute asked which trades have a future in two towns of inns.
>
> | Promising trade | Molde, Norway | Hamar, Norway |
> |---|---|---|
> | 1 | Boat repair trade | Timber trade |
> | 2 | Fish smoking trade | Cheese trade |
> | 3 | Rope trade | Wool trade |
"""


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """Drafts over the report."""
    return drafts_over(REPORT, tmp_path_factory.mktemp("inns"))


@pytest.mark.parametrize(
    "question",
    [
        "What share of Norwegian inns had a renewal of their menu, for each size class?",
        "Please list the share of Norwegian inns with menu renewal by size, from nobody to the biggest.",
        "Menu renewal of inns in Norway, share per size bracket",
    ],
)
def test_every_class_is_told_where_each_is_asked_for(draft: Draft, question: str) -> None:
    claims, _ = draft(question)
    assert text_of(claims) == (
        "Menu, Number of workers – 0: 7; 1–9: 21; 10+: 37; All: 18 (% of inns; Table 1)."
    )


@pytest.mark.parametrize(
    "question",
    [
        "List all the main reasons of large inns to cut costs, with the percentage for each.",
        "Give the percentage for every main reason to cut costs that large inns have.",
    ],
)
def test_every_row_is_told_where_all_are_asked_for(draft: Draft, question: str) -> None:
    claims, _ = draft(question)
    assert "Domestic rivals: 30; Foreign rivals: 25; Guests: 35; Lenders: 2" in text_of(claims)


def test_a_row_of_two_tables_is_told_under_both_captions_where_neither_is_named(
    draft: Draft,
) -> None:
    claims, _ = draft("For what share of medium-sized inns are banks the chief reason to act?")
    assert "cut costs – Lenders, Medium: 5" in text_of(claims)
    assert "hire apprentices – Lenders, Medium: 2" in text_of(claims)
    claims, _ = draft(
        "For what share of medium-sized inns are banks the chief reason to cut costs?"
    )
    assert "Lenders, Medium: 5" in text_of(claims) and "apprentices" not in text_of(claims)


def test_rows_of_which_the_same_is_said_are_both_told(draft: Draft) -> None:
    claims, _ = draft(
        "How many small inns cut their costs chiefly because of rivals in the region?"
    )
    assert "Domestic rivals, Small: 41" in text_of(claims)
    assert "Foreign rivals, Small: 4" in text_of(claims)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "What percentage of inns in Norway with 3 to 7 workers had a kitchen renewal?",
            "Table 1 does not tell firms of that size apart, only: 0, 1–9, 10+.",
        ),
        (
            "How many micro inns name guests as the main reason to cut costs?",
            "Table 2 does not tell micro firms apart, only: Small, Medium, Large.",
        ),
    ],
)
def test_a_size_that_a_table_lacks_is_said_to_be_lacking(
    draft: Draft, question: str, says: str
) -> None:
    assert draft(question) == ([], [says])


def test_another_matter_than_the_row_is_not_said_to_be_lacking(
    draft: Draft,
) -> None:
    question = "How many micro inns were visited and photographed for the study of any renewal?"
    assert draft(question) == ([], [])


def test_kinds_are_put_in_order_by_what_holds_them_all(draft: Draft) -> None:
    claims, _ = draft("Which kind of renewal is the most common among all inns in Norway?")
    assert text_of(claims).startswith("Menu (18) is the highest")


def test_the_most_numerous_is_the_highest_number(draft: Draft) -> None:
    claims, _ = draft("Which type of valleys with inns is the most numerous in Norway?")
    assert "Fjord valleys (40) is the highest for Number of valleys" in text_of(claims)


def test_columns_of_a_numbered_list_are_told_one_by_one(draft: Draft) -> None:
    claims, _ = draft("Which promising trades do Molde and Hamar have?")
    assert [claim.text for claim in claims] == [
        "Molde, Norway: Boat repair trade; Fish smoking trade; Rope trade (Box 1).",
        "Hamar, Norway: Timber trade; Cheese trade; Wool trade (Box 1).",
    ]


def test_whom_the_same_box_names_a_table_knows(draft: Draft) -> None:
    claims, _ = draft("Which promising trade in Molde did the Wexmoor Institute name?")
    assert [claim.text for claim in claims] == [
        "Boat repair trade",
        "Fish smoking trade",
        "Rope trade",
    ]
    assert not draft("Which promising trade in Molde did the Quillfeather Institute name?")[0]


@pytest.mark.parametrize(
    ("question", "sizes"),
    [
        ("What share of inns that are neither small nor large close early?", {"medium"}),
        ("How many inns that are not small and not large close early?", {"medium"}),
        ("How many small inns bought a big new oven?", {"small"}),
        ("How many inns run by a large exporter close early?", {"large"}),
        ("Do small or large inns close early?", {"small", "large"}),
    ],
)
def test_what_is_a_size_of_firms(question: str, sizes: set[str]) -> None:
    assert of_question(question).sizes == sizes


def test_owners_by_themselves_are_a_class_and_each_class_is_none() -> None:
    assert of_question("owners working entirely by themselves").spans == (Span(0, 0),)
    assert not of_question("What did owners say themselves?").spans
    each = of_question("the share for each size class, from no workers to the biggest firms")
    assert each.is_each and not each.spans and not each.extremes
    assert not of_question("firms of every size together").is_each
    ends = of_question("How common is it at the smallest and at the largest inns?")
    assert ends.extremes == {"low", "high"}


@pytest.mark.parametrize(
    ("question", "is_two"),
    [
        ("What share of inns, all sizes together, for which rivals are the main reason?", False),
        ("Which size leans most on loans and which leans least?", False),
        ("How well, on the whole, are cooks paid?", False),
        (
            "I wonder where officials carry weight. Is the state, is the bank the main reason?",
            False,
        ),
        ("What do inns pay, and for which loans?", True),
        ("Which inns close early and which leave cooks unpaid most?", True),
    ],
)
def test_relative_clauses_and_other_ends_are_no_second_question(
    question: str, is_two: bool
) -> None:
    assert asks_two(question) == is_two


@pytest.mark.parametrize(
    ("question", "wish", "is_who"),
    [
        ("What's the main way in which inns find cooks?", Wish.HIGHEST, True),
        ("What's the share of inns that find cooks?", Wish.VALUE, False),
        ("How many of the biggest firms close early?", Wish.VALUE, False),
        ("What percentage say guests are the chief push?", Wish.VALUE, False),
        ("What percentage name the most common push?", Wish.HIGHEST, False),
    ],
)
def test_what_a_caption_says_is_not_put_in_order(question: str, wish: Wish, is_who: bool) -> None:
    intent = Intent.read(question)
    assert (intent.wish, intent.is_who) == (wish, is_who)


def test_the_main_reason_names_a_row_where_a_share_is_asked_for() -> None:
    assert not Intent.read("How often are guests the main reason for cutting costs?").is_aside
    assert Intent.read("Why do inns cut costs?").is_aside


@pytest.mark.parametrize(
    "question",
    [
        "Do large inns cut costs more often because of guests or because of foreign rivals?",
        "When a large inn cuts costs, is it more because of its guests or because of foreign rivals?",
    ],
)
def test_because_may_set_two_rows_side_by_side(draft: Draft, question: str) -> None:
    assert not Intent.read(question).is_aside
    claims, _ = draft(question)
    assert "35" in text_of(claims) and "25" in text_of(claims)


def test_why_and_because_of_what_are_answered_by_no_cell() -> None:
    assert Intent.read("Do inns cut costs because guests want it?").is_aside
    assert Intent.read("Why do large inns cut costs more than small ones?").is_aside


@pytest.mark.parametrize(
    "question",
    [
        "Do medium-sized inns cut costs more because of banks that lend to them or because of their guests?",
        "When a medium-sized inn cuts its costs, is it rather owing to guests or owing to its lenders?",
    ],
)
def test_both_rows_that_a_question_sets_side_by_side_are_told(draft: Draft, question: str) -> None:
    claims, _ = draft(question)
    assert "Lenders, Medium: 5" in text_of(claims)
    assert "Guests, Medium: 31" in text_of(claims)
    assert "Guests (31) is higher than Lenders (5)" in text_of(claims)


@pytest.mark.parametrize(
    "question",
    [
        "How many large inns name guests as their main reason to cut costs, and how many to hire apprentices?",
        "For large inns, are guests more of a main reason to cut costs or to hire apprentices?",
    ],
)
def test_a_row_of_two_tables_is_told_of_both_where_both_are_asked_for(
    draft: Draft, question: str
) -> None:
    claims, _ = draft(question)
    assert "cut costs – Guests, Large: 35" in text_of(claims)
    assert "hire apprentices – Guests, Large: 47" in text_of(claims)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "Is it because of rain or because of frost, and how often?",
            ("Is it because of rain, and how often?", "Is it because of frost, and how often?"),
        ),
        (
            "Were loaves or cakes more common?",
            ("Were loaves more common?", "Were cakes more common?"),
        ),
        (
            "Rain as a trouble: how many name it for rye, and how many say so about oats?",
            (
                "Rain as a trouble: how many name it for rye?",
                "Rain as a trouble: how many name it about oats?",
            ),
        ),
        ("Which is more common, rain or frost?", ()),
    ],
)
def test_a_question_is_asked_of_each_side(question: str, sides: tuple[str, ...]) -> None:
    assert alternatives(question) == sides


@pytest.mark.parametrize(
    ("question", "is_quantity", "is_two"),
    [
        ("Who bakes most: small or large firms? Please give both figures.", True, False),
        ("Who bakes most: small or large firms?", False, False),
        ("Is it usual for a small firm to bake at night?", True, False),
        ("Among firms that bake at night, how many had a fire?", True, False),
        ("Which trade is the rarest, and how rare?", False, False),
        ("Of the kinds of trade, which was the scarcest, and how scarce was it?", False, False),
        ("Which driver was named most when asked what makes them bake?", False, False),
        ("Which trade is the rarest, and how common is bribery there?", True, True),
        ("How many say that rivals are what makes them bake cheaper?", True, False),
    ],
)
def test_what_is_asked_of_a_table(question: str, is_quantity: bool, is_two: bool) -> None:
    intent = Intent.read(question)
    assert (intent.is_quantity, asks_two(question)) == (is_quantity, is_two)
    assert not intent.is_aside


def test_a_question_that_opens_with_a_word_before_how_many_is_kept() -> None:
    assert without_figure_too("Overall, how many pay late?") == "Overall, how many pay late?"
    assert without_figure_too("Which inns pay late and how many?") == "Which inns pay late ?"


def test_years_between_two_are_a_span() -> None:
    assert of_question("How fast did inns grow between 2002 and 2007?").years == ((2002, 2007),)


@pytest.mark.parametrize(
    ("question", "is_beside_total"),
    [
        ("What share of tiny inns paid late, compared with all inns?", False),
        ("What share of tiny firms paid late, and how does that sit against all firms?", True),
        ("What share of tiny inns paid late, set against the figure for all sizes?", True),
        ("What share of all firms with no staff paid late?", False),
    ],
)
def test_all_together_may_be_wanted_beside_a_class(question: str, is_beside_total: bool) -> None:
    assert of_question(question).is_beside_total is is_beside_total


def test_a_class_and_all_together_are_told_where_both_are_asked_for(draft: Draft) -> None:
    claims, _ = draft(
        "What share of inns in Norway with nobody employed had a renewal of the menu, "
        "and how does that sit against the figure for all firms?"
    )
    assert text_of(claims) == "Menu – Number of workers, 0: 7; All: 18 (% of inns; Table 1)."


def test_what_says_what_is_asked_about_is_read_before_a_short_question() -> None:
    text = "Small inns cut costs. The figures dip. What are they for large inns?"
    assert asking(text) == text
    assert asking("I run an inn. What do large inns pay?") == "What do large inns pay?"


def test_a_size_that_is_ruled_out_is_not_asked_about() -> None:
    assert (
        of_question("How many towns, neither the tiny ones nor the new ones?").sizes == frozenset()
    )


def test_the_rows_of_the_table_that_fits_both_sides_best_are_told(draft: Draft) -> None:
    claims, _ = draft(
        "When large inns take on apprentices, is it more because of those who lend them money "
        "or because of their guests?"
    )
    assert "Lenders, Large: 1" in text_of(claims)
    assert "Guests, Large: 47" in text_of(claims)
