"""Turns that change how many people work somewhere: "and if I took on two?", "what if we were ten?"."""

import re
from collections.abc import Sequence

from smeadvisor.answering.things import FIRM, RANGE, put
from smeadvisor.domain.answers import Answer

_COUNT = (
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|a hundred|a dozen)"
)
_SOME = (
    rf"(?:(?:(?:more|fewer|less) than|over|under|at least|up to|about|around|some) )?{_COUNT}"
    rf"(?:(?: or | to |\s?[–-]\s?){_COUNT})?(?: or (?:more|fewer|so))?"
)
_PEOPLE = (
    r"(?:people|staff|workers?|employees?|hands?|persons?|helpers?|assistants?|of (?:us|them))"
)
# "If I took on two or three people", "with a staff of ten", "suppose we had five".
_STAFFED = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|then|now|well)[, ]+)*"
    r"(?:(?:what |how about )?(?:if|suppose|supposing|say|when|once) "
    r"(?:I|we|you|they|he|she|it|there|one|someone|somebody|the (?:firm|shop|business|owner|company)) "
    r"(?:(?:had|have|has|took|take|takes|hired?|hires|employ(?:s|ed)?|were|was|are|is|grew|grow|grows|"
    r"got|get|gets|added?|adds)(?: on| to| up to)? ))"
    rf"(?P<count>{_SOME})(?: (?:more|extra|other))?(?: {_PEOPLE})?"
    r"(?: (?:working )?(?:for|with|under) (?:me|us|them|him|her))?(?: instead| then| too)?[\s?.!]*",
    re.IGNORECASE,
)
# "One-person businesses", "a two-man workshop".
_MANNED = re.compile(
    r"\b(?P<count>\w+)[- ](?:person|man|woman|worker|employee)(?P<noun> [a-z]+)", re.IGNORECASE
)
_WITH = re.compile(
    rf"\bwith (?:{_SOME}|no|zero|nobody|no one)(?: (?:{_PEOPLE}|else))?(?: working)?"
    r"(?: (?:for|but|under) (?:them|me|us|him|her|it))?(?: at all)?\b|\bwithout (?:any )?"
    rf"{_PEOPLE}\b",
    re.IGNORECASE,
)
# Whoever asks for a number of workers wants to hear whether it is theirs.
_COUNTED = re.compile(rf"\bhow many (?:\w+ )?{_PEOPLE}\b", re.IGNORECASE)
_OF_CELL = "What is the figure for "
_TOLD = re.compile(r".*[.!] (?=\S+ \S)", re.DOTALL)
_FIRM = re.compile(rf"\b(?!ones?\b){FIRM}\b", re.IGNORECASE)


def with_staff(question: str, turns: Sequence[Answer]) -> str | None:
    """The last question for so many workers; None where the turn says nothing of the kind.

    What its asker told of an own firm goes, as it says how many worked there before.
    """
    match = _STAFFED.fullmatch(question)
    if match is None:
        return None
    whole = [one.standalone_question for one in turns]
    # A question for the cell of a table says of which row already.
    asked = next((one for one in whole if not one.startswith(_OF_CELL)), whole[0])
    asked = _TOLD.sub("", asked)
    if _COUNTED.search(asked):
        return None
    count = match["count"]
    workers = "worker" if count.lower() in ("one", "1") else "workers"
    added = f"with {count} {workers}"
    if manned := _MANNED.search(asked):
        return put(asked, manned.start(), manned.end(), f"{manned['noun'].strip()} {added}")
    if old := _WITH.search(asked) or RANGE.search(asked):
        is_whole = old.group().lower().startswith("with")
        return put(asked, old.start(), old.end(), added if is_whole else count)
    if firm := _FIRM.search(asked):
        return put(asked, firm.end(), firm.end(), f" {added}")
    return f"{asked.rstrip(' ?.!')}, {added}?"
