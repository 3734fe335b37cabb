"""The whole answer: what can be answered exactly, part by part, and sentences for the rest."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.domain.answers import DraftClaim, Evidence
from smeadvisor.text.questions import parts

_MOST_PARTS = 3
# "… and how many of these export?" cannot be asked without what comes before.
_REFERRING = re.compile(
    r"\b(?:these|those|them|they|it|its|their|theirs|he|she|one|ones)\b", re.IGNORECASE
)


class ComposedAnswerer:
    """`exact` answers where it is sure (cells, programmes, lists), `prose` whatever is left."""

    def __init__(self, exact: Answerer, prose: ProseAnswerer) -> None:
        self._exact = exact
        self._prose = prose

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """The question as a whole where that is exact; else each part, in the order they are asked."""
        whole = list(self._exact.draft(evidence))
        asked = parts(evidence.question, _MOST_PARTS)
        if whole or not asked:
            yield from whole or self._prose.draft(evidence)
            return
        said: set[tuple[int, int]] = set()
        words = self._prose.words
        for place, part in enumerate(asked):
            stands_alone = place == 0 or _REFERRING.search(part) is None
            drafted = (
                list(self._exact.draft(replace(evidence, question=part))) if stands_alone else []
            )
            if not drafted:
                # What one part leaves unsaid, the next may use.
                share = words // (len(asked) - place)
                drafted = list(self._prose.draft_part(part, evidence, share, said))
            drafted = [one for one in drafted if not _is_said(one, said)]
            claims = [one for one in drafted if isinstance(one, DraftClaim)]
            said |= {(cited.start, cited.end) for one in claims for cited in one.citations}
            words = max(0, words - sum(len(one.text.split()) for one in claims))
            yield from drafted


def _is_said(one: Draft, said: Collection[tuple[int, int]]) -> bool:
    """Whether another part was answered with the same words."""
    if not isinstance(one, DraftClaim):
        return False
    return all((cited.start, cited.end) in said for cited in one.citations)
