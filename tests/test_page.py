"""The chat page in a real browser, over the real advisor: what a reader sees and what stays inert."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Thread

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import example_questions
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Outcome
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.errors import AddressInUse, IndexMissing, SettingsError
from smeadvisor.serving.chat_page import build_page, opened_once
from smeadvisor.serving.web import require_free, serving
from smeadvisor.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on the PATH; install it: apt-get install chromium"
)
UNIDO = "What are UNIDO's design principles for cluster programmes?"
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> ![x](http://evil.example/a.png) "
    "<script>document.title='owned'</script> [y](javascript:alert) www.evil.example "
    "${document.title='owned'} {{constructor}} $$x^2$$ **bold** `code`"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def examples(settings: Settings) -> list[str]:
    return example_questions(settings)


@pytest.fixture(scope="module")
def address(advisor: Advisor, examples: list[str]) -> Iterator[str]:
    """The page over the shipped corpus."""
    with serving(build_page(lambda: advisor, examples)) as address:
        yield address


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address in a browser session of its own.

    At the end no page may have complained or asked another host for anything.
    """
    complaints: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def asked(request: Request, address: str) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            complaints.append(request.url)

    def visit(address: str, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(20_000)
        tab = context.new_page()
        tab.on("console", heard)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", lambda request: asked(request, address))
        tab.goto(address)
        expect(_box(tab)).to_be_visible()
        return tab

    yield visit
    for context in browser.contexts:
        context.close()
    assert not complaints


def _box(tab: Page) -> Locator:
    return tab.get_by_label("Your question")


def _replies(tab: Page) -> Locator:
    return tab.locator("#chat [data-testid=bot]")


def _questions(tab: Page) -> Locator:
    return tab.locator("#chat [data-testid=user]")


def _ask(tab: Page, question: str) -> str:
    """Ask, wait until the panel shows what became of it, and return the reply."""
    before = _replies(tab).count()
    _box(tab).fill(question)
    _box(tab).press("Enter")
    return _reply(tab, before + 1)


def _reply(tab: Page, number: int) -> str:
    expect(_replies(tab)).to_have_count(number)
    expect(tab.locator("#panel")).not_to_contain_text("Reading…")
    expect(_replies(tab).last).not_to_contain_text("…")
    return _words(_replies(tab).last)


def _words(located: Locator) -> str:
    return " ".join(located.inner_text().split())


def _marks(tab: Page) -> list[str]:
    return [" ".join(mark.split()) for mark in tab.locator("#panel mark").all_inner_texts()]


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
    reply = _ask(tab, UNIDO)
    assert "existing cluster and network of SMEs" in reply
    assert _replies(tab).locator("li").count() >= 5
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", reply)]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    shown = tab.locator("#panel .text sup").all_inner_texts()
    assert sorted(map(int, shown)) == sorted(set(numbers))
    assert _marks(tab) and all(mark in reply for mark in _marks(tab))
    expect(tab.locator("#panel h3").first).to_contain_text("p. 16")
    expect(_box(tab)).to_have_value("")


@in_a_browser
def test_an_example_is_asked_with_a_click(visit: Visit, address: str, examples: list[str]) -> None:
    tab = visit(address)
    tab.locator("#chat .example").nth(1).click()
    reply = _reply(tab, 1)
    assert _words(_questions(tab)) == examples[1]
    assert "[1]" in reply and _marks(tab)
    expect(tab.locator("#chat .example")).to_have_count(0)


@in_a_browser
def test_a_row_of_a_table_is_shown_with_its_labels(visit: Visit, address: str) -> None:
    tab = visit(address)
    reply = _ask(tab, "How much does the Local Enterprise Technical Assistance Scheme fund?")
    assert "up to 50% funding support" in reply
    row = tab.locator("#panel table.row").first
    expect(row.locator("caption")).to_contain_text("Local Enterprise Technical Assistance Scheme")
    expect(row.locator("th")).to_have_text("Features")
    expect(row.locator("td mark")).to_contain_text("up to 50% funding support")


@in_a_browser
def test_what_the_documents_do_not_say_is_declined(visit: Visit, address: str) -> None:
    tab = visit(address)
    reply = _ask(tab, "What is the weather in Manila?")
    declined = [outcome for outcome in Outcome if not outcome.is_answer]
    assert any(reply.startswith(outcome.words) for outcome in declined)
    assert not _marks(tab)
    expect(tab.locator("#panel h2")).to_have_text("Nothing quoted")
    nearest = tab.locator("#panel .passage").first
    expect(nearest).to_be_hidden()
    tab.locator("#panel summary").click()
    expect(nearest).to_be_visible()


@in_a_browser
def test_a_follow_up_says_how_it_was_understood_until_cleared(visit: Visit, address: str) -> None:
    tab = visit(address)
    _ask(tab, UNIDO)
    reply = _ask(tab, "and what about links with large firms?")
    assert reply.startswith("I understood:") and "UNIDO" in reply
    tab.get_by_role("button", name="Clear", exact=True).last.click()
    expect(_replies(tab)).to_have_count(0)
    expect(tab.locator("#chat .example").first).to_be_visible()
    assert not _marks(tab)
    alone = _ask(tab, "and what about links with large firms?")
    assert "I understood" not in alone
    expect(_replies(tab)).to_have_count(1)


@in_a_browser
def test_each_reader_has_a_conversation_of_their_own(visit: Visit, address: str) -> None:
    one, other = visit(address), visit(address)
    _ask(one, UNIDO)
    assert "I understood" not in _ask(other, "and what about links with large firms?")
    expect(_replies(other)).to_have_count(1)


@in_a_browser
def test_an_empty_question_changes_nothing(visit: Visit, address: str) -> None:
    tab = visit(address)
    for empty in ("", "   "):
        _box(tab).fill(empty)
        _box(tab).press("Enter")
    tab.wait_for_timeout(500)
    expect(_replies(tab)).to_have_count(0)
    assert _ask(tab, UNIDO)
    expect(_replies(tab)).to_have_count(1)


@in_a_browser
def test_a_hostile_question_stays_text(visit: Visit, address: str) -> None:
    tab = visit(address)
    _ask(tab, HOSTILE)
    assert _words(_questions(tab)) == HOSTILE
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
        reply = _ask(tab, UNIDO)
        assert reply == f"{HOSTILE}[1] {HOSTILE}[1]"
        assert _marks(tab) == [HOSTILE]
        _no_life_in(tab)


def _no_life_in(tab: Page) -> None:
    assert tab.locator("#chat, #panel").locator("img, script, a, iframe, code, strong").count() == 0
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
    _box(tab).fill(UNIDO)
    _box(tab).press("Enter")
    expect(_replies(tab)).to_contain_text("[1]")
    expect(_replies(tab)).not_to_contain_text("[2]")


@in_a_browser
def test_a_claim_is_shown_as_soon_as_it_stands(
    visit: Visit, slow: tuple[SlowAnswerer, str]
) -> None:
    answerer, address = slow
    tab = visit(address)
    _ask_and_see_one_claim(tab)
    _box(tab).fill("typed meanwhile")
    answerer.go_on.set()
    expect(_replies(tab)).to_contain_text("[2]")
    expect(_box(tab)).to_have_value("typed meanwhile")


@in_a_browser
def test_clear_stops_an_answer_that_is_being_made(
    visit: Visit, slow: tuple[SlowAnswerer, str]
) -> None:
    answerer, address = slow
    tab = visit(address)
    _ask_and_see_one_claim(tab)
    tab.get_by_role("button", name="Clear", exact=True).last.click()
    expect(_replies(tab)).to_have_count(0)
    answerer.go_on.set()
    tab.wait_for_timeout(1_000)
    expect(_replies(tab)).to_have_count(0)
    assert "[2]" in _ask(tab, UNIDO)


@in_a_browser
def test_an_error_is_one_sentence_in_the_chat_and_may_pass(visit: Visit, advisor: Advisor) -> None:
    problems = [IndexMissing("No index in 'index/'. Build it: smeadvisor index")]

    def open_it() -> Advisor:
        if problems:
            raise problems.pop()
        return advisor

    with serving(build_page(open_it, [])) as address:
        tab = visit(address)
        _box(tab).fill(UNIDO)
        _box(tab).press("Enter")
        expect(_replies(tab)).to_have_text("No index in 'index/'. Build it: smeadvisor index")
        assert "[1]" in _ask(tab, UNIDO)


@in_a_browser
def test_a_telephone_shows_everything_below_each_other(visit: Visit, address: str) -> None:
    tab = visit(address, width=390)
    _ask(tab, UNIDO)
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
    _ask(tab, UNIDO)
    for name in (
        ".masthead p", "#chat .user-row p", "#chat .bot-row li", "#chat sup", "#question textarea",
        "#question .submit-button", "#clear", "#panel h2", "#panel .document", "#panel .number",
        "#panel mark", "#panel .text sup",
    ):  # fmt: skip
        ratio = tab.locator(name).first.evaluate(_CONTRAST)
        assert ratio >= 4.5, f"{name}: {ratio:.1f}"


def test_only_asking_is_offered_to_programs(address: str) -> None:
    offered = httpx.get(f"{address}/gradio_api/info").json()
    assert list(offered["named_endpoints"]) == ["/ask"]
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
