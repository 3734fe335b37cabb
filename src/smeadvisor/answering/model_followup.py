"""Follow-ups read by a chat model, and by rules where the model's reading will not do.

Only what was answered is shown to the model, and what it writes may name nothing that was not named.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from langchain_core.runnables import Runnable, RunnableGenerator

from smeadvisor.answering.chat_models import ChatModel
from smeadvisor.answering.followup import Reader, Reading
from smeadvisor.answering.generative import SHARE, prompt
from smeadvisor.answering.model_evidence import as_data
from smeadvisor.answering.model_failures import ChatFailure
from smeadvisor.answering.model_output import Sentence
from smeadvisor.answering.model_parser import Ending, sentence_parser
from smeadvisor.answering.model_stream import stream
from smeadvisor.domain.answers import Answer, Usage
from smeadvisor.text.countries import countries, regions
from smeadvisor.text.figures import figures
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

_MOST_TURNS = 4
_WORDS_OF_AN_ANSWER = 80
# In characters: no question is read out of more, and none may become longer.
_LONGEST = 400
_NAME = re.compile(r"(?<!^)(?<![.?!]\s)\b(?:[A-Z][\w&’'-]*|\w*[A-Z]\w*)")
_LABEL = re.compile(r"(?:stand-?alone |rewritten )?question:\s*", re.IGNORECASE)
_ASKS = re.compile(r"\?[\"”’']?$")


class ModelFollowUp:
    """`rules` reads whatever the model does not."""

    def __init__(self, rules: Reader, chat: ChatModel) -> None:
        self._rules = rules
        self._chat = chat

    def read(self, question: str, earlier_answers: Sequence[Answer]) -> Reading:
        """The model's reading where it names only what the conversation names; else that by rules."""
        turns = [answer for answer in earlier_answers if answer.outcome.is_answer][-_MOST_TURNS:]
        by_rules = self._rules.read(question, earlier_answers)
        if not turns or len(question) > _LONGEST:
            return by_rules
        written, usage = self._written(question, turns)
        if written and is_faithful(written, question, turns):
            return Reading(written, usage)
        return replace(by_rules, usage=usage)

    def _written(self, question: str, turns: Sequence[Answer]) -> tuple[str, Usage]:
        values = {"conversation": "\n".join(_told(turns)), "question": as_data(question)}
        begun = time.monotonic()
        ending, texts = Ending(), list[str]()
        try:
            seconds = (1 - SHARE) * self._chat.options.seconds
            with closing(stream(self._chain, values, seconds)) as pieces:
                for piece in pieces:
                    if isinstance(piece, Ending):
                        ending = piece
                        break
                    texts.append(piece.text)
        except ChatFailure:
            texts = []
        written = "" if ending.cut or ending.is_withheld else " ".join(texts)
        usage = self._chat.usage(ending.counted, time.monotonic() - begun)
        return _LABEL.sub("", written, count=1).strip('"“”'), usage

    def _chain(self) -> Runnable[dict[str, str], Sentence | Ending]:
        return prompt("followup") | self._chat.model | RunnableGenerator(sentence_parser(_LONGEST))


def is_faithful(written: str, question: str, turns: Sequence[Answer]) -> bool:
    """Whether a rewritten question asks one thing, keeps what was named and names nothing new."""
    if len(written) > _LONGEST or "\n" in written or not _ASKS.search(written):
        return False
    said = " ".join([question, *(f"{one.standalone_question} {one.text}" for one in turns)])
    if figures(written) - figures(said) or figures(question) - figures(written):
        return False
    if (countries(written) | regions(written)) - (countries(said) | regions(said)):
        return False
    if countries(question) - countries(written):
        return False
    known = _stems(said)
    return all(_stems(name) <= known for name in _NAME.findall(written))


def _told(turns: Sequence[Answer]) -> Iterator[str]:
    """The conversation as the model sees it: questions as they were read, and the beginnings of answers."""
    for turn in turns:
        words = turn.text.split()[:_WORDS_OF_AN_ANSWER]
        yield f"Q: {as_data(turn.standalone_question)}\nA: {as_data(' '.join(words))}"


def _stems(text: str) -> set[str]:
    return {stem(word) for word in tokens(text) if word not in FUNCTION_WORDS}
