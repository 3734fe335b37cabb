"""Words that point at an earlier turn: "they", "it", "that body", "the second one", "over there"."""

import re
from collections.abc import Sequence

from smeadvisor.answering.antecedents import (
    choose,
    definite,
    has_sentence_before,
    is_inside,
    whole,
)
from smeadvisor.answering.money import with_money
from smeadvisor.answering.named import given_names, items, where
from smeadvisor.answering.noun_phrases import (
    AUXILIARY,
    CLASS_NOUN,
    Phrase,
    is_general,
    is_plural,
    singular,
)
from smeadvisor.answering.pronouns import possessed, with_pronouns
from smeadvisor.answering.referents import last_with, series
from smeadvisor.answering.subjects import heads, phrase_with, phrases
from smeadvisor.answering.things import FIRM, Kind, of_kind, put
from smeadvisor.domain.answers import Answer
from smeadvisor.text.countries import mentions
from smeadvisor.text.words import FUNCTION_WORDS

_ORDINALS = {
    word: place
    for place, words in enumerate(
        (("first", "former"), ("second",), ("third",), ("fourth",), ("fifth",))
    )
    for word in words
} | {"last": -1, "latter": -1}
_ORDINAL = re.compile(
    rf"\b(?:the |that |this )?({'|'.join(_ORDINALS)})"
    rf"(?: (?P<noun>ones?|items?|points?|(?!of\b|you\b|(?:{AUXILIARY})\b)[a-z-]+))?"
    r"(?P<of> of (?:these|those|them|the \w+)| (?:that )?you (?:mentioned|listed|named|said|gave)|"
    r" (?:in|on|from) (?:the|that|your) (?:list|answer))?",
    re.IGNORECASE,
)
_ORDINAL_ONE = re.compile(
    rf"\b(?:{'|'.join(_ORDINALS)})(?: (?:ones?|of (?:those|these|them))\b|[?.!]*$)", re.IGNORECASE
)
_THERE = re.compile(
    r"(?:\b(?P<over>over |down |out )|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )"
    r"(?<!\bhas )(?<!\bif )(?<!\bdo )"
    r"(?<!\bwhether )"
    r"(?<!\bthat )(?<!\bwill )(?<!\bcan )(?<!\bbeen )"
    r"\b)there\b"
    r"(?! (?:is|are|was|were|has|have|had|will|would|be|been|exists?|any|an?|should|can)\b)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:(?P<which>which|what) (?:one\b|(?P<several>ones))|"
    r"(?P<before>(?:(?:the|an?|another) )?[\w-]+) (?P<many>ones)|"
    r"(?P<the>(?:the|an?|another) (?:[\w-]+ ){0,2}[\w-]+) one)\b(?![-’'])",
    re.IGNORECASE,
)
_POINTING = re.compile(
    rf"\b(?P<how>this|that|these|those|the) (?P<noun>(?:same )?{CLASS_NOUN}|\w+)\b(?!-)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\b(?P<before>(?:about|after|of|for|in|with|behind|from|by|like|to|on|does|did|do|is|was|are|"
    rf"were|has|have|had|than|run|runs|call|called) |^)"
    rf"(?P<which>this|that|(?:all )?(?:these|those))\b(?=$|[?.!,;]| (?:{AUXILIARY}|as well|too|over there|mean|"
    rf"need|want|get|"
    rf"work|cost|pay|apply|help|in|called|any|a|the|there|take|go|come|last|change)\b)",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(
    r"\b(?P<of>of )(?:those|these|them)\b(?! (?:who|that|which|with|in)\b)", re.IGNORECASE
)
_GENERAL = re.compile(rf"{CLASS_NOUN}|{FIRM}")
_CLOSED = re.compile(rf"$|[?!.]|,|['’]s\b|(?: {AUXILIARY})\b(?! (?:of|that|which|who)\b)")
_ENDS = re.compile(
    rf"$|[?,.!;]|['’]s\b|s['’]|(?: (?:{AUXILIARY}|for|in|to|by|as well|over there|there))\b"
)
_OPENS = re.compile(rf"\b(?:{AUXILIARY}|of|in|by|for|to) $", re.IGNORECASE)
_FEW_WORDS = 12
_TURNS_BACK = 4


def resolved(
    question: str, turns: Sequence[Answer], rank: int = 0, given: Phrase | None = None
) -> str:
    """The question with what its pointing words stand for; as it is where it has none.

    `turns` are answered, the last one first. A word that points inside the question stays. A pronoun
    stands for the likeliest phrase of the last turn, or for the one of that `rank` after it.
    """
    question = with_money(_one(with_place(question, turns), turns, rank), turns)
    question = _pointing(_of_those(question, turns), turns)
    return _places_once(_bare(with_pronouns(question, turns, rank, given), turns, given))


def _places_once(question: str) -> str:
    """ "… in China … in China": the first goes, since both phrases brought the place along."""
    for place in of_kind(question, Kind.PLACE):
        said = f" in {place.text}"
        if question.count(said) > 1:
            return question.replace(said, "", 1)
    return question


def with_ordinals(question: str, turns: Sequence[Answer]) -> list[str]:
    """The question with each item that "the second one" may be in its place, the likeliest first."""
    for match in _ORDINAL.finditer(question):
        noun, word = (match["noun"] or "").lower(), match[1].lower()
        alone = re.match(rf"$|[?,.!]|(?: {AUXILIARY})\b", question[match.end() :])
        points = match.group().lower().startswith("that ") or match["of"]
        if noun not in ("one", "ones") and not points and not (not noun and alone):
            continue
        place = _ORDINALS[word]
        listed = [one for one in _listed(noun, turns) if place < len(one)]
        found = [one[place] for one in listed]
        if noun and noun not in ("one", "ones", "item", "point") and word == "last":
            found = [*filter(None, (last_with(turn, noun) for turn in turns[:1])), *found]
        return [put(question, match.start(), match.end(), one) for one in dict.fromkeys(found)]
    return []


def _listed(noun: str, turns: Sequence[Answer]) -> list[list[str]]:
    """The items of the last turn that lists any, list by list."""
    if re.fullmatch(r"countr(?:y|ie)s?", noun):
        return [_countries_named(turns)]
    # After "the first one", "the second one" is of the list that the first was of.
    asked = [
        place
        for place, turn in enumerate(turns[:_TURNS_BACK])
        if _ORDINAL_ONE.search(turn.question)
    ]
    for turn in turns[asked[-1] + 1 if asked else 0 :]:
        found = [items(turn), *series(turn)]
        if any(len(one) > 1 for one in found):
            return [one for one in found if len(one) > 1]
    return []


def _countries_named(turns: Sequence[Answer]) -> list[str]:
    """Countries in the order in which the conversation named them."""
    found: dict[str, str] = {}
    for turn in reversed(turns):
        for text in (turn.standalone_question, turn.text):
            for one in mentions(text):
                found.setdefault(one.code, text[one.start : one.end])
    return list(found.values())


def with_place(question: str, turns: Sequence[Answer]) -> str:
    """The question with the place that "there" stands for."""
    match = _THERE.search(question)
    if not match or of_kind(question[: match.start()], Kind.PLACE):
        return question
    for turn in turns:
        names = given_names(turn) and phrases(turn)
        if names and not match["over"] and re.match(r"(?:who|where)\b", turn.question, re.I):
            return put(question, match.start(), match.end(), f"in {names[0].text}")
        place = where(turn)
        if place:
            return put(question, match.start(), match.end(), place)
    return question


def _one(question: str, turns: Sequence[Answer], rank: int = 0) -> str:
    for match in _ONE.finditer(question):
        before = match["which"] or match["before"] or match["the"]
        last = before.split()[-1].lower()
        plural = match["many"] is not None or match["several"] is not None
        if last in FUNCTION_WORDS - {"which", "what", "other", "same"} or last in _ORDINALS:
            continue
        # "Buyers of the imported ones": these are no buyers.
        own = re.sub(r"[\w&'’-]+ of (?:the )?$", "", question[: match.start()])
        earlier = re.findall(r"[\w&'’-]+", own)
        if any(is_plural(word) or is_general(word) for word in earlier):
            continue
        nouns = heads(turns[0])[rank:] or heads(turns[0])
        if nouns:
            noun = nouns[0] if plural and is_plural(nouns[0]) else singular(nouns[0])
            noun = f"{noun}s" if plural and not is_plural(noun) else noun
            return put(question, match.start(), match.end(), f"{before} {noun}")
    return question


def _of_those(question: str, turns: Sequence[Answer]) -> str:
    match = _OF_THOSE.search(question)
    if not match or is_inside(question, match.start(), plural=True):
        return question
    phrase = choose(turns, plural=True)
    return (
        put(question, match.start(), match.end(), f"of {definite(phrase)}") if phrase else question
    )


def _pointing(question: str, turns: Sequence[Answer]) -> str:
    """ "That body", "these clusters", "the site": the noun phrase that they point at."""
    for match in _POINTING.finditer(question):
        if not _points_back(question, match):
            continue
        noun = _noun_of(match)
        is_short = len(question.split()) <= _FEW_WORDS
        phrase = _named_by(noun, turns, is_short and match["how"].lower() != "the")
        if phrase:
            return _replaced(question, match.start(), match.end(), whole(phrase, turns))
        place = where(turns[0])
        if place and not of_kind(question, Kind.PLACE):
            return put(question, match.start(), match.end(), f"the {noun} {place}")
    return question


def _points_back(question: str, match: re.Match[str]) -> bool:
    """Whether nothing in the question says which one is meant."""
    how, noun = match["how"].lower(), _noun_of(match)
    before, after = question[: match.start()], question[match.end() :]
    named = {singular(word.lower()) for word in re.findall(r"[\w&'’-]+", before)}
    if not _GENERAL.fullmatch(noun) or singular(noun) in named:
        return False
    if has_sentence_before(question, match.start()):
        return False
    if how == "the":
        return _CLOSED.match(after) is not None and len(question.split()) <= _FEW_WORDS
    if how == "that":
        # "firms that market …": the noun may be a verb after a relative "that".
        return _ENDS.match(after) is not None or _OPENS.search(before) is not None
    return how == "this" or re.match(r" (?:who|that|which|with|where)\b", after) is None


def _noun_of(match: re.Match[str]) -> str:
    return match["noun"].lower().removeprefix("same ")


def _named_by(noun: str, turns: Sequence[Answer], may_guess: bool) -> Phrase | None:
    """What "the …" with this noun points at: a phrase with the noun, or what the last turn was about."""
    for turn in turns:
        found = phrase_with(turn, noun)
        if found:
            return found
        spoken = {singular(word) for word in re.findall(r"\w+", turn.text.lower())}
        if singular(noun) in spoken:
            break
    if not may_guess:
        return None
    return next(
        (
            one
            for one in phrases(turns[0])
            if one.is_plural == is_plural(noun)
            # "Those taxes" are no countries.
            and (of_kind(one.text, Kind.NAME) or not any(map(is_general, one.text.split())))
        ),
        None,
    )


def _bare(question: str, turns: Sequence[Answer], given: Phrase | None = None) -> str:
    match = _BARE.search(question)
    if not match or has_sentence_before(question, match.start()):
        return question
    plural = match["which"].lower().endswith("se")
    if is_inside(question, match.start(), plural):
        return question
    phrase = given or choose(turns, plural)
    if phrase and plural and not phrase.is_plural and of_kind(phrase.text, Kind.PLACE):
        # "Those" are what a country has, and not the country.
        return question
    return _replaced(question, match.start("which"), match.end(), phrase) if phrase else question


def _replaced(question: str, start: int, end: int, phrase: Phrase) -> str:
    if question[end:].startswith(("'s", "’s")) and phrase.is_long:
        return possessed(question[:start] + "its" + question[end + 2 :], start, start + 3, phrase)
    return put(question, start, end, definite(phrase) if phrase.is_plural else phrase.text)
