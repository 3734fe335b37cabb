"""The commands for the model that marks which sentences answer: measure it, and train it anew."""

from pathlib import Path
from typing import Annotated

import typer

_EXERCISES = Path("evals/reading")
_TOLD_EVERY = 50


def reader(
    exercises: Annotated[Path, typer.Argument(help="Folder of the exercises.")] = _EXERCISES,
) -> None:
    """Measure how well sentences that answer are told, on exercises that were not trained on."""
    from smeadvisor.evaluation.reading.exercises import Kind, read_exercises
    from smeadvisor.evaluation.reading.quality import measure
    from smeadvisor.indexing.sentence_reader import SentenceReader

    read = read_exercises(exercises, "test")
    marks = SentenceReader().marks
    for kind in Kind:
        chosen = [one for one in read if one.kind is kind]
        if chosen:
            print(f"{kind}: {measure(marks, chosen).summary()}")


def train(
    exercises: Annotated[Path, typer.Argument(help="Folder of the exercises.")] = _EXERCISES,
    steps: Annotated[int, typer.Option(help="Of sixteen questions each.", min=1)] = 1_500,
    output: Annotated[Path, typer.Option(help="Where the model is written.")] = Path(
        "sentence_reader.onnx"
    ),
) -> None:
    """Train the model that marks sentences, from the packaged cross-encoder; hours."""
    from smeadvisor.evaluation.reading.exercises import read_exercises
    from smeadvisor.evaluation.reading.network import export, packaged_network
    from smeadvisor.evaluation.reading.training import Trainer
    from smeadvisor.indexing.sentence_reader import SentenceReader

    def tell(step: int, loss: float) -> None:
        if step % _TOLD_EVERY == 0:
            print(f"step {step} of {steps}: loss {loss:.3f}")

    chosen = read_exercises(exercises, "development")
    network = packaged_network()
    Trainer(network, SentenceReader().pair).train(chosen, steps, tell)
    export(network, output)
    print(
        f"Written: {output}. To use it, put it in place of src/smeadvisor/indexing/{output.name}."
    )
