"""The register on the page: filtered, sorted, side by side, taken away, and only ever text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
from bs4 import BeautifulSoup
from page_fixtures import Visit, in_a_browser, violations
from playwright.sync_api import Locator, Page, expect

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Citation
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.serving import rendering_programmes as rendering
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import page_parts
from smeadvisor.serving.links import place_address, place_link
from smeadvisor.serving.rendering_programmes import NOT_STATED, Order, in_order
from smeadvisor.serving.web import serving
from smeadvisor.settings import Settings

pytest_plugins = ["page_fixtures"]

HOSTILE = "<img src=x onerror=alert(1)> <script>alert(1)</script> \n\n [y](javascript:alert) &"


def stated(text: str, document: str = "made-up.md") -> Stated:
    """Words that make up a whole document."""
    passage = Passage(f"{document}#0", document, "Made up", text, Place((text,)), 0, len(text))
    return Stated(text, Citation(passage, text, 0, len(text)))


def programme(name: str, country: str = "", kind: str = "") -> Programme:
    """A programme that states what is not empty."""
    named = stated(name)
    return Programme(
        named,
        named.citation.passage,
        country=stated(country) if country else None,
        kind=stated(kind) if kind else None,
    )


@pytest.fixture(scope="module")
def programmes(advisor: Advisor) -> list[Programme]:
    """All that the shipped document states."""
    return advisor.programmes()


def cells(html: str) -> list[list[str]]:
    """The rows of a table's body as text."""
    rows = BeautifulSoup(html, "lxml").select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]


def test_the_table_has_a_row_for_each_programme_and_says_what_is_not_stated(
    programmes: list[Programme],
) -> None:
    rows = cells(rendering.programmes_html(programmes, []))
    assert len(rows) == len(programmes) > 30
    for one, row in zip(programmes, rows, strict=True):
        assert row[0].startswith(" ".join(one.name.text.split()))
        assert row[1].endswith(one.country.text if one.country else NOT_STATED)


def test_where_no_programme_matches_the_countries_that_have_some_are_named() -> None:
    html = rendering.programmes_html([], ["India", "Thailand"])
    assert "There are programmes for: India, Thailand." in html


def test_sorting_puts_what_is_not_stated_last_and_keeps_equals_as_they_were() -> None:
    made = [programme("b"), programme("C", "India"), programme("a", "Thailand", "x")]
    made.append(programme("d", "India"))
    assert in_order(made, Order.DOCUMENT) == made
    assert [one.name.text for one in in_order(made, Order.NAME)] == ["a", "b", "C", "d"]
    assert [one.name.text for one in in_order(made, Order.COUNTRY)] == ["C", "d", "a", "b"]
    assert next(one.name.text for one in in_order(made, Order.KIND)) == "a"


def test_side_by_side_every_field_stands_with_its_place(programmes: list[Programme]) -> None:
    some = [one for one in programmes if one.amounts][:2]
    page = BeautifulSoup(rendering.compared_html(some), "lxml")
    assert [one.get_text() for one in page.select("thead th")] == [one.name.text for one in some]
    addresses = {str(link["href"]) for link in page.select("a")}
    for one in some:
        for field in one.fields:
            cited = field.citation
            document = cited.passage.document_id
            assert place_address(document, cited.start, cited.end) in addresses
    assert rendering.compared_html([]) == ""


def test_countries_stand_side_by_side_by_kind(advisor: Advisor) -> None:
    names = advisor.register().countries[:3]
    groups = [(name, advisor.programmes(name)) for name in names]
    page = BeautifulSoup(rendering.countries_html(groups), "lxml")
    heads = [one.get_text(" ") for one in page.select("thead th")]
    assert heads == [f"{name} {len(found)} stated" for name, found in groups]
    assert len(page.select("tbody a")) == sum(
        len({(one.name.text, one.kind and one.kind.text) for one in found}) for _, found in groups
    )


def test_hostile_programmes_are_only_text() -> None:
    hostile = replace(programme(HOSTILE, HOSTILE, HOSTILE), features=(stated(HOSTILE),))
    html = (
        rendering.programmes_html([hostile], [])
        + rendering.programmes_html([], [HOSTILE])
        + rendering.compared_html([hostile])
        + rendering.countries_html([(HOSTILE, [hostile])])
    )
    page = BeautifulSoup(html, "lxml")
    assert not page.select("img, script")
    assert all(str(link["href"]).startswith("#documents/made-up.md/") for link in page.select("a"))
    assert "\n" not in html


def test_an_address_holds_whatever_a_document_is_called() -> None:
    assert place_address("a/b c#1?.md", 3, 9) == "#documents/a%2Fb%20c%231%3F.md/3-9"
    assert "&quot;" in place_link(stated('"quoted"').citation)


# In the browser


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with serving(build_page(page_parts(settings)), settings) as address:
        yield address


def register(visit: Visit, address: str, **how: object) -> Page:
    """The Programmes tab with its table."""
    tab = visit(address, **how)
    tab.get_by_role("tab", name="Programmes").click()
    expect(rows(tab).first).to_be_visible(timeout=60_000)
    return tab


def rows(tab: Page) -> Locator:
    """The rows of the table."""
    return tab.locator("#programmes-table tbody tr")


def choose(tab: Page, label: str, *options: str) -> None:
    """Choose in a list by typing, as with a keyboard."""
    field = tab.get_by_label(label, exact=False).first
    for option in options:
        field.click()
        field.fill(option)
        tab.get_by_role("option", name=option).first.click()
    field.press("Escape")
    # The list fades over what stands below it, which is to be pressed next.
    expect(tab.get_by_role("listbox")).to_have_count(0)


@in_a_browser
def test_filters_and_sorting_change_the_table(visit: Visit, address: str, advisor: Advisor) -> None:
    tab = register(visit, address)
    expect(rows(tab)).to_have_count(len(advisor.programmes()))
    choose(tab, "Country", "Singapore")
    found = advisor.programmes("Singapore")
    expect(rows(tab)).to_have_count(len(found))
    choose(tab, "Sorted", "by name")
    names = sorted((one.name.text for one in found), key=str.casefold)
    expect(rows(tab).first.locator("th")).to_contain_text(names[0])
    tab.get_by_label("Words").fill("zzzz")
    tab.get_by_role("button", name="Find").click()
    expect(tab.locator("#programmes-table")).to_contain_text("No programme matches.")


@in_a_browser
def test_programmes_and_countries_stand_side_by_side_and_lead_to_their_words(
    visit: Visit, address: str, programmes: list[Programme]
) -> None:
    tab = register(visit, address)
    chosen = [one for one in programmes if one.country and one.features][:2]
    choose(tab, "Programmes to read in full", *(rendering.choice_name(one) for one in chosen))
    heads = tab.locator("#programmes-compared thead th")
    expect(heads).to_have_text([one.name.text for one in chosen])
    choose(tab, "Countries side by side", "Thailand", "Malaysia")
    expect(heads).to_have_count(4)
    quote = chosen[0].features[0].citation.quote
    tab.locator("#programmes-compared tr", has_text="Features").locator("a").first.click()
    expect(tab.locator("mark.jump").first).to_be_in_viewport()
    assert tab.locator("mark.jump").first.inner_text() in " ".join(quote.split())


@in_a_browser
@pytest.mark.parametrize(("button", "suffix"), [("CSV", "csv"), ("Excel", "xlsx")])
def test_the_table_that_is_shown_can_be_taken_away(
    visit: Visit, address: str, advisor: Advisor, button: str, suffix: str
) -> None:
    tab = register(visit, address)
    choose(tab, "Country", "India")
    expected = [one.name.text for one in advisor.programmes("India")]
    expect(rows(tab)).to_have_count(len(expected))
    with tab.expect_download() as download:
        tab.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == f"programmes.{suffix}"
    content = download.value.path().read_bytes()
    if suffix == "csv":
        names = [row["Name"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        names = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == expected


@in_a_browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_register_can_be_used_by_everybody(
    visit: Visit, address: str, scheme: str, width: int
) -> None:
    tab = register(visit, address, scheme=scheme, width=width)
    choose(tab, "Countries side by side", "Thailand", "Malaysia")
    expect(tab.locator("#programmes-compared table")).to_be_visible()
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
