"""How good a ranking of passages is, as trec_eval measures it.

A ranking is ids, best first, no id twice; judgements map ids to whole grades, where 0 or absent means
not relevant. Every measure is one question's, 0–1, and 0 where no id is relevant. `depth` is the
number of first ids that count, at least 1.
"""

import math
from collections.abc import Mapping, Sequence


def recall(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> float:
    """The share of the relevant ids that are among the first `depth` (trec_eval's recall_k)."""
    relevant = sum(grade > 0 for grade in judgements.values())
    return _found(ranking, judgements, depth) / relevant if relevant else 0.0


def precision(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> float:
    """Relevant ids among the first `depth`, divided by `depth`, however short the ranking (P_k)."""
    return _found(ranking, judgements, depth) / depth


def reciprocal_rank(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> float:
    """One divided by the rank of the first relevant id; 0 where none is in the first `depth`."""
    grades = _grades(ranking, judgements, depth)
    return next((1 / rank for rank, grade in enumerate(grades, 1) if grade), 0.0)


def ndcg(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> float:
    """Discounted cumulative gain divided by that of the best possible ranking (ndcg_cut_k).

    After Järvelin and Kekäläinen (2002), in trec_eval's form: the gain is the grade itself, not
    2^grade − 1, and the gain at each rank r is divided by log2(r + 1).
    """
    gained = _discounted(_grades(ranking, judgements, depth))
    ideal = sorted((grade for grade in judgements.values() if grade > 0), reverse=True)
    return gained / _discounted(ideal[:depth]) if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _found(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> int:
    return sum(grade > 0 for grade in _grades(ranking, judgements, depth))


def _grades(ranking: Sequence[str], judgements: Mapping[str, int], depth: int) -> list[int]:
    """The grades of the first ids, those that are not relevant as 0.

    Raises:
        ValueError: `depth` is below 1, or an id stands twice, which would count it twice.
    """
    if depth < 1:
        raise ValueError(f"The depth is {depth}; it must be at least 1.")
    if len(set(ranking)) != len(ranking):
        raise ValueError("An id stands twice in the ranking; keep the best place of each.")
    return [max(judgements.get(id, 0), 0) for id in ranking[:depth]]
