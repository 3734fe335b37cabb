"""Turns that ask what a thing is that the last answer named: "what's that?", "how does that work?"."""

import re
from collections.abc import Sequence

from smeadvisor.answering.ellipsis import LEAD
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import stems

_IT = r"(?:that|this|it|which)"
_MEANING = re.compile(
    rf"(?:what(?: is|['’]?s| does| do) {_IT}(?: exactly)?(?: mean(?: exactly)?)?|meaning|"
    rf"(?:and )?{_IT} (?:is|means)(?: what)?|(?:please )?(?:explain|define|describe) {_IT}|"
    rf"(?:can|could) you (?:please )?(?:explain|define|describe) {_IT}|"
    rf"what do you mean(?: by {_IT})?|what is meant(?: by {_IT})?)(?: exactly| please)?",
    re.IGNORECASE,
)
_WORKING = re.compile(
    rf"how(?: exactly)? (?:does|is|do|did|was) {_IT} (?P<does>works?|done|organi[sz]ed|function|go)"
    r"(?: exactly| in practice)?",
    re.IGNORECASE,
)
# What was asked for is what "that" then is; a question for a named thing is about that thing.
_ASKED = re.compile(
    r"(?:.*[.!?;] )?(?:(?:and|so|but) )?(?:(?:in|on|to|for|by|with|from) )?"
    r"(?:what(?!['’]?s\b| (?:is|are|was|were) (?:the |an? )?[A-Z])|which|why|how come)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([\w][\w -]{2,40}[\w])[”\"](?: (?P<noun>[a-z]+))?")
# "The make through method": up to three words after an article, and what can be explained.
_TERM = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) (?P<term>(?:(?!the\b|an?\b|of\b|its\b|their\b)[\w-]+ ){1,3}?"
    r"(?:method|approach|system|process|technique|technology|model|mechanism|principle|concept|"
    r"practice|regime|procedure|programme|program|scheme|initiative|levy|law|act|index|rule|test)s?)\b",
    re.IGNORECASE,
)
_MOST_CLAIMS, _MOST_TERMS = 2, 4


def explained(question: str, turns: Sequence[Answer]) -> list[str]:
    """A question for each thing that a turn may want to have explained; none where it asks for no such."""
    lead = LEAD.match(question)
    text = (question[lead.end() :] if lead else question).strip(" ?.!…")
    works = _WORKING.fullmatch(text)
    if not (works or _MEANING.fullmatch(text)) or not _ASKED.match(turns[0].standalone_question):
        return []
    return [f"How does {one} work?" if works else f"What is {one}?" for one in terms(turns[0])]


def terms(answer: Answer) -> list[str]:
    """What the first statements of an answer call by a name of their own and its question did not."""
    asked = set(stems(answer.standalone_question))
    found: dict[str, None] = {}
    for claim in answer.claims[:_MOST_CLAIMS]:
        for match in _QUOTED.finditer(claim.text):
            found.setdefault(f"the {match[1]}" + (f" {match['noun']}" if match["noun"] else ""))
        for match in _TERM.finditer(claim.text):
            found.setdefault(f"the {match['term']}")
    return [one for one in found if not set(stems(one)) <= asked][:_MOST_TERMS]
