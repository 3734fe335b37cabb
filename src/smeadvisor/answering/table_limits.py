"""What a table does not speak of: names it does not know, groups it leaves out, things it does not count."""

import re

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Reading
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_reading import beginning
from smeadvisor.text.countries import mentions
from smeadvisor.text.sentences import sentences
from smeadvisor.text.words import stems

_NUMBER_OF = re.compile(
    r"\b(?:average|mean|total) number of ((?:[\w-]+ ){0,1}[\w-]+)", re.IGNORECASE
)
_OVER_TIME = re.compile(
    r"\bover (?:the (?:years|decades)|time)\b|\b(?:become|became|becoming)\b|\btrends?\b|"
    r"\bused to\b|\bnowadays\b|\byears? (?:ago|earlier)\b|"
    r"\b(?:has|have|had)\b[^?.]*\b(?:changed|risen|fallen|grown|increased|declined|shifted)\b",
    re.IGNORECASE,
)
_FIRMS = frozenset(stems("firms companies businesses enterprises"))
# A word with a capital letter that does not begin a sentence, or one of capitals.
_NAME = re.compile(r"(?<![.?!:“\"] )(?<!^)\b[A-Z][\w-]{2,}|\b[A-Z]{3,}\b")
_NO_NAMES = frozenset(
    "sme smes msme msmes north south east west central asian european african".split()
)
# Groups of firms and people that a table covers only where it says so.
_GROUPS = frozenset(
    stems(
        "exporting exporters exporter importing women woman female male rural urban foreign-owned "
        "state-owned family informal unregistered startups startup young agricultural farmers "
        "retailers non-exporting"
    )
)


def names_others(question: str, reading: Reading) -> bool:
    """Whether the question has a name, of a person, a place or a body, that the table does not know."""
    if question.upper() == question or question.title() == question:
        return False
    question = _asking(question)
    spans = [(one.start, one.end) for one in mentions(question)]
    for match in _NAME.finditer(question):
        is_place = any(start <= match.start() < end for start, end in spans)
        known = beginning(match.group()) in reading.table.beginnings
        if not is_place and not known and match.group().lower() not in _NO_NAMES:
            return True
    return False


def _asking(text: str) -> str:
    """The sentences that ask, where any does; what only sets the scene names whom it likes."""
    asking = [text[start:end] for start, end in sentences(text) if text[start:end].endswith("?")]
    return " ".join(asking) or text


def names_other_groups(reading: Reading) -> bool:
    """Whether the question is about a group of firms that the table does not speak of."""
    table, asked = reading.table, reading.asked
    labels = [part for label in (*table.rows, *table.columns) for part in label.path]
    known = frozenset(stems(" ".join([table.around, *labels])))
    return bool({word for word in asked.words & _GROUPS if word not in known})


def asks_for_more(reading: Reading) -> bool:
    """Whether the question asks how something changed in a table that shows one time only."""
    table = reading.table
    is_of_times = any(label.facets.years for label in (*table.rows, *table.columns))
    return not is_of_times and _OVER_TIME.search(reading.asked.text) is not None


def counts_others(reading: Reading) -> bool:
    """Whether the question asks for the number of something that the table does not name."""
    table = reading.table
    labels = [part for label in (*table.rows, *table.columns) for part in label.path]
    known = frozenset(stems(" ".join([table.place.caption, *labels]))) | _FIRMS
    counted = _NUMBER_OF.search(reading.asked.text)
    return counted is not None and not any(said(word, known) >= NAMED for word in stems(counted[1]))
