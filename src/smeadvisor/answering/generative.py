"""Answers by a chat model: evidence in, drafted sentences out as they come, each with the passages it cites.

The chain is prompt | model | parser. Nothing here is shown before the verifier has checked it.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableGenerator

from smeadvisor.answering.answerer import Draft
from smeadvisor.answering.chat_models import ChatModel
from smeadvisor.answering.languages import foreign_language
from smeadvisor.answering.leaning import leans
from smeadvisor.answering.model_evidence import ShownEvidence, as_data, shown
from smeadvisor.answering.model_failures import ChatFailure
from smeadvisor.answering.model_output import Sentence
from smeadvisor.answering.model_parser import Ending, sentence_parser
from smeadvisor.answering.model_stream import stream
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark, Setback
from smeadvisor.text.words import tokens

NOTHING_FOUND = Remark("The chat model found no answer in the passages.")
# Of the seconds for an answer; a follow-up was read in the others.
SHARE = 0.75
# So often is evidence halved that is too long for a model.
_HALVINGS = 2
_FEW_WORDS = 6
_MOST_REPEATS = 3
# "This process …" needs the sentence before it.
_POINTING = re.compile(r"(?:This|These|That|Those|Such)\b")


@dataclass(slots=True)
class _Written:
    """What a model has written so far."""

    seen: set[str] = field(default_factory=set)
    repeats: int = 0
    drafted: int = 0
    goes_on: bool = False
    has_refused: bool = False
    found_nothing: bool = False
    ending: Ending = field(default_factory=Ending)


class GenerativeAnswerer:
    """Has a chat model answer in at most `words` words; `is_known` says whether the documents have a stem."""

    def __init__(self, chat: ChatModel, words: int, is_known: Callable[[str], bool]) -> None:
        self._chat = chat
        self._words = words
        self._is_known = is_known

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """A claim for every sentence as soon as it is finished; what it took, and why there is no more."""
        begun = time.monotonic()
        written = _Written()
        failure = None
        try:
            yield from self._drafted(evidence, written, begun)
        except ChatFailure as error:
            failure = error
        yield self._chat.usage(written.ending.counted, time.monotonic() - begun)
        yield from _last_words(written, failure)

    def _drafted(self, evidence: Evidence, written: _Written, begun: float) -> Iterator[DraftClaim]:
        """The claims; asked again with half of the evidence where all of it was too much."""
        words = self._chat.options.evidence_words
        for halving in range(_HALVINGS + 1):
            left = SHARE * self._chat.options.seconds - (time.monotonic() - begun)
            given = shown(evidence.hits, words)
            try:
                yield from self._asked(evidence.question, given, written, left)
                return
            except ChatFailure as failure:
                if not failure.is_too_long or halving == _HALVINGS:
                    raise
            words //= 2

    def _asked(
        self, question: str, given: ShownEvidence, written: _Written, seconds: float
    ) -> Iterator[DraftClaim]:
        is_english = foreign_language(question, self._is_known) is None
        values = {
            "passages": given.text,
            "question": as_data(question),
            "words": str(self._words),
        }
        with closing(stream(lambda: self._chain(given), values, seconds)) as pieces:
            for piece in pieces:
                if isinstance(piece, Ending):
                    written.ending = piece
                    return
                if is_english and self._is_foreign(piece):
                    raise ChatFailure("answered in another language than the question's")
                if self._says_nothing_alone(piece, given, written):
                    written.goes_on = False
                    continue
                if _is_new(piece, written):
                    written.drafted += 1
                    written.goes_on = True
                    yield DraftClaim(piece.text, given.cited(piece.marks), piece.is_item)
                elif written.repeats > _MOST_REPEATS:
                    raise ChatFailure("repeated itself")

    @staticmethod
    def _says_nothing_alone(piece: Sentence, given: ShownEvidence, written: _Written) -> bool:
        """Whether it speaks of the passages, repeats a name, or points at a sentence that is not there."""
        is_pointing = _POINTING.match(piece.text) is not None and leans(piece.text)
        points_at_nothing = is_pointing and not written.goes_on
        return piece.is_of_the_passages or given.is_a_header(piece.text) or points_at_nothing

    def _chain(self, given: ShownEvidence) -> Runnable[dict[str, str], Sentence | Ending]:
        parser = sentence_parser(
            self._chat.options.output_tokens, are_bare_numbers_marks=not given.has_bare_numbers
        )
        return prompt("answer") | self._chat.model | RunnableGenerator(parser)

    def _is_foreign(self, sentence: Sentence) -> bool:
        # Names alone belong to no language.
        is_long = len(tokens(sentence.text)) >= _FEW_WORDS or not sentence.text.isascii()
        return is_long and foreign_language(sentence.text, self._is_known) is not None


@cache
def prompt(name: str) -> ChatPromptTemplate:
    """The prompt in the files `prompts/<name>_system.md` and `prompts/<name>_request.md`."""
    folder = files(__package__) / "prompts"
    parts = [(folder / f"{name}_{part}.md").read_text("utf-8") for part in ("system", "request")]
    return ChatPromptTemplate([("system", parts[0].strip()), ("human", parts[1].strip())])


def _is_new(sentence: Sentence, written: _Written) -> bool:
    """Whether a sentence says something of the subject that was not said before."""
    if sentence.is_refusal:
        written.has_refused = True
        return False
    if sentence.says_there_is_nothing:
        written.found_nothing = True
        return False
    key = " ".join(tokens(sentence.text))
    if key in written.seen:
        written.repeats += 1
        return False
    written.seen.add(key)
    return True


def _last_words(written: _Written, failure: ChatFailure | None) -> Iterator[Remark | Setback]:
    """What is to be said of how it went; nothing where it went well."""
    if written.drafted:
        cut = failure.reason if failure else written.ending.cut
        if cut:
            yield Setback(f"The chat model {cut}; what it wrote before that was checked.")
    elif written.found_nothing and failure is None:
        yield NOTHING_FOUND
    else:
        yield Setback(
            f"The chat model {_why(written, failure)}, so this answer is made without it."
        )


def _why(written: _Written, failure: ChatFailure | None) -> str:
    if failure is not None:
        return failure.reason
    if written.has_refused or written.ending.is_withheld:
        return "declined to answer"
    return written.ending.cut or "wrote nothing"
