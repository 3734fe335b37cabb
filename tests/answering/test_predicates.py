"""Later turns that change what is done, for whom it is counted or with what it is compared."""

import pytest

from smeadvisor.answering.followup import FollowUp
from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome
from smeadvisor.domain.documents import Passage, Place

FOLLOW_UP = FollowUp(lambda _text: 0.5)

READINGS = {
    "What presses bakeries in Peru to cut their costs?": {
        "and to open new shops?": "What presses bakeries in Peru to open new shops?",
        "what about to sell abroad?": "What presses bakeries in Peru to sell abroad?",
        "and in Chile?": "What presses bakeries in Chile to cut their costs?",
    },
    "What presses firms in South Asia to cut their costs?": {
        "and in East Asia, among large firms?": "What presses large firms in East Asia to cut their costs?",
        "and among the medium ones?": "What presses medium firms in South Asia to cut their costs?",
    },
    "What pushes small bakeries to bake things cheaper?": {
        "and to hire more staff": "What pushes small bakeries to hire more staff?",
    },
    "Do grants go to farmers in Kenya?": {
        "and to exporters?": "Do grants go to exporters in Kenya?",
    },
    "How many of the bakeries in Peru had no staff at all?": {
        "and sold abroad?": "How many of the bakeries in Peru sold abroad?",
        "and kept books?": "How many of the bakeries in Peru kept books?",
        "and were owned by women?": "How many of the bakeries in Peru were owned by women?",
        "and have a website?": "How many of the bakeries in Peru have a website?",
    },
    "What share of farms in Kenya use compost?": {
        "and own a tractor?": "What share of farms in Kenya own a tractor?",
        "and sell to supermarkets?": "What share of farms in Kenya sell to supermarkets?",
    },
    "Should a reading club start from nothing?": {
        "and help readers one by one?": "Should a reading club help readers one by one?",
        "and charge a fee?": "Should a reading club charge a fee?",
        "why not?": "Why should a reading club not start from nothing?",
    },
    "Does the museum open on Mondays?": {
        "and sell tickets online?": "Does the museum sell tickets online?",
    },
    "We run a club. According to the board, should we charge a fee?": {
        "why is that?": "Why should we charge a fee, according to the board?",
    },
    "Where do bakeries in Peru get their recipes from?": {
        "how many of the small ones say that?": "Where do small bakeries in Peru get their recipes from?",
        "and what share of large ones think so?": "Where do large bakeries in Peru get their recipes from?",
    },
    "What drives the smallest bakeries in Peru to sell abroad?": {
        "how many of the large ones say that?": "What drives the large bakeries in Peru to sell abroad?",
    },
    "What drives the smallest East Asian bakers to sell abroad?": {
        "how many of the large ones say that?": "What drives the large East Asian bakers to sell abroad?",
    },
    "Which towns pay a training levy for clerks?": {
        "What was the money used for?": "What was the money from the training levy used for?",
        "who got all the cash?": "Who got all the cash from the training levy?",
        "how was the money from fees spent?": "how was the money from fees spent?",
    },
    "How many bakeries in Peru sell cakes?": {
        "Is that more than in Chile?": "How many bakeries in Peru and Chile sell cakes?",
        "and is it less than in Kenya?": "How many bakeries in Peru and Kenya sell cakes?",
    },
    "What share of small firms in Peru export?": {
        "Is that more than among large ones?": "What share of small and large firms in Peru export?",
    },
    "I run a bakery. In the survey, what share of owners with no staff kept books?": {
        "with 10 to 24 workers?": (
            "I run a bakery. In the survey, what share of owners with 10 to 24 workers kept books?"
        ),
    },
    "I run a bakery. What share of owners with nobody working for them kept books?": {
        "and with five or more workers?": (
            "I run a bakery. What share of owners with five or more workers kept books?"
        ),
    },
    "I keep bees. How is the Thai honey trade run?": {
        "and in Peru?": "I keep bees. In Peru, how is the honey trade run?",
    },
    "Which Thai outfit was set up to introduce makers of parts to makers of cars?": {
        "when did it start?": (
            "When did the Thai outfit that was set up to introduce makers of parts to makers of cars start?"
        ),
    },
    "Which Korean statute obliged companies to teach their staff?": {
        "when did it come in?": (
            "When did the Korean statute that obliged companies to teach their staff come in?"
        ),
    },
    "Which machine did the institute build?": {
        "what does it cost?": "What does the machine that the institute did build cost?",
    },
    "What is the strip method?": {
        "and the other method?": "What is the other method, besides the strip method?",
        "are there other methods?": "Are there other methods, besides the strip method?",
    },
    "What is a supply chain, please?": {
        "what can be done about that?": "What can be done about a supply chain?",
    },
    "Who came up with the cheaper weaving machine for little textile firms in India?": {
        "how much dearer are the imported ones?": "How much dearer are the imported machines?",
        "do buyers of the local ones get help?": "Do buyers of the local machines get help?",
    },
    "Which schemes in Peru help exporters?": {
        "Something else: who pays teachers there?": "Who pays teachers in Peru?",
        "On another topic: how many bakers are there there?": "How many bakers are there in Peru?",
        "By the way, who runs them?": "Who runs the schemes in Peru that help exporters?",
        "Back to Peru. How large a slice of costs goes on wages?": (
            "How large a slice of costs goes on wages in Peru?"
        ),
    },
}
TURNS = [
    (earlier, question, reading)
    for earlier, followed in READINGS.items()
    for question, reading in followed.items()
]


@pytest.mark.parametrize(("earlier", "question", "reading"), TURNS)
def test_what_a_piece_changes_takes_the_place_of_what_was_asked(
    earlier: str, question: str, reading: str
) -> None:
    last = Answer(earlier, earlier, Outcome.ANSWERED)
    assert FOLLOW_UP.read(question, [last]).question == reading


@pytest.mark.parametrize(
    "question",
    [
        "growing how fast",
        "mostly in what line of business?",
        "and employing how many people?",
        "How big had that become by 1989?",
        "And if I bought one from abroad instead, would I pay more?",
    ],
)
def test_a_question_without_a_subject_leans_on_the_last_one(question: str) -> None:
    last = Answer("How many mills are there?", "How many mills are there?", Outcome.ANSWERED)
    reading = FOLLOW_UP.read(question, [last])
    assert reading.context is not None
    assert reading.context.question == "How many mills are there?"


def test_a_return_in_other_words_leans_on_the_turn_whose_answer_says_them() -> None:
    text = "Small bakeries want to reduce their costs."
    passage = Passage("b", "made-up.md", "A title", text, Place(), 0, len(text))
    claim = Claim(text, (Citation(passage, text, 0, len(text)),))
    first = Answer("What drives bakers?", "What drives bakers?", Outcome.ANSWERED, (claim,))
    last = Answer("Who owns the museum?", "Who owns the museum?", Outcome.ANSWERED)
    reading = FOLLOW_UP.read("Going back to the cost cutting, why is nothing known?", [first, last])
    assert reading.context is not None
    assert reading.context.question == "What drives bakers?"


def test_a_whole_question_that_asks_last_is_left_alone() -> None:
    last = Answer("How many mills are there?", "How many mills are there?", Outcome.ANSWERED)
    question = "Bakers in Peru earn how much?"
    assert FOLLOW_UP.read(question, [last]).question == question
