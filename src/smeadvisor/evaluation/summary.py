"""Sums up scored questions: means with intervals, by kind and style, and what declining costs.

Questions asked by themselves (first turns too) make every group; turns that lean on earlier ones are
counted apart. Nothing here knows when the run was or where it lies.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from smeadvisor.evaluation.measures.abstention import (
    RiskCoverage,
    area_under_risk_coverage,
    risk_coverage,
)
from smeadvisor.evaluation.scoring import ANSWERS, FALSE_PREMISE, NOT_AFFIRMED, RETRIEVAL, Scored
from smeadvisor.evaluation.statistics import Interval, bootstrap

DECLINED = "declined on unanswerable"
# What a run stands or falls with, and what each says to a reader; more is better in all of them.
HEADLINE = {name: RETRIEVAL[name] for name in ("facts@5", "facts in 350 words", "MRR@10")} | {
    "right": "answered with all key facts, of the answerable questions",
    DECLINED: "declined, of the questions that the documents do not answer",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Answerable questions of one kind or style; a measure that applies to none of them is absent."""

    name: str
    questions: int
    measures: dict[str, Interval]


@dataclass(frozen=True, slots=True)
class Abstention:
    """What was declined, as shares 0–1, and how well the confidence says what should have been.

    `curve` and `area` (AURC, lower is better) are over the questions that reached the gate. Right is
    an answer with all key facts; no answer to an unanswerable question is, nor is a declined one,
    since nothing shows what it would have said. `coverage` and `risk` are where the run stood.
    `not_affirmed` is of false premises that were declined or whose answer has been read, None where
    there are none; `unread` counts the others.
    """

    declined: dict[str, Interval]
    not_affirmed: Interval | None
    unread: int
    answerable_refused: Interval
    questions: int
    curve: tuple[RiskCoverage, ...]
    area: float | None
    coverage: float | None
    risk: float | None


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The median and the 95th percentile of `count` times, in milliseconds."""

    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All aggregated numbers of a run."""

    questions: int
    headline: dict[str, Interval]
    answerable: Group
    by_kind: tuple[Group, ...]
    by_style: tuple[Group, ...]
    abstention: Abstention
    followups: dict[str, Interval]
    latency: dict[str, Percentiles]


def summarise(scored: Sequence[Scored]) -> Summary:
    """The summary of a run's questions."""
    answerable = [one for one in scored if one.question.answerable and one.question.turn <= 1]
    return Summary(
        questions=len(scored),
        headline={
            name: bootstrap(list(values.values()))
            for name, values in headline_values(scored).items()
            if values
        },
        answerable=_group("all answerable", answerable),
        by_kind=_groups(answerable, lambda one: one.question.kind),
        by_style=_groups(answerable, lambda one: one.question.style),
        abstention=_abstention(scored),
        followups=_followups(scored),
        latency={name: percentiles(found) for name, found in times(scored).items()},
    )


def headline_values(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """For each headline measure, the questions' values by question id."""
    alone = [one for one in scored if one.question.turn <= 1]
    found: dict[str, dict[str, float]] = {}
    for name in HEADLINE:
        measure = "declined" if name == DECLINED else name
        found[name] = {
            one.question.id: one.measures[measure]
            for one in alone
            if one.question.answerable is (name != DECLINED) and measure in one.measures
        }
    return found


def _group(name: str, scored: Sequence[Scored]) -> Group:
    measures = {measure: _mean(scored, measure) for measure in (*RETRIEVAL, *ANSWERS)}
    return Group(name, len(scored), {key: one for key, one in measures.items() if one.count})


def _groups(scored: Sequence[Scored], key: Callable[[Scored], str]) -> tuple[Group, ...]:
    return tuple(_group(name, members) for name, members in _by(scored, key).items())


def _by(scored: Sequence[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    found: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        found[key(one)].append(one)
    return dict(sorted(found.items()))


def _mean(scored: Sequence[Scored], measure: str) -> Interval:
    return bootstrap([one.measures[measure] for one in scored if measure in one.measures])


def _abstention(scored: Sequence[Scored]) -> Abstention:
    asked = [one for one in scored if one.row.answer and one.question.turn <= 1]
    unanswerable = [one for one in asked if not one.question.answerable]
    answerable = [one for one in asked if one.question.answerable]
    by_kind = {"all": unanswerable} | _by(unanswerable, lambda one: one.question.kind)
    # What the guard turned away has no stand-alone question and no confidence.
    gated = [(one, one.row.answer) for one in asked if one.row.answer and one.row.answer.standalone]
    rights = [
        answer.is_answer and one.question.answerable and one.measures["right"] == 1
        for one, answer in gated
    ]
    confidences = [answer.confidence for _, answer in gated]
    answered = [right for right, (_, answer) in zip(rights, gated, strict=True) if answer.is_answer]
    premises = [one for one in asked if one.question.kind == FALSE_PREMISE]
    not_affirmed = _mean(premises, NOT_AFFIRMED)
    return Abstention(
        not_affirmed=not_affirmed if not_affirmed.count else None,
        unread=len(premises) - not_affirmed.count,
        declined={kind: _mean(members, "declined") for kind, members in by_kind.items() if members},
        answerable_refused=_mean(answerable, "declined"),
        questions=len(gated),
        curve=tuple(risk_coverage(confidences, rights)),
        area=area_under_risk_coverage(confidences, rights) if gated else None,
        coverage=len(answered) / len(gated) if gated else None,
        risk=answered.count(False) / len(answered) if answered else None,
    )


def _followups(scored: Sequence[Scored]) -> dict[str, Interval]:
    """How later turns fare, and how many conversations are right from the first turn to the last."""
    turns = [one for one in scored if one.question.conversation and one.row.answer]
    later = [one for one in turns if one.question.turn > 1]
    whole = [
        float(all(one.measures["right"] == 1 for one in conversation))
        for conversation in _by(turns, lambda one: one.question.conversation).values()
    ]
    found = {
        "later turns right": _mean(later, "right"),
        "later turns right, answerable": _mean(
            [one for one in later if one.question.answerable], "right"
        ),
        "key facts in later turns": _mean(later, "key facts"),
        "later turns declined, unanswerable": _mean(
            [one for one in later if not one.question.answerable], "declined"
        ),
        "conversations right throughout": bootstrap(whole),
    }
    return {name: one for name, one in found.items() if one.count}


def times(scored: Sequence[Scored]) -> dict[str, list[float]]:
    """What the parts of an answer took, in milliseconds; the first claim only where there is one."""
    answers = [one.row.answer for one in scored if one.row.answer]
    retrieval = [one.row.retrieval_seconds for one in scored]
    seconds = {
        "retrieval": [one for one in retrieval if one is not None],
        "first claim": [answer.first_seconds for answer in answers if answer.is_answer],
        "whole answer": [answer.seconds for answer in answers],
    }
    return {name: [one * 1000 for one in found] for name, found in seconds.items() if found}


def percentiles(milliseconds: Sequence[float]) -> Percentiles:
    """The percentiles of times, in milliseconds, of which there is at least one."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Percentiles(float(p50), float(p95), len(milliseconds))
