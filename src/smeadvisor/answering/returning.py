"""Turns that go back to an earlier topic: "back to the levy: who pays it?", "as for Peru, how many?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.ellipsis import LEAD, changed, fragment_of
from smeadvisor.answering.leaned_on import context_of
from smeadvisor.answering.noun_phrases import AUXILIARY
from smeadvisor.answering.reference import resolved
from smeadvisor.answering.things import PREPOSITION, Kind, of_kind, place_phrase, put
from smeadvisor.domain.answers import Answer, Context
from smeadvisor.text.words import stems

_RETURN = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|now|well)[, ]+)*(?:(?:going|coming|turning|let['’]?s go|let me go|to go|"
    r"to come|go|returning|let['’]?s return|to return)(?: back)? to|back to|as for|returning to) "
    r"(?P<topic>[^,:;–—?.]+?)(?:(?:\s*[,:;–—]| -|\.(?=\s))\s*(?P<rest>.+)|[?.!]*)$",
    re.IGNORECASE,
)
# "The levy again: who pays it?"
_AGAIN = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|now|well)[, ]+)*(?:(?:about|on|regarding|concerning) )?"
    r"(?P<topic>(?!(?:what|who|how|which|when|where|why|is|are|do|does|did|tell|say|once)\b)"
    r"[^,:;–—?]{2,40}?),? (?:once )?again(?:\s*[,:;–—]| -)\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
# "Those taxes you mentioned: who pays them?"
_MENTIONED = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|now|well|about)[, ]+)*(?:those|these|that|this|the) "
    r"(?P<topic>[^,:;–—?]{2,40}?) (?:that |which )?you (?:just |have |had )?(?:also )?"
    r"(?:mention|name|list|sp[eo]a?k|talk|told me|tell me|brought|bring|refer|describ|quot)(?:ed|e|d|ing|en)?"
    r"(?: (?:of|about|up|to))?(?: (?:just now|earlier|before|above))?(?:\s*[,:;–—]| -)\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
# "Never mind.", "remind me, …": nothing of it is asked.
_OPENER = re.compile(
    r"(?:(?:ok(?:ay)?|no|so|and|well|oh)[,.! ]+)*(?:(?:never ?mind(?: that)?|forget (?:it|that)|scrap that|"
    r"no matter|leave (?:it|that)|fair enough|(?:please )?remind me(?: again)?|(?:just )?to be clear|"
    r"out of curiosity|one more thing|quick question)"
    r"(?:[.,!:;–—]+| -)\s+)+(?=\S+ \S)",
    re.IGNORECASE,
)
# "OK, different topic: …": what follows goes back to nothing.
SWITCH = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|now|well|right|great|thanks|yes|no)\b[,.! ]+)*"
    r"(?:(?:an?|on to|on|to|let['’]s|now|completely|totally|entirely|quite|very|change|of) )*"
    r"(?:(?:other|another|different|new|next|change of) (?:topic|question|subject|thing|matter)|"
    r"something (?:completely |totally |quite )?(?:else|different)|(?:change of )?(?:topic|subject))"
    r"\s*(?:now|entirely|altogether|then)?\s*[:.,;–—-]+\s*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:they|them|it|he|she|those|these)\b", re.IGNORECASE)
# Words for a part of the conversation, which its questions do not say.
_OF_TALK = frozenset(
    stems(
        "question topic point thing subject matter part issue figure number one bit earlier first again"
    )
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A question about an earlier topic, with the turn that it leans on."""

    question: str
    context: Context | None = None
    names_subject: bool = False


def returned(question: str, turns: Sequence[Answer]) -> Returned | None:
    """The question of a turn that goes back to a topic; None where it does not. The latest turn about
    the topic is leaned on; `turns` are answered, the last one first."""
    back = _RETURN.match(question) or _AGAIN.match(question) or _MENTIONED.match(question)
    if not back:
        return None
    topic, rest = back["topic"], back["rest"] or ""
    topic = f"the {topic}" if back.re is _MENTIONED else topic
    wanted = set(stems(topic)) - _OF_TALK or set(stems(topic))
    codes = {one.code for one in of_kind(topic, Kind.PLACE)}
    own = [
        turn
        for turn in turns
        if codes & {one.code for one in of_kind(turn.standalone_question, Kind.PLACE)}
        or (not codes and wanted and wanted <= set(stems(turn.standalone_question)))
    ]
    own = own or [turn for turn in turns if wanted and wanted <= set(stems(turn.text))]
    own = own or [turn for turn in turns if _says_most(turn, wanted)]
    is_loose = not own
    if is_loose and not codes:
        # In other words: "the cost cutting" of an answer about lower costs.
        own = [turn for turn in turns if len(wanted & set(stems(turn.text))) * 2 >= len(wanted)]
    named = {one.code for one in of_kind(rest, Kind.PLACE)}
    own.sort(
        key=lambda turn: (
            not named & {one.code for one in of_kind(turn.standalone_question, Kind.PLACE)}
        )
    )
    base = [own[0], *(turn for turn in turns if turn is not own[0])] if own else list(turns)
    if not rest:
        fragment = fragment_of(f"and {topic}")
        reading = changed(fragment, turns) if fragment else None
        return Returned(reading or (own[0].standalone_question if own else question))
    fragment = fragment_of(rest)
    if fragment is not None and not fragment.tail:
        adds = bool(codes) and not of_kind(fragment.head, Kind.PLACE)
        both = fragment_of(f"and {fragment.head} in {topic}" if adds else f"and {fragment.head}")
        reading = changed(both, turns if adds else base) if both else None
        if reading is not None:
            return Returned(reading)
    known = resolved(topic, turns)
    known = f"the {known[4:]}" if known.startswith("The ") else known
    pronoun = _PRONOUN.search(rest)
    if pronoun and not own:
        rest = put(rest, pronoun.start(), pronoun.end(), known)
        rest = re.sub(r"['’]re\b", " are", rest)
        return Returned(as_question(rest), context=context_of(base[0]), names_subject=True)
    reading = as_question(resolved(rest, base[:1] if own else base))
    if codes and not codes & {one.code for one in of_kind(reading, Kind.PLACE)}:
        place = place_phrase(of_kind(topic, Kind.PLACE)[0])
        reading = as_question(f"{reading.rstrip(' ?.')} in {place}?")
    if not own:
        return Returned(reading, context=Context(f"{known}."))
    context = context_of(base[0])
    if not is_loose and not codes and not wanted <= set(stems(context.question)):
        context = replace(context, question=f"{topic}: {context.question}")
    return Returned(reading, context=context)


def _says_most(turn: Answer, wanted: set[str]) -> bool:
    """Whether a turn's question says more than half of the words of a topic."""
    return len(wanted & set(stems(turn.standalone_question))) * 2 > len(wanted)


def without_opener(question: str) -> str:
    """A question without what only ends the talk before it or asks to be told again."""
    opener = _OPENER.match(question)
    return as_question(question[opener.end() :]) if opener else question


def without_lead(question: str) -> str:
    """A question without the words that only lead over to it."""
    lead = LEAD.match(question)
    return as_question(question[lead.end() :] if lead else question)


def as_question(text: str) -> str:
    """A text with a capital letter, and a question mark where it asks."""
    text = text.strip()
    asks = re.match(
        rf"(?:{AUXILIARY}|(?:(?:{PREPOSITION}|since|until) )?"
        r"(?:what|who|whom|whose|which|when|where|why|how))\b",
        text,
        re.IGNORECASE,
    )
    if asks and text[-1] not in "?.!":
        text += "?"
    return text[:1].upper() + text[1:]
