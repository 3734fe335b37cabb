"""The commands on what was answered: replay, feedback export. A thin door like the rest of the line."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smeadvisor.errors import BundleError, FeedbackError, SmeAdvisorError
from smeadvisor.serving.cli_building import IndexProgress, settings_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smeadvisor.serving.feedback import Feedback
    from smeadvisor.settings import Settings

DIFFERENT = 2
feedback = typer.Typer(help="What readers said of answers.", no_args_is_help=True)


class Form(StrEnum):
    """In which form feedback is written."""

    ENTRIES = "entries"
    QUESTIONS = "questions"


def replay(
    file: Annotated[Path, typer.Argument(help="A conversation that was saved as JSON.")],
    output: Annotated[
        Path | None, typer.Option(help="Where the conversation as it is now is written.")
    ] = None,
) -> None:
    """Ask a saved conversation again and say what differs; the exit code is 2 where anything does."""
    from smeadvisor.serving import export

    bundle = export.read_bundle(file)
    from smeadvisor.assembly import open_advisor
    from smeadvisor.assembly.keeping import circumstances

    settings = settings_in_force()
    with IndexProgress() as progress:
        advisor = open_advisor(settings, progress.advance)
    replayed = export.replay(bundle, advisor, circumstances(settings))
    if output:
        _write(output, replayed.content, BundleError)
    if replayed.differences:
        print("\n".join(replayed.differences))
        typer.echo(f"smeadvisor: what is answered now differs from '{file}'.", err=True)
        raise typer.Exit(DIFFERENT)
    count = len(bundle.questions)
    answers = "the answer is" if count == 1 else f"all {count} answers are"
    print(f"Asked again: {answers} as in '{file}', byte for byte.")


@feedback.callback()
def _feedback() -> None:
    """A group also while it has one command."""


@feedback.command("export")
def export_feedback(
    output: Annotated[
        Path | None, typer.Option(help="Where it is written; else it is printed.")
    ] = None,
    form: Annotated[
        Form, typer.Option("--as", help="All entries, or questions for smeadvisor eval.")
    ] = Form.ENTRIES,
) -> None:
    """Write feedback as JSON lines: all entries, or those that make questions of an evaluation."""
    from smeadvisor.assembly.keeping import feedback_path
    from smeadvisor.serving.feedback import FeedbackStore

    settings = settings_in_force()
    path = feedback_path(settings)
    entries = FeedbackStore(path).entries()
    if not entries:
        typer.echo(f"There is no feedback in '{path}' yet.", err=True)
        return
    if form is Form.QUESTIONS:
        lines = _questions(entries, settings)
    else:
        lines = "".join(f"{json.dumps(one.to_dict(), ensure_ascii=False)}\n" for one in entries)
    if output:
        _write(output, lines.encode(), FeedbackError)
        print(f"Written to '{output}': {lines.count(chr(10))} of {len(entries)} entries.")
    else:
        sys.stdout.write(lines)


def _questions(entries: "Sequence[Feedback]", settings: "Settings") -> str:
    """The lines of a questions.jsonl; what is left out is said on standard error."""
    from smeadvisor.assembly import read_documents
    from smeadvisor.serving.feedback_questions import questions_from

    drawn = questions_from(entries, read_documents(settings))
    for reason, count in drawn.left_out.items():
        typer.echo(f"left out: {count} of {len(entries)}, {reason}", err=True)
    if not drawn.questions:
        raise FeedbackError(
            "No feedback makes a question; thumbs up on answers do, and thumbs down with the "
            "reason 'should have refused'."
        )
    return drawn.lines()


def _write(path: Path, content: bytes, complaint: type[SmeAdvisorError]) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise complaint(
            f"'{path}' cannot be written ({error.strerror}). Name another file: --output FILE"
        ) from error
