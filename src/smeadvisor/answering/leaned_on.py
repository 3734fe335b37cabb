"""A question written with the one that it leans on, and what the next turn leans on after it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from smeadvisor.domain.answers import Answer, Context
from smeadvisor.domain.reading import in_conversation
from smeadvisor.text.words import stems

# A question of so many words of its own says what it is about.
_ENOUGH_WORDS = 3
# As many as what was trained on conversations has read.
_EARLIER = 2
_WITH_CONTEXT = re.compile(r"(?P<question>.*) \(about: (?P<before>.*)\)", re.DOTALL)


def with_context(question: str, before: str) -> str:
    """A question with the one that it leans on, for a reader."""
    return f"{question} (about: {before})"


def conversation_of(question: str, earlier_answers: Sequence[Answer]) -> str:
    """A question as it was asked, after the last ones that were answered; "" where none was."""
    answered = [one.question for one in earlier_answers if one.outcome.is_answer]
    return in_conversation(answered[-_EARLIER:], question) if answered else ""


def _parted(question: str) -> tuple[str, str]:
    """A question as `with_context` writes it, and what it leans on; "" where it is whole."""
    match = _WITH_CONTEXT.fullmatch(question)
    return (match["question"], match["before"]) if match else (question, "")


def as_asked(answer: Answer) -> Answer:
    """A turn as rules look at it: by what it leaned on, which names what it is about."""
    question, before = _parted(answer.standalone_question)
    return replace(answer, standalone_question=before or question)


def situation_of(last: Answer) -> Context:
    """What a turn that asks about all that was said leans on: the whole last question, and its answer."""
    question, before = _parted(last.standalone_question)
    is_whole = len(set(stems(question))) >= _ENOUGH_WORDS
    return Context(question if is_whole else f"{before} {question}".strip(), last.citations)


def context_of(last: Answer) -> Context:
    """What a turn after an answer leans on: the question that names the subject, and what was said."""
    question, before = _parted(last.standalone_question)
    return Context(before or question, last.citations)
