"""Later turns in other words: the same for another, what was mentioned, a name alone, a whole situation."""

import pytest

from smeadvisor.answering.followup import FollowUp
from smeadvisor.domain.answers import Answer, Outcome

FOLLOW_UP = FollowUp(lambda _: 0.5)
PUSHED = "What pushes small mills in Peru to buy pumps?"
PICKED = "Which trades did the study pick out for Lima?"
GRABS = "Can the big customer squeeze small suppliers?"


def answered(question: str) -> list[Answer]:
    return [Answer(question, question, Outcome.ANSWERED)]


@pytest.mark.parametrize(
    ("earlier", "question", "reading"),
    [
        (PUSHED, "Does the same go for large ones?", PUSHED.replace("small", "large")),
        (PUSHED, "Does that hold for medium ones?", PUSHED.replace("small", "medium")),
        (PUSHED, "Is it any different in Chile?", PUSHED.replace("Peru", "Chile")),
        (PUSHED, "Would the same be true in Kenya?", PUSHED.replace("Peru", "Kenya")),
        (PUSHED, "Same story in Kenya?", PUSHED.replace("Peru", "Kenya")),
        (
            "What did Peru's law from the mid-seventies tell big mills?",
            "and the small ones, what did they have to pay?",
            "What did the small mills have to pay?",
        ),
        (PICKED, "Trujillo?", PICKED.replace("Lima", "Trujillo")),
        (PICKED, "Cusco, then?", PICKED.replace("Lima", "Cusco")),
        (PICKED, "FAO?", "FAO?"),
        (PICKED, "Remind me, who did the survey?", "Who did the survey?"),
        (PICKED, "OK, never mind. Who pays teachers?", "Who pays teachers?"),
        (
            PICKED,
            "What support do all these need?",
            "What support do the trades that the study did pick out for Lima need?",
        ),
        (
            "Who runs the Coffee Board in Peru?",
            "And PUMP - when did that start?",
            "When did PUMP start?",
        ),
        (
            "How much is the levy in Peru?",
            "The fund you mentioned - who runs it?",
            "Who runs the fund in Peru?",
        ),
        (
            "How much is the levy in Peru?",
            "What was the money spent on over there?",
            "What was the money from the levy spent on in Peru?",
        ),
        (
            "What does the bank in Sant'Elmo lend?",
            "Who pays over there?",
            "Who pays in Sant'Elmo?",
        ),
        (
            "India number of Coastal Clusters",
            "Do those pay better than inland ones?",
            "Do Coastal Clusters pay better than inland Clusters?",
        ),
        (
            "In the 1980s the government began to help small firms. How many each year?",
            "What counted when they chose them?",
            "What counted when small firms chose them?",
        ),
    ],
)
def test_a_later_turn_reads_as_if_asked_alone(earlier: str, question: str, reading: str) -> None:
    assert FOLLOW_UP.read(question, answered(earlier)).question == reading


@pytest.mark.parametrize(
    "question",
    [
        "What can be done about that?",
        "How can that be prevented?",
        "What should governments do about it?",
        "So what causes this?",
    ],
)
def test_what_is_about_all_that_was_said_leans_on_the_whole_question(question: str) -> None:
    told = f"{GRABS} (about: What is a supply chain?)"
    reading = FOLLOW_UP.read(question, [Answer(GRABS, told, Outcome.ANSWERED)])
    assert reading.context is not None
    assert reading.context.question == GRABS
    assert reading.question.lower() in question.lower()


def test_those_are_what_a_country_has_and_not_the_country() -> None:
    reading = FOLLOW_UP.read(
        "Did sales go up thanks to those?", answered("What about help with selling in Peru?")
    )
    assert reading.question == "Did sales go up thanks to those?"
