"""A conversation as its reader sees it, step by step: what the chat shows and what stands beside it.

Knows Answers and how they are written; does not know Gradio.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Answer, Claim, Evidence, Outcome
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving import rendering
from smeadvisor.serving.chat_page.turns import Conversation, Turn
from smeadvisor.serving.rendering_evidence import (
    EMPTY_PANEL,
    Around,
    evidence_html,
    nothing_around,
    notice_html,
)

# Every view sent costs the server and the browser; an eye sees no more than this many a second.
_SECONDS_BETWEEN_VIEWS = 0.2
_LOOKING = "*Looking through the documents…*"
_STOPPED = "This answer was stopped before it was whole."
_NOT_BEGUN = "This was stopped before it was answered; ask it again."


@dataclass(frozen=True, slots=True)
class View:
    """What is on the page at one moment.

    `evidence` is HTML. `progress` is the last reply while it is being made, in Markdown.
    `suggestions` are questions to ask next.
    """

    conversation: Conversation
    evidence: str
    progress: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The turns in the form chats have: one message of the user, one of the assistant."""
        messages: list[dict[str, Any]] = [
            {"role": role, "content": content}
            for number, turn in self.conversation.numbered.items()
            for role, content in (
                ("user", rendering.escape_markdown(turn.question)),
                ("assistant", turn.reply(number)),
            )
        ]
        if self.progress and messages:
            messages[-1]["content"] = self.progress
        if self.suggestions and messages:
            messages[-1]["options"] = [{"value": one, "label": one} for one in self.suggestions]
        return messages

    @property
    def reading(self) -> str:
        """How the last question was understood, where it was completed from the conversation."""
        turns = self.conversation.turns
        answer = turns[-1].answer if turns else None
        if self.progress or answer is None or not rendering.was_read_differently(answer):
            return ""
        return answer.standalone_question


def shown(
    conversation: Conversation, around: Around = nothing_around, turn: int | None = None
) -> View:
    """A conversation at rest, with the evidence of one of its turns, of the last where none is named.

    `turn` is a number of the conversation's; a turn that it does not have is nobody's evidence.
    """
    number = conversation.count if turn is None else turn
    found = conversation.numbered.get(number)
    last = conversation.turns[-1].answer if conversation.turns else None
    return View(
        conversation,
        _evidence(found.answer if found else None, around, number),
        suggestions=_not_asked(last.suggestions, conversation) if last else (),
    )


def _evidence(answer: Answer | None, around: Around, number: int) -> str:
    """The panel; where the index cannot be read any more it says so and the conversation stays."""
    if answer is None:
        return notice_html(EMPTY_PANEL)
    try:
        return evidence_html(answer, around, number)
    except SmeAdvisorError as error:
        return notice_html(str(error), "The passages cannot be shown")


def converse(
    advisor: Callable[[], Advisor],
    question: str,
    conversation: Conversation,
    around: Around = nothing_around,
) -> Iterator[View]:
    """The views from a question to its answer; none where nothing was asked.

    Every view holds a conversation that can be kept as it is: who stops keeps the claims so far. An
    error that is meant for a person becomes the reply.
    """
    if not question.strip():
        return
    waiting = notice_html("Reading…")
    unfinished = conversation.with_turn(Turn(question, problem=_NOT_BEGUN))
    number = unfinished.count
    yield View(unfinished, waiting, _LOOKING)
    try:
        opened = advisor()
        for step in _steps(opened, question, conversation, number):
            after = conversation.with_turn(Turn(question, step.answer, step.problem))
            evidence = waiting if step.progress else _evidence(step.answer, around, number)
            yield View(after, evidence, step.progress)
        if step.answer:
            found = suggestions(opened, step.answer, after)
            if found:
                yield View(after, evidence, suggestions=found)
    except SmeAdvisorError as error:
        failed = conversation.with_turn(Turn(question, problem=str(error)))
        yield View(failed, notice_html(EMPTY_PANEL))


@dataclass(frozen=True, slots=True)
class _Step:
    """What would be kept if it ended here, and what is shown while it goes on."""

    answer: Answer | None
    problem: str = ""
    progress: str = ""


def _steps(
    advisor: Advisor, question: str, conversation: Conversation, number: int
) -> Iterator[_Step]:
    """The answer as it grows, whole at the end."""
    claims: list[Claim] = []
    reading = _LOOKING
    partial = Answer(question, "", Outcome.PARTLY_ANSWERED, note=_STOPPED)
    seen = monotonic()
    for step in advisor.steps(question, conversation.answers):
        if isinstance(step, Answer):
            yield _Step(step)
        elif isinstance(step, Evidence):
            count = len(step.considered)
            reading = f"*Reading {count} passage{'' if count == 1 else 's'}…*"
            partial = replace(
                partial, standalone_question=step.question, considered=step.considered
            )
            yield _Step(None, _NOT_BEGUN, reading)
        else:
            claims.append(step)
            if monotonic() - seen > _SECONDS_BETWEEN_VIEWS:
                seen = monotonic()
                so_far = rendering.claims_markdown(claims, number)
                yield _Step(
                    replace(partial, claims=tuple(claims)), progress=f"{so_far}\n\n{reading}"
                )


def suggestions(advisor: Advisor, answer: Answer, conversation: Conversation) -> tuple[str, ...]:
    """Questions to ask next: near to the answer, not asked yet, and not declined by the gate."""
    if answer.suggestions:
        return _not_asked(answer.suggestions, conversation)
    hits = [entry.hit for entry in answer.considered]
    found = advisor.gate.suggestions(answer.standalone_question, hits) if hits else ()
    return tuple(one for one in _not_asked(found, conversation) if _is_answered(advisor, one))


def _not_asked(questions: Sequence[str], conversation: Conversation) -> tuple[str, ...]:
    asked = {_plain(turn.question) for turn in conversation.turns}
    asked |= {_plain(answer.standalone_question) for answer in conversation.answers}
    return tuple(one for one in questions if _plain(one) not in asked)


def _is_answered(advisor: Advisor, question: str) -> bool:
    hits = advisor.retriever.retrieve(question, advisor.passages_considered)
    return advisor.gate.judge(question, hits).refusal is None


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?")


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
