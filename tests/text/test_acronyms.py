"""Acronyms are learnt from where a text introduces them."""

import pytest

from smeadvisor.text.acronyms import introduced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("set up the Harbour Loan Office (HLO) in 1990.", {"HLO": "Harbour Loan Office"}),
        ("the Board of Timber Trade (BTT)", {"BTT": "Board of Timber Trade"}),
        ("research and development (R&D)", {"R&D": "research and development"}),
        ("small and medium enterprises (SMEs)", {"SME": "small and medium enterprises"}),
        ("the Fund, by far the largest (GDP)", {}),
        ("yards (ten of them) and mills (AB)", {}),
        ("(ABC)", {}),
        ("", {}),
    ],
    ids=[
        "name",
        "link word",
        "ampersand",
        "plural",
        "other letters",
        "too few words",
        "alone",
        "empty",
    ],
)
def test_an_acronym_stands_for_the_words_whose_letters_it_has(
    text: str, found: dict[str, str]
) -> None:
    assert introduced([text]) == found


def test_the_first_introduction_counts() -> None:
    texts = ["Harbour Loan Office (HLO)", "Home Land Owners (HLO)"]
    assert introduced(texts) == {"HLO": "Harbour Loan Office"}
