"""The tab of the register: finding programmes, reading some side by side, taking the table away."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from time import time_ns
from typing import Any

import gradio as gr
from gradio.context import Context

from smeadvisor.domain.programmes import Programme
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving import export
from smeadvisor.serving import rendering_programmes as words
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.rendering_documents import notice_html
from smeadvisor.serving.rendering_programmes import Order

_SIDE_BY_SIDE = 4
_ANY = ""
_LONGEST_WORDS = 200
_PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "concurrency_limit": 4,
    "concurrency_id": "programmes",
    "show_progress": "hidden",
}
_INTRODUCTION = (
    "Support programmes that the documents state, in their own words; nothing is filled in."
)


def programmes_tab(parts: PageParts) -> None:
    """The register of programmes over the advisor; it is read when the tab is first opened."""
    tab = Context.block
    with gr.Column(elem_id="programmes-sheet", elem_classes="sheet"):
        _html("programmes-about", f'<p class="note">{_INTRODUCTION}</p>')
        with gr.Row(elem_id="programme-filters"):
            country = gr.Dropdown(
                [("any country", _ANY)], value=_ANY, label="Country", min_width=160
            )
            kind = gr.Dropdown([("any kind", _ANY)], value=_ANY, label="Kind", min_width=160)
            text = gr.Textbox(
                label="Words", max_lines=1, max_length=_LONGEST_WORDS, submit_btn="Find",
                min_width=220,
            )  # fmt: skip
            order = gr.Dropdown(
                [(one.value, one.name) for one in Order],
                value=Order.DOCUMENT.name,
                label="Sorted",
                min_width=160,
            )
        with gr.Row(elem_id="programme-choice"):
            chosen = gr.Dropdown(
                [], multiselect=True, max_choices=_SIDE_BY_SIDE, min_width=280, value=[],
                label="Programmes to read in full, up to four side by side",
                elem_id="programmes-chosen",
            )  # fmt: skip
            countries = gr.Dropdown(
                [], multiselect=True, max_choices=_SIDE_BY_SIDE, min_width=280, value=[],
                label="Countries side by side, up to four",
                elem_id="countries-chosen",
            )  # fmt: skip
        compared = _html("programmes-compared")
        table = _html("programmes-table")
        with gr.Row(elem_id="programme-downloads"):
            csv = gr.Button("Save this table as CSV", scale=0, elem_id="take-csv")
            xlsx = gr.Button("Save this table for Excel", scale=0, elem_id="take-xlsx")
        # What the browser saves; see `page.js`.
        taken = gr.Textbox(label="File", elem_id="taken-programmes", visible="hidden")

    wired = _Register(parts)
    filters = [country, kind, text, order]
    shown = [table, chosen]
    if isinstance(tab, gr.Tab):
        tab.select(wired.opened, filters, [*shown, country, kind, countries], **_PRIVATE)
    for one in (country, kind, order):
        one.input(wired.found, filters, shown, **_PRIVATE)
    text.submit(wired.found, filters, shown, **_PRIVATE)
    for one in (chosen, countries):
        one.input(wired.side_by_side, [chosen, countries], [compared], **_PRIVATE)
    csv.click(wired.taker("csv"), filters, [taken], **_PRIVATE)
    xlsx.click(wired.taker("xlsx"), filters, [taken], **_PRIVATE)


class _Register:
    """What the tab shows of the register, for what is chosen on it."""

    def __init__(self, parts: PageParts) -> None:
        self._parts = parts

    def opened(self, country: str, kind: str, text: str, order: str) -> tuple[Any, ...]:
        """The table with what can be chosen."""
        try:
            register = self._parts.advisor().register()
        except SmeAdvisorError as error:
            return notice_html(str(error)), *(gr.skip() for _ in range(4))
        known = list(register.countries)
        stated = words.kinds(register.programmes)
        return (
            *self.found(country, kind, text, order),
            gr.Dropdown(choices=[("any country", _ANY), *((one, one) for one in known)]),
            gr.Dropdown(choices=[("any kind", _ANY), *((one, one) for one in stated)]),
            gr.Dropdown(choices=known),
        )

    def found(self, country: str, kind: str, text: str, order: str) -> tuple[Any, ...]:
        """The table of what the filters leave, and the choice of all programmes."""
        try:
            programmes = self._programmes(country, kind, text, order)
            register = self._parts.advisor().register()
        except SmeAdvisorError as error:
            return notice_html(str(error)), gr.skip()
        return (
            words.programmes_html(programmes, register.countries),
            gr.Dropdown(choices=_choices(register.programmes)),
        )

    def side_by_side(self, chosen: Sequence[str], countries: Sequence[str]) -> str:
        """The programmes that are chosen side by side, then the countries."""
        try:
            register = self._parts.advisor().register()
        except SmeAdvisorError as error:
            return notice_html(str(error))
        by_name = {name: one for one in register.programmes for name in [_identity(one)]}
        some = [by_name[name] for name in chosen[:_SIDE_BY_SIDE] if name in by_name]
        groups = [(name, register.find(name)) for name in countries[:_SIDE_BY_SIDE]]
        return words.compared_html(some) + words.countries_html(groups)

    def taker(self, kind: str) -> Callable[..., str]:
        """What gives the table as a file of a kind, in JSON: its name, its content in base 64."""

        def take(country: str, about: str, text: str, order: str) -> str:
            try:
                programmes = self._programmes(country, about, text, order)
            except SmeAdvisorError as error:
                raise gr.Error(str(error), print_exception=False) from error
            if kind == "csv":
                content = export.programmes_csv(programmes).encode("utf-8-sig")
            else:
                content = export.programmes_xlsx(programmes)
            # When, so that the same file can be taken again.
            encoded = b64encode(content).decode()
            return json.dumps({"name": f"programmes.{kind}", "content": encoded, "at": time_ns()})

        return take

    def _programmes(self, country: str, kind: str, text: str, order: str) -> list[Programme]:
        found = self._parts.advisor().programmes(country or "", "", text or "")
        some = [one for one in found if not kind or (one.kind and one.kind.text == kind)]
        return words.in_order(some, Order[order])


def _identity(programme: Programme) -> str:
    """What tells a programme from all others: where it is named."""
    cited = programme.name.citation
    return f"{cited.passage.document_id}#{cited.start}"


def _choices(programmes: Sequence[Programme]) -> list[tuple[str, str]]:
    return [(words.choice_name(one), _identity(one)) for one in programmes]


def _html(name: str, value: str = "") -> gr.Markdown:
    # What documents say is escaped before it comes here; this is the second wall.
    return gr.Markdown(value, latex_delimiters=[], sanitize_html=True, elem_id=name)
