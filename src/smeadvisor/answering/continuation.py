"""Questions that go on without a pronoun: "how many?", "which ministry?", "is there another?"."""

import re
from collections.abc import Sequence

from smeadvisor.answering.antecedents import has_sentence_before, saying
from smeadvisor.answering.ellipsis import LEAD, POLITE
from smeadvisor.answering.named import where
from smeadvisor.answering.noun_phrases import (
    AUXILIARY,
    CLASS_NOUN,
    Phrase,
    is_plural,
    noun_phrase,
    singular,
)
from smeadvisor.answering.subjects import phrases, what_is_done
from smeadvisor.answering.things import FIRM, Kind, of_kind, put, things, uncapitalised
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stem, stems, tokens

_ADVERB = (
    r"(?:since when|until when|by when|from when|when|where|why not|why|how long|how often|how far|"
    r"how soon|how exactly|how so|how|why so (?:few|many|little|much)|for how long|by how much|"
    r"with whom|by whom|for whom|to whom)"
)
_BARE = re.compile(
    rf"(?:(?P<adverb>{_ADVERB})|(?P<count>how (?:many|much)(?: of (?:them|these|those))?)|"
    r"(?P<which>(?:in |for |from |by |at |with )?(?:which|what|whose) (?:[\w-]+ ){0,2}[\w-]+)|"
    r"(?P<who>who(?: exactly| else)?|what else))\s*[?.!]*$",
    re.IGNORECASE,
)
# "When did that happen?", "why is that so?"
_HAPPENED = re.compile(
    r" (?:(?:did|does|do|has|will) (?:that|this|it) (?:happen(?:ed)?|occur(?:red)?|take place)"
    r"|(?<=why )(?:is|was) (?:that|this|it)(?: so| the case)?)[?.!]*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    rf"(?:{LEAD.pattern})?(?:(?:is|are) there (?:also )?)?"
    r"(?:one|any|another(?: one)?|something(?: like that| similar)?|anything(?: like that| similar)?) "
    r"(?P<purpose>for [^?!.]+?)[\s?.!]*",
    re.IGNORECASE,
)
_ASKED_ADVERB = re.compile(rf"(?:{_ADVERB} )?(?={AUXILIARY} )", re.IGNORECASE)
_FRONT = re.compile(rf"(?:in|among|at|for|according to) [^,?]+, (?={AUXILIARY} )", re.IGNORECASE)
_ASKED_NOUN = re.compile(
    rf"(?:which|what)(?: are| is)?(?: the)? (?P<noun>(?:[\w-]+ ){{0,3}}?(?:{CLASS_NOUN}|{FIRM}))\b(?! of)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?P<can>(?:can|could|would|will) you )?(?:please )?(?:tell me (?:a (?:bit|little) )?more|say more|"
    r"explain more|"
    r"give (?:me )?(?:more )?(?:details|(?P<example>an(?:other)? example|examples|some examples)))"
    r"(?: please)?[?.!]*$",
    re.IGNORECASE,
)
# "What are the disadvantages?" of something that is not named.
PART = re.compile(
    r"what(?: is|['’]s| are| was| were) the (?!same\b)(?P<part>[\w-]+(?: [\w-]+)?)[?.!]*$",
    re.IGNORECASE,
)
# There is one of it in the world, or today, so that it is of nothing that was spoken of.
_OF_ITS_OWN = re.compile(
    r"(?:current |exact |latest )?(?:weather|temperature|forecast|time|date|day|hour|news|traffic)",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(
    r"\b(?:dis)?(?:advantages?|benefits?|drawbacks?|downsides?|upsides?|merits?|pros|cons|strengths?|"
    r"weakness(?:es)?|risks?|dangers?|problems?|limits?|limitations?|shortcomings?|aims?|goals?|"
    r"objectives?|purposes?|points?|costs?|prices?|budgets?|sizes?|causes?|reasons?|effects?|results?|"
    r"outcomes?|consequences?|conditions?|requirements?|criteria|rules|steps?|stages?|parts?|"
    r"components?|elements?|features?|kinds?|types?|names?|numbers?|shares?|differences?|"
    r"alternatives?|exceptions?|examples?|details?|lessons?|uses?|roles?|functions?|tasks?)$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\b(?:also|as well(?! as)|in addition|(?:some|any)(?:thing|one|where) else|any others?|"
    r"any alternatives?|another (?:[\w-]+ ?){1,2}$|(?:too|instead|others)[?.!]*$)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\bother (?P<noun>[a-z-]+)[\s?.!]*$", re.IGNORECASE)
_TAKES = re.compile(
    r"(?:how (?:long|much|many [\w-]+)) (?:does|did|will|would) it (?:usually |normally |typically )?take"
    r"(?: on average| usually| normally)?[?.!]*$",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"(?:how (?:many|much)|what|which) [\w&-]+", re.IGNORECASE)
_VERBS = frozenset(
    """work works say says get gets use uses make makes need needs want wants go goes take takes pay pays
    help helps offer offers run runs support supports grow grew live lives come comes came cost costs
    lead leads belong belongs fall falls rise rose join joined know knows see sees win won live lives
    export exports import imports adopt adopts face faces apply applies exist exists sell sells buy
    buys hold holds own owns count counts spend spends rely relies train trains made cover covers set
    employ employs receive receives invest invests report reports provide provides require requires""".split()
)
_FEW_WORDS = 12
_MOST_BARE = 4
# With more words of its own a question is about something else.
_FEWEST_CONTENT = 2


def bare_question(question: str, turns: Sequence[Answer]) -> str | None:
    """A question word alone, or with a noun, as a question about the last subject; else None."""
    lead = LEAD.match(question)
    text = (question[lead.end() :] if lead else question).strip()
    more = _MORE.match(text)
    subject = _subject(turns)
    if more and subject:
        link = "of" if more["example"] else "about"
        end = "?" if more["can"] else "."
        return f"{_beginning(text)} {link} {subject.text}{end}"
    text = _HAPPENED.sub("", text)
    match = _BARE.match(text)
    if not match or set(tokens(text)) & _VERBS or re.search(rf" {AUXILIARY}\b", text, re.I):
        return None
    if match["which"] and (len(tokens(text)) > _MOST_BARE or _names_something(text)):
        return None
    words = _beginning(match.group())
    reading = _asked_again(match, words, _asked_last(turns))
    if reading is not None:
        return reading
    if subject and match["which"] and words.lower().split()[-1] in subject.text.lower().split():
        return None
    return _in_the_case_of(words, subject)


def _asked_last(turns: Sequence[Answer]) -> str:
    """The last question; in its own words where the rules know only what it leaned on."""
    return turns[0].question if has_leaned(turns) else turns[0].standalone_question


def has_leaned(turns: Sequence[Answer]) -> bool:
    """Whether the last turn is known only by what it leaned on itself."""
    return any(turns[0].standalone_question == one.standalone_question for one in turns[1:])


def _asked_again(match: re.Match[str], words: str, asked: str) -> str | None:
    """The earlier question with other words that ask: "since when", "how many", "which ministry"."""
    last = re.split(r"(?<=[.!?]) ", asked)[-1]
    front = _FRONT.match(last)
    last = last[front.end() :] if front else last
    before = _ASKED_ADVERB.match(last)
    if match["adverb"] and before:
        after = last[before.end() :]
        if front:
            after = f"{after.rstrip(' ?.!')}, {uncapitalised(front.group().rstrip(' ,'))}?"
        after = f"{after[0].lower()}{after[1:]}"
        if words.lower().endswith(" not") and not before.group():
            return _denied(after) or f"{words} {after}"
        return f"{words} {after}"
    noun = _ASKED_NOUN.match(asked)
    if match["count"] and noun and is_plural(noun["noun"].split()[-1]):
        return put(asked, 0, noun.end(), f"How many {noun['noun']}")
    if not match["which"] or re.match(r"(?:in|for|from|by|at|with) ", words, re.I):
        return None
    if re.match(r"who [a-z]", asked, re.I):
        return put(asked, 0, len("who"), words)
    if noun and not re.match(rf"(?:which|what) {AUXILIARY}\b", asked, re.I):
        return put(asked, 0, noun.end(), words)
    return None


def _denied(asked: str) -> str:
    """ "Is it wise to …" as "why is it not wise to …"; empty where the doer is not known."""
    match = re.match(rf"{AUXILIARY} ", asked, re.IGNORECASE)
    start = match.end() if match else 0
    pronoun = re.match(r"(?:it|we|they|you|i|he|she|there)\b", asked[start:], re.IGNORECASE)
    who = pronoun.group() if pronoun else noun_phrase(asked[start:], True)
    end = start + len(who)
    return f"Why {asked[:end]} not{asked[end:]}" if who else ""


def another(question: str, turns: Sequence[Answer]) -> str | None:
    """ "And one for exporters?" after a scheme: whether there is such a scheme; None for anything else."""
    asked = _ANOTHER.fullmatch(question)
    subject = next((one for one in phrases(turns[0])), None)
    if not asked or subject is None:
        return None
    plain = re.split(r" (?:that|who|which|in|of|for|to)\b", subject.text, maxsplit=1)[0].split()
    noun = plain[-1].lower() if plain else ""
    if not re.fullmatch(CLASS_NOUN, noun):
        return None
    place = "" if of_kind(asked["purpose"], Kind.PLACE) else f" {where(turns[0])}"
    article = "an" if noun[0] in "aeio" else "a"
    purpose = POLITE.sub("", asked["purpose"]).rstrip(" ,")
    return f"Is there {article} {singular(noun)} {purpose}{place}".rstrip() + "?"


def continued(question: str, turns: Sequence[Answer]) -> str | None:
    """A whole question that seems to go on about the last subject without naming it; else None.

    It may as well be meant alone, so a reading has to be checked.
    """
    lead = LEAD.match(question)
    text = (question[lead.end() :] if lead else question).strip()
    if _names_something(text) or len(tokens(text)) > _FEW_WORDS * 2:
        return None
    subject = _subject(turns)
    if subject is None:
        return None
    if _is_other_than(subject, text):
        return f"{_beginning(text)}, besides {subject.text}?"
    if _shares_words(text, turns):
        return None
    part = PART.match(text)
    if part:
        return f"{_beginning(text)} of {subject.text}?" if belongs(part["part"], turns) else None
    doing = _TAKES.match(text) and what_is_done(turns[0])
    if doing:
        return f"{_beginning(text)} {doing}?"
    if _ALSO.search(text) and not has_sentence_before(text, len(text)):
        return f"{_beginning(text)}, besides {subject.text}?"
    joins = lead is not None and re.match(r"(?:and|but|so|also)\b", question, re.IGNORECASE)
    quoted = saying(turns)
    if joins and quoted:
        return f"{_beginning(text)}, according to {quoted}?"
    content = [word for word in tokens(text) if word not in FUNCTION_WORDS]
    if (joins and len(content) <= _FEWEST_CONTENT) or _has_no_verb(text):
        return _in_the_case_of(text[:1].upper() + text[1:], subject)
    return None


def _is_other_than(subject: Phrase, text: str) -> bool:
    """ "What is the other method?" after a question about one method."""
    other = _OTHER.search(text)
    head = subject.text.lower().split(" of ")[0].split()
    return other is not None and singular(other["noun"].lower()) in head


def belongs(part: str, turns: Sequence[Answer]) -> bool:
    """Whether what is asked for can be part of what was spoken of: "the aim", but not "the weather".

    Either such things are always of something, or what was found for the last question names it.
    """
    if _OF_ITS_OWN.fullmatch(part):
        return False
    if _OF_SOMETHING.search(part):
        return True
    last = turns[0]
    texts = [last.standalone_question, last.text]
    texts += [one.passage.text for one in last.citations]
    texts += [one.hit.passage.text for one in last.considered]
    return set(stems(part)) <= {stem for text in texts for stem in stems(text)}


def _beginning(text: str) -> str:
    """A question without its end mark, so that it can go on."""
    return text[:1].upper() + text[1:].rstrip(" ?.!")


def _has_no_verb(text: str) -> bool:
    """Whether a question of the kind "how many research projects on water?" lacks a verb."""
    words = tokens(text)
    verbs = re.compile(rf"{AUXILIARY}|\w+ed", re.IGNORECASE)
    return (
        _COUNTING.match(text) is not None
        and len(words) <= _FEW_WORDS
        and not any(verbs.fullmatch(word) or word in _VERBS for word in words)
    )


def _names_something(text: str) -> bool:
    return any(one.kind in (Kind.NAME, Kind.PLACE, Kind.YEAR) for one in things(text))


def _shares_words(text: str, turns: Sequence[Answer]) -> bool:
    """Whether a question names the last subject itself."""
    asked = {stem(word) for word in tokens(turns[0].standalone_question)} - {
        stem(word) for word in FUNCTION_WORDS
    }
    own = [word for word in tokens(text) if word not in FUNCTION_WORDS]
    return bool(own) and sum(stem(word) in asked for word in own) * 2 > len(own)


def _subject(turns: Sequence[Answer]) -> Phrase | None:
    return next(iter(phrases(turns[0])), None)


def _in_the_case_of(words: str, subject: Phrase | None) -> str | None:
    if subject is None:
        return None
    return f"{words.rstrip(' ?.!')}, in the case of {uncapitalised(subject.text)}?"
