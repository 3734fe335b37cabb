"""The commands that measure: eval, calibrate, bench, growth. A thin door like the rest of the line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smeadvisor.serving.cli_building import build, settings_in_force, with_bar

REGRESSION = 2
QUESTIONS = Path("evals/adb-sme/questions.jsonl")


class Split(StrEnum):
    """Which half of a question set is asked."""

    TEST = "test"
    DEVELOPMENT = "development"
    ALL = "all"


def evaluate(
    questions: Annotated[Path, typer.Argument(help="A questions.jsonl.")] = QUESTIONS,
    split: Annotated[Split, typer.Option(help="Which half of the questions.")] = Split.TEST,
    runs: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("evals/runs"),
    against: Annotated[
        Path | None,
        typer.Option(help="A run folder to compare with; else the newest of the same questions."),
    ] = None,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Find passages, answer nothing.")
    ] = False,
    score: Annotated[
        Path | None, typer.Option(help="Score this run folder again, without asking anything.")
    ] = None,
    affirmed: Annotated[
        Path | None,
        typer.Option(
            help="Which answers affirm a false premise; else affirmed.jsonl beside the questions."
        ),
    ] = None,
) -> None:
    """Ask a question set, score what comes, and compare it with the run before.

    The exit code is 2 where a headline measure fell by more than chance explains.
    """
    from smeadvisor.evaluation import report
    from smeadvisor.evaluation import runs as run_folders
    from smeadvisor.evaluation.affirmed import FILE, read_affirmed

    beside = questions.with_name(FILE)
    if affirmed is None and score is None and beside.exists():
        affirmed = beside
    if affirmed:
        # A line that is wrong is named before anything is asked.
        read_affirmed(affirmed)
    folder = score or _ask_all(questions, split, runs, retrieval_only)
    if affirmed:
        run_folders.keep_affirmed(affirmed, folder)
    run = run_folders.read(folder)
    earlier = run_folders.read(against) if against else run_folders.newest_earlier(run)
    written = report.write(run, earlier)
    print(written.text)
    print(f"Report: {written.page}")
    fallen = written.comparison.regressions if written.comparison else ()
    if written.comparison and fallen:
        typer.echo(
            f"smeadvisor: {', '.join(fallen)} fell by more than chance explains since "
            f"{written.comparison.earlier}; the report names the questions.",
            err=True,
        )
        raise typer.Exit(REGRESSION)


def calibrate(
    questions: Annotated[
        Path, typer.Argument(help="A questions.jsonl with answerable true and false.")
    ] = QUESTIONS,
    output: Annotated[Path, typer.Option(help="Where the fitted gate is written.")] = Path(
        "gate.json"
    ),
    split: Annotated[Split, typer.Option(help="Which half of the questions.")] = Split.DEVELOPMENT,
) -> None:
    """Fit the gate, which decides whether a question can be answered, on development questions."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.evaluation.calibration import fit_gate
    from smeadvisor.evaluation.dataset import read_questions, select, standing_alone

    chosen = standing_alone(select(read_questions(questions), split))
    fit = fit_gate(open_advisor(settings_in_force()), chosen, questions.as_posix())
    output.write_text(fit.to_json(), encoding="utf-8")
    print(fit.summary())


def bench(
    questions: Annotated[Path, typer.Argument(help="A questions.jsonl.")] = QUESTIONS,
    repeats: Annotated[int, typer.Option(help="How often everything is measured.", min=1)] = 3,
) -> None:
    """Measure cold start and warm answers."""
    from smeadvisor.assembly import open_advisor
    from smeadvisor.evaluation.dataset import read_questions, standing_alone
    from smeadvisor.evaluation.latency import measure

    settings, asked = settings_in_force(), standing_alone(read_questions(questions))
    build(settings)
    print(measure(lambda: open_advisor(settings), asked, repeats).table())


def growth(
    sizes: Annotated[list[int] | None, typer.Argument(help="Numbers of passages.")] = None,
    embedded: Annotated[int, typer.Option(help="Passages to embed with the real model.")] = 2_000,
) -> None:
    """Measure how the index grows: build, open, ask, memory and disk, on synthetic passages."""
    from smeadvisor.assembly import open_embedders
    from smeadvisor.evaluation.growth import embedding_share, table

    print(table(sizes or [1_000, 10_000, 100_000]))
    if embedded:
        print(embedding_share(open_embedders(settings_in_force()).texts, embedded))


def _ask_all(path: Path, split: Split, root: Path, retrieval_only: bool) -> Path:
    """Ask the questions of a split and write the run; the gold is checked before anything is built."""
    from smeadvisor import assembly
    from smeadvisor.evaluation import rows, runs
    from smeadvisor.evaluation.dataset import read_questions, select
    from smeadvisor.evaluation.judgements import judge

    settings, questions = settings_in_force(), read_questions(path)
    chosen = select(questions, split)
    documents = assembly.read_documents(settings)
    gold = judge(questions, documents)
    build(settings)
    advisor = assembly.open_advisor(settings)
    texts = {document.id: document.text for document in documents}
    made = (
        rows.retrieved(advisor.retriever, chosen)
        if retrieval_only
        else rows.generate(advisor, chosen, texts)
    )
    config = runs.describe(
        path, split, retrieval_only, settings.model_dump(), assembly.index_identity(settings)
    )
    judged = runs.judged(
        {question.id: gold[question.id] for question in chosen}, assembly.read_passages(settings)
    )
    return runs.write(root, config, with_bar(made, len(chosen)), judged)
