"""A corpus that changes with its index, and what must hold of them after every fault."""

import hashlib
import subprocess
import sys
from pathlib import Path

from seeded import MODEL, SeededEmbedder, library

from smeadvisor.indexing.index import Condition, Index
from smeadvisor.indexing.term_index import plain_terms

SCRIPT = Path(__file__).with_name("seeded.py")
SUBJECTS = ["harbours", "bakeries", "tanneries", "mills"]


class Place:
    """A corpus that changes and its index, on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.corpus.mkdir(parents=True)
        self.edition = 0
        self.write()

    def write(self) -> None:
        """A new edition of two of the documents; the others stay."""
        self.edition += 1
        for number, subject in enumerate(SUBJECTS):
            edition = self.edition if number < 2 else 1
            paragraphs = [
                f"Paragraph {n} of edition {edition} says that {subject} number {n * edition} "
                f"took part in programme {n + number} for {n * 7 + edition} years. " * 2
                for n in range(12)
            ]
            text = f"# About {subject}\n\n" + "\n\n".join(paragraphs)
            (self.corpus / f"{subject}.md").write_text(text)

    def sync(self, *arguments: str) -> subprocess.Popen[str]:
        """A process that syncs once."""
        return subprocess.Popen(
            [sys.executable, SCRIPT, self.corpus, self.index, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def fingerprint(self) -> str:
        """A hash of every name and byte in the corpus."""
        digest = hashlib.sha256()
        for path in sorted(self.corpus.rglob("*")):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()


def found(index: Path) -> tuple[int, Condition]:
    """The one edition that every question is answered from, after every passage was asked for."""
    opened = Index(index, MODEL)
    embedder = SeededEmbedder()
    editions = set()
    total = 0
    for subject in SUBJECTS[:2]:
        terms = plain_terms(f"about {subject} paragraph edition programme")
        hits = [p for p, _ in opened.matching(terms, 500)]
        own = [passage for passage in hits if passage.document_id == f"{subject}.md"]
        for passage in own:
            nearest, cosine = opened.nearest(embedder.embed([passage.searchable_text])[0], 1)[0]
            assert nearest.id == passage.id and cosine > 0.999
            editions.add(int(passage.text.split("edition ")[1].split()[0]))
        total += len(own)
    assert len(editions) == 1, "answers from two editions at once"
    assert total == 24, f"{total} passages instead of 24"
    opened.close()
    return editions.pop(), opened.condition


def make_well(place: Place, before: str) -> None:
    """One more sync makes all well, and the corpus is as it was."""
    library(place.index).sync(place.corpus)
    assert found(place.index) == (place.edition, Condition.WHOLE)
    assert place.fingerprint() == before
