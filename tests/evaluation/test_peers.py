"""One contract for everything we compare ourselves with: hits of ours over the given documents."""

import socket
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from smeadvisor.domain.documents import Document, Passage
from smeadvisor.errors import RunError, SmeAdvisorError
from smeadvisor.evaluation.benchmarks import plain_document
from smeadvisor.evaluation.peers import PEERS, passage_at
from smeadvisor.evaluation.peers.embedding import KeptEmbedder
from smeadvisor.indexing.embedder import Embedder, SentenceTransformerEmbedder, Vectors
from smeadvisor.retrieval import Retriever

NEEDS = {
    "langchain": "langchain_text_splitters",
    "llama_index": "llama_index",
    "haystack": "haystack",
    "recursive": "langchain_text_splitters",
}
SENTENCE = "Firm {0} asked for a grant of ${0}.5 million; it was paid, wasn’t it? Yes!  "
TEXTS = {
    "long": "\n\n  " + "".join(SENTENCE.format(n) for n in range(150)) + "\n\n\n\nThe end.\n",
    "again": "The same words. " * 300 + "\n\n" + "The same words. " * 100,
    "one-word": "x" * 2_500,
    "scripts": "".join(f"{n} Zuschüsse für 企業 — دعم.\r\n\tκαι 🙂🙂 " for n in range(120)),
    "short": "Advice.",
}
QUERIES = ["Which firm asked for 17.5 million?", "the same words", "Zuschüsse"]


@pytest.fixture(scope="module")
def embedder(tiny_model: Path) -> Embedder:
    return SentenceTransformerEmbedder(str(tiny_model))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [plain_document(name, f"On {name}", text) for name, text in TEXTS.items()]


@pytest.fixture(scope="module", params=PEERS)
def name(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    # Looked for and not imported: what an import sends or writes is tested below.
    if not find_spec(NEEDS[name]):
        pytest.skip(f"{NEEDS[name]} is not installed; pip install -c constraints.txt -e '.[peers]'")
    return name


@pytest.fixture(scope="module")
def peer(name: str, documents: Sequence[Document], embedder: Embedder) -> Retriever:
    return PEERS[name](documents, embedder)


def _everything(peer: Retriever) -> list[Passage]:
    return [hit.passage for hit in peer.retrieve(QUERIES[0], 100_000)]


# First in this file, so that the libraries are imported in it.
def test_nothing_is_sent_or_fetched(
    name: str,
    documents: Sequence[Document],
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    asked: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("HOME", str(tmp_path))
    PEERS[name](documents, embedder).retrieve(QUERIES[0], 5)
    assert asked == []
    assert list(tmp_path.iterdir()) == []


def test_passages_are_the_documents_own_characters(
    peer: Retriever, documents: Sequence[Document]
) -> None:
    by_id = {document.id: document for document in documents}
    passages = _everything(peer)
    assert {passage.document_id for passage in passages} == set(by_id)
    for passage in passages:
        document = by_id[passage.document_id]
        assert passage.text == document.text[passage.start : passage.end] != ""
        assert passage.title == document.title
    assert len({passage.id for passage in passages}) == len(passages)


def test_every_visible_character_is_in_a_passage(
    peer: Retriever, documents: Sequence[Document]
) -> None:
    covered = {(passage.document_id, passage.start, passage.end) for passage in _everything(peer)}
    # A library that looks for its own passages again is deceived by a text that repeats itself.
    for document in [document for document in documents if document.id != "again"]:
        left = list(document.text)
        for identifier, start, end in covered:
            if identifier == document.id:
                left[start:end] = " " * (end - start)
        assert not "".join(left).strip(), document.id


@pytest.mark.parametrize("query", [*QUERIES, "", "🙂", "x" * 5_000])
def test_hits_come_best_first_and_the_same_each_time(peer: Retriever, query: str) -> None:
    hits = peer.retrieve(query, 5)
    assert len(hits) == 5
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == 5
    assert peer.retrieve(query, 5) == hits


def test_a_passage_finds_itself(
    name: str, documents: Sequence[Document], embedder: Embedder
) -> None:
    alone = [document for document in documents if document.id in ("short", "one-word")]
    hits = PEERS[name](alone, embedder).retrieve("Advice.", 2)
    assert hits[0].passage.text == "Advice."
    assert -1 <= hits[1].score < hits[0].score <= 1.000001


def test_no_documents_are_no_hits(name: str, embedder: Embedder) -> None:
    for documents in ([], [plain_document("empty", "Nothing", "")]):
        assert PEERS[name](documents, embedder).retrieve("anything", 5) == []


@pytest.mark.parametrize("name", PEERS)
def test_a_missing_library_says_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    loaded = ("smeadvisor.evaluation.peers.", f"{NEEDS[name]}.")
    for module in [module for module in sys.modules if module.startswith(loaded)]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, NEEDS[name], None)
    with pytest.raises(SmeAdvisorError, match=rf"{NEEDS[name]}.*pip install .*\[peers\]"):
        PEERS[name]([], embedder)


@pytest.mark.parametrize("start", [None, -1, 1, 99])
def test_a_passage_that_stands_elsewhere_is_refused(start: int | None) -> None:
    document = plain_document("d", "t", "Advice is free.")
    assert passage_at(document, 1, 0, "Advice").end == 6
    with pytest.raises(SmeAdvisorError, match="does not stand"):
        passage_at(document, 1, start, "Advice")


class Counting:
    """An embedder that notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_passages_are_embedded_once_and_a_question_every_time(tmp_path: Path) -> None:
    texts, question = Counting(), Counting()
    many = [f"passage {number}" for number in range(600)]
    embedder = KeptEmbedder(texts, question, "a model", tmp_path / "kept")
    first = embedder.embed(many)
    again = KeptEmbedder(texts, question, "a model", tmp_path / "kept").embed(many)
    assert texts.asked == many and (first == again).all() and first.shape == (600, 2)
    KeptEmbedder(texts, question, "another", tmp_path / "kept").embed(many)
    assert texts.asked == [*many, *many]
    assert embedder.embed(["why?"]).tolist() == embedder.embed(["why?"]).tolist() == [[4, 1]]
    assert question.asked == ["why?", "why?"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match="file"):
        KeptEmbedder(Counting(), Counting(), "m", tmp_path / "file").embed(["a", "b"])
