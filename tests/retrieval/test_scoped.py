"""Retrieval inside a part of the corpus."""

import pytest
from doubles import Listed, ids, passage

from smeadvisor.assembly import open_search
from smeadvisor.domain.documents import BlockKind, Place
from smeadvisor.retrieval.scoped import Scope, ScopedRetriever
from smeadvisor.settings import Settings

THAI = passage(
    0,
    9,
    place=Place(
        headings=("7. Technology", "7.2 Assisting SMEs"),
        kind=BlockKind.ROW,
        labels=("Table 7.5",),
        caption="Programmes",
        row=("Southeast Asia", "Thailand", "Innovation fund"),
    ),
)
BOXED = passage(
    20, 29, place=Place(("7. Technology",), BlockKind.BOX, ("Box 7.3",), "Firms in Sri Lanka")
)
OTHER = passage(40, 49, document="e", place=Place(("1. Bakeries",)))


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        pytest.param(Scope(), [THAI, BOXED, OTHER], id="everywhere"),
        pytest.param(Scope(documents=("e",)), [OTHER], id="document"),
        pytest.param(Scope(documents=("d", "e")), [THAI, BOXED, OTHER], id="documents"),
        pytest.param(Scope(heading="assist"), [THAI], id="heading by stem"),
        pytest.param(Scope(heading="the technologies"), [THAI, BOXED], id="heading above"),
        pytest.param(Scope(heading="technology bakeries"), [], id="all words of a heading"),
        pytest.param(Scope(kinds=(BlockKind.ROW,)), [THAI], id="kind"),
        pytest.param(Scope(kinds=(BlockKind.BOX, BlockKind.PROSE)), [BOXED, OTHER], id="kinds"),
        pytest.param(Scope(about="thailand"), [THAI], id="row"),
        pytest.param(Scope(about="Sri Lanka"), [BOXED], id="caption"),
        pytest.param(Scope(about="Box 7.3"), [BOXED], id="label"),
        pytest.param(Scope(about="bakery"), [OTHER], id="about a heading"),
        pytest.param(Scope(about="programmes in Thailand"), [THAI], id="caption and row"),
        pytest.param(Scope(heading="Thailand"), [], id="a row is no heading"),
        pytest.param(Scope(("d",), "technology", (BlockKind.ROW,), "Thailand"), [THAI], id="all"),
        pytest.param(Scope(("e",), about="Thailand"), [], id="nothing is both"),
    ],
)
def test_a_scope_holds_what_is_named(scope: Scope, inside: list[object]) -> None:
    hits = ScopedRetriever(Listed([THAI, BOXED, OTHER]), scope).retrieve("q", 10)
    assert [hit.passage for hit in hits] == inside


def test_it_looks_deeper_until_there_are_enough() -> None:
    far = [passage(n, n + 1, document="e") for n in (900, 950)]
    inner = Listed([*(passage(n, n + 1) for n in range(800)), *far])
    hits = ScopedRetriever(inner, Scope(documents=("e",))).retrieve("q", 2)
    assert ids(hits) == [one.id for one in far]
    assert inner.asked == [50, 400, 3_200]


def test_it_looks_no_deeper_than_it_must() -> None:
    inner = Listed([passage(n, n + 1) for n in range(800)])
    assert len(ScopedRetriever(inner, Scope(documents=("d",))).retrieve("q", 50)) == 50
    assert inner.asked == [50]


def test_nothing_inside_gives_nothing() -> None:
    inner = Listed([passage(n, n + 1) for n in range(60)])
    assert ScopedRetriever(inner, Scope(documents=("e",))).retrieve("q", 5) == []


QUESTION = "Which programmes help firms?"


@pytest.mark.parametrize("is_focused", [False, True], ids=["passages", "focused"])
def test_on_the_real_index_every_hit_is_inside(settings: Settings, is_focused: bool) -> None:
    scope = Scope(kinds=(BlockKind.ROW,), about="Thailand")
    hits = open_search(settings, scope, is_focused).retrieve(QUESTION, 5)
    assert hits and all("Thailand" in hit.passage.text for hit in hits)
    assert {hit.passage.place.kind for hit in hits} == {BlockKind.ROW}
    nowhere = Scope(about="Atlantis")
    assert open_search(settings, nowhere, is_focused).retrieve(QUESTION, 5) == []


def test_rows_that_are_asked_for_do_not_become_their_table(settings: Settings) -> None:
    question = "What does Table 7.1 say of firms that upgraded a product line?"
    hits = open_search(settings, Scope(kinds=(BlockKind.ROW,))).retrieve(question, 10)
    assert len(hits) == 10 and {hit.passage.place.kind for hit in hits} == {BlockKind.ROW}
