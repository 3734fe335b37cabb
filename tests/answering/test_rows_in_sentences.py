"""Rows of tables among sentences, of an invented report."""

from pathlib import Path

import pytest

from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.prose import ProseAnswerer, row_claim
from smeadvisor.domain.answers import Considered, Evidence, Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.text.words import coverage, stems

REPORT = """# Trades of Ostmark

**Table 1 Strong trades of two towns**

| Place | Upper town | Lower town |
|---|---|---|
| 1 | Bell founding | Rope making |
| 2 | Glass blowing | Boat building |

**Table 2 Offices of the guilds**

| Office | Task |
|---|---|
| Bell Office | Lends to founders. |
| 7 | Counts bells |
| 8 | 41 |
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Passage]:
    """Each row by its name and its table."""
    path: Path = tmp_path_factory.mktemp("trades") / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    found = Splitter(lambda text: len(text.split()), 60).split(read(path))
    return {
        f"{row.cells[0].row[-1]} of {row.place.labels[-1]}": row
        for one in found
        for row in (one, *one.parts)
        if row.cells
    }


@pytest.mark.parametrize(
    ("row", "question", "told"),
    [
        ("2 of Table 1", "Which trade is strong in the lower town?", "Lower town: Boat building (Table 1)."),
        ("7 of Table 2", "Who counts bells?", "Counts bells (Table 2)."),
        ("Bell Office of Table 2", "Who lends to founders?", "Bell Office (Table 2): Lends to founders."),
    ],
)  # fmt: skip
def test_a_mere_number_is_no_name(
    rows: dict[str, Passage], row: str, question: str, told: str
) -> None:
    assert row_claim(question, rows[row]).text == told


def test_a_figure_without_a_name_is_not_shown(rows: dict[str, Passage]) -> None:
    question = "What do 41, 8, and bells say?"
    ranking = Ranking(
        lambda asked, texts: [coverage(stems(asked), stems(text)) for text in texts],
        lambda asked: [{stem: 1.0} for stem in stems(asked)],
        lambda _: 1.0,
    )
    hits = [Hit(rows[name], 1.0) for name in ("8 of Table 2", "7 of Table 2")]
    evidence = Evidence(question, tuple(Considered(hit, True, "") for hit in hits), 1.0)
    told = [one.text for one in ProseAnswerer(ranking, 90).draft(evidence)]
    assert told and not any("41" in text for text in told)
