"""What a table does not speak of: names it does not know, groups it leaves out, things it does not count."""

import re

from smeadvisor.answering.near_words import reworded, said
from smeadvisor.answering.table_candidates import Reading
from smeadvisor.answering.table_choice import NAMED, Asked
from smeadvisor.answering.table_intent import asking
from smeadvisor.answering.table_reading import Label, beginning
from smeadvisor.text.countries import mentions, regions
from smeadvisor.text.words import stems

_NUMBER_OF = re.compile(
    r"\b(?:average|mean|total) number of ((?:[\w-]+ ){0,1}[\w-]+)", re.IGNORECASE
)
# "How many people work there?" is not told by the number of clusters.
_HOW_MANY = re.compile(
    r"\bhow many ((?:[\w-]+ ){0,3}?[\w-]+?)(?=[?,.;]|$|\s(?:are|were|is|was|do|does|did|have|has|had|can|"
    r"could|will|would|in|of|at|with|for|to|on|by|that|who|there|work|works|worked)\b)",
    re.IGNORECASE,
)
# "How many of each?" counts what is asked about before.
_OF_EACH = re.compile(
    r"\bhow many (?:(?:are|were) there |there (?:are|were) )?(?:of|in) each\b", re.IGNORECASE
)
_NUMBER_LABEL = re.compile(r"(?:the |total |average )*number of ([\w -]+)", re.IGNORECASE)
_OVER_TIME = re.compile(
    r"\bover (?:the (?:years|decades)|time)\b|\b(?<!to )(?:become|became|becoming)\b|\btrends?\b|"
    r"\bused to\b|\bnowadays\b|\byears? (?:ago|earlier)\b|"
    r"\b(?:has|have|had)\b[^?.]*\b(?:changed|risen|fallen|grown|increased|declined|shifted)\b"
    # "Had changed how they sell" says what was done.
    r"(?!\s+(?:how|the|their|its|what|which|where|when))",
    re.IGNORECASE,
)
_FIRMS = frozenset(stems("firms companies businesses enterprises"))
# Words that ask, count, or say whom figures are about, and verbs that say nothing by themselves.
_PLAIN = _FIRMS | frozenset(
    stems(
        "share proportion percentage percent fraction portion number amount hundred ten total survey "
        "surveyed among look looking during within year zero one two three four "
        "five six seven eight nine dozen twenty fifty size staff worker people person man "
        "woman employee payroll owner manufacturer producer way make made come came go went get got give "
        "take use say said name big large small little medium tiny mid-sized sized business south north "
        "east west asia asian africa african common often probable likely per cent every together without "
        "something anything thing already factory workshop shop maker biggest smallest chiefly mainly "
        "mostly main chief principal sort kind want own please give rely entire whole matter peer "
        "their they respectively none no each new relation run "
        "outfit enterprise establishment player class category group bracket band "
        "hand head helper employ employed employee nobody figure part slice rough roughly country nation "
        "region world corner area never not before bring brought gap differ difference themselves "
        "see seen know known keep kept put set"
    )
)
# A word with a capital letter that does not begin a sentence, or one of capitals.
_NAME = re.compile(r"(?<![.?!:“\"] )(?<!^)\b[A-Z][\w-]{2,}|\b[A-Z]{3,}\b")
_NO_NAMES = frozenset(
    "sme smes msme msmes north south east west central asian european african".split()
)
# Groups of firms and people that a table covers only where it says so.
_GROUPS = re.compile(
    r"\b(?:exporting|exporters?|importing|importers?|wom[ae]n|females?|males?|rural|urban|foreign-owned|"
    r"state-owned|family[- ](?:owned|run|business\w*|firm\w*|compan\w*)|"
    r"informal|unregistered|startups?|start-ups?|young|agricultural|farmers|retailers|"
    r"non-exporting)\b",
    re.IGNORECASE,
)


def asked_about(reading: Reading) -> list[str]:
    """The words of a question, apart from sizes, places, times, firms, and what the caption says."""
    table, asked = reading.table, reading.asked
    kinds = [part for label in table.columns for part in label.path]
    places = [asked.text[one.start : one.end] for one in mentions(asked.text)]
    known = table.caption_words | frozenset(
        stems(" ".join([*kinds, *places, *regions(asked.text), *asked.facets.sizes]))
    )
    return [
        word
        for word in asked.words & frozenset(stems(reworded(asking(asked.text))))
        if word.isalpha() and word not in _PLAIN and said(word, known) < NAMED
    ]


def names_others(question: str, reading: Reading) -> bool:
    """Whether the question has a name, of a person, a place or a body, that the table does not know."""
    if question.upper() == question or question.title() == question:
        return False
    question = asking(question)
    spans = [(one.start, one.end) for one in mentions(question)]
    for match in _NAME.finditer(question):
        is_country = any(start <= match.start() < end for start, end in spans)
        is_place = is_country or bool(regions(match.group()))
        known = beginning(match.group()) in reading.table.beginnings
        if not is_place and not known and match.group().lower() not in _NO_NAMES:
            return True
    return False


def names_other_groups(reading: Reading) -> bool:
    """Whether the question is about a group of firms that the table does not speak of."""
    table, asked = reading.table, reading.asked
    labels = [part for label in (*table.rows, *table.columns) for part in label.path]
    known = frozenset(stems(" ".join([table.around, *labels])))
    return any(not known.issuperset(stems(match.group())) for match in _GROUPS.finditer(asked.text))


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


def numbers_else(label: Label, asked: Asked) -> bool:
    """Whether a label is the number of one thing, and the question asks how many there are of another."""
    numbered = _NUMBER_LABEL.match(label.path[-1]) if label.path else None
    counted = _HOW_MANY.search(asked.text)
    if not numbered or not counted:
        return False
    if _OF_EACH.search(asked.text):
        return False
    things = frozenset(stems(numbered[1]))
    return not any(said(word, things) >= NAMED or word in _FIRMS for word in stems(counted[1]))
