"""One contract for all retrievers, on the real index."""

from pathlib import Path

import pytest

from smeadvisor.assembly import open_index
from smeadvisor.indexing.query_model import OnnxEmbedder
from smeadvisor.retrieval import Retriever
from smeadvisor.retrieval.dense import DenseRetriever
from smeadvisor.retrieval.fused import FusedRetriever
from smeadvisor.retrieval.lexical import LexicalRetriever
from smeadvisor.settings import Settings

QUERIES = [
    "Which programmes help firms in Thailand?",
    "toyota suppliers number",
    "Raven nonverbal reasoning",
]


def _copy(settings: Settings) -> Path:
    return next((settings.index_folder / "query_model").iterdir())


@pytest.fixture(scope="module", params=["dense", "lexical", "fused"])
def retriever(request: pytest.FixtureRequest, settings: Settings) -> Retriever:
    index = open_index(settings)
    dense = DenseRetriever(index, OnnxEmbedder(_copy(settings)))
    lexical = LexicalRetriever(index)
    retrievers: dict[str, Retriever] = {
        "dense": dense,
        "lexical": lexical,
        "fused": FusedRetriever([dense, lexical]),
    }
    return retrievers[request.param]


@pytest.mark.parametrize("query", QUERIES)
def test_hits_come_best_first_each_once_and_no_more_than_asked(
    retriever: Retriever, query: str
) -> None:
    hits = retriever.retrieve(query, 7)
    assert 0 < len(hits) <= 7
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_query_gives_the_same_hits(retriever: Retriever, query: str) -> None:
    first = [(hit.passage.id, hit.score) for hit in retriever.retrieve(query, 20)]
    assert [(hit.passage.id, hit.score) for hit in retriever.retrieve(query, 20)] == first


def test_fewer_asked_for_are_the_first_of_more(retriever: Retriever) -> None:
    many = [hit.passage.id for hit in retriever.retrieve(QUERIES[0], 10)]
    assert [hit.passage.id for hit in retriever.retrieve(QUERIES[0], 3)] == many[:3]


@pytest.mark.parametrize("limit", [1, 10_000])
def test_any_limit_is_served(retriever: Retriever, limit: int) -> None:
    assert 1 <= len(retriever.retrieve(QUERIES[0], limit)) <= limit


@pytest.mark.parametrize("query", ["", "   ", "the of and", "🙂", "x" * 5_000])
def test_a_query_without_content_is_no_error(retriever: Retriever, query: str) -> None:
    assert isinstance(retriever.retrieve(query, 5), list)


def test_what_both_views_rank_first_is_first_when_fused(settings: Settings) -> None:
    index = open_index(settings)
    views: list[Retriever] = [
        DenseRetriever(index, OnnxEmbedder(_copy(settings))),
        LexicalRetriever(index),
    ]
    query = "Local Enterprise Technical Assistance Scheme"
    firsts = {view.retrieve(query, 1)[0].passage.id for view in views}
    assert len(firsts) == 1
    assert FusedRetriever(views).retrieve(query, 1)[0].passage.id in firsts


def test_fusion_adds_reciprocal_ranks(settings: Settings) -> None:
    lexical = LexicalRetriever(open_index(settings))
    alone = lexical.retrieve(QUERIES[1], 5)
    doubled = FusedRetriever([lexical, lexical], constant=60.0).retrieve(QUERIES[1], 5)
    assert [hit.passage.id for hit in doubled] == [hit.passage.id for hit in alone]
    assert [hit.score for hit in doubled] == pytest.approx([2 / (60 + n) for n in range(1, 6)])
