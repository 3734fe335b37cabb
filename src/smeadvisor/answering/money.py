"""Money that a later turn speaks of: "what was the money used for?" after a levy is the money from the levy."""

import re
from collections.abc import Sequence

from smeadvisor.answering.noun_phrases import singular
from smeadvisor.answering.things import put
from smeadvisor.domain.answers import Answer

_MONEY = re.compile(
    r"(?P<asked>\b(?:was|is|were|are|has|have|had) )?\b(?:the|that|this|those|these|all (?:the|that)) "
    r"(?:money|cash|funds|funding|proceeds|revenues?|sum)\b(?! (?:of|from|for|that|which|they|it|we)\b)"
    # "The money spent on roads" says which, "was the money spent on roads" does not.
    r"(?(asked)|(?! (?:spent|paid|raised|given)\b))",
    re.IGNORECASE,
)
# What money comes from or is given as.
_SOURCE = re.compile(
    r"(?:(?P<kind>[a-z][a-z-]+) )?\b"
    r"(?P<source>levy|levies|tax|taxes|fees?|grants?|subsid(?:y|ies)|loans?|fines?|"
    r"penalt(?:y|ies)|dut(?:y|ies)|tariffs?|premiums?|contributions?|funds?|budgets?|bonds?|award|prizes?)\b",
    re.IGNORECASE,
)
_KINDS = frozenset(
    "training payroll wage income sales property export import research bank".split()
)
_TURNS_BACK = 3


def with_money(question: str, turns: Sequence[Answer]) -> str:
    """The question with what its money comes from, where an earlier turn names that; `turns` last first."""
    match = _MONEY.search(question)
    if match is None or _SOURCE.search(question.replace(match.group(), "")):
        return question
    for turn in turns[:_TURNS_BACK]:
        for text in (turn.standalone_question, *(claim.text for claim in turn.claims)):
            source = _SOURCE.search(text)
            if source:
                money = f"{match.group()} from the {_named(source)}"
                return put(question, match.start(), match.end(), money)
    return question


def _named(source: re.Match[str]) -> str:
    noun, kind = source["source"].lower(), source["kind"]
    noun = "levy" if noun == "levies" else singular(noun)
    # "Pay a levy", "paying the levy": what stands before may be no noun.
    before = kind or ""
    describes = before in _KINDS or before.endswith(("al", "ment", "ion"))
    return f"{before} {noun}" if describes else noun
