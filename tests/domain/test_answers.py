"""Citations that cannot lie, and answers as prose and as JSON."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Claim,
    Considered,
    DroppedClaim,
    Evidence,
    Hit,
    Outcome,
)
from smeadvisor.domain.documents import BlockKind, Passage, Place
from smeadvisor.errors import QuoteError

TEXT = "Clusters help small firms. They learn – from “each other”."
PASSAGE = Passage(
    f"report.md#100-{100 + len(TEXT)}",
    "report.md",
    "Report",
    TEXT,
    Place(("1. Clusters",), page=2),
    100,
    100 + len(TEXT),
)
BOX = Passage(
    "report.md#300-318",
    "report.md",
    "Report",
    "Links widen trade.",
    Place((), BlockKind.BOX, ("Box 1",)),
    300,
    318,
)
FIRST = Citation(PASSAGE, "Clusters help small firms.", 100, 126)
SECOND = Citation(PASSAGE, "They learn – from “each other”.", 127, 127 + 31)
THIRD = Citation(BOX, "Links widen trade.", 300, 318)


@st.composite
def slices(draw: st.DrawFn) -> tuple[Passage, int, int]:
    """Any passage anywhere in a document, and a non-empty part of it by offsets of the document."""
    text = draw(st.text(min_size=1))
    offset = draw(st.integers(0, 10**6))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    passage = Passage("p", "d", "T", text, Place(), offset, offset + len(text))
    return passage, offset + start, offset + end


def _quote(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start]


@given(slices())
def test_any_part_of_any_passage_can_be_cited(part: tuple[Passage, int, int]) -> None:
    passage, start, end = part
    citation = Citation(passage, _quote(passage, start, end), start, end)
    assert citation.quote == _quote(passage, start, end)


@given(slices(), st.data())
def test_a_quote_with_one_changed_character_is_refused(
    part: tuple[Passage, int, int], data: st.DataObject
) -> None:
    passage, start, end = part
    quote = _quote(passage, start, end)
    position = data.draw(st.integers(0, len(quote) - 1))
    other = data.draw(st.characters().filter(lambda character: character != quote[position]))
    with pytest.raises(QuoteError):
        Citation(passage, quote[:position] + other + quote[position + 1 :], start, end)


@given(slices(), st.integers(-3, 3), st.integers(-3, 3))
def test_offsets_that_say_other_characters_are_refused(
    part: tuple[Passage, int, int], by_start: int, by_end: int
) -> None:
    passage, start, end = part
    assume(by_start != by_end)  # another length, hence never the same quote
    with pytest.raises(QuoteError):
        Citation(passage, _quote(passage, start, end), start + by_start, end + by_end)


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        pytest.param("", 105, 105, id="empty"),
        pytest.param("", 110, 105, id="turned round"),
        pytest.param("Clusters", 0, 8, id="offsets of the passage, not of the document"),
        pytest.param("lusters", 99, 106, id="begins before the passage"),
        pytest.param("other”.", PASSAGE.end - 7, PASSAGE.end + 1, id="ends after the passage"),
        pytest.param("Clusters", 101, 109, id="one character late"),
        pytest.param("clusters", 100, 108, id="another case"),
        pytest.param("They learn - from", 127, 144, id="another dash"),
    ],
)
def test_a_citation_that_is_not_there_is_refused(quote: str, start: int, end: int) -> None:
    with pytest.raises(QuoteError, match=r"is not in passage report\.md#100-\d+ at \d+–\d+"):
        Citation(PASSAGE, quote, start, end)


def _answer(*claims: Claim, outcome: Outcome = Outcome.ANSWERED, note: str = "") -> Answer:
    return Answer("why?", "why do clusters help?", outcome, claims, note=note)


def test_sentences_read_as_prose() -> None:
    answer = _answer(Claim(FIRST.quote, (FIRST,)), Claim(SECOND.quote, (SECOND,)))
    assert answer.text == TEXT


def test_items_stand_on_lines_of_their_own() -> None:
    items = [Claim(text, (FIRST,), is_item=True) for text in ("Learn.", "Trade.")]
    assert _answer(*items).text == "• Learn.\n• Trade."
    announced = _answer(Claim("They:", (FIRST,)), *items, Claim("Then rest.", (SECOND,)))
    assert announced.text == "They:\n• Learn.\n• Trade.\nThen rest."


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.is_answer], ids=str)
def test_a_reply_without_an_answer_says_its_outcome_and_its_note(outcome: Outcome) -> None:
    assert _answer(outcome=outcome).text == outcome.words
    noted = _answer(outcome=outcome, note="The weather is not in them.")
    in_order = [outcome.words, "The weather is not in them."]
    # Thanks are met before anything else is said.
    in_order = in_order[::-1] if outcome is Outcome.SMALL_TALK else in_order
    assert noted.text == " ".join(in_order)


def test_a_refusal_shows_no_claim_even_if_it_holds_one() -> None:
    refused = _answer(Claim(FIRST.quote, (FIRST,)), outcome=Outcome.UNSUPPORTED)
    assert refused.text == Outcome.UNSUPPORTED.words


def test_every_outcome_has_words_and_a_label_of_its_own() -> None:
    assert len({outcome.label for outcome in Outcome}) == len(Outcome) == 9
    assert len({outcome.words for outcome in Outcome}) == len(Outcome)
    for outcome in Outcome:
        assert outcome.label == outcome.label.strip().lower()
        assert outcome.words[0].isupper() and outcome.words.endswith(".")
    assert [one for one in Outcome if one.is_answer] == [Outcome.ANSWERED, Outcome.PARTLY_ANSWERED]


def test_each_citation_is_numbered_once_in_the_order_of_the_claims() -> None:
    answer = _answer(Claim("a", (SECOND, FIRST)), Claim("b", (FIRST,)), Claim("c", (THIRD, SECOND)))
    assert answer.citations == (SECOND, FIRST, THIRD)
    told = answer.to_dict()
    assert [claim["citations"] for claim in told["claims"]] == [[1, 2], [2], [3, 1]]
    assert [cited["number"] for cited in told["citations"]] == [1, 2, 3]


@given(st.lists(st.lists(st.sampled_from([FIRST, SECOND, THIRD]), max_size=4), max_size=5))
def test_the_numbers_in_json_lead_to_the_quotes_of_the_claim(cited: list[list[Citation]]) -> None:
    answer = _answer(*(Claim(f"claim {n}", tuple(each)) for n, each in enumerate(cited)))
    told = json.loads(json.dumps(answer.to_dict()))
    quotes = {entry["number"]: entry["quote"] for entry in told["citations"]}
    assert sorted(quotes) == list(range(1, len(quotes) + 1))
    for claim, expected in zip(told["claims"], cited, strict=True):
        assert [quotes[number] for number in claim["citations"]] == [one.quote for one in expected]


def test_json_carries_everything_needed_to_see_why() -> None:
    considered = (
        Considered(Hit(PASSAGE, 0.123456789), True, "best passage"),
        Considered(Hit(BOX, -1.5), False, "says nothing about it"),
    )
    answer = Answer(
        "and why?",
        "why do clusters help?",
        Outcome.PARTLY_ANSWERED,
        (Claim(FIRST.quote, (FIRST,)),),
        considered,
        (DroppedClaim("Clusters rule.", "no quote says so"),),
        0.87654321,
        "Only the why is told.",
    )
    told = json.loads(json.dumps(answer.to_dict()))
    assert told == {
        "question": "and why?",
        "standalone_question": "why do clusters help?",
        "outcome": "partly answered",
        "text": "Clusters help small firms.",
        "suggestions": [],
        "note": "Only the why is told.",
        "confidence": 0.8765,
        "claims": [{"text": "Clusters help small firms.", "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "quote": "Clusters help small firms.",
                "start": 100,
                "end": 126,
                "place": "1. Clusters, p. 2",
                "document": "Report",
                "document_id": "report.md",
                "passage_id": PASSAGE.id,
            }
        ],
        "considered": [
            {
                "passage_id": PASSAGE.id,
                "place": "1. Clusters, p. 2",
                "score": 0.123457,
                "kept": True,
                "reason": "best passage",
            },
            {
                "passage_id": BOX.id,
                "place": "Box 1",
                "score": -1.5,
                "kept": False,
                "reason": "says nothing about it",
            },
        ],
        "dropped": [{"text": "Clusters rule.", "reason": "no quote says so"}],
        "usage": None,
    }
    assert Evidence("why?", considered, 0.8).hits == (Hit(PASSAGE, 0.123456789),)
