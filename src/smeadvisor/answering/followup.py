"""Reads a follow-up question in the light of the conversation, as one would ask it alone.

Rules of English, no language model. A reading that could be wrong is kept only where passages are
found for it that are at least as near as those for the question alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from smeadvisor.answering.another_row import in_other_words
from smeadvisor.answering.continuation import (
    another,
    bare_question,
    continued,
    has_leaned,
)
from smeadvisor.answering.coordinates import at_other_cells
from smeadvisor.answering.ellipsis import Fragment, changed, fragment_of
from smeadvisor.answering.exchanges import of_group
from smeadvisor.answering.explaining import explained
from smeadvisor.answering.leaned_on import as_asked, context_of, situation_of, with_context
from smeadvisor.answering.named import person
from smeadvisor.answering.noun_phrases import Phrase
from smeadvisor.answering.pairs import with_one_of_two
from smeadvisor.answering.pieces import about, candidates, named_alone, part_of_the_same, with_piece
from smeadvisor.answering.predicates import another_deed, compared, likewise
from smeadvisor.answering.pronouns import is_of_situation, points_back, with_given
from smeadvisor.answering.reference import resolved, with_ordinals, with_place
from smeadvisor.answering.referents import in_full, names
from smeadvisor.answering.returning import (
    SWITCH,
    as_question,
    returned,
    without_lead,
    without_opener,
)
from smeadvisor.answering.staffed import with_staff
from smeadvisor.answering.the_one import with_the_one
from smeadvisor.answering.things import Kind, of_kind, place_phrase, things
from smeadvisor.domain.answers import Answer, Context, Outcome, Usage
from smeadvisor.text.words import FUNCTION_WORDS, stems, tokens

_PERSONAL = re.compile(
    r"\b(?:they|them|their|its?|he|she|his|her|this|all (?:these|those))\b", re.IGNORECASE
)
# "Why is that?" asks for a reason for what was said, and not about one thing.
_WHY = re.compile(
    r"(?:(?:and|but|so|ok(?:ay)?)[, ]+)*(?:why|how come)(?: (?:is|was) (?:that|this|it))?(?: so| the case)?"
    r"[\s?.!]*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:many|most|all|some|few|each|both|none|half|any|one|two|three|share|percent|percentage|"
    r"proportion) of (?:them|these|those)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:called|named?)\b", re.IGNORECASE)
# A question of few words without a name of its own cannot be meant alone where it points back.
_FEW_WORDS = 10
# In cosine: by how much passages for a less likely reading have to be nearer.
_CLEARLY = 0.05
# By how much what answers a less likely reading has to be better; of items that are counted up, less.
_FAR, _NEARER_ITEM = 6.0, 2.0
# A question of so many words of its own may be meant alone, where that finds what answers it better.
_ENOUGH_WORDS, _BETTER = 3, 1.0
# What has no more words of its own and comes near to no passage by itself goes on about what was said ("where
# did the weavers settle?"), unless it is far from all that the documents are about ("is the moon round?"), or
# far and of nothing definite ("tax rates?"). Chosen on development conversations, where 4 to 8 words do as
# well (EXPERIMENTS.md).
_LITTLE, _FAR_FROM_ALL, _FAR_FROM_MOST, _NEAR_BY_ITSELF = 5, 0.37, 0.4, 0.5
_DEFINITE = re.compile(
    r"\b(?:the|that|this|these|those|it|its|he|him|his|she|her|they|them|their|ones?|there)\b",
    re.IGNORECASE,
)
# In characters: what is longer says what it is about, and is not read word by word.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it reads without the conversation, and what a chat model took to read it, if one did."""

    question: str
    usage: Usage | None = None
    context: Context | None = None
    names_subject: bool = False

    @property
    def searched(self) -> str:
        """What passages are looked for with."""
        return self.context.before(self.question) if self.context else self.question

    @property
    def shown(self) -> str:
        """The question as a reader is told that it was understood."""
        if self.context is None or self.names_subject:
            return self.question
        return with_context(self.question, self.context.question)


class Reader(Protocol):
    """Reads a question in the light of the conversation."""

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The question as one would ask it alone; `earlier_answers` oldest first."""
        ...


class FollowUp:
    """`nearest` gives the highest cosine of any passage with a text, 0 where there is none.

    `answered` says how well the best statement of what is found for a text answers each of several
    questions; higher is better.
    """

    def __init__(
        self,
        nearest: Callable[[str], float],
        answered: Callable[[Sequence[str], str], Sequence[float]] = lambda questions, _: [
            0.0 for _ in questions
        ],
    ) -> None:
        self._nearest = nearest
        self._answered = answered

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The question by rules, with what it leans on where they do not make it whole.

        Only questions that were answered are leaned on: what was refused never shapes a reading.
        """
        answered = [
            answer
            for answer in reversed(earlier_answers)
            if answer.outcome.is_answer and len(answer.standalone_question) <= _LONGEST
        ]
        if not answered or len(question) > _LONGEST:
            return Reading(question)
        question = without_opener(question)
        switch = SWITCH.match(question)
        if switch and not points_back(question[switch.end() :]):
            asked = with_place(question[switch.end() :], [as_asked(one) for one in answered])
            return Reading(as_question(asked))
        turns = [as_asked(answer) for answer in answered]
        back = returned(question, turns)
        if back:
            return Reading(back.question, None, back.context, back.names_subject)
        if is_of_situation(question, answered[0].question):
            return Reading(without_lead(question), context=situation_of(answered[0]))
        exact = (
            another_deed(question, turns)
            or at_other_cells(question, turns)
            or compared(question, turns)
            or likewise(question, turns)
            or in_other_words(question, turns)
            or with_staff(question, turns)
            or named_alone(question, turns)
        )
        if exact:
            return Reading(as_question(exact))
        other = another(question, turns)
        if other:
            return Reading(other, None, context_of(answered[0]), names_subject=True)
        meant = explained(question, turns)
        if meant:
            return self._best_of(meant, context_of(answered[0]))
        context = context_of(answered[0])
        the_one = with_the_one(question, turns)
        one_of_two = the_one or with_one_of_two(question, turns)
        about_it = None if the_one else context  # A full name needs no other.
        items = [
            replace(self._read(one, turns), context=about_it, names_subject=True)
            for one in ([as_question(one_of_two)] if one_of_two else with_ordinals(question, turns))
        ]
        if items:
            return self._best(items, _NEARER_ITEM)
        reading = self._best(self._readings(question, turns, context), _FAR)
        return self._placed(question, reading, context)

    def _placed(self, question: str, reading: Reading, context: Context) -> Reading:
        """With what it may lean on, where it was asked so or what is found for it tells so."""
        if not _PERSONAL.search(question):
            reading = self._weighed(reading, context)
        if reading == Reading(question) and self._goes_on(question):
            return replace(reading, context=context)
        return reading

    def _weighed(self, reading: Reading, context: Context) -> Reading:
        """With or without what it may lean on, where what it finds one way answers it better.

        What has words enough may be meant alone; what names nothing of its own may go on.
        """
        text = reading.question
        if reading.context is None and (reading.question != text or not _is_short(text)):
            return reading
        if reading.context is not None and len(set(stems(text))) < _ENOUGH_WORDS:
            return reading
        alone, within = (self._answered([text], one)[0] for one in (text, context.before(text)))
        if reading.context is None and within > alone + _BETTER:
            return replace(reading, context=context)
        return replace(reading, context=None) if alone > within + _BETTER else reading

    def _readings(self, question: str, turns: Sequence[Answer], context: Context) -> list[Reading]:
        """What a question may mean, the likeliest first, and last as it stands, in its context."""
        first = self._read(question, turns)
        found = [replace(first, context=context) if first.context else first]
        if points_back(question) and not _WHY.fullmatch(question):
            others = [resolved(question, turns, rank) for rank in (1, 2)]
            others += [
                resolved(question, turns, given=Phrase(name, False))
                for name in names(turns[0])
                # Several are no one body, and somebody's name is no thing.
                if not _SEVERAL.search(question) and name != person(turns[0])
            ]
            found += [
                Reading(without_lead(text), context=context, names_subject=True)
                for text in others
                if text != question
            ]
            found.append(Reading(question, context=context))
        different: dict[str, Reading] = {}
        for one in found:
            different.setdefault(one.question, one)
        return list(different.values())

    def _best(self, readings: Sequence[Reading], margin: float) -> Reading:
        """The first, unless what is found answers another better by some margin."""
        if len(readings) < 2:
            return readings[0]
        scores = self._answered([one.question for one in readings], readings[-1].searched)
        likely = max(range(len(readings)), key=lambda one: scores[one])
        return readings[likely if scores[likely] > scores[0] + margin else 0]

    def _best_of(self, meant: Sequence[str], context: Context) -> Reading:
        """The question for that one of several things which is explained best."""
        scores = self._answered(meant, context.before(" ".join(meant)))
        best = max(range(len(meant)), key=lambda one: scores[one])
        return Reading(meant[best], context=context, names_subject=True)

    def _read(self, question: str, turns: Sequence[Answer]) -> Reading:
        here = Context(turns[0].standalone_question, turns[0].citations)
        fragment = fragment_of(question)
        if fragment is not None and fragment.tail:
            head = in_full(fragment.head, turns)
            # What is named anew is no longer in the place that the last question named.
            named = bool(of_kind(head, Kind.NAME)) and not of_kind(head, Kind.PLACE)
            leans = not (named and with_given(fragment.tail, head) != fragment.tail)
            tail = self._with_tail(head, fragment.tail, turns)
            return Reading(tail, None, here if leans else None, True)
        if fragment is not None:
            whole = None if fragment.head.startswith("“") else with_piece(fragment, turns)
            if whole is not None:
                return Reading(as_question(whole))
            return Reading(self._completed(question, fragment, turns), context=here)
        bare = bare_question(question, turns)
        if bare is not None:
            return Reading(bare, None, here, names_subject=not has_leaned(turns))
        reading = self._resolved(question, turns)
        if reading != question:
            reading = without_lead(reading)
            if not _is_short(question):
                reading = self._nearer(reading, question)
            return Reading(
                reading, context=here if points_back(question) else None, names_subject=True
            )
        soft = part_of_the_same(question, turns) or continued(question, turns)
        reading = self._nearer(soft, question) if soft else question
        return Reading(reading, context=here if points_back(question) else None)

    def _resolved(self, question: str, turns: Sequence[Answer]) -> str:
        """The question with what its pointing words stand for, of two phrases the one that is found."""
        first, second = (resolved(question, turns, rank) for rank in (0, 1))
        if second != first and self._nearest(second) > self._nearest(first) + _CLEARLY:
            return second
        return first

    def _completed(self, question: str, fragment: Fragment, turns: Sequence[Answer]) -> str:
        """A piece of a question as one about what the conversation was about."""
        head = fragment.head
        if head.startswith("“"):
            return f"What about {head}?"
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
            if things(head)[0].text in read or places:
                return as_question(read)
        given = with_given(tail, head)
        if given == tail:
            return as_question(of_group(tail, resolved(head, turns), turns[0]))
        return as_question(resolved(given, turns))

    def _goes_on(self, question: str) -> bool:
        """Whether a question that rules leave as it is goes on about what was said."""
        if len(set(stems(question))) > _LITTLE:
            return False
        far = _FAR_FROM_ALL if _DEFINITE.search(question) else _FAR_FROM_MOST
        return far <= self._nearest(question) < _NEAR_BY_ITSELF

    def _nearer(self, reading: str, question: str) -> str:
        return reading if self._nearest(reading) >= self._nearest(question) else question


def _is_short(question: str) -> bool:
    words = [word for word in tokens(question) if word not in FUNCTION_WORDS]
    named = any(one.kind in (Kind.NAME, Kind.PLACE) for one in things(question))
    return len(words) <= _FEW_WORDS and not named
