"""What a report shows of one question: what was asked, found, said and cited, and what was right."""

from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.evaluation.dataset import Question
from smeadvisor.evaluation.judgements import Judgement
from smeadvisor.evaluation.rows import AnswerRow, CitationRow, HitRow
from smeadvisor.evaluation.scoring import Scored, holds

_FIRST = 5


@dataclass(frozen=True, slots=True)
class FactView:
    """A key fact: whether the answer says it, whether the first passages do; None where not asked."""

    accept: tuple[str, ...]
    gold: tuple[str, ...]
    is_said: bool | None
    is_found: bool | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A retrieved passage; `holds_gold` where all of a gold quote or cell stands in it."""

    place: str
    document: str
    text: str
    holds_gold: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with everything that happened to it; the verdict is a word to filter by.

    `is_good` is None where there is nothing to judge.
    """

    question: Question
    verdict: str
    is_good: bool | None
    answer: AnswerRow | None
    facts: tuple[FactView, ...]
    passages: tuple[PassageView, ...]
    citations: tuple[CitationRow, ...]


def view(scored: Scored, judgement: Judgement) -> QuestionView:
    """The view of a question; `judgement` are the spans of its gold."""
    question, row = scored.question, scored.row
    first = row.hits[:_FIRST]
    verdict, is_good = _verdict(scored)
    return QuestionView(
        question,
        verdict,
        is_good,
        row.answer,
        _facts(question, row.answer, first),
        tuple(_passage(hit, judgement) for hit in first),
        row.answer.citations if row.answer else (),
    )


def _verdict(scored: Scored) -> tuple[str, bool | None]:
    """A word for how it went and whether that is good, by the answer, or else by the passages."""
    answer, answerable = scored.row.answer, scored.question.answerable
    if answer is None:
        if not answerable:
            return "not judged", None
        found = scored.measures["facts@5"] == 1
        return ("found", True) if found else ("not found", False)
    is_right = scored.measures["right"] == 1
    if not answerable:
        return ("rightly declined", True) if is_right else ("wrongly answered", False)
    if not answer.is_answer:
        return "refused", False
    return ("right", True) if is_right else ("wrong", False)


def _facts(
    question: Question, answer: AnswerRow | None, first: Sequence[HitRow]
) -> tuple[FactView, ...]:
    passages = "\n".join(hit.text for hit in first)
    return tuple(
        FactView(
            fact.accept,
            tuple(map(str, fact.gold)),
            answer.is_answer and fact.is_in(answer.text) if answer else None,
            fact.is_in(passages) if first else None,
        )
        for fact in question.facts
    )


def _passage(hit: HitRow, judgement: Judgement) -> PassageView:
    gold = [span for fact in judgement for span in fact]
    is_gold = any(holds(hit.span, span) for span in gold)
    return PassageView(hit.place, hit.document, hit.text, is_gold)
