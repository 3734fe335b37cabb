"""A conversation step by step without a browser: views, numbers of turns, suggestions, what stops it."""

from collections.abc import Iterator
from dataclasses import replace

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Outcome
from smeadvisor.errors import IndexDamaged
from smeadvisor.serving.chat_page.conversation import View, converse, shown
from smeadvisor.serving.chat_page.turns import TURNS_KEPT, Conversation, Turn

QUESTION = "How many small firms in South Asia upgraded a product line?"


def _views(advisor: Advisor, question: str, before: Conversation) -> list[View]:
    return list(converse(lambda: advisor, question, before))


def test_every_view_holds_a_conversation_that_can_be_kept(advisor: Advisor) -> None:
    views = _views(advisor, QUESTION, Conversation("ab"))
    assert [len(view.conversation.turns) for view in views] == [1] * len(views)
    first, last = views[0].conversation.turns[0], views[-1].conversation.turns[0]
    assert first.answer is None and "stopped before" in first.problem
    assert last.answer is not None and last.answer.outcome is Outcome.ANSWERED
    assert "Reading 10 passages…" in views[1].progress and not views[-1].progress


def test_nothing_is_asked_by_white_space(advisor: Advisor) -> None:
    assert _views(advisor, " \n ", Conversation("ab")) == []


def test_what_is_suggested_was_not_asked_and_is_answered(advisor: Advisor) -> None:
    asked = Conversation("ab")
    for question in (QUESTION, "What is the weather in Manila?"):
        last = _views(advisor, question, asked)[-1]
        asked = last.conversation
        assert last.suggestions and QUESTION not in last.suggestions
        assert all(advisor.ask(one).outcome.is_answer for one in last.suggestions)
        assert [one["value"] for one in last.messages[-1]["options"]] == list(last.suggestions)


class BrokenHalfway:
    """States one claim, then cannot go on."""

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The best passage's first words, then an error for people."""
        passage = evidence.hits[0].passage
        quote = Citation(passage, passage.text[:20], passage.start, passage.start + 20)
        yield DraftClaim(quote.quote, (quote,))
        raise IndexDamaged("The index is damaged. Rebuild it: smeadvisor index")


def test_an_error_halfway_is_the_reply_and_no_answer(advisor: Advisor) -> None:
    last = _views(replace(advisor, answerer=BrokenHalfway()), QUESTION, Conversation("ab"))[-1]
    assert last.messages[-1]["content"] == "The index is damaged. Rebuild it: smeadvisor index"
    assert last.conversation.answers == []


def test_a_turn_keeps_its_number_when_older_ones_go(advisor: Advisor) -> None:
    answer = advisor.ask(QUESTION)
    conversation = Conversation("ab")
    for number in range(TURNS_KEPT + 3):
        conversation = conversation.with_turn(Turn(f"{number}", answer))
    assert len(conversation.turns) == TURNS_KEPT and conversation.count == TURNS_KEPT + 3
    view = shown(conversation)
    assert 'id="evidence-23"' in view.evidence
    assert "#citation-4-1" in view.messages[1]["content"]
    assert 'id="evidence-4"' in shown(conversation, turn=4).evidence
    assert "evidence-" not in shown(conversation, turn=3).evidence
