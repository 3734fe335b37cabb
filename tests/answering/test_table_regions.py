"""Regions that a question tells by countries or by the compass."""

import pytest

from smeadvisor.answering.table_regions import with_regions, with_the_rest


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many bakers in Nepal, Bhutan and their neighbours?", "How many bakers in South Asia?"),
        ("India and the neighbouring countries", "South Asia"),
        ("India-and-neighbours' mills", "South Asia mills"),
        ("in Ghana, Kenya and the other countries of that region", "in Sub-Saharan Africa"),
        ("In Laos, Viet Nam, Japan and that part of the world, who?", "In Southeast Asia and East Asia, who?"),
        ("in Ghana, Kenya and the rest of that region", "in Sub-Saharan Africa"),
        (
            "In the group of countries that runs from Japan and Korea down to Indonesia, who?",
            "In East Asia and Southeast Asia, who?",
        ),
        ("the region stretching from Pakistan to Bangladesh", "South Asia"),
        ("the Nepal-India-Bhutan part of the world", "the South Asia"),
        ("in the Ghana, Kenya and Togo region", "in the Sub-Saharan Africa"),
        ("the south of Asia or in the east and southeast", "South Asia or in East and Southeast Asia"),
        ("in the southern part of Asia", "in South Asia"),
        ("in places like Viet Nam or the Philippines, who?", "in Southeast Asia, who?"),
        ("in countries such as Ghana, who?", "in Sub-Saharan Africa, who?"),
        ("big Indian, Pakistani and Nepali mills", "big South Asia mills"),
        ("mills in South Asia or further east sell", "mills in South Asia or in East Asia sell"),
        ("mills in South Asia or in the east sell", "mills in South Asia or in East Asia sell"),
    ],
)  # fmt: skip
def test_a_region_is_named(question: str, told: str) -> None:
    assert with_regions(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "How do Korea and Thailand compare?",
        "How do India, Pakistan and Kenya compare?",
        "Are there more in the south of China or in the east?",
        "What do countries including India and Korea do?",
        "How many in South Asia, and how many in the north of India?",
        "Who sells from India to Japan?",
        "How far does trade run from Spain to Fiji and that part of the world?",
    ],
)
def test_countries_by_themselves_stay_countries(question: str) -> None:
    assert with_regions(question) == question


LABELS = ("South Asia", "East and Southeast Asia", "Small", "Large")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("in South Asia and in the rest of Asia?", "in South Asia and in East and Southeast Asia?"),
        ("South Asia or elsewhere?", "South Asia or in East and Southeast Asia?"),
        (
            "for East and Southeast Asia and for the other countries surveyed?",
            "for East and Southeast Asia and for South Asia?",
        ),
        # No region is named, or none is left.
        ("and elsewhere in Asia?", "and elsewhere in Asia?"),
        ("in West Africa and elsewhere?", "in West Africa and elsewhere?"),
    ],
)
def test_the_rest_is_the_other_region_of_a_table(question: str, told: str) -> None:
    assert with_the_rest(question, [LABELS]) == told


def test_a_direction_alone_is_of_the_continent_that_is_spoken_of() -> None:
    assert with_regions("and in the south?", "East Asia") == "and in South Asia?"
    assert with_regions("and in the south?") == "and in the south?"
