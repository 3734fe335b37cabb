"""The command line: a thin door. Nothing heavy is imported before a command needs it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smeadvisor.errors import SmeAdvisorError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from smeadvisor.library import Report
    from smeadvisor.settings import Settings

app = typer.Typer(
    help="Answers about SME support, in the documents' own words, each with its citation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what goes wrong is said in one sentence, with exit code 1."""
    try:
        app()
    except SmeAdvisorError as error:
        sys.exit(f"smeadvisor: {error}")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole answer as JSON.")
    ] = False,
) -> None:
    """Answer one question from the documents."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.serving.rendering import answer_terminal

    with _IndexProgress() as progress:
        advisor = open_advisor(_settings(), progress.advance)
    answer = advisor.ask(question)
    if as_json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(answer_terminal(answer))


@app.command()
def index() -> None:
    """Bring the index in step with the documents; what is unchanged is not embedded again."""
    _build(_settings())


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at.")] = None,
) -> None:
    """Bring the index in step with the documents and open the chat page."""
    changes = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = _settings(**changes)
    _require_free(settings)
    _build(settings)
    print("Starting the page…", flush=True)
    from smeadvisor.assembly import example_questions, open_advisor
    from smeadvisor.serving.chat_page import build_page
    from smeadvisor.serving.web import serve as serve_page

    advisor = open_advisor(settings)
    page = build_page(lambda: advisor, example_questions(settings))
    serve_page(page, settings.host, settings.port, _announce)


@app.command()
def doctor() -> None:
    """Look at model, catalogue, index and corpus, and name the cure of what is not well."""
    from smeadvisor.health import examine

    all_well = True
    for finding in examine(_settings()):
        all_well = all_well and finding.is_well
        print(f"{'well  ' if finding.is_well else 'NOT WELL'}  {finding.part}: {finding.seen}")
    if not all_well:
        raise typer.Exit(1)


@app.command()
def calibrate(
    questions: Annotated[
        Path, typer.Argument(help="A questions.jsonl with answerable true and false.")
    ],
    output: Annotated[Path, typer.Option(help="Where the fitted gate is written.")] = Path(
        "gate.json"
    ),
) -> None:
    """Fit the gate, which decides whether a question can be answered, on a development set."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.evaluation.calibration import fit_gate
    from smeadvisor.evaluation.dataset import read_questions

    fit = fit_gate(open_advisor(_settings()), read_questions(questions), str(questions))
    output.write_text(fit.to_json(), encoding="utf-8")
    print(fit.summary())


@app.command()
def bench(
    questions: Annotated[Path, typer.Argument(help="A questions.jsonl.")],
    repeats: Annotated[int, typer.Option(help="How often everything is measured.", min=1)] = 3,
) -> None:
    """Measure cold start and warm answers, and how a development set is answered."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.evaluation.dataset import read_questions
    from smeadvisor.evaluation.development import ask_all, table
    from smeadvisor.evaluation.latency import measure

    settings, asked = _settings(), read_questions(questions)
    _build(settings)
    print(measure(lambda: open_advisor(settings), asked, repeats).table())
    print(table(ask_all(open_advisor(settings), asked)))


@app.command()
def growth(
    sizes: Annotated[list[int] | None, typer.Argument(help="Numbers of passages.")] = None,
    embedded: Annotated[int, typer.Option(help="Passages to embed with the real model.")] = 2_000,
) -> None:
    """Measure how the index grows: build, open, ask, memory and disk, on synthetic passages."""
    from smeadvisor.evaluation.growth import embedding_share, table
    from smeadvisor.indexing.embedder import SentenceTransformerEmbedder

    print(table(sizes or [1_000, 10_000, 100_000]))
    if embedded:
        print(embedding_share(SentenceTransformerEmbedder(_settings().embedding_model), embedded))


def _settings(**changes: object) -> "Settings":
    from smeadvisor.settings import load_settings

    return load_settings(**changes)


def _require_free(settings: "Settings") -> None:
    from smeadvisor.serving.web import require_free

    require_free(settings.host, settings.port)


def _announce(address: str) -> None:
    print(f"smeadvisor is at {address} (Ctrl-C stops it)", flush=True)


def _build(settings: "Settings") -> None:
    from smeadvisor.assembly import build_index

    with _IndexProgress() as progress:
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


class _IndexProgress:
    """A progress bar on standard error that appears with the first document that is embedded."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_IndexProgress":
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
