"""The command that lets many people ask a served page at once. A thin door like the rest of the line."""

from pathlib import Path
from typing import Annotated

import typer

QUESTIONS = Path("evals/adb-sme/questions.jsonl")


def crowd(
    address: Annotated[str, typer.Argument(help="Where the page is served.")],
    people: Annotated[int, typer.Option(help="How many ask at once.", min=1, max=500)] = 50,
    each: Annotated[int, typer.Option(help="How many questions each asks.", min=1)] = 4,
    questions: Annotated[Path, typer.Option(help="A questions.jsonl to ask from.")] = QUESTIONS,
) -> None:
    """Let many people ask a served page at once, and say how long they wait and what fails."""
    from smeadvisor.evaluation.crowd import ask_together, table
    from smeadvisor.evaluation.dataset import read_questions, select, standing_alone

    asked = standing_alone(select(read_questions(questions), "development"))
    replies = ask_together(address, [one.question for one in asked], people, each)
    print(table(replies))
    if any(one.failure for one in replies):
        raise typer.Exit(2)
