"""Which language a question is in, as far as it matters: whether it is English, and if not, what to say.

A question that may be English is taken for English: key words, names and slips of the keys are common,
and a question that is let through wrongly is only one that finds nothing.
"""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ASK_IN_ENGLISH = "The documents I have are in English; please ask in English."

# Told from one another by letters and words; no reply is kept in these, so they get the English one.
_OTHERS = "bg ca da fa fi he hr hu mr ne no ro sk sr uk".split()
# From this share of English grammar on, or of words that are English or the documents', it is English.
_TELLING, _FAMILIAR = 0.2, 0.5
# A single word of grammar, or a language whose words are not known here, needs this much certainty.
_CERTAIN = 0.9
_WORDS_OF_A_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is not English, as `languages.toml` describes it."""

    code: str
    name: str
    reply: str
    words: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    scripts: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


UNKNOWN = Language("", "", "")


@cache
def languages() -> Mapping[str, Language]:
    """The languages that have a reply, by ISO 639-1 code ("tl" for Filipino)."""
    described = tomllib.loads((files(__package__) / "languages.toml").read_text(encoding="utf-8"))
    return {
        code: Language(
            code,
            fields["name"],
            fields["reply"],
            frozenset(fields.get("words", "").split()),
            frozenset(fields.get("opening", "").split()),
            tuple(fields.get("scripts", ())),
            tuple(fields.get("shared", ())),
        )
        for code, fields in described.items()
    }


def please_ask_in_english(language: Language) -> str:
    """The request for an English question, in that language and in English."""
    return f"{language.reply} ({ASK_IN_ENGLISH})" if language.reply else ASK_IN_ENGLISH


def foreign_language(text: str, is_known: Callable[[str], bool]) -> Language | None:
    """The language of a text that is certainly not English; None where it may be English.

    `is_known` says whether the documents have a stem. The language is UNKNOWN where only "not English"
    can be told.
    """
    words = tokens(text)
    if not words or _is_plainly_english(words, is_known):
        return None
    scripts = Counter(
        unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()
    )
    if 2 * scripts["LATIN"] < scripts.total():
        return _by_script(text, scripts)
    return _by_words(text, words, is_known)


def _is_plainly_english(words: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    telling = _telling()
    if sum(word in telling for word in words) >= _TELLING * len(words):
        return True
    return _familiar(words, is_known) >= _FAMILIAR


def _familiar(words: Sequence[str], is_known: Callable[[str], bool]) -> float:
    """The share of words that are telling English or the documents' own, and of no other language."""
    telling, common = _telling(), _foreign_words()
    counted = [word for word in words if word not in common]
    familiar = sum(word in telling or is_known(stem(word)) for word in counted)
    return familiar / len(words)


@cache
def _telling() -> frozenset[str]:
    """Words of English grammar that no other language here has: "which", but not "in" or "was"."""
    return FUNCTION_WORDS - _foreign_words()


@cache
def _foreign_words() -> frozenset[str]:
    return frozenset().union(*(one.words | one.opening for one in languages().values()))


def _by_script(text: str, scripts: Counter[str]) -> Language:
    # Japanese is written with Chinese characters too, so its own letters are looked for first.
    for language in sorted(languages().values(), key=lambda one: one.code != "ja"):
        if any(scripts[script] for script in language.scripts):
            return language
    sharing = [
        one.code for one in languages().values() if any(scripts[script] for script in one.shared)
    ]
    if not sharing:
        return UNKNOWN
    code, _ = _ranked(text)[0]
    return languages()[code] if code in sharing else UNKNOWN


def _by_words(text: str, words: Sequence[str], is_known: Callable[[str], bool]) -> Language | None:
    ranked = _ranked(text)
    code, certainty = ranked[0]
    if code == "en":
        return None
    certain = certainty >= _CERTAIN
    language = languages().get(code)
    if language is None:
        unfamiliar = not _familiar(words, is_known)
        long = len(words) >= _WORDS_OF_A_SENTENCE
        return UNKNOWN if certain and long and unfamiliar else None
    if _count(words, language.opening):
        return language
    grammar = _count(words, language.words)
    alone = certain and not _familiar(words, is_known)
    return language if grammar > 1 or (grammar and alone) else None


def _count(words: Sequence[str], known: Collection[str]) -> int:
    return sum(word in known for word in words)


def _ranked(text: str) -> list[tuple[str, float]]:
    """Languages with their probabilities, most probable first."""
    return [(str(code), float(share)) for code, share in _identifier().rank(text)]


@cache
def _identifier() -> "LanguageIdentifier":
    # Most of a second, which only a question that does not look English waits for.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *languages(), *_OTHERS])
    return identifier
