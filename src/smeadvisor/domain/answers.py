"""Hit, Evidence, DraftClaim, Citation, Claim, Outcome and Answer: a question's way in types.

Scores order one list and mean nothing outside it. How any of these is made is not known here.
"""

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, TypeVar

from smeadvisor.domain.documents import Passage, Place
from smeadvisor.errors import QuoteError

Amount = TypeVar("Amount", int, float)


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage and its score in the list it came in; higher is better.

    `match` is the (start, end) in the document of the statement that speaks most to the query; None
    where nobody looked.
    """

    passage: Passage
    score: float
    match: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A hit with what became of it and why."""

    hit: Hit
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a question leans on: an earlier question as it was understood, and what answered it."""

    question: str
    said: tuple["Citation", ...] = ()

    def before(self, question: str) -> str:
        """A question after the one that it leans on."""
        return f"{self.question} {question}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer may be made of: the stand-alone question and every hit, kept or not.

    `context` is what the question still leans on, where it cannot be read alone; `conversation` the question as
    it was asked, after those that were answered before it, and "" where none was.
    """

    question: str
    considered: tuple[Considered, ...]
    confidence: float
    context: Context | None = None
    conversation: str = ""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits that were kept, best first."""
        return tuple(entry.hit for entry in self.considered if entry.kept)


@dataclass(frozen=True, slots=True)
class Citation:
    """The very words that support a claim.

    `start` and `end` are offsets in the document's text, like those of the passage.

    Raises:
        QuoteError: the quote does not stand at that place, character for character.
    """

    passage: Passage
    quote: str
    start: int
    end: int

    def __post_init__(self) -> None:
        inside = self.passage.start <= self.start < self.end <= self.passage.end
        offset = self.passage.start
        if not inside or self.passage.text[self.start - offset : self.end - offset] != self.quote:
            raise QuoteError(
                f"The quote {self.quote[:60]!r} is not in passage {self.passage.id} "
                f"at {self.start}–{self.end}; cite the passage's own characters."
            )

    @property
    def place(self) -> Place:
        """Where the quote stands: a cell's row and column, where it is a cell."""
        return self.passage.place_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A statement that an answerer proposes; nobody sees it before it is checked.

    `is_computed` says that it compares, counts or orders what it cites, in words of its own.
    """

    text: str
    citations: tuple[Citation, ...]
    is_item: bool = False
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One checked statement and what supports it; `is_item` where it is an item of a list."""

    text: str
    citations: tuple[Citation, ...]
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What an answerer says about its answer, not about the subject: that a list is whole, what is missing.

    `is_gap` where part of what was asked for is missing.
    """

    text: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Setback:
    """Why an answerer could not finish, in a sentence for the reader; whoever is next may answer instead."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model took: tokens where it counts them, seconds, and the cost where prices are known."""

    model: str
    input_tokens: int | None
    output_tokens: int | None
    seconds: float
    cost: float | None = None

    def plus(self, other: "Usage") -> "Usage":
        """Both together; what is unknown of one is unknown of both."""
        return Usage(
            self.model,
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.output_tokens, other.output_tokens),
            self.seconds + other.seconds,
            _sum(self.cost, other.cost),
        )


@dataclass(frozen=True, slots=True)
class DroppedClaim:
    """A statement that did not stand, kept aside with the reason."""

    text: str
    reason: str


class Outcome(Enum):
    """What kind of reply this is. The value names it in JSON, `words` are for the reader."""

    ANSWERED = ("answered", "Answered from the documents.")
    PARTLY_ANSWERED = (
        "partly answered",
        "The documents answer this only in part.",
    )
    NO_EVIDENCE = (
        "no evidence",
        "I cannot answer this: the documents I have do not say enough about it.",
    )
    NO_ANSWER = (
        "no answer",
        "I found passages on the subject, but none that answers the question.",
    )
    UNSUPPORTED = (
        "unsupported",
        "I cannot answer this: what I drafted was not supported by the passages it cited.",
    )
    SMALL_TALK = (
        "small talk",
        "Ask me about the documents I have whenever you like; I answer in their own words and show "
        "where they stand.",
    )
    OUT_OF_SCOPE = (
        "out of scope",
        "I cannot help with this: it is outside what the documents I have are about.",
    )
    REFUSED_INPUT = ("refused input", "I cannot take this input.")
    UNCLEAR_QUESTION = (
        "unclear question",
        "I do not see a question here. Please ask it in a sentence.",
    )

    def __init__(self, label: str, words: str) -> None:
        self.label = label
        self.words = words

    @property
    def is_answer(self) -> bool:
        """Whether the reply carries claims."""
        return self in (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply: its outcome, its claims, and everything needed to see why.

    `note` adds to the outcome's words what is particular to this question. `usage` is None where no
    chat model was asked. `suggestions` are questions to ask instead.
    """

    question: str
    standalone_question: str
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
    considered: tuple[Considered, ...] = ()
    dropped: tuple[DroppedClaim, ...] = ()
    confidence: float = 0.0
    note: str = ""
    usage: Usage | None = None
    suggestions: tuple[str, ...] = ()

    @property
    def invitation(self) -> str:
        """The suggestions as a sentence; empty where there are none."""
        asked = " ".join(f"“{one}”" for one in self.suggestions)
        return f"You could ask: {asked}" if asked else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said besides the claims, in reading order; a full answer needs no words of its own."""
        words = "" if self.outcome is Outcome.ANSWERED else self.outcome.words
        # A greeting is returned first, and then led to the documents.
        is_small_talk = self.outcome is Outcome.SMALL_TALK
        parts = (self.note, words) if is_small_talk else (words, self.note, self.invitation)
        return tuple(part for part in parts if part)

    @property
    def text(self) -> str:
        """The reply as plain prose without citation marks; list items on lines of their own."""
        if not self.outcome.is_answer:
            return " ".join(self.remarks)
        text, after_item = "", False
        for claim in self.claims:
            separator = "\n• " if claim.is_item else "\n" if after_item else " " if text else ""
            text += separator + claim.text
            after_item = claim.is_item
        return text.strip()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all claims in the order in which they are numbered, each once."""
        return tuple(
            dict.fromkeys(citation for claim in self.claims for citation in claim.citations)
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON types; citations are numbered from 1 as in `citations`."""
        numbers = {citation: number for number, citation in enumerate(self.citations, 1)}
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "outcome": self.outcome.label,
            "text": self.text,
            "note": self.note,
            "suggestions": list(self.suggestions),
            "confidence": round(self.confidence, 4),
            "claims": [
                {"text": claim.text, "citations": [numbers[cited] for cited in claim.citations]}
                for claim in self.claims
            ],
            "citations": [
                {
                    "number": number,
                    "quote": cited.quote,
                    "start": cited.start,
                    "end": cited.end,
                    "place": str(cited.place),
                    "document": cited.passage.title,
                    "document_id": cited.passage.document_id,
                    "passage_id": cited.passage.id,
                }
                for cited, number in numbers.items()
            ],
            "considered": [
                {
                    "passage_id": entry.hit.passage.id,
                    "place": str(entry.hit.passage.place),
                    "score": round(entry.hit.score, 6),
                    "kept": entry.kept,
                    "reason": entry.reason,
                }
                for entry in self.considered
            ],
            "dropped": [{"text": claim.text, "reason": claim.reason} for claim in self.dropped],
            "usage": asdict(self.usage) if self.usage else None,
        }


def _sum(one: Amount | None, other: Amount | None) -> Amount | None:
    return None if one is None or other is None else one + other
