"""How much of what is asked a table's rows speak of: what they do not is a near miss."""

from collections.abc import Sequence

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_limits import asked_about
from smeadvisor.answering.table_selection import NAMED_ROW, SURE_KNOWN
from smeadvisor.domain.documents import Passage

# Words that begin alike for so many letters, as "deliver" and "delivery", are the same.
_ALIKE = 5
# Where the caption of another table fits so much better, or a row is named by so little, or no figure is
# asked for, the row must say these shares of what is asked, or two words.
_BETTER_CAPTION, _BARELY_NAMED, _SURELY_TOLD = 0.3, 0.35, 2
# A row of the table that is found first is no worse where it is only so much farther.
_NEARLY = 0.2
_SPOKEN_OF_FAR, _SPOKEN_OF_UNASKED, _SPOKEN_OF = 0.6, 0.55, 0.32


def spoken_of(reading: Reading, rows: Sequence[Candidate]) -> tuple[list[str], list[str]]:
    """What the rows together say of what is asked, and all that is; what none says is a near miss."""
    # What every row says tells none of them from a near miss.
    common = frozenset.intersection(*(label.words for label in reading.labels))
    asked = [word for word in asked_about(reading) if said(word, common) < NAMED]
    known = frozenset[str]().union(*(one.words for one in rows))
    beginnings = {word[:_ALIKE] for word in known if len(word) >= _ALIKE}
    told = [word for word in asked if said(word, known) >= NAMED or word[:_ALIKE] in beginnings]
    return told, asked


def is_said_of_else(best: Candidate, candidates: Sequence[Candidate], is_wanted: bool) -> bool:
    """Whether the words of a row are said of something that neither it nor its table speaks of.

    Its name alone tells little where it is barely named, where the caption of another table fits
    better, and where no figure `is_wanted`.
    """
    if not best.reading.labels:
        return False
    told, asked = spoken_of(best.reading, [best])
    caption = best.reading.caption
    nearest = max((one.reading.caption for one in candidates if one.is_complete), default=0.0)
    enough = 0.0
    if len(told) < _SURELY_TOLD and nearest - caption > _BETTER_CAPTION:
        enough = _SPOKEN_OF_FAR
    elif not is_wanted and caption < SURE_KNOWN:
        enough = _SPOKEN_OF_UNASKED
    elif best.named < _BARELY_NAMED:
        enough = _SPOKEN_OF
    return len(told) < enough * len(asked)


def is_less_found(best: Candidate, candidates: Sequence[Candidate], found: Passage) -> bool:
    """Whether a row that is partly named stands in another table than what is `found` first.

    Then a row of the table found first that comes nearly as near may as well be meant.
    """
    if best.named >= NAMED_ROW or best.reading.table.holds(found):
        return False
    return any(
        one.is_complete and best.score - one.score < _NEARLY and one.reading.table.holds(found)
        for one in candidates
    )
