"""Adding documents to a corpus and taking them out, and bringing the index in step each time."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from smeadvisor.assembly import build_index
from smeadvisor.errors import IndexBusy, UnreadableDocument
from smeadvisor.indexing.holdings import Holdings
from smeadvisor.indexing.index_writer import Progress
from smeadvisor.ingestion.corpus_changes import CorpusChanges, begun
from smeadvisor.library import Report
from smeadvisor.settings import Settings


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody brought: the name they gave it and where its bytes lie."""

    name: str
    path: Path


def open_holdings(settings: Settings) -> Holdings:
    """What the published index holds, document by document; nothing is opened yet."""
    return Holdings(settings.index_folder)


class Upkeep:
    """Changes a corpus for somebody at a page; `renew` lets readers answer from the new index.

    One change at a time, in this process and in others.

    Raises (from every method):
        IndexBusy: somebody else is changing documents right now.
        SmeAdvisorError: corpus, model or index cannot be used; the corpus is as it was.
    """

    def __init__(self, settings: Settings, renew: Callable[[], None]) -> None:
        self._settings = settings
        self._renew = renew
        self._lock = Lock()

    def add(self, uploads: Sequence[Upload], progress: Progress = lambda *_: None) -> Report:
        """Add files, or replace those of the same name; what cannot be read is refused and not kept."""
        return self._alone(lambda: self._add(uploads, progress))

    def remove(self, document_id: str, progress: Progress = lambda *_: None) -> Report:
        """Take a document out of the corpus and the index."""
        return self._alone(lambda: self._remove(document_id, progress))

    def _add(self, uploads: Sequence[Upload], progress: Progress) -> Report:
        refused: dict[str, str] = {}
        put: set[str] = set()
        with self._begun() as changes:
            for upload in uploads:
                try:
                    put.add(changes.put(upload.name, upload.path))
                except UnreadableDocument as error:
                    refused[f"{len(refused)} {upload.name}"] = str(error)
            if not put:
                return Report(refused=refused)
            report = build_index(self._settings, progress)
            ours = {name: why for name, why in report.refused.items() if name in put}
            spoilt = changes.replaced & ours.keys()
            for name in ours:
                changes.undo(name)
            if spoilt:
                # What is in the index no more is in the corpus again, as it was.
                build_index(self._settings, progress)
        removed = tuple(name for name in report.removed if name not in spoilt)
        return replace(report, removed=removed, refused=refused | ours)

    def _remove(self, document_id: str, progress: Progress) -> Report:
        with self._begun() as changes:
            changes.take_out(document_id)
            report = build_index(self._settings, progress)
        return replace(report, refused={})

    def _begun(self) -> AbstractContextManager[CorpusChanges]:
        return begun(self._settings.corpus_folder, self._settings.reading.file_megabytes)

    def _alone(self, change: Callable[[], Report]) -> Report:
        if not self._lock.acquire(blocking=False):
            raise IndexBusy(
                "Somebody else is adding or removing documents right now. "
                "Wait until that is done, then try again."
            )
        try:
            report = change()
            if report.rebuilt:
                self._renew()
            return report
        finally:
            self._lock.release()
