"""Answers in the documents' own words: the sentences, list items and table rows that fit best.

Knows sentences, items and rows; knows no document's wording.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Hit
from smeadvisor.domain.documents import BlockKind, Cell, Passage
from smeadvisor.text.sentences import Statement, is_note, statement_texts, statements
from smeadvisor.text.words import coverage, stems

Similarity = Callable[[str, Sequence[str]], Sequence[float]]

_SEVERAL = re.compile(
    r"\b(?:what|which|who|name|list|give)\b.*\b(?:are|were|do|does|list|\w{3,}s)\b", re.IGNORECASE
)
# How much each view of a statement counts; tried on the development set, see EXPERIMENTS.md.
_STATEMENT_MEANING = 1.0
_PASSAGE_MEANING = 0.5
_STATEMENT_WORDS = 0.25
_PLACE_WORDS = 0.25
_RANK = 0.1
# A further statement must come this near to the best one to be worth reading.
_NEAR = 0.85
# What follows the best sentence in its passage is most often its explanation.
_FOLLOWING = 2
_MOST_STATEMENTS = 4


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    statement: Statement
    score: float = 0.0

    @property
    def text(self) -> str:
        if self.passage.cells:
            return self.passage.stated
        return self.passage.text[self.statement.start : self.statement.end]

    @property
    def compared(self) -> str:
        """What is compared with the question by meaning."""
        return statement_texts(self.passage)[0] if self.passage.cells else self.text

    @property
    def key(self) -> tuple[str, int, int]:
        """The same words in two overlapping passages are one candidate."""
        start = self.passage.start
        return self.passage.document_id, start + self.statement.start, start + self.statement.end


class ExtractiveAnswerer:
    """`similarity` compares a question with texts by meaning, `weight` says how telling a stem is."""

    def __init__(self, similarity: Similarity, weight: Callable[[str], float], words: int) -> None:
        self._similarity = similarity
        self._weight = weight
        self._words = words

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The best statements in the order of the document; a whole list where the answer is one."""
        candidates = self._scored(evidence.question, evidence.hits)
        if not candidates:
            return
        best = candidates[0]
        items = self._list_around(evidence.question, best)
        if items:
            yield from (_claim(best.passage, statement) for statement in items)
            return
        for candidate in self._chosen(candidates):
            if candidate.passage.cells:
                yield _row_claim(evidence.question, candidate.passage)
            else:
                yield _claim(candidate.passage, candidate.statement)

    def _scored(self, question: str, hits: Sequence[Hit]) -> list[_Candidate]:
        """Every statement of the hits once, best first."""
        wanted = stems(question)
        found: dict[tuple[str, int, int], _Candidate] = {}
        for rank, hit in enumerate(hits):
            place = stems(hit.passage.names)
            for passage, statement in _statements_in(hit.passage):
                candidate = _Candidate(passage, statement)
                own = stems(candidate.text)
                score = (
                    _STATEMENT_WORDS * coverage(wanted, own, self._weight)
                    + _PLACE_WORDS * coverage(wanted, [*own, *place], self._weight)
                    + _RANK / (1 + rank)
                )
                found.setdefault(candidate.key, replace(candidate, score=score))
        if not found:
            return []
        candidates = list(found.values())
        likeness = self._similarity(question, [one.compared for one in candidates])
        around = self._similarity(question, [one.passage.searchable_text for one in candidates])
        return sorted(
            (
                replace(one, score=one.score + _STATEMENT_MEANING * near + _PASSAGE_MEANING * wide)
                for one, near, wide in zip(candidates, likeness, around, strict=True)
            ),
            key=_order,
        )

    def _list_around(self, question: str, best: _Candidate) -> list[Statement]:
        """The sentence that announces a list and all its items, where the best statement is part of it."""
        if best.passage.cells:
            return []
        found = statements(best.passage.text)
        position = found.index(best.statement)
        is_item = best.statement.is_item
        first = position if is_item else position + 1
        if not is_item and not best.text.endswith(":"):
            # The sentence before the one that announces: "X gives principles. They include:"
            first += 1
        while is_item and first > 0 and found[first - 1].is_item:
            first -= 1
        end = first
        while end < len(found) and found[end].is_item:
            end += 1
        announced = 0 < first < end and _text(best.passage, found[first - 1]).endswith(":")
        asked_for = not is_item or _SEVERAL.search(question) is not None
        if not (announced and asked_for and end - first >= 2):
            return []
        return list(found[min(position, first - 1) : end])

    def _chosen(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """The best statement, what follows it, and others nearly as good, within the words allowed."""
        best = candidates[0]
        near = [one for one in candidates[1:] if one.score >= _NEAR * best.score]
        chosen = [best]
        words = len(best.text.split())
        for candidate in [*_following(best), *near]:
            words += len(candidate.text.split())
            if words > self._words or len(chosen) == _MOST_STATEMENTS:
                break
            if candidate.key not in {one.key for one in chosen}:
                chosen.append(candidate)
        # The passage that answers best is read first; inside a passage the document's order holds.
        passages = list(dict.fromkeys(one.passage.id for one in chosen))
        return sorted(chosen, key=lambda one: (passages.index(one.passage.id), one.statement.start))


def _following(best: _Candidate) -> list[_Candidate]:
    """The sentences after the best one in its passage; an item or a row stands alone."""
    if best.passage.cells or best.statement.is_item:
        return []
    own = list(_statements_of(best.passage))
    position = own.index(best.statement) + 1
    running = takewhile(
        lambda one: not one.is_item and not is_note(_text(best.passage, one)), own[position:]
    )
    return [_Candidate(best.passage, one) for one in islice(running, _FOLLOWING)]


def _order(candidate: _Candidate) -> tuple[float, str, int]:
    return -candidate.score, candidate.passage.id, candidate.statement.start


def _statements_in(passage: Passage) -> Iterator[tuple[Passage, Statement]]:
    """What may be stated of a hit, each with the passage it is cited from: of a table, its rows."""
    for part in passage.pieces:
        yield from ((part, statement) for statement in _statements_of(part))


def _statements_of(passage: Passage) -> Sequence[Statement]:
    if passage.cells:
        return (Statement(0, len(passage.text)),)
    if passage.place.kind is BlockKind.TABLE:
        # Its rows are passages of their own, with the column names that give figures a meaning.
        return ()
    title = passage.place.labels[-1] if passage.place.labels else None
    return [
        statement
        for statement in statements(passage.text)
        if not (
            title and _text(passage, statement).startswith(f"{title} {passage.place.caption}"[:60])
        )
    ]


def _text(passage: Passage, statement: Statement) -> str:
    return passage.text[statement.start : statement.end]


def _cite(passage: Passage, start: int, end: int) -> Citation:
    return Citation(passage, passage.text[start:end], passage.start + start, passage.start + end)


def _claim(passage: Passage, statement: Statement) -> DraftClaim:
    return DraftClaim(
        _text(passage, statement),
        (_cite(passage, statement.start, statement.end),),
        statement.is_item,
    )


def _row_claim(question: str, passage: Passage) -> DraftClaim:
    """A table row as a statement: its name, and the cells asked for with their columns.

    It cites the row's name and those cells, so that no other figure of the row supports it.
    """
    label = passage.place.labels[-1] if passage.place.labels else passage.place.caption
    *around, name = passage.cells[0].row or ("",)
    cells = _cells_asked_for(question, passage.cells)
    where = ", ".join(part for part in (*reversed(around), label) if part)
    if len(passage.cells) == 1:
        values = cells[0].text
    else:
        values = "; ".join(f"{', '.join(cell.column)}: {cell.text}" for cell in cells)
    text = f"{name} ({where}): {values}" if where else f"{name}: {values}"
    return DraftClaim(text if text.endswith(".") else f"{text}.", _row_citations(passage, cells))


def _row_citations(passage: Passage, cells: Sequence[Cell]) -> tuple[Citation, ...]:
    if len(cells) == len(passage.cells):
        return (_cite(passage, 0, len(passage.text)),)
    name = passage.text[: passage.cells[0].start - passage.start].rstrip(" |")
    spans = [(cell.start - passage.start, cell.end - passage.start) for cell in cells]
    return tuple(_cite(passage, *span) for span in ((0, len(name)), *spans) if span[1] > span[0])


def _cells_asked_for(question: str, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells whose column the question names most exactly; all of them where it names none."""
    wanted = set(stems(question))
    named = [len(wanted & set(stems(" ".join(cell.column)))) for cell in cells]
    most = max(named)
    return tuple(cell for cell, count in zip(cells, named, strict=True) if count == most)
