"""What is kept with answers that leave the page: under what they were given, and where feedback lies."""

import hashlib
import json
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

from smeadvisor.assembly import example_questions, index_identity
from smeadvisor.errors import CorpusError
from smeadvisor.indexing.embedder import model_fingerprint
from smeadvisor.ingestion.corpus import corpus_synonyms
from smeadvisor.settings import Settings

# Settings that shape answers. Nothing else is written down: folders name a machine, keys open doors.
SHAPING = (
    "passage_tokens",
    "passages_considered",
    "confidence_threshold",
    "answer_words",
    "question_characters",
    "chat.temperature",
    "chat.output_tokens",
    "chat.evidence_words",
)
_PACKAGES = (
    "smeadvisor",
    "chromadb",
    "sentence-transformers",
    "torch",
    "onnxruntime",
    "bm25s",
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what answers are given: two that are the same give the same answers without a chat model.

    `index` is a hash of what is searched, `corpus` one of the synonyms and examples that the corpus
    names; `embedding_model`, `reranker` and `entailment` are fingerprints. `chat_model` is empty where
    there is none.
    """

    index: str
    corpus: str
    embedding_model: str
    reranker: str
    chat_model: str
    entailment: str
    settings: Mapping[str, int | float | None]
    versions: Mapping[str, str]


def circumstances(settings: Settings) -> Circumstances:
    """The circumstances in which these settings answer now.

    Raises:
        SmeAdvisorError: there is no index, or model, index or corpus.toml cannot be used.
    """
    return Circumstances(
        index=index_identity(settings),
        corpus=_corpus_words(settings),
        embedding_model=model_fingerprint(settings.embedding_model),
        reranker=model_fingerprint(settings.reranker) if settings.reranker else "",
        chat_model=settings.chat.model,
        entailment=model_fingerprint(settings.chat.entailment) if settings.chat.entailment else "",
        settings={name: attrgetter(name)(settings) for name in SHAPING},
        versions={"python": platform.python_version()}
        | {name: version(name) for name in _PACKAGES},
    )


def feedback_path(settings: Settings) -> Path:
    """Where feedback lies: in a folder of its own beside the index.

    Not in the index folder, which may be deleted and built again; nor in whatever folder a process
    was started from: who shares the index shares the feedback.
    """
    return settings.index_folder.parent / "feedback" / "feedback.sqlite3"


def _corpus_words(settings: Settings) -> str:
    examples: list[str] = []
    # An index answers also when the folder that it was built from is gone.
    with suppress(CorpusError):
        examples = example_questions(settings)
    words = [corpus_synonyms(settings.corpus_folder), examples]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
