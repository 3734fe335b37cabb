"""Conversations in a real browser: kept, named, taken away, and alive after restarts and removals."""

import json
import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from page_fixtures import (
    Visit,
    ask,
    at_rest,
    box,
    in_a_browser,
    marks,
    questions,
    replies,
    wait_for_reply,
    words,
)
from playwright.sync_api import Page, Route, expect

from smeadvisor.assembly import build_index
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import PageParts, page_parts
from smeadvisor.serving.export import read_bundle, replay
from smeadvisor.serving.web import serving
from smeadvisor.settings import Settings

pytest_plugins = ["page_fixtures"]

FIRST = "How many small firms in South Asia upgraded a product line?"
SECOND = "Which Singapore scheme helps to pay for outside experts?"
OF_UNREADABLE = "was damaged or made by another program, so it was dropped"


@pytest.fixture(scope="module")
def parts(settings: Settings) -> PageParts:
    """The parts of a page over the shipped corpus."""
    return page_parts(settings)


@pytest.fixture
def address(parts: PageParts) -> Iterator[str]:
    """The page over the shipped corpus."""
    with serving(build_page(parts)) as address:
        yield address


def _titles(tab: Page) -> list[str]:
    """The names of the kept conversations, the list opened for it and closed again."""
    tab.locator("#conversations summary").click()
    titles = tab.locator("#conversations .title").all_inner_texts()
    tab.locator("#conversations summary").click()
    return titles


def _choose(tab: Page, title: str) -> None:
    tab.locator("#conversations summary").click()
    tab.locator("#conversations .title", has_text=title).click()


@in_a_browser
def test_conversations_are_kept_named_reopened_and_deleted(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, FIRST)
    tab.get_by_role("button", name="New", exact=True).click()
    expect(replies(tab)).to_have_count(0)
    ask(tab, SECOND)
    assert _titles(tab) == [SECOND, FIRST]

    tab.locator("#conversations summary").click()
    tab.get_by_role("button", name=f"Rename “{FIRST}”").click()
    name = tab.get_by_label("New name of the conversation")
    name.fill("Product <b>lines</b>")
    name.press("Enter")
    tab.locator("#conversations .title", has_text="Product <b>lines</b>").click()
    expect(questions(tab)).to_have_text([FIRST])
    assert "58.3%" in words(replies(tab))
    expect(tab.locator("#evidence-1")).to_be_visible()
    expect(tab.locator("#conversations .name")).to_have_text("Product <b>lines</b>")

    tab.locator("#conversations summary").click()
    tab.get_by_role("button", name=f"Delete “{SECOND}”").click()
    tab.get_by_role("button", name=f"Really delete “{SECOND}”").click()
    expect(tab.locator("#conversations .title")).to_have_text(["Product <b>lines</b>"])
    tab.reload()
    expect(questions(tab)).to_have_text([FIRST])


@in_a_browser
def test_a_conversation_survives_reloading_and_goes_on(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, FIRST)
    tab.reload()
    expect(replies(tab)).to_have_count(1)
    expect(tab.locator("#panel tr.cited mark").first).to_be_visible()
    marks(tab).last.click()
    expect(tab.locator("#panel mark.chosen")).to_have_text("58.3%")
    reply = ask(tab, "and medium ones?")
    assert "I understood: How many medium firms" in reply and "70.9%" in reply


@in_a_browser
def test_a_question_sent_before_the_conversation_is_back_is_asked_in_it(
    visit: Visit, address: str
) -> None:
    before = visit(address)
    ask(before, FIRST)
    slow: list[Route] = []
    before.context.route("**/queue/join*", lambda request: slow.append(request))
    tab = visit(address, beside=before)
    while not slow:
        tab.wait_for_timeout(50)  # until the conversation is asked for
    box(tab).fill(SECOND)
    box(tab).press("Enter")
    tab.wait_for_timeout(300)
    for request in slow:
        request.continue_()
    before.context.unroute("**/queue/join*")
    wait_for_reply(tab, 2)
    expect(questions(tab)).to_have_text([FIRST, SECOND])
    expect(box(tab)).to_have_value("")


@in_a_browser
def test_a_session_survives_a_restart_of_the_server(
    visit: Visit, complaints: list[str], parts: PageParts
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(build_page(parts), port=port) as address:
        tab = visit(address)
        ask(tab, FIRST)
    with serving(build_page(parts), port=port):
        tab.wait_for_timeout(1_500)
        reply = ask(tab, "and medium ones?")
        assert "I understood: How many medium firms" in reply and "70.9%" in reply
        tab.goto("about:blank")
    # While the server was away the browser could only fail to reach it.
    assert all("net::ERR" in one or "fetch" in one.lower() for one in complaints), complaints
    complaints.clear()


@in_a_browser
def test_two_tabs_show_one_conversation_alike(visit: Visit, address: str) -> None:
    one = visit(address)
    ask(one, FIRST)
    other = visit(address, beside=one)
    expect(replies(other)).to_have_count(1)
    ask(other, "and medium ones?")
    expect(replies(one)).to_have_count(2)
    reply = ask(one, "and large ones?")
    assert "75.4%" in reply
    expect(replies(other)).to_have_count(3)


@in_a_browser
def test_two_tabs_with_two_conversations_keep_both(visit: Visit, address: str) -> None:
    one = visit(address)
    other = visit(address, beside=one)
    ask(one, FIRST)
    other.get_by_role("button", name="New", exact=True).click()
    ask(other, SECOND)
    assert sorted(_titles(one)) == sorted([FIRST, SECOND])
    expect(questions(one)).to_have_text([FIRST])
    other.reload()
    expect(questions(other)).to_have_text([SECOND])


@in_a_browser
@pytest.mark.parametrize(
    "stored",
    [
        "no JSON at all",
        json.dumps({"name": "", "at": 1, "text": '{"format": "something else"}'}),
        json.dumps({"name": "", "at": 1, "text": '{"format": "smeadvisor conversation"'}),
        json.dumps(
            {
                "at": 1,
                "text": json.dumps(
                    {
                        "format": "smeadvisor conversation",
                        "version": 1,
                        "id": "ab",
                        "turns": [{"question": "q", "answer": {"outcome": "<script>"}}],
                    }
                ),
            }
        ),
    ],
)
def test_what_is_damaged_or_foreign_is_dropped_with_a_sentence(
    visit: Visit, address: str, stored: str
) -> None:
    tab = visit(address)
    # Leaving a page while it is being set up is an error of its own.
    tab.wait_for_timeout(1_500)
    tab.evaluate(
        "text => { localStorage.setItem('smeadvisor.conversation.ab', text);"
        " localStorage.setItem('smeadvisor.open', 'ab'); sessionStorage.clear(); }",
        stored,
    )
    tab.reload()
    expect(tab.get_by_text(OF_UNREADABLE)).to_be_visible()
    expect(replies(tab)).to_have_count(0)
    tab.wait_for_timeout(500)
    assert tab.evaluate("localStorage.getItem('smeadvisor.conversation.ab')") is None
    ask(tab, FIRST)
    assert _titles(tab) == [FIRST]


@in_a_browser
def test_a_reading_is_corrected_in_place(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, FIRST)
    expect(tab.get_by_label("I understood")).to_be_hidden()
    ask(tab, "and medium ones?")
    reading = tab.get_by_label("I understood")
    expect(reading).to_have_value("How many medium firms in South Asia upgraded a product line?")
    corrected = "How many large firms in South Asia upgraded a product line?"
    reading.fill(corrected)
    tab.get_by_role("button", name="Ask this instead").click()
    expect(replies(tab).last).to_contain_text("75.4%")
    expect(questions(tab)).to_have_text([FIRST, corrected])
    at_rest(tab)
    expect(reading).to_be_hidden()


@in_a_browser
def test_what_is_suggested_is_asked_with_a_click_and_answered(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, "What is the weather in Manila?")
    chip = tab.locator("#chat .options button", has_text="Singapore")
    suggested = words(chip)
    chip.click()
    reply = wait_for_reply(tab, 2)
    assert words(questions(tab).last) == suggested and "[1]" in reply
    after = tab.locator("#chat .options button")
    expect(after.first).to_be_visible()
    assert suggested not in after.all_inner_texts()


@in_a_browser
def test_an_answer_is_copied_with_what_it_quotes(visit: Visit, address: str) -> None:
    tab = visit(address)
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(tab, FIRST)
    tab.get_by_role("button", name="Copy answer").click()
    expect(tab.locator("#said")).to_have_text("The answer was copied.")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert "58.3%" in copied and "[1] Table 7.1" in copied and "\\" not in copied


def _download(tab: Page, button: str) -> bytes:
    with tab.expect_download() as saving:
        tab.get_by_role("button", name=button, exact=True).click()
    return Path(saving.value.path()).read_bytes()


@in_a_browser
def test_a_conversation_is_taken_away_as_markdown_word_and_json(
    visit: Visit, address: str, parts: PageParts, tmp_path: Path
) -> None:
    tab = visit(address)
    ask(tab, FIRST)
    ask(tab, "and medium ones?")
    markdown = _download(tab, "Markdown").decode()
    assert "58.3%" in markdown and "70.9%" in markdown and "Table 7.1" in markdown
    written = Document(BytesIO(_download(tab, "Word")))
    assert any("70.9%" in paragraph.text for paragraph in written.paragraphs)
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(_download(tab, "JSON"))
    assert parts.circumstances is not None
    again = replay(read_bundle(bundle), parts.advisor(), parts.circumstances())
    assert again.content == bundle.read_bytes()


@in_a_browser
def test_a_thumb_is_kept_with_its_reason(visit: Visit, address: str, parts: PageParts) -> None:
    assert parts.feedback is not None
    before = len(parts.feedback.entries())
    tab = visit(address)
    ask(tab, FIRST)
    tab.get_by_role("button", name="Helpful", exact=True).click()
    expect(tab.get_by_text("what you said is kept").first).to_be_visible()
    expect(tab.locator("#helped")).to_be_hidden()
    ask(tab, "and medium ones?")
    tab.get_by_role("button", name="Not helpful").click()
    tab.get_by_label("What is wrong with it?").click()
    tab.get_by_role("option", name="Wrong citation").click()
    tab.get_by_label("In your words, if you like").fill("Which year?")
    tab.get_by_role("button", name="Send").click()
    expect(tab.locator("#why-not")).to_be_hidden()
    up, down = parts.feedback.entries()[before:]
    assert (up.rating, up.reason, up.question) == ("up", None, FIRST)
    assert (down.rating, down.reason, down.comment) == ("down", "wrong citation", "Which year?")
    assert down.earlier_questions == (FIRST,)
    assert down.answer["outcome"] == "answered"


@in_a_browser
def test_evidence_says_that_its_document_was_removed(
    visit: Visit, small_corpus: Path, tmp_path: Path
) -> None:
    settings = Settings(corpus_folder=small_corpus, index_folder=tmp_path / "index")
    build_index(settings)
    parts = page_parts(settings)
    with serving(build_page(parts)) as address:
        tab = visit(address)
        reply = ask(tab, "When was the harbour fund set up?")
        assert "2014" in reply
        expect(tab.locator("#panel .gone")).to_have_count(0)
        (small_corpus / "harbour-grants.md").unlink()
        build_index(settings)
        parts.renew()
        tab.reload()
        expect(replies(tab)).to_contain_text("2014")
        gone = tab.locator("#panel .gone")
        expect(gone.first).to_contain_text("no longer in the documents")
        expect(tab.locator("#panel mark").first).to_contain_text("2014")
        expect(tab.locator("#panel a.open")).to_have_count(0)
        expect(box(tab)).to_be_editable()
