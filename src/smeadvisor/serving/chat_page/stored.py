"""A conversation as the text that a reader's browser keeps, and back.

The server keeps no conversation: the browser sends this text with every question. It is small, since
passages are named and read from the index again, and it is not trusted: whatever is not a
conversation is turned away, and a quote is a citation only where its words stand in the passage that
is named. Where the passage is gone, the quote itself is all that is left of it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Claim,
    Considered,
    DroppedClaim,
    Hit,
    Outcome,
)
from smeadvisor.domain.documents import BlockKind, Passage, Place
from smeadvisor.errors import QuoteError
from smeadvisor.indexing.index import Index
from smeadvisor.serving.chat_page.turns import TURNS_KEPT, Conversation, Turn

# Requests are turned away above some size; a text is escaped once more on its way.
LARGEST = 64_000
_FORMAT = "smeadvisor conversation"
_OUTCOMES = {outcome.label: outcome for outcome in Outcome}

_Text = Annotated[str, Field(max_length=LARGEST)]
_Offset = Annotated[int, Field(ge=0)]


class Passages(Protocol):
    """Gives passages of a document by their ids; those that are gone are left out."""

    def __call__(self, document_id: str, ids: Sequence[str], /) -> dict[str, Passage]:
        """The passages that there still are."""
        ...


def no_passages(_document_id: str, _ids: Sequence[str]) -> dict[str, Passage]:
    """For a page without an index to read."""
    return {}


def passages_in(index: Callable[[], Index] | None) -> Passages:
    """What looks passages up in an index."""
    if index is None:
        return no_passages
    opened = index
    return lambda document_id, ids: opened().named(document_id, ids)


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Place(_Stored):
    headings: list[_Text] = []
    kind: _Text
    labels: list[_Text] = []
    caption: _Text = ""
    page: int | None = None


class _Passage(_Stored):
    id: _Text
    document: _Text
    title: _Text
    place: _Place


class _Citation(_Stored):
    passage: _Offset
    start: _Offset
    end: _Offset
    quote: _Text


class _Claim(_Stored):
    text: _Text
    citations: list[_Offset]
    item: bool = False


class _Considered(_Stored):
    passage: _Offset
    score: float
    kept: bool
    reason: _Text


class _Dropped(_Stored):
    text: _Text
    reason: _Text


class _Answer(_Stored):
    question: _Text
    standalone: _Text
    outcome: _Text
    citations: list[_Citation] = []
    claims: list[_Claim] = []
    considered: list[_Considered] = []
    dropped: list[_Dropped] = []
    confidence: float = 0.0
    note: _Text = ""
    suggestions: list[_Text] = []


class _Turn(_Stored):
    question: _Text
    answer: _Answer | None = None
    problem: _Text = ""


class _Conversation(_Stored):
    format: Literal["smeadvisor conversation"]
    version: Literal[1]
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{1,32}$")]
    passages: list[_Passage] = []
    turns: Annotated[list[_Turn], Field(max_length=TURNS_KEPT)] = []
    dropped: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def to_text(conversation: Conversation) -> str:
    """The conversation as JSON, its oldest turns left out where it would be too long to send."""
    while True:
        text = _written(conversation)
        if len(text.encode()) <= LARGEST or not conversation.turns:
            return text
        conversation = conversation.last(len(conversation.turns) - 1)


def from_text(text: str, passages: Passages = no_passages) -> Conversation | None:
    """The conversation of a text; None where it is not one. An empty text is a new conversation.

    Raises:
        SmeAdvisorError: the passages cannot be read.
    """
    if not text:
        return Conversation.new()
    if len(text) > 4 * LARGEST:
        return None
    try:
        stored = _Conversation.model_validate_json(text)
        return _Reading(stored, passages).conversation()
    except (ValidationError, QuoteError, IndexError, ValueError):
        return None


def _written(conversation: Conversation) -> str:
    numbers: dict[Passage, int] = {}

    def number(passage: Passage) -> int:
        return numbers.setdefault(passage, len(numbers))

    written = [_turn(turn, number) for turn in conversation.turns]
    stored = _Conversation(
        format="smeadvisor conversation",
        version=1,
        id=conversation.id,
        passages=[_passage(passage) for passage in numbers],
        turns=written,
        dropped=conversation.dropped,
    )
    # What is left out comes back as its default.
    return json.dumps(
        {"format": _FORMAT, "version": 1, **stored.model_dump(exclude_defaults=True)},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _turn(turn: Turn, number: Callable[[Passage], int]) -> _Turn:
    answer = turn.answer
    return _Turn(
        question=turn.question,
        answer=_answer(answer, number) if answer else None,
        problem=turn.problem,
    )


def _answer(answer: Answer, number: Callable[[Passage], int]) -> _Answer:
    order = {cited: position for position, cited in enumerate(answer.citations)}
    return _Answer(
        question=answer.question,
        standalone=answer.standalone_question,
        outcome=answer.outcome.label,
        citations=[
            _Citation(
                passage=number(cited.passage), start=cited.start, end=cited.end, quote=cited.quote
            )
            for cited in order
        ],
        claims=[
            _Claim(
                text=claim.text,
                citations=[order[cited] for cited in claim.citations],
                item=claim.is_item,
            )
            for claim in answer.claims
        ],
        considered=[
            _Considered(
                passage=number(entry.hit.passage),
                score=float(entry.hit.score),
                kept=entry.kept,
                reason=entry.reason,
            )
            for entry in answer.considered
        ],
        dropped=[_Dropped(text=one.text, reason=one.reason) for one in answer.dropped],
        confidence=float(answer.confidence),
        note=answer.note,
        suggestions=list(answer.suggestions),
    )


def _passage(passage: Passage) -> _Passage:
    place = passage.place
    return _Passage(
        id=passage.id,
        document=passage.document_id,
        title=passage.title,
        place=_Place(
            headings=list(place.headings),
            kind=place.kind.value,
            labels=list(place.labels),
            caption=place.caption,
            page=place.page,
        ),
    )


@dataclass(frozen=True)
class _Reading:
    """One stored conversation on its way back to what it was."""

    stored: _Conversation
    passages: Passages

    def conversation(self) -> Conversation:
        found = self._found()
        turns = tuple(
            Turn(
                turn.question,
                self._answer(turn.answer, found) if turn.answer else None,
                turn.problem,
            )
            for turn in self.stored.turns
        )
        return Conversation(self.stored.id, turns, self.stored.dropped)

    def _found(self) -> dict[str, Passage]:
        """The passages that there still are, each document looked through once."""
        by_document: dict[str, list[str]] = defaultdict(list)
        for passage in self.stored.passages:
            by_document[passage.document].append(passage.id)
        found: dict[str, Passage] = {}
        for document, ids in by_document.items():
            found |= self.passages(document, ids)
        return found

    def _answer(self, answer: _Answer, found: dict[str, Passage]) -> Answer:
        citations = [self._citation(cited, found) for cited in answer.citations]
        names = [passage.id for passage in self.stored.passages]
        return Answer(
            answer.question,
            answer.standalone,
            _OUTCOMES.get(answer.outcome) or _unknown(answer.outcome),
            tuple(
                Claim(claim.text, tuple(citations[one] for one in claim.citations), claim.item)
                for claim in answer.claims
            ),
            tuple(
                Considered(Hit(found[names[entry.passage]], entry.score), entry.kept, entry.reason)
                for entry in answer.considered
                if names[entry.passage] in found
            ),
            tuple(DroppedClaim(one.text, one.reason) for one in answer.dropped),
            answer.confidence,
            answer.note,
            suggestions=tuple(answer.suggestions),
        )

    def _citation(self, cited: _Citation, found: dict[str, Passage]) -> Citation:
        stored = self.stored.passages[cited.passage]
        passage = found.get(stored.id)
        if passage:
            try:
                return Citation(passage, cited.quote, cited.start, cited.end)
            except QuoteError:
                pass  # the document has other words at that place now
        remains = Passage(
            f"{stored.id}, as it was quoted",
            stored.document,
            stored.title,
            cited.quote,
            _place(stored.place),
            cited.start,
            cited.end,
        )
        return Citation(remains, cited.quote, cited.start, cited.end)


def _place(place: _Place) -> Place:
    return Place(
        tuple(place.headings),
        BlockKind(place.kind),
        tuple(place.labels),
        place.caption,
        page=place.page,
    )


def _unknown(label: str) -> Outcome:
    raise ValueError(f"No outcome is called {label!r}.")
