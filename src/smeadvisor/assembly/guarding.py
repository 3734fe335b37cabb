"""How the guard gets what it tells its readers: titles, example questions, the languages of the model."""

from collections.abc import Callable, Sequence
from functools import cache

from smeadvisor.answering.guard import Guard
from smeadvisor.assembly.finding import Views
from smeadvisor.indexing.embedder import EMBEDDED
from smeadvisor.indexing.multilingual import reads_other_languages
from smeadvisor.settings import Settings


def guard_over(settings: Settings, views: Views, examples: Callable[[], Sequence[str]]) -> Guard:
    """A guard that knows the documents; nothing is looked up before a question needs it."""

    @cache
    def any_language() -> bool:
        return settings.embedding_model != EMBEDDED and reads_other_languages(views.embedder)

    return Guard(
        settings.question_characters,
        is_known=views.index.knows,
        titles=views.index.titles,
        examples=examples,
        any_language=any_language,
    )
