"""Feedback as questions of an evaluation: what helped becomes what must be said again.

An answer that was rated up is a question with the quotes of its claims as gold; one that should have
been refused is unanswerable, and so is a refusal that was rated up. What the documents do not bear
out word for word, and what says nothing about the right answer, is left out and counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smeadvisor.domain.answers import Outcome
from smeadvisor.domain.documents import Block, Cell, Document
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.dataset import Fact, Gold, Question, squeeze
from smeadvisor.evaluation.judgements import judge
from smeadvisor.serving.feedback import Feedback, Rating, Reason

_KIND = "feedback"
# It was looked at while answers were made better, so it cannot be a test of them.
_SPLIT = "development"
_DECLINED = frozenset(
    one.label
    for one in (
        Outcome.NO_EVIDENCE,
        Outcome.NO_ANSWER,
        Outcome.UNSUPPORTED,
        Outcome.OUT_OF_SCOPE,
    )
)
_ANSWERED = frozenset(one.label for one in Outcome if one.is_answer)
# What divides the cells in the text of a row, and the lines of a list.
_PIECES = re.compile(r" \| |\n")
_UNRATED = "the rating does not say what the right answer is"
_UNPROVED = "no quote stands in the documents as gold must"
_REPEATED = "the question is there already"
_CONTRADICTED = "readers contradict one another"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The questions, and how many entries are none, by the reason why."""

    questions: tuple[Question, ...]
    left_out: Mapping[str, int]

    def lines(self) -> str:
        """The questions as the lines of a questions.jsonl."""
        return "".join(json.dumps(_plain(one), ensure_ascii=False) + "\n" for one in self.questions)


def questions_from(entries: Sequence[Feedback], documents: Sequence[Document]) -> Drawn:
    """The questions that entries give, each proved against the documents."""
    left_out: Counter[str] = Counter()
    by_wording: dict[str, list[Question]] = {}
    for entry in entries:
        made = _question(entry, documents)
        if isinstance(made, str):
            left_out[made] += 1
        else:
            by_wording.setdefault(squeeze(made.question), []).append(made)
    kept = []
    for same in by_wording.values():
        if len({one.answerable for one in same}) > 1:
            left_out[_CONTRADICTED] += len(same)
        else:
            kept.append(same[-1])
            left_out[_REPEATED] += len(same) - 1
    return Drawn(tuple(kept), {reason: count for reason, count in left_out.items() if count})


def _question(entry: Feedback, documents: Sequence[Document]) -> Question | str:
    """The question of an entry, or why there is none."""
    outcome = entry.answer.get("outcome")
    # Alone it must mean what it meant in its conversation.
    asked = str(entry.answer.get("standalone_question") or entry.question)
    name = f"feedback-{entry.number}"
    if entry.reason is Reason.SHOULD_HAVE_REFUSED and entry.rating is Rating.DOWN:
        reason = " ".join(entry.comment.split()) or "a reader says that it should have been refused"
        return Question(name, asked, _KIND, False, split=_SPLIT, reason=reason)
    if entry.rating is Rating.DOWN:
        return _UNRATED
    if outcome in _DECLINED:
        reason = " ".join(str(entry.answer.get("text", "")).split())
        return Question(name, asked, _KIND, False, split=_SPLIT, reason=reason)
    if outcome not in _ANSWERED:
        return _UNRATED
    facts = tuple(_facts(entry.answer, documents))
    question = Question(name, asked, _KIND, True, facts, split=_SPLIT, line=name)
    return question if facts else _UNPROVED


def _facts(answer: Mapping[str, Any], documents: Sequence[Document]) -> Iterator[Fact]:
    """One fact for each quote: a claim that rests on several needs all of them."""
    by_id = {document.id: document for document in documents}
    cited = {one["number"]: one for one in answer.get("citations", [])}
    for claim in answer.get("claims", []):
        for number in claim["citations"]:
            citation = cited.pop(number, None)
            gold = _gold(citation, by_id) if citation else None
            if citation and gold:
                fact = Fact(tuple(_wordings(claim, citation["quote"])), (gold,))
                if fact.is_in(claim["text"]) and _is_proved(fact, documents):
                    yield fact


def _wordings(claim: Mapping[str, Any], quote: str) -> list[str]:
    """How an answer may say a quote: whole, by its longest cell or line that the claim has, or as the claim."""
    said = [piece for piece in _PIECES.split(quote) if piece.strip()]
    said = [piece for piece in said if Fact((piece,)).is_in(claim["text"])]
    alone = [claim["text"]] if len(claim["citations"]) == 1 else []
    return list(dict.fromkeys([quote, *sorted(said, key=len)[-1:], *alone]))


def _is_proved(fact: Fact, documents: Sequence[Document]) -> bool:
    try:
        judge([Question("fact", "", _KIND, True, (fact,))], documents)
    except DatasetError:
        return False
    return True


def _gold(citation: Mapping[str, Any], documents: Mapping[str, Document]) -> Gold | None:
    """The quote, or the cell by its labels where the same words stand in several."""
    document = documents.get(citation["document_id"])
    if document is None:
        return None
    quote, start, end = citation["quote"], citation["start"], citation["end"]
    if document.text.count(quote) == 1:
        return Gold(document.id, quote)
    for label, cell in _cells(document.blocks):
        if (cell.start, cell.end) == (start, end) and document.text[start:end] == quote:
            return Gold(document.id, "", label, cell.row, cell.column, cell.text)
    return None


def _cells(blocks: Sequence[Block]) -> Iterator[tuple[str, Cell]]:
    """Every cell of the tables that have a label, with the innermost one."""
    for block in blocks:
        if block.table and block.place.labels:
            for row in block.table.rows:
                yield from ((block.place.labels[-1], cell) for cell in row)
        yield from _cells(block.parts)


def _plain(question: Question) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "split": question.split,
        "answerable": question.answerable,
    }
    if question.answerable:
        plain["facts"] = [
            {"accept": list(fact.accept), "gold": [_plain_gold(one) for one in fact.gold]}
            for fact in question.facts
        ]
    else:
        plain["reason"] = question.reason
    return plain


def _plain_gold(gold: Gold) -> dict[str, Any]:
    if gold.quote:
        return {"document": gold.document, "quote": gold.quote}
    return {
        "document": gold.document,
        "table": gold.table,
        "row": list(gold.row),
        "column": list(gold.column),
        "cell": gold.cell,
    }
