"""Personal pronouns of a question, and what they stand for in its conversation."""

import re
from collections.abc import Sequence

from smeadvisor.answering.antecedents import choose, is_inside
from smeadvisor.answering.named import person
from smeadvisor.answering.noun_phrases import AUXILIARY, Phrase, third_person
from smeadvisor.answering.subjects import deed
from smeadvisor.answering.things import put
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS

_PERSONAL = re.compile(
    r"\b(?:(?P<aux>do|does|are|is|have|has|were|was|did|can|could|will|would|should|may|might|must) )?"
    r"(?P<word>they|them|theirs|their|its|it|he|she|him|his|her)\b"
    r"(?P<verb> (?:are|have|were|do|is|has|was|does|[a-z]+))?",
    re.IGNORECASE,
)
_SINGULAR = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_SAID_OF_IT = (
    r"(?:true|false|possible|impossible|necessary|better|worth|hard|easy|difficult|important|wise|common|"
    r"likely|legal|allowed|enough|right|wrong|a good|a bad|good|bad|safe|cheaper|harder|easier|usual|"
    r"normal|known|said|the case|only|pay(?! for\b))"
)
_HOW_MUCH = r"(?:really |actually |usually |normally |typically |ever |even )?"
# "It" that stands for nothing, since what is meant follows: "is it true that", "does it take … to".
_EXPLETIVE = re.compile(
    r"\bit (?:is|was|['’]s|be|has been|will be|would be|seems?|appears?|takes?|took|turns? out) "
    r"(?!(?:called|for|in|run|set|paid|funded|used|open|there)\b).*\b(?:to|that|for|whether|if|who|how)\b"
    r"|\b(?:is|was|would|will|can|could|should|isn['’]t|be) it "
    r"(?:(?:be|really|also|still|ever|more|most|less|very|so|not|always) )*"
    rf"{_SAID_OF_IT}\b.*\b(?:to|that|if|whether|when|who|how)\b"
    r"|\b(?:is|was|isn['’]t|wasn['’]t) it (?:\w+ly )?(?!one\b|this\b|all\b|not\b)[\w-]+ (?:that|whether)\b"
    rf"|\bhow (?:long|many \w+) (?:does|did|will|would) it {_HOW_MUCH}take\b"
    rf"|\b(?:does|did|do|will|would|can|could|should|may|might) it {_HOW_MUCH}"
    r"(?:(?:take|cost|pay(?! for\b)|help|hurt|require|make sense)\b(?= \w).*"
    r"\b(?:to|for|if|when|that|on average)\b"
    r"|(?:matter|seem|appear|rain|snow|happen that|follow that|mean that)\b)"
    r"|\b(?:find|finds|found|make|makes|made|consider|think|thinks) it (?:[\w-]+ ){1,3}(?:for .*)?to\b"
    r"|\b(?:is|was|will|would) it (?:rain|snow)"
    r"|\bit (?:comes to|matters?|rains?|snows?|follows|means that|pays to|helps to)\b"
    r"|\bwhat is it (?:that|like to)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:(?P<many>they|them|their|theirs|(?:these|those)(?! (?:who|that|which|with|in|of)\b))|"
    r"it|its|this|that(?! \w)|he|she|his|her|such|"
    r"all (?:this|that)|(?:is|was|are|were|does|do|did|has|have|had|will|would|can) that|"
    r"(?:the|that|those|which|what|any|an?) (?:[\w-]+ )?ones?(?! \w+ or)|in one(?=$|[?.,!])|"
    r"so (?:few|many|little|much)|says who|according to whom|meaning(?=[\s?.!]*$)|"
    r"(?:says?|said|thinks?|do|does|did|believes?|claims?) so|"
    r"the (?:first|second|third|last|former|latter|other)(?=$|[?.,!])|why not)\b",
    re.IGNORECASE,
)
# "What would the right mix be?": of what, the question before says.
_ASKS_LAST = re.compile(
    r"(?:(?:and|but|so|also|then)[, ]+)*(?!(?:what|which|who|how|why|where|when|whose|tell|name|list|show|give|"
    r"explain|describe|say|say)\b)(?:[a-z-]+ ){1,3}(?:how (?:fast|much|many|big|large|long|often|far|high|old)"
    r"(?: [a-z]+)?|(?:what|which) [a-z]+(?: of [a-z]+)?|whom|when|where)[\s?.!]*",
    re.IGNORECASE,
)
_ONE_OF_IT = re.compile(
    r"\b(?P<verb>buy|bought|get|got|need|needs|have|has|had|want|wants|use|uses|find|found|build|built|make|made|"
    r"run|runs|join|joined|open|start|sell|sold|rent|set up|apply for|choose|pick) "
    r"one(?=$|[?.,!]| (?:from|in|for|at|there|here|instead|too|as|myself|if|abroad|locally)\b)",
    re.IGNORECASE,
)
# "What can be done about that?": about all that was said, and not about one thing.
_SITUATION = re.compile(
    r"(?:(?:and|but|so|ok(?:ay)?|then|well)[, ]+)*(?:"
    r"(?:what|anything|is there anything) (?:(?:can|could|should|must|may) )?(?:be|(?:[a-z]+ ){1,2}) ?"
    r"(?:to be )?(?:do|done) (?:about|against) (?:that|this|it)|"
    r"how (?:can|could|should|do|does|might|would) (?:[a-z]+ ){1,2}"
    r"(?:avoid|prevent|stop|fix|solve|overcome|deal with|tackle|remedy|counter|guard against) "
    r"(?:that|this|it)|"
    r"how (?:can|could|should|might|is|would) (?:that|this|it) (?:be |to be |best )*"
    r"(?:avoided|prevented|stopped|fixed|solved|overcome|dealt with|tackled|remedied|countered)|"
    r"what (?:causes|caused|explains|leads to|led to|is behind|lies behind) (?:that|this|it))[\s?.!]*",
    re.IGNORECASE,
)
_ARTICLE_ONLY = re.compile(
    r"(?:(?:and|but|so|ok|well)[, ]+)*(?:what|how (?:much|many|large|big|high|long|old)) "
    r"(?:would|should|could|must|ought) the (?!same\b)(?:[a-z-]+ ){1,3}"
    r"(?:be|have to be|need to be|look like)[\s?.!]*$",
    re.IGNORECASE,
)
# "Apart from the price of it, what keeps a firm from buying a machine?"
_AHEAD = re.compile(r", (?:what|which|who|how|why|when|where)\b(?: \S+){8}", re.IGNORECASE)
# "How did he do it?": what somebody does, not a thing.
_DOING = re.compile(
    r"\b(?:he|she|they|we|you|i|to|who|can|could) (?:do|does|did|done) $", re.IGNORECASE
)
# The place, not the "there" of "is there a …".
_THERE = r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there"
_OWNED = re.compile(
    rf"(?: [\w'’-]+)+?(?=$|[?,.!;]| (?:gone|been|become|grown|risen|fallen|changed|"
    rf"{'|'.join(sorted(FUNCTION_WORDS))})\b)",
    re.IGNORECASE,
)


def with_pronouns(
    question: str, turns: Sequence[Answer], rank: int = 0, given: Phrase | None = None
) -> str:
    """The question with what each pronoun stands for in place of the first of its number.

    `rank` 0 takes the likeliest phrase of the last turn, 1 the next one; what is `given` comes before all.
    """
    done: set[str] = set()
    position = 0
    while match := _PERSONAL.search(question, position):
        word = match["word"].lower()
        position = match.end("word")
        number = {"i": "one", "t": "many"}.get(word[0], "person")
        if number in done:
            continue
        if word == "it" and _EXPLETIVE.search(question):
            continue
        if word == "it" and "many" not in done and _DOING.search(question[: match.start("word")]):
            continue
        inside = is_inside(question, match.start("word"), number == "many", number == "person")
        if inside or _AHEAD.match(question[match.end("word") :]):
            done.add(number)
            continue
        phrase = _meant(number, done, turns, rank)
        is_meant = number == "one" or not (phrase and phrase.is_plural)
        if given and is_meant and number == ("one" if _SINGULAR.search(question) else "many"):
            phrase, given = given, None
        if phrase is None:
            continue
        before = len(question)
        question = _with_pronoun_replaced(question, match, phrase)
        position = max(0, position + len(question) - before)
        done.add(number)
    return question


def points_back(question: str) -> bool:
    """Whether a question points at something that it does not name itself."""
    if _ARTICLE_ONLY.match(question) or _asks_last(question) or _has_one(question):
        return True
    return _EXPLETIVE.search(question) is None and any(
        match.group().lower().startswith("all ")
        or not is_inside(question, match.start(), match["many"] is not None)
        for match in _POINTS.finditer(question)
    )


def is_of_situation(question: str, asked: str) -> bool:
    """Whether a question is about all that was `asked` last: "how can that be avoided?".

    After "what is X?" there is X only.
    """
    told = _SITUATION.fullmatch(question) and not re.search(r"\bthey\b", question, re.IGNORECASE)
    return bool(told) and re.match(r"what(?: is| are|['’]?s) ", asked, re.IGNORECASE) is None


def _has_one(question: str) -> bool:
    """Whether "one" stands for a thing that was not named: "if I bought one from abroad?"."""
    match = _ONE_OF_IT.search(question)
    before = question[: match.start("verb")] if match else ""
    return (
        match is not None and re.search(r"\b(?:an?|the|any|each|every|no) ", before, re.I) is None
    )


def _asks_last(question: str) -> bool:
    """Whether a question lacks its subject: "growing how fast?", "mostly in what line of business?"."""
    return (
        _ASKS_LAST.fullmatch(question) is not None
        and re.search(rf"\b{AUXILIARY}\b", question, re.IGNORECASE) is None
    )


def with_given(question: str, phrase: str) -> str:
    """The question with a phrase in the place of its first pronoun; as it is where it has none."""
    match = re.search(
        rf"\b(?:(?P<own>its|their)|(?P<from>from )?(?P<there>{_THERE})|it|that|this|they|them|those|these)\b",
        question,
        re.IGNORECASE,
    )
    if not match:
        return question
    if match["there"]:
        direction = match["from"] or "in "
        return put(question, match.start(), match.end(), f"{direction}{phrase}")
    if match["own"]:
        return possessed(question, match.start(), match.end(), Phrase(phrase, False))
    return put(question, match.start(), match.end(), phrase)


def _meant(number: str, done: set[str], turns: Sequence[Answer], rank: int) -> Phrase | None:
    if number == "person":
        names = [found for turn in turns if (found := person(turn))]
        return Phrase(names[0], False) if names else None
    if number == "one" and "many" in done:
        # The doers were named: "it" is what they do.
        return deed(turns[0])
    return choose(turns, number == "many", rank)


def _with_pronoun_replaced(question: str, match: re.Match[str], phrase: Phrase) -> str:
    word = match["word"].lower()
    start, end = match.span("word")
    if word in ("their", "its", "his") or (word == "her" and match["verb"]):
        return possessed(question, start, end, phrase)
    changes: list[tuple[int, int, str]] = [(start, end, phrase.text)]
    if word == "they" and not phrase.is_plural:
        changes += _agreeing(match, {"do": "does", "are": "is", "have": "has", "were": "was"}, True)
    elif word == "it" and phrase.is_plural:
        changes += _agreeing(
            match, {"does": "do", "is": "are", "has": "have", "was": "were"}, False
        )
    for first, last, new in sorted(changes, reverse=True):
        question = put(question, first, last, new)
    return question


def _agreeing(
    match: re.Match[str], forms: dict[str, str], to_singular: bool
) -> list[tuple[int, int, str]]:
    """The verb beside a pronoun in the number of what it stands for."""
    if match["aux"]:
        new = forms.get(match["aux"].lower())
        start, end = match.span("aux")
        return [(start, end, new)] if new else []
    verb = (match["verb"] or "").strip().lower()
    start, end = match.span("verb")
    if verb in forms:
        return [(start + 1, end, forms[verb])]
    plain = verb.isalpha() and verb not in FUNCTION_WORDS and not verb.endswith(("s", "ed", "ly"))
    if to_singular and plain:
        return [(start + 1, end, third_person(verb))]
    return []


def possessed(question: str, start: int, end: int, phrase: Phrase) -> str:
    """The question with "its" at `start` to `end` as "X's …", of a long phrase as "the … of X"."""
    if not phrase.is_long:
        ending = "'" if phrase.is_plural and phrase.text.endswith("s") else "'s"
        return put(question, start, end, f"{phrase.text}{ending}")
    owned = _OWNED.match(question[end:])
    thing = owned.group() if owned else ""
    return put(question, start, end + len(thing), f"the{thing} of {phrase.text}")
