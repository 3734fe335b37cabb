"""A file's characters, or a sentence why they cannot be had."""

from pathlib import Path

from smeadvisor.errors import UnreadableDocument


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte-order mark, line ends as "\\n".

    Raises:
        UnreadableDocument: the file cannot be opened or is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"'{path.name}' is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        ) from error
    except OSError as error:
        raise UnreadableDocument(
            f"'{path.name}' cannot be opened ({error.strerror}); check the file and its permissions."
        ) from error
    if "\x00" in text:
        raise UnreadableDocument(f"'{path.name}' is not a text file; save it as UTF-8 text.")
    return text
