"""The commands that compare: benchmark and peers. A thin door like the rest of the line."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smeadvisor.serving.cli_building import IndexProgress, build, settings_in_force, with_bar
from smeadvisor.serving.cli_evaluation import QUESTIONS, Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smeadvisor.domain.documents import Document
    from smeadvisor.evaluation.scoring import Scored
    from smeadvisor.evaluation.side_by_side import System
    from smeadvisor.retrieval import Retriever
    from smeadvisor.settings import Settings

_OURS = "smeadvisor"
_KEPT = Path("build/benchmarks")


class BenchmarkName(StrEnum):
    """The benchmarks that can be read."""

    SCIFACT = "scifact"
    CHUNKING = "chunking"
    SQUAD2 = "squad2"
    BEIR = "beir"


def benchmark(
    name: Annotated[BenchmarkName, typer.Argument(help="Which; beir is any folder of its format.")],
    folder: Annotated[Path, typer.Argument(help="Where it was downloaded to.")],
    limit: Annotated[
        int | None, typer.Option(help="Ask this many queries, drawn at random.", min=1)
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Ask the peers too, on the same documents.")
    ] = False,
) -> None:
    """Measure retrieval on a public benchmark; its index is kept in build/benchmarks."""
    from smeadvisor import assembly
    from smeadvisor.evaluation.benchmarks import running
    from smeadvisor.evaluation.side_by_side import table

    chosen = running.BENCHMARKS[name]
    collection = chosen.read(folder)
    queries = running.sample(collection.queries, limit)
    home = (_KEPT / collection.name).resolve()
    # No documents of ours, so none of their synonyms.
    settings = settings_in_force(index_folder=home / "index", corpus_folder=home / "no-corpus")
    if peers:
        _require_peers(settings)
    with IndexProgress() as progress:
        ours = assembly.open_retrievers(
            settings, collection.documents, progress.advance, chosen.answerability
        )

    def measured(name: str, retriever: "Retriever", is_peer: bool = False) -> "System":
        asked = with_bar(running.ask(retriever, queries, chosen.depth), len(queries), name)
        gate = ours.gate if chosen.answerability and not is_peer else None
        return running.measured(name, chosen, asked, is_peer, gate)

    systems = [measured(_OURS, ours.passages)]
    if not chosen.by_document:
        systems.append(measured(f"{_OURS}, focused", ours.focused))
    if peers:
        seen = running.as_peers_see(chosen, collection)
        systems += [measured(name, peer, True) for name, peer in _peers(settings, seen, home)]
    print(table({f"{collection.name} ({len(queries):,})": systems}, chosen.measures))
    print(running.notes(chosen, len(queries), len(collection.queries), peers))


def peers(
    questions: Annotated[Path, typer.Argument(help="A questions.jsonl.")] = QUESTIONS,
    split: Annotated[Split, typer.Option(help="Which half of the questions.")] = Split.TEST,
) -> None:
    """Compare our retriever with the peers on a question set, its documents and our model."""
    from smeadvisor import assembly
    from smeadvisor.evaluation.dataset import read_questions, select
    from smeadvisor.evaluation.judgements import judge
    from smeadvisor.evaluation.peers import PEERS, comparing
    from smeadvisor.evaluation.rows import retrieved
    from smeadvisor.evaluation.side_by_side import table

    settings, everything = settings_in_force(), read_questions(questions)
    chosen = comparing.comparable(select(everything, split))
    _require_peers(settings)
    documents = assembly.read_documents(settings)
    gold = judge(everything, documents)
    build(settings)

    def scored(name: str, retriever: "Retriever") -> "list[Scored]":
        rows = with_bar(retrieved(retriever, chosen), len(chosen), name)
        return comparing.scored(chosen, list(rows), gold)

    systems = {_OURS: scored(_OURS, assembly.open_advisor(settings).retriever)}
    for name, peer in _peers(settings, documents, _KEPT.parent):
        systems[name] = scored(name, peer)
    print(table(comparing.by_kind(systems, PEERS.__contains__), comparing.MEASURES))
    print(f"\n{comparing.NOTE}")


def _require_peers(settings: "Settings") -> None:
    from smeadvisor import assembly
    from smeadvisor.evaluation import peers

    peers.require(assembly.open_embedders(settings).texts)


def _peers(
    settings: "Settings", documents: "Sequence[Document]", home: Path
) -> "Iterator[tuple[str, Retriever]]":
    """The peers, one after the other; what they embed is kept in a folder of `home`."""
    from smeadvisor import assembly
    from smeadvisor.evaluation.peers import PEERS
    from smeadvisor.evaluation.peers.embedding import KeptEmbedder

    model = assembly.open_embedders(settings)
    kept = home / "peers"
    for name, make in PEERS.items():
        embedder = KeptEmbedder(model.texts, model.question, model.fingerprint, kept)
        yield name, make(documents, embedder)
