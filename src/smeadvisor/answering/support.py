"""Whether quoted words support a claim, and if not, why: figures, names, directions, negation, content.

A claim is laid beside the quote word by word. What it says of a figure, a name or a direction is
compared with what the quote says of the same one and of others of its family: where another's
surroundings fit better, the claim has mixed them up.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby, zip_longest

from smeadvisor.answering.claim_reading import (
    NAMES,
    Anchor,
    Reading,
    Word,
    initials,
    joined,
    polarity,
    read,
)
from smeadvisor.text.countries import countries, name, regions
from smeadvisor.text.quantities import Kind, Quantity, quantities
from smeadvisor.text.words import stem

# Chosen on the development half of evals/claims (EXPERIMENTS.md).
_COVERED = 0.5
_CLAUSE_COVERED = 0.3
# So much of it in the very words; so much more where chance alone might cover it.
_OWN = 0.45
_STRICTER = 0.1
_FEW_WORDS = 6
_FEWEST_WORDS = 4
# So many words in a row that nothing says are an addition; fewer will do at the end of a sentence.
_ADDED = 3
_ADDED_LAST = 2
_END = re.compile(r"[.!?]\s")
# How far around a word what is said of it is looked for, in words, and how fast it counts less.
_AROUND = 9
_FADING = 0.15
_OTHER_CLAUSE = 0.4
_OTHER_SIDE = 0.7
_NOTION = 0.8
# How much better another's surroundings must fit, and how well at the least.
_MARGIN = 0.15
_LEAST = 0.3
_EXCHANGE = 0.25
# The same where a name of another kind would be mixed up with it.
_LEAST_OTHER = 0.5
_MARGIN_OTHER = 0.35
# A cell of a figure is no longer than this; so many make it a row of figures.
_CELL = 24
_FEWEST_CELLS = 3
_CELL_MARGIN = 0.02
_MOST_COUNTED = 7
_LISTED = re.compile(r",? and |, |; ")
_ZEROS = ("none", "no", "without", "zero")
_FIGURES = frozenset(("share", *(kind.value for kind in Kind)))
_NAMED = (*NAMES, "region", "country")
_SCOPE = 3
_REACH = 7
_NEARBY = 3
_BEFORE = 2
_FEWEST_LETTERS = 5
# What a figure or name counts beside a word, where statements are chosen.
_ANCHOR = 2.0
_TIE = 0.1
_IN_NAMES = 0.7


# A word's surroundings: keys with how near they stand, before (−1) and after (+1).
@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a word: (keys, nearness 0–1, side), and the same by key and side."""

    items: tuple[tuple[tuple[str, ...], float, int], ...]
    best: dict[tuple[str, int], float]


Around = Callable[[Anchor], Context]


@dataclass(frozen=True)
class Premise:
    """What a claim is laid beside: quoted statements, the names of their place, sentences around.

    `cells` are (labels, text) of the table cells among them; `is_table` where there is nothing else.
    """

    statements: tuple[str, ...]
    names: str
    around: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    is_table: bool = False

    @cached_property
    def reading(self) -> Reading:
        """All statements as one text."""
        return joined(tuple(read(one) for one in self.statements))

    @cached_property
    def with_names(self) -> Reading:
        """Statements and names as one text."""
        return joined([self.reading, self.named])

    @cached_property
    def cell_quantities(self) -> tuple[Quantity, ...]:
        """The quantities in cells, without those of labels."""
        return tuple(one for _, text in self.cells for one in quantities(text))

    def around_words(self, anchor: Anchor) -> Context:
        """What stands around an anchor of the statements."""
        return _context(self.reading, anchor)

    def with_names_around(self, anchor: Anchor) -> Context:
        """What stands around an anchor of statements and names."""
        return _context(self.with_names, anchor)

    @cached_property
    def named(self) -> Reading:
        """The names of the place."""
        return read(self.names)

    @cached_property
    def known(self) -> tuple[frozenset[str], frozenset[int]]:
        """The stems and notions of statements and names."""
        return _keys([*self.reading.words, *self.named.words])

    @cached_property
    def nearby(self) -> frozenset[str]:
        """The stems of everything, the sentences around included."""
        return self.known[0] | frozenset(word.stem for word in read(self.around).words)

    @cached_property
    def everything(self) -> str:
        """Statements, names and the sentences around, as one text."""
        return "\n".join((*self.statements, self.names, self.around))


def fault(claim: str, premise: Premise) -> str:
    """Why the premise does not support the claim, as half a sentence; nothing where it does."""
    said = read(claim)
    return (
        _figure_fault(said, premise)
        or _name_fault(said, premise)
        or _content_fault(said, premise)
        or _cell_fault(said, premise)
        or _role_fault(said, premise)
        or _prefix_fault(said, premise)
        or _negation_fault(said, premise)
        or _refusal_fault(said, premise)
        or _certainty_fault(said, premise)
    )


def in_own_words(claim: str, premise: Premise) -> float:
    """The share of a claim's content words that statements or names have as they are, 0–1."""
    return _own_share(read(claim).content(), premise)


def _own_share(words: Sequence[Word], premise: Premise) -> float:
    own = sum(word.stem in premise.known[0] for word in words)
    return own / len(words) if words else 1.0


# Figures


def _figure_fault(said: Reading, premise: Premise) -> str:
    stated = [*premise.reading.quantities, *premise.named.quantities]
    missing = [
        one
        for one in said.quantities
        if not any(one.follows(other) for other in stated)
        and not _is_of_unit(one, premise, stated)
        and not _is_money_too(one, said, stated)
        and not _is_count(one, said, premise)
    ]
    if not missing:
        return ""
    written = said.text[missing[0].start : missing[0].end]
    return f"the {_kind(missing[0])} {written} is not in what it cites"


def _is_count(one: Quantity, said: Reading, premise: Premise) -> bool:
    """Whether a number word counts what the quote lists, and the quote has no such number itself."""
    is_word = said.text[one.start : one.end].isalpha()
    if not is_word or one.kind is not Kind.PLAIN or one.unit or one.low > _MOST_COUNTED:
        return False
    small = [
        other
        for other in premise.reading.quantities
        if other.kind is Kind.PLAIN and other.low <= _MOST_COUNTED
    ]
    listed = max((len(_LISTED.findall(text)) + 1 for text in premise.statements), default=0)
    return not small and not premise.is_table and listed >= one.low


def _kind(one: Quantity) -> str:
    return one.kind.value if one.kind in (Kind.YEAR, Kind.DECADE) else "figure"


def _is_of_unit(one: Quantity, premise: Premise, stated: Sequence[Quantity]) -> bool:
    """Whether a bare figure of a table is meant, in the unit that caption or column names."""
    plain = [other for other in stated if other.kind in (Kind.PLAIN, Kind.YEAR)]
    text = premise.everything.lower()
    if one.kind in (Kind.PERCENTAGE, Kind.FRACTION) and (
        "%" in text or "percent" in text.replace(" ", "")
    ):
        shares = premise.cell_quantities if premise.is_table else plain
        return any(_equal(one, other, Fraction(100)) for other in shares)
    scales = [scale for word, scale in _UNITS.items() if word in text]
    if one.kind is Kind.MONEY:
        return any(
            _equal(one, other, Fraction(1, scale)) for other in plain for scale in (1, *scales)
        )
    if one.kind is Kind.PLAIN and not one.unit:
        return any(_equal(one, other, Fraction(1, scale)) for other in plain for scale in scales)
    return False


def _is_money_too(one: Quantity, said: Reading, stated: Sequence[Quantity]) -> bool:
    """Whether a bare number is money because the claim says so of another: "from 8,000 to 10,000 crowns"."""
    units = {other.unit for other in said.quantities if other.kind is Kind.MONEY}
    return one.kind is Kind.PLAIN and any(
        replace(one, kind=Kind.MONEY, unit=unit).follows(other)
        for unit in units
        for other in stated
    )


_UNITS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "’000": 10**3, "'000": 10**3}


def _equal(one: Quantity, other: Quantity, scale: Fraction) -> bool:
    """Whether a figure, scaled, is or may be rounded to another."""
    scaled = replace(
        one, low=one.low * scale, high=one.high * scale, kind=other.kind, unit=other.unit
    )
    return scaled.follows(other)


# Names


def _name_fault(said: Reading, premise: Premise) -> str:
    text = premise.everything
    known = countries(text)
    for one in said.anchors:
        if one.family == "country" and not one.identity & known:
            others = sorted(name(code) for code in countries(" ".join(premise.statements)))
            of = f", the quote of {' and '.join(others[:3])}" if others else ""
            return f"it speaks of {one.text}{of}"
        if one.family == "region" and not _is_region_known(one, premise):
            return f"it speaks of {one.text}, which is not in what it cites"
        if one.family in NAMES and not _is_name_known(one, premise):
            return f"it names {one.text}, which is not in what it cites"
        if one.family == "size of firm" and not _is_size_known(one, premise):
            return f"it speaks of {one.text} firms, which are not in what it cites"
    return ""


def _is_region_known(one: Anchor, premise: Premise) -> bool:
    return bool(one.identity & regions(premise.everything)) or all(
        word.lower() in premise.everything.lower() for word in one.text.split()
    )


def _is_name_known(one: Anchor, premise: Premise) -> bool:
    missing = [part for part in one.identity if part not in premise.nearby]
    if not missing:
        return True
    named = [*premise.reading.anchors, *premise.named.anchors, *read(premise.around).anchors]
    return any(
        initials(one.text) & initials(other.text) for other in named if other.family == "name"
    )


def _is_size_known(one: Anchor, premise: Premise) -> bool:
    size = next(iter(one.identity))
    words = premise.everything.lower()
    if size in words or (size == "large" and "big" in words):
        return True
    return size in ("small", "medium") and "sme" in words


# Content


def _content_fault(said: Reading, premise: Premise) -> str:
    content = said.content()
    if not content and not said.quantities:
        return "it says nothing that could be checked"
    share = _coverage(content, premise)
    if share < _enough(said, premise) or _own_share(content, premise) < _OWN:
        return f"only {share:.0%} of its words are in what it cites"
    clauses = sorted({word.clause for word in said.words})
    for words in (_plain_words(said, clause) for clause in clauses):
        is_long = len(words) >= _FEWEST_WORDS
        is_strange = len(clauses) > 1 and len(words) > 1 and _own_share(words, premise) <= _OWN
        if is_strange or (is_long and _coverage(words, premise) < _CLAUSE_COVERED):
            written = said.text[words[0].start : words[-1].end]
            return f"nothing that it cites says “{written}”"
    return _unsaid_fault(said, premise)


def _unsaid_fault(said: Reading, premise: Premise) -> str:
    """Words in a row that nothing cited says: what is added to a true sentence, most often at its end."""
    known = _known_for(said.content(), premise)
    for sentence in _sentences(said):
        by_turns = groupby(sentence, lambda word: _worth(word, known) > 0)
        runs = [list(run) for is_said, run in by_turns if not is_said]
        for run in runs:
            if len(run) >= (_ADDED_LAST if run[-1] is sentence[-1] else _ADDED):
                written = said.text[run[0].start : run[-1].end]
                return f"nothing that it cites says “{written}”"
    return ""


def _plain_words(said: Reading, clause: int) -> list[Word]:
    return [word for word in said.content(clause) if not _is_of_quantity(word, said)]


def _is_of_quantity(word: Word, said: Reading) -> bool:
    """Whether it belongs to a figure ("per cent", "Singapore dollars"), which is compared by its value."""
    return any(one.start <= word.start < one.end for one in said.quantities)


def _sentences(said: Reading) -> list[list[Word]]:
    """The content words of each sentence, without those of figures."""
    found: list[list[Word]] = [[]]
    for one, following in zip_longest(said.words, said.words[1:]):
        if one.is_content and not _is_of_quantity(one, said):
            found[-1].append(one)
        if following and _END.search(said.text[one.end : following.start]):
            found.append([])
    return [sentence for sentence in found if sentence]


def _known_for(words: Sequence[Word], premise: Premise) -> tuple[frozenset[str], frozenset[int]]:
    """The stems and notions that may cover the words: a word that says one of them says no other besides."""
    own = frozenset(word.stem for word in words)
    notions = frozenset(
        notion
        for word in premise.with_names.words
        if word.is_content and word.stem not in own
        for notion in word.notions
    )
    return premise.known[0], notions


def _enough(said: Reading, premise: Premise) -> float:
    """How much must be covered: more of few words, of words alone, and by several statements."""
    is_telling = any(not one.family.startswith("axis") for one in said.anchors)
    return (
        _COVERED
        + _STRICTER * (not is_telling)
        + _STRICTER * (len(said.content()) <= _FEW_WORDS)
        + _STRICTER * (len(premise.statements) - 1) / 2
    )


def _coverage(words: Sequence[Word], premise: Premise) -> float:
    """The share of the words that the premise says, in whatever words, 0–1."""
    known = _known_for(words, premise)
    return sum(_worth(word, known) for word in words) / len(words) if words else 1.0


def _is_part(one: str, stems: frozenset[str]) -> bool:
    """Whether a longer or shorter form of the word is there: "compete" and "competitor"."""
    return len(one) >= _FEWEST_LETTERS and f"{one[:_FEWEST_LETTERS]}…" in stems


def _keys(words: Sequence[Word]) -> tuple[frozenset[str], frozenset[int]]:
    # The notions of function words say nothing.
    content = [word for word in words if word.is_content]
    beginnings = {
        f"{word.stem[:_FEWEST_LETTERS]}…" for word in words if len(word.stem) >= _FEWEST_LETTERS
    }
    return (
        frozenset(word.stem for word in words) | beginnings,
        frozenset(notion for word in content for notion in word.notions),
    )


# Cells


def _cell_fault(said: Reading, premise: Premise) -> str:
    """Where a figure of a table stands under the labels of another of its cells."""
    cells = [
        (_labels(labels), found[0], text)
        for labels, text in premise.cells
        if len(text) <= _CELL and len(found := quantities(text)) == 1
    ]
    if len(cells) < _FEWEST_CELLS:
        return ""
    is_text = any(not quantities(text) and text in said.text for _, text in premise.cells)
    if (
        said.quantities
        and not is_text
        and not any(
            _is_same_figure(one, held)
            for one in said.quantities
            for held in premise.cell_quantities
        )
    ):
        return "its figures are those of labels, not of what the table says"
    shared = frozenset.intersection(*(labels for labels, _, _ in cells))
    known = frozenset.union(*(labels for labels, _, _ in cells))
    for anchor in said.anchors:
        one = next((held for held in said.quantities if _is_at(said, anchor, held)), None)
        if one is None or any(
            _label(word) in known for word in said.words[anchor.first : anchor.last + 1]
        ):
            continue
        fits = [
            (_label_fit(said, anchor, labels - shared), held, text) for labels, held, text in cells
        ]
        own = [fit for fit, held, _ in fits if _is_same_figure(one, held)]
        if not own:
            continue
        fit, _, text = max(fits, key=lambda cell: cell[0])
        if fit > max(own) + _CELL_MARGIN:
            return f"it says {anchor.text} where the table has {text}"
    return ""


def _is_same_figure(one: Quantity, held: Quantity) -> bool:
    """Whether a figure is that of a cell, in whatever unit."""
    return any(
        _equal(one, held, Fraction(factor)) or _equal(one, held, Fraction(1, factor))
        for factor in (1, 100, *_UNITS.values())
    )


def _is_at(said: Reading, anchor: Anchor, one: Quantity) -> bool:
    word = said.words[anchor.first]
    return one.start <= word.start < one.end and not anchor.family.startswith("axis")


@lru_cache(maxsize=8_192)
def _labels(labels: str) -> frozenset[str]:
    return frozenset(_label(word) for word in read(labels).words)


def _label(word: Word) -> str:
    """A word as labels are compared: "South Asian" is "South Asia", "none" is 0."""
    if word.text.lower() in _ZEROS:
        return "0"
    return word.stem.removesuffix("n") if word.stem.endswith("an") else word.stem


def _label_fit(said: Reading, anchor: Anchor, labels: frozenset[str]) -> float:
    """How near to a figure a claim says the labels that tell a cell from the others, 0–1."""
    if not labels:
        return 0.0
    best = dict.fromkeys(labels, 0.0)
    for index, word in enumerate(said.words):
        label = _label(word)
        if label in best and not anchor.first <= index <= anchor.last:
            distance = anchor.first - index if index < anchor.first else index - anchor.last
            near = 1 / (1 + _FADING * (distance - 1))
            if word.clause != said.words[anchor.first].clause:
                near *= _OTHER_CLAUSE
            best[label] = max(best[label], near)
    return sum(best.values()) / len(best)


# Roles


def _role_fault(said: Reading, premise: Premise) -> str:
    """Where a name, figure or direction stands where the quote has another of its family."""
    in_cells = sum(len(text) <= _CELL and bool(quantities(text)) for _, text in premise.cells)
    for one in said.anchors:
        if premise.is_table and in_cells >= _FEWEST_CELLS and one.family in _FIGURES:
            continue
        is_direction = one.family.startswith("axis")
        stated = premise.with_names if is_direction else premise.reading
        around = premise.with_names_around if is_direction else premise.around_words
        rivals = [
            other
            for other in stated.anchors
            if _is_rival(one, other, premise.is_table) and not other.is_same(one)
        ]
        if not rivals:
            continue
        here = _context(said, one)
        same = [other for other in stated.anchors if other.is_same(one)]
        best = max((_fit(here, around(other)) for other in same), default=None)
        if is_direction:
            reason = _direction_fault(said, stated, one, rivals, best, here, around)
        else:
            reason = _swap_fault(said, stated, one, rivals, best, here, around)
        if reason:
            return reason
    return ""


def _swap_fault(
    said: Reading,
    stated: Reading,
    one: Anchor,
    rivals: Sequence[Anchor],
    best: float | None,
    here: Context,
    around: Around,
) -> str:
    for rival in rivals:
        fit = _fit(here, around(rival))
        if fit < _least(one, rival, best):
            continue
        mine = [other for other in said.anchors if other is not one and other.is_same(rival)]
        if mine and one.family != rival.family:
            continue
        # One that the claim names too may stand there itself, unless both are exchanged.
        theirs = max((_fit(_context(said, other), around(rival)) for other in mine), default=-1.0)
        is_taken = theirs + _MARGIN > fit
        if is_taken and not _is_exchanged(said, stated, one, mine, fit, best or 0.0, around):
            continue
        return f"it says of {one.text} what the quote says of {rival.text}"
    return ""


def _is_rival(one: Anchor, other: Anchor, is_table: bool) -> bool:
    """Whether one may wrongly stand where the other does; the heads of a table look like names."""
    if one.family == other.family:
        return not is_table or one.family != "name"
    return not is_table and one.family in _NAMED and other.family in _NAMED


def _least(one: Anchor, rival: Anchor, best: float | None) -> float:
    """How well a rival's surroundings must fit, given how well those of the thing itself do."""
    if one.family != rival.family:
        return max(_LEAST_OTHER, (best or 0.0) + _MARGIN_OTHER)
    if best is None:
        return _LEAST
    return max(_LEAST, best + _MARGIN)


def _is_exchanged(
    said: Reading,
    stated: Reading,
    one: Anchor,
    mine: Sequence[Anchor],
    fit: float,
    best: float,
    around: Around,
) -> bool:
    """Whether two things that claim and quote both have stand in each other's place."""
    own = [other for other in stated.anchors if other.is_same(one)]
    for other in mine:
        here = _context(said, other)
        theirs = [rival for rival in stated.anchors if rival.is_same(other)]
        straight = best + max((_fit(here, around(rival)) for rival in theirs), default=0.0)
        crossed = fit + max((_fit(here, around(rival)) for rival in own), default=0.0)
        if crossed < straight + _EXCHANGE:
            return False
    return True


def _direction_fault(
    said: Reading,
    stated: Reading,
    one: Anchor,
    rivals: Sequence[Anchor],
    best: float | None,
    here: Context,
    around: Around,
) -> str:
    for rival in rivals:
        fit = _fit(here, around(rival))
        if fit < _least(one, rival, best) or _is_taken(said, one, rival, fit, around):
            continue
        if _is_turned(said, one.first) != _is_turned(stated, rival.first):
            continue
        if _is_reversed(said, one, stated, rival):
            continue
        return f"it says “{one.text}” where the quote says “{rival.text}”"
    return ""


def _is_taken(said: Reading, one: Anchor, rival: Anchor, fit: float, around: Around) -> bool:
    """Whether the claim has the rival itself, and it is that which stands there."""
    return any(
        other is not one
        and other.is_same(rival)
        and _fit(_context(said, other), around(rival)) >= fit
        for other in said.anchors
    )


def _is_turned(reading: Reading, index: int) -> bool:
    """Whether a negator stands shortly before a word, in its clause."""
    clause = reading.words[index].clause
    return any(
        0 < index - at <= _BEFORE and reading.words[at].clause == clause
        for at in (*reading.negators,)
    )


def _is_reversed(said: Reading, one: Anchor, stated: Reading, rival: Anchor) -> bool:
    """Whether two comparisons say one thing from both ends: "A is higher than B", "B is lower than A"."""
    left, right = _sides(said, one.first)
    other_left, other_right = _sides(stated, rival.first)
    if not right or not other_right:
        return False
    straight = len(left & other_left) + len(right & other_right)
    crossed = len(left & other_right) + len(right & other_left)
    return crossed > straight


def _sides(reading: Reading, index: int) -> tuple[frozenset[str], frozenset[str]]:
    """The stems before a comparative and after its "than", in its sentence; nothing without "than"."""
    thans = [
        at for at, word in enumerate(reading.words) if word.text.lower() == "than" and at > index
    ]
    if not thans or thans[0] - index > _AROUND * 2:
        return frozenset(), frozenset()
    left = reading.words[max(0, index - _AROUND) : index]
    right = reading.words[thans[0] + 1 : thans[0] + 1 + _AROUND]
    return frozenset(word.stem for word in left if word.is_content), frozenset(
        word.stem for word in right if word.is_content
    )


@lru_cache(maxsize=16_384)
def _context(reading: Reading, anchor: Anchor) -> Context:
    words = reading.words
    clause = words[anchor.first].clause
    held = {
        index: other
        for other in reading.anchors
        if other is not anchor and not other.family.startswith("axis")
        for index in range(other.first, other.last + 1)
    }
    items = []
    best: dict[tuple[str, int], float] = {}
    seen: set[Anchor] = set()
    for index in range(max(0, anchor.first - _AROUND), min(len(words), anchor.last + _AROUND + 1)):
        if anchor.first <= index <= anchor.last:
            continue
        word, other = words[index], held.get(index)
        if other is not None:
            if other in seen:
                continue
            seen.add(other)
            inside = words[other.first : other.last + 1]
            keys = (
                *(f"{other.family}={part}" for part in other.identity),
                *(one.stem for one in inside if one.is_content),
            )
        elif word.is_content:
            keys = (word.stem, *(f"#{notion}" for notion in word.notions))
        else:
            continue
        side = -1 if index < anchor.first else 1
        distance = anchor.first - index if side < 0 else index - anchor.last
        near = 1 / (1 + _FADING * (distance - 1))
        if word.clause != clause:
            near *= _OTHER_CLAUSE
        items.append((keys, near, side))
        for key in keys:
            best[key, side] = max(best.get((key, side), 0.0), near)
    return Context(tuple(items), best)


def _fit(said: Context, stated: Context) -> float:
    """How much of what is said around one word is stated around another, 0–1."""
    total = found = 0.0
    for keys, near, side in said.items:
        total += near
        best = 0.0
        for key in keys:
            worth = _NOTION if key[0] == "#" else 1.0
            straight = stated.best.get((key, side), 0.0)
            crossed = stated.best.get((key, -side), 0.0) * _OTHER_SIDE
            best = max(best, worth * max(straight, crossed))
        found += min(near, best)
    return found / total if total else 0.0


# Negation and certainty


def _prefix_fault(said: Reading, premise: Premise) -> str:
    """Where one has a word and the other the same word turned round by its beginning: "un-", "in-"."""
    stated = premise.with_names
    stems = {word.stem for word in stated.words}
    own = {word.stem for word in said.words}
    for here, other, known in ((said, stated, stems), (stated, said, own)):
        for at, word in enumerate(here.words):
            bare = _without_prefix(word.text.lower())
            if not bare or word.stem in known:
                continue
            places = [index for index, one in enumerate(other.words) if one.stem == stem(bare)]
            turned = _is_turned(here, at)
            if places and all(_is_turned(other, index) == turned for index in places):
                return f"it says “{said.words[at].text if here is said else bare}” where the quote does not"
    return ""


def _without_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _FEWEST_LETTERS - 1:
            return word[len(prefix) :]
    return ""


def _negation_fault(said: Reading, premise: Premise) -> str:
    stated = premise.reading
    used: set[int] = set()
    own: set[int] = set()
    unmatched = []
    for at in said.negators:
        turned = _turning(said, at, stated, used)
        if turned is None:
            unmatched.append(at)
        else:
            used |= turned
            own.add(at)
    for at in unmatched:
        turned = _elsewhere(said, stated, used)
        if turned is None:
            return f"it says “{_phrase(said, at)}”, which the quote does not"
        used |= turned
        own.add(at)
    for at in stated.negators:
        scope = [stated.words[index] for index in _scope(stated, at)[:_SCOPE]]
        if at in used or not _is_repeated(scope, said):
            continue
        turned = _turning(stated, at, said, own)
        if turned is None:
            return f"the quote says “{_phrase(stated, at)}”, which it leaves out"
        own |= turned
    return ""


def _scope(reading: Reading, at: int) -> list[int]:
    """Where the content words stand that a negator turns round: after it in its clause, else before it."""
    words = reading.words
    clause = words[at].clause
    reach = _REACH * 2 if words[at].text.lower() in _SUBJECTS else _REACH
    found = [
        index
        for index in range(at + 1, min(len(words), at + 1 + reach))
        if words[index].is_content and words[index].clause == clause
    ]
    if found:
        return found
    return [
        index
        for index in range(at - 1, max(-1, at - 1 - _REACH), -1)
        if words[index].is_content and clause - words[index].clause <= 1
    ]


_PAIRED = frozenset(("nor", "neither"))
_SUBJECTS = frozenset(("none", "no", "neither", "nobody", "nothing", "never", "nor"))


def _turning(one: Reading, at: int, other: Reading, used: set[int]) -> set[int] | None:
    """What in another text turns round the same thing as a negator does; None where nothing does.

    Words that both texts have turn round the same thing in both, and nothing else; nothing turns
    round two things.
    """
    scope = _scope(one, at)[:_SCOPE]
    if any(word.text == "0" for word in other.words) or any(
        _is_opposite(one, index, other) for index in scope[:1]
    ):
        return set()
    places = [_places(one.words[index], other) for index in scope]
    wanted = set().union(*places)
    for index in other.negators:
        is_free = index not in used or one.words[at].text.lower() in _PAIRED
        if is_free and wanted & set(_scope(other, index)):
            return {index}
    written = {word.text.lower() for word in one.words}
    softer = [
        index
        for index in other.softer
        if index not in used and other.words[index].text.lower() not in written
    ]
    for index in softer:
        if any(_is_near(other, index, place) for held in places[:2] for place in held):
            return {index}
    if wanted:
        return None
    free = [index for index in (*other.negators, *softer) if index not in used]
    return {free[0]} if free else None


def _elsewhere(said: Reading, stated: Reading, used: set[int]) -> set[int] | None:
    """A negation of the quote that the claim has not said yet: it may be said in another form there."""
    for index in stated.negators:
        if index not in used:
            return {index}
    own = {word.stem for word in said.words}
    for index, word in enumerate(stated.words):
        bare = _without_prefix(word.text.lower())
        is_turned = bool(bare) and stem(bare) in own
        if is_turned and index not in used and word.stem not in own:
            return {index}
    return None


def _places(word: Word, reading: Reading) -> set[int]:
    return {index for index, other in enumerate(reading.words) if _means(word, other)}


def _is_near(reading: Reading, softer: int, place: int) -> bool:
    if reading.words[softer].clause != reading.words[place].clause:
        return False
    after = _NEARBY if stem(reading.words[softer].text.lower()) in polarity().behind else 0
    return -after <= place - softer <= _REACH


def _is_repeated(scope: Sequence[Word], said: Reading) -> bool:
    """Whether a claim says most of what a negator of the quote turns round."""
    content = said.content()
    repeated = [any(_means(word, other) for other in content) for word in scope]
    return bool(repeated) and sum(repeated) * 3 >= len(repeated) * 2


def _means(one: Word, other: Word) -> bool:
    if not (one.is_content and other.is_content):
        return False
    return one.stem == other.stem or bool(one.notions & other.notions)


_PREFIXES = ("un", "in", "im", "non", "dis", "ir", "il")


def _is_opposite(one: Reading, at: int, other: Reading) -> bool:
    """Whether a text has a word's opposite and not the word: "fell" for "rose"."""
    word = one.words[at]
    if any(_means(word, known) for known in other.words):
        return False
    bare = word.text.lower()
    turned = {stem(f"{prefix}{bare}") for prefix in _PREFIXES}
    if any(
        known.stem in turned or stem(_without_prefix(known.text.lower()) or known.text) == word.stem
        for known in other.words
    ):
        return True
    return any(
        pole.first == at and rival.family == pole.family and not rival.is_same(pole)
        for pole in one.anchors
        if pole.family.startswith("axis")
        for rival in other.anchors
    )


def _phrase(reading: Reading, at: int) -> str:
    end = min(len(reading.words), at + _SCOPE)
    return reading.text[reading.words[at].start : reading.words[end - 1].end]


def _refusal_fault(said: Reading, premise: Premise) -> str:
    """Where a claim forbids or leaves out, and the quote does nothing of the kind in any words."""
    stated = premise.reading
    if stated.negators or stated.softer:
        return ""
    for one in said.anchors:
        if one.family in _REFUSALS and one.identity == {"down"}:
            word = said.words[one.first]
            if not any(_means(word, other) for other in premise.with_names.words):
                return f"it says “{one.text}”, which the quote does not"
    return ""


_REFUSALS = ("axis allowed and forbidden", "axis included and excluded")


def _certainty_fault(said: Reading, premise: Premise) -> str:
    """Where the quote says what may be and the claim that it must be or always is."""
    words = polarity()
    own = [word.text.lower() for word in said.words]
    if any(word in words.hedges for word in own):
        return ""
    stated = premise.reading.words
    for at, word in enumerate(stated):
        if word.text.lower() not in ("may", "might", "could"):
            continue
        scope = [other for other in stated[at + 1 : at + 6] if other.is_content][:2]
        certain = [index for index, one in enumerate(own) if one in words.certain]
        for index in certain:
            after = [other for other in said.words[index + 1 : index + 6] if other.is_content][:2]
            if any(_means(one, other) for one in scope for other in after):
                return f"it says “{own[index]}” where the quote says “{word.text}”"
    return ""


def items_said(claim: str, premise: Premise) -> dict[int, float]:
    """What of a claim a premise says, by position: words, figures, names.

    What only the names of the place say counts less.
    """
    said = read(claim)
    own = _keys(premise.reading.words)
    found: dict[int, float] = {}
    for index, word in enumerate(said.words):
        if word.is_content:
            worth = max(_worth(word, own), _worth(word, premise.known) * _IN_NAMES)
            if worth:
                found[index] = worth
    for one in said.anchors:
        if not one.family.startswith("axis") and any(
            one.is_same(other) for other in premise.reading.anchors
        ):
            # A figure does not choose the row of a table: its name does.
            is_cell = premise.is_table and one.family in _FIGURES
            found[one.first] = found.get(one.first, 0.0) + (_TIE if is_cell else _ANCHOR)
    return found


def _worth(word: Word, known: tuple[frozenset[str], frozenset[int]]) -> float:
    """1 for a word itself, less for another word for it, 0 where it is not said."""
    stems, notions = known
    if word.stem in stems or _is_part(word.stem, stems):
        return 1.0
    return _NOTION if word.notions & notions else 0.0
