"""Answers in sentences: the fewest that carry the answer, in the documents' words and order."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.candidates import Candidate, Ranker, cite, statements_of
from smeadvisor.answering.leaning import added_to, announced, counted, leans
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Hit
from smeadvisor.domain.documents import Cell, Passage
from smeadvisor.text.capitals import countries_governed_from
from smeadvisor.text.countries import countries
from smeadvisor.text.figures import figures
from smeadvisor.text.questions import asks_yes_no
from smeadvisor.text.sentences import is_note
from smeadvisor.text.words import stems

# A further statement must come this near to the best one to be worth reading.
_NEAR = 0.65
# After a row of a table, which says all that it has to say, what stands elsewhere must come so near.
_NEAR_A_ROW = 0.85
_FOLLOWS = 0.1
_PART = 0.8
_DECIDES = 0.5
_HEADING = 5
_NUMBERED = re.compile(r"(?:No\.? ?|#)?\d{1,3}[.)]?", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(?:yes|no)[.,;:!—–-]", re.IGNORECASE)


class ProseAnswerer:
    """At most `words` words."""

    def __init__(self, ranking: Ranker, words: int) -> None:
        self._ranking = ranking
        self.words = words

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The best statements, passage by passage, in the order of the document."""
        yield from self.draft_part(evidence.question, evidence, self.words)

    def draft_part(
        self, part: str, evidence: Evidence, words: int, said: Collection[tuple[int, int]] = ()
    ) -> Iterator[DraftClaim]:
        """The same for a part of the question, in `words` words, without what was `said` before."""
        chosen = self._chosen(part, evidence.question, evidence.hits, words, said)
        yield from _claims(part, chosen)

    def _chosen(
        self,
        part: str,
        question: str,
        hits: Sequence[Hit],
        budget: int,
        said: Collection[tuple[int, int]],
    ) -> list[Candidate]:
        """The best statement, then by turns the best of what is left, while it is good and there is room.

        What follows a chosen statement explains it more often than not, so it counts for more.
        """
        left = _spoken(
            question,
            [one for one in self._ranked(part, question, hits) if not _is_bare(one)],
        )
        first = max(left, key=lambda one: one.score, default=None)
        floor = _NEAR * first.score if first else 0.0
        chosen: dict[tuple[str, int, int], Candidate] = {}
        words = 0
        while left:
            after = {_following(one) for one in chosen.values()}
            best = max(left, key=lambda one: one.score + (_FOLLOWS if one.key in after else 0.0))
            left.remove(best)
            if best.score + (_FOLLOWS if best.key in after else 0.0) < floor:
                break
            if chosen and _is_after_row(question, first, best):
                continue
            new = [
                one for one in _readable(best) if one.key not in chosen and one.key[1:] not in said
            ]
            more = sum(one.words for one in new)
            # What answers best is said whatever its length.
            if chosen and words + more > budget:
                continue
            words += more
            chosen |= {one.key: one for one in new}
        # The passage that answers best is read first; inside a passage the document's order holds.
        order = list(dict.fromkeys(one.passage.id for one in chosen.values()))
        return sorted(
            chosen.values(), key=lambda one: (order.index(one.passage.id), one.statement.start)
        )

    def _ranked(self, part: str, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """By the part, and by the whole as well: a part may leave its subject to the rest."""
        ranked = self._ranking.ranked(part, hits)
        if asks_yes_no(part):
            ranked = [_deciding(one) for one in ranked]
        if part == question:
            return ranked
        whole = {one.key: one.score for one in self._ranking.ranked(question, hits)}
        return [
            replace(one, score=_PART * one.score + (1 - _PART) * whole[one.key]) for one in ranked
        ]


def _is_after_row(question: str, first: Candidate | None, further: Candidate) -> bool:
    """Whether a statement is not to stand after the row that answers.

    Of sentences those that are too far from the question; of rows, where it calls the one by its whole name,
    those that it does not call so.
    """
    if first is None or not first.passage.cells:
        return False
    if further.passage.cells:
        return _is_called(question, first.passage) and not _is_called(question, further.passage)
    return further.score < _NEAR_A_ROW * first.score


def _is_called(question: str, row: Passage) -> bool:
    """Whether a question has the whole name of a row; one word may be any word."""
    name = stems(row.cells[0].row[-1]) if row.cells[0].row else ()
    return len(name) > 1 and set(name) <= set(stems(question))


def _deciding(candidate: Candidate) -> Candidate:
    """A statement that says yes or no itself comes before what only speaks of the matter."""
    if not _YES_OR_NO.match(candidate.quote):
        return candidate
    return replace(candidate, score=candidate.score + _DECIDES)


def _spoken(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first, and of the others those that may follow it: nobody asked for source lines and notes,
    bare headings, or what is said of other countries than those that are asked about."""
    asked = countries(question) | countries_governed_from(question)

    def may_follow(one: Candidate) -> bool:
        own = countries(" ".join((one.text, *one.passage.place.row))) if asked else frozenset()
        is_of_others = bool(own) and asked.isdisjoint(own)
        return not (is_note(one.quote) or _is_heading(one) or is_of_others)

    return [one for place, one in enumerate(candidates) if not place or may_follow(one)]


def _is_heading(candidate: Candidate) -> bool:
    """Whether it is a few words that tell nothing, as over a panel of a figure."""
    is_told = candidate.passage.cells or candidate.statement.is_item
    return not is_told and candidate.quote[-1].isalnum() and candidate.words <= _HEADING


def _is_bare(candidate: Candidate) -> bool:
    """Whether it is a row of figures: those are answered cell by cell or not at all.

    A single figure tells something only beside a name.
    """
    cells = candidate.passage.cells
    is_row = len(cells) > 1 or (bool(cells) and _is_numbered(cells[0].row))
    return is_row and all(figures(cell.text) for cell in cells)


def _is_numbered(labels: Sequence[str]) -> bool:
    """Whether a row is not named, only numbered."""
    return bool(labels) and _NUMBERED.fullmatch(labels[-1]) is not None


def _following(candidate: Candidate) -> tuple[str, int, int] | None:
    """The statement after one in its passage."""
    own = [one.key for one in statements_of(candidate.passage)]
    position = own.index(candidate.key) + 1
    return own[position] if position < len(own) else None


def _readable(candidate: Candidate) -> list[Candidate]:
    """A statement after the one it leans on; an item after the sentence that announces its list."""
    if candidate.passage.cells:
        return [candidate]
    own = list(statements_of(candidate.passage))
    position = next(place for place, one in enumerate(own) if one.key == candidate.key)
    first = position
    if candidate.statement.is_item:
        while first > 0 and own[first].statement.is_item:
            first -= 1
        is_announced = own[first].quote.endswith(":")
        return [own[first], candidate] if is_announced else [candidate]
    sentences = [one.quote for one in own]
    following = announced(sentences, position)
    if following:
        return own[position : position + following + 1]
    points = counted(sentences)
    if points and points[0] - 1 <= position < points[1]:
        # Points that are counted belong together, after the sentence that leads to them.
        return own[max(0, points[0] - 1) : points[1]]
    if position > 0 and leans(candidate.quote) and not own[position - 1].statement.is_item:
        return [own[position - 1], candidate]
    return [candidate]


def _claims(question: str, chosen: Sequence[Candidate]) -> Iterator[DraftClaim]:
    before: Candidate | None = None
    for candidate in chosen:
        if candidate.passage.cells:
            yield row_claim(question, candidate.passage)
        else:
            yield _claim(candidate, before)
        before = candidate


def _claim(candidate: Candidate, before: Candidate | None) -> DraftClaim:
    """The statement; without "In addition" where it is not read after what it adds to."""
    text, start = candidate.quote, candidate.statement.start
    is_next = before is not None and before.passage.id == candidate.passage.id
    opening = 0 if is_next else added_to(text)
    citation = cite(candidate.passage, start + opening, candidate.statement.end)
    said = text[opening:]
    said = said[0].upper() + said[1:] if opening else said
    return DraftClaim(said, (citation,), candidate.statement.is_item)


def row_claim(question: str, passage: Passage) -> DraftClaim:
    """A table row as a statement: its name, and the cells asked for with their columns.

    It cites the row's name and those cells, so that no other figure of the row supports it. A mere number
    is no name: such a row says what its cells say.
    """
    label = passage.place.labels[-1] if passage.place.labels else passage.place.caption
    *around, name = passage.cells[0].row or ("",)
    cells = _cells_asked_for(question, passage.cells)
    where = ", ".join(part for part in (*reversed(around), label) if part)
    if len(passage.cells) == 1:
        values = cells[0].text
    else:
        values = "; ".join(f"{', '.join(cell.column)}: {cell.text}" for cell in cells)
    if _is_numbered(passage.cells[0].row):
        text = f"{values.rstrip('.')} ({where})" if where else values
    else:
        text = f"{name} ({where}): {values}" if where else f"{name}: {values}"
    return DraftClaim(text if text.endswith(".") else f"{text}.", _row_citations(passage, cells))


def _row_citations(passage: Passage, cells: Sequence[Cell]) -> tuple[Citation, ...]:
    if len(cells) == len(passage.cells):
        return (cite(passage, 0, len(passage.text)),)
    name = passage.text[: passage.cells[0].start - passage.start].rstrip(" |")
    spans = [(cell.start - passage.start, cell.end - passage.start) for cell in cells]
    return tuple(cite(passage, *span) for span in ((0, len(name)), *spans) if span[1] > span[0])


def _cells_asked_for(question: str, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells whose column the question names most exactly; all of them where it names none."""
    wanted = set(stems(question))
    named = [len(wanted & set(stems(" ".join(cell.column)))) for cell in cells]
    most = max(named)
    return tuple(cell for cell, count in zip(cells, named, strict=True) if count == most)
