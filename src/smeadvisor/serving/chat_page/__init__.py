"""The chat page: what is asked on the left, the passages that the answer quotes on the right.

Knows Gradio and where things stand on the page. What they say comes from `conversation` and
`rendering`; how they look is in `page.css`; who serves them is `serving.web`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Gradio reports to its makers unless it is told not to before it is first imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI

from smeadvisor.advisor import Advisor
from smeadvisor.serving.chat_page.conversation import EMPTY, Turns, View, converse, opened_once

__all__ = ["build_page", "mount", "opened_once"]

_HEADER = """
<header class="masthead">
  <h1>smeadvisor</h1>
  <p>Answers about support for small and medium-sized enterprises,
  every statement quoted from the documents.</p>
</header>
"""
_GREETING = "### What would you like to know?\nAsk in your own words, or begin with one of these."
_STYLE = Path(__file__).with_name("page.css")
# Questions that are answered at the same time; the others wait in the queue, and beyond it are
# turned away. Most of an answer's time is spent computing, so more at once would not be faster.
_AT_ONCE = 8
_WAITING = 200
_SESSION_SECONDS = 6 * 60 * 60
_SESSIONS = 1_000


def build_page(advisor: Callable[[], Advisor], examples: Sequence[str]) -> gr.Blocks:
    """The page; the advisor is opened when the first question comes, and only once.

    `examples` are questions offered to somebody who has not asked anything yet.
    """
    advisor = opened_once(advisor)
    page = gr.Blocks(title="smeadvisor", analytics_enabled=False, fill_width=True)
    with page:
        gr.Markdown(_HEADER, latex_delimiters=[], elem_id="masthead")
        _ask_tab(advisor, examples)
    page.queue(max_size=_WAITING)
    page.state_session_capacity = _SESSIONS
    return page


def mount(app: FastAPI, page: gr.Blocks) -> None:
    """Put the page at the root of a web application, with everything off that it does not need."""
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css_paths=[_STYLE],
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        allowed_paths=[],
        max_file_size="1kb",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _ask_tab(advisor: Callable[[], Advisor], examples: Sequence[str]) -> None:
    """Conversation and evidence side by side, and what happens between them."""
    turns = gr.State((), time_to_live=_SESSION_SECONDS)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=6, min_width=320, elem_id="conversation"):
            chat = _chat(examples)
            with gr.Row(elem_id="ask"):
                question = _question_box()
                clear = gr.Button("Clear", variant="secondary", scale=0, elem_id="clear")
        with gr.Column(scale=5, min_width=320, elem_id="evidence"):
            panel = gr.Markdown(
                EMPTY.evidence, latex_delimiters=[], sanitize_html=True, elem_id="panel"
            )

    def ask(question: str, turns: Turns) -> Iterator[tuple[Any, ...]]:
        """Answer a question from the documents, with citations."""
        for number, view in enumerate(converse(advisor, question, turns)):
            # Only the first view empties the box: somebody may be typing the next question.
            yield *_shown(view), gr.skip() if number else ""

    def ask_example(turns: Turns, chosen: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        yield from ask(chosen.value["text"], turns)

    outputs = [chat, panel, turns, question]
    shared: dict[str, Any] = {
        "outputs": outputs,
        "show_progress": "hidden",
        "concurrency_id": "ask",
        "concurrency_limit": _AT_ONCE,
    }
    asked = question.submit(ask, [question, turns], api_name="ask", **shared)
    chosen = chat.example_select(ask_example, [turns], api_visibility="private", **shared)
    clear.click(
        lambda: (*_shown(EMPTY), ""),
        outputs=outputs,
        cancels=[asked, chosen],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


def _shown(view: View) -> tuple[Any, ...]:
    """A view as the values of chat, panel and state."""
    return view.messages, view.evidence, view.turns


def _chat(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        layout="bubble",
        placeholder=_GREETING,
        examples=[{"text": example} for example in examples],
        # What documents and users say is escaped before it comes here; this is the second wall.
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        feedback_options=None,
        allow_file_downloads=False,
        buttons=[],
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask a question",
        lines=1,
        max_lines=5,
        submit_btn="Ask",
        autofocus=True,
        scale=1,
        min_width=200,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
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
