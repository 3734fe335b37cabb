"""Which embedding models there are: what texts and questions are embedded with, and what identifies them.

What is embedded is two models as one: all-MiniLM-L6-v2, which tells well what is off the subject, and one of
our own, which tells well what answers (EXPERIMENTS.md).
"""

import hashlib
from functools import cache
from pathlib import Path

from smeadvisor.indexing import query_model
from smeadvisor.indexing.answer_embedder import EMBEDDER_SHA256, AnswerEmbedder
from smeadvisor.indexing.embedder import (
    EMBEDDED,
    Embedder,
    JointEmbedder,
    SentenceTransformerEmbedder,
    model_fingerprint,
)
from smeadvisor.indexing.likeness import Scale
from smeadvisor.settings import Settings

_MINILM, _ANSWERS = 0.2, 0.8
# Likenesses are then spread about as the cosines of MiniLM alone, for which most that compares
# likenesses with a number was measured (EXPERIMENTS.md).
_SCALE = Scale(lowest=-0.073, width=0.984)


def text_embedder(settings: Settings, original: SentenceTransformerEmbedder) -> Embedder:
    """For many texts; `original` is the model that the settings name."""
    return _joined(settings, original)


def query_embedder(settings: Settings) -> Embedder:
    """For single questions, in milliseconds where there is a fast copy of the model."""
    folder = query_model_folder(settings)
    if query_model.is_usable(folder):
        return _joined(settings, query_model.OnnxEmbedder(folder))
    return _joined(settings, SentenceTransformerEmbedder(settings.embedding_model, threads=1))


def scale_of(settings: Settings) -> Scale:
    """How likenesses follow from the cosines of the settings' model."""
    return _SCALE if settings.embedding_model == EMBEDDED else Scale()


def fingerprint(settings: Settings) -> str:
    """What identifies the vectors of the settings' model.

    Raises:
        ModelError: nothing by that name is on this machine.
    """
    named = model_fingerprint(settings.embedding_model)
    if settings.embedding_model != EMBEDDED:
        return named
    both = f"{_MINILM} {named} {_ANSWERS} {EMBEDDER_SHA256}"
    return hashlib.sha256(both.encode()).hexdigest()


def query_model_folder(settings: Settings) -> Path:
    """Where the fast copy of the model that the settings name is kept.

    Raises:
        ModelError: as for `fingerprint`.
    """
    name = model_fingerprint(settings.embedding_model).replace("/", "-")[:32]
    return settings.index_folder / "query_model" / name


def make_query_model(settings: Settings, original: SentenceTransformerEmbedder) -> None:
    """See that there is a fast copy; one that does not agree with its original is tried once."""
    folder = query_model_folder(settings)
    if not query_model.was_tried(folder):
        query_model.export(original, folder)


def _joined(settings: Settings, named: Embedder) -> Embedder:
    if settings.embedding_model != EMBEDDED:
        return named
    return JointEmbedder([(_MINILM, named), (_ANSWERS, _for_answers())])


@cache
def _for_answers() -> AnswerEmbedder:
    """One for all: it can be shared, and is large."""
    return AnswerEmbedder()
