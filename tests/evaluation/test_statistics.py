"""Bootstrap intervals: repeatable, around the mean, and narrower where questions are paired."""

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from smeadvisor.evaluation.statistics import (
    Interval,
    bootstrap,
    bootstrap_of,
    paired_bootstrap,
)

RESAMPLES = 500  # enough for laws, and quick

shares = st.floats(0, 1)
samples = st.lists(shares, min_size=1, max_size=30)
pairs = st.lists(st.tuples(shares, shares), min_size=1, max_size=30)


@given(samples)
def test_an_interval_holds_the_mean_and_stays_within_the_values(values: list[float]) -> None:
    interval = bootstrap(values, resamples=RESAMPLES)
    assert interval.count == len(values)
    assert interval.value == pytest.approx(statistics.fmean(values))
    edges = [min(values), interval.low, interval.value, interval.high, max(values)]
    assert all(low <= high + 1e-12 for low, high in pairwise(edges))


@given(samples, st.integers(0, 2**32))
def test_a_seed_repeats_its_interval(values: list[float], seed: int) -> None:
    assert bootstrap(values, seed, RESAMPLES) == bootstrap(values, seed, RESAMPLES)


@given(samples)
def test_an_interval_moves_and_scales_with_the_values(values: list[float]) -> None:
    plain = bootstrap(values, resamples=RESAMPLES)
    moved = bootstrap([2 * value + 1 for value in values], resamples=RESAMPLES)
    ends = [2 * end + 1 for end in (plain.value, plain.low, plain.high)]
    assert [moved.value, moved.low, moved.high] == pytest.approx(ends)


def test_values_alike_leave_no_doubt() -> None:
    assert bootstrap([0.25]) == Interval(0.25, 0.25, 0.25, 1)
    assert bootstrap([0.5] * 9) == Interval(0.5, 0.5, 0.5, 9)


def test_no_values_have_no_mean() -> None:
    interval = bootstrap([])
    assert interval.count == 0
    assert all(map(math.isnan, (interval.value, interval.low, interval.high)))
    assert not interval.excludes_zero
    assert str(interval) == "no values"


def test_a_large_sample_agrees_with_the_normal_interval() -> None:
    values = [1.0] * 300 + [0.0] * 100
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    interval = bootstrap(values)
    assert interval.low == pytest.approx(0.75 - half, abs=0.005)
    assert interval.high == pytest.approx(0.75 + half, abs=0.005)


@given(pairs)
def test_swapping_before_and_after_turns_the_sign(scores: list[tuple[float, float]]) -> None:
    before, after = zip(*scores, strict=True)
    there = paired_bootstrap(before, after, resamples=RESAMPLES)
    back = paired_bootstrap(after, before, resamples=RESAMPLES)
    assert [-back.value, -back.high, -back.low] == pytest.approx(
        [there.value, there.low, there.high], abs=1e-12
    )


@given(samples)
def test_no_change_is_exactly_zero(values: list[float]) -> None:
    interval = paired_bootstrap(values, values, resamples=RESAMPLES)
    assert interval == Interval(0.0, 0.0, 0.0, len(values))
    assert not interval.excludes_zero


def test_pairing_sees_a_small_steady_gain_among_questions_of_all_kinds() -> None:
    before = [question / 100 for question in range(90)]
    after = [score + 0.05 + 0.01 * (-1) ** n for n, score in enumerate(before)]
    gain = paired_bootstrap(before, after)
    assert gain.value == pytest.approx(0.05)
    assert gain.excludes_zero
    assert paired_bootstrap(after, before).excludes_zero
    assert bootstrap(before).high > bootstrap(after).low  # unpaired, the two overlap


def test_scores_of_different_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        paired_bootstrap([0.1, 0.2], [0.1])


@pytest.mark.parametrize(
    ("interval", "printed", "excludes_zero"),
    [
        (Interval(0.826, 0.761, 0.894, 50), "0.83 [0.76–0.89]", True),
        (Interval(0.0, 0.0, 0.1, 5), "0.00 [0.00–0.10]", False),
        (Interval(0.02, -0.031, 0.07, 50), "0.02 [-0.03 to 0.07]", False),
        (Interval(-0.05, -0.09, -0.001, 50), "-0.05 [-0.09 to 0.00]", True),
    ],
)
def test_an_interval_prints_itself(interval: Interval, printed: str, excludes_zero: bool) -> None:
    assert str(interval) == printed
    assert interval.excludes_zero == excludes_zero


@given(samples)
def test_a_number_of_all_questions_has_the_interval_of_a_mean_where_it_is_one(
    values: list[float],
) -> None:
    sample = np.array(values)
    whole = bootstrap_of(lambda rows: float(sample[rows].mean()), len(values), resamples=RESAMPLES)
    plain = bootstrap(values, resamples=RESAMPLES)
    assert whole.count == plain.count and whole.value == pytest.approx(plain.value)
    assert (whole.low, whole.high) == pytest.approx((plain.low, plain.high), abs=0.2)


def test_resamples_that_say_nothing_are_left_out() -> None:
    def only_with_the_first(rows: NDArray[np.intp]) -> float:
        return 1.0 if 0 in rows else math.nan

    assert bootstrap_of(only_with_the_first, 3) == Interval(1, 1, 1, 3)
    assert bootstrap_of(only_with_the_first, 0).count == 0
    assert str(bootstrap_of(lambda _: math.nan, 3)) == "no values"
