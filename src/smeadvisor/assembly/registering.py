"""How the register of programmes is read: once, from all passages of an index, when it is first asked for."""

from collections.abc import Callable
from threading import Lock

from smeadvisor.answering.programmes import Register, read_register
from smeadvisor.assembly.finding import Views
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.index import CATALOGUE
from smeadvisor.settings import Settings


def register_over(settings: Settings, views: Views) -> Callable[[], Register]:
    """Gives the register of the opened index; threads that ask at the same time get the same one."""
    lock, made = Lock(), list[Register]()

    def register() -> Register:
        with lock:
            if not made:
                made.append(_read(settings, views))
            return made[0]

    return register


def _read(settings: Settings, views: Views) -> Register:
    catalogue = Catalogue(settings.index_folder / CATALOGUE)
    try:
        versions = [version for _, version in sorted(views.index.versions.items())]
        passages = catalogue.passages(catalogue.numbers(versions))
    finally:
        catalogue.close()
    return read_register(passages, views.index.stretch)
