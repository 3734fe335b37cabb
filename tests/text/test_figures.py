"""Figures are compared by value, whatever they are written like."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.text.figures import Figure, figures

numbers = st.integers(0, 10**15)


def plain(*values: str) -> set[Figure]:
    return {Figure(Decimal(value).normalize(), False) for value in values}


def percent(*values: str) -> set[Figure]:
    return {Figure(Decimal(value).normalize(), True) for value in values}


@given(numbers)
def test_thousands_separators_change_nothing(number: int) -> None:
    assert figures(f"{number:,}") == figures(str(number)) == plain(str(number))


@given(numbers, st.integers(0, 4))
def test_zeros_at_the_end_change_nothing(number: int, zeros: int) -> None:
    assert figures(f"{number}.5{'0' * zeros}") == plain(f"{number}.5")


@given(st.integers(0, 10**6))
def test_a_percentage_is_not_the_plain_number(number: int) -> None:
    written = [f"{number}%", f"{number} %", f"{number} per cent", f"{number} percent"]
    assert all(figures(text) == percent(str(number)) for text in written)
    assert figures(str(number)).isdisjoint(figures(f"{number}%"))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["–", "-", " – "]))
def test_both_ends_of_a_percentage_range_are_percentages(low: int, high: int, dash: str) -> None:
    assert figures(f"{low}{dash}{high}%") == percent(str(low), str(high))
    assert figures(f"{low:,}{dash}{high:,} per cent") == percent(str(low), str(high))
    assert figures(f"{low}{dash}{high}") == plain(str(low), str(high))


@given(
    st.integers(0, 10**6),
    st.sampled_from([("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)]),
)
def test_scales_are_part_of_the_value(number: int, scale: tuple[str, int]) -> None:
    name, zeros = scale
    expected = plain(str(number * 10**zeros))
    for text in (f"{number} {name}", f"{number}{name}", f"US${number:,} {name.title()}"):
        assert figures(text) == expected


@given(st.text(st.characters(exclude_categories=["Nd"])), numbers)
def test_a_figure_is_found_wherever_it_stands(words: str, number: int) -> None:
    assert figures(words) == set()
    assert figures(f"{words} {number:,}; {words}") == plain(str(number))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1,186 satellite factories", plain("1186"), id="thousands"),
        pytest.param("commit over S$65 million for", plain("65000000"), id="million"),
        pytest.param("S$65 Million", plain("65000000"), id="capital letter"),
        pytest.param("a fund of NT$10 billion.", plain("10000000000"), id="billion"),
        pytest.param("380 billion won worth", plain("380e9"), id="currency after"),
        pytest.param("around Rs147,000.", plain("147000"), id="rupees"),
        pytest.param("covers 50–70% of fees", percent("50", "70"), id="range of percentages"),
        pytest.param("Positive (10–15%)", percent("10", "15"), id="in brackets"),
        pytest.param("1,000–1,200%", percent("1000", "1200"), id="range with thousands"),
        pytest.param("1.5-2.5 percent", percent("1.5", "2.5"), id="range of decimals"),
        pytest.param("0.6 percentage points", plain("0.6"), id="percentage points"),
        pytest.param("a ratio of just 1:0.6:1.5", plain("1", "0.6", "1.5"), id="ratio"),
        pytest.param("over 2001–02, 85% of", plain("2001", "2") | percent("85"), id="years"),
        pytest.param("150 or more, no less than 6%", plain("150") | percent("6"), id="mixed"),
        pytest.param("70.9%", percent("70.90"), id="decimal"),
        pytest.param("one-third of 4.5 millionaires", plain("4.5"), id="not a scale"),
        pytest.param("no figure here", set(), id="none"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_figures_of_the_document(text: str, expected: set[Figure]) -> None:
    assert figures(text) == expected
