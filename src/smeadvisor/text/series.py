"""How surely a sentence counts things up: numbered points, parts set off by semicolons, a series. English."""

import re

_MARK = re.compile(r"\((?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s")
_PARENTHESES = re.compile(r"\([^()]*\)")
_QUOTED_WORK = re.compile(r"\([^()]*\b(?:1[89]|20)\d\d[a-z]?\b[^()]*\)")
# "A, B, C, and D": three things or more, each of few words.
_THING = r"[^\s,;:.()][^,;:.()]{0,70}"
# "…, which bakes bread and cakes": what follows a comma so is no further thing.
_CLAUSE = r"(?!(?:to|which|who|whom|whose|where|when|while|but|if|as|so|especially|particularly|however|for)\b)"
_SERIES = re.compile(
    rf"{_THING},\s(?:{_CLAUSE}{_THING},\s){{0,20}}{_CLAUSE}{_THING},?\s(?:and|or|as well as|and/or)\s\S"
)
# What says that things will follow: "such as A and B", "three offices, A, B and C", "namely".
_INTRODUCED = re.compile(
    r"(?::|\b(?:including|includes?|included|such as|namely|consists? of|comprises?|i\.e\.|like)\b|[—–])"
    r"[^;:.]*?"
    r"(?:,\s[^,;:.]+)*,?\s(?:and|or|as well as)\s",
    re.IGNORECASE,
)
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_COUNTED = re.compile(
    rf"\b{_COUNT}\s(?:[\w-]+\s){{0,3}}[\w-]+s\b[^.;]*?[,:—(]\s?[^.;]+\sand\s", re.IGNORECASE
)
_EITHER = re.compile(
    r"\bnot (?:only|just)\b.*\bbut\b|\bboth\b.*\band\b|\beither\b.*\bor\b|\bto (?P<one>\w+)\b[^,;]*\bor to \w+",
    re.IGNORECASE,
)
STRONG, PLAIN, WEAK = 1.0, 0.6, 0.3


def enumeration(sentence: str) -> float:
    """How surely several things are counted up in a sentence, 0–1."""
    text = _QUOTED_WORK.sub("", sentence)
    if len(_MARK.findall(text)) > 1:
        return STRONG
    plain = _PARENTHESES.sub("", text)
    inside = [match.group()[1:-1] for match in _PARENTHESES.finditer(text)]
    if plain.count(";") > 1 or any(_SERIES.search(f"{one} x") for one in inside):
        return STRONG
    has_series = _SERIES.search(plain) is not None
    if (has_series and _INTRODUCED.search(plain)) or _COUNTED.search(plain):
        return STRONG
    if has_series:
        return PLAIN
    return WEAK if _INTRODUCED.search(plain) or _EITHER.search(plain) else 0.0
