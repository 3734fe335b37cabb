"""Words: tokens, stems and coverage. English; knows nothing of documents."""

import re
import threading
from collections.abc import Callable, Collection
from functools import lru_cache

import Stemmer

# Numbers stay whole ("1,186", "0.6"), as do "R&D" and "don't"; everything else splits at non-letters.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:[&'’]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_local = threading.local()

# Words that carry grammar rather than subject. Negations are left out on purpose: "not" matters.
FUNCTION_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further
    get give given had has have having he her here hers him his how i if in into is it its itself
    just let many me more most much my of off on once only or other our out over own please same she should
    so some such than that the their them then there these they this those through to too under
    until up us very was we were what when where which while who whom whose why will with would
    you your tell say says said know explain describe according mean means""".split()
)


def tokens(text: str) -> list[str]:
    """The words of a text in order, lower case, without possessive endings."""
    return [_POSSESSIVE.sub("", match) for match in _TOKEN.findall(text.lower())]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball (Porter2) stem of one lower-case English word."""
    # A PyStemmer object is not safe to share between threads.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's content words, in order and with repetitions."""
    return [stem(token) for token in tokens(text) if token not in FUNCTION_WORDS]


def coverage(
    wanted: Collection[str], found: Collection[str], weigh: Callable[[str], float] = lambda _: 1.0
) -> float:
    """The weight of the wanted stems that are among the found ones, as a share of all wanted, 0–1.

    Nothing wanted counts as 0: an empty question covers nothing.
    """
    unique = set(wanted)
    total = sum(weigh(word) for word in unique)
    if total <= 0:
        return 0.0
    return sum(weigh(word) for word in unique & set(found)) / total
