"""The model that marks sentences: the real one, on a stretch that nobody trained it on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from smeadvisor.domain.reading import Marks, Stretch
from smeadvisor.errors import ModelError
from smeadvisor.indexing import sentence_reader
from smeadvisor.indexing.sentence_reader import SentenceReader

KILNS = Stretch(
    "The kiln loan",
    (
        "The kiln loan was opened in 1997 by the Potters' Union of Arlen.",
        "It covers up to 60% of a new kiln, and nothing of its transport.",
        "With no bank willing to lend on clay, most workshops had burnt wood until then.",
        "Seven of the eleven villages have taken part.",
    ),
)
READER = SentenceReader()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("When did the kiln loan start?", 0),
        ("What portion of the bill for an oven does the scheme bear?", 1),
        ("Why did the workshops not have anything better before?", 2),
        ("How many places joined in?", 3),
    ],
)
def test_the_sentence_that_answers_is_marked_highest(question: str, place: int) -> None:
    (marks,) = READER.marks(question, [KILNS])
    assert max(range(4), key=lambda one: marks.sentences[one]) == place


def test_a_stretch_that_names_the_thing_but_does_not_tell_the_detail_is_marked_low() -> None:
    def whole(question: str) -> float:
        return READER.marks(question, [KILNS])[0].whole

    told = min(whole("When was the kiln loan opened?"), whole("How much of a kiln does it cover?"))
    untold = (
        "Who is the chairman of the Potters' Union?",
        "What interest does the kiln loan bear?",
    )
    assert told > max(whole(one) for one in untold)


def test_marks_do_not_depend_on_what_else_is_read_or_on_who_asks_at_the_same_time() -> None:
    other = Stretch("", ("Rain falls in June.",))
    question = "When did the kiln loan start?"
    alone = [READER.marks(question, [one])[0] for one in (KILNS, other)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: READER.marks(question, [KILNS, other]), range(6)))
    assert together == [alone] * 6


@pytest.mark.parametrize("before", ["I run a kiln in the hills. ", "zqx vbt ", "窯"])
def test_of_a_very_long_question_the_end_is_read_and_no_more(before: str) -> None:
    def marks(times: int, asked: str) -> list[Marks]:
        return READER.marks(f"{before * times}{asked}", [KILNS])

    when, share = "When did the loan start?", "How much of a kiln does it cover?"
    assert marks(400, when) == marks(800, when)
    assert marks(400, when) != marks(400, share)


def test_nothing_and_what_is_too_long_are_read() -> None:
    assert READER.marks("When?", []) == []
    (marks,) = READER.marks(
        "When did it start?", [Stretch("", (*KILNS.sentences, "Clay. " * 500, "It ended."))]
    )
    assert len(marks.sentences) == 6
    assert marks.sentences[-1] < min(marks.sentences[:4])


def test_a_damaged_model_is_named_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "sentence_reader.onnx"
    monkeypatch.setattr(sentence_reader, "__file__", str(tmp_path / "sentence_reader.py"))
    for content in (None, b"no graph"):
        if content:
            damaged.write_bytes(content)
        with pytest.raises(
            ModelError,
            match=r"sentence_reader\.onnx is missing or damaged.*Install smeadvisor anew",
        ):
            SentenceReader().marks("When?", [KILNS])
