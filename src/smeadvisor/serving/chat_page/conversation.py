"""A conversation as its reader sees it, step by step: what the chat shows and what stands beside it.

Knows Answers and how they are written; does not know Gradio.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Claim, Evidence
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving import rendering

TURNS_KEPT = 20
# Every view sent costs the server and the browser; an eye sees no more than this many a second.
_SECONDS_BETWEEN_VIEWS = 0.2
_READING = "*Looking through the documents…*"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the reply as Markdown; `answer` is absent while it is made and after an error."""

    question: str
    reply: str
    answer: Answer | None = None


Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What is on the page at one moment; `evidence` is HTML."""

    turns: Turns
    evidence: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """The turns in the form chats have: one message of the user, one of the assistant."""
        return [
            {"role": role, "content": content}
            for turn in self.turns
            for role, content in (
                ("user", rendering.escape_markdown(turn.question)),
                ("assistant", turn.reply),
            )
        ]


EMPTY = View((), rendering.notice_html(rendering.EMPTY_PANEL))


def converse(advisor: Callable[[], Advisor], question: str, turns: Turns) -> Iterator[View]:
    """The views from a question to its answer; none where nothing was asked.

    An error that is meant for a person becomes the reply; it is not remembered as an answer.
    """
    if not question.strip():
        return

    def view(reply: str, answer: Answer | None, evidence: str) -> View:
        return View((*turns, Turn(question, reply, answer))[-TURNS_KEPT:], evidence)

    waiting = rendering.notice_html("Reading…")
    yield view(_READING, None, waiting)
    earlier = [turn.answer for turn in turns if turn.answer]
    try:
        for reply, answer in _replies(advisor(), question, earlier):
            evidence = rendering.evidence_html(answer) if answer else waiting
            yield view(reply, answer, evidence)
    except SmeAdvisorError as error:
        yield view(rendering.escape_markdown(str(error)), None, EMPTY.evidence)


def _replies(
    advisor: Advisor, question: str, earlier: Sequence[Answer]
) -> Iterator[tuple[str, Answer | None]]:
    """The reply as it grows, with the answer at the end."""
    claims: list[Claim] = []
    shown = monotonic()
    for step in advisor.steps(question, earlier):
        if isinstance(step, Answer):
            yield rendering.answer_markdown(step), step
        elif isinstance(step, Evidence):
            count = len(step.considered)
            yield f"*Reading {count} passage{'' if count == 1 else 's'}…*", None
        else:
            claims.append(step)
            if monotonic() - shown > _SECONDS_BETWEEN_VIEWS:
                shown = monotonic()
                yield rendering.claims_markdown(claims), None


def opened_once(open_it: Callable[[], Advisor]) -> Callable[[], Advisor]:
    """A function that opens the advisor when it is first called, once, whoever asks at the same time.

    Where opening fails the next call tries again: the cause may have been mended meanwhile.
    """
    lock = Lock()
    opened: list[Advisor] = []

    def advisor() -> Advisor:
        with lock:
            if not opened:
                opened.append(open_it())
            return opened[0]

    return advisor
