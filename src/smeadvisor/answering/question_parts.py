"""The parts of a question as each is asked: with what it leans on, and with what sets the scene for all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from smeadvisor.text.carried import asked_again, own_words, referring
from smeadvisor.text.countries import mentions, name
from smeadvisor.text.questions import pieces_of

# "… and how many of these export?" cannot be asked without what comes before.
_REFERRING = re.compile(
    r"\b(?:these|those|them|they|it|its|their|theirs|he|she|one|ones|the (?:former|latter))\b",
    re.IGNORECASE,
)
# "… and what is the scheme called?"; "the Board" is named.
_DEFINITE = re.compile(
    r"\b(?:what|who|whom|whose|when|where|how \w+)\s(?:is|are|was|were|did|does|do|has|have|can)\sthe\s"
    r"(?!first\b|second\b|third\b|last\b|other\b|former\b|latter\b)(?-i:[a-z])",
    re.IGNORECASE,
)
# A part that tells less of its own is one question with what is before it.
_FEWEST_OWN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """`text` is what is asked, `read` the same with what it leans on; `is_alone` where it leans on nothing."""

    text: str
    read: str
    is_alone: bool = True


def asked_parts(question: str, most: int) -> list[Part]:
    """The parts to answer one by one; none where the question has to be answered as a whole."""
    pieces = pieces_of(question, most)
    starts = _starts(question, pieces)
    if not starts:
        return [Part(one, one) for one in pieces]
    found: list[Part] = []
    begin = 0
    for place, (asked, start) in enumerate(zip(pieces, starts, strict=True)):
        end = start + len(asked)
        before = found[-1].text if found else ""
        piece = referring(asked, before)
        again = asked_again(piece, before)
        own, is_referring = own_words(asked), _REFERRING.search(piece) is not None
        is_leaning = is_referring or _DEFINITE.search(piece) is not None
        if again:
            found.append(Part(again, again))
        elif place and len(own) < (_FEWEST_OWN if is_leaning else 1):
            # One question with the part before.
            found[-1] = replace(found[-1], read=question[begin:end])
        elif place:
            begin = start
            found.append(Part(piece, piece, is_alone=not is_referring))
        else:
            is_alone = not start or len(own) >= _FEWEST_OWN
            begin = start if is_alone else 0
            found.append(Part(piece, question[begin:end], is_alone))
    return found


def _starts(question: str, pieces: Sequence[str]) -> list[int]:
    """Where each piece stands; nothing where one does not stand there as it is."""
    found: list[int] = []
    after = 0
    for piece in pieces:
        start = question.find(piece, after)
        if start < 0:
            return []
        found.append(start)
        after = start + len(piece)
    return found


# What may stand between places that are set side by side.
_BETWEEN = re.compile(
    r"[\s,;:/&]*(?:(?:and|or|with|versus|vs|to|from|in|of|for|the|that|those|than|then|as|against|compared)\b[\s,.;:/&]*)*"
    r"(?:['’]s?\s+)?(?:and\s+)?",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"[,;/&]|\b(?:and|or|with|versus|vs|to|than|from|as|against)\b", re.IGNORECASE
)
_BOTH = re.compile(r"\b(?:both|between|either|each of)\s+$", re.IGNORECASE)


def asked_of(question: str, place: str) -> str:
    """A question about several countries asked of one; as it is where they do not stand side by side."""
    found = mentions(question)
    ours = [one for one in found if name(one.code) == place]
    between = [question[first.end : second.start] for first, second in pairwise(found)]
    if not ours or not all(_BETWEEN.fullmatch(gap) and _JOINING.search(gap) for gap in between):
        return question
    before = _BOTH.sub("", question[: found[0].start])
    return f"{before}{question[ours[0].start : ours[0].end]}{question[found[-1].end :]}"


# "What did they gain in each country?" asks of the places that were named before.
_EACH = re.compile(
    r"\b(?:each|both|either|respectively|the two|the three|these)\b[^.!?]*\?", re.IGNORECASE
)
_END = re.compile(r"(?<=\w)[.!]\s+(?=[A-Z])")


def in_one(question: str) -> str:
    """A question as one sentence where what it asks is asked of all that the sentences before name."""
    return _END.sub("; ", question) if _EACH.search(question) else question
