"""Checks an index that was just built from a process that did not build it.

Chroma answers from memory what it may never find again on disk, so the builder cannot judge its own
work. Run as `python -m smeadvisor.indexing.checking CHROMA CATALOGUE`, passage numbers on standard input.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from smeadvisor.errors import IndexDamaged
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.chroma_store import ChromaStore


def check_in_fresh_process(chroma: Path, catalogue: Path, numbers: Sequence[int]) -> None:
    """See that every passage is found by its own vector.

    A subprocess and not multiprocessing: that would run the caller's main module again.

    Raises:
        IndexDamaged: one is not found, or the process died.
    """
    run = subprocess.run(
        [sys.executable, "-m", __name__, str(chroma), str(catalogue)],
        input=json.dumps(list(numbers)),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        said = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
        raise IndexDamaged(
            f"The index that was just built does not find its own passages ({said[0]}); "
            "the old one stays. Check the disk and run: smeadvisor index"
        )


def check(chroma: Path, catalogue: Path, numbers: Sequence[int]) -> None:
    """The check itself.

    Raises:
        IndexDamaged: a passage is not found by its own vector.
    """
    store = ChromaStore(chroma)
    vectors = Catalogue(catalogue).vectors(numbers)
    if store.count() != len(numbers):
        raise IndexDamaged(f"{store.count()} passages instead of {len(numbers)}")
    lost = store.missing(numbers, vectors)
    if lost:
        raise IndexDamaged(f"passage {lost[0]} is not found, nor are {len(lost) - 1} others")


if __name__ == "__main__":
    check(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.stdin.read()))
