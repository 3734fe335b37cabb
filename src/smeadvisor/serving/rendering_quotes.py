"""Text with quoted stretches as HTML: each stretch marked, its number where it ends.

Knows how to keep any words from being read as markup; does not know what the text is part of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise


def escape_html(text: str) -> str:
    """Text for HTML that may also go through a Markdown renderer, where an empty line ends HTML."""
    return escape(text).replace("\n", "&#10;").replace("\r", "&#13;")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text with the stretches of it that are quoted: number, start and end, counted in this text."""

    text: str
    spans: tuple[tuple[int, int, int], ...] = ()

    def html(self, start: int, end: int) -> str:
        """A stretch of the text with the quoted parts marked and numbered.

        Without the numbers and the tags it is that text, character for character. A mark has a class
        for each of its numbers: q1, q2.
        """
        inside = {edge for _, *edges in self.spans for edge in edges if start < edge < end}
        pieces = []
        for left, right in pairwise(sorted({start, end} | inside)):
            piece = escape_html(self.text[left:right])
            covering = [span for span in self.spans if span[1] <= left and right <= span[2]]
            names = " ".join(f"q{number}" for number in sorted({number for number, *_ in covering}))
            # The number stands at the end of the quote, as it stands at the end of the claim.
            ending = ranges([number for number, _, edge in covering if edge == right])
            pieces.append(f'<mark class="{names}">{piece}</mark>' if covering else piece)
            pieces.append(f"<sup>{ending}</sup>" if ending else "")
        return "".join(pieces)

    def covers(self, start: int, end: int) -> bool:
        """Whether one quote holds the whole stretch."""
        return any(left <= start and end <= right for _, left, right in self.spans)

    def touches(self, start: int, end: int) -> bool:
        """Whether a quote has a part of the stretch."""
        return any(left < end and start < right for _, left, right in self.spans)

    @property
    def numbers(self) -> str:
        """The numbers of the quotes, as a reader would list them."""
        return ranges([number for number, *_ in self.spans])


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, as a reader would list them: 1–3, 5."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
