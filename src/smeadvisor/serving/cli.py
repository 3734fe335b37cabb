"""The command line: a thin door. Nothing heavy is imported before a command needs it."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smeadvisor.domain.documents import BlockKind
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving import (
    cli_comparison,
    cli_conversations,
    cli_crowd,
    cli_evaluation,
    cli_programmes,
    cli_reading,
    cli_verification,
)
from smeadvisor.serving.cli_building import IndexProgress, build, settings_in_force
from smeadvisor.serving.logs import mask_logs

if TYPE_CHECKING:
    from smeadvisor.settings import Settings

app = typer.Typer(
    help="Answers about SME support, in the documents' own words, each with its citation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("eval")(cli_evaluation.evaluate)
app.command()(cli_evaluation.calibrate)
app.command()(cli_evaluation.bench)
app.command()(cli_evaluation.growth)
app.command()(cli_comparison.benchmark)
app.command()(cli_comparison.peers)
app.command()(cli_programmes.programmes)
app.command()(cli_verification.verification)
app.command()(cli_reading.reader)
app.command()(cli_reading.train)
app.command()(cli_crowd.crowd)
app.command()(cli_conversations.replay)
app.add_typer(cli_conversations.feedback, name="feedback")


def main() -> None:
    """Run the command line; what goes wrong is said in one sentence, with exit code 1."""
    mask_logs()
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

    with IndexProgress() as progress:
        advisor = open_advisor(settings_in_force(), progress.advance)
    answer = advisor.ask(question)
    if as_json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(answer_terminal(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What the passages should speak to.")],
    limit: Annotated[int, typer.Option(min=1, help="Most passages to show.")] = 5,
    document: Annotated[list[str] | None, typer.Option(help="Only in this document.")] = None,
    heading: Annotated[str, typer.Option(help="Only under headings with these words.")] = "",
    kind: Annotated[list[BlockKind] | None, typer.Option(help="Only what is this.")] = None,
    about: Annotated[
        str,
        typer.Option(help="Only where headings, caption or row name this: a country, a scheme."),
    ] = "",
    focused: Annotated[
        bool, typer.Option("--focused", help="Only the words around what fits best.")
    ] = False,
) -> None:
    """Show the passages that speak to a question, without answering it."""
    from smeadvisor.assembly import open_search
    from smeadvisor.retrieval.scoped import Scope
    from smeadvisor.serving.rendering import hits_terminal

    scope = Scope(tuple(document or ()), heading, tuple(kind or ()), about)
    with IndexProgress() as progress:
        retriever = open_search(settings_in_force(), scope, focused, progress.advance)
    print(hits_terminal(retriever.retrieve(question, limit)))


@app.command()
def index() -> None:
    """Bring the index in step with the documents; what is unchanged is not embedded again."""
    build(settings_in_force())


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at.")] = None,
) -> None:
    """Bring the index in step with the documents and open the chat page."""
    changes = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings_in_force(**changes)
    _require_servable(settings)
    build(settings)
    print("Starting the page…", flush=True)
    from smeadvisor.serving.chat_page import build_page
    from smeadvisor.serving.chat_page.parts import page_parts
    from smeadvisor.serving.web import serve as serve_page

    parts = page_parts(settings)
    parts.advisor()  # what is wrong with the index is said here, not to the first who asks
    page = build_page(parts)
    serve_page(page, settings, _announce)


@app.command()
def doctor() -> None:
    """Look at model, catalogue, index and corpus, and name the cure of what is not well."""
    from smeadvisor.health import examine

    all_well = True
    for finding in examine(settings_in_force()):
        all_well = all_well and finding.is_well
        print(f"{'well  ' if finding.is_well else 'NOT WELL'}  {finding.part}: {finding.seen}")
    if not all_well:
        raise typer.Exit(1)


def _require_servable(settings: "Settings") -> None:
    from smeadvisor.serving.web import require_servable

    require_servable(settings)


def _announce(address: str) -> None:
    print(f"smeadvisor is at {address} (Ctrl-C stops it)", flush=True)
