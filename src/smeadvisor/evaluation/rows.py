"""Generates rows: what was retrieved and answered for every question, and how long it took.

A row holds all that scoring needs, so that it can be scored again without asking again.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Citation, Claim, Hit
from smeadvisor.errors import RunError
from smeadvisor.evaluation.dataset import Question
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.retrieval import Retriever

DEPTH = 10


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit as plain data; `start` and `end` are offsets in the document's text."""

    passage: str
    document: str
    start: int
    end: int
    place: str
    text: str
    score: float

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return Span(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citation as plain data; `is_verbatim` where the document has exactly the quote there."""

    document: str
    start: int
    end: int
    place: str
    quote: str
    is_verbatim: bool

    @property
    def span(self) -> Span:
        """Where the quote stands."""
        return Span(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as plain data. `first_seconds` is the time to the first claim, or to the whole answer."""

    outcome: str
    is_answer: bool
    text: str
    standalone: str
    confidence: float
    claims: int
    citations: tuple[CitationRow, ...]
    first_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """What happened to one question. A turn of a conversation that leans on others has no hits.

    `retrieval_seconds` is what retrieving took on the way to the answer; None where the question was
    turned away before.
    """

    id: str
    hits: tuple[HitRow, ...] = ()
    retrieval_seconds: float | None = None
    answer: AnswerRow | None = None


class TimedRetriever:
    """A retriever that notes how long another one took, last time."""

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner
        self.seconds: float | None = None

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """What the other one finds."""
        start = time.perf_counter()
        hits = self._inner.retrieve(query, limit)
        self.seconds = time.perf_counter() - start
        return hits


def generate(
    advisor: Advisor, questions: Sequence[Question], documents: Mapping[str, str]
) -> Iterator[Row]:
    """Ask every question; conversations turn by turn, each with the answers before it.

    `documents` are the texts by document id, to see that a quote is really there. The first question
    is asked once before anything is measured. What a question finds by itself is looked up after it
    was asked, not before: models remember the questions they have seen, and the answer would seem
    faster than it is.
    """
    timed = TimedRetriever(advisor.retriever)
    advisor = replace(advisor, retriever=timed)
    advisor.ask(questions[0].question)
    earlier: list[Answer] = []
    for question in questions:
        if question.turn <= 1:
            earlier = []
        timed.seconds = None
        answer, row = _asked(advisor, question.question, earlier, documents)
        seconds = timed.seconds
        if question.conversation:
            earlier.append(answer)
        hits = timed.retrieve(question.question, DEPTH) if question.turn <= 1 else ()
        yield Row(question.id, tuple(map(_hit, hits)), seconds, row)


def retrieved(retriever: Retriever, questions: Sequence[Question]) -> Iterator[Row]:
    """Rows without answers; turns that lean on others are left out. The first question warms up."""
    timed = TimedRetriever(retriever)
    timed.retrieve(questions[0].question, DEPTH)
    for question in questions:
        if question.turn <= 1:
            hits = timed.retrieve(question.question, DEPTH)
            yield Row(question.id, tuple(map(_hit, hits)), timed.seconds)


def write(rows: Iterable[Row], path: Path) -> None:
    """Write rows, one JSON object a line."""
    lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def read(path: Path) -> list[Row]:
    """The rows of a file.

    Raises:
        RunError: the file is missing, or was not written by this version.
    """
    adapter = TypeAdapter(Row)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [adapter.validate_json(line) for line in lines]
    except (OSError, ValueError) as error:
        raise RunError(
            f"The rows '{path}' cannot be read ({type(error).__name__}). Run the evaluation again."
        ) from error


def _hit(hit: Hit) -> HitRow:
    passage = hit.passage
    return HitRow(
        passage.id,
        passage.document_id,
        passage.start,
        passage.end,
        str(passage.place),
        passage.text,
        hit.score,
    )


def _asked(
    advisor: Advisor, question: str, earlier: Sequence[Answer], documents: Mapping[str, str]
) -> tuple[Answer, AnswerRow]:
    start = time.perf_counter()
    first = None
    step: object = None
    for step in advisor.steps(question, earlier):
        if first is None and isinstance(step, Claim):
            first = time.perf_counter() - start
    seconds = time.perf_counter() - start
    assert isinstance(step, Answer), "steps end with an Answer"
    citations = tuple(_citation(one, documents) for one in step.citations)
    return step, AnswerRow(
        step.outcome.label,
        step.outcome.is_answer,
        step.text,
        step.standalone_question,
        step.confidence,
        len(step.claims),
        citations,
        seconds if first is None else first,
        seconds,
    )


def _citation(citation: Citation, documents: Mapping[str, str]) -> CitationRow:
    document, start, end = citation.passage.document_id, citation.start, citation.end
    there = documents.get(document, "")[start:end]
    return CitationRow(
        document, start, end, str(citation.place), citation.quote, there == citation.quote
    )
