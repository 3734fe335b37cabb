"""The chat page in a real browser, over the real advisor: what a reader sees and what stays inert."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Thread

import httpx
import pytest
from gradio_client import Client
from page_fixtures import (
    Visit,
    ask,
    at_rest,
    box,
    in_a_browser,
    marks,
    questions,
    quoted,
    replies,
    violations,
    wait_for_reply,
    words,
)
from playwright.sync_api import Page, expect

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import example_questions
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Outcome
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.errors import AddressInUse, IndexMissing, SettingsError
from smeadvisor.serving.chat_page import build_page, opened_once
from smeadvisor.serving.chat_page.parts import PageParts, page_parts
from smeadvisor.serving.web import require_free, serving
from smeadvisor.settings import Settings

pytest_plugins = ["page_fixtures"]

ROOT = Path(__file__).resolve().parents[1]
SMALL_FIRMS = "How many small firms in South Asia upgraded a product line?"
UNIDO = "What are UNIDO's design principles for cluster programmes?"
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> ![x](http://evil.example/a.png) "
    "<script>document.title='owned'</script> [y](javascript:alert) www.evil.example "
    "${document.title='owned'} {{constructor}} $$x^2$$ **bold** `code`"
)


@pytest.fixture(scope="module")
def examples(settings: Settings) -> list[str]:
    return example_questions(settings)


@pytest.fixture(scope="module")
def parts(settings: Settings) -> PageParts:
    """The parts of a page over the shipped corpus."""
    return page_parts(settings)


@pytest.fixture(scope="module")
def address(parts: PageParts) -> Iterator[str]:
    """The page over the shipped corpus."""
    with serving(build_page(parts)) as address:
        yield address


@in_a_browser
def test_the_page_introduces_itself(visit: Visit, address: str, examples: list[str]) -> None:
    tab = visit(address)
    expect(tab).to_have_title("smeadvisor")
    expect(tab.get_by_role("heading", name="smeadvisor")).to_be_visible()
    expect(tab.locator("#masthead")).to_contain_text("every statement quoted from the documents")
    assert len(examples) >= 3
    assert tab.locator("#chat .example").all_inner_texts() == examples
    expect(tab.locator("#panel")).to_contain_text("The passages that an answer quotes")


@in_a_browser
def test_an_answer_stands_beside_the_words_it_quotes(visit: Visit, address: str) -> None:
    tab = visit(address)
    reply = ask(tab, UNIDO)
    assert "existing cluster and network of SMEs" in reply
    assert replies(tab).locator("li").count() >= 5
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", reply)]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    shown = tab.locator("#panel .text sup").all_inner_texts()
    assert sorted(map(int, shown)) == sorted(set(numbers))
    assert quoted(tab) and all(mark in reply for mark in quoted(tab))
    expect(tab.locator("#panel h3").first).to_contain_text("p. 16")
    expect(box(tab)).to_have_value("")


@in_a_browser
def test_an_example_is_asked_with_a_click(visit: Visit, address: str, examples: list[str]) -> None:
    tab = visit(address)
    tab.locator("#chat .example").nth(1).click()
    reply = wait_for_reply(tab, 1)
    assert words(questions(tab)) == examples[1]
    assert "[1]" in reply and quoted(tab)
    expect(tab.locator("#chat .example")).to_have_count(0)


@in_a_browser
def test_a_cited_row_is_shown_in_its_whole_table(visit: Visit, address: str) -> None:
    tab = visit(address)
    reply = ask(tab, "How much does the Local Enterprise Technical Assistance Scheme fund?")
    assert "up to 50% funding support" in reply
    table = tab.locator("#panel table.whole").first
    expect(table.locator("thead th")).to_have_text(["Region", "Country", "Programme", "Features"])
    cited = table.locator("tr.cited")
    expect(cited).to_have_count(1)
    expect(cited.locator("td mark")).to_contain_text("up to 50% funding support")
    # The table is long; what is quoted of it is in sight without scrolling.
    expect(cited).to_be_in_viewport()
    assert table.locator("tbody tr").count() > 5


@in_a_browser
def test_a_cited_figure_is_marked_in_its_row_its_column_and_as_a_bar(
    visit: Visit, address: str
) -> None:
    tab = visit(address)
    ask(tab, SMALL_FIRMS)
    panel = tab.locator("#panel")
    expect(panel.locator("thead th.cited")).to_have_text("Small")
    expect(panel.locator(".whole tr.cited > th")).to_contain_text(
        "Upgraded an existing product line"
    )
    expect(panel.locator(".whole tr.cited > td.cited mark")).to_have_text("58.3%")
    expect(panel.locator(".notes")).to_contain_text("Source:")
    bars = panel.locator("table.chart tr")
    expect(bars).to_have_count(6)
    cited = panel.locator("table.chart tr.cited")
    expect(cited).to_contain_text("South Asia › Small")
    expect(cited).to_contain_text("58.3%")
    widths = [bar.bounding_box() for bar in bars.locator(".length").all()]
    values = [float(value.rstrip("%")) for value in bars.locator(".value").all_inner_texts()]
    ratios = [one["width"] / value for one, value in zip(widths, values, strict=True) if one]
    assert len(ratios) == 6 and max(ratios) / min(ratios) < 1.05


@in_a_browser
def test_a_mark_leads_to_its_quote_and_back(visit: Visit, address: str) -> None:
    tab = visit(address, width=390)
    ask(tab, UNIDO)
    mark = marks(tab).nth(2)
    expect(mark).to_have_text("[3]")
    mark.focus()
    mark.press("Enter")
    chosen = tab.locator("#panel mark.chosen")
    assert chosen.count() >= 1
    expect(chosen.first).to_be_focused()
    expect(chosen.first).to_be_in_viewport()
    assert words(chosen.first) in words(replies(tab))
    expect(mark).to_have_attribute("aria-current", "true")
    expect(tab.locator("#said")).to_contain_text("Quote 3: ")
    tab.get_by_role("link", name="Back to the answer").click()
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()


@in_a_browser
def test_brackets_go_from_mark_to_mark(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, UNIDO)
    count = marks(tab).count()
    tab.locator("body").click(position={"x": 700, "y": 5})
    seen = []
    for key in ("]", "]", "[", "["):
        tab.keyboard.press(key)
        seen.append(tab.locator("#chat a.cited[aria-current]").inner_text())
    numbers = marks(tab).all_inner_texts()
    assert seen == [numbers[0], numbers[1], numbers[0], numbers[count - 1]]
    box(tab).click()
    tab.keyboard.type("[1]")
    expect(box(tab)).to_have_value("[1]")


@in_a_browser
def test_marks_of_an_earlier_answer_show_its_evidence(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, UNIDO)
    ask(tab, SMALL_FIRMS)
    expect(tab.locator("#evidence-2")).to_be_visible()
    marks(tab).first.click()
    expect(tab.locator("#evidence-1")).to_be_visible()
    expect(tab.locator("#panel mark.chosen").first).to_be_focused()
    expect(tab.locator("#panel h3").first).to_contain_text("p. 16")


@in_a_browser
def test_what_stands_around_a_quote_and_why_is_shown_on_demand(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, UNIDO)
    card = tab.locator("#panel .passage").first
    expect(card.locator(".neighbour").first).to_be_hidden()
    card.get_by_text("What stands before and after").click()
    expect(card.locator(".neighbour")).to_have_count(2)
    expect(card.locator(".neighbour").first).to_be_visible()
    tab.get_by_text("Why this answer?").click()
    hits = tab.locator("#panel .why ol li")
    expect(hits).to_have_count(10)
    expect(hits.first).to_contain_text("Kept")
    expect(hits.first).to_contain_text("confidence")


@in_a_browser
def test_a_quote_opens_in_its_document_and_back_leads_back(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, UNIDO)
    quote = quoted(tab)[0]
    tab.locator("#panel a.open").first.click()
    expect(tab.get_by_role("tab", name="Documents")).to_have_attribute("aria-selected", "true")
    expect(tab.locator("#document-text mark").first).to_contain_text(quote[:30])
    tab.go_back()
    expect(tab.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(replies(tab)).to_have_count(1)


@in_a_browser
def test_what_the_documents_do_not_say_is_declined(visit: Visit, address: str) -> None:
    tab = visit(address)
    reply = ask(tab, "What is the weather in Manila?")
    declined = [outcome for outcome in Outcome if not outcome.is_answer]
    assert any(reply.startswith(outcome.words) for outcome in declined)
    assert not quoted(tab)
    expect(tab.locator("#panel h2")).to_have_text("Nothing quoted")
    nearest = tab.locator("#panel .passage").first
    expect(nearest).to_be_hidden()
    tab.get_by_text("Show the nearest 10 passages").click()
    expect(nearest).to_be_visible()


@in_a_browser
def test_a_follow_up_says_how_it_was_understood_until_cleared(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, UNIDO)
    reply = ask(tab, "and what about links with large firms?")
    assert reply.startswith("I understood:") and "UNIDO" in reply
    tab.get_by_role("button", name="Clear", exact=True).click()
    expect(replies(tab)).to_have_count(0)
    expect(tab.locator("#chat .example").first).to_be_visible()
    assert not quoted(tab)
    alone = ask(tab, "and what about links with large firms?")
    assert "I understood" not in alone
    expect(replies(tab)).to_have_count(1)


@in_a_browser
def test_each_reader_has_a_conversation_of_their_own(visit: Visit, address: str) -> None:
    one, other = visit(address), visit(address)
    ask(one, UNIDO)
    assert "I understood" not in ask(other, "and what about links with large firms?")
    expect(replies(other)).to_have_count(1)


@in_a_browser
def test_an_empty_question_changes_nothing(visit: Visit, address: str) -> None:
    tab = visit(address)
    for empty in ("", "   "):
        box(tab).fill(empty)
        box(tab).press("Enter")
    tab.wait_for_timeout(500)
    expect(replies(tab)).to_have_count(0)
    assert ask(tab, UNIDO)
    expect(replies(tab)).to_have_count(1)


@in_a_browser
def test_a_hostile_question_stays_text(visit: Visit, address: str) -> None:
    tab = visit(address)
    ask(tab, HOSTILE)
    assert words(questions(tab)) == HOSTILE
    _no_life_in(tab)


class HostileAnswerer:
    """Quotes a document that wants to be more than text."""

    passage = Passage(
        "h#0", "h", HOSTILE, HOSTILE, Place((HOSTILE,), caption=HOSTILE), 0, len(HOSTILE)
    )

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The whole document as one claim."""
        quote = Citation(self.passage, HOSTILE, 0, len(HOSTILE))
        yield DraftClaim(HOSTILE, (quote,))
        yield DraftClaim(HOSTILE, (quote,), is_item=True)


@in_a_browser
def test_a_hostile_document_stays_text(visit: Visit, advisor: Advisor) -> None:
    hostile = replace(advisor, answerer=HostileAnswerer())
    with serving(build_page(lambda: hostile, [HOSTILE])) as address:
        tab = visit(address)
        assert tab.locator("#chat .example").all_inner_texts() == [HOSTILE]
        reply = ask(tab, UNIDO)
        assert reply == f"{HOSTILE}[1] {HOSTILE}[1]"
        assert quoted(tab) == [HOSTILE]
        _no_life_in(tab)


def _no_life_in(tab: Page) -> None:
    ours = ":not(.cited):not(.open):not(.back)"
    lively = f"img, script, a{ours}, iframe, code, strong"
    assert tab.locator("#chat, #panel, #history").locator(lively).count() == 0
    expect(tab).to_have_title("smeadvisor")


class SlowAnswerer:
    """Drafts a first claim, then waits to be let on."""

    def __init__(self) -> None:
        self.go_on = Event()

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """Two sentences of the best passage, the second when `go_on` is set."""
        passage = evidence.hits[0].passage
        for start, end in ((0, 20), (21, 40)):
            quote = Citation(
                passage, passage.text[start:end], passage.start + start, passage.start + end
            )
            time.sleep(0.3)
            yield DraftClaim(quote.quote, (quote,))
            self.go_on.wait(20)


@pytest.fixture
def slow(advisor: Advisor) -> Iterator[tuple[SlowAnswerer, str]]:
    """A page whose answers stop after the first claim until they are let on."""
    answerer = SlowAnswerer()
    with serving(build_page(lambda: replace(advisor, answerer=answerer), [])) as address:
        yield answerer, address


def _ask_and_see_one_claim(tab: Page) -> None:
    box(tab).fill(UNIDO)
    box(tab).press("Enter")
    expect(replies(tab)).to_contain_text("[1]")
    expect(replies(tab)).not_to_contain_text("[2]")


@in_a_browser
def test_a_claim_is_shown_as_soon_as_it_stands(
    visit: Visit, slow: tuple[SlowAnswerer, str]
) -> None:
    answerer, address = slow
    tab = visit(address)
    _ask_and_see_one_claim(tab)
    box(tab).fill("typed meanwhile")
    answerer.go_on.set()
    expect(replies(tab)).to_contain_text("[2]")
    expect(box(tab)).to_have_value("typed meanwhile")


@in_a_browser
def test_a_new_conversation_leaves_an_answer_that_is_being_made(
    visit: Visit, slow: tuple[SlowAnswerer, str]
) -> None:
    answerer, address = slow
    tab = visit(address)
    _ask_and_see_one_claim(tab)
    tab.get_by_role("button", name="New", exact=True).click()
    expect(replies(tab)).to_have_count(0)
    answerer.go_on.set()
    tab.wait_for_timeout(1_000)
    expect(replies(tab)).to_have_count(0)
    assert "[2]" in ask(tab, UNIDO)


@in_a_browser
def test_stop_keeps_the_claims_so_far_and_says_so(
    visit: Visit, slow: tuple[SlowAnswerer, str]
) -> None:
    answerer, address = slow
    tab = visit(address)
    _ask_and_see_one_claim(tab)
    expect(replies(tab)).to_contain_text("Reading")
    tab.locator("#question .stop-button").click()
    expect(replies(tab)).to_contain_text("stopped before it was whole")
    expect(replies(tab)).to_contain_text("[1]")
    answerer.go_on.set()
    tab.wait_for_timeout(600)
    expect(replies(tab)).not_to_contain_text("[2]")
    tab.get_by_role("button", name="Try again").click()
    expect(replies(tab)).to_contain_text("[2]")
    at_rest(tab)
    expect(questions(tab)).to_have_count(1)
    expect(replies(tab)).not_to_contain_text("stopped")


class LongAnswerer:
    """States far more than anybody reads."""

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The best passage's first words, three hundred times."""
        passage = evidence.hits[0].passage
        quote = Citation(passage, passage.text[:40], passage.start, passage.start + 40)
        for _ in range(300):
            yield DraftClaim(quote.quote, (quote,), is_item=True)


@in_a_browser
def test_a_very_long_answer_leaves_the_question_in_sight(visit: Visit, advisor: Advisor) -> None:
    with serving(build_page(lambda: replace(advisor, answerer=LongAnswerer()))) as address:
        tab = visit(address)
        ask(tab, UNIDO)
        assert replies(tab).locator("li").count() == 300
        expect(box(tab)).to_be_in_viewport()
        assert tab.evaluate("document.documentElement.scrollHeight") <= 801


@in_a_browser
def test_an_error_is_one_sentence_in_the_chat_and_may_pass(visit: Visit, advisor: Advisor) -> None:
    problems = [IndexMissing("No index in 'index/'. Build it: smeadvisor index")]

    def open_it() -> Advisor:
        if problems:
            raise problems.pop()
        return advisor

    with serving(build_page(open_it, [])) as address:
        tab = visit(address)
        box(tab).fill(UNIDO)
        box(tab).press("Enter")
        expect(replies(tab)).to_have_text("No index in 'index/'. Build it: smeadvisor index")
        assert "[1]" in ask(tab, UNIDO)


@in_a_browser
def test_a_telephone_shows_everything_below_each_other(visit: Visit, address: str) -> None:
    tab = visit(address, width=390)
    ask(tab, UNIDO)
    chat, panel = (tab.locator(name).bounding_box() for name in ("#conversation", "#evidence"))
    assert chat and panel and panel["y"] >= chat["y"] + chat["height"] - 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


_CONTRAST = """element => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = channels(colour).map(c => c / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  const filled = node => { const c = channels(getComputedStyle(node).backgroundColor); return c[3] !== 0; };
  while (!filled(behind)) behind = behind.parentElement;
  const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_in_light_and_dark(visit: Visit, address: str, scheme: str) -> None:
    tab = visit(address, scheme=scheme)
    ask(tab, UNIDO)
    for name in (
        ".masthead p", "#chat .user-row p", "#chat .bot-row li", "#chat sup a", "#question textarea",
        "#question .submit-button", "#clear", "#panel h2", "#panel .document", "#panel .number",
        "#panel mark", "#panel .text sup", "#conversations summary", "#conversations .new",
    ):  # fmt: skip
        ratio = tab.locator(name).first.evaluate(_CONTRAST)
        assert ratio >= 4.5, f"{name}: {ratio:.1f}"


@in_a_browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, address: str, width: int, scheme: str) -> None:
    tab = visit(address, width=width, scheme=scheme)
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab.locator("#chat .example").first).to_be_visible()
    tab.wait_for_timeout(500)
    assert violations(tab) == []
    ask(tab, SMALL_FIRMS)
    ask(tab, "and medium ones?")
    marks(tab).last.click()
    tab.get_by_text("Why this answer?").click()
    tab.get_by_role("button", name="Not helpful").click()
    tab.locator("#conversations summary").click()
    expect(tab.locator("#reason")).to_be_visible()
    tab.wait_for_timeout(800)
    assert violations(tab) == []


def test_a_program_asks_and_follows_up(address: str) -> None:
    client = Client(address, verbose=False)
    messages, evidence, conversation, *_ = client.predict(question=SMALL_FIRMS, api_name="/ask")
    assert messages[-1]["role"] == "assistant" and "58.3%" in str(messages[-1]["content"])
    assert "<mark" in evidence
    assert json.loads(conversation)["turns"][0]["question"] == SMALL_FIRMS
    messages, *_ = client.predict(
        question="and medium ones?", conversation=conversation, api_name="/ask"
    )
    assert len(messages) == 4 and "70.9%" in str(messages[-1]["content"])


def test_only_asking_is_offered_to_programs(address: str) -> None:
    offered = httpx.get(f"{address}/gradio_api/info").json()
    assert list(offered["named_endpoints"]) == ["/ask"]
    parameters = offered["named_endpoints"]["/ask"]["parameters"]
    assert [one["parameter_name"] for one in parameters] == ["question", "conversation"]
    assert not offered["unnamed_endpoints"]


def test_every_response_forbids_what_the_page_does_not_need(address: str) -> None:
    for path in ("/", "/gradio_api/info", "/no-such-page"):
        headers = httpx.get(address + path, headers={"Origin": "http://evil.example"}).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe-eval" not in policy
        assert "http" not in policy and "*" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in headers


def test_what_is_larger_than_any_question_is_turned_away(address: str) -> None:
    path = f"{address}/gradio_api/call/ask"
    assert httpx.post(path, json={"data": ["x" * 200_000]}).status_code == 413
    assert httpx.post(path, json={"data": ["x"]}).status_code == 200


def test_a_taken_port_is_named_before_anything_starts(address: str) -> None:
    port = int(address.rsplit(":", 1)[1])
    with pytest.raises(
        AddressInUse, match=rf"Port {port} on 127.0.0.1 is taken.* --port {port + 1}"
    ):
        require_free("127.0.0.1", port)


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"cannot be served at 192\.0\.2\.1, port 7860"):
        require_free("192.0.2.1", 7860)


def test_many_first_questions_open_the_advisor_once(advisor: Advisor) -> None:
    opened: list[Advisor] = []
    together = Barrier(8)

    def open_it() -> Advisor:
        time.sleep(0.05)
        opened.append(advisor)
        return advisor

    once = opened_once(open_it)

    def first_question() -> None:
        together.wait()
        once()

    threads: Sequence[Thread] = [Thread(target=first_question) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [advisor]


def test_app_py_says_in_one_sentence_what_is_missing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "app.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert re.fullmatch(r"smeadvisor: .*'corpus'.*\n", run.stderr), run.stderr
