"""Takes a question as it comes and lets through plain text, or says why not."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smeadvisor.answering.languages import foreign_language, please_ask_in_english
from smeadvisor.answering.small_talk import SmallTalk, Talk
from smeadvisor.domain.answers import Outcome
from smeadvisor.text.words import stem, tokens

_NAMED = 5
_EXAMPLES = 3
# Letters and marks that show nothing: fillers of Hangul and Khmer, the empty Braille cell, the joiner of
# marks, and what chooses between shapes of the character before.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_VOWELS = re.compile(r"[aeiouy\d]|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question goes no further: the outcome, and what is particular to this one."""

    outcome: Outcome
    note: str = ""


class Guard:
    """Checks a question before anything else sees it.

    `longest` is in characters. `is_known` says whether the documents have a stem; `titles` and
    `examples` give the titles of the documents and questions that may be asked of them;
    `any_language` says whether questions in other languages find English passages. All are asked
    only when a question needs it.
    """

    def __init__(
        self,
        longest: int,
        *,
        is_known: Callable[[str], bool] = lambda _: False,
        titles: Callable[[], Sequence[str]] = tuple,
        examples: Callable[[], Sequence[str]] = tuple,
        any_language: Callable[[], bool] = lambda: False,
    ) -> None:
        self._longest = longest
        self._is_known = is_known
        self._titles = titles
        self._examples = examples
        self._any_language = any_language
        self._small_talk = SmallTalk(is_known)

    def check(self, question: str) -> str | Refusal:
        """The question without invisible characters and courtesies around it, or a refusal."""
        if len(question) > self._longest:
            return Refusal(
                Outcome.REFUSED_INPUT,
                f"The question has {len(question):,} characters; I read at most {self._longest:,}. "
                "Please shorten it.",
            )
        clean = plain(question)
        parted = self._small_talk.part(clean)
        if parted.talk and not parted.question:
            return Refusal(Outcome.SMALL_TALK, self._reply(parted.talk))
        words = tokens(parted.question)
        if all(self._is_meaningless(word) for word in words):
            return Refusal(Outcome.UNCLEAR_QUESTION, self._for_example())
        language = foreign_language(parted.question, self._is_known)
        if language and not self._any_language():
            return Refusal(Outcome.REFUSED_INPUT, please_ask_in_english(language))
        return parted.question

    def _is_meaningless(self, word: str) -> bool:
        if not any(character.isalnum() for character in word):
            return True
        return is_keyboard_mash(word) and not self._is_known(stem(word))

    def _reply(self, talk: Sequence[Talk]) -> str:
        parts = [one.reply for one in talk]
        if any(one.informs for one in talk):
            parts += [self._what_there_is(), self._for_example()]
        return " ".join(part for part in parts if part)

    def _what_there_is(self) -> str:
        titles = self._titles()
        if not titles:
            return ""
        count = f"{len(titles):,} documents" if len(titles) > 1 else "one document"
        named = _listed(titles[:_NAMED], "and")
        return f"I have {count}{', among them ' if len(titles) > _NAMED else ': '}{named}."

    def _for_example(self) -> str:
        examples = self._examples()[:_EXAMPLES]
        return f"You could ask: {_listed(examples, 'or')}" if examples else ""


def plain(text: str) -> str:
    """A text without characters that show nothing or change the order of others, with single spaces.

    Kept of them are the joiners where Indic and Arabic letters take another shape by them.
    """
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    visible = "".join(
        " " if character.isspace() else character
        for position, character in enumerate(shown)
        if character.isspace()
        or unicodedata.category(character)[0] != "C"
        or (character in _JOINERS and _shapes(shown, position))
    )
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _shapes(text: str, position: int) -> bool:
    """Whether a joiner between two characters is part of how a word is written (after RFC 5892, A.1–2)."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if not (before and after.isalpha()):
        return False
    is_arabic = all(unicodedata.name(one, "").startswith("ARABIC") for one in (before, after))
    return unicodedata.combining(before) == _VIRAMA or is_arabic


def is_keyboard_mash(word: str) -> bool:
    """Whether a word in lower case is no word: keys in a row, one letter again and again, no vowels at all."""
    if len(word) < 4:
        return False
    is_repeated = len(set(word)) == 1 and word.isalpha()
    has_no_vowels = len(word) > 5 and word.isalpha() and not _VOWELS.search(word)
    return is_repeated or has_no_vowels or _is_run_of_keys(word)


def _is_run_of_keys(word: str) -> bool:
    """Whether it is made of stretches of three and more neighbouring keys: "asdfgh", "qweasd"."""
    rest = word
    while rest:
        length = max(
            (
                length
                for length in range(3, min(len(rest), 10) + 1)
                if any(rest[:length] in row or rest[:length][::-1] in row for row in _KEYBOARD_ROWS)
            ),
            default=0,
        )
        if not length:
            return False
        rest = rest[length:]
    return True


def _listed(texts: Sequence[str], conjunction: str) -> str:
    quoted = [f"“{text}”" for text in texts]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"
