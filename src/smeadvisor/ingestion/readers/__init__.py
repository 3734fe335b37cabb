"""One file a format, one line a suffix: READERS maps a suffix to read(path) -> Document.

A reader's vendor library is imported when the first file of its kind is read.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.errors import UnreadableDocument

Reader = Callable[[Path], Document]


def _lazily(module: str) -> Reader:
    def read_with(path: Path) -> Document:
        reader: Reader = import_module(f"{__name__}.{module}").read
        return reader(path)

    return read_with


READERS: dict[str, Reader] = {
    ".md": _lazily("markdown"),
    ".markdown": _lazily("markdown"),
    ".txt": _lazily("plain_text"),
    ".html": _lazily("html"),
    ".htm": _lazily("html"),
    ".pdf": _lazily("pdf"),
    ".docx": _lazily("docx"),
    ".xlsx": _lazily("xlsx"),
    ".csv": _lazily("csv_file"),
    ".tsv": _lazily("csv_file"),
}


def read(path: Path) -> Document:
    """Read one file into a Document whose id is the file's name.

    Raises:
        UnreadableDocument: the suffix is unknown, or the file is empty, unreadable or not text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise UnreadableDocument(
            f"'{path.name}' has a format I cannot read; known formats are {known}."
        )
    document = reader(path)
    if not document.text.strip():
        raise UnreadableDocument(f"'{path.name}' has no text in it; remove it or replace it.")
    return document
