"""The only room that names concrete parts and puts them together."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from smeadvisor.advisor import Advisor
from smeadvisor.answering.abstention import Gate
from smeadvisor.answering.best_answered import BestAnswered, Given
from smeadvisor.answering.followup import Reader, Reading
from smeadvisor.answering.nearby import Nearby
from smeadvisor.assembly.answers import (
    answerers_over,
    chat_over,
    reader_over,
    spelling_over,
    verifier_over,
)
from smeadvisor.assembly.finding import (
    Views,
    focused_over,
    gate_over,
    ranking_over,
    reading_over,
    retriever_over,
    sentence_reader,
)
from smeadvisor.assembly.guarding import guard_over
from smeadvisor.assembly.models import (
    fingerprint,
    make_query_model,
    query_embedder,
    query_model_folder,
    scale_of,
    text_embedder,
)
from smeadvisor.assembly.registering import register_over
from smeadvisor.domain.answers import Answer
from smeadvisor.domain.documents import Document, Passage
from smeadvisor.errors import CorpusError, IndexMismatch, IndexMissing, UnreadableDocument
from smeadvisor.indexing import query_model
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.embedder import (
    CachedEmbedder,
    Embedder,
    SentenceTransformerEmbedder,
)
from smeadvisor.indexing.index import CATALOGUE, Index, ModelIdentity
from smeadvisor.indexing.index_writer import IndexWriter, Progress
from smeadvisor.ingestion import splitter
from smeadvisor.ingestion.corpus import corpus_files, corpus_synonyms
from smeadvisor.ingestion.isolation import Limits
from smeadvisor.library import Library, Report
from smeadvisor.retrieval import Retriever
from smeadvisor.retrieval.scoped import Scope
from smeadvisor.retrieval.wording import Wording
from smeadvisor.settings import Settings, load_settings
from smeadvisor.text.acronyms import introduced
from smeadvisor.text.thesaurus import other_words

if TYPE_CHECKING:
    from smeadvisor.answering.chat_models import ChatModel


@dataclass(frozen=True, slots=True)
class Retrievers:
    """The ways to retrieve from one index: passages, or the words around the best statements; the gate."""

    passages: Retriever
    focused: Retriever
    gate: Gate


@dataclass(frozen=True, slots=True)
class Embedders:
    """`texts` embeds many texts at once, `question` one in milliseconds; what identifies their vectors."""

    texts: Embedder
    question: Embedder
    fingerprint: str


def open_advisor(settings: Settings | None = None, progress: Progress = lambda *_: None) -> Advisor:
    """An advisor over the index; the index is built first where there is none.

    An index of another model is refused, or built anew where the settings say so.

    Raises:
        SmeAdvisorError: settings, corpus, model or index cannot be used; the message says what to do.
    """
    settings = settings or load_settings()
    return advisor_over(settings, open_or_build_index(settings, progress))


def advisor_over(settings: Settings, index: Index, chat: "ChatModel | None" = None) -> Advisor:
    """An advisor over an index that is open, with the chat model that is given or that the settings name.

    Raises:
        SmeAdvisorError: a model cannot be used.
    """
    chat = chat or chat_over(settings.chat)
    views = _views(settings, index)
    ranking = ranking_over(views)
    reading = reading_over(ranking)
    register = register_over(index)
    examples = partial(_examples, settings)
    gate = gate_over(views, settings.confidence_threshold, ranking, reading, examples)
    answerer, *others = answerers_over(
        views, ranking, reading, register, gate, settings.answer_words, chat
    )
    retriever = retriever_over(views, settings.reranker)
    passages = settings.passages_considered
    advisor = Advisor(
        retriever=retriever,
        guard=guard_over(settings, views, examples),
        followup=reader_over(views, chat),
        gate=gate,
        nearby=Nearby(index.neighbours, reading, settings.confidence_threshold),
        answerer=answerer,
        verifier=verifier_over(settings.chat),
        register=register,
        passages_considered=passages,
        next_answerers=tuple(others),
    )
    followup: Reader = advisor.followup
    if chat is None:
        # A chat model would have to answer several times.
        followup = BestAnswered(followup, partial(_answered, advisor), sentence_reader().marks)
    return replace(advisor, followup=spelling_over(followup, views, retriever, passages))


def _answered(
    advisor: Advisor, reading: Reading, question: str, earlier_answers: Sequence[Answer]
) -> Answer:
    """What an advisor answers to a question that is read in a given way."""
    return replace(advisor, followup=Given(reading)).ask(question, earlier_answers)


def open_retrievers(
    settings: Settings,
    documents: Sequence[Document],
    progress: Progress = lambda *_: None,
    with_gate: bool = False,
) -> Retrievers:
    """The retrievers over documents that were read elsewhere, indexed in the settings' index folder.

    What the gate looks at is embedded beforehand only `with_gate`; without, it works, but slowly.

    Raises:
        SmeAdvisorError: model or index cannot be used.
    """
    model = SentenceTransformerEmbedder(settings.embedding_model)
    _library(settings, model, for_answers=with_gate).hold(documents, progress)
    make_query_model(settings, model)
    index = open_index(settings)
    views = _views(settings, index)
    # Views of their own, so that neither finds in memory what the other was asked before.
    focused = focused_over(_views(settings, index))
    ranking = ranking_over(views)
    return Retrievers(
        retriever_over(views, settings.reranker),
        focused,
        gate_over(views, settings.confidence_threshold, ranking, reading_over(ranking)),
    )


def open_search(
    settings: Settings,
    scope: Scope | None = None,
    is_focused: bool = False,
    progress: Progress = lambda *_: None,
) -> Retriever:
    """What finds passages, or the words around the best statements; the index is built where there is none.

    Raises:
        SmeAdvisorError: as for `open_advisor`.
    """
    views = _views(settings, open_or_build_index(settings, progress))
    return (
        focused_over(views, scope)
        if is_focused
        else retriever_over(views, settings.reranker, scope)
    )


def open_embedders(settings: Settings) -> Embedders:
    """The embedding model of an index that is built, for what is compared with it.

    Raises (at first use):
        ModelError: the model cannot be used.
    """
    return Embedders(
        text_embedder(settings, SentenceTransformerEmbedder(settings.embedding_model)),
        query_embedder(settings),
        fingerprint(settings),
    )


def open_index(settings: Settings | None = None) -> Index:
    """The published index.

    Raises:
        IndexMissing, IndexMismatch, IndexDamaged: as their names say.
    """
    settings = settings or load_settings()
    return Index(settings.index_folder, _identity(settings))


def open_or_build_index(settings: Settings, progress: Progress = lambda *_: None) -> Index:
    """The published index; built first where there is none.

    Raises:
        SmeAdvisorError: settings, corpus, model or index cannot be used; the message says what to do.
    """
    try:
        return open_index(settings)
    except (IndexMissing, IndexMismatch) as error:
        if isinstance(error, IndexMismatch) and not settings.rebuild_on_mismatch:
            raise
        build_index(settings, progress)
        return open_index(settings)


def _views(settings: Settings, index: Index) -> Views:
    embedder = CachedEmbedder(query_embedder(settings), index.known_vectors)

    @cache
    def acronyms() -> dict[str, str]:
        return introduced(passage.text for passage in index.everything())

    synonyms = corpus_synonyms(settings.corpus_folder)
    return Views(
        index,
        embedder,
        scale_of(settings),
        Wording(index.stems, synonyms, acronyms),
        Wording(index.stems, synonyms, acronyms, lambda: other_words(index.stems)),
    )


def open_library(settings: Settings | None = None) -> Library:
    """The library that keeps the index in step with a corpus; the model is loaded when it is needed."""
    settings = settings or load_settings()
    return _library(settings, SentenceTransformerEmbedder(settings.embedding_model))


def _library(
    settings: Settings, model: SentenceTransformerEmbedder, for_answers: bool = True
) -> Library:
    # SentenceTransformer looks at this when it is imported.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    known = _identity(settings)
    embedder = text_embedder(settings, model)
    writer = IndexWriter(settings.index_folder, embedder, known, splitter.VERSION, for_answers)
    identity = f"{known.fingerprint} {splitter.VERSION} {settings.passage_tokens}"
    cutter = splitter.Splitter(model.count_tokens, settings.passage_tokens)
    return Library(cutter, writer, identity, _limits(settings))


def build_index(settings: Settings, progress: Progress = lambda *_: None) -> Report:
    """Sync the corpus into the index and see that questions have a fast copy of the model.

    Raises:
        SmeAdvisorError: corpus, model or index cannot be used.
    """
    model = SentenceTransformerEmbedder(settings.embedding_model)
    report = _library(settings, model).sync(settings.corpus_folder, progress)
    make_query_model(settings, model)
    return report


def read_documents(settings: Settings) -> list[Document]:
    """The corpus's documents as their readers see them; those that cannot be read are left out.

    Raises:
        CorpusError: the corpus folder cannot be used.
    """
    limits = _limits(settings)
    documents = []
    for file in corpus_files(settings.corpus_folder):
        with suppress(UnreadableDocument):
            # This refuses what the library refuses: a file too large, a link out of the corpus.
            file.digest(limits)
            documents.append(file.read(limits))
    return documents


def read_passages(settings: Settings) -> list[Passage]:
    """All passages that can be found in the published index, document by document.

    Raises:
        IndexMissing, IndexMismatch, IndexDamaged: as their names say.
    """
    index = open_index(settings)
    passages = index.everything()
    index.close()
    return passages


def index_identity(settings: Settings) -> str:
    """A hash that is the same for indexes of the same documents, cut and embedded in the same way.

    Raises:
        IndexMissing, IndexMismatch, IndexDamaged: as their names say.
    """
    index = open_index(settings)
    parts = [sorted(index.versions.items()), _identity(settings).fingerprint, splitter.VERSION]
    index.close()
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def example_questions(settings: Settings | None = None) -> list[str]:
    """Questions to start with, as corpus.toml names them for its documents (`examples = [...]`).

    Raises:
        CorpusError: the corpus folder is absent or corpus.toml cannot be read.
    """
    settings = settings or load_settings()
    return [example for file in corpus_files(settings.corpus_folder) for example in file.examples]


def _examples(settings: Settings) -> list[str]:
    """The same for an advisor; none where the folder that the index was built from is gone."""
    with suppress(CorpusError):
        return example_questions(settings)
    return []


def verify_models(settings: Settings) -> str:
    """Load the embedding model and what embeds questions; returns which they are.

    Raises:
        ModelError: one of them is absent, damaged or not the expected one.
    """
    text_embedder(settings, SentenceTransformerEmbedder(settings.embedding_model)).embed(["a"])
    query_embedder(settings).embed(["a"])
    has_copy = query_model.is_usable(query_model_folder(settings))
    copy = "with a fast copy for questions" if has_copy else "no fast copy for questions"
    return f"'{settings.embedding_model}' loads, {copy}"


def verify_catalogue(settings: Settings) -> str:
    """Read everything in the catalogue and compare it with its checksums; returns where it is.

    Raises:
        IndexMissing, IndexDamaged, IndexingError: as their names say.
    """
    path = settings.index_folder / CATALOGUE
    if not path.is_file():
        raise IndexMissing(f"No index in '{settings.index_folder}'. Build it: smeadvisor index")
    Catalogue(path).verify()
    return f"'{path}' is what was written"


def out_of_step(settings: Settings) -> list[str]:
    """The ids of documents that were added, changed or removed since the index was built.

    Raises:
        CorpusError, IndexingError: the corpus or the index cannot be used.
    """
    index = open_index(settings)
    index.close()
    return open_library(settings).out_of_step(settings.corpus_folder, index.versions)


def _limits(settings: Settings) -> Limits:
    reading = settings.reading
    return Limits(reading.file_megabytes, reading.seconds, reading.memory_megabytes)


def _identity(settings: Settings) -> ModelIdentity:
    return ModelIdentity(settings.embedding_model, fingerprint(settings))
