"""Rows and their tables."""

from collections.abc import Sequence

from doubles import Listed, ids, passage, row, table
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.retrieval.merged import MergedRetriever

PROSE = [passage(start, start + 5) for start in range(300, 400, 10)]


def merged(passages: Sequence[Passage], limit: int = 10) -> list[str]:
    return ids(MergedRetriever(Listed(passages)).retrieve("q", limit))


def test_three_rows_among_the_first_six_become_their_table() -> None:
    rows = [row(110), row(120), row(130)]
    found = [rows[0], PROSE[0], rows[1], PROSE[1], PROSE[2], rows[2], PROSE[3], table()]
    hits = MergedRetriever(Listed(found)).retrieve("q", 10)
    assert ids(hits) == [one.id for one in (table(), *PROSE[:4])]
    assert hits[0].score == 100.0, "the table has the place and the score of its first row"


def test_two_rows_stay_rows() -> None:
    found = [row(110), row(120), *PROSE[:4], row(130), table()]
    assert merged(found) == [one.id for one in found]


def test_a_table_that_is_no_hit_does_not_come_in() -> None:
    rows = [row(110), row(120), row(130)]
    assert merged(rows) == [one.id for one in rows]


def test_the_notes_of_a_long_table_are_not_the_table() -> None:
    rows = [row(110), row(120), row(130)]
    notes = table(180, 200)
    assert merged([*rows, notes]) == [one.id for one in (*rows, notes)]


def test_what_a_hit_before_it_holds_is_dropped_and_more_move_up() -> None:
    box = passage(90, 210, BlockKind.BOX)
    assert merged([box, row(110), table(), PROSE[0]], limit=2) == [box.id, PROSE[0].id]


def test_what_holds_a_hit_before_it_stays() -> None:
    assert merged([row(110), table()]) == [row(110).id, table().id]


def test_rows_of_different_documents_or_tables_never_mix() -> None:
    apart = [row(110), row(120, document="e"), row(130, (130, 160)), table()]
    assert merged(apart) == [one.id for one in apart]
    same = [row(start, document="e") for start in (110, 120, 130)]
    assert merged([*same, table()]) == [*(one.id for one in same), table().id]
    both = [*same, row(110), row(120), row(130), table(), table(document="e")]
    assert merged(both) == [table(document="e").id, table().id]


pieces = st.one_of(
    st.builds(row, st.sampled_from(range(100, 200, 10)), document=st.sampled_from("de")),
    st.builds(table, document=st.sampled_from("de")),
    st.builds(passage, st.integers(50, 150), st.integers(151, 250), document=st.sampled_from("de")),
)


@given(st.lists(pieces, max_size=30, unique_by=lambda one: one.id), st.integers(1, 12))
def test_nothing_comes_twice_and_nothing_is_invented(found: list[Passage], limit: int) -> None:
    hits = MergedRetriever(Listed(found)).retrieve("q", limit)
    assert len(hits) <= limit
    assert set(ids(hits)) <= {one.id for one in found}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for number, hit in enumerate(hits):
        for before in hits[:number]:
            outer, inner = before.passage, hit.passage
            same = outer.document_id == inner.document_id
            assert not (same and outer.start <= inner.start and inner.end <= outer.end)


def test_a_long_table_comes_fifth_and_its_rows_stay_before_it() -> None:
    long = passage(100, 700, BlockKind.TABLE, text="word " * 240)
    rows = [row(start, (100, 700)) for start in (110, 120, 130, 140, 150)]
    prose = passage(800, 805)
    found = MergedRetriever(Listed([*rows[:3], long, prose, *rows[3:]])).retrieve("q", 10)
    assert ids(found) == [one.id for one in (*rows[:3], prose, long)]
