"""Puts files into a corpus folder and takes them out; what went wrong later can be undone.

Names of files come from strangers: they are made safe here, and nothing is written elsewhere.
"""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smeadvisor.errors import CorpusError, UnreadableDocument
from smeadvisor.ingestion.corpus import corpus_files
from smeadvisor.ingestion.readers import READERS

_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w .,()&+'-]+")
# Names that some systems give to devices, whatever follows the first full stop.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A file's name that is a name everywhere: no folders, controls or devices, not hidden, not long.

    A safe name stays as it is.
    """
    # Any system's path: the name is what follows the last stroke.
    words = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    stem, stop, suffix = words.rpartition(".")
    stem, suffix = (stem, suffix) if stop else (suffix, "")
    suffix = re.sub(r"\W+", "", suffix)[:20].lower()
    stem = re.sub(r"\s+", " ", _UNSAFE.sub("-", stem)).strip(" .-")
    stem = stem[: _LONGEST_NAME - len(suffix)].rstrip(" .-") or "document"
    stem = f"_{stem}" if _DEVICES.fullmatch(stem.split(".")[0].rstrip()) else stem
    return f"{stem}.{suffix}" if suffix else stem


class CorpusChanges:
    """Changes of a corpus folder that are kept or undone; `begun` begins them.

    `megabytes` is the size of the largest document.
    """

    def __init__(self, folder: Path, aside: Path, megabytes: int) -> None:
        self._folder = folder
        self._aside = aside
        self._megabytes = megabytes
        self._before: dict[str, Path | None] = {}

    @property
    def replaced(self) -> set[str]:
        """The ids of documents that were there before."""
        return {name for name, earlier in self._before.items() if earlier}

    def put(self, name: str, content: Path) -> str:
        """Put a copy of a file into the folder; returns its id there.

        Raises:
            UnreadableDocument: its format or size is refused, or it came twice.
            CorpusError: it cannot be written.
        """
        identifier = safe_name(name)
        self._check(identifier, content)
        target = self._folder / identifier
        incoming = self._aside / f"new-{len(self._before)}"
        try:
            shutil.copyfile(content, incoming)
            self._before[identifier] = self._set_aside(target)
            incoming.replace(target)
        except OSError as error:
            raise self._not_written(identifier, error) from error
        return identifier

    def take_out(self, identifier: str) -> None:
        """Take a document out of the folder.

        Raises:
            CorpusError: it is not there, is the only one, or cannot be removed.
        """
        files = {file.id: file for file in corpus_files(self._folder)}
        if identifier not in files:
            raise CorpusError(f"'{identifier}' is not in the corpus any more; nothing was removed.")
        if len(files) == 1:
            raise CorpusError(
                f"'{identifier}' is the only document; add another before you remove it."
            )
        try:
            self._before[identifier] = self._set_aside(files[identifier].path)
        except OSError as error:
            raise self._not_written(identifier, error) from error

    def undo(self, identifier: str) -> None:
        """Make the folder what it was with one document, where it was changed."""
        if identifier not in self._before:
            return
        earlier = self._before.pop(identifier)
        target = self._folder / identifier
        if earlier:
            earlier.replace(target)
        else:
            target.unlink(missing_ok=True)

    def undo_all(self) -> None:
        """Make the folder what it was."""
        for identifier in list(self._before):
            self.undo(identifier)

    def _check(self, identifier: str, content: Path) -> None:
        if Path(identifier).suffix not in READERS:
            raise UnreadableDocument(
                f"'{identifier}' has a format I cannot read; known formats are {', '.join(READERS)}."
            )
        if identifier in self._before:
            raise UnreadableDocument(
                f"'{identifier}' came twice under this name; rename one and add it again."
            )
        size = content.stat().st_size
        if size > self._megabytes * 1_000_000:
            raise UnreadableDocument(
                f"'{identifier}' has {size / 1_000_000:,.0f} MB; I read at most "
                f"{self._megabytes} MB. Split it and add the parts."
            )

    def _set_aside(self, target: Path) -> Path | None:
        """What is there now, moved away; None where nothing is."""
        if not (target.exists() or target.is_symlink()):
            return None
        kept = self._aside / f"old-{len(self._before)}"
        target.replace(kept)
        return kept

    def _not_written(self, identifier: str, error: OSError) -> CorpusError:
        return CorpusError(
            f"'{identifier}' cannot be changed in the corpus folder ({error.strerror}). "
            "Check the folder's permissions and the disk."
        )


@contextmanager
def begun(folder: Path, megabytes: int) -> Iterator[CorpusChanges]:
    """Changes of a folder that are undone where the block ends with an error.

    Raises:
        CorpusError: the folder cannot be written.
    """
    try:
        # Hidden, so that it is no part of the corpus; beside the documents, so that moving is one step.
        aside = Path(tempfile.mkdtemp(prefix=".changing-", dir=folder))
    except OSError as error:
        raise CorpusError(
            f"The corpus folder '{folder}' cannot be written ({error.strerror}). "
            "Check its permissions and the disk."
        ) from error
    changes = CorpusChanges(folder, aside, megabytes)
    is_kept = False
    try:
        yield changes
        is_kept = True
    finally:
        if not is_kept:
            changes.undo_all()
        shutil.rmtree(aside, ignore_errors=True)
