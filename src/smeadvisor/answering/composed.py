"""The whole answer: what can be answered exactly, part by part, and sentences for the rest."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Candidate, statements_of
from smeadvisor.answering.declining import LastLook
from smeadvisor.answering.lists import ToldLists
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.question_parts import Part, asked_parts
from smeadvisor.answering.table_intent import asks_for_figures
from smeadvisor.domain.answers import Considered, DraftClaim, Evidence
from smeadvisor.text.figures import figures

_MOST_PARTS = 3
# A row of another table is meant where what a list names comes no nearer to it.
_AS_GOOD = 0.85
# Fewer words are not worth going on for.
_FEWEST_WORDS = 25
# In words: what is said further of what was answered exactly.
_FURTHER = 50


class ComposedAnswerer:
    """`exact` answers where it is sure (cells, programmes, lists), `prose` whatever is left.

    `told` finds what counts up the several things that are asked for, in sentences. Before sentences are
    said, `last_look` may decline.
    """

    def __init__(
        self, exact: Answerer, prose: ProseAnswerer, told: ToldLists, last_look: LastLook
    ) -> None:
        self._exact = exact
        self._prose = prose
        self._told = told
        self._last_look = last_look

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """The question as a whole where that is exact; else each part, in the order they are asked."""
        whole = list(self._exact.draft(evidence))
        asked = asked_parts(evidence.question, _MOST_PARTS)
        instead = self._instead(evidence, whole) if not asked else ()
        if instead:
            yield from instead
            return
        if whole:
            yield from whole
            if any(_is_leaning(part) for part in asked):
                yield from self._further(evidence.question, evidence, whole)
            return
        if not asked:
            declined = self._last_look.declined(evidence)
            if declined:
                yield declined
                return
            yield from self._sentences(evidence.question, evidence, self._prose.words, set())
            return
        said: set[tuple[int, int]] = set()
        words = self._prose.words
        for place, part in enumerate(asked):
            own = evidence if part.is_alone else _after(said, evidence)
            alone = replace(evidence, question=part.text)
            drafted = list(self._exact.draft(alone)) if part.is_alone else []
            if not drafted:
                # What one part leaves unsaid, the next may use.
                share = words // (len(asked) - place)
                drafted = self._sentences(part.read, own, share, said)
            elif _is_leaning(part):
                drafted += self._further(part.read, evidence, drafted)
            drafted = [one for one in drafted if not _is_said(one, said)]
            said |= _places(drafted)
            words = max(0, words - sum(_words(one) for one in drafted))
            yield from drafted

    def _instead(self, evidence: Evidence, exact: Sequence[Draft]) -> Sequence[Draft]:
        """What answers better than what is exact, where that only names things; nothing where that is best.

        "What kinds of help do the three towns need?" is answered neither by the towns nor by their trades,
        and "which scheme in Peru teaches baking?" by no list of trades. Why buyers matter is said by no cell
        on buyers, where a sentence surely says it.
        """
        claims = [one for one in exact if isinstance(one, DraftClaim)]
        if claims and all(map(_is_of_figures, claims)) and not asks_for_figures(evidence.question):
            if self._last_look.is_sure(evidence):
                return list(self._prose.draft(evidence))
            return ()
        if not claims or not all(one.is_item for one in claims):
            return ()
        told = self._told.told(evidence.question, evidence.hits)
        if told.is_called and told.is_first:
            return told.claims
        ranked = self._told.ranked(evidence.question, evidence.hits)
        best, said = ranked[0], _places(claims)
        nearest = max((one.score for one in ranked if _holds(one, said)), default=0.0)
        if not best.passage.cells or nearest >= _AS_GOOD * best.score:
            return ()
        own = tuple(one for one in evidence.considered if _is_from(best, one))
        row = replace(evidence, considered=own)
        return list(self._prose.draft_part(evidence.question, row, 0)) if own else ()

    def _further(self, part: str, evidence: Evidence, drafted: Iterable[Draft]) -> list[Draft]:
        """What is asked further of what was answered exactly: said where that was found, or not at all."""
        said = _places(drafted)
        if not said:
            return []
        kept = tuple(one for one in evidence.considered if _is_spoken_from(one, said))
        own = replace(evidence, considered=kept)
        if not own.hits or any(one.hit.passage.cells for one in kept):
            return []
        # What stands before it is about something else.
        first = min(start for start, _ in said)
        earlier = {one.key[1:] for hit in own.hits for one in statements_of(hit.passage)}
        before = {(start, end) for start, end in earlier if end <= first}
        return list(self._prose.draft_part(part, own, _FURTHER, said | before))

    def _sentences(
        self, part: str, evidence: Evidence, words: int, said: Collection[tuple[int, int]]
    ) -> list[Draft]:
        """What counts up the things asked for, if anything does, and the best sentences in the words left."""
        told = self._told.told(part, evidence.hits)
        opening = [one for one in told.claims if not _is_said(one, said)]
        left = words - sum(_words(one) for one in opening)
        if opening and told.has_best and left < _FEWEST_WORDS:
            return list(opening)
        before = {*said, *_places(opening)}
        # The best sentence is said whatever its length.
        drafted = self._prose.draft_part(part, evidence, max(left, 0), before)
        new = [one for one in drafted if not _is_said(one, before)]
        further = [one for one in self._told.completed(part, new) if not _is_said(one, before)]
        return [*opening, *further] if told.is_first else [*further, *opening]


def _holds(one: Candidate, said: Collection[tuple[int, int]]) -> bool:
    return any(one.key[1] < end and start < one.key[2] for start, end in said)


def _is_of_figures(one: DraftClaim) -> bool:
    return all(cited.passage.cells and figures(cited.quote) for cited in one.citations)


def _is_from(best: Candidate, one: Considered) -> bool:
    """Whether a passage that was found is the row that answers best, alone."""
    return one.hit.passage.id == best.passage.id


def _is_leaning(part: Part) -> bool:
    """Whether more is asked in it of what it names first: "which fund, and how large is it?"."""
    return not (part.is_alone and part.read.endswith(part.text))


def _words(one: Draft) -> int:
    return len(one.text.split()) if isinstance(one, DraftClaim) else 0


def _places(drafted: Iterable[Draft]) -> set[tuple[int, int]]:
    claims = (one for one in drafted if isinstance(one, DraftClaim))
    return {(cited.start, cited.end) for one in claims for cited in one.citations}


def _after(said: Collection[tuple[int, int]], evidence: Evidence) -> Evidence:
    """The evidence with the passages first that were spoken from: "it" is told of where it was named."""
    first = sorted(evidence.considered, key=lambda one: not _is_spoken_from(one, said))
    return replace(evidence, considered=tuple(first))


def _is_spoken_from(one: Considered, said: Collection[tuple[int, int]]) -> bool:
    passage = one.hit.passage
    return any(passage.start <= start and end <= passage.end for start, end in said)


def _is_said(one: Draft, said: Collection[tuple[int, int]]) -> bool:
    """Whether another part was answered with the same words."""
    if not isinstance(one, DraftClaim):
        return False
    return all((cited.start, cited.end) in said for cited in one.citations)
