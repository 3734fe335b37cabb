"""Turns that name another row or column of the table that the last answer was read from.

What is asked then is a cell of the same table: "and large firms?", "how many of the small ones say that?",
"and second?", "how do those two score in Africa?" are read as the row and column that they mean.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.ellipsis import changed, fragment_of
from smeadvisor.answering.near_words import said
from smeadvisor.answering.pronouns import points_back
from smeadvisor.answering.returning import without_lead
from smeadvisor.answering.table_facets import FIRM, Facets, of_question
from smeadvisor.answering.table_reading import Label
from smeadvisor.answering.things import Kind, exchange, of_kind, place_phrase, things, without
from smeadvisor.answering.told_cells import (
    Path,
    Told,
    at_rank,
    last_two,
    rows_of_table,
    told_by,
)
from smeadvisor.answering.told_otherwise import in_its_words
from smeadvisor.domain.answers import Answer
from smeadvisor.domain.documents import Passage
from smeadvisor.text.words import stem, stems, tokens

# These ask for what no other cell of the table says.
_ASKS_BEYOND = re.compile(
    r"\b(?:why|where|when|who|whom|whose|how come|because|explain|mean(?:s|ing)?|measured?|paid|"
    r"how (?:to|exactly|so))\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:(?P<second>second|2nd|runner-up|next)|(?P<third>third|3rd)|(?P<fourth>fourth|4th))\b"
    r"(?: (?:place|one|most|highest|biggest|largest|lowest|smallest|least|common|frequent|important))*",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:(?:those|these|the) (?:two|both)|both(?: of (?:them|those|these))?|the two)\b", re.I
)
# Words that only ask for the value of a cell.
_ASKING = frozenset(
    stems(
        """report name cite answer score fare look come figure number share percentage percent per cent
        proportion rate value amount result compare make made consist compose run case group class
        category size sized people there ok okay well thank then yes no so or hmm too instead
        worker employee staff like among across overall total altogether average say fast
        same whole rest part thing whats hows biggest largest smallest tiniest"""
    )
)
_SHORT_NAME = re.compile(r"\bthe (?P<name>(?:[\w-]+ ){1,4}?)ones\b", re.IGNORECASE)
_HOW_MANY_THERE = re.compile(r"\bhow many\b.*\bare there\b", re.IGNORECASE)
_A_FIRM = re.compile(FIRM + r"\w*", re.IGNORECASE)
# This share of the words that are left must be said by the row's name, and by no other's as well.
_NAMED, _MOST_TOLD, _MOST_WORDS, _BARE_WORDS = 0.6, 4, 12, 2


Kinds = tuple[frozenset[object], ...]
_OPENING = "What is the figure for"


def at_other_cells(question: str, turns: Sequence[Answer]) -> str | None:
    """The cell that a turn means of the table that the last answer was read from; None where none is meant."""
    told = told_by(turns[0])
    if told is None or _ASKS_BEYOND.search(question) or len(tokens(question)) > _MOST_WORDS:
        return None
    table = rows_of_table(told, turns[0])
    turn = in_its_words(question, told, table)
    question = turn.text
    both, order = _BOTH.search(question), _ORDINAL.search(question)
    pointed = both or order
    rest = question.replace(pointed.group(), " ") if pointed else question
    rows = told.rows
    if pointed:
        rows = last_two(told, turns) if both else at_rank(told, turns[0], _rank(pointed))
    words = _left(rest)
    fragment = fragment_of(question)
    is_piece = fragment is not None or len(tokens(question)) <= _BARE_WORDS
    if not rows or (words and not is_piece and not points_back(question)):
        return None
    if named := _with_name(question, told, table):
        return named
    cell = _exchanged(told, rows, rest, words, table)
    if cell is None:
        asked = _question(told, rows, told.columns, table)
        return None if words or pointed else _elsewhere(asked, rest)
    # The words that were used last time are better, where they name what is another.
    is_spoken = not turns[0].standalone_question.startswith(_OPENING)
    is_exchange = is_spoken and not (pointed or turn.is_class) and fragment and not fragment.tail
    return (changed(fragment, turns) if fragment and is_exchange else None) or cell


def _with_name(question: str, told: Told, table: Sequence[Passage]) -> str | None:
    """What is asked anew of a label that a turn names shortly: "what do the traditional ones pay?"."""
    short = _SHORT_NAME.search(question)
    if short is None or points_back(f"{question[: short.start()]} {question[short.end() :]}"):
        return None
    rest = _left(f"{question[: short.start()]} {question[short.end() :]}")
    words = _left(short["name"])
    is_counted = _HOW_MANY_THERE.search(question) is not None
    if not (is_counted or (words and rest)):
        return None
    for labels in (
        list(dict.fromkeys(cell.column for one in table for cell in one.cells)),
        list(dict.fromkeys(cell.row for one in table for cell in one.cells)),
    ):
        sized = _like(told.columns, labels, _asked(short.group(), labels)) if is_counted else []
        path = _named(words, labels) if words else next(iter(sized), None)
        if path is not None:
            asked = without_lead(
                f"{question[: short.start()]}the {path[-1]}{question[short.end() :]}"
            )
            caption = _caption_of(told)
            asked = re.sub(r"[\s?.!]*$", "", asked)
            return f"{asked}{f' ({caption})' if caption else ''}?"
    return None


def _caption_of(told: Told) -> str:
    return re.sub(r"\s*\([^()]*\)\s*$", "", told.passage.place.caption)


def _rank(order: re.Match[str]) -> int:
    return 1 if order["second"] else 2 if order["third"] else 3


def _exchanged(
    told: Told, rows: list[Path], turn: str, words: list[str], table: Sequence[Passage]
) -> str | None:
    """The question for the cells told, with what a turn says in the place of the labels that are like it."""
    columns = told.columns
    all_rows = list(dict.fromkeys(cell.row for one in table for cell in one.cells))
    all_columns = list(dict.fromkeys(cell.column for one in table for cell in one.cells))
    asked = _asked(turn, [*all_rows, *all_columns])
    if any(asked):
        new_rows, new_columns = _like(rows, all_rows, asked), _like(columns, all_columns, asked)
        if not (new_rows or new_columns):
            return None
        rows, columns = new_rows or rows, new_columns or columns
    if words:
        row = _named(words, all_rows)
        column = None if row else _named(words, all_columns)
        if row is None and column is None:
            return None
        rows, columns = [row] if row else rows, [column] if column else columns
    if (rows == told.rows and columns == told.columns) or max(len(rows), len(columns)) > _MOST_TOLD:
        return None
    return _question(told, rows, columns, table)


def _elsewhere(question: str, turn: str) -> str | None:
    """The question for a place that the table has not, where it has others: that it has not is the answer."""
    old, new = of_kind(question.split(":")[0], Kind.PLACE), of_kind(turn, Kind.PLACE)
    return exchange(question, old[-1], new[-1]) if old and new else None


def _asked(question: str, labels: Sequence[Path]) -> Kinds:
    """What a turn asks for by kind; the tiny ones are the smallest that the table has."""
    asked = of_question(question)
    known = [Label(path).facets for path in labels]
    if "tiny" in asked.sizes:
        has_micro = any("micro" in one.sizes for one in known)
        sizes = asked.sizes - {"tiny"} | {"micro" if has_micro else "small"}
        asked = replace(asked, sizes=sizes)
    numbers = [*asked.spans, *asked.loose]
    if numbers:
        # "25 workers or more": a number alone is of the class that holds it.
        classes = {span for one in known for span in one.spans}
        held = [own for own in classes for one in numbers if one == own]
        held = held or [
            own for own in classes for one in numbers if one.low == one.high and own.holds(one)
        ]
        asked = replace(asked, spans=tuple(held) or tuple(numbers))
    return _kinds(asked)


def _kinds(facets: Facets) -> tuple[frozenset[object], ...]:
    """Of firms the class, of places and years which: what labels are told apart by."""
    total = {"all"} if facets.is_total else set()
    return (
        frozenset({*facets.sizes, *facets.spans, *total}),
        frozenset(facets.places),
        frozenset(facets.years),
    )


def _like(told: Sequence[Path], labels: Sequence[Path], asked: Kinds) -> list[Path]:
    """The labels like those told but of the classes, places and years asked for; none where all are told."""
    known = {path: (*_kinds(Label(path).facets), _names(path)) for path in labels}
    asked = (*asked, frozenset())
    had = [any(kinds[one] for kinds in known.values()) for one in range(len(asked))]
    found = [
        path
        for path, kinds in known.items()
        if all(
            (own and own <= asked[one])
            if had[one] and asked[one]
            else own in [known[other][one] for other in told if other in known]
            for one, own in enumerate(kinds)
        )
    ]
    is_asked = any(had[one] and asked[one] for one in range(len(asked)))
    return found if is_asked else []


def _names(path: Path) -> frozenset[object]:
    """The labels of several that name no class, place or year."""
    return frozenset(one for one in path if len(path) > 1 and not any(_kinds(Label((one,)).facets)))


def _left(question: str) -> list[str]:
    """The stems that say more than sizes, classes, places and years."""
    found = [one for one in things(question) if one.kind is not Kind.NAME]
    return [
        stem(word)
        for word in tokens(without(question, found))
        if stem(word) in stems(word)
        and stem(word) not in _ASKING
        and not _A_FIRM.fullmatch(word)
        and not word.isdigit()
    ]


def _named(words: Sequence[str], labels: Sequence[Path]) -> Path | None:
    """The one label that says most of the words."""
    scores = {
        path: sum(said(word, Label(path).own_words) for word in words) / len(words)
        for path in labels
        if path and not Label(path).is_known_kind
    }
    best = sorted(scores, key=lambda path: -scores[path])[:2]
    if not best or scores[best[0]] < _NAMED:
        return None
    is_alone = len(best) == 1 or scores[best[1]] < scores[best[0]]
    return best[0] if is_alone else None


def _question(
    told: Told, rows: Sequence[Path], columns: Sequence[Path], table: Sequence[Passage]
) -> str:
    """A question for cells by the names of their rows and columns, and the caption of their table."""
    names = " and ".join(dict.fromkeys(row[-1] for row in rows if row))
    where = " ".join(_spoken(columns))
    caption = _caption_of(told)
    said_words = set(stems(caption))
    named = {name for path in (*rows, *columns) for name in path}
    others = {
        name for one in table for cell in one.cells for name in (*cell.row, *cell.column)
    } - named
    if any(_is_named(Label((name,)).own_words, said_words) for name in others):
        # A caption that names another row says where at most.
        caption = ", ".join(place_phrase(one) for one in of_kind(caption, Kind.PLACE))
    return f"{_OPENING} {where}: {names}{f' ({caption})' if caption else ''}?"


def _is_named(own: frozenset[str], words: set[str]) -> bool:
    return len(own) > 1 and len(own & words) > len(own) / 2


def _spoken(columns: Sequence[Path]) -> Iterator[str]:
    """The names of columns as they are said: "large firms in East Africa"."""
    levels = [
        list(dict.fromkeys(path[level] for path in columns if len(path) > level))
        for level in range(max(map(len, columns)))
    ]
    places = [level for level in levels if all(Label((name,)).facets.places for name in level)]
    others = [level for level in levels if level not in places]
    spoken = [" and ".join(map(_sized, level)) for level in others]
    if spoken:
        yield ", ".join(spoken)
    if places:
        inside = "in " if spoken else ""
        yield inside + " and ".join(name for level in places for name in level)


def _sized(name: str) -> str:
    facets = Label((name,)).facets
    if facets.is_total:
        return "firms of all sizes"
    return f"{name.lower()} firms" if facets.sizes and " " not in name else name
