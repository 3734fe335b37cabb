"""Takes a question as it comes and lets through plain text, or says why not."""

import re
import unicodedata
from dataclasses import dataclass

from smeadvisor.domain.answers import Outcome
from smeadvisor.text.words import tokens

_GREETINGS = frozenset(
    "hello hi hey thanks thank bye goodbye greetings good morning afternoon evening".split()
)
_FILLERS = frozenset("you very much there so and dear for your help all day".split())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question goes no further: the outcome, and what is particular to this one."""

    outcome: Outcome
    note: str = ""


class Guard:
    """Checks a question before anything else sees it."""

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def check(self, question: str) -> str | Refusal:
        """The question without control and invisible characters, or a refusal."""
        if len(question) > self._longest:
            return Refusal(
                Outcome.REFUSED_INPUT,
                f"The question has {len(question):,} characters; I read at most {self._longest:,}. "
                "Please shorten it.",
            )
        clean = plain(question)
        words = tokens(clean)
        if not any(re.search(r"[^\W_]", word) for word in words):
            return Refusal(Outcome.UNCLEAR_QUESTION)
        if set(words) & _GREETINGS and set(words) <= _GREETINGS | _FILLERS:
            return Refusal(Outcome.SMALL_TALK)
        return clean


def plain(text: str) -> str:
    """A text without control, format and private-use characters, with single spaces."""
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    return " ".join(visible.split())
