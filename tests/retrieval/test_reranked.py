"""Reranking by a cross-encoder, with a tiny real one."""

from pathlib import Path

import pytest
from doubles import Listed, ids

from smeadvisor.assembly import open_advisor, read_passages
from smeadvisor.domain.documents import BlockKind
from smeadvisor.errors import ModelError
from smeadvisor.retrieval.reranked import RerankedRetriever
from smeadvisor.settings import Settings

QUESTION = "Which programmes help firms in Thailand?"


def _scores(folder: Path, texts: list[str]) -> list[float]:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(folder), device="cpu")
    return [float(model.predict([(QUESTION, text)])[0]) for text in texts]


def test_the_order_is_the_models_own(settings: Settings, tiny_reranker: Path) -> None:
    passages = read_passages(settings)[::9][:15]
    own = _scores(tiny_reranker, [one.searchable_text for one in passages])
    hits = RerankedRetriever(Listed(passages), str(tiny_reranker)).retrieve(QUESTION, 15)
    expected = sorted(zip(own, passages, strict=True), key=lambda pair: -pair[0])
    assert len({round(score, 4) for score in own}) > 10, "the model tells passages apart"
    assert ids(hits) == [one.id for _, one in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for score, _ in expected], abs=1e-4)


def test_it_reads_a_fixed_number_or_as_many_as_are_wanted(tiny_reranker: Path) -> None:
    inner = Listed([])
    retriever = RerankedRetriever(inner, str(tiny_reranker))
    assert retriever.retrieve(QUESTION, 3) == [] == retriever.retrieve(QUESTION, 45)
    assert inner.asked == [30, 45]


def test_a_model_that_is_not_there_is_named_by_the_first_question_and_not_before(
    settings: Settings,
) -> None:
    absent = settings.model_copy(update={"reranker": "nobody/no-such-reranker"})
    advisor = open_advisor(absent)
    with pytest.raises(ModelError, match=r"nobody/no-such-reranker.* setting reranker, empty it"):
        advisor.ask(QUESTION)


def test_a_folder_without_a_model_is_named(settings: Settings, tmp_path: Path) -> None:
    inner = Listed(read_passages(settings)[:2])
    with pytest.raises(ModelError, match="setting reranker"):
        RerankedRetriever(inner, str(tmp_path)).retrieve(QUESTION, 2)


def test_without_hits_no_model_is_needed() -> None:
    assert RerankedRetriever(Listed([]), "nobody/no-such-reranker").retrieve(QUESTION, 2) == []


def test_it_works_through_the_settings(settings: Settings, tiny_reranker: Path) -> None:
    reranking = settings.model_copy(update={"reranker": str(tiny_reranker)})
    hits = open_advisor(reranking).retriever.retrieve(QUESTION, 10)
    plain = open_advisor(settings).retriever.retrieve(QUESTION, 10)
    assert len(hits) == 10 and ids(hits) != ids(plain)
    # A table has the score of its first row.
    single = [hit for hit in hits if hit.passage.place.kind is not BlockKind.TABLE]
    own = _scores(tiny_reranker, [hit.passage.searchable_text for hit in single])
    assert single and [hit.score for hit in single] == pytest.approx(own, abs=1e-4)
