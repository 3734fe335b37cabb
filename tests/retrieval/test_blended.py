"""The blend: a weighted sum over the candidates of all views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from doubles import Listed, ids, passage
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.domain.documents import Passage
from smeadvisor.retrieval.blended import BlendedRetriever

PASSAGES = [passage(start, start + 5) for start in range(0, 80, 10)]


@dataclass
class Given:
    """Scores passages as it was told, others 0."""

    scores: Mapping[str, float]

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One number a passage."""
        return [self.scores.get(one.id, 0.0) for one in passages]


def given_scores(*values: float) -> Given:
    return Given({one.id: value for one, value in zip(PASSAGES, values, strict=False)})


def test_scores_are_weighted_and_added() -> None:
    first, second = given_scores(1, 2, 3), given_scores(30, 20, 10)
    blend = BlendedRetriever([Listed(PASSAGES[:3])], [(1.0, first), (0.5, second)])
    hits = blend.retrieve("q", 5)
    assert [hit.score for hit in hits] == [16, 12, 8]
    assert ids(hits) == [one.id for one in PASSAGES[:3]]


def test_candidates_come_from_every_view_and_all_are_scored_by_all() -> None:
    views = [Listed(PASSAGES[:2]), Listed(PASSAGES[1:4])]
    hits = BlendedRetriever(views, [(1.0, given_scores(1, 2, 3, 4))]).retrieve("q", 9)
    assert ids(hits) == [PASSAGES[n].id for n in (3, 2, 1, 0)]


def test_a_view_is_asked_for_its_depth_or_for_more_where_more_are_wanted() -> None:
    view = Listed(PASSAGES)
    blend = BlendedRetriever([view], [(1.0, given_scores())], depth=4)
    assert len(blend.retrieve("q", 2)) == 2 and len(blend.retrieve("q", 7)) == 7
    assert view.asked == [4, 7]


def test_no_candidates_are_no_hits() -> None:
    assert BlendedRetriever([Listed([])], [(1.0, given_scores())]).retrieve("q", 5) == []


def test_ties_are_in_the_order_of_ids() -> None:
    backwards = BlendedRetriever([Listed(PASSAGES[::-1])], [(1.0, given_scores())])
    assert ids(backwards.retrieve("q", 9)) == sorted(one.id for one in PASSAGES)


numbers = st.lists(st.integers(0, 9), min_size=8, max_size=8)


@given(numbers, numbers, st.integers(1, 9))
def test_a_weight_of_nothing_takes_a_scorer_out(
    one: list[int], other: list[int], limit: int
) -> None:
    alone = BlendedRetriever([Listed(PASSAGES)], [(1.0, given_scores(*one))])
    beside = BlendedRetriever(
        [Listed(PASSAGES)], [(1.0, given_scores(*one)), (0.0, given_scores(*other))]
    )
    assert beside.retrieve("q", limit) == alone.retrieve("q", limit)


@given(numbers, st.integers(1, 9))
def test_the_same_view_twice_changes_nothing_in_the_order(values: list[int], limit: int) -> None:
    view, scorer = Listed(PASSAGES), given_scores(*values)
    once = BlendedRetriever([view], [(1.0, scorer)]).retrieve("q", limit)
    twice = BlendedRetriever([view, view], [(1.0, scorer), (1.0, scorer)]).retrieve("q", limit)
    assert ids(twice) == ids(once)
    assert [hit.score for hit in twice] == pytest.approx([2 * hit.score for hit in once])
