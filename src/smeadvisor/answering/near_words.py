"""Words of business English that stand for one another.

General knowledge only: what a reader takes for the same thing in any report on firms.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from smeadvisor.text.words import stem, stems

# One notion a line.
_NOTIONS = """
competitor rival competition
customer client buyer purchaser
supplier vendor provider
lender bank creditor banker moneylender financier
shareholder stockholder owner investor
government public state authority official
agency body institution institute
university college academia academic campus scholar professor
machinery machine plant equipment apparatus kit tool gear hardware
domestic local home national
foreign abroad overseas international
cost expense price expenditure
reduce lower cut decrease
growth grow expand expansion increase pace
new novel fresh unprecedented
existing current present already established
upgrade improve better enhance refine polish overhaul improvement
introduce launch adopt unveil
develop create invent devise
adapt adjust modify alter change transform rework rearrange reshape
staff personnel employee worker workforce labour labor people specialist
hire recruit employ
produce production manufacture manufacturing
marketing promotion promote promoting market advertise advertising package packaging pricing
organizational organisation organization organise organize reorganise reorganize rearrange restructure
wage pay salary earnings
source origin channel
influence pressure push spur force drive sway factor press urge prod motive
important main chief principal key core mostly chiefly mainly
technology technological technical know-how knowhow
product goods ware item
line range series family
parent corporate headquarters
association chamber
firm enterprise company business establishment
consultant adviser advisor expert
training train course teach
innovation innovate innovative
industry sector branch trade
programme program scheme
feature offer provide
traditional conventional
licence license licensing
cooperation collaboration jointly together
loan credit lend lent borrow borrowed borrowing
sale sell sold turnover revenue
buy bought purchase
build built construct
pay paid payment
export exporter
import importer
grant subsidy
profit margin earnings
fair exhibition show
cluster agglomeration
tour visit
beneficiary recipient
share proportion percentage percent rate portion
average mean typical
year annual yearly
woman women female
man men male
young youth
rural countryside village
urban city town
big large
boat ship vessel
employment job employ employed work
apply applicant application
fund funding finance
""".strip().splitlines()
# Phrases that say in several words what a notion says in one.
_PHRASES = (
    (r"\b(?:bring|brings|bringing|brought)\s+(?:\w+\s+){0,3}down\b", " reduce "),
    (r"\b(?:come|comes|came|coming|bring|brings|bringing|brought)\s+out\b", " introduce "),
    (r"\b(?:work|works|worked|working)\s+(?:\w+\s+){0,3}out\b", " develop "),
    (r"\b(?:come|comes|came|coming|think|thinks|thought)\s+up\b", " develop "),
    (r"\bin[- ]house\b|\bhome-?(?:made|grown)\b", " within "),
    (r"\bhead[- ]?offices?\b", " headquarters "),
)


@lru_cache(maxsize=1)
def _notions() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_NOTIONS):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def reworded(text: str) -> str:
    """A text in lower case, its phrases as the single words that say the same."""
    text = text.lower()
    for pattern, word in _PHRASES:
        text = re.sub(pattern, word, text)
    return text


def asked_words(text: str) -> frozenset[str]:
    """The stems of a question, of its phrases too; "how high" asks, it does not say "high"."""
    text = re.sub(
        r"\bhow (?:high|low|large|big|fast|far|long)\b", "how much", text, flags=re.IGNORECASE
    )
    return frozenset(stems(text)) | frozenset(stems(reworded(text)))


def means(word: str, other: str) -> float:
    """How surely one stem stands for another, 0–1: itself, or the same notion."""
    if word == other:
        return 1.0
    notions = _notions()
    if notions.get(word, frozenset()) & notions.get(other, frozenset()):
        return 0.8
    return 0.0


def said(word: str, words: Collection[str]) -> float:
    """How surely any of the words stands for a stem, 0–1."""
    if word in words:
        return 1.0
    return max((means(word, other) for other in words), default=0.0)
