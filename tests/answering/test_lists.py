"""What counts several things up, in lists and in running text, of an invented report."""

from collections.abc import Sequence

import pytest

from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.lists import Told, ToldLists
from smeadvisor.domain.answers import Citation, DraftClaim, Hit, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.text.words import coverage, stems

REPORT = """# Bakers of Ostmark

## Offices

Bread is baked all over Ostmark. Ostmark has two offices for bakers, the Flour Board and the Oven Bureau,
which lend to bakers. The Oven Bureau, founded late, lends ovens to bakers and repairs them.

## Rules

Old rules hold large bakeries back in Ostmark. These rules include a tax on steam, a ban on night work,
and a fee for chimneys. In addition, town plans keep mills out.

## Size

Large bakeries try new bread more often than small ones. There are several reasons for this. First, they
have the money to fail. Second, they spread the price of an oven. Finally, their ovens are newer.

## Steps

The merits of the guild's course are that it:

- teaches the use of rye
- lets apprentices travel
- ends with an examination

## Character

A study looked at bakers who open shops for rye, oats and malt. Later chapters of the study look at
aspects of the temper of bakers with shops—patience, love of early hours, and a steady hand.

## Counting

The council of Ostmark counts 40 bakeries.

The names used by the council for groups of bakers are these:

"""


def like(question: str, texts: Sequence[str]) -> list[float]:
    return [coverage(stems(question), stems(text)) for text in texts]


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    path = tmp_path_factory.mktemp("report") / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return list(Splitter(lambda text: len(text.split()), 60).split(read(path)))


@pytest.fixture(scope="module")
def lists(passages: list[Passage]) -> ToldLists:
    ranking = Ranking(like, lambda text: [{word: 1.0} for word in stems(text)], lambda _: 1.0)

    def siblings(passage: Passage) -> list[Passage]:
        return [one for one in passages if one.parent == passage.parent and one.parent] or [passage]

    return ToldLists(ranking, siblings)


def told(lists: ToldLists, passages: list[Passage], question: str) -> Told:
    return lists.told(question, [Hit(one, 1.0) for one in passages])


def text(answer: Told) -> str:
    return " ".join(claim.text for claim in answer.claims)


def claim(passages: list[Passage], words: str, is_item: bool = False) -> DraftClaim:
    passage = next(one for one in passages if words in one.text)
    start = passage.start + passage.text.index(words)
    return DraftClaim(words, (Citation(passage, words, start, start + len(words)),), is_item)


def test_the_sentence_that_names_all_of_them_answers(
    lists: ToldLists, passages: list[Passage]
) -> None:
    answer = told(lists, passages, "Which offices lend to bakers in Ostmark?")
    assert "the Flour Board and the Oven Bureau" in text(answer)
    assert answer.is_first


def test_what_goes_on_counting_is_read_with_it(lists: ToldLists, passages: list[Passage]) -> None:
    answer = told(lists, passages, "Name the rules that hold large bakeries back in Ostmark.")
    assert "a fee for chimneys" in text(answer) and "town plans" in text(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Why do large bakeries try new bread more often than small ones?",
        "For which reasons do large bakeries try new bread more often?",
    ],
)
def test_reasons_that_are_counted_are_given_whole(
    lists: ToldLists, passages: list[Passage], question: str
) -> None:
    answer = text(told(lists, passages, question))
    for reason in ("several reasons", "the money to fail", "price of an oven", "are newer"):
        assert reason in answer


@pytest.mark.parametrize(
    "question",
    ["How many bakeries does the council of Ostmark count?", "Is bread baked in Ostmark?"],
)
def test_nothing_is_counted_up_where_one_thing_is_asked_for(
    lists: ToldLists, passages: list[Passage], question: str
) -> None:
    assert not told(lists, passages, question).claims


@pytest.mark.parametrize("noun", ["sides of their character", "traits", "kinds of features"])
def test_what_calls_its_things_as_the_question_does_comes_first(
    lists: ToldLists, passages: list[Passage], noun: str
) -> None:
    answer = told(lists, passages, f"Which {noun} did the study of bakers who open shops look at?")
    assert "a steady hand" in answer.claims[0].text
    things = told(
        lists, passages, "Which sorts of grain did the study of bakers who open shops look at?"
    )
    assert "rye, oats and malt" in text(things)


def test_yes_or_no_is_said_by_items_and_not_by_their_whole_list(
    lists: ToldLists, passages: list[Passage]
) -> None:
    drafted = [
        claim(passages, "The merits of the guild's course are that it:"),
        claim(passages, "teaches the use of rye", is_item=True),
        claim(passages, "lets apprentices travel", is_item=True),
    ]
    asked = lists.completed("Does the guild's course teach the use of rye?", drafted)
    assert asked == drafted
    assert len(lists.completed("What does the guild's course teach?", drafted)) == 4


def test_an_announcement_is_never_read_without_its_items(
    lists: ToldLists, passages: list[Passage]
) -> None:
    lead = claim(passages, "The merits of the guild's course are that it:")
    whole = lists.completed(
        "What is it?", [lead, claim(passages, "Bread is baked all over Ostmark.")]
    )
    said = [one.text for one in whole if isinstance(one, DraftClaim)]
    assert said[1:4] == [
        "teaches the use of rye",
        "lets apprentices travel",
        "ends with an examination",
    ]
    assert said[4] == "Bread is baked all over Ostmark."


def test_of_two_items_all_are_given_and_of_one_only_it(
    lists: ToldLists, passages: list[Passage]
) -> None:
    lead = claim(passages, "The merits of the guild's course are that it:")
    rye = claim(passages, "teaches the use of rye", is_item=True)
    test = claim(passages, "ends with an examination", is_item=True)
    assert len(lists.completed("What is it?", [lead, rye, test])) == 4
    assert lists.completed("What is it?", [lead, rye]) == [lead, rye]


def test_an_announcement_of_what_stands_elsewhere_is_left_out(
    lists: ToldLists, passages: list[Passage]
) -> None:
    bare = claim(passages, "The names used by the council for groups of bakers are these:")
    bread, remark = claim(passages, "Bread is baked all over Ostmark."), Remark("Nothing more.")
    assert lists.completed("What is it?", [bread, bare, remark]) == [bread, remark]
    assert lists.completed("What is it?", [bare]) == [bare]
