"""The verifier: a claim stands only if the words it cites support it.

A sentence that is its own quote stands. A composed statement about a table stands when every figure in
it is in the quote, by value, and its words are in the quote or in the names of the quote's place. One
that says what it computed stands when the figures it cites give what it says. A free sentence stands
when one to three statements of what it cites support it (`support`); it then cites just those. Where
they do not, but other evidence does, it cites that instead.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from smeadvisor.answering import computed_claims, support
from smeadvisor.answering.candidates import Candidate, Similarity, statements_of
from smeadvisor.answering.claim_reading import polarity, read
from smeadvisor.answering.support import Premise
from smeadvisor.domain.answers import Citation, Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage
from smeadvisor.text.figures import figures
from smeadvisor.text.sentences import statements
from smeadvisor.text.words import coverage, stem, stems

# A composed statement may add a joining word, not a fact.
_COVERED = 0.95
# So many statements may support one claim together; each must add so much of it.
_MOST_STATEMENTS = 3
# Statements so near to one another are read as one text.
_NEIGHBOURS = 4
# "The agency has five principles. They are these:"
_LEADING = 2
_ADDS = 0.9
# So many first statements are tried.
_TRIED = 3
_NEAR_BEST = 0.85
_NEAR_BEST_ROW = 0.95
# A claim takes in several rows of a table where it joins or compares.
_JOINED = re.compile(r";|\b(?:and|while|whereas|but|than|compared|against|both|respectively)\b")
# Where fewer of its words are the quote's, a sentence is read together with the quote once more; and what
# it did not cite itself supports it only where more are: among all passages one always comes near.
_REWORDED = 0.75
# A true paraphrase and its quote score more than this in 95 of 100 (EXPERIMENTS.md).
_RELEVANT = 3.5
# A model that compares sentences must be this sure.
_ENTAILED = 0.5


class Entailment(Protocol):
    """Tells whether one text follows from another."""

    def entails(self, premise: str, hypothesis: str) -> float:
        """How sure it is that the hypothesis follows from the premise, 0–1."""
        ...


class Verifier:
    """Checks drafts one by one.

    `relevance` scores texts for a claim, higher is better, on a scale of its own, and free sentences must
    reach a score; `entailment` has the last word.
    """

    def __init__(
        self,
        entailment: Entailment | None = None,
        relevance: Similarity | None = None,
    ) -> None:
        self._entailment = entailment
        self._relevance = relevance

    def check(self, draft: DraftClaim, evidence: Sequence[Passage] = ()) -> Claim | DroppedClaim:
        """The draft as a claim with what supports it, among the evidence too, or why it does not stand."""
        if draft.citations and (_is_verbatim(draft) or not _why_not_composed(draft)):
            return Claim(draft.text, draft.citations, draft.is_item)
        if draft.is_computed:
            return DroppedClaim(draft.text, _why_not_composed(draft) or "it cites nothing")
        cited = [one for citation in draft.citations for one in _cited(citation)]
        reason = "it cites nothing"
        if cited:
            chosen, reason = self._supporting(draft.text, cited)
            if chosen:
                return Claim(draft.text, _citations(chosen), draft.is_item)
        known = {one.key for one in cited}
        others = [one for passage in evidence for one in _stated(passage) if one.key not in known]
        if others:
            chosen, other_reason = self._supporting(draft.text, [*cited, *others])
            if chosen and support.in_own_words(draft.text, _premise(tuple(chosen))) >= _REWORDED:
                return Claim(draft.text, _citations(chosen), draft.is_item)
            reason = reason if cited else other_reason or "no passage says it in these words"
        return DroppedClaim(draft.text, reason)

    def _supporting(
        self, text: str, statements: Sequence[Candidate]
    ) -> tuple[Sequence[Candidate], str]:
        """The fewest statements that support a text, else why the best of them do not."""
        same = [one for one in statements if text in (one.quote, one.text)]
        if same:
            return same[:1], ""
        reasons = []
        for chosen in self._choices(text, statements):
            reason = self._why_not(text, chosen) or self._why_not_together(text, chosen)
            if not reason:
                return chosen, ""
            reasons.append(reason)
        # That a name or figure is another tells a reader more than that words are missing.
        telling = [one for one in reasons if not one.startswith(("only ", "nothing "))]
        return (), (telling or reasons)[0] if reasons else "what it cites states nothing"

    def _why_not(self, text: str, chosen: Sequence[Candidate]) -> str:
        premise = _premise(tuple(chosen))
        reason = support.fault(text, premise)
        if reason:
            return reason
        is_reworded = support.in_own_words(text, premise) < _REWORDED
        if self._relevance is not None and is_reworded:
            [score] = self._relevance(text, [f"{premise.names}\n{' '.join(premise.statements)}"])
            if score < _RELEVANT:
                return "what it cites is about something else"
        if self._entailment is None:
            return ""
        sure = self._entailment.entails(premise.everything, text)
        return "" if sure >= _ENTAILED else "it does not follow from what it cites"

    def _why_not_together(self, text: str, chosen: Sequence[Candidate]) -> str:
        """Statements that do not follow one another support a text only clause by clause.

        Taken together, words from here and there would say what none of them says.
        """
        if len(chosen) == 1 or _are_neighbours(chosen):
            return ""
        for clause in _clauses(text):
            if all(self._why_not(clause, [one]) for one in chosen):
                return f"no single statement that it cites says “{clause}”"
        return ""

    def _choices(self, text: str, statements: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
        """Single statements first, those that say most of the text; then two, then three together."""
        said = [(support.items_said(text, _premise((one,))), one) for one in statements]
        ranked = sorted(said, key=lambda one: -sum(one[0].values()))
        # Where the one that says most of it contradicts it, one that says less does not save it.
        near = _NEAR_BEST_ROW if ranked[0][1].passage.cells else _NEAR_BEST
        rows = 1 + len(_JOINED.findall(text))
        enough = near * sum(ranked[0][0].values())
        tried = [one for one in ranked[:_TRIED] if sum(one[0].values()) >= enough]
        for _, one in tried:
            yield [one]
            leading = _leading(one)
            if leading:
                yield [*leading, one]
        for items, first in tried:
            chosen, have = [first], dict(items)
            while len(chosen) < _MOST_STATEMENTS:
                added = max(ranked, key=lambda one: _gain(one[0], have))
                is_row = bool(added[1].passage.cells)
                if _gain(added[0], have) < _ADDS or (is_row and len(chosen) >= rows):
                    break
                chosen.append(added[1])
                have |= {key: max(worth, have.get(key, 0)) for key, worth in added[0].items()}
                yield sorted(chosen, key=lambda one: one.key)


def _are_neighbours(chosen: Sequence[Candidate]) -> bool:
    """Whether they are rows of one table, or follow one another in one passage."""
    if all(one.passage.cells for one in chosen):
        return len({one.passage.parent for one in chosen}) == 1
    if len({one.passage.id for one in chosen}) > 1:
        return False
    if chosen[-1].statement.is_item and list(chosen[:-1]) == _leading(chosen[-1]):
        return True
    own = [one.key for one in _stated(chosen[0].passage)]
    places = sorted(own.index(one.key) for one in chosen)
    return places[-1] - places[0] < _NEIGHBOURS


def _leading(one: Candidate) -> list[Candidate]:
    """The sentences that lead to the list of an item; none where it is no item."""
    if not one.statement.is_item or one.passage.cells:
        return []
    own = list(_stated(one.passage))
    first = next(place for place, other in enumerate(own) if other.key == one.key)
    while first > 0 and own[first - 1].statement.is_item:
        first -= 1
    return own[max(0, first - _LEADING) : first]


def _clauses(text: str) -> list[str]:
    """The clauses of a text that say something, as they are written."""
    reading = read(text)
    found = []
    for clause in sorted({word.clause for word in reading.words}):
        words = [word for word in reading.words if word.clause == clause]
        if any(word.is_content for word in words):
            found.append(text[words[0].start : words[-1].end])
    return found


def _gain(items: dict[int, float], have: dict[int, float]) -> float:
    return sum(max(0.0, worth - have.get(key, 0.0)) for key, worth in items.items())


@lru_cache(maxsize=8_192)
def _premise(chosen: tuple[Candidate, ...]) -> Premise:
    names = dict.fromkeys(name for one in chosen for name in _place_names(one.passage))
    around = dict.fromkeys(one.in_place for one in chosen)
    cells = tuple(
        (" ".join((*cell.row, *cell.column)), cell.text)
        for one in chosen
        for cell in one.passage.cells
    )
    said = tuple(_said(one) for one in chosen)
    is_table = all(one.passage.cells for one in chosen)
    return Premise(said, "\n".join(names), "\n".join(around), cells, is_table)


def _said(one: Candidate) -> str:
    """A statement's words; of a table's row, each cell with the labels of row and column."""
    if not one.passage.cells:
        return one.text
    return "\n".join(
        f"{', '.join(label for label in (*cell.row, *cell.column) if label)}: {cell.text}"
        for cell in one.passage.cells
    )


def _place_names(passage: Passage) -> Iterator[str]:
    place = passage.place
    yield from filter(None, (*place.headings, *place.labels, place.caption, *place.row))


def _stated(passage: Passage) -> Iterator[Candidate]:
    """What a passage states, the notes under a whole table included."""
    yield from statements_of(passage)
    if passage.parts:
        begin = passage.parts[-1].end - passage.start
        for one in statements(passage.text):
            if one.start >= begin:
                text = passage.text[one.start : one.end]
                yield Candidate(passage, one, f"{passage.names}\n{text}")


def _cited(citation: Citation) -> list[Candidate]:
    """The statements of a passage that a citation takes in, at least in part."""
    passage = citation.passage
    return [
        one
        for one in _stated(passage)
        if one.passage.start + one.statement.start < citation.end
        and citation.start < one.passage.start + one.statement.end
    ]


def _citations(chosen: Sequence[Candidate]) -> tuple[Citation, ...]:
    return tuple(one.cite() for one in chosen)


def _is_verbatim(draft: DraftClaim) -> bool:
    return draft.text == " ".join(citation.quote for citation in draft.citations)


def _why_not_composed(draft: DraftClaim) -> str:
    """Why a statement composed from cells or whole fields does not stand by its words alone."""
    if not draft.is_computed and not _is_of_cells(draft):
        return "it is not composed from cells"
    quotes = " ".join(citation.quote for citation in draft.citations)
    names = " ".join(_names(citation) for citation in draft.citations)
    unknown = figures(draft.text) - figures(quotes) - figures(names)
    if draft.is_computed:
        allowed = computed_claims.computed_figures(draft.citations)
        unknown = frozenset(one for one in unknown if one.value not in allowed)
    if unknown:
        missing = ", ".join(sorted(str(figure.value) for figure in unknown))
        return f"the figure {missing} is not in what it cites"
    said = [
        word
        for word in stems(draft.text)
        if not (draft.is_computed and (word in computed_claims.WORDS or _is_number(word)))
    ]
    covered = coverage(said, stems(f"{quotes} {names}")) if said else 1.0
    if covered < _COVERED:
        return f"only {covered:.0%} of its words are in what it cites"
    if draft.is_computed:
        return computed_claims.unsupported(draft.text, draft.citations)
    return _turned_round(draft.text, quotes, names) or _mixed_up(draft)


def _is_of_cells(draft: DraftClaim) -> bool:
    """Whether it cites parts of table rows, not whole rows of several cells, and nothing else."""
    return all(
        one.passage.cells
        and (len(one.passage.cells) == 1 or one.end - one.start < len(one.passage.text))
        for one in draft.citations
    )


def _turned_round(text: str, quotes: str, names: str) -> str:
    """Where a composed statement has a negation, a direction or a name that nothing it cites has."""
    own, stated = read(text), read(f"{quotes}\n{names}")
    known = {word.stem for word in stated.words}
    for at, word in enumerate(own.words):
        lower = word.text.lower()
        is_telling = at in own.negators or stem(lower) in polarity().poles or word.text[0].isupper()
        if is_telling and word.stem not in known:
            return f"“{word.text}” is not in what it cites"
    if len(own.negators) < len(read(quotes).negators):
        return "it leaves out a “not” of what it cites"
    return ""


def _names(citation: Citation) -> str:
    """What a quote's place is called: of a cell its own row and column, of a row all its columns."""
    place = citation.place
    names = [*place.headings, *place.labels, place.caption, *place.row]
    if _is_cell(citation):
        return " ".join([*names, *place.column])
    if citation.end - citation.start < len(citation.passage.text) and citation.passage.cells:
        # The row's name says nothing of its columns.
        return " ".join([*names, *_row_labels(citation.passage)])
    columns = [label for cell in citation.passage.cells for label in cell.column]
    return " ".join([*names, *columns])


def _row_labels(passage: Passage) -> tuple[str, ...]:
    return passage.cells[0].row if passage.cells else ()


def _mixed_up(draft: DraftClaim) -> str:
    """Where a statement about cells gives one the figure or the name of another; nothing where it does not."""
    cells = [citation for citation in draft.citations if _is_cell(citation)]
    if not cells or not all(figures(cell.quote) for cell in cells):
        return ""
    rows = {cell.passage.id for cell in cells}
    if any(
        citation.passage.cells and citation.passage.id not in rows for citation in draft.citations
    ):
        return "it names one row and cites the figures of another"
    parts = draft.text.split("; ") if len(cells) > 1 else [draft.text]
    for part in parts:
        if figures(part) and not any(_is_about(part, cell) for cell in cells):
            return f"“{part}” is not what one cell says"
    return ""


def _is_about(part: str, cell: Citation) -> bool:
    place = cell.place
    names = [cell.quote, *place.headings, *place.labels, place.caption, *place.row, *place.column]
    known = " ".join([*names, *_row_labels(cell.passage)])
    return figures(part) <= figures(known) and coverage(stems(part), stems(known)) >= _COVERED


def _is_cell(citation: Citation) -> bool:
    return any(
        (cell.start, cell.end) == (citation.start, citation.end) for cell in citation.passage.cells
    )


def _is_number(word: str) -> bool:
    return word[0].isdigit()
