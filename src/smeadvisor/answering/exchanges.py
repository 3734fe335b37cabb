"""One phrase of a question in the place of another: beside the same noun, of the same table, after "of"."""

import re
from collections import Counter
from collections.abc import Sequence

from smeadvisor.answering.noun_phrases import AUXILIARY, CLASS_NOUN, is_plural, singular
from smeadvisor.answering.subjects import heads
from smeadvisor.answering.things import (
    PREPOSITION,
    Kind,
    of_kind,
    place_phrase,
    put,
    things,
    uncapitalised,
)
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

_SHORT_FORM = re.compile(r" \([A-Z][\w&-]+\)")
_COUNTED = re.compile(
    r"(?:how many|(?:what|which) (?:share|percentage|percent|proportion|part|number|fraction)) "
    rf"(?!of\b|{AUXILIARY}\b)(?=\w)",
    re.IGNORECASE,
)
_NOUN_AFTER = r"(?:(?:the|an?|its|their) )?[\w&'’-]+"


def exchanged_phrase(question: str, phrase: str, base: Answer) -> str | None:
    """The question with a phrase in the place of its like; None where it has nothing like it."""
    return (
        _beside_the_same_noun(question, phrase, base)
        or for_a_label(question, phrase, base)
        or _for_a_name(question, phrase)
        or _for_a_part(question, phrase)
    )


def after_the_same_preposition(question: str, piece: str) -> str | None:
    """ "And against rabies?": what the question has after its own "against"."""
    match = re.fullmatch(rf"({PREPOSITION}) (?P<what>[\w&'’-]+(?: [\w&'’-]+){{0,3}})", piece, re.I)
    if not match:
        return None
    same = list(re.finditer(rf"(?<=\b{match[1]} ){_NOUN_AFTER}", question, re.IGNORECASE))
    if len(same) != 1 or things(same[0].group()):
        return None
    return put(question, same[0].start(), same[0].end(), match["what"])


def of_group(asked: str, group: str, base: Answer) -> str:
    """A question that counts without saying of what, as one of a group, in the place of the last question.

    "The big ones, what share sell abroad?" Any other question is left as it is.
    """
    counted = _COUNTED.match(asked)
    if counted is None or is_plural(asked[counted.end() :].split()[0]):
        return asked
    group = group if group.split()[0].isupper() else uncapitalised(group)
    name = group if group.startswith(("the ", "these ", "those ")) else f"the {group}"
    asked = f"{counted.group().rstrip()} of {name} {asked[counted.end() :]}"
    places = of_kind(base.standalone_question, Kind.PLACE)
    if len(places) == 1 and not of_kind(asked, Kind.PLACE):
        asked = f"{asked.rstrip(' ?.')} in {place_phrase(places[0])}?"
    return asked


def for_a_label(question: str, phrase: str, base: Answer) -> str | None:
    """A row or column of the tables at hand instead of the one that the question names."""
    wanted = {stem(word) for word in tokens(phrase) if word not in FUNCTION_WORDS}
    for labels in _axes(base):
        new = next((one for one in labels if wanted and wanted <= _stems(one)), None)
        if new is None:
            continue
        spans = [(_span(question, label), label) for label in labels if label != new]
        found = [(span, label) for span, label in spans if span]
        if found:
            (start, end), _ = max(found, key=lambda one: len(one[1]))
            return put(question, start, end, phrase if wanted == _stems(new) else _inside(new))
        word = _telling_word(question, new, labels)
        if word:
            return put(question, *word, phrase)
    return None


def _for_a_name(question: str, phrase: str) -> str | None:
    if not phrase[:1].isupper():
        return None
    question = _SHORT_FORM.sub("", question)
    names = of_kind(question, Kind.NAME)
    if not names:
        return None
    inside = [
        one for one in names if re.search(r"\b(?:in|at|by|of) (?:the )?$", question[: one.start])
    ]
    old = (inside or names)[-1]
    end = old.end
    # "Gifu in Japan" goes as a whole: where the new one lies is not known.
    place = re.match(r" in ", question[end:])
    if place:
        end = next(
            (one.end for one in of_kind(question, Kind.PLACE) if one.start == end + place.end()),
            end,
        )
    return put(question, old.start, end, phrase)


def _for_a_part(question: str, phrase: str) -> str | None:
    """ "What is the aim of X?" and "the budget?": another part of the same whole."""
    part = re.search(
        r"\b((?:is|are|was|were) the )((?:[\w-]+ ){0,2}[\w-]+)(?= of )", question, re.IGNORECASE
    )
    if not part or re.fullmatch(CLASS_NOUN, singular(part[2].split()[-1]), re.IGNORECASE):
        return None
    verb = part[1].split()[0]
    plural = is_plural(phrase.split()[-1])
    forms = {"is": "are", "was": "were"} if plural else {"are": "is", "were": "was"}
    return put(question, part.start(), part.end(), f"{forms.get(verb, verb)} the {phrase}")


def _beside_the_same_noun(question: str, phrase: str, base: Answer) -> str | None:
    """ "and process innovation?": the noun stands in the question with other words before it."""
    *before, noun = phrase.split()
    if noun.lower() in ("one", "ones"):
        noun = next(iter(heads(base)), noun)
    if not before:
        return None
    words = list(re.finditer(r"[\w&'’-]+", question))
    for position, word in enumerate(words):
        if stem(word.group().lower()) != stem(noun.lower()):
            continue
        start = position
        while start > 0 and position - start < len(before) and _qualifies(words[start - 1].group()):
            start -= 1
        if start == position:
            return None
        new = " ".join([*before, word.group()])
        return put(question, words[start].start(), word.end(), new)
    return None


def _qualifies(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS and not word.endswith(("'s", "’s"))


def _telling_word(question: str, new: str, labels: Sequence[str]) -> tuple[int, int] | None:
    """The only word of a question that one other label has and no label beside it."""
    counts = Counter(one for label in labels for one in _stems(label))
    others = {one for label in labels if label != new for one in _stems(label) if counts[one] == 1}
    words = [
        word for word in re.finditer(r"[\w&'’-]+", question) if stem(word.group().lower()) in others
    ]
    return words[0].span() if len(words) == 1 else None


def _inside(label: str) -> str:
    """A label as it goes on inside a sentence; a title of capitals keeps them."""
    words = label.split()
    is_title = any(word[0].isupper() for word in words[1:]) or not words[0][1:].islower()
    return label if is_title else label[0].lower() + label[1:]


def _axes(base: Answer) -> list[list[str]]:
    """The labels of rows and of columns, table by table, of what was cited and considered."""
    cited = [one.passage for one in base.citations]
    found = [piece for one in base.considered for piece in one.hit.passage.pieces]
    axes: dict[tuple[object, ...], dict[str, None]] = {}
    for passage in [*cited, *found]:
        table = (passage.document_id, passage.place.labels, passage.place.caption)
        for cell in passage.cells:
            for axis, path in (("row", cell.row), ("column", cell.column)):
                for depth, label in enumerate(path):
                    axes.setdefault((*table, axis, depth), {}).setdefault(label)
    return [list(labels) for labels in axes.values()]


def _span(question: str, label: str) -> tuple[int, int] | None:
    """Where a question says all words of a label, one beside the other."""
    wanted = _stems(label)
    words = [
        word
        for word in re.finditer(r"[\w&'’-]+", question)
        if word.group().lower() not in FUNCTION_WORDS
    ]
    for first in range(len(words) - len(wanted) + 1):
        window = words[first : first + len(wanted)]
        if wanted and {stem(one.group().lower()) for one in window} == wanted:
            return window[0].start(), window[-1].end()
    return None


def _stems(label: str) -> set[str]:
    return {stem(word) for word in tokens(label) if word not in FUNCTION_WORDS}
