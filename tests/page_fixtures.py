"""A real browser for tests of the page; what a failed test saw is kept in build/page-failures."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[1]
FAILURES = ROOT / "build" / "page-failures"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on the PATH; install it: apt-get install chromium"
)
Visit = Callable[..., Page]
_FAILED = pytest.StashKey[bool]()
# What Gradio says when a page is left, or its server stopped, while it still listens.
_LEAVING = (
    "AbortError",
    "Connection errored out",
    "Cancelled via cancel scope",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "TypeError: network error",
)
# On a busy machine the first answer waits for the model.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of a test complained of, and what they asked other hosts for."""
    return []


@pytest.fixture
def visit(
    browser: Browser, complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """Opens an address in a browser session of its own, or in `beside`, the session of another page.

    At the end no page may have complained or asked another host for anything.
    """

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error" and not any(one in said.text for one in _LEAVING):
            complaints.append(f"{said.text} ({said.location['url']})")

    def asked(wanted: Request, address: str) -> None:
        if not wanted.url.startswith((address.split("#")[0], "data:", "blob:")):
            complaints.append(wanted.url)

    def visit(
        address: str, width: int = 1280, scheme: str = "light", beside: Page | None = None
    ) -> Page:
        context = beside.context if beside else _context(browser, width, scheme)
        tab = context.new_page()
        tab.on("console", heard)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", lambda wanted: asked(wanted, address))
        tab.goto(address)
        expect(box(tab)).to_be_attached()
        return tab

    yield visit
    if request.node.stash.get(_FAILED, False):
        _keep(browser, request.node.name)
    for context in browser.contexts:
        context.close()
    assert not complaints, complaints


def _context(browser: Browser, width: int, scheme: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 800 if width > 500 else 844},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    context.tracing.start(screenshots=True, snapshots=True)
    return context


def _keep(browser: Browser, name: str) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", name)
    for number, context in enumerate(browser.contexts):
        for count, tab in enumerate(context.pages):
            tab.screenshot(path=FAILURES / f"{name}-{number}-{count}.png")
        context.tracing.stop(path=FAILURES / f"{name}-{number}.zip")


def box(tab: Page) -> Locator:
    """Where a question is typed."""
    return tab.get_by_label("Your question")


def replies(tab: Page) -> Locator:
    """The replies of the conversation, oldest first."""
    return tab.locator("#chat [data-testid=bot]")


def questions(tab: Page) -> Locator:
    """The questions of the conversation, oldest first."""
    return tab.locator("#chat [data-testid=user]")


def marks(tab: Page) -> Locator:
    """The citation marks in the replies."""
    return tab.locator("#chat a.cited")


def ask(tab: Page, question: str) -> str:
    """Ask, wait until the panel shows what became of it, and return the reply."""
    before = replies(tab).count()
    box(tab).fill(question)
    box(tab).press("Enter")
    return wait_for_reply(tab, before + 1)


def wait_for_reply(tab: Page, number: int) -> str:
    """Wait for a reply to be whole and return it."""
    expect(replies(tab)).to_have_count(number)
    at_rest(tab)
    return words(replies(tab).last)


def at_rest(tab: Page) -> None:
    """Wait until nothing is being answered."""
    expect(tab.locator("#panel")).not_to_contain_text("Reading…")
    expect(replies(tab).last).not_to_contain_text("…")
    expect(tab.locator("#question .submit-button")).to_be_visible()
    # What the browser keeps it writes a moment later.
    tab.wait_for_timeout(400)


def words(located: Locator) -> str:
    """What it says, on one line."""
    return " ".join(located.inner_text().split())


def quoted(tab: Page) -> list[str]:
    """The words that are marked in the panel."""
    return [" ".join(mark.split()) for mark in tab.locator("#panel mark").all_inner_texts()]


def violations(tab: Page) -> list[str]:
    """What axe-core finds serious or critical on the page, a line each."""
    found = Axe().run(tab, options={"resultTypes": ["violations"]})
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
