"""Sizes, regions and exclusions in other words than a table's, and one question over two tables or columns.

Read through the real readers, splitter, index, retriever and embedding model.
"""

import pytest
from table_drafts import Draft, drafts_over, text_of

from smeadvisor.answering.table_facets import Span, of_question
from smeadvisor.answering.table_intent import Intent, Wish

REPORT = """# Report on potteries

## Renewal

**Table 1 Renewal of potteries in Norway by number of workers (% of potteries)**

| Kind of renewal | Number of workers › 0 | Number of workers › 1–9 | Number of workers › 10+ | All |
|---|---|---|---|---|
| Any renewal | 12 | 33 | 58 | 29 |
| Glazes | 7 | 37 | 21 | 18 |
| Kilns | 3 | 9 | 24 | 8 |

## Why they act

**Table 2 Main influence to cut costs (% of potteries)**

| Reason | Small | Medium | Large |
|---|---|---|---|
| Domestic rivals | 41 | 36 | 30 |
| Guests | 22 | 31 | 35 |
| Lenders | 6 | 5 | 2 |

**Table 3 Main influence to hire apprentices (% of potteries)**

| Reason | Small | Medium | Large |
|---|---|---|---|
| Domestic rivals | 11 | 13 | 12 |
| Guests | 38 | 41 | 47 |
| Lenders | 1 | 2 | 1 |

## What they did

**Table 4 Potteries that changed something (% of potteries)**

| Change | South Asia › Small | South Asia › Large | West Africa › Small | West Africa › Large |
|---|---|---|---|---|
| Fired a cheaper clay | 16 | 25 | 34 | 43 |
| Opened a new shop | 52 | 61 | 7 | 8 |
| Hired a new painter | 11 | 12 | 13 | 14 |

## Where they are

**Table 5 Villages with potteries in Norway**

| Feature | Fjord villages | Mountain villages |
|---|---|---|
| Number of villages | 40 | about 9 |
| Growth rate | Slightly negative | High |
"""


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """Drafts over the report."""
    return drafts_over(REPORT, tmp_path_factory.mktemp("potteries"))


@pytest.mark.parametrize(
    ("question", "sizes"),
    [
        ("potteries with few staff", {"small"}),
        ("firms that employ only a handful of people", {"small"}),
        ("firms with hardly any employees", {"small"}),
        ("makers with many workers on the payroll", {"large"}),
        ("firms having lots of staff", {"large"}),
        ("how many workers do they have", set()),
        ("firms with fewer than 10 workers", set()),
    ],
)
def test_how_many_work_there_says_the_size(question: str, sizes: set[str]) -> None:
    assert of_question(question).sizes == sizes


def test_none_beside_a_number_of_workers_is_none_of_them() -> None:
    assert of_question("firms with 10 or more workers and those with none").spans == (
        Span(0, 0),
        Span(10, None),
    )
    assert not of_question("How many firms have none of these?").spans


@pytest.mark.parametrize(
    "question",
    [
        "What is the biggest influence on medium potteries?",
        "Which is the largest source for small firms?",
        "Who is the biggest buyer from medium producers?",
    ],
)
def test_what_is_biggest_is_no_firm_where_firms_follow_only_later(question: str) -> None:
    assert "large" not in of_question(question).sizes
    assert Intent.read(question).wish is Wish.HIGHEST


@pytest.mark.parametrize(
    ("question", "wish", "count"),
    [
        ("After clay, what comes second for small potteries?", Wish.HIGHEST, 2),
        ("Which source comes last among small potteries?", Wish.LOWEST, 1),
        ("Which source is put at zero by small potteries?", Wish.LOWEST, 1),
    ],
)
def test_what_comes_second_or_last_or_is_zero_is_put_in_order(
    question: str, wish: Wish, count: int
) -> None:
    intent = Intent.read(question)
    assert (intent.wish, intent.count) == (wish, count)


def test_who_is_ahead_by_how_many_points_is_compared() -> None:
    assert Intent.read("By how many points are large potteries ahead of small ones?").is_comparison


def test_the_biggest_of_some_firms_are_large() -> None:
    assert "large" in of_question("the biggest of the African firms").sizes
    assert Intent.read("What do the biggest West African firms pay?").wish is Wish.VALUE


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "Is firing a cheaper clay commoner among potteries with few staff in South Asia or elsewhere?",
            "West Africa (34) is higher than South Asia (16)",
        ),
        (
            "What share of small potteries opened a new shop in South Asia, and in the rest of the countries?",
            "South Asia: 52; West Africa: 7",
        ),
        ("Outside South Asia, what share of large potteries opened a new shop?", ": 8"),
    ],
)
def test_the_rest_of_the_countries_is_the_other_region(
    draft: Draft, question: str, says: str
) -> None:
    assert says in text_of(draft(question)[0])


@pytest.mark.parametrize(
    ("question", "says", "left_out"),
    [
        (
            "Leaving out those without workers, which size of Norwegian pottery least often renews kilns?",
            "1–9 (9) is the lowest",
            "Number of workers: 0",
        ),
        (
            "Apart from potteries with 1 to 9 workers, which class in Norway renewed its glazes most often?",
            "10+ (21) is the highest",
            "Number of workers: 1–9",
        ),
        (
            "Apart from South Asia, which size of pottery most often opened a new shop?",
            "Large (8) is the highest",
            "South Asia",
        ),
    ],
)
def test_a_class_that_is_left_out_is_out_of_the_order_and_that_is_said(
    draft: Draft, question: str, says: str, left_out: str
) -> None:
    claims, remarks = draft(question)
    assert says in text_of(claims)
    assert remarks == [f"Left out as asked: {left_out}."]


@pytest.mark.parametrize(
    "question",
    [
        "What is the main influence on large potteries to cut costs, and the main one to hire apprentices?",
        "Which influence is strongest for large potteries to cut costs and to hire apprentices?",
        "Who sways large potteries most to cut costs, and who to hire apprentices?",
    ],
)
def test_one_question_over_two_tables_has_the_first_of_each(draft: Draft, question: str) -> None:
    first, second = text_of(draft(question)[0]).splitlines()
    assert first.startswith("Guests (35)") and "Main influence to cut costs" in first
    assert second.startswith("Guests (47)") and "Main influence to hire apprentices" in second


def test_one_question_over_two_columns_has_the_first_of_each(draft: Draft) -> None:
    text = text_of(
        draft("What is the main influence on small and on large potteries to cut costs?")[0]
    )
    assert "Domestic rivals (41) is the highest for Small" in text
    assert "Guests (35) is the highest for Large" in text


def test_who_is_asked_of_rows_that_do_something_of_their_own(draft: Draft) -> None:
    claims, _ = draft("Who presses small potteries most to make things more cheaply?")
    assert not any(change in text_of(claims) for change in ("Fired", "Opened", "Hired"))


def test_how_many_of_each_are_the_numbers_of_all(draft: Draft) -> None:
    claims, _ = draft(
        "What kinds of villages with potteries are there in Norway, and how many of each?"
    )
    assert "Fjord villages: 40; Mountain villages: about 9" in text_of(claims)
