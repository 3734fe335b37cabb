"""The row that a reader marks, where no word of its name is in the question."""

import pytest
from table_drafts import Draft, drafts_over, text_of

MILLS = """# Mills of Arlen

## 1 Where mills learn

Mills were asked where their main new technique came from.

Table 1.1: Most important sources of new techniques (% of mills)

| | Coast: Small | Coast: Large | Hills: Small | Hills: Large |
|---|---|---|---|---|
| Embodied in new machinery | 41 | 52 | 33 | 47 |
| By hiring key personnel | 12 | 9 | 15 | 8 |
| Transferred from parent company | 3 | 14 | 1 | 11 |
| Licensing from abroad | 5 | 8 | 2 | 6 |
"""


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return drafts_over(MILLS, tmp_path_factory.mktemp("mills"))


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        (
            "What share of large mills get their new techniques chiefly from the firm that owns them?",
            "Transferred from parent company",
            "14",
        ),
        (
            "How many of the small mills in the hills lean mostly on rights bought from other countries?",
            "Licensing from abroad",
            "2",
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
        "What share of small mills in the hills belong to a women's club?",
        "Why do large mills get their new techniques chiefly from the firm that owns them?",
    ],
)
def test_what_no_row_means_is_not_guessed(draft: Draft, question: str) -> None:
    assert draft(question) == ([], [])
