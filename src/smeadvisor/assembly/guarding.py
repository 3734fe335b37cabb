"""How the guard gets what it tells its readers: titles, example questions, the languages of the model."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

from smeadvisor.answering.guard import Guard
from smeadvisor.assembly.finding import Views
from smeadvisor.errors import CorpusError
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.embedder import EMBEDDED
from smeadvisor.indexing.index import CATALOGUE
from smeadvisor.indexing.multilingual import reads_other_languages
from smeadvisor.settings import Settings


def guard_over(settings: Settings, views: Views, examples: Callable[[], Sequence[str]]) -> Guard:
    """A guard that knows the documents; nothing is looked up before a question needs it."""

    def titles() -> Sequence[str]:
        return document_titles(settings, views)

    def present_examples() -> Sequence[str]:
        # An index answers without the folder that it was built from.
        with suppress(CorpusError):
            return examples()
        return ()

    @cache
    def any_language() -> bool:
        return settings.embedding_model != EMBEDDED and reads_other_languages(views.embedder)

    return Guard(
        settings.question_characters,
        is_known=views.index.knows,
        titles=titles,
        examples=present_examples,
        any_language=any_language,
    )


def document_titles(settings: Settings, views: Views) -> list[str]:
    """The titles of the documents that can be found, each once, in order of the documents' ids."""
    catalogue = Catalogue(settings.index_folder / CATALOGUE)
    numbers = [catalogue.numbers([version]) for _, version in sorted(views.index.versions.items())]
    firsts = catalogue.passages([passages[0] for passages in numbers if passages])
    catalogue.close()
    return list(dict.fromkeys(passage.title for passage in firsts))
