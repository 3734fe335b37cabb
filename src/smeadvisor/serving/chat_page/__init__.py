"""The page: a tab to ask and see the words that an answer quotes, and tabs about what it rests on.

Knows Gradio and the order of the tabs. What they say comes from `conversation` and `rendering`; how
they look is in `page.css`; what the browser does by itself is in `page.js`; who serves them is
`serving.web`.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

# Gradio reports to its makers unless it is told not to before it is first imported, and it imports the
# Hugging Face libraries, which look only then whether they may go online.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from fastapi import FastAPI

from smeadvisor.advisor import Advisor
from smeadvisor.serving.chat_page.about_tab import about_tab
from smeadvisor.serving.chat_page.ask_tab import ask_tab
from smeadvisor.serving.chat_page.conversation import opened_once
from smeadvisor.serving.chat_page.documents_tab import documents_tab
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.chat_page.programmes_tab import programmes_tab
from smeadvisor.serving.chat_page.quality_tab import quality_tab

__all__ = ["PageParts", "build_page", "mount", "opened_once"]

_HEADER = """
<header class="masthead">
  <h1>smeadvisor</h1>
  <p>Answers about support for small and medium-sized enterprises,
  every statement quoted from the documents.</p>
</header>
"""
# A tab's id is its name in small letters, and `page.js` gives it an address: #ask, #documents.
# "Open in document" puts `{"document": id, "start": offset, "end": offset}` into the hidden Textbox
# with the elem_id "open-at" on the Documents tab and presses its hidden Button "open-place": Gradio
# hears no input that a script makes.
_TABS: dict[str, Callable[[PageParts], None]] = {
    "Ask": ask_tab,
    "Documents": documents_tab,
    "Programmes": programmes_tab,
    "Quality": quality_tab,
    "About": about_tab,
}
_HERE = Path(__file__).parent
_WAITING = 200
_SESSIONS = 1_000
_FORGOTTEN_SECONDS = 60 * 60


def build_page(parts: PageParts | Callable[[], Advisor], examples: Sequence[str] = ()) -> gr.Blocks:
    """The page over its parts; an advisor alone, with examples, makes a page that can ask.

    The advisor is opened when the first question comes, and only once.
    """
    if not isinstance(parts, PageParts):
        parts = PageParts(opened_once(parts), examples)
    page = gr.Blocks(
        title="smeadvisor",
        analytics_enabled=False,
        fill_width=True,
        # Files that were brought and not added do not stay on the server.
        delete_cache=(_FORGOTTEN_SECONDS, _FORGOTTEN_SECONDS),
    )
    with page:
        gr.Markdown(_HEADER, latex_delimiters=[], elem_id="masthead")
        with gr.Tabs(elem_id="tabs"):
            for name, fill in _TABS.items():
                with gr.Tab(name, id=name.lower()):
                    fill(parts)
    page.queue(max_size=_WAITING)
    page.state_session_capacity = _SESSIONS
    return page


def mount(app: FastAPI, page: gr.Blocks, largest_file: int) -> None:
    """Put the page at the root of a web application, with everything off that it does not need.

    `largest_file` is in bytes, for what is uploaded.
    """
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css_paths=[_HERE / "page.css"],
        head=f"<script>{(_HERE / 'page.js').read_text(encoding='utf-8')}</script>",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        allowed_paths=[],
        max_file_size=largest_file,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _theme() -> gr.themes.Base:
    """Fonts of the reader's own machine: a page must not call other hosts."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
        radius_size=gr.themes.sizes.radius_md,
    )
