"""Our retriever and the peers on one question set with gold: what each finds, by kind of question.

A peer's passages are its own; what counts is whether the first of them say the key facts, and hold
the gold.
"""

from collections.abc import Callable, Mapping, Sequence

from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.dataset import Question, standing_alone
from smeadvisor.evaluation.judgements import Judgement
from smeadvisor.evaluation.peers import NOTE as PEERS_NOTE
from smeadvisor.evaluation.rows import Row
from smeadvisor.evaluation.scoring import Scored, score
from smeadvisor.evaluation.side_by_side import System

MEASURES = ("facts@1", "facts@5", "facts@10", "facts in 350 words", "MRR@10", "evidence@5")
NOTE = (
    "In per cent with 95 % intervals. Answerable questions that need no earlier answer; times are of ten "
    f"passages, the question's embedding included. {PEERS_NOTE} Ours alone knows the synonyms in corpus.toml."
)
_KINDS = ("table-cell", "several")


def comparable(questions: Sequence[Question]) -> list[Question]:
    """Those that are asked: answerable ones that need no earlier answer.

    Raises:
        DatasetError: there is none.
    """
    chosen = [question for question in standing_alone(questions) if question.answerable]
    if not chosen:
        raise DatasetError("No question here is answerable by itself. Choose others: --split all")
    return chosen


def scored(
    questions: Sequence[Question], rows: Sequence[Row], gold: Mapping[str, Judgement]
) -> list[Scored]:
    """The questions with their measures; those that need all passages of an index say nothing here."""
    found = {hit.passage: hit.span for row in rows for hit in row.hits}
    return score(questions, rows, gold, found, affirmed={})


def by_kind(
    systems: Mapping[str, Sequence[Scored]], is_peer: Callable[[str], bool]
) -> dict[str, list[System]]:
    """The systems on all questions, on those about cells of tables, and on those of several facts."""
    kinds: dict[str, Callable[[Question], bool]] = {"all": lambda _: True}
    kinds |= {kind: _is_of(kind) for kind in _KINDS}
    groups = {}
    for kind, belongs in kinds.items():
        chosen = {
            name: [one for one in questions if belongs(one.question)]
            for name, questions in systems.items()
        }
        count = max(map(len, chosen.values()))
        if count:
            groups[f"{kind} ({count})"] = [
                _system(name, members, is_peer(name)) for name, members in chosen.items()
            ]
    return groups


def _is_of(kind: str) -> Callable[[Question], bool]:
    return lambda question: question.kind == kind


def _system(name: str, scored: Sequence[Scored], is_peer: bool) -> System:
    values = {
        measure: {
            one.question.id: one.measures[measure] for one in scored if measure in one.measures
        }
        for measure in MEASURES
    }
    times = [one.row.retrieval_seconds for one in scored]
    return System(name, values, [one for one in times if one is not None], is_peer)
