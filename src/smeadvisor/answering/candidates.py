"""What may be said in answer: the statements of the hits, ranked by how well they speak to a question."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from smeadvisor.domain.answers import Citation, Claim, DraftClaim, Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.text.sentences import Statement, is_note, stated_in_place, statement_texts
from smeadvisor.text.words import stems

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
# A question's content words, each with what else may be written for it and what that is worth, 0–1.
Terms = Callable[[str], Sequence[Mapping[str, float]]]

# How much each view of a statement counts. By its place: after the names of its heading and the
# sentence before it. Chosen on the development set, where a wide range does as well (EXPERIMENTS.md).
_ALONE = 0.5
_IN_PLACE = 1.0
_PASSAGE = 0.5
_WORDS = 0.15
_WORDS_AND_NAMES = 0.5
_RANK = 0.1
# Source lines and notes are read where nothing else speaks to the question.
_NOTE = -0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of a passage; `in_place` is how it is compared by meaning, `score` orders one list."""

    passage: Passage
    statement: Statement
    in_place: str
    score: float = 0.0

    @property
    def text(self) -> str:
        """Its words; of a table's row, with the names of the columns."""
        if self.passage.cells:
            return self.passage.stated
        return self.quote

    @property
    def quote(self) -> str:
        """Its words as they stand."""
        return self.passage.text[self.statement.start : self.statement.end]

    @property
    def alone(self) -> str:
        """How it is compared by meaning without its place; a row of figures by its name."""
        return statement_texts(self.passage)[0] if self.passage.cells else self.quote

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return len(self.text.split())

    @property
    def key(self) -> tuple[str, int, int]:
        """The same words in two overlapping passages are one candidate."""
        start = self.passage.start
        return self.passage.document_id, start + self.statement.start, start + self.statement.end

    def cite(self) -> Citation:
        """The citation of the whole statement."""
        return cite(self.passage, self.statement.start, self.statement.end)


class Ranking:
    """Ranks statements; `similarity` compares by meaning, `weight` says how telling a stem is."""

    def __init__(
        self, similarity: Similarity, terms: Terms, weight: Callable[[str], float]
    ) -> None:
        self._similarity = similarity
        self._terms = terms
        self._weight = weight
        # The gate and several answerers rank the same statements for the same question.
        self._remembered = lru_cache(maxsize=32)(self._ranked)

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first; ties in the order of passage and place."""
        return self._remembered(question, tuple(hits))

    def _ranked(self, question: str, hits: tuple[Hit, ...]) -> list[Candidate]:
        found: dict[tuple[str, int, int], tuple[Candidate, int]] = {}
        for rank, hit in enumerate(hits):
            for candidate in statements_of(hit.passage):
                found.setdefault(candidate.key, (candidate, rank))
        if not found:
            return []
        candidates = [candidate for candidate, _ in found.values()]
        alone = self._similarity(question, [one.alone for one in candidates])
        in_place = self._similarity(question, [one.in_place for one in candidates])
        around = self._similarity(question, [one.passage.searchable_text for one in candidates])
        terms = self._terms(question)
        scored = []
        for (one, rank), *likeness in zip(found.values(), alone, in_place, around, strict=True):
            own = stem_set(one.text)
            score = (
                _ALONE * likeness[0]
                + _IN_PLACE * likeness[1]
                + _PASSAGE * likeness[2]
                + _WORDS * self.covered(terms, own)
                + _WORDS_AND_NAMES * self.covered(terms, own | stem_set(one.passage.names))
                + _RANK / (1 + rank)
                + (_NOTE if is_note(one.quote) else 0.0)
            )
            scored.append(replace(one, score=score))
        spoken = _without_questions(scored)
        return sorted(spoken, key=lambda one: (-one.score, one.passage.id, one.statement.start))

    def covered(self, terms: Sequence[Mapping[str, float]], own: frozenset[str]) -> float:
        """The share of a question's words that are said, each by its weight, 0–1."""
        total = said = 0.0
        for term in terms:
            weight = self._weight(next(iter(term)))
            total += weight
            said += weight * max((worth for stem, worth in term.items() if stem in own), default=0)
        return said / total if total else 0.0


class Ranker(Protocol):
    """Ranks what may be said in answer."""

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits once, best first."""
        ...


def in_order(candidates: Sequence[Candidate], worth: Sequence[float]) -> list[Candidate]:
    """Best first by another measure. They change places, not scores: how near a statement must come to
    be said is another matter."""
    pairs = sorted(
        zip(candidates, worth, strict=True),
        key=lambda pair: (-pair[1], pair[0].passage.id, pair[0].statement.start),
    )
    return [
        replace(one, score=place.score) for (one, _), place in zip(pairs, candidates, strict=True)
    ]


def statements_of(passage: Passage) -> Iterator[Candidate]:
    """What may be stated of a passage, each with the passage it is cited from: of a table, its rows."""
    for piece in passage.pieces:
        for statement, in_place in stated_in_place(piece):
            yield Candidate(piece, statement, in_place)


def cited_statements(claims: Iterable[Claim | DraftClaim]) -> Sequence[Candidate]:
    """The statements that claims cite, each once."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for one in claims:
        for cited in one.citations:
            for statement in statements_of(cited.passage):
                _, start, end = statement.key
                if start < cited.end and cited.start < end:
                    found.setdefault(statement.key, statement)
    return tuple(found.values())


def _without_questions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The statements that tell; what a document asks itself, its next statement answers, and counts as much."""
    found: list[Candidate] = []
    asked: Candidate | None = None
    for one in candidates:
        if one.quote.endswith("?") and not one.passage.cells:
            asked = one
            continue
        if asked is not None and asked.passage.id == one.passage.id:
            one = replace(one, score=max(one.score, asked.score))
        asked = None
        found.append(one)
    return found


def cite(passage: Passage, start: int, end: int) -> Citation:
    """The citation of a stretch of a passage's text."""
    return Citation(passage, passage.text[start:end], passage.start + start, passage.start + end)


@lru_cache(maxsize=16_384)
def stem_set(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stems(text))
