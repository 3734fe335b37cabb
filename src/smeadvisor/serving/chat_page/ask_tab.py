"""The tab to ask in: what is asked on the left, the passages that the answer quotes on the right.

The conversation itself is held by the browser, in a hidden box as text: what a reader has survives a
restart of the server, and the server keeps nothing of it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from smeadvisor.serving import rendering
from smeadvisor.serving.chat_page.conversation import View, converse, shown
from smeadvisor.serving.chat_page.evidence import around_in
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.chat_page.stored import from_text, passages_in, to_text
from smeadvisor.serving.chat_page.take_away import (
    hidden_box,
    opinion_form,
    opinion_row,
    take_away_buttons,
)
from smeadvisor.serving.chat_page.turns import Conversation

_GREETING = "### What would you like to know?\nAsk in your own words, or begin with one of these."
_UNREADABLE = (
    "This conversation was damaged or made by another program, so it was dropped. Please ask again."
)
# Questions that are answered at the same time; the others wait in the queue, and beyond it are
# turned away. Most of an answer's time is spent computing, so more at once would not be faster.
_AT_ONCE = 8
# `page.js` fills it with what is kept in the browser.
_CONVERSATIONS = '<div id="conversations"></div>'
# How to use it, for those who do not see the marks light up.
_KEYS = '<p class="keys">Keys: <kbd>[</kbd> and <kbd>]</kbd> go from mark to mark.</p>'
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_QUEUED: dict[str, Any] = {**_PRIVATE, "concurrency_id": "ask", "concurrency_limit": _AT_ONCE}
# Showing what there is does not wait for what is being answered.
_SHOWN: dict[str, Any] = {**_PRIVATE, "concurrency_id": "show", "concurrency_limit": _AT_ONCE}

Shown = tuple[Any, ...]


def ask_tab(parts: PageParts) -> None:
    """Conversation and evidence side by side, and what happens between them."""
    handlers = _Handlers(parts)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=6, min_width=320, elem_id="conversation"):
            gr.Markdown(_CONVERSATIONS, latex_delimiters=[], elem_id="history")
            chat = _chat(parts.examples)
            with gr.Row(elem_id="actions", visible=False) as actions:
                again = _small_button("Try again", "again")
                # `page.js` copies: what it needs is in the browser.
                _small_button("Copy answer", "copy")
                downloads = take_away_buttons()
                clear = _small_button("Clear", "clear")
                thumbs = opinion_row(parts)
            opinion = opinion_form(*thumbs)
            with gr.Row(elem_id="reading", visible=False) as reading_row:
                reading = _reading_box()
                anew = _small_button("Ask this instead", "anew")
            with gr.Row(elem_id="ask"):
                question = _question_box()
        with gr.Column(scale=5, min_width=320, elem_id="evidence"):
            panel = gr.Markdown(
                shown(Conversation("")).evidence,
                latex_delimiters=[],
                sanitize_html=True,
                elem_id="panel",
            )
            gr.Markdown(_KEYS, latex_delimiters=[], elem_id="keys")
    kept = hidden_box("Conversation", "kept")
    taken = hidden_box("File", "taken")
    plain = hidden_box("Answer as text", "plain")
    sent = hidden_box("From the browser", "sent")
    opened = gr.Button("Open", elem_id="open-conversation", visible="hidden")
    chosen = gr.Button("Show evidence", elem_id="show-evidence", visible="hidden")
    downloads.wire(parts, kept, taken)
    opinion.wire(parts, kept)

    outputs = [
        chat, panel, kept, question, reading_row, reading, actions, plain,
        opinion.thumbs, opinion.why_not,
    ]  # fmt: skip
    asking: list[dict[str, Any]] = [
        question.submit(
            handlers.ask, [question, kept], outputs, **_QUEUED | {"api_visibility": "public"},
            api_name="ask",
        ),
        chat.example_select(handlers.ask_example, [kept], outputs, **_QUEUED),
        chat.option_select(handlers.ask_suggestion, [kept], outputs, **_QUEUED),
        again.click(handlers.ask_again, [kept], outputs, **_QUEUED),
        anew.click(handlers.ask_anew, [reading, kept], outputs, **_QUEUED),
        reading.submit(handlers.ask_anew, [reading, kept], outputs, **_QUEUED),
    ]  # fmt: skip
    question.stop(handlers.stop, [kept], outputs, cancels=asking, **_SHOWN)
    opened.click(handlers.open, [sent], outputs, cancels=asking, **_SHOWN)
    clear.click(handlers.clear, None, outputs, cancels=asking, **_SHOWN)
    chosen.click(handlers.show_evidence, [sent, kept], [panel], **_SHOWN)


class _Handlers:
    """What each event of the page leads to; every method gives the values of all outputs."""

    def __init__(self, parts: PageParts) -> None:
        self._advisor = parts.advisor
        self._around = around_in(parts.index)
        self._passages = passages_in(parts.index)

    def ask(self, question: str, conversation: str = "") -> Iterator[Shown]:
        """Answer a question from the documents, with citations.

        `conversation` is what the same call returned before, for a question that follows on it.
        """
        before = from_text(conversation, self._passages)
        yield from self._answered(question, before or Conversation.new())

    def ask_again(self, conversation: str) -> Iterator[Shown]:
        """The last question once more."""
        before = from_text(conversation, self._passages)
        if before and before.turns:
            yield from self._answered(before.turns[-1].question, before.without_last())

    def ask_anew(self, reading: str, conversation: str) -> Iterator[Shown]:
        """Another reading of the last question, in its place."""
        before = from_text(conversation, self._passages)
        if before:
            yield from self._answered(reading, before.without_last())

    def ask_example(self, conversation: str, chosen: gr.SelectData) -> Iterator[Shown]:
        """One of the questions to begin with."""
        yield from self.ask(chosen.value["text"], conversation)

    def ask_suggestion(self, conversation: str, chosen: gr.SelectData) -> Iterator[Shown]:
        """One of the questions to go on with."""
        yield from self.ask(chosen.value, conversation)

    def stop(self, conversation: str) -> Shown:
        """What there is so far, at rest."""
        before = from_text(conversation, self._passages)
        return _page(shown(before or Conversation.new(), self._around))

    def open(self, text: str) -> Shown:
        """A conversation that the browser kept."""
        conversation = from_text(text, self._passages)
        if conversation is not None:
            return _page(shown(conversation, self._around))
        gr.Warning(_UNREADABLE)
        # A conversation without turns tells `page.js` that there was none.
        return _page(shown(Conversation.new()))

    def clear(self) -> Shown:
        """A page on which nothing was asked yet."""
        return _page(shown(Conversation("")))

    def show_evidence(self, turn: str, conversation: str) -> str:
        """The evidence of a turn, counted from 1."""
        number = int(turn) if turn.isdecimal() else 0
        before = from_text(conversation, self._passages)
        return shown(before or Conversation(""), self._around, number).evidence

    def _answered(self, question: str, before: Conversation) -> Iterator[Shown]:
        for number, view in enumerate(converse(self._advisor, question, before, self._around)):
            # Only the first view empties the box: somebody may be typing the next question.
            yield _page(view, is_first=number == 0)


def _page(view: View, is_first: bool = False) -> Shown:
    """A view as the values of the outputs; the last two are for feedback."""
    turns, is_running = view.conversation.turns, bool(view.progress)
    answer = turns[-1].answer if turns else None
    buttons: dict[str, Any] = {"submit_btn": not is_running and "Ask", "stop_btn": is_running}
    is_over = bool(turns) and not is_running
    return (
        view.messages,
        view.evidence,
        to_text(view.conversation) if view.conversation.id else "",
        gr.Textbox(value="", **buttons) if is_first else gr.Textbox(**buttons),
        gr.Row(visible=bool(view.reading)),
        view.reading,
        gr.Row(visible=is_over),
        rendering.answer_terminal(answer) if answer and is_over else "",
        gr.Row(visible=is_over and answer is not None),
        gr.Row(visible=False),
    )


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


def _reading_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="understood",
        label="I understood",
        lines=1,
        max_lines=4,
        scale=1,
        min_width=200,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
    )


def _small_button(label: str, name: str) -> gr.Button:
    return gr.Button(label, size="sm", scale=0, min_width=0, elem_id=name, elem_classes="quiet")
