"""Scores rows: pure functions from what happened and what is right to one number a measure.

A measure is absent where it does not apply: an unanswerable question has no facts to find.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smeadvisor.evaluation.affirmed import Affirmed, digest
from smeadvisor.evaluation.dataset import Question
from smeadvisor.evaluation.judgements import Judgement
from smeadvisor.evaluation.measures import ranking, spans
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.evaluation.rows import AnswerRow, HitRow, Row

# The measures in the order in which reports show them, with what they say to a reader.
RETRIEVAL = {
    "facts@1": "all key facts in the first passage",
    "facts@5": "all key facts in the first five passages",
    "facts@10": "all key facts in the first ten passages",
    "facts in 350 words": "all key facts in the first passages that fit into 350 words",
    "evidence@5": "share of the key facts whose gold is whole in one of the first five passages",
    "MRR@10": "reciprocal rank of the first passage that holds a gold quote or cell",
    "nDCG@10": "passages that hold gold, discounted by rank",
    "token recall@5": "characters of the gold that the first five passages hold",
    "token precision@5": "characters of the first five passages that are gold",
    "IoU@5": "gold and first five passages: characters in both by characters in either",
}
NOT_AFFIRMED = "not affirmed"
ANSWERS = {
    "right": "answered with all key facts, or declined where the documents do not answer",
    "key facts": "share of the key facts in the text of the answer",
    "right of answered": "all key facts, among the answerable questions that were answered",
    "citation recall": "share of the key facts whose gold is cited",
    "citation precision": "share of the citations that touch gold",
    "verbatim": "share of the quotes that stand in the document, character for character",
    "declined": "declined, of all questions of this kind",
    NOT_AFFIRMED: "declined, or read and found not to affirm it, of false premises",
    "words": "words in an answer",
}
BUDGET = 350
FALSE_PREMISE = "false-premise"


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, what happened to it, and its measures by name."""

    question: Question
    row: Row
    measures: Mapping[str, float]


def score(
    questions: Sequence[Question],
    rows: Sequence[Row],
    judgements: Mapping[str, Judgement],
    passages: Mapping[str, Span],
    affirmed: Affirmed,
) -> list[Scored]:
    """The measures of every question that has a row.

    `judgements` are the gold spans, `passages` the spans of all passages that could be found, by id;
    `affirmed` says which answers affirm a false premise.
    """
    by_id = {row.id: row for row in rows}
    return [
        Scored(
            question,
            row,
            _measures(question, row, judgements[question.id], passages)
            | _as_read(question, row, affirmed),
        )
        for question in questions
        if (row := by_id.get(question.id)) is not None
    ]


def _measures(
    question: Question, row: Row, judgement: Judgement, passages: Mapping[str, Span]
) -> dict[str, float]:
    found: dict[str, float] = {}
    if question.answerable and question.turn <= 1:
        found |= _facts(question, row.hits)
        if any(judgement):
            found |= _by_span(row.hits, judgement, passages)
    if row.answer is not None:
        found |= _answer(question, row.answer, judgement)
    return found


def _as_read(question: Question, row: Row, affirmed: Affirmed) -> dict[str, float]:
    """Whether a false premise is affirmed; nothing where the answer has not been read."""
    if row.answer is None or question.kind != FALSE_PREMISE:
        return {}
    if not row.answer.is_answer:
        return {NOT_AFFIRMED: 1.0}
    affirms = affirmed.get((question.id, digest(row.answer.text)))
    return {} if affirms is None else {NOT_AFFIRMED: float(not affirms)}


def _facts(question: Question, hits: Sequence[HitRow]) -> dict[str, float]:
    """Whether all key facts are said in the text of the first passages; by words, not by place."""
    found = {f"facts@{depth}": float(_says_all(question, hits[:depth])) for depth in (1, 5, 10)}
    found["facts in 350 words"] = float(_says_all(question, _within_budget(hits)))
    return found


def _says_all(question: Question, hits: Sequence[HitRow]) -> bool:
    return question.facts_found("\n".join(hit.text for hit in hits)) == 1


def _within_budget(hits: Sequence[HitRow]) -> list[HitRow]:
    """The first passages, whole ones only, until one does not fit any more."""
    kept, words = [], 0
    for hit in hits:
        words += len(hit.text.split())
        if words > BUDGET:
            break
        kept.append(hit)
    return kept


def _by_span(
    hits: Sequence[HitRow], judgement: Judgement, passages: Mapping[str, Span]
) -> dict[str, float]:
    gold = [span for fact in judgement for span in fact]
    relevant = {name: 1 for name, span in passages.items() if any(holds(span, one) for one in gold)}
    order = [hit.passage for hit in hits]
    first = [hit.span for hit in hits[:5]]
    # A fact whose place nobody has judged counts neither as found nor as missed.
    judged = [fact for fact in judgement if fact]
    nearest = [_nearest(fact, first) for fact in judged]
    found = [any(holds(span, one) for span in first for one in fact) for fact in judged]
    return {
        "evidence@5": sum(found) / len(found),
        "MRR@10": ranking.reciprocal_rank(order, relevant, 10),
        "nDCG@10": ranking.ndcg(order, relevant, 10),
        "token recall@5": spans.recall(first, nearest),
        "token precision@5": spans.precision(first, nearest),
        "IoU@5": spans.iou(first, nearest),
    }


def _nearest(fact: Sequence[Span], found: Sequence[Span]) -> Span:
    """Of the places that support a fact by themselves, the one of which most was found."""
    return max(fact, key=lambda span: spans.recall(found, [span]))


def holds(outer: Span, inner: Span) -> bool:
    """Whether all of a span stands in another."""
    same = outer.document == inner.document
    return same and outer.start <= inner.start and inner.end <= outer.end


def _answer(question: Question, answer: AnswerRow, judgement: Judgement) -> dict[str, float]:
    declined = not answer.is_answer
    found = {"declined": float(declined)}
    if answer.is_answer:
        found["words"] = float(len(answer.text.split()))
        quotes = [float(one.is_verbatim) for one in answer.citations]
        found["verbatim"] = sum(quotes) / len(quotes) if quotes else 0.0
    if not question.answerable:
        return found | {"right": float(declined)}
    share = 0.0 if declined else question.facts_found(answer.text)
    found |= {"right": float(share == 1), "key facts": share}
    if answer.is_answer:
        found["right of answered"] = float(share == 1)
        if any(judgement):
            found |= _citations(answer, judgement)
    return found


def _citations(answer: AnswerRow, judgement: Judgement) -> dict[str, float]:
    cited = [one.span for one in answer.citations]
    judged = [fact for fact in judgement if fact]
    touched = [any(spans.overlap([one], fact) for fact in judged) for one in cited]
    found = [any(spans.overlap(cited, [one]) for one in fact) for fact in judged]
    return {
        "citation precision": sum(touched) / len(touched) if touched else 0.0,
        "citation recall": sum(found) / len(found),
    }
