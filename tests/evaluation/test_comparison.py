"""Two runs compared on the questions they share."""

import pytest
from made_up import answer, question, row, scored

from smeadvisor.errors import RunError
from smeadvisor.evaluation.comparison import compare

ASKED = [question(f"q{number}") for number in range(8)]
GOOD = scored(ASKED, [row(one.id, answer()) for one in ASKED])
BAD = scored(ASKED, [row(one.id, answer("It pays."), found=False) for one in ASKED])


def test_a_fall_beyond_chance_is_a_regression_and_a_rise_is_not() -> None:
    worse = compare(GOOD, BAD, "before")
    assert worse.regressions == ("facts@5", "facts in 350 words", "MRR@10", "right")
    assert len(worse.worse) == 16 and not worse.better
    assert not compare(BAD, GOOD, "before").regressions
    assert not compare(GOOD, GOOD, "before").regressions


def test_a_fall_that_chance_explains_is_none() -> None:
    mixed = [*BAD[:1], *GOOD[1:]]
    comparison = compare(GOOD, mixed, "before")
    assert comparison.differences["right"].rise.value == pytest.approx(-1 / 8)
    assert not comparison.regressions
    assert {change.question for change in comparison.worse} == {"q0"}


def test_only_shared_questions_count_wherever_they_were_read() -> None:
    moved = [question("q0", line="elsewhere:9"), question("q1", question="Asked anew?")]
    after = scored(moved, [row(one.id, answer()) for one in moved])
    comparison = compare(BAD, after, "before")
    assert comparison.shared == 1
    assert comparison.differences["right"].before == 0
    with pytest.raises(RunError, match="--against"):
        compare(BAD, after[1:], "before")
