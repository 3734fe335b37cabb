"""Acronyms that a text introduces: "the Harbour Loan Office (HLO)"."""

import re
from collections.abc import Iterable

_INTRODUCED = re.compile(r"\((?P<acronym>[A-Z][A-Z&]{1,9})s?\)")
_WORDS = re.compile(r"[\w&’'-]+")
# Words of a name that give no letter to its acronym.
_LINKS = frozenset("of for and the in on de da la".split())
# Of one name; "Department of Scientific and Industrial Research and Training" has nine.
_LONGEST = 12


def introduced(texts: Iterable[str]) -> dict[str, str]:
    """From acronym to the name it stands for, as the texts introduce them; the first time counts."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _INTRODUCED.finditer(text):
            name = _name_before(text[: match.start()], match["acronym"].replace("&", ""))
            if name:
                found.setdefault(match["acronym"], name)
    return found


def _name_before(text: str, acronym: str) -> str:
    """The words that end a text and whose initials, in order, are the letters of the acronym."""
    words = list(_WORDS.finditer(text))[-_LONGEST:]
    left = len(acronym)
    for word in reversed(words):
        first = word.group()[0]
        if first.upper() == acronym[left - 1]:
            left -= 1
            if left == 0:
                return " ".join(text[word.start() :].split()).rstrip(",;: ")
        elif word.group().lower() not in _LINKS:
            return ""
    return ""
