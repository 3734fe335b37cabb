"""A conversation as Markdown (CommonMark, no HTML). Pure."""

from collections.abc import Iterable, Iterator, Mapping

from smeadvisor.domain.answers import Answer, Citation, Claim
from smeadvisor.serving.export.conversation import (
    NO_QUESTIONS,
    Conversation,
    paragraphs,
    printable,
    quote_lines,
    said_besides,
    source_lines,
)
from smeadvisor.serving.rendering import escape_markdown, was_read_differently

_LINE_BREAK = "\\\n"


def to_markdown(conversation: Conversation) -> str:
    """The conversation with numbered notes at its end; foreign words are escaped and do nothing."""
    notes = conversation.notes
    blocks = [f"# {_text(conversation.heading)}", _text(conversation.when)]
    for number, answer in enumerate(conversation.answers, 1):
        blocks += [f"## {number}. {_text(answer.question)}", *_reply(answer, notes)]
    if not conversation.answers:
        blocks.append(NO_QUESTIONS)
    if notes:
        blocks += ["## Notes", *(_note(citation, number) for citation, number in notes.items())]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _reply(answer: Answer, notes: Mapping[Citation, int]) -> Iterator[str]:
    if was_read_differently(answer):
        yield f"*Understood as: {_text(answer.standalone_question)}*"
    for is_item, claims in paragraphs(answer.claims):
        lines = [_claim(claim, notes) for claim in claims]
        yield "\n".join(f"- {line}" for line in lines) if is_item else " ".join(lines)
    yield f"*{' '.join(map(_text, said_besides(answer)))}*"


def _claim(claim: Claim, notes: Mapping[Citation, int]) -> str:
    marks = "".join(f"[{notes[cited]}]" for cited in dict.fromkeys(claim.citations))
    return " ".join(filter(None, [_text(claim.text), marks]))


def _note(citation: Citation, number: int) -> str:
    source = _lines(source_lines(citation))
    quote = _lines(quote_lines(citation)).replace("\n", "\n> ")
    return f"**[{number}]** {source}\n\n> {quote}"


def _lines(lines: Iterable[str]) -> str:
    return _LINE_BREAK.join(map(_text, lines))


def _text(text: str) -> str:
    return escape_markdown(printable(text))
