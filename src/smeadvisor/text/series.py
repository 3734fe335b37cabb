"""Whether a sentence counts things up: numbered points, parts set off by semicolons, a series. English."""

import re

_MARK = re.compile(r"\((?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s")
_PARENTHESES = re.compile(r"\([^()]*\)")
# "A, B, C, and D": three things or more, each of few words.
_THING = r"[^\s,;:.()][^,;:.()]{0,70}"
_SERIES = re.compile(
    rf"(?:{_THING},\s){{1,20}}{_THING},?\s(?:and|or|as well as|and/or)\s\S"
)
_BOTH = re.compile(
    r"\bnot (?:only|just)\b.*\bbut\b|\bboth\b.*\band\b|\b(?:two|three|four|five|six|seven|several)\b.*\band\b|\bas well as\b|\beither\b.*\bor\b",
    re.IGNORECASE,
)


def marks(sentence: str) -> int:
    """How many points a sentence numbers in brackets: "(i) …; (ii) …"; 0 for fewer than two."""
    count = len(_MARK.findall(sentence))
    return count if count > 1 else 0


def enumerates(sentence: str) -> bool:
    """Whether several things are counted up in a sentence."""
    if marks(sentence):
        return True
    plain = _PARENTHESES.sub("", sentence)
    if plain.count(";") > 1 or _SERIES.search(plain):
        return True
    inside = (match.group()[1:-1] for match in _PARENTHESES.finditer(sentence))
    return any(_SERIES.search(f"{one} x") for one in inside)
