"""A later turn is answered around what was said before where a reader marks what stands there."""

from collections.abc import Sequence

import pytest

from smeadvisor.answering.abstention import Judgement
from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.followup import Reading
from smeadvisor.answering.nearby import Nearby
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Claim,
    Considered,
    Evidence,
    Hit,
    Outcome,
)
from smeadvisor.domain.documents import Cell, Passage, Place
from smeadvisor.domain.reading import Marks, Stretch


def passage(name: str, text: str, cells: tuple[Cell, ...] = ()) -> Passage:
    return Passage(name, "made-up.md", "Wells", text, Place(), 0, len(text), cells)


SAID = passage("said", "The Pump Board lends pumps.")
BEFORE = passage("before", "Wells ran dry.")
AFTER = passage("after", "Two banks back it.")
ELSEWHERE = passage("elsewhere", "Banks are open on Mondays.")
CELL = Cell(("Banks",), ("Open",), "12", 0, 2)
ROW = passage("row", "12", (CELL,))

LAST = Answer(
    "What does the Pump Board do?",
    "What does the Pump Board do?",
    Outcome.ANSWERED,
    (Claim(SAID.text, (Citation(SAID, SAID.text, 0, len(SAID.text)),)),),
)
REFUSED = Answer("Who dug them?", "Who dug them?", Outcome.NO_ANSWER)
READING = Reading("Who backs Mondays?")


def neighbours(one: Passage) -> tuple[Passage | None, Passage | None]:
    return (BEFORE, AFTER) if one is SAID else (None, None)


def judged(found: Passage = ELSEWHERE, refusal: Outcome | None = None) -> Judgement:
    kept = refusal is None
    return Judgement(
        Evidence(
            READING.question,
            (Considered(Hit(found, 1.0), kept, ""),),
            0.1,
            conversation=f"{LAST.question} | who backs it?",
        ),
        refusal,
    )


def nearby(here: float, there: float) -> Nearby:
    def reads(_question: str, stretches: Sequence[Stretch]) -> list[Marks]:
        marks = [here if AFTER.text in one.sentences else there for one in stretches]
        return [
            Marks((mark,) * len(one.sentences), mark)
            for mark, one in zip(marks, stretches, strict=True)
        ]

    ranking = Ranking(lambda _, texts: [0.5 for _ in texts], lambda _: [], lambda _: 0.0)
    return Nearby(neighbours, ReadTogether(ranking, reads), 0.5)


@pytest.mark.parametrize("refusal", [None, Outcome.OUT_OF_SCOPE])
def test_what_stands_around_the_last_answer_is_taken_where_it_surely_answers(
    refusal: Outcome | None,
) -> None:
    reading, judgement = nearby(4.0, -4.0).look(
        "who backs it?", [LAST, REFUSED], READING, judged(refusal=refusal)
    )
    assert judgement.refusal is None and judgement.evidence.question == "who backs it?"
    assert judgement.evidence.confidence == 0.5
    assert judgement.evidence.conversation == f"{LAST.question} | who backs it?"
    assert {hit.passage.id for hit in judgement.evidence.hits} == {"said", "before", "after"}
    assert reading.shown == "who backs it? (about: What does the Pump Board do?)"


@pytest.mark.parametrize(("here", "there"), [(1.0, -4.0), (4.0, 3.5), (-4.0, -4.0)])
def test_what_was_found_is_kept_where_that_is_less_sure(here: float, there: float) -> None:
    found = judged()
    kept = nearby(here, there).look("who backs it?", [LAST], READING, found)
    assert kept == (READING, found)


def test_nothing_is_near_where_nothing_was_answered_and_a_table_keeps_its_question() -> None:
    sure = nearby(4.0, -4.0)
    for earlier, found in (([], judged()), ([REFUSED], judged()), ([LAST], judged(ROW))):
        assert sure.look("who backs it?", earlier, READING, found) == (READING, found)
    refused = judged(ROW, Outcome.NO_EVIDENCE)
    assert sure.look("who backs it?", [LAST], READING, refused)[1].refusal is None


def test_what_the_question_names_and_nothing_has_stays_missing() -> None:
    missing = judged(refusal=Outcome.NO_ANSWER)
    kept = nearby(4.0, -4.0).look("who backs it?", [LAST], READING, missing)
    assert kept == (READING, missing)


def test_a_refused_turn_that_is_surely_answered_as_it_was_typed_is_answered() -> None:
    refused = judged(refusal=Outcome.NO_ANSWER)
    reading, judgement = nearby(-4.0, 1.0).look("are banks open?", [LAST], READING, refused)
    assert judgement.refusal is None and judgement.evidence.question == "are banks open?"
    assert [hit.passage.id for hit in judgement.evidence.hits] == ["elsewhere"]
    assert reading.shown == "are banks open?" and reading.context is None


def test_a_refused_turn_that_points_back_and_says_no_more_stays_refused() -> None:
    refused = judged(refusal=Outcome.NO_ANSWER)
    kept = nearby(4.0, 4.0).look("how many banks is that?", [LAST], READING, refused)
    assert kept == (READING, refused)


def test_a_first_question_that_was_refused_stays_refused() -> None:
    refused = judged(refusal=Outcome.NO_ANSWER)
    for earlier in ([], [REFUSED]):
        kept = nearby(4.0, 4.0).look("are banks open?", earlier, READING, refused)
        assert kept == (READING, refused)


def test_passages_around_the_last_answer_are_found_as_well_and_once() -> None:
    hits = [Hit(ELSEWHERE, 2.0), Hit(AFTER, 1.0)]
    found = nearby(0.0, 0.0).with_near(hits, [LAST])
    assert [one.passage.id for one in found] == ["elsewhere", "after", "said", "before"]
    assert [one.score for one in found] == [2.0, 1.0, 1.0, 1.0]
    assert nearby(0.0, 0.0).with_near(hits, [REFUSED]) == hits
    assert nearby(0.0, 0.0).with_near([], [LAST]) == []
