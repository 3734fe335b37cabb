"""From rows to measures to sums."""

import math

import pytest
from made_up import answer, judgements, question, row, scored

from smeadvisor.evaluation.dataset import Fact
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.evaluation.scoring import score
from smeadvisor.evaluation.summary import DECLINED, headline_values, summarise

REFUSAL = answer("I cannot answer this.", 0.1, is_answer=False)


def test_a_right_answer_has_every_measure() -> None:
    (one,) = scored([question("a")], [row("a", answer())])
    whole = ["facts@1", "facts@10", "evidence@5", "MRR@10", "nDCG@10", "token recall@5", "right"]
    whole += ["key facts", "citation recall", "citation precision", "verbatim"]
    assert all(one.measures[name] == 1 for name in whole)
    assert one.measures["declined"] == 0 and one.measures["words"] == 3
    assert one.measures["token precision@5"] == pytest.approx(10 / 60)


def test_a_refusal_is_wrong_for_an_answerable_question_and_right_for_another() -> None:
    asked = [question("a"), question("b", answerable=False)]
    can, cannot = scored(asked, [row("a", REFUSAL), row("b", REFUSAL)])
    assert can.measures["right"] == 0 and can.measures["key facts"] == 0
    assert "right of answered" not in can.measures and "citation recall" not in can.measures
    assert cannot.measures == {"declined": 1, "right": 1}, "nothing to find, nothing to cite"


def test_facts_without_a_place_count_neither_as_found_nor_as_missed() -> None:
    asked = question("a", facts=(*question("a").facts, Fact(("Grants",))))
    (one,) = score([asked], [row("a", answer())], {"a": ((Span("a.md", 10, 20),), ())}, {}, {})
    assert one.measures["evidence@5"] == 1 and one.measures["citation recall"] == 1
    (only_words,) = score([asked], [row("a", answer())], {"a": ((), ())}, {}, {})
    assert "evidence@5" not in only_words.measures and "facts@5" in only_words.measures


def test_groups_are_of_answerable_questions_that_stand_alone() -> None:
    asked = [
        question("a"),
        question("b", style="terse"),
        question("c", answerable=False),
        question("d1", conversation="d", turn=1),
        question("d2", conversation="d", turn=2),
    ]
    summary = summarise(scored(asked, [row(one.id, answer()) for one in asked]))
    assert summary.questions == 5 and summary.answerable.questions == 3
    assert [(one.name, one.questions) for one in summary.by_style] == [("plain", 2), ("terse", 1)]
    assert summary.headline["right"].count == 3
    assert summary.headline[DECLINED].value == 0
    assert summary.followups["later turns right"].count == 1
    assert summary.followups["conversations right throughout"].value == 1


def test_the_curve_counts_what_reached_the_gate() -> None:
    asked = [question("a"), question("b"), question("c", answerable=False), question("d")]
    said = [answer(), answer("It pays.", 0.8), answer(confidence=0.7), REFUSAL]
    summary = summarise(scored(asked, [row(q.id, a) for q, a in zip(asked, said, strict=True)]))
    abstention = summary.abstention
    assert [point.risk for point in abstention.curve] == pytest.approx([0, 1 / 2, 2 / 3, 3 / 4])
    assert abstention.area == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4)
    assert abstention.coverage == 0.75 and abstention.risk == pytest.approx(2 / 3)
    assert abstention.answerable_refused.value == pytest.approx(1 / 3)
    assert abstention.declined["near-miss"].value == 0


def test_without_answers_there_is_retrieval_alone() -> None:
    asked = [question("a"), question("b", answerable=False)]
    summary = summarise(scored(asked, [row("a"), row("b", found=False)]))
    assert set(summary.headline) == {"facts@5", "facts in 350 words", "MRR@10"}
    assert summary.abstention.questions == 0 and summary.abstention.area is None
    assert math.isnan(summary.abstention.answerable_refused.value)
    assert list(summary.latency) == ["retrieval"]


def test_times_are_percentiles_in_milliseconds() -> None:
    asked = [question(name) for name in "abc"]
    latency = summarise(scored(asked, [row(one.id, answer()) for one in asked])).latency
    assert latency["retrieval"].p50 == pytest.approx(5)
    assert latency["first claim"].p95 == pytest.approx(10)
    assert latency["whole answer"].count == 3


def test_headline_values_are_by_question() -> None:
    asked = [question("a"), question("b", answerable=False)]
    values = headline_values(scored(asked, [row("a", answer()), row("b", answer())]))
    assert values["right"] == {"a": 1} and values[DECLINED] == {"b": 0}
    assert judgements(asked)["b"] == ()
