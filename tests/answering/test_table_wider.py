"""Regions that a table has only together with others: its figures are given, and that they are wider."""

import pytest
from table_drafts import Draft, drafts_over, text_of

from smeadvisor.answering.table_regions import Wider, as_labelled

BAKERIES = """# Bakeries of the world

## 1 What bakers own

Bakers in many regions were asked what they own.

Table 1.1: What bakers own (% of bakeries)

| | South Asia | Latin America and the Caribbean | East and Southeast Asia |
|---|---|---|---|
| Own a delivery van | 12 | 31 | 44 |
| Own a stone oven | 71 | 15 | 26 |
"""


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return drafts_over(BAKERIES, tmp_path_factory.mktemp("bakeries"))


@pytest.mark.parametrize(
    ("question", "cell", "remark"),
    [
        ("What share of bakers in East Asia own a stone oven?", "26", "has East Asia only as"),
        ("What share of Southeast Asian bakers own a delivery van?", "44", "has Southeast Asia only"),
        ("How many bakers in Latin America own a delivery van?", "31", "has Latin America only as"),
    ],
)  # fmt: skip
def test_what_a_wider_region_has_is_said_to_be_wider(
    draft: Draft, question: str, cell: str, remark: str
) -> None:
    claims, remarks = draft(question)
    assert cell in text_of(claims)
    assert any(remark in one for one in remarks)


@pytest.mark.parametrize(
    "question",
    [
        "What share of bakers in South Asia own a stone oven?",
        "What share of bakers in East and Southeast Asia own a stone oven?",
    ],
)
def test_a_region_that_a_table_has_needs_no_remark(draft: Draft, question: str) -> None:
    claims, remarks = draft(question)
    assert claims and not remarks


def test_regions_side_by_side_are_compared_with_what_the_table_has(draft: Draft) -> None:
    claims, remarks = draft("Do more bakers own a stone oven in South Asia or further east?")
    assert "South Asia (71) is higher than East and Southeast Asia (26)" in text_of(claims)
    assert len(remarks) == 1


def test_a_region_stays_where_no_label_or_more_than_one_has_it() -> None:
    question = "How many in East Asia?"
    for labels in ([], ["South Asia"], ["East and Central Asia", "East and Southeast Asia"]):
        assert as_labelled(question, labels) == (question, [])
    assert as_labelled(question, ["East and Southeast Asia"]) == (
        "How many in East and Southeast Asia?",
        [Wider("East Asia", "East and Southeast Asia")],
    )
