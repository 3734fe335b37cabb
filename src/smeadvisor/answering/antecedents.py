"""What a pointing word stands for: something in the question itself, or in an earlier turn."""

import re
from collections.abc import Sequence

from smeadvisor.answering.named import person
from smeadvisor.answering.noun_phrases import AUXILIARY, Phrase, is_general, is_plural
from smeadvisor.answering.subjects import heads, phrases
from smeadvisor.answering.things import Kind, of_kind
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS

_CLAUSES = re.compile(
    r"[,;:.?!–—]|\b(?:when|if|because|while|that|which|who|where|after|before|since|so|and|but|as|than|"
    r"until|unless|once|though|although|whether|how|why|what)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:according to|think|thinks|thought|say|says|said|argue\w*|call|calls|claim\w*|view|eyes|"
    r"words|opinion|account|write|wrote|find|found|hold|holds|believe\w*|suggest\w*|note[sd]?)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(?:any|some|every|no)(?:one|body)", re.IGNORECASE)
_TURNS_BACK = 3


def saying(turns: Sequence[Answer]) -> str:
    """Who the conversation is quoting, where the last question asks what somebody says."""
    question = turns[0].standalone_question
    return person(turns[0]) if _SAYING.search(question) else ""


def choose(turns: Sequence[Answer], plural: bool, rank: int = 0) -> Phrase | None:
    """The likeliest phrase of the last turn in that number; "they" may be a body as well.

    With a `rank`, the phrase that comes so many places after it, the last one where there are fewer.
    """
    quoted = saying(turns)
    for turn in turns[:_TURNS_BACK]:
        # Who says it is not what it is about.
        found = [one for one in phrases(turn) if not quoted or one.text != quoted]
        like = [one for one in found if one.is_plural == plural]
        if plural and not like:
            # "Did Korea force companies to …": they are the companies.
            like = [
                Phrase(noun, True) for noun in heads(turn) if is_plural(noun) and is_general(noun)
            ]
        bodies = [one for one in found if plural and of_kind(one.text, Kind.NAME)]
        # Who is meant by "who" is asked, not known.
        fitting = [one for one in like or bodies if not one.text.startswith("whoever ")] or like
        if fitting:
            return whole(fitting[min(rank, len(fitting) - 1)], turns)
    return None


def whole(phrase: Phrase, turns: Sequence[Answer]) -> Phrase:
    """The phrase with the clause that described it when it came up: "the agency that …"."""
    said = turns[0].standalone_question.lower()
    longer = [
        one
        for turn in turns[1:]
        for one in phrases(turn)
        if one.text.lower().startswith(f"{phrase.text.lower()} ") and one.text.lower() in said
    ]
    return longer[0] if longer else phrase


def definite(phrase: Phrase) -> str:
    """A plural phrase as one that is known: "the large firms"."""
    first = phrase.text.split()[0].lower()
    known = first in ("the", "these", "those", "all", "some") or phrase.text[0].isupper()
    return phrase.text if known or not phrase.is_plural else f"the {phrase.text}"


def is_inside(question: str, start: int, plural: bool, is_person: bool = False) -> bool:
    """Whether the question itself names what a pronoun stands for, in a clause before it."""
    if is_person:
        return False
    before = question[:start]
    if has_sentence_before(question, start):
        return True
    possessive = re.match(r"(?:its|their)\b", question[start:], re.IGNORECASE)
    breaks = list(_CLAUSES.finditer(before))
    # "the countries it sells to" is a clause that begins without a word of its own.
    reduced = re.search(r"\bthe (?:[\w-]+ )?[\w-]+ $", before, re.IGNORECASE)
    if not possessive and not reduced:
        if not breaks:
            return False
        clause = breaks[-1].group().lower()
        before = before[: breaks[-1].start()]
        if clause == "that":
            # "Proof that it helps": what is told is not what it is told of.
            before = re.sub(r"[\w-]+ $", "", before)
    elif reduced and not possessive:
        before = before[: reduced.start()]
    words = re.findall(r"[\w&'’-]+", before)
    nouns = [
        word
        for word in words
        if word.lower() not in FUNCTION_WORDS
        and not re.fullmatch(AUXILIARY, word, re.I)
        and not _CLAUSES.fullmatch(word)
        and not _SOMEBODY.fullmatch(word)
    ]
    if plural:
        coordinated = re.search(r"[\w-]+ (?:and|or) [\w-]+ ", before) is not None
        return any(is_plural(word) for word in nouns) or (coordinated and len(nouns) > 1)
    return any(not is_plural(word) for word in nouns)


def has_sentence_before(question: str, start: int) -> bool:
    """Whether a sentence of some words stands before, which a pointing word then points into."""
    earlier = re.split(r"[.?!;] ", question[:start])[:-1]
    return any(len(sentence.split()) > 3 for sentence in earlier)
