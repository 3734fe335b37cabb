"""How the parts that find and judge passages are put together: views, scorers, wrappers, the gate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from smeadvisor.answering.abstention import Gate, stored_gate_model
from smeadvisor.answering.answerer import Answerer
from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.demands import Demands
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.answering.suggestions import Suggestions
from smeadvisor.answering.table_wider import WiderRegions
from smeadvisor.answering.tables import TableAnswerer
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.indexing.embedder import Embedder
from smeadvisor.indexing.index import Index
from smeadvisor.indexing.likeness import Likeness, Scale
from smeadvisor.indexing.sentence_reader import SentenceReader
from smeadvisor.retrieval import Retriever, Scorer
from smeadvisor.retrieval.blended import BlendedRetriever
from smeadvisor.retrieval.brevity import BrevityScorer
from smeadvisor.retrieval.dense import DenseRetriever, PassageScorer, StatementScorer
from smeadvisor.retrieval.divided import DividedRetriever
from smeadvisor.retrieval.focused import FocusedRetriever
from smeadvisor.retrieval.lexical import LexicalRetriever, WordScorer
from smeadvisor.retrieval.marked import MarkedRetriever
from smeadvisor.retrieval.merged import MergedRetriever
from smeadvisor.retrieval.reranked import RerankedRetriever
from smeadvisor.retrieval.scoped import Scope, ScopedRetriever
from smeadvisor.retrieval.wording import Wording
from smeadvisor.text.countries import countries, name

# What each view counts for. Chosen on the development halves of three collections, one choice for
# all of them (EXPERIMENTS.md).
_PASSAGE, _STATEMENT, _WORDS, _BREVITY = 1.0, 1.0, 0.8, 0.1


@dataclass(frozen=True, slots=True)
class Views:
    """What every retriever looks at an index with.

    `wide_wording` has other words of English too: it tells which statements of what was found answer.
    """

    index: Index
    embedder: Embedder
    scale: Scale
    wording: Wording
    wide_wording: Wording

    @property
    def likeness(self) -> Likeness:
        """How alike texts are to a question."""
        return Likeness(self.embedder, self.scale)

    @property
    def dense(self) -> DenseRetriever:
        """Passages by meaning alone."""
        return DenseRetriever(self.index, self.embedder, self.scale)


def nearest_in(views: Views) -> Callable[[str], float]:
    """The highest likeness of any passage to a text, 0 where there is none."""
    dense = views.dense

    def nearest(text: str) -> float:
        hits = dense.retrieve(text, 1)
        return hits[0].score if hits else 0.0

    return nearest


def gate_over(
    views: Views,
    threshold: float,
    ranking: Ranking,
    reading: ReadTogether,
    examples: Callable[[], Sequence[str]] = tuple,
) -> Gate:
    """The fitted gate; below `threshold` it declines and suggests questions near to `examples`."""
    similarity = views.likeness
    return Gate(
        stored_gate_model(),
        threshold,
        similarity,
        views.index.knows,
        ranking,
        demands_over(views),
        reading,
        tables_over(views),
        Suggestions(similarity, examples),
    )


def tables_over(views: Views) -> Answerer:
    """What answers from the cells of tables."""
    index = views.index
    marks = sentence_reader().marks
    return WiderRegions(
        TableAnswerer(views.likeness, index.weight, index.siblings, marks, index.everything)
    )


def demands_over(views: Views) -> Demands:
    """What reads what a question names."""
    return Demands(views.wide_wording.terms, views.index.weight, _Surroundings(views.index).around)


def ranking_over(views: Views) -> Ranking:
    """What ranks statements for an answer."""
    return Ranking(views.likeness, views.wide_wording.terms, views.index.weight)


@cache
def sentence_reader() -> SentenceReader:
    """One for all: it can be shared, and is large."""
    return SentenceReader()


def reading_over(ranking: Ranking) -> ReadTogether:
    """What reads the likeliest statements together with the question."""
    return ReadTogether(ranking, sentence_reader().marks)


class _Surroundings:
    """What passages are part of; the boxes of an index are read once, when a footnote of one asks for it."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def around(self, passage: Passage) -> str:
        """The text of the box that a passage is part of, or is a note to; of other notes, what is before."""
        if passage.parent is not None:
            return self._index.stretch(passage.document_id, *passage.parent)
        if passage.place.kind is BlockKind.PROSE and not countries(passage.text):
            # What names no country goes on about those of the passage before.
            before, _ = self._index.neighbours(passage)
            if before is None or before.place.headings != passage.place.headings:
                return ""
            return ", ".join(name(code) for code in sorted(countries(before.text)))
        if passage.place.kind is not BlockKind.FOOTNOTE:
            return ""
        box = self._boxes.get((passage.document_id, passage.place.labels[:1]))
        if box is not None:
            return self._index.stretch(passage.document_id, *box)
        before, _ = self._index.neighbours(passage)
        return self.around(before) if before and before.parent is not None else ""

    @cached_property
    def _boxes(self) -> dict[tuple[str, tuple[str, ...]], tuple[int, int]]:
        """From document and label to where the box stands."""
        return {
            (one.document_id, one.place.labels[:1]): one.parent
            for one in self._index.everything()
            if one.parent
            and one.place.labels
            and one.place.kind in (BlockKind.PROSE, BlockKind.LIST)
        }


def retriever_over(views: Views, reranker: str = "", scope: Scope | None = None) -> Retriever:
    """Passages, each with the statement in it that fits best."""
    return MarkedRetriever(passages_over(views, reranker, scope), views.likeness)


def passages_over(views: Views, reranker: str = "", scope: Scope | None = None) -> Retriever:
    """Blended views, reranked where asked for, rows merged into tables, questions of parts divided.

    A scope holds before rows become tables: who asks for rows gets rows.
    """
    blended: Retriever = BlendedRetriever(
        [
            views.dense,
            LexicalRetriever(views.index, views.wording),
        ],
        [
            (_PASSAGE, PassageScorer(views.likeness)),
            (_STATEMENT, StatementScorer(views.likeness)),
            (_WORDS, WordScorer(views.index, views.wording)),
            (_BREVITY, BrevityScorer()),
        ],
    )
    inside = ScopedRetriever(blended, scope) if scope else blended
    ranked = RerankedRetriever(inside, reranker) if reranker else inside
    return DividedRetriever(MergedRetriever(ranked))


def focused_over(views: Views, scope: Scope | None = None) -> Retriever:
    """The words around the best statements instead of whole passages."""
    scorers: list[tuple[float, Scorer]] = [
        (1.0, PassageScorer(views.likeness)),
        (0.5, WordScorer(views.index, views.wording)),
    ]
    found = passages_over(views, scope=scope)
    return FocusedRetriever(found, scorers, views.index, views.wording, views.likeness)
