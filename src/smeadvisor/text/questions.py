"""What a question asks for, by its grammar: its parts, a list, a yes or no. English; knows no documents."""

import re

_ASKING = r"(?:how|what|which|who|whom|whose|why|when|where)\b"
_VERB = r"(?:do|does|did|is|are|was|were|has|have|can|could|should)\b"
# Where a question goes on to ask something else: after a comma, "and" or the like, a word that asks.
_JOINT = re.compile(
    rf"(?:[,;:]|\band\b|\bbut\b|\bwhile\b)\s+(?=(?:and\s+)?(?:(?:in|by|for|to|at|through|with|from|on|of|under|over|against)\s+)?(?:{_ASKING}|{_VERB}))",
    re.IGNORECASE,
)
# What only sets the scene ("In the north, how many …") asks nothing.
_QUESTION = re.compile(rf"\b{_ASKING}|^(?:and\s+)?{_VERB}", re.IGNORECASE)
_FEWEST_WORDS = 4
MOST_PARTS = 2


# "When such firms grow, …" sets the scene for what is asked next.
_SCENE = re.compile(rf"(?:and\s+)?(?:when|where|while|if)\s+(?!{_VERB})", re.IGNORECASE)


def parts(question: str, most: int = MOST_PARTS) -> list[str]:
    """The parts of a question that can be asked alone, at most `most`; none where it is one question."""
    pieces: list[str] = []
    scene = ""
    for piece in (piece.strip(" ,;:") for piece in _JOINT.split(question)):
        if _SCENE.match(piece):
            scene = f"{piece}, "
            continue
        pieces.append(f"{scene}{piece}")
        scene = ""
    asking = [
        piece for piece in pieces if len(piece.split()) >= _FEWEST_WORDS and _QUESTION.search(piece)
    ]
    return asking[:most] if len(asking) > 1 else []


# "Which programmes …", "what are …", "name the …": more than one thing is asked for.
_PLURAL = r"(?!does\b|is\b|was\b|has\b|this\b|its\b|as\b)[a-z-]+[^s\W]s\b(?!['’])"
_SEVERAL = re.compile(
    rf"\b(?:what|which|who)\s+(?:all\s+)?(?:are|were|(?:(?!does\b|is\b|was\b|has\b)[\w&-]+\s+){{0,3}}?{_PLURAL})"
    rf"|\b(?:name|list|give|enumerate|tell)\b.*\b{_PLURAL}"
    r"|\bwhat\s+(?:do|does|did|must|should|can|may|would|will)\b.*\b(?:include|included|consist|comprise|"
    r"contain|recommend|advise|require|required|meet|need|think|look|cover|offer|involve|list|do)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    rf"(?:and\s+|so\s+|but\s+)?(?:{_VERB}|will|would|must|may|might|am)\b", re.IGNORECASE
)


def asks_for_several(question: str) -> bool:
    """Whether more than one thing may be asked for."""
    return _SEVERAL.search(question) is not None


def asks_yes_no(question: str) -> bool:
    """Whether the question begins with its verb, so that yes or no would answer it."""
    return _YES_NO.match(question) is not None
