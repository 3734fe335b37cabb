"""Programmes that sentences name: capitalised names that end, or begin, in a noun such as "Scheme".

Rather leaves a programme out than invents one: a law, an organisation and "the national plan" are none.
"""

import re
from collections.abc import Iterator, Sequence

from smeadvisor.answering.programme_details import (
    CAPITALISED,
    Stretch,
    agency,
    amounts,
    caption_line,
    stated,
    years,
)
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.text.countries import mentions
from smeadvisor.text.sentences import is_note, statements
from smeadvisor.text.words import FUNCTION_WORDS

_NOUN = r"(?:Scheme|Programme|Program|Fund|Initiative|Plan|Project|Grant|Voucher|Package)"
_SMALL_NOUN = r"(?:scheme|programme|program|fund|initiative|plan|project)"
_WORD = r"[A-Z][\w&'’/-]*"
_BEFORE = rf"(?:{_WORD}\s(?:(?:of|for|and|to|&)\s(?:the\s)?)?){{1,9}}?"
_TAIL = rf"(?:\s(?:for|of)\s(?:the\s)?{CAPITALISED})"
_NAME = re.compile(
    rf"(?<![\w-])(?:{_BEFORE}(?:{_NOUN}\b{_TAIL}?|{_SMALL_NOUN}\b)|{_NOUN}{_TAIL})(?![\w-])"
)
# "One such program is the …", "a scheme called …": the noun stands before.
_CALLED = re.compile(
    rf"\b(?i:{_SMALL_NOUN})s?,?\s(?:is|are|was|called|named|known as|such as|is called)\s(?:the\s)?"
    rf"[“\"]?(?P<name>{CAPITALISED})"
)
# International bodies whose names end like a programme's.
_BODIES = re.compile(r"\b(?:United Nations|UN|World Food|World Bank|International Monetary)\b")
# "the World Bank project" belongs to the bank; it is not called so.
_BODY = (
    r"(?:Bank|Ministry|Agency|Commission|Council|Government|University|Institute|Corporation|"
    r"Authority|Department|Office|Board|Administration|Organi[sz]ation|Union)"
)
_OWNERS = re.compile(rf"\b{_BODY}\s\w+$")
_OWNER = re.compile(r"(?P<owner>.+?)['’]s?\s")
_FEW_WORDS = 2


def prose_programmes(passages: Sequence[Passage], stretch: Stretch) -> Iterator[Programme]:
    """The programmes that prose, lists, boxes and footnotes name, a record for each mention."""
    seen: set[tuple[str, int]] = set()
    for passage in passages:
        if passage.cells or passage.place.kind in (BlockKind.TABLE, BlockKind.FIGURE):
            continue
        for statement in statements(passage.text):
            key = passage.document_id, passage.start + statement.start
            if key in seen or is_note(passage.text[statement.start : statement.end]):
                continue
            seen.add(key)
            for start, end in _names(passage.text, statement.start, statement.end):
                yield _programme(passage, statement.start, statement.end, start, end, stretch)


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(text, start, end):
        first = match.start() + _leading(match.group())
        if _is_name(text[first : match.end()], is_quoted=text[first - 1 : first] in ("“", '"')):
            yield first, match.end()
    for match in _CALLED.finditer(text, start, end):
        if not _NAME.search(match["name"]) and len(match["name"].split()) > _FEW_WORDS:
            yield match.span("name")


def _leading(name: str) -> int:
    """How many characters stand before a name: articles and the like ("Under the"), its owner ("Korea's")."""
    length = max(
        (match.end() for match in _OWNER.finditer(name) if _owns(match["owner"])), default=0
    )
    for word in name[length:].split():
        if word.lower() not in FUNCTION_WORDS:
            break
        length += len(word) + 1
    return length


def _owns(name: str) -> bool:
    """Whether it is a country or a body; "Women" of "Women's Fund" is part of the name."""
    return bool(mentions(name)) or re.search(rf"\b{_BODY}\b", name) is not None


def _is_name(name: str, is_quoted: bool) -> bool:
    """Whether the words tell a programme from others of its kind."""
    is_small = name.split()[-1].islower()
    if _BODIES.search(name) or (is_small and _OWNERS.search(name)):
        return False
    places = {part for one in mentions(name) for part in name[one.start : one.end].split()}
    telling = [
        word
        for word in name.split()
        if word[0].isupper() and word not in places and word.lower() not in FUNCTION_WORDS
    ]
    return len(telling) + is_small > _FEW_WORDS or (is_quoted and len(telling) >= _FEW_WORDS)


def _programme(
    passage: Passage, start: int, end: int, named: int, stop: int, stretch: Stretch
) -> Programme:
    """A mention at `named` to `stop` of the sentence at `start` to `end`."""
    return Programme(
        stated(passage, named, stop),
        passage,
        country=_country(passage, start, end, stretch),
        features=(stated(passage, start, end),),
        amounts=amounts(passage, start, end),
        agency=agency(passage, start, end, (named, stop)),
        years=years(passage, start, end),
    )


def _country(passage: Passage, start: int, end: int, stretch: Stretch) -> Stated | None:
    """The one country that the sentence names, or else the caption, or else the passage.

    None where the nearest of them that names any names several.
    """
    around = mentions(passage.text)
    caption = caption_line(passage, stretch)
    views = [
        (passage, [one for one in around if start <= one.start < end]),
        *([(caption, mentions(caption.text))] if caption else []),
        (passage, around),
    ]
    for where, found in views:
        if found:
            is_one = len({one.code for one in found}) == 1
            return stated(where, found[0].start, found[0].end) if is_one else None
    return None
