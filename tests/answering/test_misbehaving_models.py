"""Whatever a chat model does, a question ends in an answer, in time, and the note says what happened."""

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from misbehaving_server import (
    Behaviour,
    Misbehaving,
    breaks_off,
    drips,
    ends_silently,
    fails,
    hangs,
    hangs_up,
    is_stuck,
    misbehaving,
    never_stops,
    says,
    sends_a_page,
)

from smeadvisor.advisor import Advisor
from smeadvisor.answering.chat_models import ChatOptions, open_chat_model
from smeadvisor.assembly import advisor_over, open_index
from smeadvisor.domain.answers import Answer, Claim, Outcome
from smeadvisor.settings import Settings

QUESTION = "Why do large firms innovate more?"
INSTEAD = "made without it"
SECRET = "sk-very-secret-0123456789"
Ask = Callable[..., tuple[Answer, Misbehaving, float]]


@pytest.fixture(scope="module")
def plain(advisor: Advisor) -> Answer:
    """The answer without a chat model."""
    return advisor.ask(QUESTION)


@pytest.fixture(scope="module")
def advised_by(settings: Settings) -> Iterator[Callable[[ChatOptions], Advisor]]:
    """An advisor with a chat model behind an address."""
    index = open_index(settings)
    yield lambda options: advisor_over(settings, index, open_chat_model(options))
    index.close()


@pytest.fixture
def ask(advised_by: Callable[[ChatOptions], Advisor], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks with a model that behaves so; gives the answer, the server and the seconds."""
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    def ask(
        *behaviours: Behaviour, question: str = QUESTION, is_left: bool = False, **options: float
    ) -> tuple[Answer, Misbehaving, float]:
        with misbehaving(*behaviours) as server:
            chosen = ChatOptions("openai:test", server.base_url, **options)  # type: ignore[arg-type]
            advisor = advised_by(chosen)
            begun = time.monotonic()
            answer = advisor.ask(question)
            seconds = time.monotonic() - begun
            # Before the server ends by itself.
            assert not is_left or server.closed_early.wait(10), "the connection is left"
            return answer, server, seconds

    return ask


def test_a_model_that_behaves_answers_with_its_own_citations(ask: Ask, plain: Answer) -> None:
    said = plain.claims[0]
    text = f"{said.text.rstrip('.')} [S1]."
    answer, server, _ = ask(says(text, tokens=(1_000, 20)), input_price=2.0, output_price=10.0)
    assert [claim.text for claim in answer.claims] == [said.text]
    assert answer.claims[0].citations == said.citations
    assert answer.outcome is Outcome.ANSWERED and answer.note == ""
    assert answer.usage is not None
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (1_000, 20)
    assert answer.usage.cost == pytest.approx(0.0022)
    assert answer.to_dict()["usage"]["model"] == "openai:test"
    assert server.asked[0]["stream"] is True
    assert server.keys == [f"Bearer {SECRET}"]


@pytest.mark.parametrize(
    ("behaviour", "note", "requests"),
    [
        (fails(429), "is asked too often just now", 3),
        (fails(503), "has a fault at its service", 3),
        (fails(401, f"Incorrect API key provided: {SECRET}"), "did not accept the key", 1),
        (fails(403), "may not be used with this key", 1),
        (fails(404), "is not known to its service", 1),
        (fails(400, "This model's maximum context length is 64 tokens"), "more text than it", 3),
        (fails(429, headers={"Retry-After": "600"}), "is asked too often just now", 1),
        (hangs_up, "could not be reached", 3),
        (sends_a_page, INSTEAD, 1),
        (says(""), "wrote nothing", 1),
        (says("   \n\n "), "wrote nothing", 1),
        (says("I'm sorry, but I can't help with that."), "declined to answer", 1),
        (says("", finish="content_filter"), "declined to answer", 1),
        (breaks_off("Large firms in"), "hung up", 3),
        (ends_silently("Large firms in"), "broke off", 1),
        (says("Les grandes entreprises innovent davantage que les petites parce que leurs moyens "
              "sont plus importants [S1]. Elles ont aussi des laboratoires [S2]."),
         "answered in another language", 1),
    ],
)  # fmt: skip
def test_what_fails_falls_back_and_says_so(
    ask: Ask, plain: Answer, behaviour: Behaviour, note: str, requests: int
) -> None:
    answer, server, seconds = ask(behaviour, seconds=20.0)
    assert answer.claims == plain.claims
    assert answer.outcome is plain.outcome
    assert note in answer.note and INSTEAD in answer.note
    assert SECRET not in str(answer.to_dict())
    assert len(server.asked) == requests
    assert seconds < 30


@pytest.mark.parametrize("behaviour", [hangs, drips], ids=["hangs", "drips"])
def test_time_is_up_also_for_a_stream_that_drips(
    ask: Ask, plain: Answer, behaviour: Behaviour
) -> None:
    answer, server, seconds = ask(behaviour, seconds=2.0, is_left=behaviour is drips)
    assert answer.claims == plain.claims
    assert "in time" in answer.note and INSTEAD in answer.note
    assert 1 < seconds < 20
    assert len(server.asked) == 1


@pytest.mark.parametrize("behaviour", [never_stops, is_stuck])
def test_who_never_stops_is_stopped(ask: Ask, plain: Answer, behaviour: Behaviour) -> None:
    answer, _, seconds = ask(behaviour, seconds=20.0, output_tokens=64, is_left=True)
    assert answer.claims == plain.claims
    assert answer.dropped
    assert seconds < 30


def test_nobody_at_the_address_is_a_note(
    advised_by: Callable[[ChatOptions], Advisor], plain: Answer
) -> None:
    with misbehaving(hangs_up) as server:
        address = server.base_url
    answer = advised_by(ChatOptions("openai:test", address, seconds=15.0)).ask(QUESTION)
    assert "could not be reached" in answer.note
    assert answer.claims == plain.claims


def test_a_fault_that_passes_is_not_noticed(ask: Ask, plain: Answer) -> None:
    text = f"{plain.claims[0].text} [S1]"
    answer, server, _ = ask(fails(503), fails(429), says(text))
    assert [claim.text for claim in answer.claims] == [plain.claims[0].text]
    assert answer.note == ""
    assert len(server.asked) == 3


def test_too_much_evidence_is_halved(ask: Ask, plain: Answer) -> None:
    refused = fails(400, "the request exceeds the available context size")
    answer, server, _ = ask(refused, says(f"{plain.claims[0].text} [S1]"))
    assert [claim.text for claim in answer.claims] == [plain.claims[0].text]
    assert len(server.prompt(1)) < len(server.prompt(0))


def test_what_stood_before_a_break_is_kept_and_the_gap_is_said(ask: Ask, plain: Answer) -> None:
    whole, half = plain.claims[0].text, plain.claims[1].text
    for behaviour in (breaks_off, ends_silently):
        answer, _, _ = ask(behaviour(f"{whole} [S1] {half[: len(half) // 2]}"))
        assert [claim.text for claim in answer.claims] == [whole]
        assert answer.outcome is Outcome.PARTLY_ANSWERED
        assert "wrote before that was checked" in answer.note


def test_a_text_cut_at_the_limit_loses_its_last_sentence_only(ask: Ask, plain: Answer) -> None:
    whole, half = plain.claims[0].text, plain.claims[1].text
    answer, _, _ = ask(says(f"{whole} [S1] {half[:30]}", finish="length"))
    assert [claim.text for claim in answer.claims] == [whole]
    assert "did not come to an end" in answer.note
    assert answer.dropped == ()


def test_an_answer_without_citations_is_looked_up_in_the_evidence(ask: Ask, plain: Answer) -> None:
    answer, _, _ = ask(says(plain.claims[0].text))
    assert [claim.text for claim in answer.claims] == [plain.claims[0].text]
    assert answer.claims[0].citations


def test_an_invention_is_dropped_and_the_documents_answer_instead(ask: Ask, plain: Answer) -> None:
    answer, _, _ = ask(says("Firms with 900 employees are 77% more innovative [S1]."))
    assert answer.claims == plain.claims
    assert "not supported" in answer.note
    assert [one.text for one in answer.dropped] == [
        "Firms with 900 employees are 77% more innovative."
    ]


def test_a_refusal_of_the_gate_asks_no_model(ask: Ask) -> None:
    answer, server, _ = ask(says("It is sunny [S1]."), question="What is the weather in Manila?")
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert server.asked == [] and answer.usage is None


def test_what_is_exact_is_answered_without_the_model(ask: Ask) -> None:
    question = "What share of medium firms in South Asia upgraded a product line?"
    answer, server, _ = ask(says("It was 12% [S1]."), question=question)
    assert "70.9%" in answer.text
    assert server.asked == []


def test_no_key_is_logged_or_shown(
    ask: Ask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(fails(401, f"Incorrect API key provided: {SECRET}"))
        ask(fails(429), says("Nothing."))
    printed = capfd.readouterr()
    assert SECRET not in caplog.text + printed.out + printed.err


def test_a_page_that_goes_away_leaves_the_model(
    advised_by: Callable[[ChatOptions], Advisor], plain: Answer
) -> None:
    first = f"{plain.claims[0].text} [S1] And more "
    with misbehaving(partial(drips, first=first)) as server:
        advisor = advised_by(ChatOptions("openai:test", server.base_url))
        steps = advisor.steps(QUESTION)
        assert any(isinstance(step, Claim) for step in steps)
        del steps
        assert server.closed_early.wait(10)


def test_the_models_own_words_about_nothing_are_an_outcome(ask: Ask) -> None:
    answer, _, _ = ask(says("NO ANSWER"))
    assert answer.outcome is Outcome.NO_ANSWER
    assert answer.note == "The chat model found no answer in the passages."
    assert answer.claims == ()
