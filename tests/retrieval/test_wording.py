"""How a question's words may be written in the documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.retrieval.wording import Wording
from smeadvisor.text.words import stem, stems

KNOWN = {
    "cluster": 9,
    "clustr": 1,
    "bakeri": 4,
    "firm": 20,
    "export": 7,
    "employe": 3,
    "consult": 2,
}
GROUPS = ["firm enterprise company", "worker employee", "firm business"]


def terms(question: str, *groups: str) -> list[dict[str, float]]:
    return [dict(term) for term in Wording(KNOWN, groups).terms(question)]


def test_a_question_is_a_term_a_content_word_in_order_and_with_repetitions() -> None:
    assert terms("Do the firms export, and why firms?") == [
        {"firm": 1.0},
        {"export": 1.0},
        {"firm": 1.0},
    ]
    assert terms("") == terms("the of and") == []


def test_other_words_of_english_come_after_the_word_and_the_documents_own() -> None:
    other = {"compani": {"firm": 0.2, "export": 0.35}, "novel": {"export": 0.1}}
    wording = Wording(KNOWN, GROUPS, other_words=lambda: other)
    companies, novel = (dict(term) for term in wording.terms("companies novel"))
    assert list(companies) == ["compani", "enterpris", "firm", "export"]
    assert companies["firm"] == 0.5 and companies["export"] == 0.35
    assert list(novel.items()) == [("novel", 1.0), ("export", 0.1)]


def test_a_word_brings_the_others_of_its_groups_for_half() -> None:
    assert terms("firm", *GROUPS) == [{"firm": 1.0, "compani": 0.5, "enterpris": 0.5, "busi": 0.5}]
    assert terms("companies", *GROUPS) == [{"compani": 1.0, "firm": 0.5, "enterpris": 0.5}]
    assert terms("exports", *GROUPS) == [{"export": 1.0}]


@pytest.mark.parametrize(
    "slip", ["clutser", "cluter", "clusster", "clustet"], ids=["turned", "less", "more", "other"]
)
def test_an_unknown_word_one_slip_away_brings_the_word_that_is_meant(slip: str) -> None:
    assert terms(slip) == [{stem(slip): 1.0, "cluster": 0.7}]


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("clustr", id="it is known itself"),
        pytest.param("kluster", id="another first letter"),
        pytest.param("klcuster", id="a letter before the first"),
        pytest.param("form", id="short"),
        pytest.param("frms", id="short with a slip"),
        pytest.param("cutser", id="two slips"),
        pytest.param("expor7s", id="a figure"),
        pytest.param("企業経営戦略", id="another script"),
    ],
)
def test_other_words_are_left_alone(word: str) -> None:
    assert terms(word) == [{stem(word): 1.0}]


def test_a_word_with_a_synonym_is_no_slip() -> None:
    known = {"employe": 3, "emploje": 5}
    (term,) = Wording(known, ["employes staff"]).terms("employes")
    assert term == {stem("employes"): 1.0, "staff": 0.5}


def test_of_two_words_that_may_be_meant_the_more_frequent_is_taken_then_the_first() -> None:
    assert dict(Wording({"planter": 1, "planner": 2}).terms("planber")[0])["planner"] == 0.7
    assert dict(Wording({"planter": 2, "planner": 2}).terms("planber")[0])["planner"] == 0.7


@given(st.text(max_size=60), st.randoms())
def test_the_same_question_is_always_read_the_same_way(question: str, random: object) -> None:
    backwards = Wording(dict(reversed(KNOWN.items())), GROUPS)
    found = backwards.terms(question)
    assert found == Wording(KNOWN, GROUPS).terms(question)
    assert [next(iter(term)) for term in found] == stems(question)
    for term in found:
        first, *others = term.values()
        assert first == 1.0 and all(worth < 1 for worth in others)


def test_a_name_may_be_written_as_its_acronym() -> None:
    wording = Wording({"hlo": 3}, acronyms=lambda: {"HLO": "Harbour Loan Office"})
    whole = wording.terms("What does the Harbour Loan Office pay?")
    assert [term.get("hlo") for term in whole] == [0.9, 0.9, 0.9, None]
    beginning = wording.terms("Does the harbour loan survey count mills?")
    assert [term.get("hlo") for term in beginning[:2]] == [0.9, 0.9]


def test_one_word_of_a_name_is_not_the_name() -> None:
    wording = Wording({"hlo": 3}, acronyms=lambda: {"HLO": "Harbour Loan Office"})
    assert all(
        "hlo" not in term for term in wording.terms("Which harbour has an office for a loan?")
    )
