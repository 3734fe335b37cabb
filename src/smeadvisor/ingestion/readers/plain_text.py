"""Plain text: blank lines part paragraphs; numbered headings and list marks are seen, form feeds end pages."""

import re
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.ingestion.readers.text_file import read_text

_HEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_ITEM = re.compile(r"(?P<mark>[•\-*]|\d{1,3}[.)])\s+(?P<text>\S.*)")
_LONGEST_HEADING = 100


def read(path: Path) -> Document:
    """Read a text file.

    Raises:
        UnreadableDocument: the file cannot be opened or is not UTF-8 text.
    """
    builder = DocumentBuilder()
    for number, page in enumerate(read_text(path).split("\f")):
        if number:
            builder.page_break()
        for paragraph in re.split(r"\n\s*\n", page):
            lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
            if lines:
                _paragraph(lines, builder)
    return builder.build(path.name, path.stem.replace("-", " ").replace("_", " "))


def _paragraph(lines: list[str], builder: DocumentBuilder) -> None:
    # Several numbered lines are a list; one alone may be a heading, however its lines were wrapped.
    is_list = any(_ITEM.match(line) for line in lines[1:])
    heading = None if is_list else _HEADING.match(lines[0])
    whole = _tidy(" ".join(lines))
    if heading and len(whole) <= _LONGEST_HEADING and whole[-1] not in ".;:,":
        builder.heading(1 + heading["number"].count("."), Inline(whole))
        return
    first_item = next((n for n, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    if first_item:
        builder.paragraph(Inline(_tidy(" ".join(lines[:first_item]))))
    items: list[tuple[str, str]] = []
    for line in lines[first_item:]:
        item = _ITEM.match(line)
        if item:
            mark = "•" if item["mark"] in "•-*" else item["mark"].replace(")", ".")
            items.append((mark, item["text"]))
        else:
            items[-1] = (items[-1][0], f"{items[-1][1]} {line}")
    builder.list_of([(mark, Inline(_tidy(text))) for mark, text in items])


def _tidy(text: str) -> str:
    return " ".join(text.split())
