"""Conversation: answers in the order in which they were given, and the notes they share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome

NO_QUESTIONS = "Nothing was asked."
# What XML, and with it Word and Excel, has no character for; nobody can read it either. C1 controls
# are allowed there, but move the cursor of a terminal.
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers, oldest first, under a title; `started` is when it began, `language` a language tag."""

    answers: tuple[Answer, ...]
    title: str = ""
    started: datetime | None = None
    language: str = "en"

    @property
    def heading(self) -> str:
        """The title, or the first question where there is none."""
        return self.title or (self.answers[0].question if self.answers else "") or "Conversation"

    @property
    def notes(self) -> dict[Citation, int]:
        """Every citation with its number, from 1 and counted over all answers; each once."""
        cited = dict.fromkeys(one for answer in self.answers for one in answer.citations)
        return {citation: number for number, citation in enumerate(cited, 1)}

    @property
    def when(self) -> str:
        """When it began and how much was asked, as a line."""
        count = len(self.answers)
        asked = f"{count} question{'' if count == 1 else 's'}"
        return (
            f"{self.started:%d %B %Y, %H:%M %Z}".strip() + f" · {asked}" if self.started else asked
        )


def printable(text: str) -> str:
    """The text without characters that no file and no reader can take; lines and tabs stay."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """The text as one line."""
    return " ".join(printable(text).split())


def said_besides(answer: Answer) -> tuple[str, ...]:
    """The outcome in words, also where it is a full answer, and the remarks."""
    if answer.outcome is Outcome.ANSWERED:
        return (answer.outcome.words, *answer.remarks)
    return answer.remarks


def paragraphs(claims: Iterable[Claim]) -> Iterator[tuple[bool, list[Claim]]]:
    """Claims as they stand together: whether they are items of a list, and which they are."""
    for is_item, group in groupby(claims, key=lambda claim: claim.is_item):
        yield is_item, list(group)


def source_lines(citation: Citation) -> list[str]:
    """What a note says before its quote: document and place; of a cell, its row and its column."""
    place = citation.place
    where = str(replace(place, row=(), column=()))
    caption = f": {place.caption}" if place.caption else ""
    lines = [f"{citation.passage.title}. {where}{caption}"]
    for name, labels in (("Row", place.row), ("Column", place.column)):
        said = " › ".join(label for label in labels if label)
        lines += [f"{name}: {said}"] if said else []
    return [one_line(line) for line in lines]


def quote_lines(citation: Citation) -> list[str]:
    """The quote, all of it, line by line, in quotation marks."""
    lines = [one_line(line) for line in printable(citation.quote).splitlines()]
    lines = [line for line in lines if line] or [""]
    return [f"“{lines[0]}", *lines[1:-1], f"{lines[-1]}”"] if lines[1:] else [f"“{lines[0]}”"]
