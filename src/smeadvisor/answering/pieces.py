"""Pieces as whole questions where the last one has no place of their own kind: a part, a name, a noun."""

import re
from collections.abc import Sequence

from smeadvisor.answering.continuation import PART, belongs, continued
from smeadvisor.answering.ellipsis import LEADING, Fragment, as_written, changed, fragment_of
from smeadvisor.answering.noun_phrases import is_plural, noun_phrase
from smeadvisor.answering.returning import without_lead
from smeadvisor.answering.subjects import phrases
from smeadvisor.answering.things import PREPOSITION, Kind, of_kind, put, things
from smeadvisor.domain.answers import Answer

_NAME_ALONE = re.compile(r"[A-Z][a-zé-]+,?(?: then)?\s*\?+")
# What is put in its place is such a name as well, and no body that does something.
_WHERE_OR_WHOM = re.compile(r"\b(?:in|for|at|from|to|near|around) [A-Z][a-zé-]+\s*[?.,]*$")
_CANDIDATES = 2


def with_piece(fragment: Fragment, turns: Sequence[Answer]) -> str | None:
    """The last question with a piece in it; "the other method" is one besides that of the last question."""
    is_other = re.fullmatch(r"the other (?!ones?\b)[a-z-]+", fragment.head, re.IGNORECASE)
    beside = continued(f"What is {fragment.head}?", turns) if is_other else None
    return beside or changed(fragment, turns)


def named_alone(question: str, turns: Sequence[Answer]) -> str | None:
    """ "Lima?" after a question for Trujillo: the same for it; else None."""
    asked = _WHERE_OR_WHOM.search(turns[0].standalone_question)
    if asked is None or not _NAME_ALONE.fullmatch(question):
        return None
    piece = fragment_of(f"and {question}")
    return changed(piece, turns) if piece else None


def part_of_the_same(question: str, turns: Sequence[Answer]) -> str | None:
    """ "What are the disadvantages?" after a question for the advantages of something."""
    whole = PART.match(without_lead(question))
    if whole is None or not belongs(whole["part"], turns):
        return None
    piece = fragment_of(f"and the {whole['part']}")
    return changed(piece, turns) if piece else None


def candidates(fragment: Fragment, turns: Sequence[Answer]) -> list[str]:
    """The earlier question with the fragment in the place of each noun it could be exchanged for.

    Which of them is meant shows in what is found for them; the last nouns are the likeliest.
    """
    question = turns[0].standalone_question
    phrase = as_written(LEADING.sub("", fragment.head, count=1), turns[0])
    article = re.match(r"an? ", fragment.head, re.IGNORECASE)
    if len(phrase.split()) > 2 or things(fragment.head):
        return []
    if article:
        starts = [match.start() for match in re.finditer(r"\ban? ", question, re.IGNORECASE)]
        spans = [(start, start + len(noun_phrase(question[start:], False))) for start in starts]
        phrase = article.group() + phrase
    else:
        words = re.finditer(r"(?<![\w'’&-])[\w&'’-]+", question)
        nouns = [word for word in words if is_plural(word.group()) == is_plural(phrase.split()[-1])]
        sized = {one.end + 1 for one in of_kind(question, Kind.SIZE)}
        spans = [
            word.span() for word in nouns if is_plural(word.group()) and word.start() not in sized
        ]
    return [put(question, start, end, phrase) for start, end in reversed(spans)][:_CANDIDATES]


def about(fragment: Fragment, turns: Sequence[Answer]) -> str | None:
    """A question about the fragment in the case of the earlier subject, where nothing is exchanged."""
    subject = next((one for one in phrases(turns[0])), None)
    phrase = as_written(fragment.head, turns[0])
    at = re.match(rf"(?:{PREPOSITION}|round|around) (?=(?:the )?[A-Z])", phrase)
    phrase = phrase[at.end() :] if at else phrase
    if subject and re.match(r"for\b", phrase, re.IGNORECASE) and not subject.is_long:
        return f"What about {subject.text} {phrase}?"
    if subject and re.match(r"the [\w-]+(?: [\w-]+)?$", phrase, re.IGNORECASE):
        verb = "are" if is_plural(phrase.split()[-1]) else "is"
        return f"What {verb} {phrase} of {subject.text}?"
    return f"What about {phrase}, in the case of {subject.text}?" if subject else None
