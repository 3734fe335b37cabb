"""Documents on the page: read whole, searched, added and removed, and never more than text."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from page_fixtures import Visit, in_a_browser, violations
from playwright.sync_api import Page, expect

from smeadvisor.assembly.upkeep import Upkeep, Upload, open_holdings
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind
from smeadvisor.domain.indexed import IndexedDocument, OpenedDocument
from smeadvisor.errors import CorpusError, IndexBusy, IndexMissing
from smeadvisor.ingestion.corpus_changes import begun, safe_name
from smeadvisor.ingestion.readers import READERS, read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.library import Report
from smeadvisor.serving import rendering_documents as rendering
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import PageParts, page_parts
from smeadvisor.serving.document_pieces import Entry, contents, pieces
from smeadvisor.serving.rendering_documents import Mark, Reading
from smeadvisor.serving.web import serving
from smeadvisor.settings import Settings, WebSettings

pytest_plugins = ["page_fixtures"]

HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> ![x](http://evil.example/a.png) "
    "<script>document.title='owned'</script> [y](javascript:alert) www.evil.example "
    "${document.title='owned'} {{constructor}} $$x^2$$"
)
ADDED = "# Harbour Loans\n\nThe harbour authority lends 12,000 crowns to each small shipyard.\n"


def opened(path: Path) -> OpenedDocument:
    """A file as the index would hold it."""
    document = read(path)
    passages = Splitter(lambda text: len(text.split())).split(document)
    ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end))
    entry = IndexedDocument(document.id, document.title, {}, len(passages))
    return OpenedDocument(entry, document.text, tuple(ordered))


@pytest.fixture(scope="module")
def shipped(settings: Settings) -> OpenedDocument:
    """The shipped document, from its index."""
    holdings = open_holdings(settings)
    (entry,) = holdings.documents()
    return holdings.document(entry.id)


def names(entries: list[Entry]) -> list[str]:
    """The lines of a table of contents, in order."""
    return [name for entry in entries for name in (entry.name, *names(entry.parts))]


def shown_words(html: str) -> str:
    """All that is shown, without white space and without what divides cells."""
    return "".join(BeautifulSoup(html, "lxml").get_text().split()).replace("|", "")


def test_an_indexed_document_is_shown_whole_and_in_order(shipped: OpenedDocument) -> None:
    html = rendering.document_html(Reading(shipped))
    assert shown_words(html) == shown_words(f"{shipped.entry.title} {shipped.text}")
    page = BeautifulSoup(html, "lxml")
    headings = [one.get_text() for one in page.select("h3, h4, h5")]
    assert headings[:2] == [
        "7. Technology and Innovation",
        "7.1 Innovation Across Enterprises in Developing Asia",
    ]
    assert page.select_one('section.box[aria-label="Box 7.3"] table') is not None
    table = next(one for one in page.select("table") if "WBES" not in one.get_text())
    assert table.select("thead th") and len(table.select("tbody tr")) > 2


def test_the_contents_lead_to_headings_boxes_tables_and_figures(shipped: OpenedDocument) -> None:
    html = rendering.contents_html(Reading(shipped))
    page = BeautifulSoup(html, "lxml")
    text = BeautifulSoup(rendering.document_html(Reading(shipped)), "lxml")
    for link in page.select("a"):
        target = text.find(id=str(link["href"])[1:])
        assert target is not None and link.get_text().split()[0] in target.get_text()
    listed = names(contents(pieces(shipped.text, shipped.passages)))
    for start in ("7.2 ", "Box 7.1 ", "Box 7.8 ", "Table 7.6 ", "Figure 7.4 "):
        assert sum(name.startswith(start) for name in listed) == 1


@pytest.mark.parametrize("name", ["a.md", "b.txt"])
def test_any_text_is_cut_into_pieces_that_make_it_up(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("# One\n\nAlpha beta.\n\n## Empty\n\n## Two\n\n- one\n- two\n\nThe end here.\n")
    document = opened(path)
    found = pieces(document.text, document.passages)
    assert "".join(document.text[one.start : one.end] for one in found) == document.text


@given(st.text(max_size=400))
def test_a_text_without_passages_is_one_piece(text: str) -> None:
    (piece,) = pieces(text, [])
    assert (piece.start, piece.end) == (0, len(text))


def test_hundreds_of_headings_fold_below_the_first_level(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text(
        "\n\n".join(
            f"{'#' if number % 10 == 0 else '##'} Part {number}\n\nWords of part number {number} here."
            for number in range(300)
        )
    )
    document = opened(path)
    entries = contents(pieces(document.text, document.passages))
    assert len(entries) == 30 and len(names(entries)) == 300
    page = BeautifulSoup(rendering.contents_html(Reading(document)), "lxml")
    assert len(page.select("details")) == 30 and not page.select("details[open]")


def test_a_hostile_document_is_only_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(f"{HOSTILE}\n\nMore of it: {HOSTILE}\n")
    document = opened(path)
    marks = tuple(rendering.occurrences(document, "document.title"))
    reading = Reading(document, marks)
    html = rendering.document_html(reading) + rendering.found_html(document, marks, [])
    html += rendering.documents_html([document.entry], HOSTILE) + rendering.notice_html(HOSTILE)
    html += rendering.report_html(Report(added=(HOSTILE,), refused={"x": HOSTILE}))
    page = BeautifulSoup(html, "lxml")
    assert not page.select("img, script, iframe, style")
    assert all(str(link["href"]).startswith("#word-") for link in page.select("a"))
    assert len(page.select("mark")) == len(marks) == 6
    assert "\n" not in html


def test_words_are_found_in_any_case_and_over_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "words.md"
    path.write_text("Export Credit helps.\n\nThe export\ncredit is back. A creditor exports.\n")
    document = opened(path)
    found = rendering.occurrences(document, "  export credit ")
    assert [document.text[one.start : one.end].split() for one in found] == [
        ["Export", "Credit"],
        ["export", "credit"],
    ]
    assert rendering.occurrences(document, "   ") == []


def test_what_is_near_in_meaning_is_not_shown_twice(shipped: OpenedDocument) -> None:
    prose = [one for one in shipped.passages if one.place.kind is BlockKind.PROSE][:3]
    hits = [Hit(one, 1.0) for one in (*prose, prose[0])]
    taken = [Mark(prose[1].start, prose[1].start + 4, "word-1")]
    found = rendering.nearest(hits, taken)
    assert [(one.start, one.end) for one in found] == [prose[0].span, prose[2].span]


def test_a_mark_over_several_lines_has_its_name_once(shipped: OpenedDocument) -> None:
    start = shipped.text.index("\n\n") - 5
    reading = Reading(shipped, (Mark(start, start + 30, "cited"),), jump="cited")
    page = BeautifulSoup(rendering.document_html(reading), "lxml")
    assert len(page.select("mark")) == 2
    assert [one.get("id") for one in page.select("mark.jump")] == ["cited"]


@given(st.text(max_size=300))
def test_a_made_safe_name_is_one_plain_name_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert Path(safe).name == safe and not safe.startswith(".") and len(safe) <= 130
    assert not any(one in safe for one in '/\\:*?"<>|\n\0')


def test_safe_names_keep_what_people_call_their_files() -> None:
    assert safe_name("Über uns (2024), Teil 1.PDF") == "Über uns (2024), Teil 1.pdf"
    assert safe_name("../../etc/passwd.txt") == "passwd.txt"
    assert safe_name("C:\\Reports\\sme.docx") == "sme.docx"
    assert safe_name("con.txt") == "_con.txt"
    assert safe_name(".csv") == "document.csv"


@dataclass(frozen=True, slots=True)
class Kept:
    """A small corpus with its own index and what changes it."""

    settings: Settings
    upkeep: Upkeep
    renewed: list[str]

    def files(self) -> dict[str, bytes]:
        """All that lies in the corpus folder."""
        folder = self.settings.corpus_folder
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def indexed(self) -> list[str]:
        """The ids of the documents that the index holds."""
        return sorted(one.id for one in open_holdings(self.settings).documents())


@pytest.fixture
def own(tmp_path: Path, small_corpus: Path, small_index: Path) -> Settings:
    """Settings of a corpus and an index that a test may change."""
    index = tmp_path / "index"
    shutil.copytree(small_index, index)
    return Settings(corpus_folder=small_corpus, index_folder=index)


@pytest.fixture
def kept(own: Settings) -> Kept:
    renewed: list[str] = []
    return Kept(own, Upkeep(own, lambda: renewed.append("renewed")), renewed)


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[str, str], Upload]:
    """Makes a file somebody brought."""

    def make(name: str, text: str) -> Upload:
        path = tmp_path / f"brought-{len(list(tmp_path.iterdir()))}"
        path.write_text(text)
        return Upload(name, path)

    return make


Uploaded = Callable[[str, str], Upload]


def test_what_can_be_read_is_added_and_the_rest_is_refused_with_reasons(
    kept: Kept, upload: Uploaded
) -> None:
    before = kept.files()
    report = kept.upkeep.add(
        [
            upload("../Harbour loans.md", ADDED),
            upload("harbour.exe", "MZ"),
            upload("Harbour loans.md", "twice"),
            upload("broken.pdf", "this is no PDF"),
        ]
    )
    assert report.added == ("Harbour loans.md",)
    assert [reason.split("'")[1] for reason in report.refused.values()] == [
        "harbour.exe",
        "Harbour loans.md",
        "broken.pdf",
    ]
    assert kept.files() == before | {"Harbour loans.md": ADDED.encode()}
    assert "Harbour loans.md" in kept.indexed()
    assert kept.renewed == ["renewed"]


def test_a_document_that_becomes_unreadable_stays_as_it_was(kept: Kept, upload: Uploaded) -> None:
    before, indexed = kept.files(), kept.indexed()
    name = next(name for name in before if name.endswith(".md"))
    report = kept.upkeep.add([upload(name, "# Only a heading\n")])
    assert list(report.refused) == [name] and not report.removed
    assert kept.files() == before and kept.indexed() == indexed


def test_a_document_of_the_same_name_is_replaced(kept: Kept, upload: Uploaded) -> None:
    name = next(name for name in kept.files() if name.endswith(".md"))
    assert kept.upkeep.add([upload(name, ADDED)]).changed == (name,)
    assert open_holdings(kept.settings).document(name).text.startswith("Harbour Loans")


def test_a_removed_document_is_gone_but_never_the_last_one(kept: Kept) -> None:
    first, *others = kept.indexed()
    for name in others:
        assert kept.upkeep.remove(name).removed == (name,)
    assert kept.indexed() == [first]
    with pytest.raises(CorpusError, match="the only document"):
        kept.upkeep.remove(first)
    assert first in kept.files()
    with pytest.raises(IndexMissing, match="choose another"):
        open_holdings(kept.settings).document(others[0])


@pytest.mark.parametrize("name", ["../corpus.toml", "/etc/hostname", "nothing.md", ""])
def test_only_documents_of_the_corpus_can_be_removed(kept: Kept, name: str) -> None:
    before = kept.files()
    with pytest.raises(CorpusError, match="not in the corpus any more"):
        kept.upkeep.remove(name)
    assert kept.files() == before


def test_whoever_comes_while_another_writes_is_told_so_and_nothing_changes(
    kept: Kept, upload: Uploaded
) -> None:
    before = kept.files()
    with FileLock(kept.settings.index_folder / "writer.lock"):
        with pytest.raises(IndexBusy, match=r"Wait .*, then try again"):
            kept.upkeep.add([upload("new.md", ADDED)])
        with pytest.raises(IndexBusy):
            kept.upkeep.remove(kept.indexed()[0])
    assert kept.files() == before


def test_a_file_above_the_limit_is_refused(tmp_path: Path, small_corpus: Path) -> None:
    large = tmp_path / "large.md"
    large.write_bytes(b"x" * 1_000_001)
    with (
        pytest.raises(CorpusError, match="I read at most 1 MB"),
        begun(small_corpus, 1) as changes,
    ):
        changes.put("large.md", large)
    assert not list(small_corpus.glob(".changing-*")) and not (small_corpus / "large.md").exists()


# In the browser


@pytest.fixture
def parts(own: Settings) -> PageParts:
    """The parts of a page over a corpus that may be changed."""
    return page_parts(own)


@pytest.fixture
def address(parts: PageParts, own: Settings) -> Iterator[str]:
    with serving(build_page(parts), own) as address:
        yield address


def documents(visit: Visit, address: str, **how: object) -> Page:
    """The Documents tab with its first document open."""
    tab = visit(address, **how)
    tab.get_by_role("tab", name="Documents").click()
    expect(tab.locator(".reading")).to_be_visible()
    return tab


@in_a_browser
def test_a_document_is_listed_chosen_and_read(visit: Visit, address: str, own: Settings) -> None:
    tab = documents(visit, address)
    listed = open_holdings(own).documents()
    rows = tab.locator("#document-list tbody tr")
    expect(rows).to_have_count(len(listed))
    tab.get_by_label("Document to read").click()
    tab.get_by_role("option", name=listed[-1].title).click()
    expect(tab.locator(".reading h2")).to_have_text(listed[-1].title)
    link = tab.locator("#document-contents a").last
    link.click()
    target = tab.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']")
    expect(target).to_be_in_viewport()


@in_a_browser
def test_a_search_lists_places_and_leads_to_them(visit: Visit, address: str, own: Settings) -> None:
    tab = documents(visit, address)
    holdings = open_holdings(own)
    first = holdings.document(holdings.documents()[0].id)
    word = max(first.passages[-1].text.split(), key=len).strip(".,;")
    tab.get_by_label("Search in this document").fill(word.upper())
    tab.get_by_role("button", name="Search").click()
    found = tab.locator("#document-found a")
    expect(found.first).to_be_visible()
    assert word in tab.locator("#document-found b").first.inner_text()
    found.first.click()
    expect(tab.locator("#word-1")).to_be_in_viewport()
    expect(tab.locator("#document-found")).to_contain_text("By meaning")


@in_a_browser
def test_an_address_opens_a_cited_place(visit: Visit, address: str, own: Settings) -> None:
    holdings = open_holdings(own)
    last = holdings.document(holdings.documents()[-1].id)
    cited = last.passages[-1]
    tab = documents(visit, address)
    tab.evaluate(f"location.hash = '#documents/{last.entry.id}/{cited.start}-{cited.end}'")
    mark = tab.locator("mark.jump").first
    expect(mark).to_be_in_viewport()
    assert cited.text.startswith(mark.inner_text())
    expect(tab.locator(".reading h2")).to_have_text(last.entry.title)


@in_a_browser
def test_dropped_files_are_added_and_found_at_once(
    visit: Visit, address: str, parts: PageParts, tmp_path: Path
) -> None:
    good, bad = tmp_path / "Harbour.md", tmp_path / "bad.csv"
    good.write_text(ADDED)
    bad.write_text("")
    tab = documents(visit, address)
    tab.get_by_role("button", name="Add or remove documents").click()
    tab.locator("#files input[type=file]").set_input_files([good, bad])
    expect(tab.locator("#files")).to_contain_text("Harbour")
    tab.get_by_role("button", name="Add to the documents").click()
    report = tab.locator("#upkeep-report")
    expect(report).to_contain_text("Harbour.md", timeout=60_000)
    expect(report).to_contain_text("Not added")
    expect(report).to_contain_text("'bad.csv' has no text in it")
    expect(tab.locator("#document-list")).to_contain_text("Harbour Loans")
    hits = parts.advisor().retriever.retrieve("Who lends to shipyards?", 1)
    assert hits[0].passage.document_id == "Harbour.md"


@in_a_browser
def test_removing_asks_first(visit: Visit, address: str, own: Settings) -> None:
    tab = documents(visit, address)
    before = open_holdings(own).documents()
    tab.get_by_role("button", name="Add or remove documents").click()
    tab.get_by_role("button", name="Remove…").click()
    expect(tab.locator("#upkeep-report")).to_contain_text("Choose the document to remove first.")
    tab.get_by_label("Document to remove").click()
    tab.get_by_role("option", name=before[0].title).click()
    tab.get_by_role("button", name="Remove…").click()
    expect(tab.locator("#removal-question")).to_contain_text(before[0].id)
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("#confirm")).to_be_hidden()
    assert open_holdings(own).documents() == before
    tab.get_by_role("button", name="Remove…").click()
    expect(tab.locator("#confirm")).to_be_visible()
    tab.get_by_label("Document to remove").click()
    tab.get_by_role("option", name=before[1].title).click()
    expect(tab.locator("#confirm")).to_be_hidden()
    tab.get_by_label("Document to remove").click()
    tab.get_by_role("option", name=before[0].title).click()
    tab.get_by_role("button", name="Remove…").click()
    tab.get_by_role("button", name="Yes, remove it").click()
    expect(tab.locator("#upkeep-report")).to_contain_text("Removed", timeout=60_000)
    expect(tab.locator("#document-list tbody tr")).to_have_count(len(before) - 1)
    assert not (own.corpus_folder / before[0].id).exists()
    expect(tab.locator(".reading h2")).to_have_text(before[1].title)


def test_where_nothing_may_be_changed_there_is_nothing_to_change_it_with(own: Settings) -> None:
    def calls(settings: Settings) -> set[str]:
        page = build_page(page_parts(settings))
        with serving(page, settings) as address:
            config = httpx.get(f"{address}/config").json()
        labels = {one["props"].get("label") for one in config["components"]}
        assert ("Document to remove" in labels) is not settings.web.read_only
        return {one["api_name"] for one in config["dependencies"]}

    closed = own.model_copy(update={"web": WebSettings(read_only=True)})
    changing = calls(own) - calls(closed)
    assert {"_added", "_removed"} <= changing


@in_a_browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_documents_can_be_used_by_everybody(
    visit: Visit, address: str, scheme: str, width: int
) -> None:
    tab = documents(visit, address, scheme=scheme, width=width)
    tab.get_by_role("button", name="Add or remove documents").click()
    expect(tab.get_by_label("Document to remove")).to_be_visible()
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_every_format_that_is_read_can_be_added() -> None:
    assert all(Path(safe_name(f"a{suffix}")).suffix == suffix for suffix in READERS)
