"""Ways of asking tables: regions in short, rows that are explained elsewhere, tables and classes side by side.

Read through the real readers, splitter, index, retriever and embedding model.
"""

import pytest
from table_drafts import Draft, drafts_over, text_of

from smeadvisor.answering.table_facets import Span, of_question
from smeadvisor.answering.table_intent import Intent, Wish, asks_two

REPORT = """# Report on craft firms

## What renewal is

Craft firms renew themselves in three ways.

- Range renewal: goods or services are offered that the firm did not have before.
- Process renewal: the firm changes the way in which it makes or delivers what it sells.
- Selling renewal: packaging, prices, or advertising are altered.

## How many renew themselves

**Table 1 Renewal of craft firms in Norway by number of workers (% of firms)**

| Kind of renewal | Number of workers › 0 | Number of workers › 1–9 | Number of workers › 10–49 | All |
|---|---|---|---|---|
| Any renewal | 12 | 33 | 58 | 29 |
| Range | 7 | 21 | 37 | 18 |
| Process | 3 | 9 | 24 | 8 |
| Selling | 5 | 14 | 31 | 13 |

## What firms lack

**Table 2 Craft firms that lack something (% of firms)**

| What is lacking | {heads} |
|---|---|---|---|---|---|---|
| Trained carpenters | 31 | 44 | 52 | 20 | 25 | 27 |
| A shop window | 15 | 9 | 4 | 15 | 13 | 11 |
| Storage under a roof | 8 | 8 | 6 | 22 | 19 | 12 |

## Why they act

**Table 3 Main reason to cut costs (% of craft firms)**

| Reason | Small | Large |
|---|---|---|
| Rivals | 41 | 30 |
| Customers | 22 | 35 |
| Lenders | 6 | 2 |

**Table 4 Main reason to hire apprentices (% of craft firms)**

| Reason | Small | Large |
|---|---|---|
| Rivals | 11 | 12 |
| Customers | 38 | 47 |
| Lenders | 1 | 1 |

## Where they are

**Table 5 Markets of craft firms in Norway**

| Feature | Harbour markets | Mountain markets |
|---|---|---|
| Number of markets | 40 | about 9 |
| Average rent level | Low | High |
| Growth rate (2011–15) | Slightly negative | 10–15% |
""".replace(
    "{heads}",
    " | ".join(
        f"{region} › {size}"
        for region in ("South Asia", "Southeast Asia")
        for size in ("Small", "Medium", "Large")
    ),
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """Drafts over the report."""
    return drafts_over(REPORT, tmp_path_factory.mktemp("craft"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How many small firms in S. Asia lack trained carpenters?", "Small: 31"),
        ("large SE Asian firms without a shop window, %", "Large: 11"),
        ("What share of mid-sized firms on the Indian subcontinent lacks a shop window?", ": 9"),
        ("small south asia firms with no roofed storage under a roof, percent", "Small: 8"),
    ],
)
def test_a_region_said_in_short_finds_its_column(draft: Draft, question: str, says: str) -> None:
    claims, _ = draft(question)
    assert says in text_of(claims)


def test_a_row_is_known_by_what_its_label_is_said_to_mean(
    draft: Draft,
) -> None:
    claims, _ = draft(
        "What share of Norwegian craft firms with 12 workers changed the way they make or deliver things?"
    )
    first = text_of(claims).partition(": ")[0]
    assert "10–49" in first and "Process" in first and "24" in text_of(claims)


def test_where_no_row_is_sure_each_is_shown_by_its_name_and_that_is_said(
    draft: Draft,
) -> None:
    claims, remarks = draft(
        "What percentage of one-man craft firms in Norway changed what they offered?"
    )
    text = text_of(claims)
    assert all(one in text for one in ("Range: 7", "Process: 3", "Selling: 5"))
    assert len(remarks) == 1 and "not say it in these words" in remarks[0]


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of craft firms in Norway with 300 workers renewed how they look to the public?",
        "What percentage of one-man craft firms in Peru renewed how they look to the public?",
        "Has renewal among one-man craft firms in Norway become more common over the years?",
        "What percentage of rural craft firms in Norway with 12 workers renewed their looks?",
    ],
)
def test_a_table_that_lacks_what_is_named_shows_nothing(draft: Draft, question: str) -> None:
    claims, remarks = draft(question)
    assert not claims
    assert all("does not tell firms of that size apart" in remark for remark in remarks)


def test_whom_the_scene_names_does_not_matter(
    draft: Draft,
) -> None:
    claims, _ = draft(
        "I make chairs with my sister Ragnhild near Lillehammer. "
        "How many Norwegian craft firms with 10 to 49 workers had any renewal?"
    )
    assert "58" in text_of(claims)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        (
            "In which size is the gap between South Asia and Southeast Asia in trained carpenters widest?",
            "by 25 percentage points",
            "by 11 percentage points",
        ),
        (
            "In which size class is Southeast Asia's lead over South Asia in a missing shop window smallest?",
            "are equal",
            "by 7 percentage points",
        ),
    ],
)
def test_a_lead_is_shown_for_every_class(
    draft: Draft, question: str, first: str, last: str
) -> None:
    claims, _ = draft(question)
    assert len(claims) == 3
    assert first in claims[0].text and last in claims[-1].text


def test_a_row_of_two_tables_is_shown_under_both_captions(
    draft: Draft,
) -> None:
    claims, _ = draft(
        "Do customers make more large craft firms cut their costs or hire apprentices?"
    )
    assert [claim.text for claim in claims] == [
        "Main reason to hire apprentices – Customers, Large: 47 (% of craft firms; Table 4).",
        "Main reason to cut costs – Customers, Large: 35 (% of craft firms; Table 3).",
    ]


def test_both_ends_and_what_comes_next(
    draft: Draft,
) -> None:
    ends, _ = draft("Which reason to cut costs do small firms name most and which least?")
    assert "Rivals (41) is the highest" in text_of(ends)
    assert "Lenders (6) is the lowest" in text_of(ends)
    after, _ = draft("Apart from rivals, which main reason do small firms name most to cut costs?")
    assert [claim.text.split(",")[0] for claim in after] == ["Rivals", "Customers"]


@pytest.mark.parametrize(
    ("question", "wish", "count", "is_both_ends"),
    [
        ("Which is the most common and which the least common?", Wish.LOWEST, 1, True),
        ("Which two tie for second place?", Wish.HIGHEST, 2, False),
        ("Rank the three strongest reasons", Wish.HIGHEST, 3, False),
        ("Which three reasons do the fewest firms name?", Wish.LOWEST, 3, False),
        ("Which of the four ways is seen least?", Wish.LOWEST, 1, False),
        ("What share of firms is paid late?", Wish.VALUE, 1, False),
    ],
)
def test_what_is_to_be_put_in_order(
    question: str, wish: Wish, count: int, is_both_ends: bool
) -> None:
    intent = Intent.read(question)
    assert (intent.wish, intent.count, intent.is_both_ends) == (wish, count, is_both_ends)


def test_helpers_are_people_at_work_and_the_strongest_are_not() -> None:
    assert Span(1, 4) in of_question("owners with one to four helpers").spans
    assert of_question("the three strongest influences").spans == ()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "What share of small firms cut costs mainly because rivals press them to?",
            "Rivals, Small: 41",
        ),
        ("What share of large firms cut costs because moneylenders want it?", "Lenders, Large: 2"),
        (
            "How many per cent of all firms in Norway had changed how they promote their goods?",
            "Selling",
        ),
    ],
)
def test_a_reason_that_names_a_row_is_not_asked_for(draft: Draft, question: str, says: str) -> None:
    claims, _ = draft(question)
    assert says in text_of(claims)


@pytest.mark.parametrize(
    "question",
    [
        "What do large firms owe customers who pay craft lenders in kind?",
        "What share of small craft firms in Southeast Asia opened a shop abroad?",
        "What share of small firms hire apprentices because of a new school law?",
    ],
)
def test_a_row_named_in_passing_answers_nothing_else(draft: Draft, question: str) -> None:
    claims, _ = draft(question)
    assert not claims


def test_a_table_found_first_shows_the_rows_that_come_near(
    draft: Draft,
) -> None:
    claims, remarks = draft(
        "In South Asia, what share of mid-sized craft businesses is short of people with skills as carpenters?"
    )
    assert "Trained carpenters" in text_of(claims) and "44" in text_of(claims)
    assert len(remarks) <= 1


@pytest.mark.parametrize(
    ("question", "is_aside"),
    [
        ("What share of firms moved because of the rent?", False),
        ("How common is it to close because the owner retires?", False),
        ("Why did they move, because of the rent?", True),
        ("Did they move because of the rent?", True),
    ],
)
def test_because_tells_a_share_and_asks_for_a_reason(question: str, is_aside: bool) -> None:
    assert Intent.read(question).is_aside is is_aside


def test_a_sort_of_thing_is_not_put_in_order() -> None:
    assert Intent.read("What sort of firm pays late?").wish is Wish.VALUE
    assert Intent.read("Sort the firms by size").wish is Wish.ALL_RANKED


def test_two_measures_in_words_are_compared_side_by_side(
    draft: Draft,
) -> None:
    claims, _ = draft(
        "How do average rent levels and growth compare between harbour markets and mountain markets in Norway?"
    )
    assert [claim.text for claim in claims] == [
        "Average rent level – Harbour markets: Low; Mountain markets: High (Table 5).",
        "Growth rate (2011–15) – Harbour markets: Slightly negative; Mountain markets: 10–15% (Table 5).",
    ]


def test_two_columns_of_a_row_are_shown_under_both_captions(
    draft: Draft,
) -> None:
    claims, _ = draft(
        "What share of small and large firms name customers, first to cut costs and then to hire apprentices?"
    )
    assert {claim.text for claim in claims} == {
        "Main reason to cut costs – Customers, Small: 22 (% of craft firms; Table 3).",
        "Main reason to cut costs – Customers, Large: 35 (% of craft firms; Table 3).",
        "Main reason to hire apprentices – Customers, Small: 38 (% of craft firms; Table 4).",
        "Main reason to hire apprentices – Customers, Large: 47 (% of craft firms; Table 4).",
    }


@pytest.mark.parametrize(
    "second",
    [
        "and how does this look for their peers in Southeast Asia?",
        "and what about those in Southeast Asia?",
        "and how does that compare with Southeast Asia?",
        "and what is the figure for Southeast Asia?",
    ],
)
def test_the_same_of_others_is_one_question(draft: Draft, second: str) -> None:
    claims, _ = draft(f"How many small firms in South Asia lack trained carpenters, {second}")
    assert "31" in text_of(claims) and "20" in text_of(claims)


@pytest.mark.parametrize(
    ("question", "is_two"),
    [
        ("What share pays late, and how is that in the north?", False),
        ("What share pays late, and who in the north sues them?", True),
        ("What share pays late, and what do those in the north do about it?", True),
    ],
)
def test_what_is_a_second_question(question: str, is_two: bool) -> None:
    assert asks_two(question) is is_two


def test_a_table_found_first_shows_its_nearest_rows_where_nothing_else_is_asked(
    draft: Draft,
) -> None:
    claims, remarks = draft(
        "Craft firms of Norway: which outfits were seen to bring what was never known before, those with "
        "1 to 9 hands or those with 10 to 49, and by what figures?"
    )
    assert "Range, Number of workers – 1–9: 21; 10–49: 37" in text_of(claims)
    assert len(claims) == 3 and len(remarks) == 1


@pytest.mark.parametrize(
    "question",
    [
        "top reason to hire apprentices, small craft firms",
        "small craft firms: biggest reason to hire apprentices",
    ],
)
def test_a_few_words_ask_for_the_highest_as_well(draft: Draft, question: str) -> None:
    claims, _ = draft(question)
    assert "Customers (38) is the highest" in text_of(claims)


def test_the_number_of_one_thing_does_not_tell_how_many_there_are_of_another(draft: Draft) -> None:
    told, _ = draft("How many harbour markets are there in Norway?")
    claims, _ = draft("How many stalls are there in the harbour markets of Norway?")
    assert "Harbour markets: 40" in text_of(told)
    assert "Number of markets" not in text_of(claims)


def test_a_row_of_few_columns_is_told_as_a_whole_where_none_is_named(draft: Draft) -> None:
    claims, _ = draft("How many markets of craft firms are there in Norway?")
    assert "40" in text_of(claims) and "about 9" in text_of(claims)


@pytest.mark.parametrize(
    "question",
    [
        "How quickly were Norway's markets of craft firms expanding in the mid-2010s?",
        "How quickly were Norway's markets of craft firms expanding in the years up to 2015?",
        "How did markets of craft firms in Norway expand between 2011 and 2015, in short?",
    ],
)
def test_a_row_of_some_years_answers_for_a_time_that_touches_them(
    draft: Draft, question: str
) -> None:
    claims, _ = draft(question)
    assert "Slightly negative" in text_of(claims) and "10–15%" in text_of(claims)


@pytest.mark.parametrize(
    "question",
    [
        "How quickly were Norway's markets of craft firms expanding in the nineties?",
        "How quickly were Norway's markets of craft firms expanding in the years up to 2013?",
        "How quickly were Norway's markets of craft firms expanding in 2020?",
    ],
)
def test_a_time_that_no_row_is_of_has_no_cells(draft: Draft, question: str) -> None:
    assert draft(question)[0] == []


@pytest.mark.parametrize(
    ("question", "years", "periods"),
    [
        ("How fast did rents rise in the nineties?", (), ((1990, 1999),)),
        ("owners in their nineties", (), ()),
        ("sales in the early sixties", (), ((1960, 1964),)),
        ("sales in the mid-2000s", (), ((2003, 2007),)),
        ("sales at the end of the 1980s", (), ((1985, 1989),)),
        ("How fast did sales grow in the years up to 2007?", (), ((0, 2007),)),
        ("sales from 2002 to 2007", ((2002, 2007),), ()),
        ("How did sales grow between 2002 and 2007, and how many are there?", ((2002, 2007),), ()),
        ("sales of 2,002 kinds in 2007", ((2007, 2007),), ()),
    ],
)
def test_years_and_times_that_are_not_said_to_the_year_are_told_apart(
    question: str, years: tuple[tuple[int, int], ...], periods: tuple[tuple[int, int], ...]
) -> None:
    asked = of_question(question)
    assert (asked.years, asked.periods) == (years, periods)


@pytest.mark.parametrize(
    ("question", "sizes", "spans"),
    [
        ("Who leads, and how big is the gap?", frozenset(), ()),
        ("firms with half a dozen employees", frozenset(), (Span(6, 6),)),
        ("working out methods by themselves", frozenset(), ()),
        ("owners working by themselves", frozenset(), (Span(0, 0),)),
    ],
)
def test_what_is_a_size_and_what_is_not(
    question: str, sizes: frozenset[str], spans: tuple[Span, ...]
) -> None:
    facets = of_question(question)
    assert (facets.sizes, facets.spans) == (sizes, spans)


def test_one_different_thing_is_no_comparison() -> None:
    assert not Intent.read("How many use a wholly different method?").is_comparison
    assert Intent.read("How do the methods differ?").is_comparison


def test_a_question_for_the_figure_at_the_end_is_no_second_one() -> None:
    assert not asks_two("Which firms rely more on rivals, and how big is the difference?")


def test_what_the_one_who_asks_does_names_no_row(draft: Draft) -> None:
    claims, _ = draft(
        "I hire carpenters. What share of large craft firms in South Asia lack storage under a roof?"
    )
    assert "Storage under a roof" in text_of(claims) and "carpenters" not in text_of(claims)


def test_a_thing_called_main_asks_for_no_order(draft: Draft) -> None:
    claims, _ = draft("main reason to hire apprentices, small craft firms, percent")
    assert "highest" not in text_of(claims)
