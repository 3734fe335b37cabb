"""Conversations and programmes to take away: Markdown, Word, JSON; CSV and Excel.

Knows how to keep words of documents and users from doing anything in what opens the file. Writes no
file and asks nothing; nothing heavy is imported before a function needs it.
"""

from smeadvisor.serving.export.bundle import Bundle, read_bundle, to_bundle
from smeadvisor.serving.export.conversation import Conversation
from smeadvisor.serving.export.markdown import to_markdown
from smeadvisor.serving.export.replay import Replay, replay
from smeadvisor.serving.export.spreadsheets import programmes_csv, programmes_xlsx
from smeadvisor.serving.export.word import to_docx

__all__ = [
    "Bundle",
    "Conversation",
    "Replay",
    "programmes_csv",
    "programmes_xlsx",
    "read_bundle",
    "replay",
    "to_bundle",
    "to_docx",
    "to_markdown",
]
