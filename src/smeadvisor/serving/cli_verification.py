"""The command that measures the verifier. A thin door like the rest of the line."""

from pathlib import Path
from typing import Annotated

import typer

from smeadvisor.serving.cli_building import settings_in_force

CLAIMS = Path("evals/claims/paraphrases.jsonl")
OTHERS = Path("evals/other-documents/corpus")


def verification(
    claims: Annotated[Path, typer.Argument(help="A paraphrases.jsonl of true claims.")] = CLAIMS,
    others: Annotated[
        Path, typer.Option(help="A second corpus, so that nothing is fitted to one.")
    ] = OTHERS,
    most: Annotated[int, typer.Option(help="Most claims of each origin.", min=1)] = 600,
    seed: Annotated[int, typer.Option(help="What the faults are drawn with.")] = 7,
) -> None:
    """Measure the verifier: planted faults it catches, true claims it drops, what a check costs."""
    from smeadvisor.assembly.answers import verifier_over
    from smeadvisor.assembly.checking import cut_documents
    from smeadvisor.evaluation import true_claims, verifying

    settings = settings_in_force()
    passages = [
        passage
        for folder in (settings.corpus_folder, others)
        for passage in cut_documents(settings.model_copy(update={"corpus_folder": folder}))
    ]
    stated = verifying.sample(true_claims.stated_claims(passages), most, seed)
    everything = [*stated, *true_claims.paraphrases(claims, passages)]
    verdicts = verifying.judge(verifier_over(settings.chat), everything, passages, seed)
    print(verifying.table(verdicts))
