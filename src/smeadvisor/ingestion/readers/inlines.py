"""Lines of text as readers write them: white space, raised figures, captions, numbers of items.

It knows what a line looks like in print. It knows no format, and not what stands around a line.
"""

import re
from dataclasses import dataclass, field

from smeadvisor.ingestion.document_builder import Inline, label_and_caption

_SPACES = re.compile(r"\s+")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_RAISED_TEXT = re.compile(r"\d{1,3}|[a-pr-z]", re.ASCII)
_LONGEST_CAPTION = 250
_ROMAN = list(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


@dataclass
class InlineWriter:
    """Collects text with single spaces, and where marks and page breaks fall in it.

    Soft hyphens and other signs without width are left out, unless it `keeps_invisible` ones.
    """

    text: str = ""
    marks: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    keeps_invisible: bool = False

    def write(self, text: str) -> None:
        """Add text; white space of any kind and number is one space, none at the beginning."""
        text = _SPACES.sub(" ", text if self.keeps_invisible else text.translate(_INVISIBLE))
        if not self.text or self.text.endswith(" "):
            text = text.lstrip()
        self.text += text

    def raised(self, text: str) -> None:
        """Add raised text; a figure or a letter stays apart from the figure it stands at: m², 12ᵃ."""
        is_short = _RAISED_TEXT.fullmatch(text.strip())
        self.write(text.strip().translate(RAISED) if is_short else text)

    def mark(self, name: str) -> None:
        """A footnote is referred to here."""
        self.marks.append((len(self.text), name))

    def page_break(self) -> None:
        """What follows stands on a new page."""
        self.breaks.append(len(self.text))

    def inline(self) -> Inline:
        """What was collected."""
        text = self.text.rstrip()
        limit = len(text)
        marks = tuple((min(offset, limit), name) for offset, name in self.marks)
        return Inline(text, marks, tuple(min(offset, limit) for offset in self.breaks))


def is_caption_line(text: str) -> bool:
    """Whether a line that begins with a label is a caption and not a sentence about what it names."""
    named = label_and_caption(text)
    if named is None or len(text) > _LONGEST_CAPTION:
        return False
    is_parted = " ".join(text.split())[len(named[0]) :][:1] in (".", ":")
    return is_parted or not (named[1][:1].islower() or text.endswith((".", ":", ";")))


def ordinal(number: int, style: str) -> str:
    """The mark of a list item as it is counted: "3.", "(c)", "(iii)"; style is 1, a, A, i or I."""
    if style.lower() == "a" and number > 0:
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("a") + letter) + letters
    elif style.lower() == "i" and 0 < number < 4_000:
        letters = ""
        for value, numeral in _ROMAN:
            letters += numeral * (number // value)
            number %= value
    else:
        return f"{number}."
    return f"({letters.upper() if style.isupper() else letters})"
