"""Quantities are read by value and kind, whatever they are written like."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.text.quantities import Kind, Quantity, quantities


def only(text: str) -> Quantity:
    """The single quantity of a text."""
    (one,) = quantities(text)
    return one


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        ("65 million Singapore dollars", "S$65 million"),
        ("US$ 3m", "US$3,000,000"),
        ("one-third of firms", "a third of firms"),
        ("half of them", "50% of them"),
        ("7 out of 10 firms", "70 per cent of firms"),
        ("one in five loans", "20% of loans"),
        ("from 50 to 70 per cent", "50–70%"),
        ("between 50% and 70%", "50–70%"),
        ("a dozen tools", "12 tools"),
        ("seven principles", "7 principles"),
        ("at least 50% of fees", "50–70% of fees"),
        ("up to 70% of fees", "50–70% of fees"),
        ("two years", "24 months"),
        ("about 60 firms", "59 firms"),
        ("nearly 60%", "59.2%"),
        ("more than 1,000 plants", "1,040 plants"),
    ],
)
def test_the_same_quantity_in_other_words_follows(said: str, stated: str) -> None:
    assert only(said).follows(only(stated))


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        ("50% of fees", "50–70% of fees"),
        ("65 million Singapore dollars", "US$65 million"),
        ("58 firms", "58% of firms"),
        ("in 1981", "1,981 firms"),
        ("the 1990s", "1990"),
        ("more than 60%", "59.2%"),
        ("nearly 60%", "61%"),
        ("about 60 firms", "75 firms"),
        ("3 years", "3 months"),
        ("at least 18%", "only 18%"),
        ("fewer than 10 firms", "at least 10 firms"),
        ("5 percentage points", "5%"),
        ("twice as many", "2 firms"),
        ("the third reason", "three reasons"),
    ],
)
def test_another_value_or_kind_does_not_follow(said: str, stated: str) -> None:
    assert not only(said).follows(only(stated))


@given(st.integers(2, 10**9))
def test_a_number_follows_itself_and_not_its_neighbour(number: int) -> None:
    one, other = only(f"{number:,} firms"), only(f"{number + 1:,} firms")
    assert one.follows(one) and not one.follows(other)


@given(st.integers(0, 99), st.integers(1, 100))
def test_a_range_of_percentages_is_one_quantity(low: int, more: int) -> None:
    one = only(f"{low}–{low + more}%")
    assert (one.low, one.high) == (Fraction(low, 100), Fraction(low + more, 100))
    assert one.kind is Kind.PERCENTAGE and one.is_range


@given(st.text(max_size=80))
def test_any_text_is_read_in_order(text: str) -> None:
    found = quantities(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
