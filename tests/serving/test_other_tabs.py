"""What was measured and what the page rests on: in words that are true, and honest where there are none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gradio_client import Client
from page_fixtures import Visit, in_a_browser, violations
from playwright.sync_api import expect
from pydantic import TypeAdapter

from smeadvisor.domain.indexed import IndexedDocument
from smeadvisor.evaluation.measures.abstention import RiskCoverage
from smeadvisor.evaluation.newest import Measured
from smeadvisor.evaluation.runs import Config
from smeadvisor.evaluation.statistics import Interval
from smeadvisor.evaluation.summary import DECLINED, Abstention, Group, Percentiles, Summary
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import page_parts
from smeadvisor.serving.rendering_quality import Made, about_html, quality_html
from smeadvisor.serving.web import serving
from smeadvisor.settings import Settings

pytest_plugins = ["page_fixtures"]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>\n\n[y](javascript:alert)"
RIGHT = Interval(0.8, 0.7, 0.9, 40)
MEASURED = Measured(
    "2031-01-02T03-04-05Z-test",
    Config("2031-01-02T03:04:05", "evals/x.jsonl", "0", "test", False, {}, {}, "i", "2 cores"),
    Summary(
        questions=60,
        headline={"right": RIGHT, DECLINED: Interval(0.95, 0.85, 1.0, 20)},
        answerable=Group("all answerable", 40, {"right": RIGHT}),
        by_kind=(Group("cause", 12, {"right": Interval(0.5, 0.25, 0.75, 12)}),),
        by_style=(),
        abstention=Abstention(
            {"all": Interval(0.95, 0.85, 1.0, 20)},
            Interval(0.9, 0.8, 1.0, 10),
            2,
            Interval(0.1, 0.0, 0.2, 40),
            60,
            (RiskCoverage(0.9, 0.6, 0.2),),
            0.1,
            0.6,
            0.2,
        ),
        followups={},
        latency={"whole answer": Percentiles(120.0, 480.0, 60)},
    ),
)
MADE = Made("1.2.3", "embedded", "", "", "", "corpus", "index", True, False)


def said(html: str) -> str:
    """What HTML says, on one line."""
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_a_report_is_said_in_words_before_its_tables() -> None:
    words = said(quality_html(MEASURED))
    assert "On 2031-01-02, 60 questions of evals/x.jsonl" in words
    assert "Of 40 questions that the documents answer, 80 % got an answer" in words
    assert "Of 20 questions that they do not answer, 95 % were declined." in words
    assert "60 % of all were answered, and 20 % of those answers lacked" in words
    rows = [one.get_text(" ") for one in BeautifulSoup(quality_html(MEASURED), "lxml").select("tr")]
    assert "cause 12 0.50 [0.25–0.75] — — —" in rows
    assert "whole answer 120 ms 480 ms 60" in rows


def test_where_nothing_was_measured_nothing_is_claimed() -> None:
    words = said(quality_html(None))
    assert "Nothing has been measured" in words and "smeadvisor eval" in words
    assert not any(one.isdigit() for one in words)


def test_nothing_leaves_the_server_unless_a_chat_model_is_set() -> None:
    closed = said(about_html(MADE, []))
    assert "No chat model is set, so questions and documents do not leave the server." in closed
    open_ = said(about_html(replace(MADE, chat_model="openai:gpt", chat_server="http://box"), []))
    assert "are sent to http://box for the chat model 'openai:gpt'" in open_
    assert "do not leave" not in open_
    assert "is not kept" in said(about_html(replace(MADE, keeps_feedback=False), []))


def test_the_documents_stand_with_their_terms() -> None:
    terms = {"publisher": "A House", "year": "2020", "licence": "CC BY 4.0"}
    words = said(about_html(MADE, [IndexedDocument("a.md", "A Title", terms, 3)]))
    assert "A Title A House, 2020 CC BY 4.0" in words and "Version 1.2.3" in words


def test_hostile_names_are_only_text() -> None:
    config = replace(MEASURED.config, dataset=HOSTILE, machine=HOSTILE, split=HOSTILE)
    kinds = (Group(HOSTILE, 1, {}),)
    hostile = Measured(HOSTILE, config, replace(MEASURED.summary, by_kind=kinds))
    document = IndexedDocument(HOSTILE, HOSTILE, {"licence": HOSTILE, "publisher": HOSTILE}, 1)
    made = Made(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, True, True)
    html = quality_html(hostile) + about_html(made, [document])
    page = BeautifulSoup(html, "lxml")
    assert not page.select("img, script, a") and "\n" not in html


# In the browser


@pytest.fixture
def address(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The page in a working folder of its own, where nothing was measured yet."""
    monkeypatch.chdir(tmp_path)
    with serving(build_page(page_parts(settings)), settings) as address:
        yield address


def leave_a_report(folder: Path) -> None:
    """What an evaluation leaves behind."""
    run = folder / "evals" / "runs" / MEASURED.name
    run.mkdir(parents=True)
    (run / "config.json").write_bytes(TypeAdapter(Config).dump_json(MEASURED.config))
    (run / "summary.json").write_bytes(TypeAdapter(Summary).dump_json(MEASURED.summary))


@in_a_browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_quality_and_about_tell_what_is_true_now(
    visit: Visit, address: str, tmp_path: Path, scheme: str, width: int
) -> None:
    tab = visit(address, scheme=scheme, width=width)
    tab.get_by_role("tab", name="Quality").click()
    expect(tab.locator("#quality")).to_contain_text("Nothing has been measured")
    tab.get_by_role("tab", name="About").click()
    expect(tab.locator("#about")).to_contain_text("Asian Development Bank, 2009")
    expect(tab.locator("#about")).to_contain_text("No chat model is set")
    assert violations(tab) == []
    leave_a_report(tmp_path)
    tab.get_by_role("tab", name="Quality").click()
    expect(tab.locator("#quality h2")).to_have_text("How good the answers are")
    expect(tab.locator("#quality")).to_contain_text(MEASURED.name)
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_tabs_offer_nothing_to_programs_beside_asking(address: str) -> None:
    offered = Client(address, verbose=False).view_api(return_format="dict")
    assert isinstance(offered, dict)
    assert set(offered["named_endpoints"]) == {"/ask"}
    assert not offered["unnamed_endpoints"]
