"""The tab of the documents: which there are, reading and searching one, adding and removing."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context
from pydantic import BaseModel, ConfigDict, NonNegativeInt

from smeadvisor.advisor import Advisor
from smeadvisor.assembly.upkeep import Upkeep, Upload, open_holdings
from smeadvisor.domain.indexed import OpenedDocument
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.indexing.holdings import Holdings
from smeadvisor.ingestion.readers import READERS
from smeadvisor.library import Report
from smeadvisor.retrieval.scoped import Scope, ScopedRetriever
from smeadvisor.serving import rendering_documents as words
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.rendering_documents import Mark, Reading
from smeadvisor.settings import Settings

# Reading is cheap beside answering, but large documents are large.
_AT_ONCE = 4
_BY_MEANING = 5
_INTRODUCTION = (
    "Choose a document to read it. Search finds words as they stand and what is near in meaning."
)
# Gradio gives each call one of its own in place of it.
_PROGRESS = gr.Progress()


class _Spot(BaseModel):
    """A stretch of a document that a link leads to; offsets count its characters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    start: NonNegativeInt
    end: NonNegativeInt


def documents_tab(parts: PageParts) -> None:
    """The documents of the index; without settings there is nothing to list."""
    if parts.settings is None:
        gr.Markdown(words.notice_html("This page has no documents of its own to show."))
        return
    holdings = open_holdings(parts.settings)
    tab = Context.block
    with gr.Column(elem_id="documents-sheet", elem_classes="sheet"):
        listing = _html("document-list")
        upkeep = None
        if not parts.settings.web.read_only:
            upkeep = _Upkeep(parts.settings, Upkeep(parts.settings, parts.renew))
        reader = _Reader(holdings, parts.advisor, parts.settings.question_characters)

    def listed(chosen: str | None) -> tuple[Any, ...]:
        """The list, and what can be chosen from it; what is chosen stays where it is still there."""
        try:
            documents = holdings.documents()
            shown = words.documents_html(documents, holdings.embedding_model)
        except SmeAdvisorError as error:
            documents, shown = [], words.notice_html(str(error))
        choices = _told_apart([(one.title, one.id) for one in documents])
        kept = next((name for _, name in choices if name == chosen), None)
        first = choices[0][1] if choices else None
        lists = [shown, gr.Dropdown(choices=choices, value=kept or first)]
        return *lists, *([gr.Dropdown(choices=choices, value=None)] if upkeep else [])

    lists = [listing, reader.choice, *([upkeep.choice] if upkeep else [])]
    gr.on(None, listed, [reader.choice], lists, **_PRIVATE)
    if isinstance(tab, gr.Tab):
        # What nobody looks at is not sent to every visitor, and what was opened or found stays.
        tab.select(
            reader.first_shown,
            [reader.choice, reader.is_shown],
            [*reader.outputs, reader.is_shown],
            **_PRIVATE,
        )
    if upkeep:
        for change in upkeep.changes():
            change.then(listed, [reader.choice], lists, **_PRIVATE).then(
                reader.shown_anew, [reader.choice], reader.outputs, **_PRIVATE
            )


_PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "concurrency_limit": _AT_ONCE,
    "concurrency_id": "read",
    "show_progress": "hidden",
}


class _Reader:
    """Choosing, reading and searching one document, and what happens between them."""

    def __init__(
        self, holdings: Holdings, advisor: Callable[[], Advisor], longest_query: int
    ) -> None:
        self._holdings = holdings
        self._advisor = advisor
        with gr.Row(elem_id="library"):
            with gr.Column(scale=4, min_width=280, elem_id="find"):
                self.choice = gr.Dropdown(
                    label="Document to read", choices=[], elem_id="document-choice"
                )
                query = gr.Textbox(
                    label="Search in this document",
                    max_lines=1,
                    max_length=longest_query,
                    submit_btn="Search",
                    elem_id="document-search",
                )
                found = _html("document-found")
                outline = _html("document-contents")
            with gr.Column(scale=8, min_width=320, elem_id="reader"):
                text = _html("document-text", words.notice_html(_INTRODUCTION))
        # What "Open in document" fills and presses; see `page.js`.
        spot = gr.Textbox(elem_id="open-at", label="Place to open", visible="hidden")
        go = gr.Button("Open", elem_id="open-place", visible="hidden")
        self.outputs = [found, outline, text]
        self.is_shown = gr.State(False)
        self.choice.input(self._read, [self.choice], self.outputs, **_PRIVATE)
        query.submit(self._search, [self.choice, query], self.outputs, **_PRIVATE)
        go.click(self._opened, [spot], [self.choice, *self.outputs], **_PRIVATE)

    def first_shown(self, chosen: str | None, is_shown: bool) -> tuple[Any, ...]:
        """The document that is chosen, where none was shown yet; and that one is shown from now on."""
        shown = [gr.skip()] * len(self.outputs) if is_shown else self.shown_anew(chosen)
        return *shown, True

    def shown_anew(self, chosen: str | None) -> tuple[Any, ...]:
        """The document that is chosen; where none is, the first."""
        return _or_sentence(lambda: self._first(chosen))

    def _first(self, chosen: str | None) -> tuple[Any, ...]:
        first = chosen or next((one.id for one in self._holdings.documents()), "")
        return "", *_shown(Reading(self._holdings.document(first)))

    def _read(self, chosen: str | None) -> tuple[Any, ...]:
        return _or_sentence(lambda: ("", *_shown(Reading(self._holdings.document(chosen or "")))))

    def _search(self, chosen: str | None, query: str) -> tuple[Any, ...]:
        if not chosen:
            return words.notice_html("Choose a document first."), gr.skip(), gr.skip()
        if not query.strip():
            return self._read(chosen)
        return _or_sentence(lambda: self._found(self._holdings.document(chosen), query))

    def _found(self, document: OpenedDocument, query: str) -> tuple[Any, ...]:
        exact = words.occurrences(document, query)
        inside = ScopedRetriever(self._advisor().retriever, Scope([document.entry.id]))
        near = words.nearest(inside.retrieve(query, _BY_MEANING), exact)
        reading = Reading(document, _in_order([*exact, *near]))
        return words.found_html(document, exact, near), *_shown(reading)

    def _opened(self, spot: str) -> tuple[Any, ...]:
        """The document of a spot with its words marked, ready to be scrolled to."""
        try:
            where = _Spot.model_validate_json(spot)
        except ValueError:
            notice = words.notice_html("This link leads to no place; open the document itself.")
            return gr.skip(), notice, gr.skip(), gr.skip()
        marks = (Mark(where.start, where.end, "cited"),) if where.start < where.end else ()
        shown = _or_sentence(
            lambda: (
                "",
                *_shown(Reading(self._holdings.document(where.document), marks, jump="cited")),
            )
        )
        return gr.Dropdown(value=where.document), *shown


class _Upkeep:
    """Adding by drag and drop, removing after a question; there only where the page may change things."""

    def __init__(self, settings: Settings, upkeep: Upkeep) -> None:
        self._upkeep = upkeep
        megabytes = settings.reading.file_megabytes
        with gr.Accordion("Add or remove documents", open=False, elem_id="upkeep"):
            with gr.Row():
                with gr.Column(min_width=280):
                    self._files = gr.File(
                        label=f"Files to add, {megabytes:,} MB together at most",
                        file_count="multiple",
                        file_types=list(READERS),
                        type="filepath",
                        height=150,
                        elem_id="files",
                    )
                    self._add = gr.Button("Add to the documents", variant="primary")
                with gr.Column(min_width=280):
                    self.choice = gr.Dropdown(
                        label="Document to remove", choices=[], elem_id="removal-choice"
                    )
                    self._remove = gr.Button("Remove…")
                    # What was asked about, whatever is chosen since.
                    self._doomed = gr.State("")
                    with gr.Column(visible=False, elem_id="confirm") as self._confirm:
                        self._question = _html("removal-question")
                        with gr.Row():
                            self._yes = gr.Button("Yes, remove it", variant="stop")
                            self._no = gr.Button("Keep it")
            self._report = _html("upkeep-report")

    def changes(self) -> list[gr.events.Dependency]:
        """Lets the buttons do what they say; returns the events that change documents."""
        quiet: dict[str, Any] = {"queue": False} | _PRIVATE
        # More than one, so that whoever comes second is told so instead of waiting.
        shown = _PRIVATE | {"concurrency_id": "change", "show_progress": "full"}
        added = self._add.click(
            self._added,
            [self._files],
            [self._report, self._files],
            show_progress_on=self._report,
            **shown,
        )
        self._remove.click(
            self._asked,
            [self.choice],
            [self._question, self._confirm, self._doomed, self._report],
            **quiet,
        )
        gr.on(
            [self._no.click, self.choice.input],
            lambda: (gr.Column(visible=False), ""),
            outputs=[self._confirm, self._doomed],
            **quiet,
        )
        removed = self._yes.click(
            self._removed,
            [self._doomed],
            [self._report, self._confirm, self._doomed],
            show_progress_on=self._report,
            **shown,
        )
        return [added, removed]

    def _asked(self, chosen: str | None) -> tuple[Any, ...]:
        if not chosen:
            notice = words.notice_html("Choose the document to remove first.")
            return "", gr.Column(visible=False), "", notice
        question = f"Remove '{chosen}' from the documents and delete its file?"
        return words.notice_html(question), gr.Column(visible=True), chosen, ""

    def _added(self, paths: list[str] | None, progress: gr.Progress = _PROGRESS) -> tuple[Any, ...]:
        if not paths:
            return words.notice_html("Choose or drop files first."), gr.skip()
        uploads = [Upload(Path(path).name, Path(path)) for path in paths]
        try:
            return self._reported(lambda: self._upkeep.add(uploads, _told(progress))), None
        finally:
            _forget(uploads)

    def _removed(self, doomed: str, progress: gr.Progress = _PROGRESS) -> tuple[Any, ...]:
        report = self._reported(lambda: self._upkeep.remove(doomed, _told(progress)))
        return report, gr.Column(visible=False), ""

    def _reported(self, change: Callable[[], Report]) -> str:
        try:
            return words.report_html(change())
        except SmeAdvisorError as error:
            return words.notice_html(str(error))


def _told(progress: gr.Progress) -> Callable[[str, int, int], None]:
    """A bar on the page for what a library says of its progress."""

    def tell(step: str, done: int, of: int) -> None:
        progress((done, of), desc=step, unit="texts")

    return tell


def _forget(uploads: Iterable[Upload]) -> None:
    """Remove the copies that the server took; those in the corpus are others."""
    for upload in uploads:
        with suppress(OSError):
            upload.path.unlink()


def _or_sentence(show: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """What is shown, or in its place why not."""
    try:
        return show()
    except SmeAdvisorError as error:
        return "", "", words.notice_html(str(error))


def _shown(reading: Reading) -> tuple[str, str]:
    return words.contents_html(reading), words.document_html(reading)


def _in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _told_apart(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices whose titles differ: those of one title with their ids."""
    titles = [title for title, _ in choices]
    return [
        (title if titles.count(title) == 1 else f"{title} ({name})", name)
        for title, name in choices
    ]


def _html(name: str, value: str = "") -> gr.Markdown:
    # What documents and users say is escaped before it comes here; this is the second wall.
    return gr.Markdown(value, latex_delimiters=[], sanitize_html=True, elem_id=name)
