"""What an answer speaks of, that the next question may point at: names, and the items it counts up."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from smeadvisor.answering.noun_phrases import AUXILIARY, WORD, is_before_noun, singular
from smeadvisor.answering.things import Kind, Thing, of_kind
from smeadvisor.domain.answers import Answer
from smeadvisor.text.countries import mentions
from smeadvisor.text.words import FUNCTION_WORDS

_MOST_CLAIMS = 3
_MOST_NAMES = 5
# "A, B, and C", each piece up to a mark.
_SERIES = re.compile(
    r"(?P<first>[^,;:.]+)(?P<middle>(?:, (?!and\b|or\b)[^,;:.]+?)+)"
    r"(?:,| )(?: ?and| or| but also) (?P<last>[^,;:.]+)"
)
# The words after which the first piece begins, the surest first.
_OPENERS = tuple(
    re.compile(rf"\b(?:{words}) (?=\S)")
    for words in (
        "not only",
        "such as|includ(?:e|es|ed|ing)|encompass(?:es|ed|ing)?|namely|between|consists? of|compris(?:e|es|ing)",
        "are|were|(?:identif|qualif)(?:y|ies|ied)|has|have|lists?|offers?|provides?|named?|by|as",
    )
)
_ADVERBIAL = re.compile(
    r"(?:in (?:addition|contrast|fact|particular|general|turn)|for (?:example|instance)|however|moreover|"
    r"meanwhile|first|second|third|finally|that is|of course)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r" \([^()]*\)")
_AUTHOR = re.compile(r"(?:(?:,| and|, and) (?:de )?[A-Z][\w-]+)*,? (?:et al\.? )?\(?(?:19|20)\d\d")
_PLACE_WORD = re.compile(r"(?:Table|Box|Figure|Section|Chapter|Annex|Source|Note)s?\b")
_COUNTED = re.compile(
    r"(?:^|(?<=[.;:] ))(?:First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Finally|Last(?:ly)?)(?:,|\b(?= )) "
)
_LONGEST = 14
_DETERMINERS = frozenset(
    "the a an its their his her some any all other more few no one two three".split()
)


def names(answer: Answer) -> list[str]:
    """The names in the first statements of an answer, in their order; of a row's, its own first."""
    found: dict[str, None] = {}
    for claim in answer.claims[:_MOST_CLAIMS]:
        text = _ASIDE.sub("", claim.text)
        for one in of_kind(text, Kind.NAME):
            if not _is_telling(one.text, claim.text):
                continue
            found.setdefault(_in_full(one, text, claim.text))
    return list(found)[:_MOST_NAMES]


def in_full(name: str, turns: Sequence[Answer]) -> str:
    """A name of one word as the answers and what was found for them have it: "Ruhr" is the "Ruhr Board"."""
    if not re.fullmatch(r"[A-Z][\w&-]+", name):
        return name
    for turn in turns:
        texts = [one.text for one in turn.claims]
        texts += [one.hit.passage.text for one in turn.considered]
        longer = re.compile(rf"(?<![A-Z]\w )\b{re.escape(name)}(?: [A-Z][\w&-]+)+")
        found: Counter[str] = Counter(one for text in texts for one in longer.findall(text))
        alone = sum(len(re.findall(rf"\b{re.escape(name)}\b", text)) for text in texts)
        if found and found.most_common(1)[0][1] * 2 > alone:
            return found.most_common(1)[0][0]
    return name


def _in_full(name: Thing, text: str, whole: str) -> str:
    """A name with its article, and with the abbreviation that stands beside it in the whole text."""
    short = re.search(rf"{re.escape(name.text)} (\([A-Z][A-Za-z&-]+\))", whole)
    article = "the " if re.search(r"\b[Tt]he $", text[: name.start]) else ""
    return f"{article}{name.text} {short[1]}" if short else f"{article}{name.text}"


def _is_telling(name: str, text: str) -> bool:
    """Whether a name is one of a body or a thing, and no author's, no amount and no first word."""
    after = text.partition(name)[2]
    if _PLACE_WORD.match(name) or re.search(r"\d", name) or _AUTHOR.match(after):
        return False
    # "Larsen's study" is about the study, "Danish and Finnish yards" about yards.
    if after.startswith(("'s", "’s")) or any(
        one.end - one.start == len(name) for one in mentions(name)
    ):
        return False
    return not text.startswith(name) or not name.istitle() or " " in name


def series(answer: Answer) -> list[list[str]]:
    """What the statements of an answer count up, series by series, the likeliest first."""
    found = [*_counted(answer)]
    for claim in answer.claims:
        text = _ASIDE.sub("", claim.text)
        found += [_named(text, claim.text), _places(claim.text), *_coordinated(text, claim.text)]
    return [one for one in found if len(one) > 1]


def last_with(answer: Answer, noun: str) -> str:
    """The last phrase in an answer with a noun: "that last test"."""
    wanted = singular(noun.lower())
    for claim in reversed(answer.claims):
        words = list(WORD.finditer(claim.text))
        for position in range(len(words) - 1, -1, -1):
            if singular(words[position].group().lower()) != wanted:
                continue
            start = position
            while start > 0 and is_before_noun(words[start - 1].group()):
                start -= 1
            if start < position:
                phrase = claim.text[words[start].start() : words[position].end()]
                return "the " + re.sub(r"^(?:the|an?|its|their) ", "", phrase, flags=re.IGNORECASE)
    return ""


def _counted(answer: Answer) -> Iterator[list[str]]:
    """ "First, … Second, …"."""
    text = " ".join(claim.text for claim in answer.claims)
    pieces = _COUNTED.split(text)[1:]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1:
        yield [_short(piece.split(". ")[0]) for piece in pieces]


def _named(text: str, whole: str) -> list[str]:
    """Names that stand side by side."""
    listed: list[str] = []
    end = 0
    for one in of_kind(text, Kind.NAME):
        joined = re.fullmatch(r"(?:,? and|,) (?:the |an? )?", text[end : one.start])
        if _AUTHOR.match(whole.partition(one.text)[2]):
            continue
        # "The Fish and Timber Board" is one name.
        is_one_name = (
            listed and " " in one.text and re.fullmatch(r"(?:the )?[A-Z][a-z]+", listed[-1])
        )
        if listed and (not joined or is_one_name):
            if len(listed) > 1:
                return listed
            listed = []
        listed.append(_in_full(one, text, whole))
        end = one.end
    return listed


def _places(text: str) -> list[str]:
    """Countries that stand side by side."""
    listed: list[str] = []
    end = 0
    for one in mentions(text):
        joined = re.fullmatch(r"(?:,? and|,) (?:the )?", text[end : one.start])
        if listed and not joined:
            if len(listed) > 1:
                return listed
            listed = []
        listed.append(text[one.start : one.end])
        end = one.end
    return listed


def _coordinated(text: str, whole: str) -> Iterator[list[str]]:
    for match in _SERIES.finditer(text):
        if _AUTHOR.match(whole.partition(match["last"])[2]):
            continue
        first = match["first"]
        opener = next(filter(None, (one.search(first) for one in _OPENERS)), None)
        first = first[opener.end() :] if opener else first
        pieces = [first, *match["middle"].split(", ")[1:], match["last"]]
        pieces = [
            piece.removeprefix("but also ")
            for piece in pieces
            if not _ADVERBIAL.match(piece.strip())
        ]
        if len(pieces) > 2 and all(map(_is_nominal, pieces)):
            yield [_short(piece) for piece in pieces]


def _is_nominal(piece: str) -> bool:
    """Whether a piece can be the name of something, and is no clause."""
    words = piece.split()
    opens = words[0].lower() if words else ""
    if not words or (opens in FUNCTION_WORDS - _DETERMINERS) or opens.endswith(("ly", "ing", "ed")):
        return False
    clause = re.search(r" (?:that|which|who|where|when)\b", piece)
    head = piece[: clause.start()] if clause else piece
    return len(head.split()) <= _LONGEST and not re.search(rf"\b{AUXILIARY}\b", head)


def _short(text: str) -> str:
    """A piece up to the clause that describes it, and not more than some words."""
    head = re.split(r",? (?:that|which|who|where|when)\b", text.strip(), maxsplit=1)[0]
    return " ".join(head.split()[:_LONGEST])
