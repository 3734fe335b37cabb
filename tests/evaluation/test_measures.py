"""Measures agree with trec_eval and with counting characters, and keep the laws they should."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, P, R, nDCG
from sklearn.metrics import roc_auc_score

from smeadvisor.evaluation.measures import ranking, spans
from smeadvisor.evaluation.measures.abstention import (
    RiskCoverage,
    area_under_risk_coverage,
    area_under_roc,
    rates,
    risk_coverage,
)
from smeadvisor.evaluation.measures.spans import Span

Measure = Callable[[Sequence[str], Mapping[str, int], int], float]

RANKING: dict[Measure, ir_measures.measures.Measure] = {
    ranking.recall: R,
    ranking.precision: P,
    ranking.reciprocal_rank: RR,
    ranking.ndcg: nDCG,
}
SPAN = [spans.recall, spans.precision, spans.iou]

ids = st.sampled_from("abcdefghijkl")
rankings = st.lists(ids, unique=True)
judgements = st.dictionaries(ids, st.integers(0, 3), min_size=1)
depths = st.integers(1, 15)


@st.composite
def some_spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 30))
    return Span(draw(st.sampled_from("ab")), start, start + draw(st.integers(1, 12)))


span_lists = st.lists(some_spans(), max_size=6)
confidences = st.integers(0, 8).map(lambda eighths: eighths / 8)
judged = st.lists(st.tuples(confidences, st.booleans()), min_size=1, max_size=20)


def characters(listed: Iterable[Span]) -> set[tuple[str, int]]:
    return {(span.document, offset) for span in listed for offset in range(span.start, span.end)}


def unzipped(pairs: Sequence[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [confidence for confidence, _ in pairs], [mark for _, mark in pairs]


# Rankings


@settings(deadline=None)
@given(rankings, judgements, depths)
def test_ranking_measures_equal_ir_measures(
    ranked: list[str], judged: dict[str, int], depth: int
) -> None:
    scores = {id: float(-rank) for rank, id in enumerate(ranked)}
    theirs = ir_measures.calc_aggregate(
        [measure @ depth for measure in RANKING.values()], {"q": judged}, {"q": scores}
    )
    for ours, measure in RANKING.items():
        assert ours(ranked, judged, depth) == pytest.approx(theirs[measure @ depth])


@given(rankings, judgements, depths)
def test_ranking_measures_are_shares(ranked: list[str], judged: dict[str, int], depth: int) -> None:
    assert all(0 <= measure(ranked, judged, depth) <= 1 + 1e-12 for measure in RANKING)


@given(rankings, judgements, depths)
def test_a_deeper_look_loses_nothing(ranked: list[str], judged: dict[str, int], depth: int) -> None:
    for measure in (ranking.recall, ranking.reciprocal_rank):
        assert measure(ranked, judged, depth) <= measure(ranked, judged, depth + 1)


@given(rankings, judgements, depths, st.randoms())
def test_recall_and_precision_do_not_see_the_order_within_the_depth(
    ranked: list[str], judged: dict[str, int], depth: int, random: Random
) -> None:
    first = random.sample(ranked[:depth], k=len(ranked[:depth]))
    for measure in (ranking.recall, ranking.precision):
        assert measure(first, judged, depth) == measure(ranked, judged, depth)


@given(judgements, depths)
def test_no_order_beats_that_of_the_grades(judged: dict[str, int], depth: int) -> None:
    best = sorted(judged, key=lambda id: -judged[id])
    assert ranking.ndcg(best, judged, depth) == pytest.approx(float(any(judged.values())))


def test_ranking_measures_by_hand() -> None:
    ranked, judged = ["x", "b", "y", "a"], {"a": 1, "b": 2, "c": 1, "x": 0}
    assert ranking.recall(ranked, judged, 3) == pytest.approx(1 / 3)
    assert ranking.recall(ranked, judged, 4) == pytest.approx(2 / 3)
    assert ranking.precision(ranked, judged, 4) == 0.5
    assert ranking.precision(ranked, judged, 8) == 0.25
    assert ranking.reciprocal_rank(ranked, judged, 4) == 0.5
    assert ranking.reciprocal_rank(ranked, judged, 1) == 0
    gained = 2 / math.log2(3) + 1 / math.log2(5)
    best = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ranking.ndcg(ranked, judged, 4) == pytest.approx(gained / best)


@pytest.mark.parametrize("measure", RANKING)
@pytest.mark.parametrize("judged", [{}, {"a": 0}, {"z": 1}])
def test_nothing_relevant_found_is_zero(measure: Measure, judged: Mapping[str, int]) -> None:
    assert measure(["a", "b"], judged, 2) == 0
    assert measure([], judged, 2) == 0


@pytest.mark.parametrize("measure", RANKING)
def test_a_wrong_ranking_or_depth_is_refused(measure: Measure) -> None:
    with pytest.raises(ValueError, match="twice"):
        measure(["a", "b", "a"], {"a": 1}, 2)
    with pytest.raises(ValueError, match="at least 1"):
        measure(["a"], {"a": 1}, 0)


# Spans


@given(span_lists)
def test_a_union_has_the_same_characters_once(listed: list[Span]) -> None:
    merged = spans.union(listed)
    assert characters(merged) == characters(listed)
    assert sum(map(len, merged)) == len(characters(listed))
    assert spans.union(merged) == merged == spans.union(reversed(listed))


@given(span_lists, span_lists)
def test_an_overlap_is_the_characters_in_both(a: list[Span], b: list[Span]) -> None:
    assert spans.overlap(a, b) == spans.overlap(b, a) == len(characters(a) & characters(b))


@given(span_lists, span_lists)
def test_span_measures_equal_counted_characters(retrieved: list[Span], gold: list[Span]) -> None:
    found = len(characters(retrieved) & characters(gold))
    missed = sum(len(characters([span]) - characters(retrieved)) for span in gold)
    paid = sum(map(len, retrieved))
    total = sum(map(len, gold))
    assert spans.recall(retrieved, gold) == (found / total if gold else 0)
    assert spans.precision(retrieved, gold) == (found / paid if retrieved else 0)
    assert spans.iou(retrieved, gold) == (found / (paid + missed) if retrieved or gold else 0)


@given(span_lists, span_lists, st.randoms())
def test_span_measures_are_shares_whatever_the_order(
    retrieved: list[Span], gold: list[Span], random: Random
) -> None:
    shuffled = random.sample(retrieved, k=len(retrieved))
    for measure in SPAN:
        assert 0 <= measure(retrieved, gold) <= 1
        assert measure(shuffled, gold) == measure(retrieved, gold)
    assert spans.iou(retrieved, gold) <= spans.precision(retrieved, gold)
    apart = spans.union(gold)
    assert spans.iou(retrieved, apart) <= spans.recall(retrieved, apart)


@given(span_lists, some_spans(), span_lists)
def test_retrieving_more_never_lowers_recall(
    retrieved: list[Span], more: Span, gold: list[Span]
) -> None:
    assert spans.recall([*retrieved, more], gold) >= spans.recall(retrieved, gold)


@given(span_lists.map(spans.union).filter(bool))
def test_retrieving_just_the_gold_is_perfect(gold: list[Span]) -> None:
    assert [measure(gold, gold) for measure in SPAN] == [1, 1, 1]


def test_span_measures_by_hand() -> None:
    gold = [Span("a", 10, 20), Span("a", 30, 40)]
    retrieved = [Span("a", 0, 15), Span("a", 10, 25), Span("b", 30, 40)]
    assert spans.union(retrieved) == [Span("a", 0, 25), Span("b", 30, 40)]
    assert spans.overlap(retrieved, gold) == 10
    assert spans.recall(retrieved, gold) == 10 / 20
    assert spans.precision(retrieved, gold) == 10 / 40  # 10–15 is paid for twice
    assert spans.iou(retrieved, gold) == 10 / (40 + 10)


def test_spans_that_touch_are_one_and_do_not_overlap() -> None:
    a, b = Span("a", 0, 5), Span("a", 5, 9)
    assert spans.union([b, a]) == [Span("a", 0, 9)]
    assert spans.overlap([a], [b]) == 0


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_an_empty_or_reversed_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span("a", start, end)


# Abstention


@given(judged, st.randoms())
def test_the_curve_falls_in_threshold_and_ends_with_every_question(
    pairs: list[tuple[float, bool]], random: Random
) -> None:
    points = risk_coverage(*unzipped(pairs))
    thresholds = [point.threshold for point in points]
    assert thresholds == sorted({confidence for confidence, _ in pairs}, reverse=True)
    assert points[-1].coverage == 1
    assert points[-1].risk == pytest.approx(sum(not right for _, right in pairs) / len(pairs))
    assert points == risk_coverage(*unzipped(random.sample(pairs, k=len(pairs))))


@given(judged)
def test_every_point_is_what_its_threshold_gives(pairs: list[tuple[float, bool]]) -> None:
    for point in risk_coverage(*unzipped(pairs)):
        answered = [right for confidence, right in pairs if confidence >= point.threshold]
        assert point.coverage == len(answered) / len(pairs)
        assert point.risk == answered.count(False) / len(answered)


@given(judged)
def test_no_confidences_beat_a_perfect_order(pairs: list[tuple[float, bool]]) -> None:
    rights = sorted((right for _, right in pairs), reverse=True)
    perfect = area_under_risk_coverage([float(-rank) for rank in range(len(rights))], rights)
    area = area_under_risk_coverage(*unzipped(pairs))
    assert perfect - 1e-12 <= area <= 1 + 1e-12


@given(judged)
def test_only_the_order_of_confidences_matters(pairs: list[tuple[float, bool]]) -> None:
    confidences, rights = unzipped(pairs)
    area = area_under_risk_coverage([3 * value - 7 for value in confidences], rights)
    assert area == area_under_risk_coverage(confidences, rights)


def test_the_curve_and_its_area_by_hand() -> None:
    confidences, rights = [0.2, 0.9, 0.5, 0.5], [True, True, False, True]
    assert risk_coverage(confidences, rights) == [
        RiskCoverage(0.9, 0.25, 0.0),
        RiskCoverage(0.5, 0.75, 1 / 3),
        RiskCoverage(0.2, 1.0, 0.25),
    ]
    expected = 0.25 * 0 + 0.5 / 3 + 0.25 * 0.25
    assert area_under_risk_coverage(confidences, rights) == pytest.approx(expected)


def test_without_ties_the_area_is_the_mean_risk_over_the_ranks() -> None:
    rights = [True, False, True, False]
    area = area_under_risk_coverage([4.0, 3.0, 2.0, 1.0], rights)
    assert area == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_without_questions_there_is_no_curve() -> None:
    assert risk_coverage([], []) == []
    assert math.isnan(area_under_risk_coverage([], []))


def test_rates_by_hand() -> None:
    confidences, answerable = [0.9, 0.5, 0.4, 0.6, 0.1], [True, True, True, False, False]
    found = rates(confidences, answerable, 0.5)
    assert found.answerable_refused == pytest.approx(1 / 3)
    assert found.unanswerable_answered == 0.5
    assert math.isnan(rates([0.3], [True], 0.5).unanswerable_answered)
    assert math.isnan(rates([0.3], [False], 0.5).answerable_refused)


@given(judged, confidences)
def test_a_higher_threshold_refuses_more(pairs: list[tuple[float, bool]], low: float) -> None:
    marked = [*pairs, (0.5, True), (0.5, False)]
    before, after = (rates(*unzipped(marked), threshold) for threshold in (low, low + 0.125))
    assert before.answerable_refused <= after.answerable_refused
    assert before.unanswerable_answered >= after.unanswerable_answered


def test_unpaired_or_undefined_confidences_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        risk_coverage([0.1, 0.2], [True])
    with pytest.raises(ValueError, match="NaN"):
        rates([math.nan], [True], 0.5)


@settings(deadline=None)
@given(judged)
def test_area_under_roc_is_that_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    values, marks = unzipped(pairs)
    area = area_under_roc(values, marks)
    if len(set(marks)) == 1:
        assert math.isnan(area)
    else:
        assert area == pytest.approx(roc_auc_score(marks, values))
