"""A question in the documents' words: slips of the keys mended by what was found for it, regions spelled
out, countries called as the documents call them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from smeadvisor.answering.followup import Reader, Reading
from smeadvisor.domain.answers import Answer
from smeadvisor.text.countries import as_said, countries, spelled_out
from smeadvisor.text.words import FUNCTION_WORDS, tokens

_WORD = re.compile(r"(?<![\w&'’-])[^\W\d_]+(?![\w&'’-])")
# Shorter words have too many neighbours; from so many letters on, two slips are allowed.
_SHORTEST, _LONG = 5, 8
# Words of three and four letters are mended only to these.
_SHORTEST_ASKING = 3
_WAYS_TO_ASK = dict.fromkeys(("what", "which", "when", "whose", "many", "much", "year", "years"), 0)
# Of two that are as near: "wher" and "mony" lack a letter.
_WAYS_TO_ASK |= dict.fromkeys(("where", "money"), 1)
# What is asked of figures need not stand in what is found.
_ASKING = ("percentage", "percent", "proportion", "average", "compared", "difference", "number")
# "n in the north?"
_SHORT_AND = re.compile(r"^(?:n|nd|&) (?=\w)", re.IGNORECASE)
# "Whats" is no slip of the keys for "what".
_CONTRACTED = re.compile(r"(?:what|who|where|how|that|there)s")


class SpellingReader:
    """The reading of another reader, with misspelt words as the documents spell them.

    `texts_near` gives the texts that are found for a question, `is_word` says whether a word in lower
    case is one, in English or in the documents: those are never taken for a slip.
    """

    def __init__(
        self,
        inner: Reader,
        texts_near: Callable[[str], Iterable[str]],
        is_word: Callable[[str], bool],
        is_said: Callable[[str], bool],
    ) -> None:
        self._inner = inner
        self._texts_near = texts_near
        self._is_word = is_word
        self._is_said = is_said

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The question as one would ask it alone, rightly spelt."""
        reading = self._inner.read(self.mended(question), earlier_answers)
        return replace(reading, question=self.mended(reading.question))

    def mended(self, question: str) -> str:
        """The question with regions in full, countries by the documents' names, and slips mended."""
        question = as_said(spelled_out(_SHORT_AND.sub("and ", question)), self._is_said)
        odd = [match for match in _WORD.finditer(question) if self._is_odd(match.group())]
        if not odd:
            return question
        known = Counter(
            word
            for text in self._texts_near(question)
            for word in tokens(text)
            if len(word) >= _SHORTEST - 1
        )
        known.update(_ASKING)
        for match in reversed(odd):
            word = match.group()
            is_short = len(word) < _SHORTEST
            right = _nearest(word.lower(), _WAYS_TO_ASK if is_short else known)
            if right:
                right = right.capitalize() if word[0].isupper() else right
                question = question[: match.start()] + right + question[match.end() :]
        return question

    def _is_odd(self, word: str) -> bool:
        lower = word.lower()
        if len(word) < _SHORTEST_ASKING or word.isupper() or _CONTRACTED.fullmatch(lower):
            return False
        return not (lower in FUNCTION_WORDS or countries(word) or self._is_word(lower))


def _nearest(word: str, known: Mapping[str, int]) -> str:
    """The known word that is one slip away (a letter more, less, other, two changed places), two if long.

    Of words equally near the one that is found most often.
    """
    most = 2 if len(word) >= _LONG else 1
    near = [
        (distance, -times, other)
        for other, times in known.items()
        if other[0] == word[0]
        and (distance := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return min(near)[2] if near else ""
