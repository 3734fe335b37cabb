"""Runs a public benchmark: which adapter reads it, how deep is retrieved, what is measured and said."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.answering.abstention import Gate
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Document
from smeadvisor.evaluation.benchmarks import (
    Collection,
    Query,
    beir,
    chunking,
    plain_document,
    squad,
)
from smeadvisor.evaluation.measures import abstention, ranking, spans
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.evaluation.peers import NOTE as PEERS_NOTE
from smeadvisor.evaluation.side_by_side import System
from smeadvisor.evaluation.statistics import Interval, bootstrap_of
from smeadvisor.retrieval import Retriever

_SEED = 7
# What a person waits for; deeper rankings are for the measures alone.
_TIMED = 10


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A public benchmark: how it is read and measured; `depth` is how many passages are retrieved.

    `by_document` where a ranking is one of documents, so that only their text counts, not the place
    of a passage in it. `answerability` where it asks whether there is an answer.
    """

    read: Callable[[Path], Collection]
    depth: int
    measures: tuple[str, ...]
    score: Callable[[Query, Sequence[Hit]], dict[str, float]]
    note: str
    note_on_peers: str
    by_document: bool = True
    answerability: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a query, best first, and how long it took."""

    query: Query
    hits: Sequence[Hit]
    seconds: float


def _ranked(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    documents = _documents(hits)
    return {
        "nDCG@10": ranking.ndcg(documents, query.documents, 10),
        "recall@10": ranking.recall(documents, query.documents, 10),
        "recall@100": ranking.recall(documents, query.documents, 100),
        "MRR@10": ranking.reciprocal_rank(documents, query.documents, 10),
    }


def _covered(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    found = [Span(hit.passage.document_id, *hit.passage.span) for hit in hits]
    return {
        "recall": spans.recall(found, query.spans),
        "precision": spans.precision(found, query.spans),
        "IoU": spans.iou(found, query.spans),
    }


def _answered(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    documents = _documents(hits)
    depths = (1, 5) if query.answerable else ()
    return {
        f"recall@{depth}": ranking.recall(documents, query.documents, depth) for depth in depths
    }


def _documents(hits: Sequence[Hit]) -> list[str]:
    """The documents in the order of their best passages."""
    return list(dict.fromkeys(hit.passage.document_id for hit in hits))


_TITLED = "They see each title as the beginning of the text; ours has it as the document's title."
_BEIR = Benchmark(
    beir.read,
    300,
    ("nDCG@10", "recall@10", "recall@100", "MRR@10"),
    _ranked,
    "By document: it stands where its best passage stands, of the first 300. Times are of one query "
    "for ten passages, its embedding included.",
    _TITLED,
)
BENCHMARKS = {
    "beir": _BEIR,
    "scifact": _BEIR,
    "chunking": Benchmark(
        chunking.read,
        5,
        ("recall", "precision", "IoU"),
        _covered,
        "In characters of the first five hits, as the benchmark's own code computes them. Focused: "
        "words around the best statements instead of whole passages.",
        "recursive is the row published as Recursive 200/0 with recall 75.7, precision 6.5 and IoU 6.5. It "
        "is not sharper than that: a third of its passages stand word for word in another place too, most "
        "of them in finance, and rounding in the seventh decimal, which decides which twin comes first, "
        "moves its recall between 75.0 and 75.9. The published search was approximate besides (Chroma, "
        "search_ef 50: 75.5 to 76.1 in 24 builds); here every vector is compared.",
        by_document=False,
    ),
    "squad2": Benchmark(
        squad.read,
        10,
        ("AUROC", "AURC", "refused", "let through", "recall@1", "recall@5"),
        _answered,
        "Every question is asked over all paragraphs. AUROC: how often the gate's confidence in an "
        "answerable question is above that in one that is not, 50 is chance. AURC: the share of "
        "unanswerable questions among those answered, averaged over thresholds, lower is better. "
        "Refused: answerable questions below the threshold; let through: the others above it. "
        "recall@k: the question's own paragraph is among the first k, of answerable questions.",
        _TITLED,
        answerability=True,
    ),
}


def sample(queries: Sequence[Query], limit: int | None) -> list[Query]:
    """At most `limit` queries in their order, always the same ones; all without a limit."""
    if limit is None or limit >= len(queries):
        return list(queries)
    chosen = random.Random(_SEED).sample(range(len(queries)), limit)
    return [queries[number] for number in sorted(chosen)]


def notes(benchmark: Benchmark, asked: int, total: int, with_peers: bool) -> str:
    """What a reader of the table must know."""
    parts = ["", "In per cent with 95 % intervals over queries.", benchmark.note]
    if asked < total:
        parts.append(f"Asked: {asked:,} of {total:,} queries, drawn at random with seed {_SEED}.")
    if with_peers:
        parts += ["", PEERS_NOTE, benchmark.note_on_peers]
    return "\n".join(parts)


def as_peers_see(benchmark: Benchmark, collection: Collection) -> Sequence[Document]:
    """The documents; with titles in their texts, as BEIR's code joins them, where places do not count."""
    if not benchmark.by_document:
        return collection.documents
    return [
        plain_document(one.id, "", f"{one.title} {one.text}".strip() if one.text else "")
        for one in collection.documents
    ]


def ask(retriever: Retriever, queries: Sequence[Query], depth: int) -> Iterator[Found]:
    """What a retriever finds for each query; a query that is none of them warms up."""
    retriever.retrieve("warm up", 1)
    for query in queries:
        start = time.perf_counter()
        hits = retriever.retrieve(query.text, min(depth, _TIMED))
        seconds = time.perf_counter() - start
        if depth > _TIMED:
            hits = retriever.retrieve(query.text, depth)
        yield Found(query, hits, seconds)


def measured(
    name: str,
    benchmark: Benchmark,
    asked: Iterable[Found],
    is_peer: bool = False,
    gate: Gate | None = None,
) -> System:
    """What a system found as values by measure and query; with a gate, also what its confidence is worth."""
    values: dict[str, dict[str, float]] = {name: {} for name in benchmark.measures}
    seconds: list[float] = []
    judged: list[tuple[float, bool]] = []
    for found in asked:
        query, scores = found.query, benchmark.score(found.query, found.hits)
        seconds.append(found.seconds)
        if gate:
            judgement = gate.judge(query.text, found.hits)
            judged.append((judgement.evidence.confidence, query.answerable))
            refused = judgement.refusal is not None
            scores |= {"refused": refused} if query.answerable else {"let through": not refused}
        for measure, value in scores.items():
            values[measure][query.id] = float(value)
    return System(name, values, seconds, is_peer, _answerability(judged))


def _answerability(judged: Sequence[tuple[float, bool]]) -> dict[str, Interval]:
    """AUROC and AURC; right is to answer what is answerable."""
    confidences = [confidence for confidence, _ in judged]
    answerable = [can for _, can in judged]

    def of(measure: Callable[[Sequence[float], Sequence[bool]], float]) -> Interval:
        return bootstrap_of(
            lambda rows: measure(
                [confidences[row] for row in rows], [answerable[row] for row in rows]
            ),
            len(judged),
        )

    if not judged:
        return {}
    return {
        "AUROC": of(abstention.area_under_roc),
        "AURC": of(abstention.area_under_risk_coverage),
    }
