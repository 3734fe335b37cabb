"""What changed between two runs, on the questions that both were asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.errors import RunError
from smeadvisor.evaluation.dataset import Question
from smeadvisor.evaluation.scoring import Scored
from smeadvisor.evaluation.statistics import Interval, paired_bootstrap
from smeadvisor.evaluation.summary import headline_values

# The measures whose changes are worth naming question by question: what was found, what was said.
_NAMED = ("facts@5", "right")


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure's earlier mean and how much it rose, both on the shared questions."""

    before: float
    rise: Interval

    @property
    def is_regression(self) -> bool:
        """Whether it fell by more than chance explains: the whole interval is below zero."""
        return self.rise.high < 0


@dataclass(frozen=True, slots=True)
class Change:
    """A question that got better or worse in one measure."""

    question: str
    measure: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared; `earlier` names the run that was there before."""

    earlier: str
    shared: int
    differences: dict[str, Difference]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]

    @property
    def regressions(self) -> tuple[str, ...]:
        """The headline measures that fell by more than chance explains."""
        return tuple(name for name, one in self.differences.items() if one.is_regression)


def compare(before: Sequence[Scored], after: Sequence[Scored], earlier: str) -> Comparison:
    """Compare two runs on the questions that are word for word the same in both, with the same facts.

    Raises:
        RunError: there is no such question.
    """
    known = {one.question.id: _without_line(one.question) for one in before}
    shared = {
        one.question.id
        for one in after
        if known.get(one.question.id) == _without_line(one.question)
    }
    if not shared:
        raise RunError(
            f"The run '{earlier}' has no question in common with this one. "
            "Compare with another: --against RUN_FOLDER"
        )
    old, new = headline_values(before), headline_values(after)
    differences = {}
    for name in new:
        ids = [id for id in new[name] if id in shared and id in old[name]]
        if ids:
            values = [old[name][id] for id in ids]
            rise = paired_bootstrap(values, [new[name][id] for id in ids])
            differences[name] = Difference(sum(values) / len(values), rise)
    changes = _changes(before, after, shared)
    return Comparison(
        earlier,
        len(shared),
        differences,
        tuple(change for change in changes if change.after > change.before),
        tuple(change for change in changes if change.after < change.before),
    )


def _changes(before: Sequence[Scored], after: Sequence[Scored], shared: set[str]) -> list[Change]:
    old = {one.question.id: one.measures for one in before}
    return [
        Change(one.question.id, name, old[one.question.id][name], one.measures[name])
        for name in _NAMED
        for one in after
        if one.question.id in shared and name in one.measures and name in old[one.question.id]
    ]


def _without_line(question: Question) -> Question:
    """A question wherever it was read."""
    return replace(question, line="")
