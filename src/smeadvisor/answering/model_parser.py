"""The last link of a chain: chunks of a model's message in, finished sentences and how it ended out."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata, add_usage

from smeadvisor.answering.model_output import Sentence, SentenceReader

Parser = Callable[[AsyncIterator[BaseMessage]], AsyncIterator["Sentence | Ending"]]
# A token of English has about 4 characters; who writes twice as much as allowed does not stop.
_CHARACTERS_A_TOKEN = 8
# How vendors call it when a text ended at the limit, or was withheld.
_CUT = {"length", "max_tokens", "max_output_tokens", "incomplete", "model_length"}
_DECLINED = {"content_filter", "refusal", "safety"}
_ENDS = ("finish_reason", "stop_reason", "done_reason", "status")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a text ended: what it took, why it was `cut` off if it was, whether it was withheld.

    `cut` goes on after "The chat model".
    """

    counted: UsageMetadata | None = None
    cut: str = ""
    is_withheld: bool = False


def sentence_parser(output_tokens: int, are_bare_numbers_marks: bool = False) -> Parser:
    """A parser that gives each sentence as soon as it is finished, and an ending last."""
    most = output_tokens * _CHARACTERS_A_TOKEN

    async def parse(chunks: AsyncIterator[BaseMessage]) -> AsyncIterator[Sentence | Ending]:
        reader = SentenceReader(are_bare_numbers_marks)
        about = _About()
        async for chunk in chunks:
            if about.is_endless:
                # Only who asked can hang up, and does so on the ending.
                continue
            about.note(chunk)
            for sentence in reader.feed(chunk.text):
                yield sentence
            if reader.characters > most:
                about.is_endless = True
                yield about.ending()
        if not about.is_endless:
            ending = about.ending()
            for sentence in reader.close(bool(ending.cut)):
                yield sentence
            yield ending

    return parse


class _About:
    """What the chunks of one message say besides its text."""

    def __init__(self) -> None:
        self.is_endless = False
        self._counted: UsageMetadata | None = None
        self._is_described = False
        self._end = ""

    def note(self, chunk: BaseMessage) -> None:
        """Remember what one chunk says."""
        if isinstance(chunk, AIMessageChunk) and chunk.usage_metadata:
            self._counted = add_usage(self._counted, chunk.usage_metadata)
        about = chunk.response_metadata
        self._is_described |= bool(about)
        for name in _ENDS:
            self._end = str(about.get(name) or self._end).lower()

    def ending(self) -> Ending:
        """How it ended. A text that a vendor describes, but not how it ended, broke off."""
        cut = ""
        if self.is_endless or self._end in _CUT:
            cut = "did not come to an end"
        elif self._is_described and not self._end:
            cut = "broke off"
        return Ending(self._counted, cut, self._end in _DECLINED)
