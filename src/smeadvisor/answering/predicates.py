"""Pieces that change what is done: "and to open new shops?", "and own a tractor?", "and sold abroad?"."""

import re
from collections.abc import Sequence

from smeadvisor.answering.ellipsis import LEAD, POLITE, changed, fragment_of
from smeadvisor.answering.noun_phrases import AUXILIARY, is_before_noun, is_plural, noun_phrase
from smeadvisor.answering.subjects import heads
from smeadvisor.answering.things import (
    PREPOSITION,
    Kind,
    is_adjective,
    of_kind,
    place_phrase,
    put,
    things,
)
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, tokens

_DETERMINER = (
    r"(?:the|an?|their|its|his|her|our|your|some|any|no|more|new|each|every|at least|"
    r"over|up to|\d\S*)"
)
_VERBS = frozenset(
    """accept add adopt advise ask attend become begin borrow bring build buy carry charge choose close come
    compete cooperate cut develop do draw earn employ enter expand expect export face fail fall find fund
    gain get give go grow have help hire import improve increase invest join keep know learn leave lend
    lose lower make meet move need offer open organize own pay plan produce promote protect provide publish
    raise reach receive reduce register rent repair replace run save sell send serve set share spend start
    stay stop subsidize subsidise support take teach train travel try use visit want win work write""".split()
)
_PAST = frozenset(
    """became began bought brought built came chose cut did drew fell found gave got grew had kept knew laid
    learnt led left lent lost made met paid ran rose said saw sent set sold spent stood taught took went
    won wrote""".split()
)
# "And were owned by women?", "and have a website?": no question begins so.
_PASSIVE = re.compile(
    r"(?:are|is|were|was|have been|has been|had been) (?:\w+ly )?\w+(?:ed|wn|ught|old|ept) "
    r"(?:by|in|for|to|at|on|with)\b"
    rf"|(?:have|has|had) {_DETERMINER}\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:what|how) about (?=to\b)", re.IGNORECASE)
_JOINS = re.compile(r"\b(?:and|but|or|also)\b", re.IGNORECASE)
_INFINITIVE = re.compile(r"\bto (?P<verb>[a-z]+)\b(?! (?:of|and)\b)(?P<rest>[^,?]*)", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:how many|(?:what|which) (?:share|percentage|percent|proportion|part|number|fraction) of|which)"
    rf"(?: of)? (?!{AUXILIARY}\b)",
    re.IGNORECASE,
)
_DOER = re.compile(
    rf"(?:(?:how|why|when|where|what|which [\w-]+|how (?:much|many|often|long)) )?(?P<aux>{AUXILIARY}) "
    r"(?!there\b|it\b)",
    re.IGNORECASE,
)
_LIKEWISE = re.compile(
    r"(?:how many|how much|what (?:share|percentage|proportion|part|number|fraction))(?: of)?(?: the)? "
    r"(?P<who>[^?.!]+?) (?:do|does|did)?\s?"
    r"(?:say|says|said|think|thinks|thought|feel|felt|report|reported|believe|answer|do|did) "
    r"(?:that|so|this|the same|likewise)[\s?.!]*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:is|was|are|were) (?:that|this|it|they|these|those) (?:(?:much|far|also|any|a lot) )?"
    r"(?:more|less|fewer|better|worse|[a-z]{2,}er) than (?P<with>(?:in|for|among|with|the|those) [^?.!]+?)"
    r"[\s?.!]*$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:.*[,.] )?(?:how (?:many|much|large|big|high|long|old|far|often)|"
    r"what (?:is|was|were|are)? ?(?:the )?(?:share|percentage|proportion|number|rate|figure|fraction))\b",
    re.IGNORECASE,
)
_SIZED = r"(?:(?:very|most) )?(?:small|large|big|tini)(?:e?r|g?est) "
_ASKS = re.compile(r"(?:what|where|which|why|how|who)\b(?! (?:many|much))", re.IGNORECASE)
_FEWEST, _MOST = 2, 9


def another_deed(question: str, turns: Sequence[Answer]) -> str | None:
    """The last question with what a piece says is done in the place of what it asked; else None."""
    lead = LEAD.match(question)
    text = question[lead.end() :] if lead else question
    about = _ABOUT.match(text)
    if about is None and (lead is None or not _JOINS.search(lead.group())):
        return None
    piece = POLITE.sub("", text[about.end() if about else 0 :].strip(" ?.!…"))
    words = tokens(piece)
    if not _FEWEST <= len(words) <= _MOST or "," in piece:
        return None
    asked = turns[0].standalone_question.rstrip(" ?.!")
    if words[0] == "to":
        return _other_infinitive(asked, piece)
    start = _predicate_start(asked, piece)
    if start is None:
        return None
    return f"{asked[:start].rstrip()} {_with_place(piece, asked[start:])}?"


def likewise(question: str, turns: Sequence[Answer]) -> str | None:
    """ "How many of the small ones say that?" after a question for what firms say: it is asked of these."""
    lead = LEAD.match(question)
    match = _LIKEWISE.fullmatch(question[lead.end() :] if lead else question)
    if match is None or not of_kind(match["who"], Kind.SIZE):
        return None
    if not _ASKS.match(turns[0].standalone_question):
        return None
    asked = turns[0].standalone_question
    size = of_kind(match["who"], Kind.SIZE)[0]
    noun = next((one for one in heads(turns[0]) if is_plural(one)), "")
    if noun and not of_kind(asked, Kind.SIZE):
        asked = re.sub(rf"\b{_SIZED}(?=(?:[\w-]+ ){{0,2}}{re.escape(noun)}\b)", "", asked)
        named = rf"\b((?:[A-Z][\w-]+ )*){re.escape(noun)}\b"
        return re.sub(named, rf"{size.text} \g<1>{noun}", asked, count=1)
    fragment = fragment_of(f"and the {match['who'].removeprefix('the ')}")
    return changed(fragment, turns) if fragment else None


def compared(question: str, turns: Sequence[Answer]) -> str | None:
    """ "Is that more than in Peru?" after a count for one place: the count for both; else None."""
    lead = LEAD.match(question)
    match = _COMPARED.fullmatch(question[lead.end() :] if lead else question)
    asked = turns[0].standalone_question
    if match is None or not _MEASURED.match(asked):
        return None
    for kind in (Kind.PLACE, Kind.SIZE):
        new, old = of_kind(match["with"], kind), of_kind(asked, kind)
        if len(new) != 1 or len(old) != 1 or new[0].text.lower() == old[0].text.lower():
            continue
        if kind is Kind.PLACE and is_adjective(old[0]):
            return None
        added = place_phrase(new[0]) if kind is Kind.PLACE else new[0].text
        return put(asked, old[0].start, old[0].end, f"{old[0].text} and {added}")
    return None


def _other_infinitive(asked: str, piece: str) -> str | None:
    new = _INFINITIVE.fullmatch(piece)
    if new is None or things(piece[: new.end("verb")]):
        return None
    all_found = [one for one in _INFINITIVE.finditer(asked) if not is_plural(one["verb"])]
    found = [one for one in all_found if _is_infinitive(one)]
    if not found and _is_infinitive(new):
        found = [one for one in all_found if one["rest"].strip() and one["verb"].islower()]
    if not found or not (_is_infinitive(new) or len(found) == 1):
        return None
    old = found[-1]
    return put(asked, old.start(), old.end(), _with_place(piece, old.group())) + "?"


def _is_infinitive(match: re.Match[str]) -> bool:
    verb = match["verb"].lower()
    if is_plural(verb) or verb in FUNCTION_WORDS:
        return False
    return verb in _VERBS or re.match(rf" {_DETERMINER} ", match["rest"], re.I) is not None


def _predicate_start(asked: str, piece: str) -> int | None:
    """Where in a question that begins which a piece of the same form can take the place of."""
    counted, doer = _COUNTED.match(asked), _DOER.match(asked)
    match = counted or doer
    if match is None:
        return None
    who = noun_phrase(asked[match.end() :], True)
    start = match.end() + len(who)
    rest = asked[start:].split()
    if not who or not rest:
        return None
    first = piece.split()[0].lower()
    if _PASSIVE.match(piece):
        return start if counted else None
    if counted:
        is_past = _is_past(rest[0])
        return start if (_is_past(first) and is_past) or (_is_base(piece) and not is_past) else None
    is_done = re.fullmatch(r"is|are|was|were|has|have|had", match["aux"], re.I) is not None
    return start if _is_base(piece) and not is_done else None


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > len("need"))


def _is_base(piece: str) -> bool:
    first, _, rest = piece.partition(" ")
    if first in _VERBS:
        return True
    if is_plural(first) or first in FUNCTION_WORDS or not is_before_noun(first):
        return False
    if not first.islower():
        return False
    return (
        re.fullmatch(PREPOSITION, first) is None
        and re.match(rf"{_DETERMINER} ", rest, re.I) is not None
    )


def _with_place(piece: str, old: str) -> str:
    """The piece, in the place that what it replaces is in."""
    places = of_kind(old, Kind.PLACE)
    if not places or of_kind(piece, Kind.PLACE):
        return piece
    return f"{piece} in {place_phrase(places[-1])}"
