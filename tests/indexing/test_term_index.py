"""BM25: what it gives texts that are no passages, and what none of them can exceed."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.assembly import open_index, read_passages
from smeadvisor.indexing.term_index import Term, TermIndex, plain_terms
from smeadvisor.settings import Settings

WORDS = ["boat", "crane", "firm", "grant", "loom", "mill", "rye", "yard"]
UNKNOWN = ["zebra", "quartz"]
texts_of_known = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
any_texts = st.lists(st.sampled_from(WORDS + UNKNOWN), max_size=60).map(" ".join)
worths = st.sampled_from([1.0, 0.7, 0.5])
one_term = st.dictionaries(st.sampled_from(WORDS + UNKNOWN), worths, min_size=1, max_size=3)
questions = st.lists(
    st.one_of(one_term, st.sampled_from(WORDS + UNKNOWN).map(lambda word: {word: 1.0})),
    min_size=1,
    max_size=5,
)


def made(texts: Sequence[str]) -> TermIndex:
    return TermIndex.of(range(len(texts)), texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts_of_known, min_size=1, max_size=8), questions)
def test_indexed_texts_have_the_scores_that_search_gives_them(
    texts: list[str], terms: list[Term]
) -> None:
    index = made(texts)
    found = dict(index.search(terms, len(texts)))
    single = [found.get(number, 0.0) for number in range(len(texts))]
    assert index.scores(terms, texts) == pytest.approx(single, rel=1e-4, abs=1e-5)


@settings(max_examples=200, deadline=None)
@given(st.lists(texts_of_known, min_size=1, max_size=6), questions, st.lists(any_texts, max_size=5))
def test_no_text_scores_more_than_the_ceiling_or_less_than_nothing(
    texts: list[str], terms: list[Term], others: list[str]
) -> None:
    index = made(texts)
    for score in index.scores(terms, [*texts, *others, "boat " * 500]):
        assert 0 <= score <= index.ceiling(terms)


def test_a_term_counts_once_by_the_best_of_its_stems() -> None:
    index = made(["crane", "boat", "rye"])
    (both,) = index.scores([{"crane": 1.0, "boat": 0.5}], ["crane boat"])
    (one,) = index.scores([{"crane": 1.0}], ["crane boat"])
    assert both == one


def test_a_word_that_is_asked_twice_counts_twice() -> None:
    index = made(["crane boat", "boat rye"])
    once, twice = (dict(index.search(plain_terms(q), 2))[0] for q in ("crane", "crane crane"))
    assert twice == pytest.approx(2 * once)
    assert index.scores(plain_terms("crane crane"), ["crane boat"]) == pytest.approx([twice])


def test_only_texts_with_a_word_of_the_question_are_found() -> None:
    index = made(["crane boat", "boat rye", "rye mill"])
    assert [number for number, _ in index.search([{"boat": 0.5}], 9)] == [0, 1]
    assert index.search([{"zebra": 1.0}], 9) == [] == index.search([], 9)


def test_on_the_real_index_passages_have_the_scores_that_search_gives_them(
    settings: Settings,
) -> None:
    index = open_index(settings)
    terms = [*plain_terms("programmes that help firms in Thailand"), {"fund": 1.0, "grant": 0.5}]
    found = {one.id: score for one, score in index.matching(terms, 10_000)}
    passages = read_passages(settings)
    shares = index.word_scores(terms, [one.searchable_text for one in passages])
    assert all(0 <= share <= 1 for share in shares)
    best = max(found.values())
    by_search = [found.get(one.id, 0.0) / best for one in passages]
    highest = max(shares)
    assert [share / highest for share in shares] == pytest.approx(by_search, abs=1e-4)
    assert index.word_scores([], ["a"]) == [0.0]
