"""Whether an office file, which is a zip of XML parts, may be opened at all.

`check` sees the zip's directory alone and unpacks nothing; `check_xml` then reads the XML parts and
refuses those that declare a document type, the only way to entities that grow. Neither knows what
the parts mean.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from smeadvisor.errors import UnreadableDocument

LARGEST_BYTES = 200_000_000
MOST_ENTRIES = 5_000
LARGEST_RATIO = 200
# Small parts may be very repetitive in good faith.
_RATIO_FROM = 1_000_000
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"
_XML_SUFFIXES = (".xml", ".rels", ".vml")


def check(
    path: Path,
    largest_bytes: int = LARGEST_BYTES,
    most_entries: int = MOST_ENTRIES,
    largest_ratio: int = LARGEST_RATIO,
) -> None:
    """Refuse a zip whose directory promises harm.

    Raises:
        UnreadableDocument: the file cannot be opened, is no zip, is encrypted, is packed in a way
            that office programs do not use, has suspicious names, or would unpack to more than
            the limits.
    """
    entries = _entries(path)
    _check_size(path, entries, largest_bytes, most_entries)
    for entry in entries:
        _check_entry(path, entry, largest_ratio)


def check_xml(path: Path) -> None:
    """Refuse a checked zip in which a part of XML declares a document type.

    Raises:
        UnreadableDocument: there is such a part, or a part cannot be unpacked.
    """
    try:
        with ZipFile(path) as archive:
            for entry in archive.infolist():
                is_xml = entry.filename.lower().endswith(_XML_SUFFIXES)
                # Without NUL bytes the declaration reads alike in UTF-8, UTF-16 and UTF-32.
                if is_xml and b"<!DOCTYPE" in archive.read(entry).replace(b"\x00", b""):
                    raise UnreadableDocument(
                        f"'{path.name}' has a part with a document type declaration, which "
                        "may be harmful; save it again from a program you trust."
                    )
    except (BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UnreadableDocument:
    """The refusal of a file whose parts cannot be unpacked or understood."""
    return UnreadableDocument(
        f"'{path.name}' is damaged; open it in the program it came from and save it again."
    )


def _entries(path: Path) -> list[ZipInfo]:
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLE))
        if not start:
            raise UnreadableDocument(f"'{path.name}' has no text in it; remove it or replace it.")
        if start == _OLE:
            raise UnreadableDocument(_old_or_encrypted(path))
        with ZipFile(path) as archive:
            return archive.infolist()
    except OSError as error:
        raise UnreadableDocument(
            f"'{path.name}' cannot be opened ({error.strerror}); check the file and its permissions."
        ) from error
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        suffix = path.suffix.lower()
        raise UnreadableDocument(
            f"'{path.name}' is not a {suffix} file or is damaged; open it in the program it came "
            f"from and save it as {suffix}."
        ) from error


def _old_or_encrypted(path: Path) -> str:
    suffix = path.suffix.lower()
    return (
        f"'{path.name}' is encrypted or an old {suffix.rstrip('x')} file; save it as {suffix} "
        "without a password."
    )


def _check_size(
    path: Path, entries: Sequence[ZipInfo], largest_bytes: int, most_entries: int
) -> None:
    if len(entries) > most_entries:
        raise UnreadableDocument(
            f"'{path.name}' has more than {most_entries:,} parts; save it again without what is "
            "embedded in it."
        )
    size = sum(entry.file_size for entry in entries)
    if size > largest_bytes:
        raise UnreadableDocument(
            f"'{path.name}' would unpack to {size / 1e6:,.0f} MB, more than "
            f"{largest_bytes / 1e6:,.0f}; split it or take out what is embedded in it."
        )


def _check_entry(path: Path, entry: ZipInfo, largest_ratio: int) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableDocument(
            f"'{path.name}' has encrypted parts; save it again without a password."
        )
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged(path)
    if not _is_inside(entry.filename):
        raise UnreadableDocument(
            f"'{path.name}' has a part that points outside of it; it may be harmful, save it "
            "again from a program you trust."
        )
    if entry.file_size > max(_RATIO_FROM, largest_ratio * entry.compress_size):
        raise UnreadableDocument(
            f"'{path.name}' has a part that grows more than {largest_ratio}-fold when it is "
            "unpacked; it may be harmful, save it again from a program you trust."
        )


def _is_inside(name: str) -> bool:
    name = name.replace("\\", "/")
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and ":" not in parts[0]
