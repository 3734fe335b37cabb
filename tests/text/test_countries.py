import tomllib
from importlib.resources import files
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.text.countries import (
    countries,
    mentions,
    name,
    region_of,
    regions,
    spelled_out,
)

KNOWN: dict[str, list[str]] = tomllib.loads(
    files("smeadvisor.text").joinpath("countries.toml").read_text(encoding="utf-8")
)["countries"]
UN_MEMBERS = 193


def spans(text: str) -> list[tuple[str, str]]:
    return [(found.code, text[found.start : found.end]) for found in mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Korea exports.", [("KR", "Korea")]),
        ("the Republic of Korea", [("KR", "Republic of Korea")]),
        ("Korea, Republic of", [("KR", "Korea, Republic of")]),
        ("Korea, Rep. of", [("KR", "Korea, Rep. of")]),
        ("South Korean firms", [("KR", "South Korean")]),
        (
            "Democratic People's Republic of Korea",
            [("KP", "Democratic People's Republic of Korea")],
        ),
        ("Viet Nam and Vietnamese", [("VN", "Viet Nam"), ("VN", "Vietnamese")]),
        ("the PRC", [("CN", "PRC")]),
        ("People's Republic of China", [("CN", "People's Republic of China")]),
        ("People’s Republic of China", [("CN", "People’s Republic of China")]),
        ("China, People’s Republic of", [("CN", "China, People’s Republic of")]),
        ("Taipei,China", [("TW", "Taipei,China")]),
        ("Hong Kong, China; Japan", [("HK", "Hong Kong, China"), ("JP", "Japan")]),
        ("Lao PDR", [("LA", "Lao PDR")]),
        ("Papua New Guinea", [("PG", "Papua New Guinea")]),
        ("Guinea-Bissau", [("GW", "Guinea-Bissau")]),
        ("South Sudan", [("SS", "South Sudan")]),
        ("Thailand’s firms", [("TH", "Thailand")]),
        ("a China-based firm", [("CN", "China")]),
        ("Viet\n Nam", [("VN", "Viet\n Nam")]),
    ],
)
def test_the_longest_name_is_found_where_it_stands(text: str, found: list[tuple[str, str]]) -> None:
    assert spans(text) == found


def test_two_countries_side_by_side_stay_two() -> None:
    assert spans("Japan, Republic of Korea") == [("JP", "Japan"), ("KR", "Republic of Korea")]


def test_long_names_may_be_in_lower_case_and_short_ambiguous_ones_may_not() -> None:
    assert countries("thailand and south korea and viet nam") == {"TH", "KR", "VN"}
    assert countries("let us eat turkey with chad in georgia or jordan") == frozenset()
    assert countries("Turkey, Chad, Georgia, Jordan") == {"TR", "TD", "GE", "JO"}
    assert countries("polish the results") == frozenset()
    assert countries("POLISH FIRMS IN TURKEY") == {"PL", "TR"}


def test_the_states_are_not_a_pronoun_and_not_money() -> None:
    assert countries("firms of the US, the USA, and the U.S. or UK") == {"US", "GB"}
    assert countries("Give us US$10 million, or uk.") == frozenset()


@pytest.mark.parametrize(
    "text",
    ["New Mexico", "the Indian Ocean", "South China Sea", "Indiana", "Chinatown", "Germanium", ""],
)
def test_what_only_looks_like_a_country_is_none(text: str) -> None:
    assert mentions(text) == []


def test_the_usual_short_name_of_a_code() -> None:
    assert name("KR") == "South Korea"
    assert name("TW") == "Taiwan"
    with pytest.raises(KeyError):
        name("XX")


@pytest.mark.parametrize("code", KNOWN)
def test_every_name_means_its_country(code: str) -> None:
    assert len(KNOWN) > UN_MEMBERS
    for one in KNOWN[code]:
        assert spans(f"firms of {one} today"[: len(f"firms of {one}")]) == [(code, one)]


def test_no_name_means_two_countries() -> None:
    every = [one.lower() for known in KNOWN.values() for one in known]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("South Asia", {"South Asia"}),
        ("Southeast Asia", {"Southeast Asia"}),
        ("South-East Asian firms", {"Southeast Asia"}),
        ("South Asian firms", {"South Asia"}),
        ("East and Southeast Asia", {"East Asia", "Southeast Asia"}),
        ("South, East, and Central Asia", {"South Asia", "East Asia", "Central Asia"}),
        ("sub-Saharan Africa", {"Sub-Saharan Africa"}),
        ("Latin America and the Caribbean", {"Latin America", "Caribbean"}),
        ("the Middle East and North Africa", {"Middle East", "Africa"}),
        ("Asia and the Pacific", {"Pacific"}),
        ("the European Union", {"European Union"}),
        ("European and North American firms", {"Europe", "North America"}),
        ("Oceania", {"Oceania"}),
        ("S. Asian firms", {"South Asia"}),
        ("firms in s asia", {"South Asia"}),
        ("SE Asia", {"Southeast Asia"}),
        ("S.E. Asian", {"Southeast Asia"}),
        ("E & SE Asia", {"East Asia", "Southeast Asia"}),
        ("east n southeast asia", {"East Asia", "Southeast Asia"}),
        ("ESEA", {"East Asia", "Southeast Asia"}),
        ("small firms of ASEAN", {"Southeast Asia"}),
        ("the Indian subcontinent", {"South Asia"}),
        ("the firm's Asian branch", set()),
        ("U.S. Asian trade", set()),
        ("South Africa", set()),
        ("the Central African Republic", set()),
    ],
)
def test_regions_by_their_longest_name(text: str, found: set[str]) -> None:
    assert regions(text) == found


def test_a_region_in_short_is_spelled_out_and_nothing_else_is() -> None:
    said = "Do small ESEA firms, or those in S. Asia, hire in the U.S. more?"
    assert spelled_out(said) == (
        "Do small East and Southeast Asia firms, or those in South Asia, hire in the U.S. more?"
    )


def test_a_name_written_as_one_word_is_understood() -> None:
    assert countries("srilankan firms and newzealand ones") == {"LK", "NZ"}


def test_a_region_is_no_country() -> None:
    assert countries("Latin American, North American and South American firms") == frozenset()


@given(st.text(), st.sampled_from([one for known in KNOWN.values() for one in known]), st.text())
def test_mentions_stand_in_order_and_never_overlap(before: str, one: str, after: str) -> None:
    text = f"{before} {one} {after}"
    found = mentions(text)
    edges = [edge for mention in found for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


def test_a_short_text_is_read_quickly() -> None:
    countries("warm up")
    texts = [
        f"Does Thailand help exporters as Korea does, asked {number}?" for number in range(200)
    ]
    begin = perf_counter()
    for text in texts:
        countries(text)
    # Twenty times what is meant, so that a busy machine does not matter.
    assert (perf_counter() - begin) / len(texts) < 0.001


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("little shops in the Indian subcontinent", "little shops in South Asia"),
        ("makers on the Indian sub-continent", "makers in South Asia"),
        ("across the South Asian subcontinent", "across South Asia"),
        ("Indian subcontinent, small firms", "South Asia, small firms"),
    ],
)
def test_a_region_in_full_has_no_article(text: str, full: str) -> None:
    assert spelled_out(text) == full


def test_a_country_belongs_to_one_region_that_is_known_by_name() -> None:
    plain = tomllib.loads(files("smeadvisor.text").joinpath("countries.toml").read_text())
    members = [code for codes in plain["members"].values() for code in codes]
    assert len(members) == len(set(members)) and set(members) <= set(plain["countries"])
    assert set(plain["members"]) <= set(plain["regions"])
    assert region_of("IN") == "South Asia" and region_of("VN") == "Southeast Asia"
    assert region_of("XX") == ""
