"""Reads a file in a process of its own, with limits, so that a hostile file takes nothing else down.

Run as `python -m smeadvisor.ingestion.isolation PATH SECONDS MEGABYTES`; the document comes back as
JSON, which unlike a pickle cannot carry code. On Windows only the wall clock is limited.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from smeadvisor.domain.documents import Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers import read

_REFUSED = 3
_LONGEST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file, and what reading one may take: processor and wall time, memory."""

    file_megabytes: int = 50
    seconds: int = 120
    memory_megabytes: int = 2_000


def read_in_child(path: Path, limits: Limits) -> Document:
    """Read one file into a Document, in another process.

    Raises:
        UnreadableDocument: the reader refuses the file, or reading it goes beyond a limit.
    """
    command = [sys.executable, "-m", __name__, str(path)]
    command += [str(limits.seconds), str(limits.memory_megabytes)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=limits.seconds + 10, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(_beyond(path, limits)) from error
    if run.returncode == _REFUSED:
        raise UnreadableDocument(run.stdout.decode())
    if run.returncode:
        raise UnreadableDocument(_beyond(path, limits))
    try:
        return TypeAdapter(Document).validate_json(run.stdout)
    except ValidationError as error:
        raise UnreadableDocument(_beyond(path, limits)) from error


def _beyond(path: Path, limits: Limits) -> str:
    return (
        f"'{path.name}' cannot be read within {limits.seconds} seconds and "
        f"{limits.memory_megabytes} MB of memory; it is damaged, or too large: split it, or raise "
        "the settings reading.seconds and reading.memory_megabytes."
    )


def _limit_this_process(seconds: int, megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(path: Path, seconds: int, megabytes: int) -> int:
    _limit_this_process(seconds, megabytes)
    try:
        document = read(path)
        if len(document.text) > _LONGEST_TEXT:
            raise UnreadableDocument(
                f"'{path.name}' has {len(document.text):,} characters of text; I read at most "
                f"{_LONGEST_TEXT:,}. Split it."
            )
    except UnreadableDocument as error:
        sys.stdout.write(str(error))
        return _REFUSED
    sys.stdout.buffer.write(TypeAdapter(Document).dump_json(document))
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
