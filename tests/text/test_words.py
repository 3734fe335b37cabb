"""Tokens, stems and coverage: laws, and words as the document has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.text.words import FUNCTION_WORDS, coverage, stem, stems, tokens

words = st.sampled_from("cluster firm fund levy loom scheme train".split())
bags = st.lists(words, max_size=8)


def _length(word: str) -> float:
    return float(len(word))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D rose", ["r&d", "rose"]),
        ("1,186 satellite factories", ["1,186", "satellite", "factories"]),
        ("a ratio of 1:0.6:1.5.", ["a", "ratio", "of", "1", "0.6", "1.5"]),
        ("50–70% of fees", ["50", "70", "of", "fees"]),
        ("India’s and firms’ looms", ["india", "and", "firms", "looms"]),
        ("they don't innovate", ["they", "don't", "innovate"]),
        ("“[f]acing” Taipei,China—where", ["f", "acing", "taipei", "china", "where"]),
        ("micro-, small-, and", ["micro", "small", "and"]),
        ("Demirgüç-Kunt", ["demirgüç", "kunt"]),
        ("", []),
        ("— … % §", []),
    ],
)
def test_tokens_of_the_document(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("programs", "program"),
        ("programmes", "programme"),
        ("Clusters", "cluster"),
        ("subsidized", "subsidizing"),
        ("Toyota's suppliers", "supplier toyota"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert sorted(stems(one)) == sorted(stems(other))


def test_stems_leave_out_grammar_but_not_negation() -> None:
    assert stems("What are the principles of it?") == ["principl"]
    assert stems("did not innovate") == ["not", "innov"]
    assert stems("firms, firms and firms") == ["firm"] * 3


@given(st.text())
def test_tokens_are_lower_case_words_of_the_text(text: str) -> None:
    lower = text.lower()
    position = 0
    for token in tokens(text):
        assert token == token.lower() and token.strip() == token
        position = lower.index(token, position) + len(token)


@given(st.text())
def test_stems_come_from_content_words(text: str) -> None:
    content = [token for token in tokens(text) if token not in FUNCTION_WORDS]
    assert stems(text) == [stem(token) for token in content]


@given(bags, bags)
def test_coverage_is_a_share(wanted: list[str], found: list[str]) -> None:
    assert 0.0 <= coverage(wanted, found, _length) <= 1.0
    assert coverage(wanted, found) == (
        sum(word in found for word in set(wanted)) / len(set(wanted)) if wanted else 0.0
    )


@given(bags, bags, words)
def test_finding_more_never_covers_less(wanted: list[str], found: list[str], more: str) -> None:
    assert coverage(wanted, found, _length) <= coverage(wanted, [*found, more], _length)


@given(bags.filter(bool), bags)
def test_everything_found_covers_all_and_repetition_counts_for_nothing(
    wanted: list[str], found: list[str]
) -> None:
    assert coverage(wanted, [*wanted, *found]) == 1.0
    assert coverage(wanted * 2, found * 3) == coverage(wanted, found)


def test_coverage_weighs_what_matters() -> None:
    weights = {"levy": 3.0, "firm": 1.0}
    assert coverage(["levy", "firm"], ["levy"], weights.__getitem__) == 0.75
    assert coverage(["levy", "firm"], ["firm"], weights.__getitem__) == 0.25
    assert coverage(["levy"], ["levy"], lambda _: 0.0) == 0.0
    assert coverage([], ["levy"]) == 0.0
