"""The words around the statements that fit best."""

import shutil
from itertools import combinations
from pathlib import Path

import pytest
from doubles import Listed

from smeadvisor.assembly import open_index, open_retrievers, read_documents, read_passages
from smeadvisor.assembly.models import query_embedder, scale_of
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Document, Passage
from smeadvisor.indexing.embedder import CachedEmbedder
from smeadvisor.indexing.likeness import Likeness
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.retrieval import Retriever, Scorer
from smeadvisor.retrieval.dense import DenseRetriever, PassageScorer
from smeadvisor.retrieval.focused import FocusedRetriever
from smeadvisor.retrieval.lexical import WordScorer
from smeadvisor.retrieval.wording import Wording
from smeadvisor.settings import Settings
from smeadvisor.text.sentences import statements

QUERIES = [
    "What are UNIDO's design principles for cluster programmes?",
    "Which programmes help firms in Thailand?",
    "How many small firms in South Asia upgraded a product line?",
    "What did Korea's 1976 vocational training law require?",
    "toyota suppliers number",
]


def focused(settings: Settings, inner: Retriever | None = None, words: int = 130) -> Retriever:
    index = open_index(settings)
    embedder = CachedEmbedder(query_embedder(settings), index.known_vectors)
    likeness = Likeness(embedder, scale_of(settings))
    wording = Wording(index.stems)
    scorers: list[tuple[float, Scorer]] = [
        (1.0, PassageScorer(likeness)),
        (0.5, WordScorer(index, wording)),
    ]
    inner = inner or DenseRetriever(index, embedder)
    return FocusedRetriever(inner, scorers, index, wording, likeness, words)


def overlapping(hits: list[Hit]) -> list[tuple[str, str]]:
    return [
        (one.passage.id, other.passage.id)
        for one, other in combinations(hits, 2)
        if one.passage.document_id == other.passage.document_id
        and one.passage.start < other.passage.end
        and other.passage.start < one.passage.end
    ]


def is_one_statement(passage: Passage, document: Document) -> bool:
    """A row, a table, a single sentence or item: what is never cut."""
    whole = passage.place.kind in (BlockKind.ROW, BlockKind.TABLE)
    item = document.text[: passage.start].endswith("• ") and "\n" not in passage.text
    return whole or item or len(statements(passage.text)) <= 1


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("words", [5, 40, 130])
def test_windows_are_short_and_never_overlap(settings: Settings, query: str, words: int) -> None:
    (document,) = read_documents(settings)
    hits = focused(settings, words=words).retrieve(query, 1_000)
    assert len(hits) > 5 and not overlapping(hits)
    for hit in hits:
        said = sum(
            len(hit.passage.text[one.start : one.end].split())
            for one in statements(hit.passage.text)
        )
        assert said <= words or is_one_statement(hit.passage, document), hit.passage.text
        assert hit.match == hit.passage.span


@pytest.mark.parametrize("query", QUERIES)
def test_windows_never_cross_a_heading(settings: Settings, query: str) -> None:
    (document,) = read_documents(settings)
    headings = [block.start for block in document.blocks if block.kind is BlockKind.HEADING]
    for hit in focused(settings, words=400).retrieve(query, 1_000):
        passage = hit.passage
        assert passage.text == document.text[passage.start : passage.end]
        assert not [at for at in headings if passage.start <= at < passage.end]


def test_a_table_and_its_rows_that_were_both_found_are_told_once(settings: Settings) -> None:
    passages = read_passages(settings)
    tables = [one for one in passages if one.parts]
    boxes = [one for one in passages if one.place.kind is BlockKind.BOX]
    rows = [part for one in tables for part in one.parts]
    inner = Listed([*rows[:15], *tables[:6], *boxes])
    for words in (5, 130):
        hits = focused(settings, inner, words).retrieve(QUERIES[2], 1_000)
        assert hits and not overlapping(hits)


def test_nothing_found_is_nothing_focused(settings: Settings) -> None:
    assert focused(settings, Listed([])).retrieve(QUERIES[0], 5) == []


FIRST = (
    "Tanneries in Dunholm clean their water with reeds, which the town has planted along the river "
    "since the first mills were opened there. Reeds clean the water of tanneries in four days."
)
SECOND = (
    "The reeds that clean the water of the tanneries are cut each autumn, dried in long barns and "
    "sold to roofers in the hills. Roofers pay well for reeds from tannery water in Dunholm."
)
QUERY = "How do tanneries in Dunholm clean their water with reeds?"


def two_paragraphs(identifier: str, between: str = "") -> Document:
    builder = DocumentBuilder()
    builder.paragraph(Inline(FIRST))
    if between == "heading":
        builder.heading(1, Inline("Roofs"))
    if between == "table":
        rows = [[Inline("Dunholm"), Inline("5")], [Inline("Ros"), Inline("7")]]
        builder.table(Inline("Table 1 Tanneries"), [("Town",), ("Number",)], rows)
    builder.paragraph(Inline(SECOND))
    return builder.build(identifier, "Water")


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Settings:
    """Settings for an index of its own; the fast copy of the model is made already."""
    shutil.copytree(settings.index_folder / "query_model", tmp_path / "index" / "query_model")
    return settings.model_copy(
        update={"index_folder": tmp_path / "index", "corpus_folder": tmp_path}
    )


def windows(made: Settings, *documents: Document) -> list[Passage]:
    hits = open_retrievers(made, documents).focused.retrieve(QUERY, 20)
    texts = {document.id: document.text for document in documents}
    for hit in hits:
        one = hit.passage
        assert one.text == texts[one.document_id][one.start : one.end]
    assert not overlapping(hits)
    return [hit.passage for hit in hits]


def test_a_window_joins_two_passages_with_white_space_between_them(made: Settings) -> None:
    best, *_ = windows(made, two_paragraphs("a.md"))
    assert best.start < len(FIRST) < best.end
    assert f"four days.\n\n{SECOND[:9]}" in best.text
    assert (best.cells, best.parts) == ((), ())


@pytest.mark.parametrize("between", ["heading", "table"])
def test_a_window_does_not_join_what_something_stands_between(made: Settings, between: str) -> None:
    document = two_paragraphs("a.md", between)
    open_retrievers(made, [document])
    prose = [one for one in read_passages(made) if one.place.kind is BlockKind.PROSE]
    assert [one.text for one in prose] == [FIRST, SECOND]
    hits = focused(made, Listed(prose), words=400).retrieve(QUERY, 20)
    assert {FIRST, SECOND} == {hit.passage.text for hit in hits}


def test_a_window_stays_in_its_document_and_says_nothing_twice(made: Settings) -> None:
    builder = DocumentBuilder()
    builder.paragraph(Inline(SECOND))
    found = windows(made, two_paragraphs("a.md", "heading"), builder.build("b.md", "Water"))
    assert {one.document_id for one in found} <= {"a.md", "b.md"}
    said = [SECOND[:40] in one.text for one in found]
    assert said.count(True) == 1, "the paragraph that both documents have is shown once"
