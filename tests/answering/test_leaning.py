"""Which sentences are read together."""

import pytest

from smeadvisor.answering.leaning import announced

REASONS = ["The mill closed.", "The young leave.", "The pass is shut in winter."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The field office points to three reasons.",
        "Three groups are missed.",
        "There are three main causes:",
    ],
)
def test_a_sentence_that_counts_what_follows_announces_it(sentence: str) -> None:
    assert announced([sentence, *REASONS, "Nobody knows more."], 0) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "The fee is due three years after the grant, and paid to the treasury by each of the banks.",
        "The bank has three years left to pay, and no more.",
        "It points to reasons.",
    ],
)
def test_a_number_inside_a_sentence_announces_nothing(sentence: str) -> None:
    assert announced([sentence, *REASONS], 0) == 0


def test_what_is_not_all_there_is_not_announced() -> None:
    assert announced(["The field office points to three reasons.", *REASONS[:2]], 0) == 0
