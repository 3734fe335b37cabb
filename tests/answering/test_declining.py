"""No sentence is said where none that was read answers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.declining import LastLook
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import Considered, Evidence, Hit, Remark
from smeadvisor.domain.reading import Marks, Stretch
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter


def last_look(mark: float) -> LastLook:
    ranking = Ranking(lambda _, texts: [0.5 for _ in texts], lambda _: [], lambda _: 0.0)
    reads = ReadTogether(
        ranking, lambda _, read: [Marks((mark,) * len(one.sentences), mark) for one in read]
    )
    return LastLook(reads, lambda question, hits: f"Nothing on {question} in {len(hits)}.")


# A stretch and half a sentence: -6, -2.7, -1.5 and 6.
@pytest.mark.parametrize(
    ("mark", "declines"), [(-4.0, True), (-1.8, True), (-1.0, False), (4.0, False)]
)
def test_a_question_is_declined_where_nothing_is_marked(
    evidence_of_ovens: Evidence, mark: float, declines: bool
) -> None:
    said = last_look(mark).declined(evidence_of_ovens)
    assert bool(said) is declines
    if said:
        assert said == Remark(f"Nothing on {evidence_of_ovens.question} in 1.", is_gap=True)


def test_less_is_asked_of_what_answers_a_later_turn(evidence_of_ovens: Evidence) -> None:
    later = replace(evidence_of_ovens, conversation="Who lends ovens? | since when?")
    # A stretch and half a sentence, so that these come to -3.3 and -6.
    assert last_look(-2.2).declined(evidence_of_ovens) and not last_look(-2.2).declined(later)
    assert last_look(-4.0).declined(later)


@pytest.mark.parametrize(
    ("question", "mark", "declines"),
    [
        ("Who lends them?", -2.0, True),
        ("Who lends them?", -1.3, False),
        # Of figures a reader of sentences tells little.
        ("How many are lent?", -9.0, False),
    ],
)
def test_a_row_that_surely_answers_nothing_is_declined_where_no_figure_is_asked_for(
    tmp_path: Path, question: str, mark: float, declines: bool
) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# Ovens\n\nTable 1: Ovens\n\n| | Lent | Sold |\n|---|---|---|\n| Stone | 4 | 6 |\n"
        "| Brick | 2 | 9 |\n",
        encoding="utf-8",
    )
    passages = Splitter(lambda text: len(text.split()), 60).split(read(path))
    rows = tuple(Considered(Hit(one, 1.0), True, "") for one in passages if one.cells)
    assert rows
    assert bool(last_look(mark).declined(Evidence(question, rows, 1.0))) is declines


@pytest.mark.parametrize(
    ("key_words", "declines"),
    [("oven loan interest", False), ("oven loan interest since 1990", True)],
)
def test_a_few_key_words_only_name_a_subject(
    evidence_of_ovens: Evidence, key_words: str, declines: bool
) -> None:
    asked = Evidence(key_words, evidence_of_ovens.considered, 1.0)
    assert bool(last_look(-9.0).declined(asked)) is declines
    assert last_look(0.0).declined(asked) is None


def test_no_evidence_is_not_declined() -> None:
    assert last_look(-9.0).declined(Evidence("Who lends?", (), 1.0)) is None


@pytest.fixture
def evidence_of_ovens(tmp_path: Path) -> Evidence:
    path = tmp_path / "report.md"
    path.write_text("# Ovens\n\nThe guild lends ovens.\n", encoding="utf-8")
    passages = Splitter(lambda text: len(text.split()), 60).split(read(path))
    considered = tuple(Considered(Hit(one, 1.0), True, "") for one in passages)
    return Evidence("Who is the head of the guild?", considered, 1.0)


def test_what_sets_the_scene_need_not_be_answered(evidence_of_ovens: Evidence) -> None:
    ranking = Ranking(lambda _, texts: [0.5 for _ in texts], lambda _: [], lambda _: 0.0)

    def reads(question: str, read: Sequence[Stretch]) -> list[Marks]:
        mark = -4.0 if "town" in question else 4.0
        return [Marks((mark,) * len(one.sentences), mark) for one in read]

    look = LastLook(ReadTogether(ranking, reads), lambda question, _: question)
    asked = replace(evidence_of_ovens, question="I bake in a small town. Who lends ovens?")
    assert look.declined(asked) is None
    assert look.declined(replace(asked, question="Who lends ovens in a small town?"))
