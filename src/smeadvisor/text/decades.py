"""Decades and parts of them as years: "the 1990s", "the mid-nineties", "the end of the '80s". English."""

import re
from collections.abc import Iterator

_TENS = (
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
)
_DECADE = re.compile(
    # Who is in his early twenties is so old.
    r"(?<!\bhis )(?<!\bher )(?<!\btheir )\b"
    r"(?P<lead>(?:the )?(?P<place>beginning|start|middle|end) of the |"
    r"(?:the )?(?P<part>early|mid|late)(?:dle)?[- ]|the )?"
    rf"(?:(?P<first>(?:1[6-9]|20)\d0)s|['’]?(?P<short>[2-9])0s|(?P<tens>{'|'.join(_TENS)}|noughties))\b",
    re.IGNORECASE,
)
# The first and last year of a part of a decade.
_PARTS = {
    "early": (0, 4), "mid": (3, 7), "late": (5, 9), "beginning": (0, 4), "start": (0, 4),
    "middle": (3, 7), "end": (5, 9),
}  # fmt: skip


def decades(text: str) -> Iterator[tuple[int, int]]:
    """The first and last year of each; where no century is said, it is the last one."""
    for match in _found(text):
        first, last = _PARTS.get((match["part"] or match["place"] or "").lower(), (0, 9))
        yield _begin(match) + first, _begin(match) + last


def without_decades(text: str) -> str:
    """The text with a space for each."""
    for match in reversed(list(_found(text))):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def _found(text: str) -> Iterator[re.Match[str]]:
    """ "Nineties" and "90s" are a decade after "the" or a part of one."""
    return (match for match in _DECADE.finditer(text) if match["first"] or match["lead"])


def _begin(match: re.Match[str]) -> int:
    if match["first"]:
        return int(match["first"])
    if match["short"]:
        return 1900 + 10 * int(match["short"])
    tens = match["tens"].lower()
    return 2000 if tens == "noughties" else 1920 + 10 * _TENS.index(tens)
