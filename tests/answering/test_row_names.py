"""The names of a table's rows as a list, on an invented table."""

from dataclasses import replace

import pytest

from smeadvisor.answering.row_names import RowNamesAnswerer
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import Claim, Considered, DraftClaim, Evidence, Hit, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter

REPORT = """# Mills

**Table 4 Main Reasons to Close a Mill (% of owners)**

| | North | South |
|---|---|---|
| Dear grain | 12 | 20 |
| A broken wheel | 30 | 25 |
| Old age | 22 | 18 |
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Passage:
    path = tmp_path_factory.mktemp("mills") / "mills.md"
    path.write_text(REPORT, encoding="utf-8")
    rows = [
        one for one in Splitter(lambda text: len(text.split()), 60).split(read(path)) if one.cells
    ]
    return replace(rows[0], id="whole", cells=(), parts=tuple(rows))


def drafts(table: Passage, question: str) -> list[DraftClaim | Remark]:
    evidence = Evidence(question, (Considered(Hit(table, 1.0), True, ""),), 1.0)
    return list(RowNamesAnswerer().draft(evidence))


@pytest.mark.parametrize(
    "question",
    [
        "How many possible reasons to close a mill were owners asked about, and which are they?",
        "Which reasons for closing a mill are listed?",
        "Name the reasons owners gave to close a mill.",
    ],
)
def test_the_rows_are_what_is_asked_for(table: Passage, question: str) -> None:
    *claims, remark = drafts(table, question)
    named = [one for one in claims if isinstance(one, DraftClaim)]
    assert [one.text for one in named] == ["Dear grain", "A broken wheel", "Old age"]
    assert all(isinstance(Verifier().check(one, [table]), Claim) for one in named)
    assert remark == Remark(
        "These are the 3 rows of Table 4, Main Reasons to Close a Mill (% of owners)."
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which reasons to close a mill are most common?",
        "Which reasons to close a mill did over 20% of owners give?",
        "Which owners closed a mill?",
        "Which reasons have bakers to use rye?",
        "Why do owners close a mill?",
    ],
)
def test_other_questions_are_left_to_others(table: Passage, question: str) -> None:
    assert drafts(table, question) == []
