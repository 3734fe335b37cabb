"""Answers that are programmes of the register: those of a country, of a kind, that match what is asked.

A country that has none of the kind gives nothing; no other country's stands in for it.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence

from smeadvisor.answering.near_words import said
from smeadvisor.answering.programme_questions import Asked, programmes_asked_for, telling_words
from smeadvisor.answering.programmes import Entry, Register
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.text.countries import mentions, name
from smeadvisor.text.quantities import Kind, Quantity, quantities
from smeadvisor.text.questions import asks_for_figure, parts
from smeadvisor.text.words import stems

Similarity = Callable[[str, Sequence[str]], Sequence[float]]

_MOST = 8
# So much of the topic, by weight, a programme must speak of; and come so near to the best.
_COVERED, _NEAR = 0.5, 0.8
# How much meaning counts beside words.
_MEANING = 1.0
_FEWEST_NAME_WORDS = 2
# How near one must come that is meant in other words, and the next at most.
_SURE, _NEAR_MEANING = 0.6, 0.9
_AMOUNTS = (Kind.FRACTION, Kind.PERCENTAGE, Kind.MONEY)
# Who asks what a programme does is answered by its features; who runs it, or what it costs, is not.
_CONTENT = re.compile(
    r"\b(?:what|which|describe|tell|explain)\b.*\b(?:(?:teach|taught|learn|offer|provid|cover|focus|includ|consist|"
    r"give|contain|feature|content|about|topic|subject|help|support|train)\w*\b|do\W*$)",
    re.IGNORECASE,
)


class ProgrammeAnswerer:
    """`register` gives the programmes; `similarity` compares a question with texts by meaning.

    What a table lists is given by the names alone where the features would take more than `words` words.
    """

    def __init__(
        self,
        register: Callable[[], Register],
        similarity: Similarity | None = None,
        words: int = 120,
    ) -> None:
        self._register = register
        self._similarity = similarity
        self._words = words

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """A claim for each programme, and which of the countries asked for have none.

        Nothing where the question asks for no programmes or none matches.
        """
        if not evidence.hits:
            return
        asked = programmes_asked_for(evidence.question)
        entries = self._register().entries
        if any(_is_named(entry, evidence.question) for entry in entries):
            return
        if asked is None:
            called = _called(evidence.question, entries)
            yield from (_claim(entry.programme) for entry in called)
            return
        found = {
            place: self._chosen(evidence.question, asked, group)
            for place, group in _by_place(asked, _in_table(asked, entries))
        }
        chosen = {id(entry): entry for group in found.values() for entry in group}
        claims = [_claim(entry.programme) for entry in list(chosen.values())[:_MOST]]
        if asked.table and sum(len(claim.text.split()) for claim in claims) > self._words:
            # What a table lists is asked for, not what is in it.
            claims = [_claim(entry.programme, is_named=True) for entry in chosen.values()]
        yield from claims
        for place, group in found.items():
            if chosen and not group:
                yield Remark(f"I found no such programme for {place}.", is_gap=True)
        if asked.table and asked.codes and not asked.topic and 1 < len(chosen) == len(claims):
            yield Remark(f"That is the whole list: {len(chosen)} of {len(chosen)}.")

    def _chosen(self, question: str, asked: Asked, group: Sequence[Entry]) -> Sequence[Entry]:
        """Those of one place that match: all of a kind that is named, else those that speak of the topic."""
        paying = [entry for entry in group if _holds_amount(question, entry)]
        if paying and asked.codes and not asked.is_one:
            return paying
        if not asked.topic:
            return group if asked.codes or asked.areas else ()
        if not asked.is_one:
            of_kind = [entry for entry in group if entry.topic.issuperset(asked.topic)]
            if of_kind:
                return of_kind
        covered = self._covered(asked.topic, group)
        matching = [entry for entry in group if covered[id(entry)] >= _COVERED]
        if not matching and asked.is_open:
            return [entry for entry in group if covered[id(entry)] > 0]
        if not matching:
            return self._nearest(question, group, covered) if asked.codes else ()
        scores = self._scores(question, matching, covered)
        best = max(scores)
        if asked.is_one:
            return [matching[scores.index(best)]]
        return [
            entry for entry, score in zip(matching, scores, strict=True) if score >= _NEAR * best
        ]

    def _nearest(
        self, question: str, group: Sequence[Entry], covered: dict[int, float]
    ) -> Sequence[Entry]:
        """The one that is meant in other words, where it stands out; nothing where none does."""
        if self._similarity is None or not group or parts(question):
            return ()
        scores = self._scores(question, group, covered)
        best, *others = sorted(scores, reverse=True)
        if best < _SURE or (others and others[0] > _NEAR_MEANING * best):
            return ()
        return [group[scores.index(best)]]

    def _covered(self, topic: Sequence[str], group: Sequence[Entry]) -> dict[int, float]:
        """The share of the topic that each programme speaks of; a word that few programmes have tells more."""
        entries = self._register().entries
        holding = {word: sum(word in entry.words for entry in entries) for word in topic}
        weights = {
            word: math.log(1 + len(entries) / (1 + count)) for word, count in holding.items()
        }
        total = sum(weights.values())
        return {
            id(entry): sum(weights[word] * said(word, entry.words) for word in topic) / total
            for entry in group
        }

    def _scores(
        self, question: str, entries: Sequence[Entry], covered: dict[int, float]
    ) -> list[float]:
        words = [covered[id(entry)] for entry in entries]
        if self._similarity is None:
            return words
        meaning = self._similarity(question, [_text(entry.programme) for entry in entries])
        return [word + _MEANING * near for word, near in zip(words, meaning, strict=True)]


def _in_table(asked: Asked, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The programmes that the table lists which is asked about, as well as its words tell; else all."""
    if not asked.table or not (asked.codes or asked.areas):
        return entries
    rows = [entry for entry in entries if entry.programme.is_row]
    if not rows:
        return entries
    near = [len(set(asked.table) & _table_words(entry)) for entry in rows]
    best = rows[near.index(max(near))].programme.passage
    return [entry for entry in rows if _table(entry.programme.passage) == _table(best)]


def _table(passage: Passage) -> tuple[str, tuple[str, ...]]:
    return passage.document_id, passage.place.labels[:1]


def _table_words(entry: Entry) -> set[str]:
    place = entry.programme.passage.place
    return set(stems(" ".join((*place.labels[:1], place.caption))))


def _by_place(asked: Asked, entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """The programmes of each country that is asked for, else of each region, else all of them."""
    if asked.codes:
        for code in asked.codes:
            yield name(code), [entry for entry in entries if code in entry.codes]
    elif asked.areas:
        for area in asked.areas:
            yield area, [entry for entry in entries if area in entry.regions]
    else:
        yield "", list(entries)


def _is_named(entry: Entry, question: str) -> bool:
    """Whether a question names a programme in full, and so asks for something about it."""
    called = entry.programme.name.text
    is_name = len(stems(called)) >= _FEWEST_NAME_WORDS and called[:1].isupper()
    # "Export Promotion Programs" is what every country's are called.
    is_own = any(letter.isupper() for letter in question) and called in question
    return is_name and is_own


def _called(question: str, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The programmes, one a country, that a question calls by the telling words of their names.

    It must say whose they are, and ask what they do: "What does Korea's training centre teach?"
    """
    codes = tuple(dict.fromkeys(mention.code for mention in mentions(question)))
    if not codes or asks_for_figure(question) or not _CONTENT.search(question):
        return ()
    words = frozenset(stems(_spelt(question)))
    found = []
    for code in codes:
        own = [
            entry
            for entry in entries
            if code in entry.codes and entry.programme.is_row and _is_called(entry, words)
        ]
        if len(own) != 1:
            return ()
        found += own
    return found if len(found) >= len(parts(question)) else ()


def _is_called(entry: Entry, words: frozenset[str]) -> bool:
    telling = telling_words(_spelt(entry.programme.name.text))
    is_named = len(telling) >= _FEWEST_NAME_WORDS and not words.isdisjoint(telling)
    return is_named and all(said(word, words) for word in telling)


def _spelt(text: str) -> str:
    """British spellings as American ones, as far as names of programmes have them."""
    return re.sub(r"(?i)\b(cent)re(s?)\b", r"\1er\2", text)


def _holds_amount(question: str, entry: Entry) -> bool:
    """Whether a share or a sum that a question names is one that the programme gives: "half" is 50%."""
    asked = [one for one in quantities(question) if one.kind in _AMOUNTS]
    given = [
        one
        for feature in entry.programme.features
        for one in quantities(feature.text)
        if one.kind in _AMOUNTS
    ]
    return any(
        (one.low, one.high) == (other.low, other.high) and _is_share(one) == _is_share(other)
        for one in asked
        for other in given
    )


def _is_share(quantity: Quantity) -> bool:
    return quantity.kind in (Kind.FRACTION, Kind.PERCENTAGE)


def _text(programme: Programme) -> str:
    return ". ".join([programme.name.text, *(one.text for one in programme.features)])


def _claim(programme: Programme, is_named: bool = False) -> DraftClaim:
    """A row as "Name (country): features.", or only named; what prose names, in the sentences themselves."""
    features = () if is_named and programme.is_row else programme.features
    if not programme.is_row:
        text = " ".join(one.citation.quote for one in features)
        return DraftClaim(text, tuple(one.citation for one in features), is_item=True)
    cited: list[Stated] = [programme.name]
    where = ""
    country = programme.country
    if country and country.citation.passage == programme.passage:
        cited.append(country)
        where = f" ({country.text})"
    cited += features
    said_of = "; ".join(one.text for one in features)
    text = f"{programme.name.text}{where}" + (f": {said_of}" if said_of else "")
    ended = text if text.endswith(".") else f"{text}."
    return DraftClaim(ended, tuple(one.citation for one in cited), is_item=True)
