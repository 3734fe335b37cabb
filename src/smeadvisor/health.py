"""Looks at everything an answer needs and says of each part whether it is well, and the cure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from smeadvisor.assembly import open_index, out_of_step, verify_catalogue, verify_models
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.indexing.index import Condition
from smeadvisor.settings import Settings

_REBUILD = "Run: smeadvisor index"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what was seen; the cure is in it where it is not."""

    part: str
    is_well: bool
    seen: str


def examine(settings: Settings) -> Iterator[Finding]:
    """A finding for the models, the corpus, the catalogue, the index and their agreement."""
    yield _finding("model", lambda: (True, verify_models(settings)))
    yield _finding("catalogue", lambda: (True, verify_catalogue(settings)))
    yield _finding("index", lambda: _index(settings))
    yield _finding("corpus", lambda: _corpus(settings))


def _finding(part: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        is_well, seen = look()
    except SmeAdvisorError as error:
        return Finding(part, False, str(error))
    return Finding(part, is_well, seen)


def _index(settings: Settings) -> tuple[bool, str]:
    index = open_index(settings)
    seen = (
        f"{index.passages:,} passages of {len(index.versions):,} documents; {index.condition.value}"
    )
    index.close()
    if index.condition is Condition.WHOLE:
        return True, seen
    return False, f"{seen}. {_REBUILD}"


def _corpus(settings: Settings) -> tuple[bool, str]:
    stale = out_of_step(settings)
    if not stale:
        return True, f"'{settings.corpus_folder}' and the index agree"
    return False, f"not indexed as they are now: {', '.join(stale)}. {_REBUILD}"
