"""Decades and parts of them are read as years, wherever they are written in words or figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.text.decades import decades, without_decades


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("How was it in the 1990s?", [(1990, 1999)]),
        ("how was it in the mid-2000s", [(2003, 2007)]),
        ("In the early nineties and the late eighties", [(1990, 1994), (1985, 1989)]),
        ("By the end of the '80s", [(1985, 1989)]),
        ("in the middle of the 1880s", [(1883, 1887)]),
        ("In the noughties", [(2000, 2009)]),
        ("Mid seventies", [(1973, 1977)]),
        ("owners in their seventies, in his early twenties", []),
        ("forty mills and 90 ovens in 1990", []),
        ("nineties", []),
    ],
)
def test_a_decade_is_the_years_in_it(text: str, years: list[tuple[int, int]]) -> None:
    assert list(decades(text)) == years


def test_what_is_left_has_no_decade() -> None:
    assert without_decades("in the early 1990s and 1995").split() == ["in", "and", "1995"]


_WORDS = ["the", "early", "mid-1990s", "1980s", "'70s", "nineties", "end of", "his", "and", "1995"]


@given(st.lists(st.sampled_from(_WORDS)))
def test_no_decade_is_left_where_they_were_taken_out(words: list[str]) -> None:
    assert not list(decades(without_decades(" ".join(words))))


@given(st.integers(160, 209), st.sampled_from(["early", "mid", "late"]))
def test_a_part_lies_within_its_decade(tens: int, part: str) -> None:
    [(first, last)] = decades(f"the {part} {10 * tens}s")
    assert 10 * tens <= first < last <= 10 * tens + 9
