"""The commands for the two models that are trained on exercises: measure them, and train them anew."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_EXERCISES = Path("evals/reading")
_STEPS_OF_READER, _STEPS_OF_EMBEDDER = 500, 300


class Model(StrEnum):
    """A model of our own that comes with the package."""

    READER = "reader"
    EMBEDDER = "embedder"


def reader(
    exercises: Annotated[Path, typer.Argument(help="Folder of the exercises.")] = _EXERCISES,
) -> None:
    """Measure how well what answers is found and told, on exercises that were not trained on."""
    from smeadvisor.evaluation.reading.exercises import Kind, read_exercises
    from smeadvisor.evaluation.reading.quality import measure, measure_finding
    from smeadvisor.indexing.answer_embedder import AnswerEmbedder
    from smeadvisor.indexing.sentence_reader import SentenceReader

    read = read_exercises(exercises, "test")
    marks, embedder = SentenceReader().marks, AnswerEmbedder()
    for kind in Kind:
        chosen = [one for one in read if one.kind is kind]
        if chosen:
            print(f"{kind}: {measure(marks, chosen).summary()}")
        if any(one.answer for one in chosen):
            print(f"{kind}, by likeness: {measure_finding(embedder, chosen).summary()}")


def train(
    model: Annotated[Model, typer.Argument(help="Which of them.")],
    exercises: Annotated[Path, typer.Argument(help="Folder of the exercises.")] = _EXERCISES,
    steps: Annotated[
        int | None, typer.Option(help="Of 64 questions; of some reports and tables.", min=1)
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Where the model is written.")] = None,
) -> None:
    """Train the model that marks sentences, or the one that finds them, from a packaged one.

    It takes minutes on a graphics processor, and about a minute a step on two cores without one.
    """
    from smeadvisor.evaluation.reading.exercises import read_exercises
    from smeadvisor.evaluation.reading.packaged_weights import export
    from smeadvisor.indexing.answer_embedder import EMBEDDER_FILE, AnswerEmbedder
    from smeadvisor.indexing.embedder import file_sha256

    chosen = read_exercises(exercises, "development")

    def tell(step: int, loss: float) -> None:
        print(f"step {step} of {steps}: loss {loss:.3f}", flush=True)

    if model is Model.READER:
        from smeadvisor.evaluation.reading.likely import likely
        from smeadvisor.evaluation.reading.network import packaged_network
        from smeadvisor.evaluation.reading.training import Trainer
        from smeadvisor.indexing.sentence_reader import READER_FILE, SentenceReader

        steps, kept, marking = steps or _STEPS_OF_READER, READER_FILE, packaged_network()
        likeliest = likely(AnswerEmbedder(), chosen)
        Trainer(marking, SentenceReader().encode).train(chosen, likeliest, steps, tell)
        export(marking, output or Path(kept), "marks")
    else:
        from smeadvisor.evaluation.reading.vector_network import packaged_vector_network
        from smeadvisor.evaluation.reading.vector_training import VectorTrainer

        steps, kept, finding = steps or _STEPS_OF_EMBEDDER, EMBEDDER_FILE, packaged_vector_network()
        VectorTrainer(finding, AnswerEmbedder().encode).train(chosen, steps, tell)
        export(finding, output or Path(kept), "vectors")
    print(
        f"Written: {output or kept}. To use it, put it in place of src/smeadvisor/indexing/{kept}, and its "
        f"SHA-256 into the module beside it: {file_sha256(output or Path(kept))}"
    )
