"""What readers say of answers, kept in one SQLite file: thumbs, reasons, comments, with the whole answer.

The file lies in a folder of its own beside the index (`assembly.keeping.feedback_path`): an index
may be deleted and built again, and who shares the index shares the feedback. Every entry is masked
before it is written, as logs are. A file that cannot be used is never replaced or mended here: what
is in it stays for whoever can read it.
"""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smeadvisor.domain.answers import Answer
from smeadvisor.errors import FeedbackError
from smeadvisor.text.masking import masked

if TYPE_CHECKING:
    from smeadvisor.assembly.keeping import Circumstances

LONGEST_COMMENT = 2_000
_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, rating TEXT NOT NULL,
    reason TEXT NOT NULL, comment TEXT NOT NULL, question TEXT NOT NULL, earlier TEXT NOT NULL,
    answer TEXT NOT NULL, index_identity TEXT NOT NULL, versions TEXT NOT NULL)
"""
_COLUMNS = (
    "given, rating, reason, comment, question, earlier, answer, index_identity, versions, number"
)
_ROOM = 1_000_000
# The document's own words and the names of its parts are nobody's personal data.
_NOT_MASKED = frozenset({"citations", "passage_id", "document_id", "place"})


class Rating(StrEnum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


class Reason(StrEnum):
    """What is wrong with an answer."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    WRONG_CITATION = "wrong citation"
    SHOULD_HAVE_REFUSED = "should have refused"
    SHOULD_HAVE_ANSWERED = "should have answered"
    HARD_TO_READ = "hard to read"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer; `given` is UTC in ISO 8601, `answer` is `Answer.to_dict()`.

    `number` is what the store calls it, 0 before it is there.

    Raises:
        FeedbackError: the comment is too long.
    """

    rating: Rating
    question: str
    answer: Mapping[str, Any]
    index: str
    versions: Mapping[str, str]
    given: str
    reason: Reason | None = None
    comment: str = ""
    earlier_questions: tuple[str, ...] = ()
    number: int = 0

    def __post_init__(self) -> None:
        if len(self.comment) > LONGEST_COMMENT:
            raise FeedbackError(
                f"The comment has {len(self.comment):,} characters; shorten it to "
                f"{LONGEST_COMMENT:,} and send it again."
            )

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain JSON types."""
        return {
            "number": self.number,
            "given": self.given,
            "rating": self.rating.value,
            "reason": self.reason.value if self.reason else None,
            "comment": self.comment,
            "question": self.question,
            "earlier_questions": list(self.earlier_questions),
            "answer": dict(self.answer),
            "index": self.index,
            "versions": dict(self.versions),
        }


def feedback_on(
    answer: Answer,
    earlier_answers: Sequence[Answer],
    rating: Rating,
    circumstances: "Circumstances",
    reason: Reason | None = None,
    comment: str = "",
) -> Feedback:
    """An entry of now about an answer; `earlier_answers` are those before it, oldest first.

    Raises:
        FeedbackError: the comment is too long.
    """
    return Feedback(
        rating,
        answer.question,
        answer.to_dict(),
        circumstances.index,
        circumstances.versions,
        datetime.now(UTC).isoformat(timespec="milliseconds"),
        reason,
        comment.strip(),
        tuple(one.question for one in earlier_answers),
    )


@dataclass(frozen=True, slots=True)
class FeedbackStore:
    """Feedback in a SQLite file; threads and processes may share it. Nothing is touched before it is used.

    `seconds` is how long to wait for another process that writes.

    Raises (from every method):
        FeedbackError: the file is damaged, locked, of a newer version or cannot be written.
    """

    path: Path
    seconds: float = field(default=5.0, kw_only=True)

    def add(self, feedback: Feedback) -> None:
        """Keep an entry, masked; once this returns it is on the disk."""
        row = _row(_masked(feedback))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        with self._connection() as connection:
            marks = ", ".join("?" * len(row))
            columns = _COLUMNS.removesuffix(", number")
            connection.execute(f"INSERT INTO feedback ({columns}) VALUES ({marks})", row)

    def entries(self) -> list[Feedback]:
        """All that was kept, oldest first; none where nobody has said anything yet."""
        try:
            self.path.stat()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        with self._connection() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM feedback ORDER BY number").fetchall()
        try:
            return [_entry(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise self._damaged(str(error)) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction; a new one each time, since threads may not share one."""
        try:
            with closing(sqlite3.connect(self.path, timeout=self.seconds)) as connection:
                self._prepare(connection)
                with connection:
                    yield connection
        except sqlite3.Error as error:
            raise self._complaint(error) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = self._version(connection)
        if version == 0:
            self._switch_to_log(connection)
            self._create(connection)
            version = self._version(connection)
        if version != _SCHEMA_VERSION:
            raise FeedbackError(
                f"The feedback in '{self.path}' was written by a newer smeadvisor (version {version}; "
                f"I know {_SCHEMA_VERSION}). Update smeadvisor; nothing was changed."
            )
        connection.execute("PRAGMA synchronous = FULL")

    def _create(self, connection: sqlite3.Connection) -> None:
        """Make the table, unless another process was faster."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if self._version(connection) == 0:
                if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                    raise FeedbackError(
                        f"'{self.path}' is a database of something else. Move it away and try again."
                    )
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")

    def _switch_to_log(self, connection: sqlite3.Connection) -> None:
        """Write-ahead log, so that readers and a writer do not wait for one another."""
        last = time.monotonic() + self.seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # For this SQLite does not wait by itself.
                if not _is_busy(error) or time.monotonic() > last:
                    raise
                time.sleep(0.01)

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _complaint(self, error: sqlite3.Error) -> FeedbackError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if _is_busy(error):
            return FeedbackError(
                f"Another process holds the feedback in '{self.path}'. Try again in a moment."
            )
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._is_full()):
            return FeedbackError(
                f"The disk with '{self.path.parent}' is full. Make room and send it again; what was "
                "kept before is still there."
            )
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return self._damaged(str(error))
        return self._unusable(str(error))

    def _damaged(self, what: str) -> FeedbackError:
        return FeedbackError(
            f"The feedback in '{self.path}' is damaged ({what}). Move the file away, without deleting "
            "it, and a new one is begun."
        )

    def _unusable(self, what: str) -> FeedbackError:
        return FeedbackError(
            f"The feedback in '{self.path}' cannot be opened or written ({what}). Check the folder's "
            "permissions and the disk, then try again."
        )

    def _is_full(self) -> bool:
        return shutil.disk_usage(self.path.parent).free < _ROOM


def _is_busy(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _masked(feedback: Feedback) -> Feedback:
    return replace(
        feedback,
        question=_kept(feedback.question),
        comment=_kept(feedback.comment),
        earlier_questions=tuple(map(_kept, feedback.earlier_questions)),
        answer=_masked_json(feedback.answer),
    )


def _masked_json(plain: Any) -> Any:
    if isinstance(plain, str):
        return _kept(plain)
    if isinstance(plain, Mapping):
        return {
            name: value if name in _NOT_MASKED else _masked_json(value)
            for name, value in plain.items()
        }
    if isinstance(plain, Sequence):
        return [_masked_json(one) for one in plain]
    return plain


def _kept(text: str) -> str:
    """A text masked, and without half surrogate pairs, for which SQLite has no place."""
    return masked(text.encode(errors="replace").decode())


def _row(feedback: Feedback) -> tuple[str, ...]:
    reason = feedback.reason.value if feedback.reason else ""
    return (
        feedback.given,
        feedback.rating.value,
        reason,
        feedback.comment,
        feedback.question,
        json.dumps(feedback.earlier_questions),
        json.dumps(feedback.answer, sort_keys=True),
        feedback.index,
        json.dumps(dict(feedback.versions), sort_keys=True),
    )


def _entry(row: Sequence[Any]) -> Feedback:
    given, rating, reason, comment, question, earlier, answer, index, versions, number = row
    return Feedback(
        Rating(rating),
        question,
        json.loads(answer),
        index,
        json.loads(versions),
        given,
        Reason(reason) if reason else None,
        comment,
        tuple(json.loads(earlier)),
        number,
    )
