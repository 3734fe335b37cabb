"""A generation: Chroma, the word index and a manifest in one folder, built aside and published whole.

index/
  CURRENT              the number of the published generation, replaced atomically
  generations/<n>/     chroma/  terms/  manifest.json
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from smeadvisor.errors import IndexDamaged, IndexMissing
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.chroma_store import ChromaStore
from smeadvisor.indexing.term_index import TermIndex

FORMAT = 1
_KEPT = 2
_PROBES = 50


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and by; `versions` maps document ids to catalogue versions."""

    format: int
    embedding_model: str
    fingerprint: str
    dimension: int
    splitter_version: int
    chroma_version: str
    passages: int
    versions: dict[str, str]


class Generations:
    """The generations of one index folder."""

    def __init__(self, index_folder: Path) -> None:
        self._pointer = index_folder / "CURRENT"
        self._root = index_folder / "generations"

    def current(self) -> tuple[Path, Manifest]:
        """The published generation's folder and manifest.

        Raises:
            IndexMissing: none was ever published.
            IndexDamaged: the pointer or the manifest cannot be read.
        """
        if not self._pointer.is_file():
            raise IndexMissing(f"No index in '{self._pointer.parent}'. Build it: smeadvisor index")
        try:
            folder = self._root / str(int(self._pointer.read_text(encoding="utf-8")))
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if manifest.get("format") != FORMAT:
                raise ValueError(f"format {manifest.get('format')} instead of {FORMAT}")
            return folder, Manifest(**manifest)
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged(
                f"The index in '{self._pointer.parent}' cannot be read ({error}). "
                "Rebuild it: smeadvisor index"
            ) from error

    def publish(self, catalogue: Catalogue, manifest: Manifest) -> None:
        """Build the next generation from the catalogue, check it, and point CURRENT to it.

        Raises:
            IndexDamaged: what was built does not find its own passages; nothing is published.
        """
        number = 1 + max((int(entry.name) for entry in self._folders()), default=0)
        folder = self._root / str(number)
        (folder / "chroma").mkdir(parents=True)
        (folder / "terms").mkdir()
        numbers = catalogue.numbers(manifest.versions.values())
        vectors = catalogue.vectors(numbers)
        ChromaStore.build(folder / "chroma", numbers, vectors)
        texts = [passage.searchable_text for passage in catalogue.passages(numbers)]
        TermIndex.build(folder / "terms", numbers, texts)
        store = ChromaStore(folder / "chroma")
        step = max(1, len(numbers) // _PROBES)
        for position in range(0, len(numbers), step):
            _, cosine = store.search(vectors[position], 1)[0]
            if cosine < 0.999:
                raise IndexDamaged(
                    "The new index does not find its own passages; the old one stays."
                )
        store.close()
        _write_durably(folder / "manifest.json", json.dumps(asdict(manifest), indent=2))
        _write_durably(self._pointer, str(number))

    def prune(self) -> list[Manifest]:
        """Remove all but the published generation and the one before it; the manifests kept."""
        current = int(self.current()[0].name)
        kept = []
        for folder in self._folders():
            number = int(folder.name)
            manifest = folder / "manifest.json"
            if number > current - _KEPT and number <= current and manifest.is_file():
                kept.append(Manifest(**json.loads(manifest.read_text(encoding="utf-8"))))
            else:
                shutil.rmtree(folder)
        return kept

    def _folders(self) -> list[Path]:
        if not self._root.is_dir():
            return []
        return sorted(
            (entry for entry in self._root.iterdir() if entry.name.isdigit()),
            key=lambda entry: int(entry.name),
        )


def _write_durably(path: Path, text: str) -> None:
    """Replace a file's content so that a reader sees the old or the new text, even after a crash."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        directory = os.open(path.parent, os.O_DIRECTORY)
        os.fsync(directory)
        os.close(directory)
