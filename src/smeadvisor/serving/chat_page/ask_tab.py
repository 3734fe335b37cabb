"""The tab to ask in: what is asked on the left, the passages that the answer quotes on the right."""

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from smeadvisor.serving.chat_page.conversation import EMPTY, Turns, View, converse
from smeadvisor.serving.chat_page.parts import PageParts

_GREETING = "### What would you like to know?\nAsk in your own words, or begin with one of these."
# Questions that are answered at the same time; the others wait in the queue, and beyond it are
# turned away. Most of an answer's time is spent computing, so more at once would not be faster.
_AT_ONCE = 8
_SESSION_SECONDS = 6 * 60 * 60


def ask_tab(parts: PageParts) -> None:
    """Conversation and evidence side by side, and what happens between them."""
    turns = gr.State((), time_to_live=_SESSION_SECONDS)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=6, min_width=320, elem_id="conversation"):
            chat = _chat(parts.examples)
            with gr.Row(elem_id="ask"):
                question = _question_box()
                clear = gr.Button("Clear", variant="secondary", scale=0, elem_id="clear")
        with gr.Column(scale=5, min_width=320, elem_id="evidence"):
            panel = gr.Markdown(
                EMPTY.evidence, latex_delimiters=[], sanitize_html=True, elem_id="panel"
            )

    def ask(question: str, turns: Turns) -> Iterator[tuple[Any, ...]]:
        """Answer a question from the documents, with citations."""
        for number, view in enumerate(converse(parts.advisor, question, turns)):
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
