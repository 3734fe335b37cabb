"""Sentences that lean on the one before them: "This …", "In contrast, …", "For example, …". English."""

import re
from collections.abc import Sequence

# What only adds can be left out when the sentence before is not read.
_ADDING = re.compile(
    r"(?:In addition|Additionally|Moreover|Furthermore|Further|Also|Indeed|Crucially|Similarly|Likewise|"
    r"Not surprisingly|Of course|More generally|Importantly),\s+(?=\w)"
)
_LEANING = re.compile(
    r"(?:(?:This|These|That|Those|It|They|He|She|Its|Their|Such|Both|Here|But|And|Yet|Thus|Hence|So|Instead|"
    r"Then|Rather|Second|Third|Fourth|Finally|Lastly|However|Nevertheless|Nonetheless|Therefore|Consequently|"
    r"Accordingly|Conversely|Otherwise|Meanwhile|The former|The latter|The same|Another|Others)\b"
    r"|(?:In contrast|By contrast|On the other hand|For example|For instance|As a result|At the same time|"
    r"Put differently|In other words|In this|In these|In such|For this|For these|To this end|As such|"
    r"In particular|In fact|After all|Even so|Of these|Among them|One of them|Some of these)\b)"
)
_EARLY = 8
# "The BOI, meanwhile, …"
_INSIDE = re.compile(
    r",\s*(?:however|meanwhile|in turn|too|for example|for instance|therefore),", re.IGNORECASE
)

# "Measures are needed to control such practices": which, the sentence before says.
_SUCH = re.compile(r"\bsuch (?!as\b|an?\b)[a-z-]+s\b(?! as\b)")

# "That large firms innovate more is not surprising" points at nothing before it.
_CLAUSE = re.compile(
    r"That (?!is\b|was\b)(?:[\w-]+ ){0,2}(?!is\b|was\b|has\b|does\b)[\w-]+s .{8,}\b(?:is|was|seems|remains)\b"
)


def leans(sentence: str) -> bool:
    """Whether a sentence cannot be read without the one before it."""
    if _CLAUSE.match(sentence):
        return False
    if _LEANING.match(sentence) or _SUCH.search(sentence):
        return True
    inside = _INSIDE.search(sentence)
    return inside is not None and len(sentence[: inside.start()].split()) < _EARLY


def added_to(sentence: str) -> int:
    """How many characters at the beginning only add the sentence to what stands before; 0 for none."""
    opening = _ADDING.match(sentence)
    return opening.end() if opening else 0


# What goes on counting: "In addition, land laws …"; "Crucially, …" and "Indeed, …" count nothing further.
_CONTINUING = re.compile(
    r"(?:In addition|Additionally|Moreover|Furthermore|Further|Also|Likewise|Similarly|Finally|Lastly|"
    r"Another|A further|A (?:second|third|fourth|final))\b"
)


def continues(sentence: str) -> bool:
    """Whether a sentence adds one more to what the sentence before it says."""
    return _CONTINUING.match(sentence) is not None


# "First, … Second, … Finally, …": reasons and steps that a document counts in running text.
_FIRST = re.compile(r"(?:First|Firstly|First of all|To begin with)\b,?", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:Second|Secondly|Third|Thirdly|Fourth|Fourthly|Fifth|Next|Finally|Lastly|Last)\b,?",
    re.IGNORECASE,
)


def counted(sentences: Sequence[str]) -> tuple[int, int] | None:
    """From which to which sentence a text counts points; None where it counts none."""
    first = next((place for place, one in enumerate(sentences) if _FIRST.match(one)), None)
    if first is None:
        return None
    further = [place for place, one in enumerate(sentences) if place > first and _NEXT.match(one)]
    return (first, further[-1] + 1) if further else None


_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNTED_NOUN = rf"(?P<count>{'|'.join(_COUNTS)})\s+(?:[\w-]+\s+){{0,2}}?[\w-]+s\b"
# "The office points to three reasons." "Three groups are missed."
_ANNOUNCING = re.compile(
    rf".*\b{_COUNTED_NOUN}[.:]$|{_COUNTED_NOUN.replace('<count>', '<opening>')}.*[.:]$",
    re.IGNORECASE,
)
_LONGEST_ANNOUNCEMENT = 15


def announced(sentences: Sequence[str], position: int) -> int:
    """How many sentences after this one it announces by their number; 0 where it announces none."""
    sentence = sentences[position]
    if len(sentence.split()) > _LONGEST_ANNOUNCEMENT:
        return 0
    match = _ANNOUNCING.match(sentence)
    if match is None:
        return 0
    count = _COUNTS[(match["count"] or match["opening"]).lower()]
    return count if len(sentences) - position > count else 0
