"""Planted faults: true claims with one thing made wrong, for measuring what a verifier lets through.

Seeded: the same claims and seed give the same faults. What goes in is taken from the same passage where
it has something of the kind, so that only what is said of it is wrong; what would leave a true
statement (an equal value, a name that the claim has already) is not made.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from smeadvisor.domain.answers import DraftClaim
from smeadvisor.domain.documents import Passage
from smeadvisor.evaluation.true_claims import TrueClaim
from smeadvisor.text.countries import mentions
from smeadvisor.text.words import FUNCTION_WORDS, stems


class FaultKind(StrEnum):
    """What was made wrong."""

    NUMBER = "changed number"
    ENTITY = "swapped entity"
    DIRECTION = "negation or direction"
    ADDITION = "invented addition"
    CITATION = "invented citation"


@dataclass(frozen=True, slots=True)
class Fault:
    """A claim that is false of what it cites, the true claim it was made from, and what was done."""

    kind: FaultKind
    draft: DraftClaim
    true: TrueClaim
    change: str


_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_PARTS = "half third quarter fifth tenth".split()
_PART = re.compile(
    rf"(?<=one |two )(?:{'|'.join(_PARTS[1:])})\b|(?<=one-)(?:{'|'.join(_PARTS[1:])})\b"
)
_YEARS = (1900, 2100)
_NAME = re.compile(
    r"[A-Z][a-z]\w*(?:[- ](?:(?:of|for|and)\s)?[A-Z][a-z]\w*){1,6}|\b[A-Z]{3,6}\b(?! ?[-–]?\d)"
)
_TIME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|"
    r"September|October|November|December"
)
_SIZE = re.compile(
    r"\b(?:micro|small|medium|large)(?=(?:-?sized?)?[- ](?:firms?|enterprises?|ones|businesses|companies)\b)"
)
_SIZES = ("micro", "small", "medium", "large")
_AUXILIARY = re.compile(
    r"\b(?P<verb>is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do|did)\b"
    r"(?=\s(?!not\b|no\b|n't)[a-z])"
)
_NEGATED = re.compile(
    r"\b(?P<verb>is|are|was|were|has|have|had|can|could|may|will|would|should|must|does|do|did) not\b"
    r"|\bcannot\b"
)
_OPPOSITES = [
    ("increase", "decrease"), ("increased", "decreased"), ("increases", "decreases"),
    ("increasing", "decreasing"), ("rose", "fell"), ("rise", "fall"), ("rises", "falls"),
    ("risen", "fallen"), ("grew", "shrank"), ("grow", "shrink"), ("growing", "shrinking"),
    ("more", "less"), ("most", "least"), ("higher", "lower"), ("highest", "lowest"), ("larger", "smaller"),
    ("largest", "smallest"), ("greater", "smaller"), ("above", "below"), ("before", "after"),
    ("include", "exclude"), ("includes", "excludes"), ("including", "excluding"), ("public", "private"),
    ("formal", "informal"), ("first", "last"), ("majority", "minority"), ("allow", "prohibit"),
    ("allows", "prohibits"), ("allowed", "prohibited"), ("high", "low"), ("strong", "weak"),
    ("stronger", "weaker"), ("better", "worse"), ("best", "worst"), ("longer", "shorter"),
    ("foreign", "domestic"), ("encourage", "discourage"), ("encouraged", "discouraged"),
    ("raised", "lowered"), ("raise", "lower"), ("expand", "contract"), ("always", "never"),
    ("often", "rarely"), ("all", "none"), ("many", "few"), ("without", "with"), ("faster", "slower"),
    ("easier", "harder"), ("likely", "unlikely"), ("able", "unable"), ("successful", "unsuccessful"),
    ("skilled", "unskilled"), ("important", "unimportant"), ("useful", "useless"), ("young", "old"),
    ("improve", "worsen"), ("improved", "worsened"), ("reduce", "raise"), ("reduces", "raises"),
    ("reduced", "raised"), ("lost", "gained"), ("exports", "imports"), ("export", "import"),
    ("accepted", "refused"), ("opened", "closed"),
]  # fmt: skip
_OPPOSITE = {one: other for one, other in _OPPOSITES} | {other: one for one, other in _OPPOSITES}
_DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITE, key=len, reverse=True))})\b")
# A passage that shares more of a claim's words than this may well say it too.
_SHARED = 0.6


def planted(claims: Sequence[TrueClaim], passages: Sequence[Passage], seed: int = 7) -> list[Fault]:
    """At most one fault of each kind from each claim; `passages` are where invented citations come from."""
    # Each with chances of its own, so that a new kind leaves the faults of the others as they are.
    chance, added = random.Random(seed), random.Random(seed)
    found = []
    for true in claims:
        for kind, changes in _CHANGES.items():
            changed = list(changes(true))
            if changed:
                text, change = chance.choice(changed)
                found.append(Fault(kind, true.draft(text), true, change))
        addition = _addition(true, passages, added)
        if addition:
            found.append(
                Fault(FaultKind.ADDITION, true.draft(true.text + addition), true, addition)
            )
        elsewhere = _elsewhere(true, passages, chance)
        if elsewhere is not None:
            change = f"cites {elsewhere.id}"
            draft = true.draft(passages=[elsewhere])
            found.append(Fault(FaultKind.CITATION, draft, true, change))
    return found


# Numbers


def _numbers(true: TrueClaim) -> Iterator[tuple[str, str]]:
    """Every number of a claim as another of the same passage, and as one a little or ten times off."""
    around = "\n".join(_stated(one) for one in true.passages)
    have = {_plain(match.group()) for match in _NUMBER.finditer(true.text)}
    for match in _NUMBER.finditer(true.text):
        value = match.group()
        others = {other.group() for other in _NUMBER.finditer(around)}
        alike = [
            other
            for other in sorted(others)
            if _plain(other) not in have and _is_year(other) == _is_year(value)
        ]
        made = alike[:4] if alike else []
        for other in [*made, *_off(value)]:
            if _plain(other) not in have:
                yield _put(true.text, match, other)
    for match in _NUMBER_WORD.finditer(true.text):
        other = _WORDS[(_WORDS.index(match.group()) + 2) % len(_WORDS)]
        if other not in true.text:
            yield _put(true.text, match, other)
    for match in _PART.finditer(true.text):
        yield _put(true.text, match, "fifth" if match.group() != "fifth" else "quarter")


def _off(value: str) -> list[str]:
    """Numbers near a number, written like it."""
    number = float(_plain(value))
    places = len(value.split(".")[1]) if "." in value else 0
    steps = (3, -2) if _is_year(value) else (number * 0.2 or 1, number * 9)
    made = [f"{number + step:.{places}f}" for step in steps]
    return [f"{float(one):,.{places}f}" if "," in value else one for one in made]


def _plain(number: str) -> str:
    return f"{float(number.replace(',', '')):g}"


def _is_year(number: str) -> bool:
    return number.isdigit() and _YEARS[0] <= int(number) < _YEARS[1]


def _put(text: str, match: re.Match[str], other: str) -> tuple[str, str]:
    changed = text[: match.start()] + other + text[match.end() :]
    return changed, f"{match.group()} → {other}"


def _stated(passage: Passage) -> str:
    return "\n".join(piece.stated for piece in passage.pieces)


# Names


def _entities(true: TrueClaim) -> Iterator[tuple[str, str]]:
    """Every country, name and size class of a claim as another of the same passage, else of its place."""
    around = "\n".join(_stated(one) for one in true.passages)
    yield from _countries(true.text, around)
    names = {match.group() for match in _names(around)}
    rows = [one for passage in true.passages for one in passage.pieces if one.cells]
    if rows:
        # What stands in another column of the same row may well be said of it too.
        own = (
            rows[0]
            if len(rows) == 1
            else next(
                (row for row in rows if all(part in true.text for part in row.cells[0].row)), None
            )
        )
        names -= {match.group() for match in _names(own.stated)} if own else set()
    for match in _names(true.text):
        for other in sorted(names):
            # A name that shares a word with another may be its longer or shorter form.
            if not set(stems(other)) & set(stems(true.text)) and not _is_short_for(
                other, match.group()
            ):
                yield _put(true.text, match, other)
    for match in _SIZE.finditer(true.text):
        for other in _SIZES:
            if other not in true.text.lower():
                yield _put(true.text, match, other)


def _names(text: str) -> Iterator[re.Match[str]]:
    """The names in a text but countries; what may be no name but the beginning of a sentence is left out."""
    for match in _NAME.finditer(text):
        begins = match.start() == 0 or text[match.start() - 2 : match.start()] in (". ", ": ", "; ")
        first = match.group().split()[0].lower()
        is_name = not begins or (" " in match.group() and first not in FUNCTION_WORDS)
        if any(
            word.lower() in FUNCTION_WORDS for word in match.group().split() if word[0].isupper()
        ):
            is_name = is_name and match.group().startswith("The ")
        if _TIME.search(match.group()):
            continue
        if is_name and match.group().upper() not in ("SME", "SMES") and not mentions(match.group()):
            yield match


def _countries(text: str, around: str) -> Iterator[tuple[str, str]]:
    have = {one.code for one in mentions(text)}
    written = {around[one.start : one.end]: one.code for one in mentions(around)}
    others = [
        other
        for other, code in sorted(written.items())
        if code not in have and not other.endswith(("ese", "an", "ish", "ans"))
    ] or [other for other, code in _ELSEWHERE.items() if code not in have]
    for one in mentions(text):
        if re.match(r"\s[A-Z]", text[one.end :]) or re.search(r"[A-Z]\w*\s$", text[: one.start]):
            # Part of a longer name.
            continue
        for other in others:
            yield (
                text[: one.start] + other + text[one.end :],
                f"{text[one.start : one.end]} → {other}",
            )


_ELSEWHERE = {"Viet Nam": "VN", "Malaysia": "MY", "Brazil": "BR"}


def _is_short_for(one: str, other: str) -> bool:
    """Whether one name is the other's initials, with or without small words."""
    first = [
        {"".join(word[0] for word in re.split(r"[ -]", name)).upper(), re.sub(r"[^A-Z]", "", name)}
        for name in (one, other)
    ]
    return one in first[1] or other in first[0] or bool(first[0] & first[1])


# Negation and direction


def _directions(true: TrueClaim) -> Iterator[tuple[str, str]]:
    """A "not" put in or taken out, and every word of direction as its opposite."""
    text = true.text
    negated = list(_NEGATED.finditer(text))
    for match in negated:
        yield _put(text, match, match["verb"] or "can")
    if not negated:
        for match in list(_AUXILIARY.finditer(text))[:2]:
            yield _put(text, match, f"{match['verb']} not")
    for match in _DIRECTION.finditer(text):
        yield _put(text, match, _OPPOSITE[match.group()])


# Additions

# What a model likes to say of anything.
_FLOURISHES = (
    ", which has been a great success",
    ", making it a model for other countries",
    ", helping them to compete in world markets",
    ", thereby creating many new jobs",
    " and is free of charge",
    " and has won several awards",
    ". The ministry was delighted by this success.",
    ". Applications can be made online at any time.",
    ". This has been praised by international experts.",
    ", according to the prime minister",
)
_FEWEST_ADDED, _MOST_ADDED = 4, 14
_SHARED_ADDED = 0.4


def _addition(true: TrueClaim, passages: Sequence[Passage], chance: random.Random) -> str:
    """More than is cited: half the time a flourish, else the beginning of a statement from elsewhere."""
    own = {word for one in true.passages for word in stems(one.searchable_text)}
    if chance.random() < _HALF:
        addition = chance.choice(_FLOURISHES)
        return "" if set(stems(addition)) <= own else addition
    for _ in range(_TRIES):
        passage = chance.choice(passages)
        if passage.cells or passage.parts:
            continue
        words = re.split(r"[.;:(]", passage.text)[0].split()
        said = set(stems(" ".join(words)))
        is_apart = len(said & own) < _SHARED_ADDED * len(said)
        if _FEWEST_ADDED <= len(words) <= _MOST_ADDED and len(said) > 1 and is_apart:
            return f", and {words[0].lower()} {' '.join(words[1:])}"
    return ""


# Citations


def _elsewhere(
    true: TrueClaim, passages: Sequence[Passage], chance: random.Random
) -> Passage | None:
    """A passage that does not say it: few of the claim's words, no stretch in common with what it cites."""
    wanted = set(stems(true.text))
    for _ in range(_TRIES):
        other = chance.choice(passages)
        is_apart = all(
            other.document_id != own.document_id or other.end <= own.start or own.end <= other.start
            for own in true.passages
        )
        said = set(stems(other.searchable_text))
        if is_apart and wanted and len(wanted & said) < _SHARED * len(wanted):
            return other
    return None


_TRIES = 20
_HALF = 0.5
_CHANGES: dict[FaultKind, Callable[[TrueClaim], Iterator[tuple[str, str]]]] = {
    FaultKind.NUMBER: _numbers,
    FaultKind.ENTITY: _entities,
    FaultKind.DIRECTION: _directions,
}
