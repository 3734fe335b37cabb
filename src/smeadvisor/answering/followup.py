"""Reads a follow-up question in the light of the conversation, as one would ask it alone.

Rules of English, no language model. A reading that could be wrong is kept only where passages are
found for it that are at least as near as those for the question alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from smeadvisor.answering.continuation import PART, bare_question, continued
from smeadvisor.answering.ellipsis import LEAD, Fragment, about, candidates, changed, fragment_of
from smeadvisor.answering.noun_phrases import AUXILIARY
from smeadvisor.answering.reference import resolved, with_ordinal
from smeadvisor.answering.things import Kind, of_kind, place_phrase, put, things
from smeadvisor.domain.answers import Answer, Outcome, Usage
from smeadvisor.text.words import FUNCTION_WORDS, stems, tokens

_RETURN = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|now|well)[, ]+)*(?:(?:going|coming|turning|let['’]?s go|let me go|to go|"
    r"to come|go|returning|let['’]?s return|to return)(?: back)? to|back to|as for|returning to) "
    r"(?P<topic>[^,:;–—?]+?)(?:\s*[,:;–—]\s*(?P<rest>.+)|[?.!]*)$",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:called|named?)\b", re.IGNORECASE)
# A question of few words without a name of its own cannot be meant alone where it points back.
_FEW_WORDS = 10
# In cosine: by how much passages for a less likely reading have to be nearer.
_CLEARLY = 0.05
# In characters: what is longer says what it is about, and is not read word by word.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it reads without the conversation, and what a chat model took to read it, if one did."""

    question: str
    usage: Usage | None = None


class Reader(Protocol):
    """Reads a question in the light of the conversation."""

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The question as one would ask it alone; `earlier_answers` oldest first."""
        ...


class FollowUp:
    """`nearest` gives the highest cosine of any passage with a text, 0 where there is none."""

    def __init__(self, nearest: Callable[[str], float]) -> None:
        self._nearest = nearest

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The question by rules; it costs nothing."""
        return Reading(self.standalone(question, earlier_answers))

    def standalone(self, question: str, earlier_answers: Sequence[Answer]) -> str:
        """The question as it reads without the conversation.

        Only questions that were answered are leaned on: what was refused never shapes a reading.
        """
        turns = [
            answer
            for answer in reversed(earlier_answers)
            if answer.outcome.is_answer and len(answer.standalone_question) <= _LONGEST
        ]
        if not turns or len(question) > _LONGEST:
            return question
        back = _RETURN.match(question)
        if back:
            return self._returned(question, back["topic"], back["rest"] or "", turns)
        return self._read(question, turns)

    def _read(self, question: str, turns: Sequence[Answer]) -> str:
        fragment = fragment_of(with_ordinal(question, turns))
        if fragment is not None:
            return self._completed(question, fragment, turns)
        bare = bare_question(question, turns)
        if bare is not None:
            return bare
        reading = self._resolved(question, turns)
        if reading != question:
            reading = _without_lead(reading)
            return reading if _is_short(question) else self._nearer(reading, question)
        soft = _part_of_the_same(question, turns) or continued(question, turns)
        return self._nearer(soft, question) if soft else question

    def _resolved(self, question: str, turns: Sequence[Answer]) -> str:
        """The question with what its pointing words stand for, of two phrases the one that is found."""
        first, second = (resolved(question, turns, rank) for rank in (0, 1))
        if second != first and self._nearest(second) > self._nearest(first) + _CLEARLY:
            return second
        return first

    def _completed(self, question: str, fragment: Fragment, turns: Sequence[Answer]) -> str:
        """A piece of a question as a whole one."""
        head = fragment.head
        if head.startswith("“"):
            return f"What about {head}?"
        if fragment.tail:
            return self._with_tail(head, fragment.tail, turns)
        reading = changed(fragment, turns)
        if reading is not None:
            return _as_question(reading)
        pointed = resolved(head, turns)
        if pointed != head:
            first = pointed[0].lower() if head[0].islower() else pointed[0]
            return f"What about {first}{pointed[1:]}?"
        likely = candidates(fragment, turns)
        spoken = max(likely, key=self._nearest) if likely else about(fragment, turns)
        return self._nearer(spoken, question) if spoken else question

    def _with_tail(self, head: str, tail: str, turns: Sequence[Answer]) -> str:
        """ "And Malaysia, what is it called?"; "What about software, who looks after that?"."""
        fragment = fragment_of(f"and {head}")
        exchanged = changed(fragment, turns) if fragment else None
        is_thing = bool(things(head)) and things(head)[0].kind is not Kind.NAME
        if exchanged is not None and (is_thing or _CALLED.search(tail)):
            if _CALLED.search(tail):
                return exchanged
            read = resolved(tail, [Answer(exchanged, exchanged, Outcome.ANSWERED), *turns])
            places = of_kind(head, Kind.PLACE)
            if places and not of_kind(read, Kind.PLACE):
                read = f"{read.rstrip(' ?.')} in {place_phrase(places[0])}?"
            return _as_question(read)
        pronoun = re.search(r"\b(?:it|that|this|they|them|those|these)\b", tail, re.IGNORECASE)
        if pronoun:
            tail = put(tail, pronoun.start(), pronoun.end(), head)
        return _as_question(resolved(tail, turns))

    def _returned(self, question: str, topic: str, rest: str, turns: Sequence[Answer]) -> str:
        """A return to an earlier topic: the latest turn about it is leaned on."""
        wanted = set(stems(topic))
        codes = {one.code for one in of_kind(topic, Kind.PLACE)}
        own = [
            turn
            for turn in turns
            if codes & {one.code for one in of_kind(turn.standalone_question, Kind.PLACE)}
            or (not codes and wanted and wanted <= set(stems(turn.standalone_question)))
        ]
        own = own or [turn for turn in turns if wanted and wanted <= set(stems(turn.text))]
        base = [own[0], *(turn for turn in turns if turn is not own[0])] if own else list(turns)
        if not rest:
            fragment = fragment_of(f"and {topic}")
            reading = changed(fragment, turns) if fragment else None
            return reading or (own[0].standalone_question if own else question)
        fragment = fragment_of(rest)
        if fragment is not None and not fragment.tail:
            adds = bool(codes) and not of_kind(fragment.head, Kind.PLACE)
            both = fragment_of(
                f"and {fragment.head} in {topic}" if adds else f"and {fragment.head}"
            )
            reading = changed(both, turns if adds else base) if both else None
            if reading is not None:
                return reading
        reading = self._read(rest, base)
        if codes and not codes & {one.code for one in of_kind(reading, Kind.PLACE)}:
            reading = f"{reading.rstrip(' ?.')} in {place_phrase(of_kind(topic, Kind.PLACE)[0])}?"
        elif not codes and not wanted <= set(stems(reading)):
            reading = f"{reading.rstrip(' ?.')}, in the case of {topic}?"
        return _as_question(reading)

    def _nearer(self, reading: str, question: str) -> str:
        return reading if self._nearest(reading) >= self._nearest(question) else question


def _part_of_the_same(question: str, turns: Sequence[Answer]) -> str | None:
    """ "What are the disadvantages?" after a question for the advantages of something."""
    whole = PART.match(_without_lead(question))
    piece = fragment_of(f"and the {whole['part']}") if whole else None
    return changed(piece, turns) if piece else None


def _is_short(question: str) -> bool:
    words = [word for word in tokens(question) if word not in FUNCTION_WORDS]
    named = any(one.kind in (Kind.NAME, Kind.PLACE) for one in things(question))
    return len(words) <= _FEW_WORDS and not named


def _without_lead(question: str) -> str:
    lead = LEAD.match(question)
    return _as_question(question[lead.end() :] if lead else question)


def _as_question(text: str) -> str:
    text = text.strip()
    asks = re.match(rf"(?:{AUXILIARY}|what|who|whom|whose|which|when|where|why|how)\b", text, re.I)
    if asks and text[-1] not in "?.!":
        text += "?"
    return text[:1].upper() + text[1:]
