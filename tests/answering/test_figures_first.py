"""Who asks for a share is told one, on an invented report."""

from pathlib import Path

import pytest

from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.figures_first import FiguresFirst
from smeadvisor.domain.answers import Hit
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.text.words import coverage, stems

REPORT = """# Ovens

The council bears part of the price of an oven. The guild pays 40% of the price.
"""


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("What share of the price of an oven does the council bear?", "The guild pays 40%"),
        ("Who bears a larger share of the price of an oven, the council?", "The guild pays 40%"),
        ("Who bears part of the price of an oven in the council?", "The council bears part"),
    ],
)
def test_a_statement_with_a_share_comes_first_where_a_share_is_asked_for(
    tmp_path: Path, question: str, best: str
) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    passages = list(Splitter(lambda text: len(text.split()), 60).split(read(path)))
    ranking = Ranking(
        lambda question, texts: [0.02 * coverage(stems(question), stems(one)) for one in texts],
        lambda text: [{word: 1.0} for word in stems(text)],
        lambda _: 0.0,
    )
    ranked = FiguresFirst(ranking).ranked(question, [Hit(one, 1.0) for one in passages])
    assert ranked[0].quote.startswith(best)
