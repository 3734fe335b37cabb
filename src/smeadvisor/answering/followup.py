"""Reads a follow-up question in the light of the conversation."""

import re
from collections.abc import Sequence

from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import tokens

_OPENING = re.compile(r"(?:and|but|also|so|what about|how about|what else)\b", re.IGNORECASE)
_REFERRING = frozenset(
    "it its they them their theirs this these those one ones he she him her".split()
)


class FollowUp:
    """Rules: a question that leans on an earlier one is read together with it."""

    def standalone(self, question: str, earlier_answers: Sequence[Answer]) -> str:
        """The question as it reads without the conversation.

        Only questions that were answered are leaned on: what was refused never shapes a reading.
        """
        if not (_OPENING.match(question) or _REFERRING & set(tokens(question))):
            return question
        for answer in reversed(earlier_answers):
            if answer.outcome.is_answer:
                subject = answer.standalone_question.split(_ABOUT)[-1].rstrip(")")
                return f"{question}{_ABOUT}{subject})"
        return question


_ABOUT = " (about: "
