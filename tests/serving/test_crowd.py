"""Many people at once on the real page, over a real socket."""

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.errors import CrowdError
from smeadvisor.evaluation.crowd import Reply, ask_together, table
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.web import serving

QUESTIONS = ["What are UNIDO's design principles for cluster programmes?", "Who won the World Cup?"]


def test_everybody_gets_a_whole_answer_and_reads_of_it_before(advisor: Advisor) -> None:
    with serving(build_page(lambda: advisor, QUESTIONS)) as address:
        replies = ask_together(address, QUESTIONS, people=6, each=2)
    assert len(replies) == 12
    assert not [one.failure for one in replies if one.failure]
    assert all(0 < one.first <= one.whole for one in replies)
    assert "12 questions, 0 failed." in table(replies)


def test_where_nothing_answers_it_says_so() -> None:
    with pytest.raises(CrowdError, match="smeadvisor serve"):
        ask_together("http://127.0.0.1:9", QUESTIONS, people=1, each=1)


def test_failures_are_counted_and_named() -> None:
    said = table([Reply(0.1, 0.2), Reply(0, 0, "429 Too Many Requests")])
    assert "2 questions, 1 failed." in said and "- 429 Too Many Requests" in said
