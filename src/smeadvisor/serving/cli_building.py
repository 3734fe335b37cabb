"""What several commands need: the settings, and the index in step with the documents.

Nothing heavy is imported before a command needs it.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import TaskID

    from smeadvisor.library import Report
    from smeadvisor.settings import Settings

Item = TypeVar("Item")


def settings_in_force(**changes: object) -> "Settings":
    """The settings, with what was said on the command line on top."""
    from smeadvisor.settings import load_settings

    return load_settings(**changes)


def build(settings: "Settings") -> None:
    """Bring the index in step with the documents and say what was done."""
    from smeadvisor.assembly import build_index

    with IndexProgress() as progress:
        report = build_index(settings, progress.advance)
    print(_summary(report, settings))
    for reason in report.refused.values():
        print(f"refused: {reason}", file=sys.stderr)


def _summary(report: "Report", settings: "Settings") -> str:
    counts = [
        f"{len(names)} {word}"
        for word, names in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
            ("unchanged", report.unchanged),
            ("refused", tuple(report.refused)),
        )
        if names
    ]
    done = "built" if report.rebuilt else "up to date"
    return f"Index in '{settings.index_folder}' {done}: documents {', '.join(counts)}."


def with_bar(items: Iterable[Item], total: int, label: str = "Asking") -> Iterator[Item]:
    """The same items, with a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, label, total=total, console=console, transient=True)


class IndexProgress:
    """A progress bar on standard error that appears with the first document that is embedded."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "IndexProgress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._tasks:
            self._progress.stop()

    def advance(self, document: str, done: int, total: int) -> None:
        """Show that `done` of `total` texts of a document are embedded."""
        if document not in self._tasks:
            self._progress.start()
            task = self._progress.add_task(f"Indexing {document}", total=total)
            self._tasks[document] = task
        self._progress.update(self._tasks[document], completed=done, total=total)
