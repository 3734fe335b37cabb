"""The names of a table's rows as a list, where the question asks what the rows are of."""

import re
from collections.abc import Iterator, Sequence

from smeadvisor.answering.candidates import cite
from smeadvisor.answering.near_words import asked_words, means, said
from smeadvisor.domain.answers import DraftClaim, Evidence, Hit, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.text.figures import figures
from smeadvisor.text.questions import asked_noun, asks_for_several
from smeadvisor.text.words import stem, stems

# The table that is meant is among the best hits, and its caption speaks of most that is asked.
_AMONG = 3
_COVERED = 0.6
_FEWEST_ROWS, _MOST_ROWS = 3, 12
_SURE = 0.8
# Who asks for some of them, or for figures, is not answered by all of them.
_SOME = re.compile(
    r"\b(?:most|least|more|less|fewer|than|top|main\s+one|share|per ?cent\w*|rates?|figures?|rank\w*|first|"
    r"last|[a-z]{3,}est)\b|%|\d",
    re.IGNORECASE,
)
_REST = re.compile(r"\s(?:to|of|in|for|by|on|at|among|between|that|which|when)\s|[(:,;]")
_ASKING = frozenset(stems("name list possible asked ask called different various distinguished"))


class RowNamesAnswerer:
    """Answers "which influences were asked about?" with the rows of the table of influences."""

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """A claim for each row's name, and which table has them; nothing where no table is of them."""
        question = evidence.question
        noun = stem(asked_noun(question))
        if not noun or not asks_for_several(question) or _SOME.search(question):
            return
        rows = _rows_of(question, noun, evidence.hits[:_AMONG])
        if not rows:
            return
        for row in rows:
            name = row.cells[0].row[-1]
            start = row.text.index(name)
            yield DraftClaim(name, (cite(row, start, start + len(name)),), is_item=True)
        place = rows[0].place
        yield Remark(f"These are the {len(rows)} rows of {place.labels[-1]}, {place.caption}.")


def _rows_of(question: str, noun: str, hits: Sequence[Hit]) -> list[Passage]:
    words = asked_words(question) - _ASKING
    for hit in hits:
        rows = [row for row in hit.passage.parts if row.cells and row.cells[0].row]
        if not (_FEWEST_ROWS <= len(rows) <= _MOST_ROWS and rows[0].place.labels):
            continue
        caption = frozenset(stems(rows[0].place.caption))
        # "Main Influence to Reduce Cost (% of firms)" is a table of influences.
        head = stems(_REST.split(rows[0].place.caption)[0])
        is_of_them = bool(head) and means(noun, head[-1]) >= _SURE
        covered = sum(said(word, caption) for word in words) / max(1, len(words))
        names = [row.cells[0].row[-1] for row in rows]
        are_names = all(
            name in row.text and not figures(name) for name, row in zip(names, rows, strict=True)
        )
        if is_of_them and covered >= _COVERED and are_names and len(set(names)) == len(names):
            return rows
    return []
