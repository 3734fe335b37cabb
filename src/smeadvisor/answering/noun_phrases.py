"""Noun phrases of plain English, read by the words around them: there is no tagger."""

import re
from dataclasses import dataclass

from smeadvisor.answering.things import (
    FIRM,
    RANGE,
    Kind,
    Thing,
    is_adjective,
    of_kind,
    uncapitalised,
)
from smeadvisor.text.words import FUNCTION_WORDS

# General words for what a document speaks of; they end a noun phrase more often than they begin one.
CLASS_NOUN = (
    r"(?:scheme|programme|program|project|agenc(?:y|ie)|ministr(?:y|ie)|bod(?:y|ie)|institut(?:e|ion)|"
    r"cent(?:re|er)|organi[sz]ation|association|council|authorit(?:y|ie)|office|department|bank|fund|"
    r"law|act|plan|polic(?:y|ie)|strateg(?:y|ie)|initiative|measure|firm|compan(?:y|ie)|enterprise|"
    r"business(?:e)?|manufacturer|cluster|countr(?:y|ie)|region|cit(?:y|ie)|government|study|studie|"
    r"survey|report|author|network|loan|grant|tax(?:e)?|levy|levie|service|site|website|platform|portal|"
    r"course|training|machine|method|approach|system|technology|technologie|product|market|"
    r"person|worker|owner|tool|place|industr(?:y|ie)|sector|school|universit(?:y|ie)|club|museum|"
    r"river|book|disease|drug|medicine|vaccine|treat(?:y|ie)|rule)s?"
)
AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must)"
)
_DETERMINERS = frozenset(
    "the a an this that these those its their his her our your all any".split()
)
_INSIDE = _DETERMINERS | frozenset("own same other few more most such one and".split())
_STOP = (FUNCTION_WORDS - _INSIDE) | frozenset(
    """get gets got not no when where who whom whose why how which what whether if besides among within
    without across toward towards per via upon against around behind beyond except like near since
    throughout unlike although though unless""".split()
)
_PLURAL_WORDS = frozenset("people staff men women children smes".split())
_NO_PLURALS = frozenset(
    "always perhaps besides across towards news series this thus was has does is its as".split()
)
_ADJECTIVE = re.compile(
    r"(?:al|ive|ic|ous|ful|able|ible|ary|ly|less|ish|est|er|small|large|medium|big|new|old|few|many)$"
)
WORD = re.compile(r"[\w&'’.-]*[\w'’]|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as it goes on inside a sentence."""

    text: str
    is_plural: bool

    @property
    def is_long(self) -> bool:
        """Whether a possessive ending would be hard to read."""
        return len(self.text.split()) > 3


def phrase_of(text: str) -> Phrase:
    """A noun phrase with its number, as it goes on inside a sentence."""
    text = uncapitalised(text.strip(" ,"))
    return Phrase(text, is_plural_phrase(text))


def noun_phrase(text: str, with_tail: bool) -> str:
    """The noun phrase that a text begins with, and with its tail what "of", "in", "for" add to it."""
    words = list(WORD.finditer(text))
    end = 0
    ranges = [match.span() for match in RANGE.finditer(text)]
    for position, word in enumerate(words):
        token = word.group()
        lower = token.lower()
        following = words[position + 1].group() if position + 1 < len(words) else ""
        if any(first <= word.start() < last for first, last in ranges):
            end = word.end()
            continue
        if lower in _STOP or not re.match(r"[\w&]", token):
            break
        before = words[position - 1].group() if position else ""
        if before and _goes_on(token, before, following):
            break
        end = word.end()
        if lower in _DETERMINERS or token.endswith(("'s", "’s")):
            continue
        nouns_follow = any(_is_noun(one.group()) for one in words[position + 1 : position + 3])
        if _is_noun(token) and (not is_general(following) or is_plural(token)):
            break
        if not (token[0].isupper() and following[:1].islower()):
            continue
        place = next(iter(of_kind(token, Kind.PLACE)), None)
        describes = place is not None and _describes(place, following)
        if describes or (nouns_follow and (place is None or before)):
            continue
        if (
            before.lower() in _DETERMINERS
            and token[1:].islower()
            and following.lower() not in _STOP
        ):
            # "The Tacoma bridge": a name of one word after an article says which bridge.
            end = words[position + 1].end()
        break
    phrase = text[:end]
    return phrase + tail_of(text[end:]) if with_tail and phrase else phrase


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    lower = word.lower()
    if lower in _PLURAL_WORDS:
        return True
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "'s", "’s"))
        and lower not in _NO_PLURALS
        and lower not in FUNCTION_WORDS
    )


def is_general(word: str) -> bool:
    """Whether a word is a general one for what documents speak of: "scheme", "ministry", "firm"."""
    return re.fullmatch(rf"{CLASS_NOUN}|{FIRM}", word, re.I) is not None


def singular(noun: str) -> str:
    """A noun without its plural ending."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:sses|shes|ches|xes)$", noun):
        return noun[:-2]
    return noun[:-1] if is_plural(noun) and noun.endswith("s") else noun


def third_person(verb: str) -> str:
    """A verb as it goes with "it": pay, pays; go, goes; try, tries."""
    if verb == "have":
        return "has"
    ending = "es" if verb.endswith(("o", "ch", "sh", "x", "ss")) else "s"
    return re.sub(r"([^aeiou])y$", r"\1ie", verb) + ending


def is_before_noun(word: str) -> bool:
    """Whether a word may stand in a noun phrase before its noun."""
    lower = word.lower()
    return re.match(r"[\w&]", word) is not None and (lower not in _STOP) and lower != "and"


def tail_of(text: str) -> str:
    """ "of …", "in …", "for …" after a noun, as far as they go."""
    match = re.match(r" (?:of|for|in|at|with|on|from) ", text)
    if not match:
        return ""
    inner = noun_phrase(text[match.end() :], False)
    place = next(iter(of_kind(text[match.end() :], Kind.PLACE)), None)
    if place and place.start == 0 and not is_adjective(place):
        inner = place.text
    whole = text[: match.end()] + inner
    return whole + tail_of(text[len(whole) :]) if inner else ""


def _goes_on(token: str, before: str, following: str) -> bool:
    """Whether a word after a noun phrase begins what is said of it: a clause, or the verb."""
    lower = token.lower()
    if lower in ("that", "this", "these", "those"):
        return before.lower() not in _INSIDE
    # "The library funds its building": what looks like a noun is the verb.
    return _is_past(lower, before, following) or (
        is_general(token) and following.lower() in _DETERMINERS
    )


def _describes(place: Thing, following: str) -> bool:
    """Whether a place stands for a word of what follows: "the Thai outfit", "Peru firms"."""
    if is_adjective(place):
        return not is_plural(place.text) and is_before_noun(following)
    return is_plural(following) or is_general(following)


def _is_past(word: str, before: str, following: str) -> bool:
    """Whether a word is the verb after a noun phrase: "firms tried", "the statute obliged companies"."""
    if not word.endswith("ed") or len(word) <= len("need"):
        return False
    if is_plural(before):
        return True
    if not before.islower() or before in _INSIDE or _ADJECTIVE.search(before):
        return False
    return is_plural(following) or following.lower() in _DETERMINERS | {""}


def _is_noun(word: str) -> bool:
    return is_plural(word) or is_general(word)


def is_plural_phrase(text: str) -> bool:
    """Whether the noun of a phrase is plural."""
    head = re.split(r" (?:of|for|in|at|on|with|from|by|that|who|which|to|and)\b", text)[0]
    words = head.split()
    return bool(words) and (is_plural(words[-1]) or " and " in text[: len(head) + 5])
