"""The row that a reader marks, where no word of its name is in the question."""

import pytest
from table_drafts import Draft, drafts_over, text_of

ORCHARDS = """# Orchards of Arlen

## 1 What orchards lost

Growers were asked for the main cause of their losses.

Table 1.1: Main cause of loss (% of orchards)

| | Small | Large |
|---|---|---|
| Weather-related damage | 41 | 52 |
| Pests and diseases | 22 | 19 |
| Theft | 5 | 14 |
| Lack of hired labour | 12 | 8 |
| Late payment by wholesalers | 20 | 7 |
"""


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return drafts_over(ORCHARDS, tmp_path_factory.mktemp("orchards"))


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        pytest.param(
            "How many of the large orchards had fruit taken at night by strangers as their chief trouble?",
            "Theft",
            "14",
            marks=pytest.mark.xfail(
                strict=True, reason="the model of decision 0019 marks the damage by weather instead"
            ),
        ),
        (
            "What share of small orchards were hurt most by buyers who settle their bills months afterwards?",
            "Late payment by wholesalers",
            "20",
        ),
    ],
)
def test_a_row_in_entirely_other_words_is_given_and_said_to_be_in_other_words(
    draft: Draft, question: str, row: str, cell: str
) -> None:
    claims, remarks = draft(question)
    assert row in text_of(claims) and cell in text_of(claims)
    assert any("does not say it in these words" in one for one in remarks)


@pytest.mark.parametrize(
    "question",
    [
        "What share of small orchards belong to a choir?",
        "Why do large orchards lose most to strangers at night?",
    ],
)
def test_what_no_row_means_is_not_guessed(draft: Draft, question: str) -> None:
    assert draft(question) == ([], [])
