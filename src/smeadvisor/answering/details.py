"""The detail that a question asks for about a thing, and whether statements give any detail of that sort.

Passages that speak of the thing and have no word that such a detail is told with are a near miss. English.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smeadvisor.answering.candidates import Candidate, stem_set
from smeadvisor.answering.unavailable import says_that_it_is_unavailable
from smeadvisor.text.capitals import countries_governed_from
from smeadvisor.text.countries import countries, regions
from smeadvisor.text.questions import parts

_BEST = 3
# Reasons are told in several sentences: as many as an answer usually has are looked at.
_TOLD_IN = 5
# A reason may stand in the sentence before or after.
_AROUND = 250

_WHY = (
    r"(?<!reason )\bwhy\b|\b(?:what|which) (?:is|was|are|were) the (?:\w+ )?reasons?\b|\bfor what reasons?\b|"
    r"\bhow come\b|\bwhat (?:was|is) it about\b|\bcame? to be\b|^what keeps\b|"
    r"\bwhat accounts for\b|\bwhat .*held? responsible\b|\bon what grounds\b|"
    r"\bhow (?:do|does|did) (?:\S+ ){1,5}(?:account for|explain)\b|^what explains\b|, what explains\b|"
    r"\bhow did it come about\b"
)
_CAUSES = (
    r"because|on account of|in view of|for the sake of|"
    r"due to|since(?! \d)|results? (?:of|in|from)|resulted|resulting|reasons?|thanks to|led to|"
    r"leads? to|leading to|driven|drives?|driving|owing|so that|therefore|thus|hence|consequently|attribut\w+|"
    r"explain\w*|explan\w+|account\w* for|stems?|stemm\w+|caus\w+|factors?|reflect\w*|contribut\w+|in order to|"
    r"enabl\w+|allow\w*|makes? (?:it|them|the)|help\w*|difficult\w*|lack\w*|"
    r"advantages?|disadvantages?|incentives?|costs?|as they|given (?:the|that|their)"
)
_AIMS = r"means?|aris\w+|aim\w*|intend\w*|intent\w*|objective|purpose|benefit\w*"
_CAUSE = re.compile(rf"\b(?:{_CAUSES}|{_AIMS})\b", re.IGNORECASE)
# What is said itself must give a cause; what may be meant as one is not enough.
_TOLD_CAUSE = re.compile(rf"\b(?:{_CAUSES})\b", re.IGNORECASE)
_CHOOSING = (
    r"\bhow (?:is|are|was|were) (?:\w+\W+){1,12}"
    r"(?:picked|chosen|selected|decided|recruited|appointed|found who)\b|"
    r"\bhow (?:do|does|did) (?:\w+\W+){1,8}"
    r"(?:pick|choose|select|decide (?:which|who|whether)|recruit|appoint)\b|"
    r"\bwhat (?:decides|determines) (?:whether|which|who)\b|"
    r"\bwho (?:chose|chooses|picked|picks|selected|selects|decides|decided)\b|\bwho gets to\b|"
    r"\b(?:which|what) (?:conditions|criteria|requirements)\b|\beligib(?:le|ility)\b|"
    r"\bwho (?:is|are) entitled\b|"
    r"\bwho (?:can|may) (?:apply|join|take part|participate)\b"
)
_CHOICE = re.compile(
    r"\b(?:select\w*|choos\w+|chose\w*|pick\w*|criteri\w+|eligib\w+|qualif(?:y|ies|ied|ications?)|"
    r"requir(?:e|es|ed|ements?)|based on|on the basis|depend\w* on|conditions?|decid\w+|decision\w*|must|"
    r"provided that|only|(?:at|no) (?:least|less|more)|(?:fewer|less|more|larger|smaller|older|younger) than|"
    r"entitled|open to|restricted|limited to|members?|those (?:who|that|which|with))\b",
    re.IGNORECASE,
)
_APPLYING = (
    r"\bhow (?:do|does|can|could|should|would|might|must|to)\b"
    r"(?: \S+){0,6} (?:apply|register|sign up|enrol|enroll|(?:put in|make|submit|send) an application)\b|"
    r"\bget (?:\S+ ){0,3}registered\b|"
    r"\bwhere (?:do|does|can|to)(?: \S+){0,4} (?:apply|register|sign up)\b"
)
_APPLICATION = re.compile(
    r"\b(?:appl(?:y|ies|ied|ications?|icants?)|submit\w*|contact\w*|regist\w+|forms?|web\s?site|portal|"
    r"on-?line|hand\w* in|sen[dt])\b",
    re.IGNORECASE,
)
_OUTCOME = (
    r"\bwhat (?:effects?|difference|impact) (?:has|have|did|does|do)\b|"
    r"\bwhat (?:became|becomes|happened|has become) (?:of|to)\b|"
    r"\bhow did (?:\S+ ){1,6}(?:do|fare|perform) (?:afterwards?|later|since)\b|\bafterwards\b|"
    r"\bdid (?:\S+ ){1,12}lead to\b|\bha(?:s|ve) (?:\S+ ){1,6}(?:gone up|risen|grown|increased|fallen|improved)"
    r"(?: \S+){0,4} (?:because of|thanks to|due to)\b|\bwith what (?:result|effect|success)\b"
)
_CAME_OF_IT = re.compile(
    r"\b(?:increas(?:ed|es?)|grew|grown?|rose|risen?|rais\w+|improve[ds]?|improvements?|higher|lower(?:ed)?|"
    r"better|worse|results?|resulted|effects?|impact\w*|success\w*|fell|fallen?|declin\w+|help(?:ed|s)|led to|"
    r"benefi\w+|gain(?:s|ed)|reduced|contributed|enabled|allowed|achiev\w+|fail\w*|evaluat\w+|outcomes?|"
    r"performance|fuell?ed|learn(?:t|ed)|became|become|doubled|trebled|tripled|halved|expanded|cut|saved|lost|"
    r"created|closed|survived?|no longer|by now|since then)\b",
    re.IGNORECASE,
)
_TITLE = r"head|boss|director|chief|chair\w*|president|ceo"
_HEADING = (
    rf"\bwho (?:heads?|headed|chairs?|directs?)\b|\bwho (?:is|was)\b(?: \S+){{0,4}} (?:{_TITLE})\b|"
    rf"\b(?:{_TITLE})(?:['’]s)? name\b|\bname of (?:its|the|their) (?:{_TITLE})\b"
)
_HEAD = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|Professor|Sir)\.? [A-Z]\w|"
    r"\b(?:heads?|headed|led|chaired|directed|run|founded) by\b|"
    r"\b(?i:director|president|chair(?:man|woman|person)?|CEO|chief executive|minister|governor|head of)\b"
)
_SORT_OF_BODY = r"(?:ministry|agency|organi[sz]ation|body|authority|office|department|institution)"
_RUNNING = (
    # "Owners who run a mill" asks for nobody.
    r"(?:^|[,;:.]\s|\b(?:and|but|so|or|know|tell me|say)\s)who "
    r"(?P<does>runs?|teach(?:es)?|pays?|funds|funded|paid|founded|finances|financed|organi[sz]es|manages|"
    r"managed|administers|operates|owns|set|built|started) |"
    r"\bwho\b(?: \S+){0,6} (?:respons[ia]ble|charge)\b|"
    rf"\b(?:which|what) (?:(?!in\b|at\b|of\b|the\b)\w+ ){{0,2}}?{_SORT_OF_BODY}\b|\b{_SORT_OF_BODY} in charge\b"
)
_BODY = re.compile(
    r"\b(?:governments?|agenc\w+|ministr\w+|authorit\w+|department|boards?|institut(?:e|ion)s?|councils?|bank|"
    r"associations?|universit\w+|bureau|commission|corporation|foundation|"
    r"(?:run|set up|funded|financed|established|founded|managed|owned|paid) by)\b",
    re.IGNORECASE,
)
# By its name alone, or by its letters; small firms are no body.
_NAMED_BODY = re.compile(
    r"\b[A-Z][\w’'-]+ (?:Cent(?:re|er)|Office|Unit)\b|\b(?!SMEs?\b)[A-Z]{3,}\b"
)
_NUMBERS = tuple(
    """three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty""".split()
)
_NAMING = (
    r"\b(?:which|name|list|names of|what(?: are| were)?)(?: me)?(?: all)?(?: the| these| those)? "
    rf"(?P<number>{'|'.join(_NUMBERS)}|[3-9]|\d\d) (?!%|per)"
)
_JOINT = re.compile(r"[,;]|\b(?:and|or)\b")
_END = re.compile(r"(?<=\.)\s")
# Rows of a table may be more than are shown as the best, up to so many.
_MOST_ROWS = 10
_PLACES = (
    r"\bwhere(?:abouts)? in (?!asia|africa|europe|a\b|the\b)|^whereabouts\b|"
    r"\b(?:which|what) (?:[\w-]+ ){0,2}(?:cities|towns?|districts?|provinces?)\b|"
    r"\b(?:which|what) (?:[\w-]+ )?city (?:is|are|was|were|did|does|do|has|have|hosts?)\b|"
    r"\bwhere (?:is|are|was|were) .{1,60}\b(?:located|based|situated)\b|"
    r"\bwhere are (?:they|(?:the|these|those) [\w-]+(?: [\w-]+)?)\W*$"
)
_AT = re.compile(
    r"\b(?:in|near|at|around|outside|from|between|and|of|on|within)\s(?:the\s)?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
# "Kenda Province" is a place wherever it stands.
_CALLED_A_PLACE = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)\s(?:Province|District|City|County|Prefecture)\b"
)
# In a row names stand beside each other; only where something is, is a place.
_AT_IN_A_ROW = re.compile(_AT.pattern.replace("|from|between|and|of|on|within", "|within"))
_NO_PLACE = frozenset({"table", "box", "figure", "section", "chapter", "annex", "note"})
_COUNTING = r"\bhow many (?!percent|per cent|years|months|weeks|days|hours|minutes)|\bnumber of\b"
_COUNT = re.compile(
    r"(?<![\d$€£.,])(?:\b(?!(?:1[6-9]|20)\d\d\b)\d[\d,.]*\b|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|"
    r"hundreds?|thousands?|million|billion|half|thirds?|quarters?|none|no)\b)",
    re.IGNORECASE,
)
# Firms are counted in shares as well, people at work seldom.
_PEOPLE = (
    r"\bhow many (?:(?!of\b|firms|compan)[\w-]+ ){0,2}?"
    r"(?:people|persons|workers|employees|jobs|men|women)\b"
)
_NOT_PEOPLE = (
    "(?:clust|numb|comput|pap|ord|quart|cent|met|lett|matt|corn|manufactur|suppli|custom|buy|assembl|"
    "export|import)er|(?:sect|fact|competit|vend|contract|subcontract|invest|reg)or|"
    "(?:tr|f|committ)ee"
)
_PERSONS = (
    r"(?:people|persons?|population|employees?|staff|hands|jobs?|m[ae]n|wom[ae]n|operatives|students?|graduates?|"
    r"apprentices|experts?|consultants?|respondents?|participants?|professionals?|(?:work|own)er|"
    # Who does something, unless that is a firm or no doer at all.
    rf"(?!(?:{_NOT_PEOPLE})s\b)[a-z]{{3,}}(?:er|or|eur|ist|ian|ee)s)"
)
_COUNT_OF_PEOPLE = re.compile(
    rf"{_COUNT.pattern}\W(?:[\w'’-]+\W+){{0,4}}?{_PERSONS}\b", re.IGNORECASE
)
_CHANGING = (
    r"\bover the (?:years|decades)\b|\bover time\b|\b(?:up or down|rise or fall|risen or fallen)\b|"
    r"\b(?:has|have)\b.{1,80}\b(?:become|got|grown) (?:stronger|weaker|more|less|bigger|smaller|rarer)\b"
)
_CHANGE = re.compile(
    r"\b(?:increas\w+|grow(?:s|n|th|ing)?|grew|ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|declin\w+|decreas\w+|"
    r"shr[aiu]nk\w*|chang\w+|expan\w+|more and more|over (?:the|a|time)|since|began|beginning|bec[ao]m\w+|"
    r"gained?|trend\w*|doubled|trebled|tripled|halved|gradual\w*|from \d+[%\w ]* to)\b",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"\b(?:people|persons|workers|employees|staff|employment|jobs)\b", re.IGNORECASE
)
# Numbers that count nothing: of tables, of notes, sums of money.
_NO_COUNT = re.compile(
    r"\b(?:tables?|figures?|box(?:es)?|sections?|footnotes?|chapters?)\s\d+(?:\.\d+)*|"
    r"(?:US)?[$€£]\s?[\d.,]+(?:\s(?:million|billion))?|\[\^?\d+\]",
    re.IGNORECASE,
)


def _around(one: Candidate) -> str:
    """A statement with what stands before and after it; a row alone."""
    start, end = one.statement.start, one.statement.end
    text = one.passage.text[max(0, start - _AROUND) : end + _AROUND]
    return one.text if one.passage.cells else text


def _has_reason(one: Candidate, _asked: str) -> bool:
    said = _around(one)
    return _CAUSE.search(said) is not None or says_that_it_is_unavailable(said)


def _tells_reason(one: Candidate, _asked: str) -> bool:
    return _TOLD_CAUSE.search(one.text) is not None or says_that_it_is_unavailable(one.text)


def _has_place(one: Candidate, asked: str) -> bool:
    """Whether a statement names a place within a country, other than those of the question."""
    known = asked.lower()
    if one.passage.cells and countries_governed_from(" ; ".join(one.passage.place.row)):
        return True
    at = _AT_IN_A_ROW if one.passage.cells else _AT
    for match in (*at.finditer(one.text), *_CALLED_A_PLACE.finditer(one.text)):
        called = match["name"]
        first = called.split()[0].lower()
        if not (countries(called) or regions(called) or first in known or first in _NO_PLACE):
            return True
    return False


def _has_body(one: Candidate, asked: str) -> bool:
    """Whether a body is named beside a statement, or it says itself who does what is asked."""
    match = re.search(_RUNNING, asked, re.IGNORECASE)
    does = stem_set((match and match["does"]) or "")
    said = _around(one)
    is_named = _BODY.search(said) is not None or _NAMED_BODY.search(one.text) is not None
    return is_named or not does.isdisjoint(stem_set(said))


def _has_names(one: Candidate, asked: str) -> bool:
    """Whether a statement or what follows it counts up as many as are asked for."""
    match = re.search(_NAMING, asked, re.IGNORECASE)
    if match is None:
        return True
    written = match["number"].lower()
    number = _NUMBERS.index(written) + 3 if written in _NUMBERS else int(written)
    announces = one.text.rstrip().endswith(":")
    if announces or one.statement.is_item or (one.passage.cells and number <= _MOST_ROWS):
        return True
    text = one.passage.text[one.statement.start : one.statement.end + _AROUND]
    counted = [len(_JOINT.findall(sentence)) for sentence in _END.split(text)]
    return max(counted) >= number - 1


def _has_count(one: Candidate, asked: str) -> bool:
    """Whether it counts: a number that the question says itself is no answer to it."""
    known = {match.group().lower() for match in _COUNT.finditer(asked)}
    if one.statement.is_item or (one.passage.cells and not known):
        return True
    told = {match.group().lower() for match in _COUNT.finditer(_NO_COUNT.sub(" ", one.text))}
    return not told <= known


def _has_count_of_people(one: Candidate, _asked: str) -> bool:
    """Whether people are counted; of a row also where that is what a column or the table counts."""
    named = " ".join((*one.passage.place.row, one.passage.names)) if one.passage.cells else ""
    return _COUNT_OF_PEOPLE.search(one.text) is not None or _AT_WORK.search(named) is not None


def _says(pattern: re.Pattern[str]) -> Callable[[Candidate, str], bool]:
    return lambda one, _asked: pattern.search(one.text) is not None


@dataclass(frozen=True, slots=True)
class _Detail:
    """How a detail is asked for, what a reader would call it, and whether a statement gives one.

    One of the first `depth` statements must; of what is said, one that `tells` it.
    """

    asked: re.Pattern[str]
    said: str
    is_in: Callable[[Candidate, str], bool]
    depth: int
    tells: Callable[[Candidate, str], bool]


def _told_by(
    asked: str,
    said: str,
    is_in: Callable[[Candidate, str], bool],
    depth: int = _BEST,
    tells: Callable[[Candidate, str], bool] | None = None,
) -> _Detail:
    return _Detail(re.compile(asked, re.IGNORECASE), said, is_in, depth, tells or is_in)


_DETAILS = (
    _told_by(_WHY, "a reason for it", _has_reason, _TOLD_IN, _tells_reason),
    _told_by(_CHOOSING, "how the choice is made", _says(_CHOICE)),
    _told_by(_APPLYING, "a way to apply", _says(_APPLICATION)),
    _told_by(_OUTCOME, "what came of it", _says(_CAME_OF_IT)),
    _told_by(_HEADING, "the name of its head", _says(_HEAD)),
    # Some body stands beside the second and third of nearly everything.
    _told_by(_RUNNING, "the body behind it", _has_body, 1),
    _told_by(_NAMING, "all the names", _has_names),
    _told_by(_PLACES, "a town or district", _has_place),
    _told_by(_PEOPLE, "a number of people", _has_count_of_people),
    _told_by(_CHANGING, "a change", _says(_CHANGE)),
    _told_by(_COUNTING, "a count", _has_count),
)
DETAILS = frozenset(one.said for one in _DETAILS)


def lacking_detail(asked: str, best: Sequence[Candidate]) -> str:
    """The detail that is asked for and that none of the first statements gives; empty where none is lacking.

    A question of several parts is told by no single detail.
    """
    detail = _detail(asked) if best else None
    if detail is None:
        return ""
    # A row tells of one thing only: it counts wherever it stands among the first.
    rows = [one for one in best[detail.depth : _BEST] if one.passage.cells]
    is_there = any(detail.is_in(one, asked) for one in [*best[: detail.depth], *rows])
    return "" if is_there else detail.said


def untold_detail(asked: str, said: Sequence[Candidate]) -> str:
    """The same of all that is to be said in answer."""
    detail = _detail(asked) if said else None
    return detail.said if detail and not any(detail.tells(one, asked) for one in said) else ""


def _detail(asked: str) -> _Detail | None:
    if parts(asked):
        return None
    return next((detail for detail in _DETAILS if detail.asked.search(asked)), None)
