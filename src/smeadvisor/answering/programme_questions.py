"""Whether a question asks for programmes, and for which: countries, regions, topic. Grammar, no document."""

import re
from dataclasses import dataclass

from smeadvisor.text.countries import mentions, regions
from smeadvisor.text.words import FUNCTION_WORDS, stem, stems, tokens

_SINGLE = (
    r"(?:program(?:me)?|scheme|initiative|project|measure|policy|incentive|fund|grant|subsidy)"
)
_PLURAL = (
    r"(?:program(?:me)?s|schemes|initiatives|projects|services|measures|policies|incentives|funds|"
    r"grants|subsidies|supports)"
)
_MASS = r"(?:support|help|assistance|aid)"
# Up to the noun that is asked for no verb may stand: "what did firms think of programmes" asks for none.
_UP_TO = r"(?:\s(?!(?:do|does|did|was|were|has|have|had|can|could|think|is)\b)[\w’'/&,-]+){0,5}?\s"
_SEVERAL = re.compile(
    rf"\b(?:which|what|list|name|give|show|any|compare|are there)\b{_UP_TO}(?:{_PLURAL}|{_MASS})\b",
    re.IGNORECASE,
)
_ONE = re.compile(rf"\b(?:which|what|is there|any){_UP_TO}{_SINGLE}\b", re.IGNORECASE)
_WHO = re.compile(
    r"\bwho\s(?:else\s)?(?:funds?|finances?|trains?|helps?|supports?|pays?|assists?|advises?|subsidi[sz]es?)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:which|what)\s(?:of\sthe\s)?(?:[\w-]+\s){0,3}?(?:countries|economies|governments|country|economy)\b.*"
    r"\b(?:have|has|offers?|runs?|pays?|funds?|provides?|supports?|helps?|trains?|set up)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"^(?:does|do|has|have)\b[^?]*\b(?:{_PLURAL}|{_SINGLE}|{_MASS})\b", re.IGNORECASE
)
# "What does Peru offer its small firms?", "What does Chile's government do for exporters?"
_WHAT_DOES = re.compile(
    r"(?:and\s)?what(?:\selse)?\s(?:do|does|did|can)\s(?:the\s)?(?:(?:government|state)\sof\s(?:the\s)?)?",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"(?:['’]s\s(?:government|state|authorities))?\s(?:offer|provide|do|have(?!\sto\b))\b.*\b"
    r"(?:firms|enterprises|businesses|companies|smes|msmes|entrepreneurs|exporters|owners|workers)\b",
    re.IGNORECASE,
)
_NOTED = re.compile(rf"\b(?:{_PLURAL}|{_MASS})\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:who|whom|what|which|where|when|how|why|do|does|did|is|are|was|were|has|have|can)\b", re.I
)
# A question that begins so asks for a detail.
_DETAIL = re.compile(
    r"^(?:(?:and|so|in|since|by|for|at|to|from)\s)?(?:how\b|when\b|why\b|(?:what|which)\s(?:year|share|part|percent\w*|amount|"
    r"proportion|number)\b)",
    re.IGNORECASE,
)
_LIST = r"(?:tables?|overview|list|snapshot|inventory|catalogue|annex|appendix)\b"
_WHOSE = r"(?:(?:the|this|that|your|its|a)\s)?(?:(?!(?:in|of|for)\b)[\w’'-]+\s){0,3}?"
_REST = r"(?:(?!,\s(?:and\s|but\s)?(?:who|what|which|how|when|where|why)\b)[^;?])*"
# "Which schemes are listed in the table of measures?", "Which does your overview name for Peru?"
_LISTED = (
    re.compile(
        rf"\b(?:(?:is|are|was|were)\s)?(?:listed|shown|named|included|mentioned|given|contained|described|"
        rf"set out|appears?|stands?|comes?)?\s*\b(?:in|on|by|from|of|under)\s{_WHOSE}{_LIST}{_REST}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bdo(?:es)?\s{_WHOSE}{_LIST}[^,;?]*?\s(?:list|name|show|give|mention|contain|include)\b",
        re.IGNORECASE,
    ),
)
_OWNER = re.compile(r"^['’]s?\b")
_TERSE_WORDS = 8
# Words that any programme answers to: they do not tell which is meant.
_GENERAL = frozenset(map(stem, FUNCTION_WORDS)) | frozenset(
    stems(
        """programme program programmes scheme schemes initiative initiatives project projects
        service services measure measures policy policies incentive incentives support supports
        help helps assistance assist aid offer offers offering provide provides run runs exist
        exists available government state public national official country countries economy
        economies small medium sized smes sme msme firm firms enterprise enterprises business
        businesses company companies there list name show compare between give find use kind
        kinds type types can need want gives gets get covers cover makes make set launch
        launched else various several against versus"""
    )
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What programmes are asked for: `codes` are the countries in the question's order, `areas` the regions.

    `topic` are the stems that tell which programmes are meant; `is_one` where a single one is asked for.
    `table` are the stems of what lists them, where it is asked what a table lists. `is_open` where it is asked
    what a country offers: then its programmes answer, whatever is said of them.
    """

    codes: tuple[str, ...]
    areas: tuple[str, ...]
    topic: tuple[str, ...]
    is_one: bool
    table: tuple[str, ...] = ()
    is_open: bool = False


def programmes_asked_for(question: str) -> Asked | None:
    """What programmes a question asks for; None where it asks for something else."""
    found = mentions(question)
    codes = tuple(dict.fromkeys(mention.code for mention in found))
    areas = tuple(sorted(regions(question)))
    several, one = _SEVERAL.search(question), _ONE.search(question)
    if not _asks(question, has_place=bool(codes or areas)):
        return None
    rest = _without_places(question)
    listed = next((match for match in (one.search(rest) for one in _LISTED) if match), None)
    if listed:
        rest = f"{rest[: listed.start()]} {rest[listed.end() :]}"
    known = _GENERAL | set(stems(" ".join(areas))) | {"asia", "asian"}
    noun = several or one
    if noun:
        # "Which funds …" asks for funds; in "who funds …" the word tells what they do.
        known |= set(stems(noun.group())[-1:])
    topic = tuple(dict.fromkeys(word for word in stems(rest) if word not in known))
    table = tuple(stems(listed.group())) if listed else ()
    is_open = bool(codes) and _asks_what_is_offered(question)
    return Asked(codes, areas, topic, one is not None and several is None, table, is_open)


def telling_words(name: str) -> tuple[str, ...]:
    """The stems of a programme's name that tell it from others: neither its country nor "scheme"."""
    rest = _without_places(name)
    return tuple(dict.fromkeys(word for word in stems(rest) if word not in _GENERAL))


def _asks_what_is_offered(question: str) -> bool:
    return any(
        _WHAT_DOES.fullmatch(question[: one.start]) and _OFFERS.match(question[one.end :])
        for one in mentions(question)[:1]
    )


def _without_places(text: str) -> str:
    for mention in reversed(mentions(text)):
        text = f"{text[: mention.start]} {_OWNER.sub('', text[mention.end :])}"
    return text


def _asks(question: str, has_place: bool) -> bool:
    if _DETAIL.match(question):
        return False
    if any(pattern.search(question) for pattern in (_SEVERAL, _ONE, _WHO, _WHERE)):
        return True
    if not has_place:
        return False
    if _asks_what_is_offered(question):
        return True
    is_terse = len(tokens(question)) <= _TERSE_WORDS and not _ASKING.search(question)
    return bool(_WHETHER.match(question) or (is_terse and _NOTED.search(question)))
