"""How the answerers are put together, without and with a chat model.

What only a chat model needs is imported where there is one: LangChain takes seconds.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from smeadvisor.answering.abstention import Gate
from smeadvisor.answering.answerer import Answerer, FirstAnswerer
from smeadvisor.answering.candidates import Ranking
from smeadvisor.answering.composed import ComposedAnswerer
from smeadvisor.answering.declining import LastLook
from smeadvisor.answering.figures_first import FiguresFirst
from smeadvisor.answering.followup import FollowUp, Reader
from smeadvisor.answering.in_context import ContextAnswerer
from smeadvisor.answering.lists import ListAnswerer, ToldLists
from smeadvisor.answering.programme_answers import ProgrammeAnswerer
from smeadvisor.answering.programmes import Register
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.answering.row_names import RowNamesAnswerer
from smeadvisor.answering.sides import SidedAnswerer
from smeadvisor.answering.spelling import SpellingReader
from smeadvisor.answering.unavailable import UnavailableAnswerer
from smeadvisor.answering.untold import TellingAnswerer
from smeadvisor.answering.verification import Verifier
from smeadvisor.assembly.finding import (
    Views,
    demands_over,
    nearest_in,
    ranking_over,
    retriever_over,
    sentence_reader,
    tables_over,
)
from smeadvisor.indexing.cross_encoder import CrossEncoder
from smeadvisor.indexing.entailment import CrossEncoderEntailment
from smeadvisor.retrieval import Retriever
from smeadvisor.settings import ChatSettings
from smeadvisor.text.words import stem

# What a follow-up's readings are compared by.
_PASSAGES_READ = 6

if TYPE_CHECKING:
    from smeadvisor.answering.chat_models import ChatModel


@cache
def _cross_encoder() -> CrossEncoder:
    """One for all that read question and text together: it can be shared, and is large."""
    return CrossEncoder()


def answerers_over(
    views: Views,
    ranking: Ranking,
    reading: ReadTogether,
    register: Callable[[], Register],
    gate: Gate,
    words: int,
    chat: "ChatModel | None" = None,
) -> tuple[Answerer, ...]:
    """In the order in which they are asked. The answer's sentences make at most `words` words.

    What says that there are no figures, cells where a table answers, programmes or a list where they are
    asked for, else sentences. A chat model is asked after what is exact and before the sentences.
    """
    similarity, siblings = views.likeness, views.index.siblings
    exact = FirstAnswerer(
        [
            UnavailableAnswerer(gate.missing, ranking),
            tables_over(views),
            ProgrammeAnswerer(register, similarity, words),
            RowNamesAnswerer(),
            ListAnswerer(ranking, siblings),
        ]
    )
    prose = ProseAnswerer(FiguresFirst(reading), words)
    told = ToldLists(ranking, siblings)

    def composed_by(reader: ReadTogether) -> Answerer:
        sentences = ProseAnswerer(FiguresFirst(reader), words)
        return ComposedAnswerer(exact, sentences, told, LastLook(reader, gate.nearest))

    leaning = ContextAnswerer(
        composed_by,
        exact,
        reading,
        ranking,
        sentence_reader().marks,
        gate.nearest,
        words,
    )
    find = partial(retriever_over(views).retrieve, limit=_PASSAGES_READ)
    demands = demands_over(views)
    sided = SidedAnswerer(leaning, exact, prose, ranking, demands, find)
    composed = TellingAnswerer(sided, demands, gate.nearest)
    if chat is None:
        return (composed,)
    from smeadvisor.answering.generative import GenerativeAnswerer

    return exact, GenerativeAnswerer(chat, words, views.index.knows), composed


def reader_over(views: Views, chat: "ChatModel | None" = None) -> Reader:
    """What reads follow-ups: rules, and a chat model before them where there is one."""
    rules = FollowUp(nearest_in(views), _answered_in(views))
    if chat is None:
        return rules
    from smeadvisor.answering.model_followup import ModelFollowUp

    return ModelFollowUp(rules, chat)


def _answered_in(views: Views) -> Callable[[Sequence[str], str], list[float]]:
    """How well each of several questions is answered by the best statement for it of what a text finds."""
    retriever, ranking, reader = retriever_over(views), ranking_over(views), _cross_encoder()

    def answered(questions: Sequence[str], text: str) -> list[float]:
        hits = retriever.retrieve(text, _PASSAGES_READ)
        if not hits:
            return [0.0 for _ in questions]
        best = [ranking.ranked(one, hits)[0].in_place for one in questions]
        return [
            reader.scores(*pair)[0] for pair in zip(questions, ([one] for one in best), strict=True)
        ]

    return answered


def spelling_over(reader: Reader, views: Views, retriever: Retriever, passages: int) -> Reader:
    """A reader that reads a misspelt question as it was meant."""
    vocabulary = _cross_encoder()

    def texts_near(question: str) -> list[str]:
        return [hit.passage.searchable_text for hit in retriever.retrieve(question, passages)]

    def is_said(word: str) -> bool:
        return views.index.knows(stem(word))

    def is_word(word: str) -> bool:
        return is_said(word) or vocabulary.knows(word)

    return SpellingReader(reader, texts_near, is_word, is_said)


def verifier_over(settings: ChatSettings) -> Verifier:
    """The verifier; a model of entailment must agree where the settings name one."""
    name = settings.entailment
    return Verifier(
        entailment=CrossEncoderEntailment(name) if name else None, relevance=_cross_encoder().scores
    )


def chat_over(settings: ChatSettings) -> "ChatModel | None":
    """The chat model that the settings name; None where they name none.

    Raises:
        ModelError: its package or its key is missing, or its name is unknown.
    """
    if not settings.model:
        return None
    from smeadvisor.answering.chat_models import ChatOptions, open_chat_model

    # Which model must agree is the verifier's matter.
    options = settings.model_dump(exclude={"entailment"})
    return open_chat_model(ChatOptions(name=options.pop("model"), **options))
