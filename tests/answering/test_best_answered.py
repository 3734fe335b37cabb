"""A later turn is read in the way whose answer reads best after what was asked before."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from smeadvisor.answering.best_answered import BestAnswered, Given
from smeadvisor.answering.candidates import cite
from smeadvisor.answering.followup import Reading
from smeadvisor.domain.answers import Answer, Claim, Context, Outcome
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.domain.reading import Marks, Stretch

_LAST = Answer("Who lends ovens?", "Who lends ovens?", Outcome.ANSWERED)
_CONTEXT = Context("Who lends ovens?", ())
_RULES = Reading("And who pays for Norway?")


def said(text: str) -> Answer:
    passage = Passage(f"a#{text}", "a", "A", text, Place(()), 0, len(text))
    claims = (Claim(text, (cite(passage, 0, len(text)),)),)
    return Answer("and who pays?", "", Outcome.ANSWERED, claims)


def chosen(answers: dict[str, Answer], marks: dict[str, float]) -> tuple[Reading, list[str]]:
    """The reading that is taken; what the reader of sentences was asked."""
    asked: list[str] = []

    def answered(reading: Reading, question: str, earlier: Sequence[Answer]) -> Answer:
        assert (question, list(earlier)) == ("and who pays?", [_LAST])
        return answers[reading.searched]

    def reads(question: str, stretches: Sequence[Stretch]) -> list[Marks]:
        asked.append(question)
        # Two thirds of what a stretch and half its best sentence come to.
        found = [marks[one.sentences[0]] / 1.5 for one in stretches]
        return [Marks((one,), one) for one in found]

    reader = BestAnswered(Given(_RULES), answered, reads)
    return reader.read("and who pays?", [_LAST]), asked


_LEANING = _CONTEXT.before(_RULES.question)
_TYPED = _CONTEXT.before("and who pays?")
_ANSWERS = {
    _RULES.searched: said("Norway pays."),
    _LEANING: said("The guild lends."),
    _TYPED: said("The guild pays."),
}
_NONE = Answer("and who pays?", "", Outcome.NO_ANSWER)


@pytest.mark.parametrize(
    ("rules", "leaning", "typed", "reading"),
    [
        (0.5, 9.0, 9.0, _RULES),  # Sure enough.
        (-1.0, -0.2, 0.4, _RULES),  # Not clearly better.
        (-1.0, 0.2, 0.2, replace(_RULES, context=_CONTEXT)),
        (-1.0, 0.2, 1.0, Reading("and who pays?", context=_CONTEXT)),
    ],
)
def test_another_reading_is_taken_where_its_answer_is_clearly_better(
    rules: float, leaning: float, typed: float, reading: Reading
) -> None:
    marks = {"Norway pays.": rules, "The guild lends.": leaning, "The guild pays.": typed}
    found, asked = chosen(_ANSWERS, marks)
    assert found == reading
    assert set(asked) == {"Who lends ovens? | and who pays?"}


def test_where_nothing_was_answered_another_reading_must_be_sure() -> None:
    answers = {**_ANSWERS, _RULES.searched: _NONE, _LEANING: _NONE}
    typed = Reading("and who pays?", context=_CONTEXT)
    assert chosen(answers, {"The guild pays.": 0.3})[0] == typed
    assert chosen(answers, {"The guild pays.": -0.3})[0] == _RULES


def test_a_first_question_is_read_once() -> None:
    def never(*_: object) -> Answer:
        raise AssertionError("A first question leans on nothing.")

    reader = BestAnswered(Given(_RULES), never, lambda *_: [])
    assert reader.read("Who lends ovens?", []) == _RULES
    assert reader.read("Who lends ovens?", [_NONE]) == _RULES
