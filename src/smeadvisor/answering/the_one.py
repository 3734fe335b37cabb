"""One of several that an answer named, by some of its words: "the one for exporters", "the Lima one"."""

import re
from collections.abc import Iterator, Sequence

from smeadvisor.answering.named import items
from smeadvisor.answering.referents import names, series
from smeadvisor.answering.things import Kind, of_kind, put
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

_BEFORE = re.compile(r"\b(?:the|that) (?P<what>[\w&'’-]+(?: [\w&'’-]+){0,2}) one\b(?![-’'])", re.I)
_AFTER = re.compile(
    r"\b(?:the|that) one (?:for|on|about|with|in|at|from|by|of|called|named|that deals with|"
    r"dealing with|concerning) (?P<what>[\w&'’-]+(?: [\w&'’-]+){0,4})",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|last|former|latter|other|same|right)\b", re.I
)
_TURNS_BACK = 3
_LONGEST = 10


def with_the_one(question: str, turns: Sequence[Answer]) -> str | None:
    """The question with the only one in its place that an earlier answer named by these words; else None."""
    for pattern in (_AFTER, _BEFORE):
        match = pattern.search(question)
        if match is None or _ORDINAL.match(match["what"]):
            continue
        words = match["what"].split()
        for count in range(len(words), 0, -1):
            what = " ".join(words[:count]) if pattern is _AFTER else match["what"]
            if what.split()[-1].lower() in FUNCTION_WORDS:
                continue
            found = _only(what, turns)
            if found:
                end = match.start("what") + len(what) if pattern is _AFTER else match.end()
                # A row is called by its name alone.
                bare = " " in found and re.match(r"[A-Z]", found) and not found.startswith("The ")
                return put(question, match.start(), end, f"the {found}" if bare else found)
    return None


def _only(what: str, turns: Sequence[Answer]) -> str | None:
    wanted = _content(what)
    if not wanted or of_kind(what, Kind.PLACE):
        return None
    for turn in turns[:_TURNS_BACK]:
        found = {one for one in _named(turn) if wanted <= _content(one)}
        # "The Fish Board" and "Fish Board (FB)" are one.
        shortest = sorted(found, key=len)[:1]
        if shortest and all(_content(shortest[0]) <= _content(one) for one in found):
            return shortest[0]
        if found:
            return None
    return None


def _named(turn: Answer) -> Iterator[str]:
    for one in [*names(turn), *items(turn), *(name for row in series(turn) for name in row)]:
        if len(one.split()) <= _LONGEST:
            yield one


def _content(text: str) -> set[str]:
    return {stem(word) for word in tokens(text) if word not in FUNCTION_WORDS}
