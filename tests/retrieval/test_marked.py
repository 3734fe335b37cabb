"""Where in a hit a reader should look first."""

from collections.abc import Sequence

import numpy as np
import pytest
from doubles import Listed, passage, row, table

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Cell, Passage
from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.likeness import Likeness
from smeadvisor.retrieval.marked import MarkedRetriever
from smeadvisor.text.words import stem, tokens

VOCABULARY = [stem(word) for word in "boat crane fee firm grant grow pay yard".split()]


class Counting:
    """An embedder by the words of a small vocabulary, of length 1 like all of them."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        counts = [
            [float([stem(token) for token in tokens(text)].count(word)) for word in VOCABULARY]
            + [0.1]
            for text in texts
        ]
        vectors = np.array(counts, np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def said(text: str, kind: BlockKind = BlockKind.PROSE) -> Passage:
    return passage(40, 40 + len(text), kind, text=text)


def matched(one: Passage, query: str) -> str:
    (hit,) = MarkedRetriever(Listed([one]), Likeness(Counting())).retrieve(query, 1)
    assert hit.match
    return one.text[hit.match[0] - one.start : hit.match[1] - one.start]


TEXT = "Firms grow.\nThe fund pays for cranes. Boats cost a fee.\n\n• A yard gets grants.\n• Firms pay."


@pytest.mark.parametrize(
    ("query", "match"),
    [
        pytest.param("crane", "The fund pays for cranes.", id="sentence"),
        pytest.param("boats fee", "Boats cost a fee.", id="second sentence of a line"),
        pytest.param("grant for a yard", "A yard gets grants.", id="item without its mark"),
        pytest.param("nothing of it", "Firms grow.", id="the first where none is nearer"),
    ],
)
def test_the_nearest_statement_is_marked(query: str, match: str) -> None:
    assert matched(said(TEXT, BlockKind.LIST), query) == match


def test_a_row_and_a_table_match_as_a_whole() -> None:
    cells = (Cell(("Boats.",), ("Grant",), "One. Two.", 149, 158),)
    place = row(140).place
    whole = "Boats. | One. Two."
    text_row = Passage("d#140-158", "d", "T", whole, place, 140, 158, cells, (100, 200))
    assert matched(text_row, "boats") == whole
    told = "Crane. Boat.\nFirm. Fee."
    whole_table = Passage(
        "d#100-125", "d", "T", told, table().place, 100, 124, parts=(row(110), row(120))
    )
    assert matched(whole_table, "boat") == told


def test_the_notes_of_a_long_table_are_read_sentence_by_sentence() -> None:
    assert matched(said("Source: firms. Boats have no fee.", BlockKind.TABLE), "boat") == (
        "Boats have no fee."
    )


def test_order_and_scores_stay_and_so_does_a_match_that_is_there() -> None:
    class Matching(Listed):
        def retrieve(self, query: str, limit: int) -> list[Hit]:
            return [Hit(said(TEXT), 7.0, (45, 50)), Hit(said("Firms grow. Boats."), 3.0)]

    hits = MarkedRetriever(Matching([]), Likeness(Counting())).retrieve("boat", 2)
    assert [(hit.score, hit.match) for hit in hits] == [(7.0, (45, 50)), (3.0, (52, 58))]


def test_no_hits_are_no_hits() -> None:
    assert MarkedRetriever(Listed([]), Likeness(Counting())).retrieve("boat", 5) == []


def test_the_advisors_own_hits_are_marked(advisor: Advisor) -> None:
    hits = advisor.retriever.retrieve("What are UNIDO's design principles for clusters?", 10)
    assert all(hit.match for hit in hits)
    assert any(hit.match != hit.passage.span for hit in hits)
