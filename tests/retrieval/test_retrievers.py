"""One contract for all retrievers, on the real index."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from smeadvisor.assembly import open_index, read_documents
from smeadvisor.assembly.models import query_embedder, scale_of
from smeadvisor.domain.documents import BlockKind, Document
from smeadvisor.indexing.embedder import CachedEmbedder
from smeadvisor.indexing.likeness import Likeness
from smeadvisor.retrieval import Retriever, Scorer
from smeadvisor.retrieval.blended import BlendedRetriever
from smeadvisor.retrieval.dense import DenseRetriever, PassageScorer, StatementScorer
from smeadvisor.retrieval.divided import DividedRetriever
from smeadvisor.retrieval.focused import FocusedRetriever
from smeadvisor.retrieval.lexical import LexicalRetriever, WordScorer
from smeadvisor.retrieval.marked import MarkedRetriever
from smeadvisor.retrieval.merged import MergedRetriever
from smeadvisor.retrieval.reranked import RerankedRetriever
from smeadvisor.retrieval.scoped import Scope, ScopedRetriever
from smeadvisor.retrieval.wording import Wording
from smeadvisor.settings import Settings

QUERIES = [
    "Which programmes help firms in Thailand?",
    "toyota suppliers number",
    "Raven nonverbal reasoning",
    "How many firms upgraded a product line in South Asia, and which schemes support consultants?",
]
# How many may be asked for so that fewer are the first of more. The blend scores the candidates that
# its views find at a depth; whoever asks for more looks deeper, and what is found there may rank
# anywhere, and may be the table of rows. It holds for all others however many are asked for.
BLENDED, MERGED = 50, 30
LIMITS = {
    "blended": BLENDED,
    "merged": MERGED,
    "divided": MERGED,
    "scoped": 20,  # while it need not look deeper than the blend's own depth
    "reranked": MERGED,
    "marked": MERGED,
}
MARKING = ("focused", "marked")


@dataclass(frozen=True)
class Named:
    """A retriever under the name the tests know it by."""

    name: str
    retriever: Retriever


def _all(settings: Settings, reranker: Path) -> dict[str, Retriever]:
    index = open_index(settings)
    embedder = CachedEmbedder(query_embedder(settings), index.known_vectors)
    likeness = Likeness(embedder, scale_of(settings))
    wording = Wording(index.stems, ["scheme programme", "firm enterprise"])
    dense, lexical = DenseRetriever(index, embedder), LexicalRetriever(index, wording)
    scorers: list[tuple[float, Scorer]] = [
        (1.0, PassageScorer(likeness)),
        (1.0, StatementScorer(likeness)),
        (0.8, WordScorer(index, wording)),
    ]
    blended = BlendedRetriever([dense, lexical], scorers)
    merged = MergedRetriever(blended)
    return {
        "dense": dense,
        "lexical": lexical,
        "blended": blended,
        "merged": merged,
        "divided": DividedRetriever(merged),
        "focused": FocusedRetriever(merged, scorers, index, wording, likeness),
        "scoped": ScopedRetriever(blended, Scope(kinds=(BlockKind.PROSE, BlockKind.ROW))),
        "reranked": RerankedRetriever(blended, str(reranker)),
        "marked": MarkedRetriever(merged, likeness),
    }


@pytest.fixture(scope="module")
def retrievers(settings: Settings, tiny_reranker: Path) -> dict[str, Retriever]:
    return _all(settings, tiny_reranker)


NAMES = [
    "dense",
    "lexical",
    "blended",
    "merged",
    "divided",
    "focused",
    "scoped",
    "reranked",
    "marked",
]


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest, retrievers: dict[str, Retriever]) -> Named:
    return Named(request.param, retrievers[request.param])


@pytest.fixture(scope="module")
def documents(settings: Settings) -> dict[str, Document]:
    return {document.id: document for document in read_documents(settings)}


def test_the_contract_is_kept_by_every_retriever_there_is(retrievers: dict[str, Retriever]) -> None:
    folder = Path(__file__).parents[2] / "src" / "smeadvisor" / "retrieval"
    modules = {path.stem for path in folder.glob("*.py")}
    assert modules - set(NAMES) == {"__init__", "wording", "brevity"}
    assert list(retrievers) == NAMES


@pytest.mark.parametrize("query", QUERIES)
def test_hits_come_best_first_each_once_and_no_more_than_asked(named: Named, query: str) -> None:
    hits = named.retriever.retrieve(query, 7)
    assert 0 < len(hits) <= 7
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_query_gives_the_same_hits(named: Named, query: str) -> None:
    assert named.retriever.retrieve(query, 20) == named.retriever.retrieve(query, 20)


def test_another_opening_of_the_same_index_gives_the_same_hits(
    named: Named, settings: Settings, tiny_reranker: Path
) -> None:
    again = _all(settings, tiny_reranker)[named.name]
    for query in QUERIES:
        assert again.retrieve(query, 10) == named.retriever.retrieve(query, 10)


@pytest.mark.parametrize("query", QUERIES)
def test_fewer_asked_for_are_the_first_of_more(named: Named, query: str) -> None:
    many = named.retriever.retrieve(query, LIMITS.get(named.name, 1_000))
    for limit in (1, 3, 10):
        assert named.retriever.retrieve(query, limit) == many[:limit]


@pytest.mark.parametrize("limit", [1, 2, 50, 10_000])
def test_any_limit_is_served(named: Named, limit: int) -> None:
    assert 1 <= len(named.retriever.retrieve(QUERIES[0], limit)) <= limit


@pytest.mark.parametrize(
    "query", ["", "   ", "the of and", "🙂", "x" * 5_000, "\x00", "and? and, or; but which"]
)
def test_a_query_without_content_is_no_error(named: Named, query: str) -> None:
    assert len(named.retriever.retrieve(query, 5)) <= 5


@pytest.mark.parametrize("query", QUERIES)
def test_the_text_of_a_hit_stands_in_its_document(
    named: Named, query: str, documents: dict[str, Document]
) -> None:
    for hit in named.retriever.retrieve(query, 30):
        passage = hit.passage
        assert passage.text == documents[passage.document_id].text[passage.start : passage.end]
        assert passage.text.strip() and passage.id == (
            f"{passage.document_id}#{passage.start}-{passage.end}"
        )
        spans = [part.span for part in passage.parts]
        spans += [(cell.start, cell.end) for cell in passage.cells]
        for start, end in spans:
            assert passage.start <= start < end <= passage.end


@pytest.mark.parametrize("query", QUERIES)
def test_a_match_is_inside_its_passage(named: Named, query: str) -> None:
    for hit in named.retriever.retrieve(query, 20):
        assert (hit.match is not None) is (named.name in MARKING)
        if hit.match:
            start, end = hit.match
            assert hit.passage.start <= start < end <= hit.passage.end
