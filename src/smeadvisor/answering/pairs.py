"""One of two that a conversation named: "the latter" of a comparison, "the other one" beside the last."""

import re
from collections.abc import Sequence

from smeadvisor.answering.named import items
from smeadvisor.answering.noun_phrases import AUXILIARY, is_general
from smeadvisor.answering.pronouns import points_back
from smeadvisor.answering.referents import series
from smeadvisor.answering.things import put
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stems

_NAMED = re.compile(
    r"\b(?:the |that |this )?(?P<which>former|latter|other)(?: (?P<one>one)\b)?(?P<noun> [a-z-]+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"$|[?,.!;]|['’]s\b|(?: (?:{AUXILIARY}))\b", re.IGNORECASE)
_COMPARED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:do|does|did) (?P<one>.+?) (?:differ from|compare (?:with|to)) (?P<two>.+)",
        r"\bbetween (?P<one>.+?) and (?P<two>.+)",
        r"\b(?:is|are|was|were) (?P<one>.+?) (?:\w+er|better|worse|different|(?:more|less) \w+)"
        r"(?: [a-z]+)? (?:than|from) (?P<two>.+)",
        r"\bcompare (?P<one>.+?) (?:with|to|and) (?P<two>.+)",
    )
)
_LONGEST = 10
_TURNS_BACK = 3


def with_one_of_two(question: str, turns: Sequence[Answer]) -> str | None:
    """The question with the one of two that it points at; None where it points at none, or no two are known."""
    match = _NAMED.search(question)
    if match is None:
        return None
    which, noun = match["which"].lower(), (match["noun"] or "").strip()
    end = match.start("noun") if match["noun"] else match.end()
    if which == "other":
        is_alone = match["one"] is not None or _ENDS.match(question[end:]) is not None
        found = (
            _beside_the_last(turns) if is_alone and match.group()[:4].lower() == "the " else None
        )
    else:
        last = turns[0]
        pair = _compared(last.question) or _compared(last.standalone_question)
        found = pair[which == "latter"] if pair else None
        found = None if found is not None and points_back(found) else found
        # "The latter method" is one thing, "the latter call for" is not.
        end = match.end() if is_general(noun) else end
    return put(question, match.start(), end, found) if found else None


def _compared(question: str) -> tuple[str, str] | None:
    """The two things that a question compares, in their order."""
    for pattern in _COMPARED:
        match = pattern.search(question.rstrip(" ?.!"))
        if match and all(len(match[side].split()) <= _LONGEST for side in ("one", "two")):
            return match["one"], match["two"]
    return None


def _beside_the_last(turns: Sequence[Answer]) -> str | None:
    """Of two that an answer named side by side, the one that the last question was not about."""
    asked = _content(turns[0].question) | _content(turns[0].standalone_question)
    for turn in turns[1 : 1 + _TURNS_BACK]:
        for pair in [items(turn), *series(turn)]:
            if len(pair) != 2:
                continue
            own = [_content(one) - _content(other) for one, other in (pair, pair[::-1])]
            about = [bool(words & asked) for words in own]
            if about[0] != about[1]:
                return pair[about[0]]
    return None


def _content(text: str) -> set[str]:
    return {stem for stem in stems(text) if stem not in FUNCTION_WORDS}
