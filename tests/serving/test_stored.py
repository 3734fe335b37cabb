"""A conversation as the text a browser keeps: it comes back as it was, and nothing else comes back."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import open_index
from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Claim,
    Considered,
    DroppedClaim,
    Hit,
    Outcome,
)
from smeadvisor.domain.documents import BlockKind, Passage, Place
from smeadvisor.serving.chat_page.stored import LARGEST, from_text, passages_in, to_text
from smeadvisor.serving.chat_page.turns import TURNS_KEPT, Conversation, Turn
from smeadvisor.settings import Settings

WORDS = st.text(min_size=1, max_size=60)


@st.composite
def _passages(draw: st.DrawFn) -> Passage:
    text, start = draw(WORDS), draw(st.integers(0, 999))
    place = Place(
        tuple(draw(st.lists(WORDS, max_size=2))),
        draw(st.sampled_from(list(BlockKind))),
        tuple(draw(st.lists(WORDS, max_size=2))),
        draw(st.text(max_size=20)),
        page=draw(st.none() | st.integers(1, 99)),
    )
    return Passage(
        f"d#{start}-{start + len(text)}", "d", draw(WORDS), text, place, start, start + len(text)
    )


@st.composite
def _answers(draw: st.DrawFn, passages: Sequence[Passage]) -> Answer:
    def citation() -> Citation:
        passage = draw(st.sampled_from(passages))
        left = draw(st.integers(0, len(passage.text) - 1))
        right = draw(st.integers(left + 1, len(passage.text)))
        return Citation(
            passage, passage.text[left:right], passage.start + left, passage.start + right
        )

    claims = [
        Claim(draw(WORDS), (citation(), citation()), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 3)))
    ]
    score = st.floats(-9, 9)
    considered = [
        Considered(Hit(passage, draw(score)), draw(st.booleans()), draw(st.text(max_size=20)))
        for passage in passages
    ]
    return Answer(
        draw(WORDS),
        draw(st.text(max_size=60)),
        draw(st.sampled_from(list(Outcome))),
        tuple(claims),
        tuple(considered),
        tuple(DroppedClaim(draw(WORDS), draw(WORDS)) for _ in range(draw(st.integers(0, 2)))),
        draw(st.floats(0, 1)),
        draw(st.text(max_size=20)),
        suggestions=tuple(draw(st.lists(WORDS, max_size=2))),
    )


@st.composite
def _conversations(draw: st.DrawFn) -> tuple[Conversation, dict[str, Passage]]:
    unique = st.lists(_passages(), min_size=1, max_size=4, unique_by=lambda passage: passage.id)
    passages = draw(unique)
    turns = draw(
        st.lists(
            st.builds(Turn, WORDS, _answers(passages)) | st.builds(Turn, WORDS, problem=WORDS),
            max_size=4,
        )
    )
    known = {passage.id: passage for passage in passages}
    return Conversation("0123abcd", tuple(turns)), known


@given(_conversations())
def test_a_conversation_comes_back_as_it_was(made: tuple[Conversation, dict[str, Passage]]) -> None:
    conversation, known = made
    text = to_text(conversation)
    again = from_text(text, lambda _, ids: {one: known[one] for one in ids})
    assert again == conversation
    assert again is not None and to_text(again) == text


@given(_conversations())
def test_where_the_document_is_gone_the_quotes_stay(
    made: tuple[Conversation, dict[str, Passage]],
) -> None:
    conversation, _ = made
    again = from_text(to_text(conversation))
    assert again is not None
    for before, after in zip(conversation.answers, again.answers, strict=True):
        assert [claim.text for claim in after.claims] == [claim.text for claim in before.claims]
        assert [(one.quote, one.start, one.end) for one in after.citations] == [
            (one.quote, one.start, one.end) for one in before.citations
        ]
        assert all(str(one.passage.title) for one in after.citations)


@given(st.text() | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["format", "version", "id", "turns", "passages", "question", "answer"]),
        inner, max_size=4,
    ),
).map(json.dumps))  # fmt: skip
def test_anything_else_is_turned_away_without_an_error(text: str) -> None:
    if text:
        assert from_text(text) is None


def _stored() -> dict[str, object]:
    passage = Passage("d#0-5", "d", "T", "Hello", Place(), 0, 5)
    answer = Answer(
        "q", "q", Outcome.ANSWERED, (Claim("Hello", (Citation(passage, "Hello", 0, 5),)),)
    )
    stored = json.loads(to_text(Conversation("ab", (Turn("q", answer),))))
    assert isinstance(stored, dict)
    return stored


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored.update(version=2),
        lambda stored: stored.update(format="another program's"),
        lambda stored: stored.update(id="../../x"),
        lambda stored: stored.update(more=1),
        lambda stored: stored["turns"][0]["answer"].update(outcome="well"),
        lambda stored: stored["turns"][0]["answer"]["claims"][0].update(citations=[7]),
        lambda stored: stored["turns"][0]["answer"]["citations"][0].update(passage=3),
        lambda stored: stored["turns"][0]["answer"]["citations"][0].update(end=2),
        lambda stored: stored["passages"][0]["place"].update(kind="poem"),
        lambda stored: stored.update(turns=stored["turns"] * (TURNS_KEPT + 1)),
    ],
)
def test_what_was_changed_is_turned_away(spoil) -> None:  # type: ignore[no-untyped-def]
    stored = _stored()
    assert from_text(json.dumps(stored)) is not None
    spoil(stored)
    assert from_text(json.dumps(stored)) is None


def test_a_forged_quote_is_no_citation_of_the_passage() -> None:
    stored = json.dumps(_stored()).replace('"quote": "Hello"', '"quote": "Howdy"')
    passage = Passage("d#0-5", "d", "T", "Hello", Place(), 0, 5)
    conversation = from_text(stored, lambda _, ids: {passage.id: passage})
    assert conversation is not None
    (cited,) = conversation.answers[0].citations
    assert cited.passage.id != passage.id


def test_the_oldest_turns_make_room() -> None:
    turns = tuple(Turn(f"{number} " + "x" * 9_000) for number in range(TURNS_KEPT))
    text = to_text(Conversation("ab", turns))
    assert len(text.encode()) <= LARGEST
    kept = from_text(text)
    assert kept is not None and 0 < len(kept.turns) < TURNS_KEPT
    assert kept.turns == turns[-len(kept.turns) :]
    assert kept.numbered == {n: turn for n, turn in enumerate(turns, 1) if n in kept.numbered}
    assert max(kept.numbered) == kept.count == TURNS_KEPT


def test_a_real_conversation_is_small_and_whole(settings: Settings, advisor: Advisor) -> None:
    first = advisor.ask("What are UNIDO's design principles for cluster programmes?")
    second = advisor.ask("and what about links with large firms?", [first])
    conversation = Conversation("ab", tuple(Turn(one.question, one) for one in (first, second)))
    text = to_text(conversation)
    assert len(text.encode()) < 20_000
    index = open_index(settings)
    again = from_text(text, passages_in(lambda: index))
    assert again is not None
    # What a hit matched on is not kept; everything that is shown is.
    assert [answer.to_dict() for answer in again.answers] == [first.to_dict(), second.to_dict()]
    assert replace(again.answers[0], considered=()) == replace(first, considered=())
    index.close()
