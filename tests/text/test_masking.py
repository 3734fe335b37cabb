"""What is logged keeps nobody's address or number."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.serving.logs import mask_logs
from smeadvisor.text.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to ana.sousa@example.org, please", "write to [e-mail], please"),
        ("call +63 2 8632 4444 now", "call [phone] now"),
        ("my card is 4111 1111 1111 1111", "my card is [card]"),
    ],
)
def test_addresses_and_numbers_of_people_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "around Rs1,000,000 or more",
        "20,198 companies had listed, 13,534 of them in Thailand",
        "on 2026-11-25, pages 114–116",
        "between 2002 and 2007",
        "a ratio of 1:0.6:1.5",
    ],
)
def test_figures_of_documents_stay(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


def test_a_log_shows_no_address(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    try:
        mask_logs()
        mask_logs()
        logging.getLogger("smeadvisor").warning("asked by %s", "ana@example.org")
        try:
            raise ValueError("cannot read ana@example.org")
        except ValueError:
            logging.getLogger("smeadvisor").exception("it failed")
    finally:
        logging.setLogRecordFactory(before)
    assert "ana@example.org" not in caplog.text
    assert "[e-mail]" in caplog.text
