"""What a later part of a question leaves out, taken from the part before: "…, and how much there?". English."""

import re

from smeadvisor.text.countries import mentions, name
from smeadvisor.text.words import stems

# What asks, and what any part may say, tells nothing of what is asked about.
_EMPTY = frozenset(
    stems(
        "much many big large high long share percentage number kind sort type name called help do use used"
    )
)
_POINTING_AT_PLACE = re.compile(
    r"\b(?P<before>in|of|for|from|to|by|at|across|within)\s+(?:that|this|the same|the said)\s+"
    r"(?:country|economy|nation|place)\b(?!['’])",
    re.IGNORECASE,
)
# "How much do mills pay there?"; "how many are there?" points at no place.
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_KIND = (
    r"(?:small|smaller|smallest|little|large|larger|largest|big|bigger|biggest|medium|mid-?size|mid-?sized|"
    r"medium-?sized|micro|tiny|new|newer|old|older|young|younger|long|longer|short|shorter|high|higher|low|lower|"
    r"rich|richer|poor|poorer|public|private|state-owned|rural|urban|local|foreign|domestic|formal|informal|"
    r"registered|unregistered|cheap|cheaper|costly|heavy|light|modern|traditional|first|second|third|early|late)"
)
_ONES = re.compile(rf"\b(?P<kind>{_KIND})\s+ones\b", re.IGNORECASE)
_OF_A_KIND = re.compile(
    rf"\b{_KIND}\s+(?:(?!(?:and|or|of|in|for|to|is|are|do|does|has|was)\b)[\w-]+\s+){{0,2}}?"
    r"(?P<noun>(?!is\b|was\b|has\b|does\b|as\b|its\b|this\b)[a-z-]*[^s\W]s)\b",
    re.IGNORECASE,
)
_LINK = (
    r"(?:in|for|to|from|by|with|on|at|among|between|during|since|under|before|after|through|against|"
    r"without)"
)
_TAIL = re.compile(
    rf"^(?P<head>(?:and\s+)?(?:what|which|who|how|where|when|why)\b.*?)\s(?P<tail>(?P<link>{_LINK})\s\S.*?)\W*$",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:what|which|who|how|where|when|why)\b", re.IGNORECASE)
# "…, and what is it in practice?" names no other thing.
_NO_THING = re.compile(
    r"in (?:reality|practice|fact|theory|principle|total|all|sum|general|particular|detail|turn|return|"
    r"exchange|the end|the event|short)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
_NEXT_LINK = re.compile(rf"\s(?={_LINK}\s)", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|must|should)\b", re.I
)
# In words: a longer end is more than the one thing that is another now.
_LONGEST_TAIL = 8


def asked_again(piece: str, before: str) -> str:
    """The part before, asked of another thing; empty where that is not meant.

    Of another place ("…, and how much in Peru?"), or of what another phrase names that begins alike
    ("what makes firms cut costs in summer, and what in winter?").
    """
    return _with_place_of(piece, before) or _with_end_of(piece, before)


def referring(piece: str, before: str) -> str:
    """A part with what its words point at: "in that country" and "the large ones" as they are called before."""
    known = {one.code for one in mentions(before)}
    if len(known) == 1 and not mentions(piece):
        place = name(next(iter(known)))
        piece = _POINTING_AT_PLACE.sub(rf"\g<before> {place}", piece)
        piece = _THERE.sub(f"in {place}", piece)
    nouns = {match["noun"] for match in _OF_A_KIND.finditer(before)}
    if len(nouns) == 1:
        piece = _ONES.sub(rf"\g<kind> {nouns.pop()}", piece)
    return piece


def own_words(piece: str) -> set[str]:
    """What a part says itself of what it is about, in stems; places tell nothing."""
    rest = piece
    for mention in reversed(mentions(piece)):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return set(stems(rest)) - _EMPTY


def _with_place_of(piece: str, before: str) -> str:
    ours, theirs = mentions(piece), mentions(before)
    if len(ours) != 1 or len(theirs) != 1 or not own_words(piece) <= own_words(before):
        return ""
    one = theirs[0]
    return f"{before[: one.start]}{piece[ours[0].start : ours[0].end]}{before[one.end :]}"


def _with_end_of(piece: str, before: str) -> str:
    """The part before with another end, where a part says besides its end only what was said there."""
    match = _TAIL.match(piece)
    if match is None or not _is_end(match["tail"]) or _NO_THING.match(match["tail"]):
        return ""
    asking = _ASKING.search(match["head"])
    head = set(stems(_ONE.sub(" ", match["head"]))) - _EMPTY
    said = set(stems(before))
    is_alike = asking is not None and re.search(rf"\b{asking.group()}\b", before, re.IGNORECASE)
    starts = list(re.finditer(rf"(?<=\s){match['link']}\s", before, re.IGNORECASE))
    if not is_alike or not head <= said or len(starts) != 1 or set(stems(match["tail"])) <= said:
        return ""
    further = _NEXT_LINK.search(before, starts[0].end())
    start, end = starts[0].start(), further.start() if further else len(before)
    replaced = before[start:end]
    is_of_kind = bool(mentions(replaced)) == bool(mentions(match["tail"]))
    is_of_kind &= bool(_YEAR.search(replaced)) == bool(_YEAR.search(match["tail"]))
    if not _is_end(replaced) or not is_of_kind:
        return ""
    return f"{before[:start]}{match['tail']}{before[end:]}"


def _is_end(text: str) -> bool:
    """Whether it is a phrase without a verb, and short."""
    return _VERB.search(text) is None and len(text.split()) <= _LONGEST_TAIL
