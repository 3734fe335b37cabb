"""The corpus folder: which files are documents, and what corpus.toml says of them."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smeadvisor.domain.documents import Document
from smeadvisor.errors import CorpusError
from smeadvisor.ingestion.readers import READERS, read

METADATA_FILE = "corpus.toml"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus. `id` is its path inside the folder; `metadata` what corpus.toml says of it.

    `examples` are questions that a newcomer may ask of it.
    """

    id: str
    path: Path
    metadata: dict[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()

    def digest(self) -> str:
        """A hash of the file's bytes, its id and its metadata.

        Raises:
            OSError: the file cannot be opened.
        """
        digest = hashlib.sha256(json.dumps([self.id, self.metadata], sort_keys=True).encode())
        digest.update(self.path.read_bytes())
        return digest.hexdigest()

    def read(self) -> Document:
        """The file as a Document with its id, its title and its metadata.

        Raises:
            UnreadableDocument: it cannot be read.
        """
        document = read(self.path)
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
        if path.is_file() and not hidden and identifier != METADATA_FILE:
            files.append(_corpus_file(identifier, path, described.get(identifier, {})))
    if not files:
        raise CorpusError(
            f"The corpus folder '{folder}' has no documents. Put some in it ({', '.join(READERS)})."
        )
    return files


def _described(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        documents = tomllib.loads(path.read_text(encoding="utf-8")).get("documents", {})
        return {identifier: dict(fields) for identifier, fields in documents.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
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
