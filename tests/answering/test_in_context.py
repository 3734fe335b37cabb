"""Questions that lean on the one before, judged and answered with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from smeadvisor.advisor import Advisor
from smeadvisor.answering.answerer import Draft
from smeadvisor.answering.candidates import Candidate, Ranking
from smeadvisor.answering.in_context import (
    ContextAnswerer,
    RankedInContext,
    RankedInConversation,
)
from smeadvisor.answering.leaned_on import conversation_of
from smeadvisor.answering.reading_together import ReadTogether
from smeadvisor.domain.answers import (
    Answer,
    Citation,
    Considered,
    Context,
    DraftClaim,
    Evidence,
    Hit,
    Outcome,
    Remark,
)
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.domain.reading import Marks, Reads, Stretch
from smeadvisor.text.words import stems

WELLS = "The Pump Board lends pumps to farms. It was set up in 1987. It lends hoses as well."
PASSAGE = Passage("wells", "made-up.md", "Wells", WELLS, Place(), 0, len(WELLS))
HITS = (Hit(PASSAGE, 1.0),)


def likeness(question: str, texts: Sequence[str]) -> list[float]:
    asked = set(stems(question))
    return [len(asked & set(stems(text))) / (len(asked) or 1) for text in texts]


def terms(question: str) -> list[dict[str, float]]:
    return [{one: 1.0} for one in stems(question)]


RANKING = Ranking(likeness, terms, lambda _: 1.0)


def cited(text: str) -> Citation:
    start = WELLS.index(text)
    return Citation(PASSAGE, text, start, start + len(text))


LENT = cited("The Pump Board lends pumps to farms.")
CONTEXT = Context("What does the Pump Board lend?", (LENT,))


def ranked(question: str, context: Context, hits: Sequence[Hit] = HITS) -> list[Candidate]:
    return RankedInContext(RANKING, context).ranked(question, hits)


def test_what_was_said_comes_last_where_more_is_asked_for() -> None:
    best = ranked("what else does it lend?", CONTEXT)[0]
    assert best.quote == "It lends hoses as well."


def test_the_question_itself_counts_for_more_than_the_one_before() -> None:
    best = ranked("since when was it set up?", CONTEXT)[0]
    assert best.quote == "It was set up in 1987."


def test_of_two_that_are_as_like_the_one_near_to_what_was_said_comes_first() -> None:
    filled = "Rain fell. " * 200
    text = f"Each year 90 are lent. {filled}{LENT.quote} Each year 40 are lent."
    passage = Passage("long", "made-up.md", "Wells", text, Place(), 0, len(text))
    start = text.index(LENT.quote)
    said = Citation(passage, LENT.quote, start, start + len(LENT.quote))
    best = ranked("how many each year?", Context(CONTEXT.question, (said,)), (Hit(passage, 1.0),))
    assert best[0].quote == "Each year 40 are lent."


def test_what_was_said_in_another_document_makes_nothing_nearer() -> None:
    other = Citation(replace(PASSAGE, id="other", document_id="other.md"), LENT.quote, 0, 36)
    question = "since when was it set up?"
    elsewhere = ranked(question, Context(CONTEXT.question, (other,)))
    assert [one.score for one in elsewhere] == [
        one.score for one in ranked(question, Context(CONTEXT.question))
    ]


def marked(sentence: float, whole: float) -> Reads:
    def reads(_question: str, stretches: Sequence[Stretch]) -> list[Marks]:
        return [Marks((sentence,) * len(one.sentences), whole) for one in stretches]

    return reads


class Fixed:
    """Answers everything with the same drafts."""

    def __init__(self, *drafts: DraftClaim) -> None:
        self._drafts = drafts

    def draft(self, _evidence: Evidence) -> Iterator[Draft]:
        yield from self._drafts


def nearest(_question: str, hits: Sequence[Hit]) -> str:
    return f"The nearest is: {hits[0].passage.text}"


def drafts(exact: Fixed, context: Context | None, reads: Reads) -> list[Draft]:
    inner = Fixed(DraftClaim("inner", (LENT,)))
    reading = ReadTogether(RANKING, reads)
    answerer = ContextAnswerer(lambda _: inner, exact, reading, RANKING, reads, nearest, 12)
    evidence = Evidence("since when was it set up?", (Considered(HITS[0], True, ""),), 1.0, context)
    return list(answerer.draft(evidence))


def drafted(exact: Fixed, context: Context | None) -> list[str]:
    found = drafts(exact, context, marked(1.0, 1.0))
    return [one.text for one in found if isinstance(one, DraftClaim)]


def test_a_question_that_leans_on_nothing_is_answered_as_ever() -> None:
    assert drafted(Fixed(), None) == ["inner"]


def test_what_is_exact_is_said_only_where_it_is_new() -> None:
    new = cited("It lends hoses as well.")
    assert drafted(Fixed(DraftClaim("exact", (new,))), CONTEXT) == ["exact"]
    assert "exact" not in drafted(Fixed(DraftClaim("exact", (LENT,))), CONTEXT)


def test_a_later_turn_is_ordered_by_what_was_typed_as_well_as_by_how_it_is_understood() -> None:
    understood = "What does the Pump Board lend?"
    assert RANKING.ranked(understood, HITS)[0].quote == LENT.quote
    both = RankedInConversation(RANKING, RANKING, "when was it set up, 1987?").ranked(
        understood, HITS
    )
    assert both[0].quote == "It was set up in 1987."


def test_a_conversation_is_the_last_two_questions_that_were_answered_and_the_turn() -> None:
    answered = [Answer(one, one, Outcome.ANSWERED) for one in ("a?", "b?", "c?")]
    refused = Answer("rude!", "rude!", Outcome.REFUSED_INPUT)
    assert conversation_of("d?", [*answered, refused]) == "b? | c? | d?"
    assert conversation_of("d?", [refused]) == "" == conversation_of("d?", [])


def test_a_later_turn_finds_what_only_the_conversation_as_typed_says(advisor: Advisor) -> None:
    first = advisor.ask("What is SPRING Singapore?")
    alone = {one.hit.passage.id for one in advisor.ask("since when?").considered}
    later = {one.hit.passage.id for one in advisor.ask("since when?", [first]).considered}
    said = {cited.passage.id for cited in first.citations}
    assert said <= later and not later <= alone


def test_where_nothing_that_is_read_answers_a_turn_that_is_said() -> None:
    (remark,) = drafts(Fixed(), CONTEXT, marked(-6.0, -6.0))
    assert isinstance(remark, Remark) and remark.is_gap
    assert remark.text == f"The nearest is: {WELLS}"
    assert drafted(Fixed(), CONTEXT)


def test_a_turn_without_a_subject_is_answered_in_its_context(advisor: Advisor) -> None:
    first = advisor.ask("What is SPRING Singapore?")
    second = advisor.ask("since when does it exist?", [first])
    assert second.standalone_question == "Since when does SPRING Singapore exist?"
    assert "2002" in second.text


def test_what_a_reader_is_told_names_what_the_turn_was_read_with(advisor: Advisor) -> None:
    first = advisor.ask("How many high-tech clusters does India have?")
    second = advisor.ask("what do those make?", [first])
    assert second.standalone_question == (
        "what do those make? (about: How many high-tech clusters does India have?)"
    )


def test_small_talk_and_other_subjects_are_not_read_in_a_context(advisor: Advisor) -> None:
    first = advisor.ask("What is SPRING Singapore?")
    assert advisor.ask("thanks, that's useful", [first]).outcome is Outcome.SMALL_TALK
    question = "What did Korea's 1976 vocational training law require?"
    assert advisor.ask(question, [first]).standalone_question == question
    off = advisor.ask("By the way, what is the capital of Mongolia?", [first])
    assert not off.outcome.is_answer


def test_what_is_missing_is_missing_in_a_context_as_well(advisor: Advisor) -> None:
    first = advisor.ask("What is SPRING Singapore?")
    assert not advisor.ask("how many people work for it?", [first]).outcome.is_answer
