"""Questions that change one thing of the last one: "and in Thailand?", "what about large firms?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.answering.exchanges import (
    after_the_same_preposition,
    exchanged_phrase,
    for_a_label,
)
from smeadvisor.answering.named import given_names
from smeadvisor.answering.things import (
    FIRM,
    PREPOSITION,
    Kind,
    Thing,
    exchange,
    in_front,
    of_kind,
    place_phrase,
    put,
    things,
    without,
)
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stem, tokens

LEAD = re.compile(
    r"(?:(?:ok(?:ay)?|and|but|so|or|now|then|well|also|thanks|thank you|great|right|yes|no|hmm*|"
    r"sorry|rather|actually|wait|oops|make (?:it|that)|(?:the )?wrong \w+(?=[,.:!;–—])|"
    r"i (?:actually |really )?(?:mean(?:t)?|was (?:asking|talking|thinking) (?:about|of)|asked about)|"
    r"(?:generally|broadly|roughly) speaking|in general(?=,)|by the way|btw|incidentally|out of interest|"
    r"(?:i see|fine|good|nice|cool|interesting|understood|got it|all ?right|in short)(?=[,.!]))\b"
    r"[,.!:–—]*\s+)+",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"\b(?:and|but|or|so|also|then|mean|meant|rather|actually|wait|oops|make|asking|talking|thinking|asked)\b",
    re.IGNORECASE,
)
# "Not the small ones, the large ones", "large, not small".
_INSTEAD_OF = re.compile(
    r"^not (?:[\w-]+ ){0,4}?[\w-]+(?:,| but) (?=\S)|,? not (?:[\w-]+ ?){1,4}(?=[.?!]*$)",
    re.IGNORECASE,
)
_YEAR_BESIDE = re.compile(
    r"(?:in |for )?the (?:(?P<after>year after(?:wards)?|(?:next|following) year|year that followed)|"
    r"(?P<before>year before|previous year|preceding year))",
    re.IGNORECASE,
)
_MEASURE = (
    r"(?:figure|share|number|percentage|rate|proportion|value|amount|result|question|thing|story|"
    r"picture)"
)
_ALIKE = r"(?:(?:much |quite |exactly )?the same(?: thing| story| picture)?)"
_ABOUT = re.compile(
    r"(?:(?:is|are|was|were) there (?:also )?(?:one|ones|any|something (?:like (?:that|it|this)|similar)|"
    r"anything (?:like (?:that|it|this)|similar))(?= (?:in|for)\b)|"
    r"(?:which|what) ones are there(?= in\b)|(?:what|how) (?:about|of)|what if (?:it is|it['’]s|we take)|"
    rf"(?:does|do|did|would|will) (?:{_ALIKE}|that|this|it) (?:also |still )?(?:go|holds?|stand)"
    rf"(?: true| good)?(?= {PREPOSITION}\b)|(?:does|did|would|will) {_ALIKE} (?:also |still )?"
    rf"(?:apply|work|happen|be true|be the case)(?= {PREPOSITION}\b)|"
    rf"(?:(?:is|was) )?(?:it|that|this)? ?(?:any |very |much |at all )?different(?= {PREPOSITION}\b)|"
    r"(?:is|was) (?:it|that|this) (?:also |still )?"
    rf"(?:the same|true|so|the case)(?= {PREPOSITION}\b)|(?:the )?same(?: {_MEASURE})?(?= {PREPOSITION}\b)|"
    rf"(?:what|how (?:much|many|high|large|big))(?: is|['’]?s| was| are| were| would)? "
    rf"(?:be )?(?:that|the same|this|it)(?: {_MEASURE})?(?: be)?(?= (?:in|for|with|among|of)\b))\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*[,:;–—]| --?(?= ))\s*(?=(?:and )?(?:(?:since|until|till|by|from|in|at|for|to|with|on|of) "
    r"(?:when|what|which|whom|whose|how)|what|who|how|which|when|where|why|is|are|do|does|did|has|have|can|"
    r"whats|whos|tell|name)\b)",
    re.IGNORECASE,
)
_SAME = (
    r"(?:(?:for )?(?:the )?same (?:size|year|country|region|place|group|kind|type|thing|question|class)s?"
    r"(?: of \w+)?)"
)
POLITE = re.compile(
    rf"(?:,? (?:please|then|too|as well|instead|though|by the way|{_SAME}|"
    r"(?:and )?(?:that (?:sort|kind) of thing|things like that|so on|the like|similar things)|"
    r"i mean(?:t)?))+$",
    re.IGNORECASE,
)
# "Hiring in Peru then, same size?": these join as "and" does.
_JOINING_AFTER = re.compile(
    rf"(?:,? (?:then|instead|too|as well|i mean(?:t)?)|, {_SAME})(?:,? (?:{_SAME}|please))?[\s?.!]*$",
    re.IGNORECASE,
)
# Words that only a clause has, so that what holds one is a question of its own.
_CLAUSE = frozenset(
    """what who whom whose which when where why how whether if is are was were do does did has have had can
    could will would shall should may might must i you we he she they it tell give show name list
    explain describe whats whos isn't aren't don't doesn't""".split()
)
# Words that say nothing beside the thing they go with.
_EMPTY = FUNCTION_WORDS - {"not"} | frozenset(
    """class classes group groups size sized category next bigger larger smaller country countries region
    regions year years case workers employees people staff same instead just say only ones one
    counterparts side part among within under during between""".split()
)
LEADING = re.compile(
    rf"(?:(?:{PREPOSITION}|that|those|these|the|an?|its|their|his|her|some|any|ones?) )+",
    re.IGNORECASE,
)
# "Owners with no staff" and "with nobody working for them" are of one range as well.
_NONE = re.compile(
    r"\b(?:with (?:no|zero)|without(?: any)?) (?:employees|workers|staff|people|hands)(?: at all)?\b"
    r"|\bwith (?:nobody|no one)(?: (?:else|working|employed)(?: (?:for|by|under) \w+)?)?",
    re.IGNORECASE,
)
_POINTING = frozenset("it its that this they their them those these".split())
_FEW_WORDS = 8
_OPENED_WORDS = 12
_BARE_WORDS = 6
_TURNS_BACK = 4


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a question: what is changed (`head`), and a question about it after a comma."""

    head: str
    tail: str = ""


def fragment_of(question: str) -> Fragment | None:
    """The piece that a question consists of; None where it is a whole question."""
    lead = LEAD.match(question)
    text = question[lead.end() :] if lead else question
    instead = _INSTEAD_OF.search(text)
    text = _INSTEAD_OF.sub("", text, count=1) if instead else text
    joins = (
        instead is not None
        or _JOINING_AFTER.search(text) is not None
        or (lead is not None and _JOINING.search(lead.group()) is not None)
    )
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    head, *tails = _TAIL.split(rest.strip(" ?.!…"), maxsplit=1)
    head = POLITE.sub("", head).strip(" ?.!,")
    words = tokens(head)
    most = _OPENED_WORDS if about else _FEW_WORDS
    if not words or len(words) > most or _CLAUSE & set(words):
        return None
    tail = tails[0].strip() if tails else ""
    if not (about or joins):
        # "In Malaysia, which schemes are there?" is whole; "Malaysia, what is it called?" is not.
        points = len(tokens(tail)) <= _BARE_WORDS and _POINTING & set(tokens(tail))
        bare = len(words) <= _BARE_WORDS and things(head) and not _content(head)
        if not bare or (tail and not points):
            return None
    return Fragment(head, tail)


def changed(fragment: Fragment, turns: Sequence[Answer]) -> str | None:
    """The earlier question with the thing of the fragment in the place of one of its kind.

    `turns` are answered, the last one first. None where nothing in it can be exchanged.
    """
    beside = _YEAR_BESIDE.fullmatch(fragment.head)
    if beside:
        return _another_year(turns[0].standalone_question, 1 if beside["after"] else -1)
    found = [one for one in things(fragment.head) if one.kind is not Kind.NAME]
    base = _base(found, turns)
    question = base.standalone_question
    said = {stem(word) for word in tokens(question)}
    content = [word for word in _content(fragment.head) if not found or stem(word) not in said]
    if content:
        piece = without(fragment.head, found) if found else fragment.head
        phrase = LEADING.sub("", piece, count=1)
        exchanged = exchanged_phrase(question, as_written(phrase, base), base)
        exchanged = after_the_same_preposition(question, piece) or exchanged
        if exchanged is None:
            return None
        question = exchanged
    elif not found:
        return None
    for thing in found:
        named = None if of_kind(question, thing.kind) else for_a_label(question, thing.text, base)
        question = named or _with_thing(question, thing, fragment.head)
    return question


def _another_year(question: str, step: int) -> str | None:
    years = [one for one in of_kind(question, Kind.YEAR) if one.text.isdigit()]
    if len(years) != 1:
        return None
    return put(question, years[0].start, years[0].end, str(int(years[0].text) + step))


def _base(found: Sequence[Thing], turns: Sequence[Answer]) -> Answer:
    """The turn that is changed: the last, unless it asks about a body that has one place only."""
    if any(one.kind is Kind.PLACE for one in found):
        for turn in turns[:_TURNS_BACK]:
            question = turn.standalone_question
            bound = any(" " in one.text for one in of_kind(question, Kind.NAME)) or any(
                label in question for earlier in turns for label in given_names(earlier)
            )
            if of_kind(question, Kind.PLACE) and not bound:
                return turn
            if not bound:
                break
    return turns[0]


def _with_thing(question: str, thing: Thing, head: str) -> str:
    """The question with a thing exchanged, or added where it has none of the kind."""
    preposition = _preposition_before(head, thing.start)
    old = of_kind(question, thing.kind)
    if old:
        of_firms = [one for one in old if re.match(rf" (?:[a-z]+ )?{FIRM}\b", question[one.end :])]
        if thing.kind is Kind.SIZE and of_firms:
            # "Small firms with a big range": the size of the firms is meant.
            old = of_firms
        like = [one for one in old if _preposition_before(question, one.start) == preposition]
        return exchange(question, (like or old)[0], thing)
    if thing.kind is Kind.PLACE:
        direction = preposition if preposition in ("to", "from", "outside", "within") else "in"
        added = f"{direction} {place_phrase(thing)}"
    elif thing.kind is Kind.RANGE and _preposition_before(head, thing.start) == "with":
        added = f"with {head[thing.start :].strip()}"
        if none := _NONE.search(question):
            return put(question, none.start(), none.end(), added)
    elif thing.kind is Kind.SIZE:
        noun = re.search(rf"\b{FIRM}\b", head[thing.end :], re.IGNORECASE)
        firms = re.search(
            r"\b(?:firms|companies|enterprises|businesses)\b", question, re.IGNORECASE
        )
        if firms and noun:
            return put(question, firms.start(), firms.end(), f"{thing.text} {firms.group()}")
        named = noun.group() if noun and noun.group().lower() not in ("one", "ones") else "firms"
        whole = (
            thing.text if re.search(r"smes?$|micro", thing.text, re.I) else f"{thing.text} {named}"
        )
        added = f"{preposition or 'for'} {whole}"
    else:
        added = f"{preposition or 'in'} {head[thing.start :].strip()}"
    body = question.rstrip(" ?.")
    return in_front(added, question) if "," in body else f"{body} {added}?"


def _preposition_before(text: str, start: int) -> str:
    match = re.search(rf"\b({PREPOSITION}) (?:the |a |an |those )?$", text[:start], re.IGNORECASE)
    return match[1].lower() if match else ""


def _content(head: str) -> list[str]:
    """The words of a fragment that say more than its things do."""
    left = without(head, [one for one in things(head) if one.kind is not Kind.NAME])
    firm = re.compile(FIRM, re.IGNORECASE)
    return [word for word in tokens(left) if word not in _EMPTY and not firm.fullmatch(word)]


def as_written(phrase: str, base: Answer) -> str:
    """The phrase with the capital letters that it has in what was cited or found."""
    texts = [citation.passage.text for citation in base.citations]
    texts += [entry.hit.passage.text for entry in base.considered]
    if not phrase.islower():
        return phrase
    # At the beginning of a sentence or a cell a capital letter says nothing.
    pattern = re.compile(rf"(?<=[\w,;(] ){re.escape(phrase)}\b", re.IGNORECASE)
    found = [match for text in texts for match in pattern.findall(text)]
    names = {one for one in found if one[:1].isupper()}
    return (
        names.pop()
        if len(names) == 1 and len(found) == sum(one in names for one in found)
        else phrase
    )
