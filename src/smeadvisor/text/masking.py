"""Personal numbers and addresses in a text, masked for whatever keeps it: e-mail, telephone, payment card.

Left alone are years, dates, amounts, counts and ranges: a telephone number is only told by its country
code, its leading 0, the American grouping, or a word before it that announces it.
"""

import re

_E_MAIL = re.compile(r"[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# 13 to 19 digits, together or in the groups in which cards show them.
_CARD = re.compile(
    r"(?<![\w.,])(?:\d{13,19}|\d{4}(?:(?P<mark>[ -])\d{4})(?:(?P=mark)\d{4}){2}(?:(?P=mark)\d{3})?"
    r"|\d{4}[ -]\d{6}[ -]\d{4,5})(?!\w)"
)
_GAP = r"[ ./-]{1,3}|\)[ -]?|[ -]?\("
_PHONES = (
    # A country code: +65 6123 4567, 0065 6123 4567.
    re.compile(rf"(?<![\w.+])(?:\+ ?|00)[1-9](?:(?:{_GAP})?\d){{6,14}}(?!\w)"),
    # A leading 0, with or without brackets: (02) 8632-4444, 081-234-5678, 0812345678.
    re.compile(
        rf"(?<![\w.,/-])(?<!\d )(?:\(0\d{{1,4}}\)|0\d{{1,4}})(?:(?:{_GAP})?\d){{7,10}}(?!\w)"
    ),
    # As North America writes them: (212) 555-0147, 212-555-0147.
    re.compile(r"(?<![\w.,/-])(?:\(\d{3}\) ?|\d{3}(?P<mark>[.-]))\d{3}[.-]\d{4}(?!\w)"),
)
_ANNOUNCED = re.compile(
    rf"\b(?P<word>(?:tele)?phone|tel|mobile|cell|fax|whatsapp|hotline|handphone|call(?: me)?)"
    rf"(?P<between>(?: (?:number|no|us|me|at|on|is))*[ .:]{{0,3}})\d(?:(?:{_GAP})?\d){{6,14}}(?!\w)",
    re.IGNORECASE,
)
# 2009-05-12, 12/05/2009, 2001-2002; and millions with a sign, +10 000 000.
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d|[0-3]?\d([-/.])[0-3]?\d\2(?:19|20)\d\d"
    r"|(?:19|20)\d\d[ /-](?:19|20)\d\d)(?!\d)"
)
_AMOUNT = re.compile(r"\+ ?\d{1,3}(?: \d{3})* 000")
_DIGIT = re.compile(r"\d")


def masked(text: str) -> str:
    """The text with "[e-mail]", "[card]" and "[phone]" for what is one; masking it again changes nothing."""
    while (once := _masked(text)) != text:
        text = once
    return text


def _masked(text: str) -> str:
    text = _E_MAIL.sub("[e-mail]", text)
    text = _CARD.sub(_card, text)
    for pattern in _PHONES:
        text = pattern.sub(_phone, text)
    return _ANNOUNCED.sub(_announced, text)


def _card(match: re.Match[str]) -> str:
    number = match.group()
    digits = [int(digit) for digit in _DIGIT.findall(number)]
    return "[card]" if _is_card(digits) else number


def _is_card(digits: list[int]) -> bool:
    """Whether digits begin as a card's do and pass the Luhn check."""
    doubled = [2 * digit for digit in digits[-2::-2]]
    total = sum(digits[-1::-2]) + sum(digit // 10 + digit % 10 for digit in doubled)
    return digits[0] in range(2, 7) and total % 10 == 0


def _phone(match: re.Match[str]) -> str:
    number = match.group()
    return number if _DATE.search(number) or _AMOUNT.fullmatch(number) else "[phone]"


def _announced(match: re.Match[str]) -> str:
    number = match.group()[len(match["word"]) + len(match["between"]) :]
    if _DATE.search(number):
        return match.group()
    return f"{match['word']}{match['between']}[phone]"
