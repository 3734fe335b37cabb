"""Turn and Conversation: what was asked and answered so far. Knows neither Gradio nor a browser."""

from dataclasses import dataclass, replace
from uuid import uuid4

from smeadvisor.domain.answers import Answer
from smeadvisor.serving import rendering

TURNS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; where there is none, `problem` says why in a sentence."""

    question: str
    answer: Answer | None = None
    problem: str = ""

    def reply(self, number: int) -> str:
        """What the chat shows as the reply, in Markdown; `number` is the turn's in its conversation."""
        if self.answer:
            return rendering.answer_markdown(self.answer, number)
        return rendering.escape_markdown(self.problem)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, oldest first, under an id of hexadecimal digits; only the last of them are kept.

    `dropped` is how many are not kept any more, so that a turn has the same number all along.
    """

    id: str
    turns: tuple[Turn, ...] = ()
    dropped: int = 0

    @staticmethod
    def new() -> "Conversation":
        """A conversation in which nothing was asked yet."""
        return Conversation(uuid4().hex)

    @property
    def answers(self) -> list[Answer]:
        """The answers, oldest first."""
        return [turn.answer for turn in self.turns if turn.answer]

    @property
    def numbered(self) -> dict[int, Turn]:
        """The turns by their numbers; the first that was ever asked has number 1."""
        return dict(enumerate(self.turns, self.dropped + 1))

    @property
    def count(self) -> int:
        """How many turns there were: the number of the last one."""
        return self.dropped + len(self.turns)

    def with_turn(self, turn: Turn) -> "Conversation":
        """The same with one turn more."""
        return replace(self, turns=(*self.turns, turn)).last(TURNS_KEPT)

    def without_last(self) -> "Conversation":
        """The same as it was before its last turn."""
        return replace(self, turns=self.turns[:-1])

    def last(self, count: int) -> "Conversation":
        """The same with at most so many turns, the last ones."""
        less = max(0, len(self.turns) - count)
        return replace(self, turns=self.turns[less:], dropped=self.dropped + less)
