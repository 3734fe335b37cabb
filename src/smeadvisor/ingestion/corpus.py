"""The corpus folder: which files are documents, and what corpus.toml says of them."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smeadvisor.domain.documents import Document
from smeadvisor.errors import CorpusError, UnreadableDocument
from smeadvisor.ingestion.isolation import Limits, read_in_child
from smeadvisor.ingestion.readers import READERS

METADATA_FILE = "corpus.toml"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus. `id` is its path inside the folder; `metadata` what corpus.toml says of it.

    `examples` are questions that a newcomer may ask of it; `is_inside` is false for a link that
    leads out of the corpus or nowhere.
    """

    id: str
    path: Path
    metadata: dict[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    is_inside: bool = True

    def digest(self, limits: Limits) -> str:
        """A hash of the file's bytes, its id and its metadata.

        Raises:
            UnreadableDocument: the file cannot be opened, is too large, or is a link out of the corpus.
        """
        if not self.is_inside:
            raise UnreadableDocument(
                f"'{self.id}' is a link that leads out of the corpus; put the file itself there."
            )
        digest = hashlib.sha256(json.dumps([self.id, self.metadata], sort_keys=True).encode())
        try:
            size = self.path.stat().st_size
            if size > limits.file_megabytes * 1_000_000:
                raise UnreadableDocument(
                    f"'{self.id}' has {size / 1_000_000:,.0f} MB; I read at most "
                    f"{limits.file_megabytes} MB. Split it, or raise the setting reading.file_megabytes."
                )
            digest.update(self.path.read_bytes())
        except OSError as error:
            raise UnreadableDocument(
                f"'{self.id}' cannot be opened ({error.strerror}); check its permissions."
            ) from error
        return digest.hexdigest()

    def read(self, limits: Limits) -> Document:
        """The file as a Document with its id, its title and its metadata.

        Raises:
            UnreadableDocument: it cannot be read.
        """
        document = read_in_child(self.path, limits)
        title = self.metadata.get("title") or document.title
        return replace(document, id=self.id, title=title, metadata=self.metadata)


def corpus_files(folder: Path) -> list[CorpusFile]:
    """The files of a corpus folder and its subfolders in order of their paths.

    Hidden files and corpus.toml itself are left out; files of unknown format are not.

    Raises:
        CorpusError: the folder does not exist or is empty, or corpus.toml cannot be read.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"There is no corpus folder '{folder}'. Create it and put documents in it "
            f"({', '.join(READERS)}), or set SMEADVISOR_CORPUS_FOLDER."
        )
    described = _described(folder / METADATA_FILE)
    files = []
    for path in sorted(folder.rglob("*")):
        identifier = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        is_file = path.is_file() or path.is_symlink()
        if is_file and not hidden and identifier != METADATA_FILE:
            is_inside = path.resolve().is_relative_to(folder.resolve()) and path.is_file()
            file = _corpus_file(identifier, path, described.get(identifier, {}))
            files.append(replace(file, is_inside=is_inside))
    if not files:
        raise CorpusError(
            f"The corpus folder '{folder}' has no documents. Put some in it ({', '.join(READERS)})."
        )
    return files


def corpus_synonyms(folder: Path) -> list[str]:
    """The groups of words that corpus.toml says mean the same in these documents; none without it.

    Raises:
        CorpusError: corpus.toml cannot be read.
    """
    groups = _toml(folder / METADATA_FILE).get("synonyms", [])
    if not (isinstance(groups, list) and all(isinstance(group, str) for group in groups)):
        raise CorpusError(
            f"'{folder / METADATA_FILE}': synonyms must be a list of strings, each with words that "
            'mean the same: synonyms = ["firm company enterprise"].'
        )
    return groups


def _described(path: Path) -> dict[str, dict[str, Any]]:
    try:
        documents = _toml(path).get("documents", {})
        return {identifier: dict(fields) for identifier, fields in documents.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise CorpusError(f"'{path}' cannot be read ({error}). Correct it or remove it.") from error


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"'{path}' cannot be read ({error}). Correct it or remove it.") from error


def _corpus_file(identifier: str, path: Path, described: dict[str, Any]) -> CorpusFile:
    metadata = {
        key: "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in described.items()
        if key != "examples"
    }
    examples = described.get("examples", [])
    if not isinstance(examples, list):
        examples = [examples]
    return CorpusFile(identifier, path, metadata, tuple(map(str, examples)))
