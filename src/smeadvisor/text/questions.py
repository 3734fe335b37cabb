"""What a question asks for, by its grammar: its parts, a list, a yes or no. English; knows no documents."""

import re

from smeadvisor.text.carried import asked_again, referring

_ASKING = r"(?:how|what|which|who|whom|whose|why|when|where)\b"
_VERB = r"(?:do|does|did|is|are|was|were|has|have|can|could|should)\b"
# Where a question goes on to ask something else: after a comma, "and" or the like, a word that asks.
_JOINT = re.compile(
    rf"(?:[,;:]|\b(?:and|but|while|as well as|plus)\b)\s+(?:(?:as well as|plus|also)\s+)?(?=(?:and\s+)?"
    r"(?:(?:in|by|for|to|at|through|with|from|on|of|under|over|against|up to|out of|until|since|within|"
    rf"above|below|between|among|during)\s+)?(?:{_ASKING}|{_VERB}))",
    re.IGNORECASE,
)
# "Two figures please: the share of bakers who export, and the number of mills": no word asks.
_MEASURE = (
    r"the\s(?:[\w-]+\s){0,2}?(?:share|number|ratio|percentage|proportion|amount|sum|size|year|date|name|cost|"
    r"price|rate|total|budget|capital|population|value)\s(?:of|for|in|at|to)\b"
)
_MEASURE_JOINT = re.compile(
    rf"(?:[,;]\s|\s(?=and\b|plus\b|as well as\b))(?:(?:and|plus|as well as|also)\s)*(?={_MEASURE})",
    re.IGNORECASE,
)
_MEASURED = re.compile(_MEASURE, re.IGNORECASE)
# What only sets the scene ("In the north, how many …") asks nothing.
_QUESTION = re.compile(rf"\b{_ASKING}|^(?:and\s+)?{_VERB}", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_FEWEST_WORDS = 4
MOST_PARTS = 2
# "From whom, besides its rivals, can a firm learn?" is one question: what stands between commas asks nothing.
_ASIDE = re.compile(
    rf"(?:^|(?<=[,;:]\s)|(?<=[.!?]\s)|\band\s)(?:(?:in|by|for|to|at|through|with|from|on|of|under)\s)?{_ASKING}"
    rf"(?:\s(?!{_VERB})[\w'’-]+){{0,4}}(?P<aside>,\s(?:(?:outside|besides?|beyond|apart|aside|other than|"
    rf"according|except|leaving|in|at|on|under|among|within|if|by|for|from|as|with|without|despite|after|before|since|"
    rf"during|because|given|unlike|like|instead)\b[^,;:?!]*),)\s(?={_VERB})",
    re.IGNORECASE,
)
# "… ? Give me both." tells how an answer is wanted.
_WANTED = re.compile(
    r"(?<=\?)\s+(?:please|give|list|name|tell|say|explain|answer|i\s(?:need|want|would like)|"
    r"i['’]d like)\b[^?]*$",
    re.IGNORECASE,
)
# Stands for a comma at which nothing is cut.
_KEPT = "\x00"


# "When such firms grow, …" sets the scene for what is asked next.
_SCENE = re.compile(rf"(?:and\s+)?(?:when|where|while|if)\s+(?!{_VERB})", re.IGNORECASE)


def parts(question: str, most: int = MOST_PARTS) -> list[str]:
    """The parts of a question as each can be asked alone, at most `most`; none where it is one question."""
    found: list[str] = []
    for piece in pieces_of(question, most):
        before = found[-1] if found else ""
        told = referring(piece, before)
        found.append(asked_again(told, before) or told)
    return found


def pieces_of(question: str, most: int = MOST_PARTS) -> list[str]:
    """The same as they stand in the question, though one may leave out what the one before it says."""
    pieces: list[str] = []
    scene = ""
    for piece in _cut(question):
        if _SCENE.match(piece):
            scene = f"{piece}, "
            continue
        pieces.append(f"{scene}{piece}")
        scene = ""
    asking = [
        piece
        for piece in pieces
        if len(piece.split()) >= _FEWEST_WORDS
        and (_QUESTION.search(_asking_sentence(piece)) or _is_measure(question, piece))
        and not _NAMED_NEXT.fullmatch(piece)
    ]
    return asking[:most] if len(asking) > 1 else []


def _cut(question: str) -> list[str]:
    """A question cut wherever it may go on to ask something else; its words are not changed."""
    asked = _WANTED.sub("", question)
    if not _QUESTION.search(asked):
        return [piece.strip(" ,;:") for piece in _MEASURE_JOINT.split(asked)]
    kept = _ASIDE.sub(lambda match: match.group().replace(",", _KEPT), asked)
    return [piece.replace(_KEPT, ",").strip(" ,;:") for piece in _JOINT.split(kept)]


def _is_measure(question: str, piece: str) -> bool:
    """Whether a piece of a question in which no word asks names what is to be told."""
    return not _QUESTION.search(question) and _MEASURED.search(piece) is not None


def _asking_sentence(piece: str) -> str:
    """What a piece asks with: what it tells before, and how it wants to be answered, asks nothing."""
    sentences = _SENTENCE.split(piece)
    asking = [one for one in sentences if one.rstrip().endswith("?")]
    return (asking or sentences)[-1]


# "Which programmes …", "what are …", "name the …": more than one thing is asked for.
# "what makes", "what counts as": verbs, not several things.
_DOES = (
    r"(?:does|is|was|has|this|its|as|counts|means|makes|keeps|gets|goes|happens|explains|sets|marks|drives|"
    r"stands|takes|holds|lies|comes|gives|helps|pays|runs|says|leads|distinguishes|needs|causes|costs|works)"
)
_PLURAL = rf"(?!{_DOES}\b)[a-z-]+[^s\W]s\b(?!['’])"
_SEVERAL = re.compile(
    rf"\b(?:what|which|who)\s+(?:all\s+)?(?:are|were|(?:(?!{_DOES}\b)[\w&-]+\s+){{0,3}}?{_PLURAL})"
    r"|\bwhat\s+(?:do|does|did|must|should|can|may|would|will)\b.*\b(?:include|included|consist|comprise|"
    r"contain|recommend|advise|require|required|meet|need|think|look|cover|offer|involve|list|do|count)\b"
    rf"|\b(?:which|what|whose)\s+(?:of\s+(?:the|its|their|his|her|these|those|our)\s+)?(?:(?!{_DOES}\b)[\w-]+\s+){{0,2}}?{_PLURAL}"
    r"|\b(?:who|whom|what|which|where)\s+(?:else|others?)\b|\b(?:from|with|to|by|for)\s+whom\b"
    rf"|\b(?:by|through)\s+what\s+means\b|\b(?:what|which)\s+means\s+{_VERB}",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\b(?:name|list|give|enumerate|tell)\b.*\b{_PLURAL}", re.IGNORECASE)
# "Can you name …"; but "Can we tell if the rules have helped?" asks for no rules.
_ADDRESSED = re.compile(r"\b(?:you|please)\b", re.IGNORECASE)
_WHETHER = re.compile(r"\b(?:tell|say|know)\s+(?:\w+\s+)?(?:if|whether)\b", re.IGNORECASE)
# "hallmarks of a good cluster", "steps in baking bread, in order": no verb, a plural, and what it is of.
_NOTED = re.compile(
    rf"(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{_PLURAL}\s+(?:in|of|for|to|behind|why)\b", re.IGNORECASE
)
_NOTED_WORDS = 9
# "… and which are they?" asks for what was counted, not for something else.
_NAMED_NEXT = re.compile(
    r"(?:and\s+)?(?:what|which|who)(?:\s+(?:ones|exactly))?\s+(?:are|were|is|was)\s+(?:they|these|those|it)"
    r"(?:\s+(?:called|named|exactly))?\W*",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    rf"(?:and\s+|so\s+|but\s+)?(?:{_VERB}|will|would|must|may|might|am)\b", re.IGNORECASE
)


def asks_for_several(question: str) -> bool:
    """Whether more than one thing may be asked for."""
    if _SEVERAL.search(question):
        return True
    asked = _asking_sentence(question)
    is_verdict = asks_yes_no(question) and not _ADDRESSED.search(asked)
    if is_verdict or _WHETHER.search(asked):
        # What it is asked whether is no list; how the answer is wanted may be.
        told = _TOLD.search(question.replace(asked, ""))
    else:
        told = _TOLD.search(question)
    if told:
        return True
    return len(question.split()) <= _NOTED_WORDS and _NOTED.match(question) is not None


# "When bakers rated the help, what did they like?" sets the scene; "When was it?" asks for a time.
_FIGURE = re.compile(
    r"^(?:and\s+|in\s[^,?]{1,60}?,?\s)?"
    r"(?:how\s+(?:much|many|large|big|high|long|far|old|often|fast|quickly)\b"
    rf"|when(?=\s+(?:{_VERB}|will\b|would\b|must\b)|\W*$)|(?:by|to|for)\s+how\s+(?:much|many)\b)",
    re.IGNORECASE,
)


def asks_for_figure(question: str) -> bool:
    """Whether a number or a time is asked for alone: "how many …", not "how many …, and which are they?"."""
    asked = _asking_sentence(question)
    named = any(_NAMED_NEXT.fullmatch(piece.strip(" ,;:")) for piece in _JOINT.split(asked))
    return _FIGURE.match(asked) is not None and not named


_WHY = re.compile(
    r"\b(?:why|how come|what explains?|what accounts? for|what (?:keeps?|kept|makes?|made|led|drives?|drove|"
    r"caused?|causes)|reasons?|grounds)\b",
    re.IGNORECASE,
)


def asks_for_reasons(question: str) -> bool:
    """Whether it is asked why something is so."""
    return _WHY.search(question) is not None


def asks_why(question: str) -> bool:
    """Whether it begins so: "why …", "how come …"."""
    return (
        re.match(r"(?:and\s+|but\s+|so\s+)?(?:why|how come)\b", _asking_sentence(question), re.I)
        is not None
    )


_ASKED_NOUN = re.compile(
    r"\b(?:what|which|whose|name|list|give|tell me|in what|how many)\s+(?:me\s+|are\s+|were\s+)?"
    r"(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+)?"
    rf"(?P<nouns>(?:(?!(?:of|do|that|does|did|are|is|were|was|has|have)\b)[\w’'-]+\s+){{0,3}}?{_PLURAL})",
    re.IGNORECASE,
)


def asked_noun(question: str) -> str:
    """What the several things are called that are asked for: "agencies"; empty where nothing calls them."""
    match = _ASKED_NOUN.search(question)
    return match["nouns"].split()[-1].lower() if match else ""


def asks_yes_no(question: str) -> bool:
    """Whether the question begins with its verb, so that yes or no would answer it."""
    return _YES_NO.match(_asking_sentence(question)) is not None
