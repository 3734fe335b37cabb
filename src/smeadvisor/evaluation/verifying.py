"""How well a verifier tells true claims from planted faults, kind by kind, with 95 % intervals."""

import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from smeadvisor.domain.answers import Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage
from smeadvisor.evaluation.faults import FaultKind, planted
from smeadvisor.evaluation.statistics import Interval, bootstrap
from smeadvisor.evaluation.true_claims import Origin, TrueClaim

_SLOW = 95
_SEED = 7


class Checker(Protocol):
    """What is measured."""

    def check(self, draft: DraftClaim, evidence: Sequence[Passage] = ()) -> Claim | DroppedClaim:
        """The draft as a claim, or why it does not stand."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one draft: `kind` is the fault's, None where it is true; `seconds` it took."""

    kind: FaultKind | None
    origin: Origin
    split: str
    stands: bool
    seconds: float


def sample(claims: Iterable[TrueClaim], most: int, seed: int = _SEED) -> list[TrueClaim]:
    """At most so many claims of each origin, drawn at random."""
    by_origin: dict[Origin, list[TrueClaim]] = defaultdict(list)
    for one in claims:
        by_origin[one.origin].append(one)
    chance = random.Random(seed)
    return [
        one for found in by_origin.values() for one in chance.sample(found, min(most, len(found)))
    ]


def judge(
    checker: Checker, claims: Sequence[TrueClaim], passages: Sequence[Passage], seed: int = _SEED
) -> list[Verdict]:
    """Every claim checked as it is, and every fault that can be planted in one."""
    drafts = [(None, true, true.draft()) for true in claims]
    faults = [(fault.kind, fault.true, fault.draft) for fault in planted(claims, passages, seed)]
    verdicts = []
    for kind, true, draft in [*drafts, *faults]:
        began = time.perf_counter()
        stands = isinstance(checker.check(draft), Claim)
        seconds = time.perf_counter() - began
        verdicts.append(Verdict(kind, true.origin, true.split, stands, seconds))
    return verdicts


def table(verdicts: Sequence[Verdict]) -> str:
    """The shares as Markdown: faults caught, true claims dropped, and what a check costs."""
    lines = ["| What | Of | Share [95 %] | Count |", "|---|---|---|---|"]
    for name, of, interval in [*_caught(verdicts), *_dropped(verdicts)]:
        lines.append(f"| {name} | {of} | {_shown(interval)} | {interval.count} |")
    milliseconds = np.asarray([one.seconds for one in verdicts]) * 1000
    middle, slow = np.percentile(milliseconds, [50, _SLOW])
    lines.append(f"\nA check takes {middle:.1f} ms (median), {slow:.1f} ms (95th percentile).")
    return "\n".join(lines)


def _shown(interval: Interval) -> str:
    return f"{interval.value:.3f} [{interval.low:.3f}–{interval.high:.3f}]"


def _caught(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, str, Interval]]:
    for kind in FaultKind:
        of_kind = [one for one in verdicts if one.kind is kind]
        for name, group in _groups(of_kind):
            yield f"caught: {kind.value}", name, bootstrap([float(not one.stands) for one in group])


def _dropped(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, str, Interval]]:
    true = [one for one in verdicts if one.kind is None]
    for name, group in _groups(true):
        yield "true but dropped", name, bootstrap([float(not one.stands) for one in group])


def _groups(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    """All of them, then by origin; paraphrases by split."""
    if verdicts:
        yield "all", list(verdicts)
    by_group: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        by_group[f"{one.origin.value} {one.split}".strip()].append(one)
    yield from sorted(by_group.items())
