"""What leaves the page: a conversation as a file, and what a reader says of an answer.

Files are made in memory and saved by the browser (`page.js`); the server writes none.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from time import time_ns
from typing import Any

import gradio as gr

from smeadvisor.domain.answers import Answer
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving import export
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.chat_page.stored import from_text, passages_in
from smeadvisor.serving.chat_page.turns import Conversation
from smeadvisor.serving.feedback import LONGEST_COMMENT, Rating, Reason, feedback_on

_NOTHING_ASKED = "There is no answer to take away yet; ask a question first."
_NO_CIRCUMSTANCES = "This page does not know under what it answers; start it with settings."
_THANKS = "Thank you: what you said is kept with the answer."
_QUIET: dict[str, Any] = {"size": "sm", "scale": 0, "min_width": 0, "elem_classes": "quiet"}
_PRIVATE: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": 4,
}


@dataclass(frozen=True, slots=True)
class Downloads:
    """The buttons by what they give."""

    buttons: dict[str, gr.Button]

    def wire(self, parts: PageParts, kept: gr.Textbox, taken: gr.Textbox) -> None:
        """Let each button hand the kept conversation to the browser as a file, through a box."""
        for kind, button in self.buttons.items():
            button.click(_taker(parts, kind), [kept], [taken], **_PRIVATE)


def take_away_buttons() -> Downloads:
    """A button for each kind of file."""
    names = {"md": "Markdown", "docx": "Word", "json": "JSON"}
    buttons = {
        kind: gr.Button(name, elem_id=f"take-{kind}", **_QUIET) for kind, name in names.items()
    }
    return Downloads(buttons)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The thumbs, and what is asked after a thumb down; each row is shown and hidden as a whole."""

    thumbs: gr.Row
    helped: gr.Button
    failed: gr.Button
    why_not: gr.Row
    reason: gr.Dropdown
    comment: gr.Textbox
    send: gr.Button

    def wire(self, parts: PageParts, kept: gr.Textbox) -> None:
        """Keep what is said about the last answer of the kept conversation."""
        rows = [self.thumbs, self.why_not]
        said = [kept, self.reason, self.comment]
        self.helped.click(_rater(parts, Rating.UP), [kept], rows, **_PRIVATE)
        self.send.click(_rater(parts, Rating.DOWN), said, rows, **_PRIVATE)
        self.failed.click(
            lambda: (gr.Row(visible=True), None, ""),
            None,
            [self.why_not, self.reason, self.comment],
            **_PRIVATE,
        )


def opinion_row(parts: PageParts) -> tuple[gr.Row, gr.Button, gr.Button]:
    """The thumbs; unseen where feedback is not kept."""
    with (
        gr.Row(visible=parts.feedback is not None, elem_id="opinion"),
        gr.Row(elem_id="feedback", visible=False) as thumbs,
    ):
        helped = gr.Button("Helpful", elem_id="helped", **_QUIET)
        failed = gr.Button("Not helpful", elem_id="failed", **_QUIET)
    return thumbs, helped, failed


def opinion_form(thumbs: gr.Row, helped: gr.Button, failed: gr.Button) -> Opinion:
    """What is asked after a thumb down."""
    with gr.Row(elem_id="why-not", visible=False) as why_not:
        reason = gr.Dropdown(
            [(one.value.capitalize(), one.value) for one in Reason],
            value=None,
            label="What is wrong with it?",
            elem_id="reason",
        )
        comment = gr.Textbox(
            label="In your words, if you like", max_length=LONGEST_COMMENT, elem_id="comment"
        )
        send = gr.Button("Send", elem_id="send-feedback", size="sm", scale=0, min_width=0)
    return Opinion(thumbs, helped, failed, why_not, reason, comment, send)


def hidden_box(label: str, name: str) -> gr.Textbox:
    """What the page knows and nobody needs to see."""
    return gr.Textbox("", label=label, elem_id=name, visible="hidden", interactive=True)


def file_of(parts: PageParts, kind: str, conversation: Conversation) -> bytes:
    """The conversation as Markdown, a Word document or the JSON that `smeadvisor replay` reads.

    Raises:
        SmeAdvisorError: the index or the corpus cannot be read; only for JSON.
    """
    taken = export.Conversation(tuple(conversation.answers))
    if kind == "md":
        return export.to_markdown(taken).encode()
    if kind == "docx":
        return export.to_docx(taken)
    if parts.circumstances is None:
        raise SmeAdvisorError(_NO_CIRCUMSTANCES)
    return export.to_bundle(taken, parts.circumstances())


def _taker(parts: PageParts, kind: str) -> Callable[[str], str]:
    passages = passages_in(parts.index)

    def take(kept: str) -> str:
        """A file as JSON: its name, its content in base 64, and when, so that it can be taken again."""
        try:
            conversation = from_text(kept, passages)
            if conversation is None or not conversation.answers:
                raise gr.Error(_NOTHING_ASKED, print_exception=False)
            content = file_of(parts, kind, conversation)
        except SmeAdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return json.dumps(
            {
                "name": f"conversation.{kind}",
                "content": b64encode(content).decode(),
                "at": time_ns(),
            }
        )

    return take


def _rater(parts: PageParts, rating: Rating) -> Callable[..., tuple[gr.Row, gr.Row]]:
    passages = passages_in(parts.index)

    def rate(kept: str, reason: str | None = None, comment: str = "") -> tuple[gr.Row, gr.Row]:
        """Keep what was said; both rows go away, so that it is not said twice."""
        try:
            conversation = from_text(kept, passages)
            answers = conversation.answers if conversation else []
            if answers:
                _keep(parts, answers, rating, Reason(reason) if reason else None, comment or "")
        except SmeAdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        gr.Info(_THANKS, duration=4)
        return gr.Row(visible=False), gr.Row(visible=False)

    return rate


def _keep(
    parts: PageParts, answers: list[Answer], rating: Rating, reason: Reason | None, comment: str
) -> None:
    if parts.feedback is None or parts.circumstances is None:
        raise SmeAdvisorError(_NO_CIRCUMSTANCES)
    *earlier, answer = answers
    parts.feedback.add(feedback_on(answer, earlier, rating, parts.circumstances(), reason, comment))
