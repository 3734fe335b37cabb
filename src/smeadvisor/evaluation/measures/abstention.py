"""How well a confidence says which questions to answer: selective answering.

A question is answered where its confidence is at least a threshold. Coverage is the share of the
questions answered, risk the share of those answered that are wrong (El-Yaniv and Wiener 2010). What
is right for a question that cannot be answered, the caller decides.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """What answering from a confidence of `threshold` on gives; coverage is over 0, both up to 1."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The two errors of a threshold, shares 0–1; NaN where there is no question of the kind."""

    answerable_refused: float
    unanswerable_answered: float


def risk_coverage(confidences: Sequence[float], is_right: Sequence[bool]) -> list[RiskCoverage]:
    """The risk–coverage curve: a point for every distinct confidence, the highest first.

    Raises:
        ValueError: the lengths differ, or a confidence is NaN.
    """
    ordered = sorted(_pairs(confidences, is_right), key=lambda pair: pair[0], reverse=True)
    points, answered, wrong = [], 0, 0
    # No threshold can part equal confidences, so they are one point, whatever order they came in.
    for threshold, tied in groupby(ordered, key=lambda pair: pair[0]):
        rights = [right for _, right in tied]
        answered += len(rights)
        wrong += rights.count(False)
        points.append(RiskCoverage(threshold, answered / len(ordered), wrong / answered))
    return points


def area_under_risk_coverage(confidences: Sequence[float], is_right: Sequence[bool]) -> float:
    """AURC, 0–1, lower is better: the mean, over the questions, of the risk at their confidence.

    After Geifman, Uziel and El-Yaniv (2019), who named it; Geifman and El-Yaniv (2017) drew the curve.
    Equal confidences share the risk of their point. NaN where there are no questions.
    """
    points = risk_coverage(confidences, is_right)
    if not points:
        return math.nan
    coverages = [0.0, *(point.coverage for point in points)]
    steps = (after - before for before, after in pairwise(coverages))
    return math.fsum(step * point.risk for step, point in zip(steps, points, strict=True))


def area_under_roc(confidences: Sequence[float], answerable: Sequence[bool]) -> float:
    """AUROC, 0–1: how often an answerable question has the higher confidence than one that is not.

    Of all pairs of the two kinds; a tie counts half, and 0.5 is chance (the Mann–Whitney statistic, as
    Hanley and McNeil 1982 show). NaN where a kind is missing.

    Raises:
        ValueError: the lengths differ, or a confidence is NaN.
    """
    pairs = _pairs(confidences, answerable)
    is_answerable = np.array([can for _, can in pairs], dtype=bool)
    positives = int(is_answerable.sum())
    negatives = len(pairs) - positives
    if not positives or not negatives:
        return math.nan
    values = np.array([confidence for confidence, _ in pairs])
    _, place, ties = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    above = float(ranks[is_answerable].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def rates(confidences: Sequence[float], answerable: Sequence[bool], threshold: float) -> Rates:
    """How many answerable questions a threshold refuses, and how many of the others it answers.

    Raises:
        ValueError: the lengths differ, or a confidence is NaN.
    """
    pairs = _pairs(confidences, answerable)
    refused = [confidence < threshold for confidence, can in pairs if can]
    answered = [confidence >= threshold for confidence, can in pairs if not can]
    return Rates(_share(refused), _share(answered))


def _pairs(confidences: Sequence[float], marks: Sequence[bool]) -> list[tuple[float, bool]]:
    pairs = [(float(value), bool(mark)) for value, mark in zip(confidences, marks, strict=True)]
    if any(math.isnan(confidence) for confidence, _ in pairs):
        raise ValueError("A confidence is NaN; it orders nothing.")
    return pairs


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else math.nan
