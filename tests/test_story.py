"""The whole way of files to a cited answer, once for each door, on the shipped document."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from smeadvisor import (
    Advisor,
    Answer,
    Claim,
    Evidence,
    Hit,
    Outcome,
    Settings,
    open_advisor,
)
from smeadvisor.serving.langchain import PassageRetriever, as_runnable

PRINCIPLES = "What are UNIDO's design principles for cluster programmes?"
WEATHER = "What is the weather in Manila?"


def test_the_principles_are_answered_whole_with_quotes_from_the_document(advisor: Advisor) -> None:
    answer = advisor.ask(PRINCIPLES)
    assert answer.outcome is Outcome.ANSWERED
    assert sum(claim.is_item for claim in answer.claims) == 7
    assert "Encourage links with large firms." in answer.text
    for claim in answer.claims:
        assert claim.citations
        for citation in claim.citations:
            passage = citation.passage
            assert citation.quote in passage.text
            assert (
                citation.quote
                == passage.text[citation.start - passage.start :][: len(citation.quote)]
            )


def test_the_weather_is_declined_with_a_typed_outcome(advisor: Advisor) -> None:
    answer = advisor.ask(WEATHER)
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert answer.claims == ()
    assert "weather" in answer.note
    assert answer.considered and not any(entry.kept for entry in answer.considered)


def test_a_table_cell_is_answered_from_its_own_row_and_column(advisor: Advisor) -> None:
    answer = advisor.ask("What share of medium firms in South Asia upgraded a product line?")
    assert "70.9%" in answer.claims[0].text
    assert "63.3%" not in answer.claims[0].text
    name, cell = answer.claims[0].citations
    assert name.passage.place.labels == ("Table 7.1",)
    assert cell.quote == "70.9%"
    assert str(cell.place).startswith("Table 7.1 › Upgraded an existing product line › South Asia")


def test_retrieval_alone_gives_scored_passages(advisor: Advisor) -> None:
    hits = advisor.retriever.retrieve("who pays for consultants?", 10)
    assert len(hits) == 10
    assert all(isinstance(hit, Hit) and hit.passage.text and str(hit.passage.place) for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_follow_up_is_read_with_the_question_it_leans_on(advisor: Advisor) -> None:
    first = advisor.ask("Which Singapore scheme co-funds outside experts?")
    follow = advisor.ask("and how much does it pay?", [first])
    assert follow.standalone_question == (
        "How much does the Singapore scheme that co-funds outside experts pay?"
    )
    assert "50%" in follow.text


def test_steps_give_evidence_first_then_claims_then_the_answer(advisor: Advisor) -> None:
    first, *claims, last = advisor.steps(PRINCIPLES)
    assert isinstance(first, Evidence) and first.hits
    assert claims and all(isinstance(claim, Claim) for claim in claims)
    assert isinstance(last, Answer) and list(last.claims) == claims


def test_the_same_question_gets_the_same_answer(advisor: Advisor, settings: Settings) -> None:
    again = open_advisor(settings)
    for question in (PRINCIPLES, WEATHER, "How did Toyota's suppliers look?"):
        assert again.ask(question).to_dict() == advisor.ask(question).to_dict()


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_the_command_line_answers(settings: Settings, as_json: bool) -> None:
    run = subprocess.run(
        [
            Path(sys.executable).parent / "smeadvisor",
            "ask",
            PRINCIPLES,
            *["--json"][: int(as_json)],
        ],
        env={
            "PATH": "/usr/bin:/bin",
            "SMEADVISOR_CORPUS_FOLDER": str(settings.corpus_folder),
            "SMEADVISOR_INDEX_FOLDER": str(settings.index_folder),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    text = json.loads(run.stdout)["text"] if as_json else run.stdout
    assert "Ensure interventions do not crowd out private initiative" in text
    assert as_json or "[1]" in text
    assert "Traceback" not in run.stderr


def test_langchain_programs_can_use_it(advisor: Advisor) -> None:
    answers = as_runnable(advisor).batch([PRINCIPLES, WEATHER])
    outcomes = [answer.outcome for answer in answers if isinstance(answer, Answer)]
    assert outcomes == [Outcome.ANSWERED, Outcome.OUT_OF_SCOPE]
    found = PassageRetriever(retriever=advisor.retriever, limit=3).invoke("cluster principles")
    assert len(found) == 3
    assert found[0].metadata["place"] and found[0].id
