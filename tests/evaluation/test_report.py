"""The reports: sums in Markdown, every question in one page that loads nothing and runs nothing."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from made_up import answer, line, row, run_folder
from playwright.sync_api import sync_playwright

from smeadvisor.errors import RunError
from smeadvisor.evaluation import plots, report, runs
from smeadvisor.evaluation.statistics import Interval

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HOSTILE = "</script><script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>|`*"


def _write(tmp_path: Path, split: str = "test", text: str = "It pays 50%.") -> report.Report:
    lines = line("a", split=split) + line("b", split=split, kind=HOSTILE, question=HOSTILE)
    before = run_folder(tmp_path, lines, [row("a", answer()), row("b")], split)
    after = run_folder(tmp_path, lines, [row("a", answer(text)), row("b", answer(HOSTILE))], split)
    return report.write(runs.read(after), runs.read(before))


@pytest.fixture
def page(tmp_path: Path) -> BeautifulSoup:
    return BeautifulSoup(_write(tmp_path).page.read_text(encoding="utf-8"), "lxml")


def test_the_page_loads_nothing(page: BeautifulSoup) -> None:
    for tag in page.find_all(True):
        for name in ("src", "href", "xlink:href", "action", "srcset", "data", "poster"):
            assert str(tag.get(name, "#")).startswith("#"), tag
    assert page.link is None and page.base is None
    styles = " ".join(style.text for style in page.find_all("style"))
    assert "@import" not in styles and not re.search(r"url\((?!['\"]?#)", styles)


def test_the_policy_allows_the_one_script_and_no_other(page: BeautifulSoup) -> None:
    (script,) = page.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    meta = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert meta
    policy = str(meta["content"])
    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}';" in policy and "script-src 'unsafe" not in policy


def test_hostile_words_stay_words(page: BeautifulSoup) -> None:
    assert page.img is None
    assert not [
        tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)
    ]
    shown = page.find_all("details")[1]
    assert [tag.text for tag in shown.find_all(class_="asked")] == [HOSTILE]
    assert shown["data-kind"] == HOSTILE
    assert [tag.text for tag in shown.find_all(class_="answer")] == [HOSTILE]
    assert HOSTILE in [option["value"] for option in page.find_all("option")]


def test_the_page_shows_everything_about_a_question(page: BeautifulSoup) -> None:
    shown = page.find_all("details")[0]
    assert shown["data-verdict"] == "right"
    words = shown.text
    for part in (
        "Question a?",
        "answered",
        "50%",
        "pays 50%",
        "Grants",
        "holds gold",
        "It pays 50%.",
    ):
        assert part in words
    assert {svg["aria-label"] for svg in page.find_all("svg")} == {
        "Bars of facts@5",
        "Risk against coverage",
        "Distribution of times",
    }
    identifiers = [tag["id"] for tag in page.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize(
    ("split", "named"), [("test", False), ("all", False), ("development", True)]
)
def test_test_questions_are_named_on_the_page_alone(
    tmp_path: Path, split: str, named: bool
) -> None:
    half = "development" if split == "development" else "test"
    lines = line("question-a", split=half)
    before = run_folder(tmp_path, lines, [row("question-a", answer())], split)
    after = run_folder(tmp_path, lines, [row("question-a", answer("It pays."))], split)
    written = report.write(runs.read(after), runs.read(before))
    markdown = (after / "report.md").read_text(encoding="utf-8")
    assert ("question-a" in markdown) is named
    assert "question-a" not in written.text and "Question" not in markdown.replace("# Que", "")
    assert "question-a" in written.page.read_text(encoding="utf-8")
    assert written.comparison and written.comparison.regressions


def test_the_markdown_is_tables_whatever_a_kind_is_called(tmp_path: Path) -> None:
    written = _write(tmp_path)
    markdown = (written.page.parent / "report.md").read_text(encoding="utf-8")
    assert "<script" not in markdown and "<img" not in markdown
    for block in re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(widths) == 1, block
    assert written.text.startswith("| measure | value | questions | before | difference |")


def test_scoring_again_gives_the_same_bytes(tmp_path: Path) -> None:
    written = _write(tmp_path)
    folder = written.page.parent
    names = ("summary.json", "report.md", "report.html")
    first = [(folder / name).read_bytes() for name in names]
    report.write(runs.read(folder), runs.newest_earlier(runs.read(folder)))
    assert [(folder / name).read_bytes() for name in names] == first


def test_a_run_without_an_earlier_one_or_without_answers_is_reported(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, line("a"), [row("a")], retrieval_only=True)
    written = report.write(runs.read(folder), None)
    assert written.comparison is None
    page = BeautifulSoup(written.page.read_text(encoding="utf-8"), "lxml")
    assert "Declining" not in page.text and "difference" not in written.text
    assert page.details and page.details["data-verdict"] == "found"


def test_a_folder_that_cannot_be_written_says_how_to_go_on(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, line("a"), [row("a")])
    (folder / "report.md").mkdir()
    with pytest.raises(RunError, match="--score"):
        report.write(runs.read(folder), None)


def test_a_plot_takes_the_colours_of_the_page_and_repeats() -> None:
    values = {"<b> $x$ & y": Interval(0.5, 0.25, 0.75, 4)}
    svg = plots.bars(values, "facts@5")
    assert svg == plots.bars(values, "facts@5")
    assert svg.startswith("<svg") and "var(--accent)" in svg and "http" not in svg
    assert "&lt;b&gt; $x$ &amp; y (4)" in svg


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
@pytest.mark.parametrize("width", [1200, 390], ids=["desk", "phone"])
def test_the_page_filters_its_questions_in_a_browser(tmp_path: Path, width: int) -> None:
    page = _write(tmp_path).page
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page(viewport={"width": width, "height": 800})
        seen: list[str] = []
        tab.on("request", lambda request: seen.append(request.url))
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("dialog", lambda dialog: seen.append(dialog.message))
        tab.goto(page.as_uri())
        assert tab.locator("#count").inner_text() == "2 of 2 questions"
        tab.get_by_label("Search").fill("question PAYS")
        assert tab.locator("details:visible").count() == 1
        tab.get_by_label("Search").fill("")
        tab.get_by_label("Kind").select_option(HOSTILE)
        assert tab.locator("#count").inner_text() == "1 of 2 questions"
        tab.get_by_label("Verdict").select_option("right")
        assert tab.locator("#count").inner_text() == "0 of 2 questions"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        browser.close()
    assert seen == [page.as_uri()], "nothing is loaded, blocked or run but the page"
