"""How surely a sentence counts things up: numbered points, parts set off by semicolons, a series. English."""

import re

from smeadvisor.text.words import stem, stems

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
# What things are called whatever they are, by what may be said for one another; stems of plurals.
_CALLED_ALIKE = tuple(
    frozenset(stems(group))
    for group in (
        """aspects sides traits features characteristics qualities attributes properties principles rules
        elements components parts ingredients factors kinds sorts types forms categories classes groups
        criteria conditions requirements points things items topics subjects themes areas fields""",
        "reasons causes grounds factors",
        "ways means methods approaches techniques measures channels",
        "steps stages phases",
        "levels layers tiers",
        "benefits advantages strengths gains merits",
        """risks dangers threats problems obstacles barriers constraints difficulties challenges drawbacks
        disadvantages weaknesses""",
        "goals aims objectives priorities needs",
        "services activities functions tasks roles",
    )
)
_LED = re.compile(
    r"(?P<head>[^;:—–(]{3,120}?)\s?(?::|—|–|\(|,?\s(?:such as|including|namely|i\.e\.|for example)\b)\s?"
    r"(?P<things>[^;:—–()]*(?:[,;]\s[^;:—–()]*)+(?:and|or|as well as)\s)",
    re.IGNORECASE,
)
_HEAD_WORDS = 8
# "These areas have grown in cities such as …": the cities are counted up, not the areas.
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "that", "which"})


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


def calls_things_so(sentence: str, noun: str) -> bool:
    """Whether a sentence counts things up and calls them what a noun does: "three areas: A, B", "fields"."""
    text = _QUOTED_WORK.sub("", sentence)
    if len(_MARK.findall(text)) > 1 or text.count(";") > 1:
        return names_things_so(re.split(r"[:;(—–]", text, maxsplit=1)[0], noun)
    led = _LED.search(text)
    if led is None:
        return False
    head = led["head"].split()[-_HEAD_WORDS:]
    after_verb = max((n + 1 for n, word in enumerate(head) if word in _AUXILIARIES), default=0)
    return names_things_so(" ".join(head[after_verb:]), noun)


def names_things_so(text: str, noun: str) -> bool:
    """Whether a text speaks of several things by a word that may be said for a noun: "aspects" for "sides"."""
    alike = [group for group in _CALLED_ALIKE if stem(noun) in group]
    words = (word.strip(".,:;").lower() for word in text.split())
    plurals = {stem(word) for word in words if word.endswith("s") or word == "criteria"}
    return any(not group.isdisjoint(plurals) for group in alike)
