"""What a stretch of text says of a programme: amounts, years, who runs it. Grammar, no document's wording."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from smeadvisor.domain.answers import Citation
from smeadvisor.domain.documents import Passage
from smeadvisor.domain.programmes import Stated
from smeadvisor.text.countries import mentions
from smeadvisor.text.words import FUNCTION_WORDS

# The characters of a document between two offsets: captions and names of columns need be in no passage.
Stretch = Callable[[str, int, int], str]

# "Ministry of Trade and Industry", "Small and Medium Industries Corporation".
CAPITALISED = r"[A-Z][\w&'’/.-]*\w(?:\s(?:(?:of|for|and|on|the|&)\s){0,2}[A-Z][\w&'’/.-]*\w)*"

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|lakh|crore)\b)?"
_SIGN = r"(?:[A-Z]{0,3}\$|[€£¥₱₩₹฿]|\b(?:USD|EUR|GBP|SGD|MYR|THB|KRW|JPY|CNY|INR|Rs\.?|RM|Tk\.?|Rp\.?)\s?)"
_CURRENCY = (
    r"(?:won|yen|yuan|renminbi|baht|ringgit|rupees?|rupiah|pesos?|dong|taka|kyats?|riels?|"
    r"(?:[A-Z]\w+\s)?dollars?|euros?|pounds?|crowns?|kron(?:er|or|a)|francs?|shillings?|rand|reais|liras?)"
)
_LEAD = (
    r"(?:\b(?:up to|at least|at most|over|more than|less than|fewer than|about|around|some|nearly|"
    r"almost)\s)?"
)
_TO = rf"(?:\s?(?:[–-]|to)\s?{_NUMBER})?"
_PART = r"(?:half|(?:one|two|three|four|a)[ -](?:half|third|quarter|fifth|tenth)s?)"
_AMOUNT = re.compile(
    rf"{_LEAD}(?:{_SIGN}{_NUMBER}{_SCALE}"
    rf"|(?<![\w.,]){_NUMBER}{_TO}{_SCALE}\s{_CURRENCY}\b"
    rf"|(?<![\w.,]){_NUMBER}{_TO}\s?(?:%|per ?cent\b)"
    rf"|\b{_PART}(?=\sof\b)"
    rf"|(?<![\w.,–-])(?!(?:19|20)\d\d\b){_NUMBER}{_SCALE}\s(?:[a-z-]+\s){{0,2}}?[a-z-]*[a-rt-z-]s\b)"
)
_YEARS = re.compile(r"(?<![\w,.])(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)?\d\d)?(?![\w%]|,\d)")
# "(Kim 2004)" dates a book.
_REFERENCE = re.compile(
    r"\([^()]*[A-Z][^()]*\d{4}[a-z]?\)|[A-Z]\w+(?: and [A-Z]\w+)? \(\d{4}[a-z]?\)"
)
_ARTICLE = re.compile(r"(?:The|A|An)\s")
_POSSESSIVE = re.compile(r"['’]s?\s*$")
_LAW = re.compile(r"\b(?:Act|Law|Decree|Order|Regulation|Charter|Agreement|Treaty)\b")
_DONE = (
    r"(?:launched|set up|established|created|introduced|run|managed|administered|operated|implemented|"
    r"funded|financed|offered|provided|developed|sponsored|initiated|coordinated|started|founded)"
)
_BY = re.compile(rf"\b{_DONE}\s(?:\w+ly\s)?by\s(?:[Tt]he\s)?(?P<name>{CAPITALISED})")
_UNDER = re.compile(
    r"\b(?:of|under|within|by|from|at)\s(?:the\s)?"
    rf"(?P<name>(?:Ministry|Department|Bureau|Office|Directorate|Secretariat)\s(?:of|for)\s(?:the\s)?{CAPITALISED})"
)
_DOES = re.compile(
    rf"\b(?P<name>{CAPITALISED})\s(?:also\s|has\s|had\s)?"
    r"(?:set up|launched|launches|introduced|introduces|established|created|runs|ran|manages|administers|"
    r"operates|offers|provides|funds|started|founded)\s"
)


def stated(passage: Passage, start: int, end: int, text: str = "") -> Stated:
    """A stretch of a passage, by offsets in its text, as a field; `text` where it is said in more words."""
    quote = passage.text[start:end]
    cited = Citation(passage, quote, passage.start + start, passage.start + end)
    return Stated(text or quote, cited)


def caption_line(passage: Passage, stretch: Stretch) -> Passage | None:
    """The line with the caption of the table or box that a passage is part of, as a passage of its own.

    It stands in the document like any passage, but need not be one that is indexed.
    """
    if passage.parent is None or not passage.place.caption:
        return None
    start = passage.parent[0]
    line = stretch(passage.document_id, start, max(passage.start, start)).split("\n")[0]
    if not line.endswith(passage.place.caption):
        return None
    place = replace(passage.place, row=(), column=())
    end = start + len(line)
    identifier = f"{passage.document_id}#{start}-{end}"
    return Passage(identifier, passage.document_id, passage.title, line, place, start, end)


def amounts(passage: Passage, start: int, end: int) -> tuple[Stated, ...]:
    """Money, shares and counts of things in a stretch of a passage, as written."""
    return tuple(
        stated(passage, *match.span()) for match in _AMOUNT.finditer(passage.text, start, end)
    )


def years(passage: Passage, start: int, end: int) -> tuple[Stated, ...]:
    """Years and spans of years in a stretch of a passage; those that date a cited work are left out."""
    dated = [match.span() for match in _REFERENCE.finditer(passage.text, start, end)]
    return tuple(
        stated(passage, *match.span())
        for match in _YEARS.finditer(passage.text, start, end)
        if not any(begin <= match.start() < stop for begin, stop in dated)
    )


def agency(
    passage: Passage, start: int, end: int, named: tuple[int, int] | None = None
) -> Stated | None:
    """Who is said to run what a stretch of a passage is about; `named` is where that is named in it."""
    for left, right in _agencies(passage.text, start, end, named):
        name = passage.text[left:right]
        lead, tail = _ARTICLE.match(name), _POSSESSIVE.search(name)
        right -= len(name) - tail.start() if tail else 0
        left += lead.end() if lead else 0
        if _is_body(passage.text[left:right]):
            return stated(passage, left, right)
    return None


def _agencies(
    text: str, start: int, end: int, named: tuple[int, int] | None
) -> Iterator[tuple[int, int]]:
    """Where bodies stand that do something for it; one that is only its owner, where it is named."""
    patterns = [(_BY, start, end)]
    if named:
        before, after = named
        # A name is no part of its owner's: "the Ministry of X's Y Scheme".
        patterns += [(_DOES, start, before), (_UNDER, start, before), (_UNDER, after, end)]
    for pattern, first, last in patterns:
        yield from (match.span("name") for match in pattern.finditer(text, first, last))


def _is_body(name: str) -> bool:
    """Whether a name is a body's: neither a pronoun, nor a law, nor a country as a whole."""
    whole = any((one.start, one.end) == (0, len(name)) for one in mentions(name))
    return not whole and name.lower() not in FUNCTION_WORDS and not _LAW.search(name)
