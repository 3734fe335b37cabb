"""What a question wants of a table: a value, the highest, a comparison; or what no table says."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from smeadvisor.answering.table_facets import TO_FIRM
from smeadvisor.text.sentences import sentences

SHARE = (
    r"(?:percent\w*|per ?cent\w*|shares?|proportions?|portions?|parts?|fractions?|rates?|numbers?|figures?|"
    r"values?|amounts?|pace|probab\w+|likelihood|slice)"
)
_ASIDE = re.compile(
    r"\bwhy\b|\bhow come\b|\breasons\b|\b(?<!as )reason (?:why|behind|for)\b|\bbecause\b|"
    r"\bexplain\w*\b|\bexplanation\b|\bcauses?\b|\bcaused\b|"
    r"\b(?<!asked )what (?:made|makes|helped|kept|keeps|drove)\b|"
    r"\bmean(?:s|t|ing)?\b|\bdefin\w+\b|\bunderstood by\b|"
    r"\bin (?:what|which) ways?\b|\bproof\b|\bproven?\b|\bevidence\b|\bwhat (?:is|was|lies|lay) behind\b|"
    r"\bcalled\b|\bwhat exactly\b|"
    r"\bkinds of\b(?![^?]*\b(?:how many|(?:rar|scarc|common)est)\b)|"
    r"\bodds\b|\bimpact\b|\beffects?\b|\bchances?\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|often|common\w*|high|low|fast|quick\w*|large|big|likely|probable|"
    r"frequent\w*|widespread|was|did|far)\b|\bin (?:a|every) (?:hundred|ten)\b|"
    rf"\b(?:what|which)\b[^?]*\b{SHARE}\b|^(?:the )?{SHARE}\b|%|\bpercent\w*\b|\bper cent\b|\b{SHARE} of\b|"
    rf"\b{SHARE}\b|\bwhat (?:was|is|were|are) (?:paid|spent|granted|lent|earned|charged|exported|imported)\b",
    re.IGNORECASE,
)
# "Is it usual for a bakery to …?" asks how usual it is.
_HOW_USUAL = re.compile(
    r"^(?:is|are|was|were)\b[^?]*\b(?:(?:un)?(?:usual|common)|frequent|widespread|typical|rare)\b",
    re.IGNORECASE,
)
# "Who leads? Please give both figures."
_WITH_FIGURES = re.compile(
    r"\b(?:give|want|need|like|help\w*|useful|show|tell|quote|have|get|see|know)\b[^?.]*"
    r"\b(?:figures?|numbers?|percentages?|shares?)\b|"
    r"\b(?:figures?|numbers?|percentages?|shares?)\b[^?.]*\b(?:please|help\w*|useful)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    rf"\b(?:who|whom|where|which|what(?!(?:['’]s|\s+(?:is|was|were|are))?\s+(?:the\s+)?{SHARE}\b))\b",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    rf"\bhow (?:many|much|often)\b|\b(?:what|which) (?:(?:is|was|were|are) )?(?:the )?{SHARE}\b",
    re.IGNORECASE,
)
_HOW_COMMON = re.compile(
    rf"\bhow (?:common|frequent|widespread|likely)\b|\b(?:{SHARE}|%) of\b|^(?:the )?{SHARE}\b",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:most|mostly|mainly|chiefly|highest|greatest|commonest|leading|top|strongest|hardest|maximum)\b|"
    # "The biggest companies" are a size.
    rf"\b(?:largest|biggest)\b(?!{TO_FIRM})|"
    r"\b(?:main|chief|principal|fastest|best|commonest|likeliest|widest|foremost|number one|peak(?:s|ed)?)\b",
    re.IGNORECASE,
)
# "What share name it as their main source?" repeats what a caption says; nothing is put in order.
_MAIN = re.compile(r"\b(?:main|mainly|chief|chiefly|principal|mostly)\b", re.IGNORECASE)
_LOW = re.compile(
    rf"\b(?:least|lowest|fewest|rarest|scarcest|minimum|weakest|slowest|narrowest)\b|"
    # "Which was not named by a single firm?"
    r"\bby (?:none|nobody|no one|no (?:firm|compan|business|enterprise|one)\w*)\b|"
    r"\bnot (?:\w+ ){1,3}by (?:a single|any)\b|"
    r"\b(?:comes?|came|ranks?|ranked) last\b|\b(?:is|are|was|were|at|by|to) (?:zero|nil)\b|"
    rf"\bsmallest\b(?!{TO_FIRM})",
    re.IGNORECASE,
)
# A caption in brackets at the end says which table is meant, and puts nothing in order.
_CAPTION = re.compile(r"(?<=\w) \((?=[A-Z])[^()]*\)(?=\s*\??$)")
_AT_LEAST = re.compile(r"\bat (?:the )?(?:least|most)\b", re.IGNORECASE)
_TOP = re.compile(
    r"\b(?:top|first|main|leading|highest|biggest|(?P<low>lowest|bottom|least))\s+"
    r"(?P<count>\d|two|three|four|five)\b|\b(?P<other>two|three|four|five)\s+"
    r"(?:most|highest|main|top|biggest|largest|strongest|greatest|leading|commonest|(?P<lower>lowest|least|weakest|rarest))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:which|what|name|list|(?<!of )the)\s+(?P<count>two|three|four|five)\b", re.IGNORECASE
)
_RANK = re.compile(r"\brank(?:ed|ing|s)?\b|\bin order\b|\bsort(?:ed)?\b(?! of\b)", re.IGNORECASE)
# "What share cut costs because their bank presses them?" asks for a share and says which row is meant.
_BECAUSE = re.compile(
    r"\bbecause\b(?! of what| why)|"
    r"\b(?:main|chief|principal|key|biggest|top|leading|commonest|number one|"
    r"most (?:important|common|frequent)) reasons? (?:for|why|behind|to|of|that)\b|"
    r"\b(?:common|usual|frequent|rare) reasons? (?:for|why|behind|to|of|that)\b|"
    r"\b(?:is|are|was|were) what (?:makes|made|drives|drove|helps|helped|keeps|kept)\b",
    re.IGNORECASE,
)
# "Is it more often because of rivals or because of buyers?" names two rows.
_RATHER_BECAUSE = re.compile(
    r"\b(?:more|less|rather)\b(?: \w+){0,2}? because\b(?=[^?]*\bor\b)", re.IGNORECASE
)
_ANY_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
_COMPARE = re.compile(
    r"\bversus\b|\bvs?\b|\bagainst\b|\bcompar\w+|\bthan\b|\bdiffer\w*|\bgap\b|\bbetween\b|"
    r"\bas (?:many|often|much|common)\b|\b(?:higher|lower|likelier)\b|\bby how (?:much|many)\b|\bahead of\b|"
    r"\b(?:more|less|fewer|commoner|rarer|scarcer|stronger|weaker|greater|faster|slower)\b[^?]*\bor\b|\bchanged?\b[^?]*\b(?:between|from|since|over)\b|"
    r"\b(?:rise|rose|grow|grew|fall|fell|increase[ds]?|decrease[ds]?|decline[ds]?)\b[^?]*\b(?:between|from|since)\b|\bboth\b|"
    r"^(?:who|which|is|are|was|were|do|does|did)\b[^?]*\bor\b",
    re.IGNORECASE,
)
# "A markedly different method" is one thing that is new.
_A_DIFFERENT = re.compile(r"\b(?:an?|something) (?:\w+ly )?different\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_RATIO = re.compile(
    r"\bratio\b|\bhow many times\b|\btimes (?:as|more|higher)\b|\btwice\b", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"\b(?:(first|second|third|fourth|fifth)|(\d)(?:st|nd|rd|th))\b", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?P<which>second|third|fourth|fifth)[- ]"
    r"(?:place|most|highest|biggest|largest|strongest|commonest|best|rank)|"
    r"\b(?:comes?|came|ranks?|ranked) (?P<then>second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:,\s*|\bplace,?\s|\bcomes?\s)behind\b|(?:^|,\s*|\bcomes?\s)after\b(?! \d)|"
    r"\b(?:besides|apart from|aside from|other than|except(?: for)?|leaving aside|next to)\b",
    re.IGNORECASE,
)
# "… and by how much?", "… and what is the figure?" ask for what an answer from a table has anyway.
_FIGURE_TOO = re.compile(
    r"(?:\band|[,;])\s+(?:(?:by|for|in|with|at)\s+)?(?:roughly |about )?(?:how (?:much|many|far|often)|"
    r"how \w+ (?:is|was|are|were) (?:it|that|this|they)(?=\s*\?*\s*$)|"
    r"how (?:strong|big|large|high|common|frequent|widespread|rare|likely) (?:is|was|are|were) "
    r"(?:it|that|this|they|the (?:gap|difference|lead|margin))|"
    r"how (?:rare|scarce|common|frequent|widespread|strong|likely)(?=\s*\?*\s*$)|"
    r"(?:what|which) (?:(?:is|was|are|were) )?(?:the |their |its )?(?:two |three )?"
    rf"(?:{SHARE}|gap|difference)\b)"
    r"[^?,;]{0,25}\?*\s*$",
    re.IGNORECASE,
)
# "Which is named most and which least?" asks for both ends of one order.
_OTHER_END = re.compile(
    r"(\band|,)\s+(?:which|what|who)(?=(?: (?:is|was|are|were))?(?: the)?"
    r" (?:least|most|lowest|highest|fewest|biggest|smallest)\b)",
    re.IGNORECASE,
)
# "Which leans most on it and which leans least?" says the verb once more.
_OTHER_END_AGAIN = re.compile(
    r"\b(?P<verb>\w{3,})\b(?P<most>.*)(?:\band|,)\s+(?:which|what|who) (?P=verb) (?:the )?"
    r"(?=(?:least|most|lowest|highest|fewest)\b)",
    re.IGNORECASE,
)
# "How well, on the whole, are people paid?"
_ASIDE_IN_COMMAS = re.compile(
    r"^((?:who|what|which|where|how)\b[^,?]{0,20}), [^,?]{1,30},", re.IGNORECASE
)
# "Among those who bake, how many …?" asks once.
_AMONG = re.compile(
    r"^(?:among|amongst|amidst|out of|of|for|in|with|taking) (?!which\b|what\b|whom\b|whose\b|how\b)"
    r"[^,?]*\bwh(?:o|ich|ere|ose)\b[^,?]*,\s*",
    re.IGNORECASE,
)
# What follows a comma and a preposition tells of what stands before: "…, for which rivals are …".
_SECOND_QUESTION = re.compile(
    r"\b(?:who|what|which|where|how)\b.*(?:\band\s+(?:(?:in|for|to|by)\s+)?|[,;]\s+)"
    r"(?:which|what|who|whom|where|when|how|does|do|is|are)\b"
    r"(?!\s+(?:share|proportion|percent\w*|many of (?:them|these|those)))",
    re.IGNORECASE,
)
# "…, and how does this look for their peers in the north?" asks for the same of others.
_SAME_OF_OTHERS = re.compile(
    r"(?:\band|[,;])\s+(?:(?:and\s+)?how (?:does|do|did|is|are) (?:this|that|it|they|these|those)"
    r"(?: \w+){0,2}?|what (?:is|was|are) (?:it|this|that|the (?:same )?(?:figure|share|rate|number))|"
    r"(?:what|how) about)\s+"
    r"(?=(?:for|in|among|with|to|of|the|those|their|large|small|medium)\b)",
    re.IGNORECASE,
)
# "List all of them, with the percentage for each."
_EVERY = re.compile(
    r"^(?:(?:please|can you|could you|would you)[ ,]+)*(?:list|show|give|set out|name|tell)\b[^?.]*"
    r"\b(?:all|each|every)\b|\b(?:for|to) each(?: one)?(?: of (?:them|these|those))?\s*[?.]*\s*$|"
    r"\bwhat (?:are|were) all\b|\ball (?:the )?(?:\w+ ){0,3}(?:and|with) (?:the|their) "
    r"(?:shares|percentages|figures|values)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_REFERRING = re.compile(
    r"(?:and |so )?(?:what|how (?:many|much|high|large|big)) (?:is|are|was|were) "
    r"(?:they|it|these|those|that|this)\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}


class Wish(Enum):
    """What is wanted of the cells."""

    VALUE = auto()
    HIGHEST = auto()
    LOWEST = auto()
    ALL_RANKED = auto()

    @property
    def is_whole_order(self) -> bool:
        """Whether all cells are wanted, in order."""
        return self is Wish.ALL_RANKED


@dataclass(frozen=True, slots=True)
class Intent:
    """`count` is how many of the highest or lowest, `position` which
    one of a list counted from 1, else 0; `is_aside` says that no cell answers it; `is_both_ends` that
    the lowest is wanted as well as the highest, `is_beside` that what comes next to a named one is,
    `is_every` that all there are are wanted."""

    wish: Wish
    count: int
    is_aside: bool
    is_quantity: bool
    is_who: bool
    is_comparison: bool
    has_or: bool
    is_ratio: bool
    position: int
    is_both_ends: bool = False
    is_beside: bool = False
    is_every: bool = False

    @property
    def is_ranking(self) -> bool:
        """Whether cells are to be put in order."""
        return self.wish is not Wish.VALUE

    @classmethod
    def read(cls, question: str) -> "Intent":
        """The intent of a question."""
        asked = asking(question)
        plain = _AT_LEAST.sub(" ", _CAPTION.sub("", asked))
        top = _TOP.search(plain)
        who = _WHO.search(plain)
        number = _NUMBER_FIRST.search(plain)
        place = _ORDINAL.search(plain)
        wish, count = Wish.VALUE, 1
        if top:
            wish = Wish.LOWEST if top["low"] or top["lower"] else Wish.HIGHEST
            word = (top["count"] or top["other"]).lower()
            count = _COUNTS.get(word) or int(word)
        elif behind := _PLACE.search(plain):
            # What comes second is seen beside what comes first.
            wish = Wish.LOWEST if _LOW.search(plain) else Wish.HIGHEST
            count = _ORDINALS[(behind["which"] or behind["then"]).lower()]
        elif _RANK.search(plain):
            wish = Wish.ALL_RANKED
        elif _LOW.search(plain):
            wish = Wish.LOWEST
        elif _HIGH.search(plain):
            wish = Wish.HIGHEST
        counted = _COUNTED.search(plain)
        if number and wish is Wish.HIGHEST and not top:
            told_first = plain[: number.start()] + _MAIN.sub(" ", plain[number.start() :])
            if not (_HIGH.search(told_first) or _PLACE.search(plain)):
                wish = Wish.VALUE
        is_every = _EVERY.search(question) is not None
        is_how_usual = _HOW_USUAL.search(plain) is not None
        is_of_shares = number or is_every or is_how_usual or _HOW_COMMON.search(plain)
        told = _BECAUSE.sub(" ", plain) if is_of_shares else _without_either(plain)
        if counted and not top and wish is not Wish.VALUE:
            count = max(count, _COUNTS[counted["count"].lower()])
        beside = _BESIDE.search(plain)
        is_beside = beside is not None and who is not None and wish is not Wish.VALUE
        if is_beside and not wish.is_whole_order:
            count = max(count, 2)
        return cls(
            wish,
            count,
            _ASIDE.search(told) is not None,
            is_how_usual
            or _QUANTITY.search(plain) is not None
            or (asked != question and _WITH_FIGURES.search(question) is not None),
            # "How many say that plant is where …" asks for a number first.
            who is not None and not (number and number.start() < who.start()),
            _COMPARE.search(_A_DIFFERENT.sub(" ", plain)) is not None,
            _OR.search(plain) is not None,
            _RATIO.search(plain) is not None,
            0 if count > 1 or not place else int(place[2] or _ORDINALS[place[1].lower()]),
            _HIGH.search(plain) is not None and _LOW.search(plain) is not None,
            is_beside,
            is_every,
        )


def _without_either(question: str) -> str:
    """A question without "because" where that only sets two rows side by side."""
    return _ANY_BECAUSE.sub(" ", question) if _RATHER_BECAUSE.search(question) else question


def asking(text: str) -> str:
    """The sentences that ask, where any does; what only sets the scene asks nothing."""
    found = " ".join(
        text[start:end] for start, end in sentences(text) if text[start:end].endswith("?")
    )
    # "What are they for bakers?" says what is asked about before.
    return text if not found or _REFERRING.match(found) else found


def asks_for_figures(question: str) -> bool:
    """Whether a figure, a comparison or an order is asked for."""
    intent = Intent.read(question)
    return intent.is_quantity or intent.is_comparison or intent.is_ranking or intent.is_every


def without_main(question: str) -> str:
    """A question without "main" and its like, which often only belong to the name of a thing."""
    return _MAIN.sub(" ", question)


def without_figure_too(question: str) -> str:
    """A question without a second one at its end that only asks for the figure."""
    left = _FIGURE_TOO.sub("?", question)
    # What is left of "overall, how many …?" asks nothing.
    return left if len(left.split()) >= _FEWEST_WORDS else question


def asks_two(question: str) -> bool:
    """Whether there is a second question, other than for the figure, the other end, or the same of others."""
    question = _ASIDE_IN_COMMAS.sub(r"\1", _AMONG.sub("", asking(question)))
    question = _OTHER_END_AGAIN.sub(r"\g<verb>\g<most> and ", question)
    one = _OTHER_END.sub(r"\1", _SAME_OF_OTHERS.sub(" and ", question))
    return _SECOND_QUESTION.search(without_figure_too(one)) is not None
