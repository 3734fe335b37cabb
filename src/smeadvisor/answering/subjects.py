"""What an earlier turn was about: noun phrases of its question, and names that its answer gave.

English without a tagger: noun phrases are read by the words around them, so only plain ones are found.
"""

import re
from collections.abc import Iterator

from smeadvisor.answering.named import given_names
from smeadvisor.answering.noun_phrases import (
    AUXILIARY,
    CLASS_NOUN,
    WORD,
    Phrase,
    is_before_noun,
    is_general,
    is_plural,
    is_plural_phrase,
    noun_phrase,
    phrase_of,
    singular,
    tail_of,
    third_person,
)
from smeadvisor.answering.things import FIRM, Kind, Thing, of_kind, place_phrase
from smeadvisor.domain.answers import Answer
from smeadvisor.text.countries import countries

_FRONT = re.compile(r"(?:in|among|at|for|during|of|within|under|according to) [^?]*?, ", re.I)
_COUNTED = (
    r"(?:how (?:many|much)|(?:what|which) "
    r"(?:share|percentage|percent|proportion|portion|part|number|fraction) of)"
)
_ASKED = re.compile(
    rf"(?P<counted>{_COUNTED}|which|what|whose|name|list)(?: of)?(?: the)? "
    rf"(?!{AUXILIARY}\b|'s)(?P<rest>.+)",
    re.I,
)
_DEFINED = re.compile(
    r"(?:what|who)(?: is|['’]?s| are| was| were) (?!it\b|there\b)(?P<what>.+?)"
    r"(?: (?:known|called|used|meant|famous|named|good)(?: (?:for|as|by|to|about))?"
    r"| for| about| like| all about)?$",
    re.I,
)
# "Who is in charge of X?" is about X.
_ROLE = re.compile(
    r"(?:in charge of|responsible for|behind|at the (?:head|helm|top) of|"
    r"(?:the )?(?:heads?|chiefs?|directors?|boss|leaders?|owners?|founders?) of) ",
    re.I,
)
_PART_OF = re.compile(r"(?:the|an?) (?P<part>(?:[\w-]+ ){1,3})of (?P<whole>.+)", re.I)
_INVERTED = re.compile(
    rf"(?:(?:how|why|when|where|what|whom|which|to whom|by whom|since when|how (?:much |many )?[\w-]+) )?"
    rf"{AUXILIARY} (?!it\b|there\b|they\b|he\b|she\b|you\b|i\b|we\b)(?P<rest>.+)",
    re.I,
)
_WHO = re.compile(rf"who (?!{AUXILIARY}\b|'s)(?P<rest>.+)", re.I)
_NAMING = re.compile(
    rf"(?:who|name|list)\b|(?:which|what) (?:[\w-]+ ){{0,3}}?{CLASS_NOUN}\b|.*\b(?:called|named)\b",
    re.I,
)
# What is owned by something that is named beside it, and who is not known, are no subjects.
_NO_SUBJECT = re.compile(
    r"(?:every |each |their|its|his|her|(?:any|some|every|no)(?:one|body|thing))\b", re.I
)
# When something was is nothing that "they" or "it" stands for; nor is any one of many.
_TIME = re.compile(
    r"(?:the )?(?:(?:early|late|mid)[ -])?"
    r"(?:(?:19|20)?\d\ds?|(?:twen|thir|for|fif|six|seven|eigh|nine|nough)ties)",
    re.I,
)
_POINTS = re.compile(r"\b(?:that|this|it|them|those|these)$", re.I)
# "I have a plan to …", "I run a shop": what the reader has is not what is asked about.
_OWN = re.compile(r"\b(?:I|we)(?: (?:have|run|own|am|are)|['’](?:m|re|ve)(?: got)?) $", re.I)


def phrases(answer: Answer) -> list[Phrase]:
    """What an answered turn was about, likeliest first; of several sentences the last is asked."""
    sentences = re.split(r"(?<=[.!?]) (?=\S+ \S)", answer.standalone_question)
    found = [one for text in reversed(sentences) for one in _phrases(_plain(text), answer)]
    telling = [
        one
        for one in found
        if one.text and not (_NO_SUBJECT.match(one.text) or _TIME.fullmatch(one.text))
    ]
    if not any(one.is_plural and not is_general(one.text) for one in telling):
        telling += [one for text in reversed(sentences) for one in _sized(_plain(text))]
    # "Firms" alone tells less than what another sentence calls them.
    telling.sort(key=lambda one: is_general(one.text))
    return list(dict.fromkeys(telling))


def _phrases(question: str, answer: Answer) -> Iterator[Phrase]:
    counted = re.match(_COUNTED, question, re.I)
    defined = _DEFINED.fullmatch(question)
    asked = _ASKED.match(question)
    if defined and not counted:
        what = _ROLE.sub("", defined["what"], count=1)
        part = _PART_OF.match(what)
        if part and not re.fullmatch(CLASS_NOUN, part["part"].split()[-1], re.I):
            yield phrase_of(part["whole"])
        yield phrase_of(what)
    if not counted and _NAMING.match(question):
        yield from _named(answer)
    inverted = _INVERTED.match(question)
    if inverted and not (counted and asked and re.match(rf"[\w-]+s {AUXILIARY}\b", asked["rest"])):
        doer = noun_phrase(inverted["rest"], True)
        # What a country does is seldom about the country.
        if not any(one.text == doer for one in of_kind(doer, Kind.PLACE)):
            yield phrase_of(doer)
    if not counted:
        yield from (
            _around(question, one)
            for one in of_kind(question, Kind.NAME)
            # Who says it is not what it is about.
            if not re.search(r"\b(?:in|according to|by) $", question[: one.start], re.I)
        )
    if asked:
        yield from _population(question, asked) if counted else _described(asked)
    who = _WHO.match(question)
    if who:
        object_phrase = " ".join(who["rest"].split()[1:])
        yield phrase_of(noun_phrase(object_phrase, True))
        yield Phrase(f"whoever {who['rest']}", False)
    yield from _mentioned(question)


def _mentioned(question: str) -> Iterator[Phrase]:
    """What stands after an article."""
    for match in re.finditer(r"\b(?P<article>the|an?) [\w-]+", question):
        if _OWN.search(question[: match.start()]):
            continue
        phrase = noun_phrase(question[match.start() :], True)
        yield phrase_of(match.group() if phrase == match["article"] else phrase)


def _sized(question: str) -> Iterator[Phrase]:
    """Firms of a size, which other phrases may not name: "has anyone asked small firms"."""
    for size in of_kind(question, Kind.SIZE):
        noun = re.match(rf" (?:[a-z]+ )?{FIRM}\b", question[size.end :])
        if noun:
            end = size.end + noun.end()
            yield phrase_of(question[size.start : end] + tail_of(question[end:]))


def heads(answer: Answer) -> list[str]:
    """The nouns that "one" or "ones" can stand for, likeliest first."""
    question = _plain(answer.standalone_question)
    found = []
    for size in of_kind(question, Kind.SIZE):
        found += noun_phrase(question[size.start :], False)[len(size.text) :].split()[-1:]
    asked = _ASKED.match(question)
    if asked:
        found += noun_phrase(asked["rest"], False).split()[-1:]
    found += [word for word in WORD.findall(question) if is_plural(word)]
    made = _WHO.match(question) and re.search(r"\b(?:the|an?) [\w-]+", question, re.I)
    if made:
        # "Who built the machine for small mills": the ones are machines.
        found = [*noun_phrase(question[made.start() :], False).split()[-1:], *found]
    pushes = re.match(r"(?:what|who) (?P<verb>[a-z]+s) (?P<next>[a-z-]+)", question, re.I)
    if pushes and not re.fullmatch(f"{AUXILIARY}|of|in|for|on|at", pushes["next"], re.I):
        found = [word for word in found if word != pushes["verb"]]
    return list(dict.fromkeys(found))


def phrase_with(answer: Answer, noun: str) -> Phrase | None:
    """The noun phrase of a question whose noun is the given one: "the site", "that programme"."""
    question = _plain(answer.standalone_question)
    wanted = singular(noun.lower())
    words = list(WORD.finditer(question))
    for position, word in enumerate(words):
        if singular(word.group().lower()) != wanted:
            continue
        start = position
        while start > 0 and is_before_noun(words[start - 1].group()):
            if is_plural(words[start - 1].group()):
                break
            start -= 1
        first = words[start].group().lower()
        text = question[words[start].start() : word.end()]
        text += tail_of(question[word.end() :])
        if position > start and first not in ("any", "all"):
            return phrase_of(text)
    return next((one for one in phrases(answer) if wanted in _head_of(one.text).split()), None)


def _head_of(text: str) -> str:
    """A phrase in lower case without the clause that describes it."""
    return text.lower().split(" that ")[0]


def deed(answer: Answer) -> Phrase | None:
    """What somebody does, where that was asked: "what is X known for" is about what it is known for."""
    match = re.fullmatch(
        r"what (is|was) (?P<who>[A-Z].*?) (?P<rest>\w+ (?:for|to|as|on|by))",
        _plain(answer.standalone_question),
        re.I,
    )
    return Phrase(f"what it {match[1]} {match['rest']}", False) if match else None


def what_is_done(answer: Answer) -> str:
    """What somebody does as "for … to …": "how do X form" asks about "for X to form"."""
    question = _plain(answer.standalone_question)
    match = re.match(
        r"(?:how|why|when|where) (?:do|does|did|can|could) (?P<rest>.+)", question, re.I
    )
    who = noun_phrase(match["rest"], True) if match else ""
    act = match["rest"][len(who) :].strip() if match and who else ""
    return f"for {who} to {act}" if act else ""


def _plain(question: str) -> str:
    """A question without its end mark, its openers and what stands in front of it."""
    text = re.sub(r"^(?:and|but|so|also|then)\b,? ", "", question.strip(" ?.!"), flags=re.I)
    text = re.sub(r",? please$", "", text, flags=re.I)
    front = _FRONT.match(text)
    if front and len(front.group().split()) <= 8:
        before = front.group().rstrip(", ")
        return f"{text[front.end() :]} {before[0].lower()}{before[1:]}"
    return text


def _named(answer: Answer) -> Iterator[Phrase]:
    asked = of_kind(answer.standalone_question, Kind.PLACE)
    for label in given_names(answer)[:1]:
        place = f" in {place_phrase(asked[-1])}" if asked and not countries(label) else ""
        yield Phrase(f"the {label}{place}", False)


def _around(question: str, name: Thing) -> Phrase:
    """The noun phrase that a name stands in: "Taiwan's China Productivity Center"."""
    determined = re.search(r"\b(?:the|an?) $", question[: name.start])
    if determined:
        return phrase_of(noun_phrase(question[determined.start() :], True))
    words = [word for word in WORD.finditer(question) if word.end() <= name.start]
    start = name.start
    for word in reversed(words):
        if not is_before_noun(word.group()) or word.group()[0].islower():
            break
        start = word.start()
    own = question[name.end :].startswith(("'s ", "’s "))
    after = noun_phrase(question[name.end + 3 :], True) if own else ""
    if own and after:
        return phrase_of(question[start : name.end + 3] + after)
    # "High-tech Clusters" are several things, "Partners" may be one body.
    last = name.text.split()[-1]
    several = " " in name.text and is_plural(last) and is_general(last.lower())
    return Phrase(question[start : name.end], several)


def _population(question: str, asked: re.Match[str]) -> Iterator[Phrase]:
    """Those who are counted, with the place in which they are counted."""
    phrase = noun_phrase(asked["rest"], True)
    inside = [
        one
        for one in of_kind(question, Kind.PLACE)
        if re.search(r"\bin (?:the )?$", question[: one.start], re.I) and one.text not in phrase
    ]
    if phrase and inside and not of_kind(phrase, Kind.PLACE):
        phrase += f" in {place_phrase(inside[0])}"
    yield phrase_of(phrase)


def _described(asked: re.Match[str]) -> Iterator[Phrase]:
    """ "Which scheme helps exporters" is about the scheme that helps exporters."""
    rest = asked["rest"]
    if asked["counted"].lower() in ("name", "list"):
        yield phrase_of(rest)
        return
    noun = noun_phrase(rest, True)
    names_kind = any(is_general(word) for word in noun_phrase(rest, False).split())
    if asked["counted"].lower() == "what" and not names_kind:
        # "What stops small firms from exporting" is about the small firms.
        yield phrase_of(noun_phrase(re.sub(r"^[\w-]+ (?:to |with |from )?", "", rest), True))
        return
    after = rest[len(noun) :].strip(" ,")
    if not noun:
        return
    if re.match(r"(?:is|are) (?:there|it)\b", after):
        after = ""
    told = "" if _POINTS.search(after) else _told(after)
    yield Phrase(f"the {noun} that {told}" if told else f"the {noun}", is_plural_phrase(noun))
    doer = re.match(r"(?:do|does|did) (?P<rest>.+)", after, re.I)
    if doer:
        yield phrase_of(noun_phrase(doer["rest"], True))


def _told(clause: str) -> str:
    """The end of a question as it is told: "does India offer" is "India offers"."""
    asked = re.match(r"(?P<do>do|does|did) (?P<rest>.+)", clause, re.I)
    if not asked or asked["do"].lower() == "do":
        return asked["rest"] if asked else clause
    who = noun_phrase(asked["rest"], True)
    act = asked["rest"][len(who) :].split()
    if asked["do"].lower() == "did" and re.search(r"['’]s\b", asked["rest"]):
        # Where a phrase with an owner ends is not sure.
        return asked["rest"]
    if asked["do"].lower() == "did":
        return f"{who} did {' '.join(act)}" if who and act else clause
    return " ".join([who, third_person(act[0]), *act[1:]]) if who and act else clause
