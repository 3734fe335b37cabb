"""What a chat model writes, read as it comes: finished sentences without markup, and the marks they cite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from smeadvisor.text.sentences import sentences

_NUMBERED = r"S\s*\d{1,3}(?:\s*(?:,|;|&|and|–|-)\s*S?\s*\d{1,3})*"
_BARE = r"\d{1,3}(?:\s*(?:,|;|&|and|–|-)\s*\d{1,3})*"
_OPEN, _CLOSE = r"[\[【(]\s*", r"\s*[\]】)]"
# What may still become a mark when more of it has come.
_BEGUN_MARK = re.compile(r"\s*(?:[\[【(][^\]】)]{0,24})?$")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL | re.IGNORECASE)
_OPEN_THOUGHT = re.compile(
    r"<(?:t(?:h(?:i(?:n(?:k)?)?)?)?)?$|<think>(?!.*</think>)", re.DOTALL | re.I
)
_ITEM = re.compile(r"(?:[-*+•–]|\(?\d{1,3}[.)])\s+")
# The beginning of a line that is read only when it is whole.
_WHOLE_LINE = re.compile(r"\s*(?:[-*+•–#>|`]|\(?\d{1,3}[.)]?(?:\s|$))")
_NOTHING_SAID = re.compile(r"\s*(?:#|```|(?:[-*_]\s*){3,}$|\|?[\s:|-]+\|?$)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")
_EMPHASIS = re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)")
_SPACE_BEFORE = re.compile(r"\s+([,.;:!?])")
_END = re.compile(r"[.!?:;…][\"”’')\]]*$")
# What is said to the reader and not about the subject.
_OPENERS = re.compile(
    r"(?:(?:the )?answer(?: to (?:the|your|this) question)? is (?:that |, |: )?"
    r"|(?:the |this )?(?:passages?|text|document|excerpts?|answer)(?: also)? (?:says?|states?|explains?|notes?|"
    r"mentions?|shows?|indicates?|describes?|suggests?|concludes?) that "
    r"|(?:yes|no|correct|indeed|sure|certainly|absolutely|of course|great question)\s*[,.!:;–—-]+\s*"
    r"|(?:based on|according to|as (?:stated|described|mentioned) in|from)\s*(?:,|(?:the|these|this|your)?\s*"
    r"(?:(?:provided|given|above|retrieved)\s+)?(?:passages?|documents?|information|context|text|evidence)\b"
    r"(?:\s+(?:provided|given|above))?\s*,)\s*)+",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"(?:yes|no|sure|certainly|absolutely|of course|here (?:is|are)\b[^.\d]*[:.]|i hope this helps\b.*|"
    r"let me know\b.*|in summary|(?:the )?answer(?: to (?:the|your) question)?(?: is)?)[.:!]*",
    re.IGNORECASE,
)
# "The passage provides information about …" speaks of what was given, not of the subject.
_OF_THE_PASSAGES = re.compile(
    r"(?:the|this|these|each|both) (?:(?:provided|given|above|first|second|last) )?"
    r"(?:passages?|excerpts?|evidence|context|text)\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"(?:i['’]m sorry|i am sorry|sorry\b|as an ai\b|i (?:can(?:['’]t|not)|am (?:not able|unable)|['’]m unable"
    r"|won['’]t|will not)\b)",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"no answer\W*$|(?:the )?(?:provided |given )?(?:passages?|documents?|texts?) "
    r"(?:do(?:es)? not|don['’]t|doesn['’]t) (?:answer|say|contain|provide|mention|include|specify)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finished sentence as plain text, and the numbers of the passages it cites; `is_item` in a list."""

    text: str
    marks: tuple[int, ...] = ()
    is_item: bool = False

    @property
    def is_refusal(self) -> bool:
        """Whether the model says that it does not help."""
        return _REFUSAL.match(self.text) is not None

    @property
    def is_of_the_passages(self) -> bool:
        """Whether it speaks of the passages instead of the subject."""
        return _OF_THE_PASSAGES.match(self.text) is not None and not self.says_there_is_nothing

    @property
    def says_there_is_nothing(self) -> bool:
        """Whether the model says that the passages have no answer."""
        return _NO_ANSWER.match(self.text) is not None


class SentenceReader:
    """Takes pieces of text, gives sentences as soon as the next one has begun.

    `are_bare_numbers_marks` where "[1]" can only be a mark, since no passage has such references.
    """

    def __init__(self, are_bare_numbers_marks: bool = False) -> None:
        number = f"(?:{_NUMBERED}|{_BARE})" if are_bare_numbers_marks else f"(?:{_NUMBERED})"
        self._mark = re.compile(f"{_OPEN}{number}{_CLOSE}", re.IGNORECASE)
        marks = rf"(?:{self._mark.pattern}[\s,;]*)+"
        self._leading = re.compile(rf"\s*({marks})\.?", re.IGNORECASE)
        self._after_end = re.compile(
            rf"([.!?…][\"”’')]*)\s*((?:{self._mark.pattern}[ \t,;]*)+)(?=\s|$|\.)", re.IGNORECASE
        )
        self._buffer = ""
        self.characters = 0

    def feed(self, text: str) -> list[Sentence]:
        """The sentences that are finished with this text."""
        self.characters += len(text)
        self._buffer += text
        if not any(character.isspace() for character in text):
            return []
        if _OPEN_THOUGHT.search(self._buffer):
            return []
        self._buffer = _THOUGHT.sub(" ", self._buffer)
        return list(self._finished())

    def close(self, was_cut: bool = False) -> list[Sentence]:
        """The rest; without a last sentence that has no end, where the text `was_cut`."""
        rest = _THOUGHT.sub(" ", self._buffer)
        self._buffer = ""
        found: list[Sentence] = []
        for line in self._with_marks_joined(rest).split("\n"):
            found += self._line(line)
        if found and was_cut and not _END.search(found[-1].text):
            found.pop()
        return found

    def _finished(self) -> Iterator[Sentence]:
        while "\n" in self._buffer:
            line, _, rest = self._buffer.partition("\n")
            if _BEGUN_MARK.match(rest):
                return
            leading = self._leading.match(rest)
            if leading:
                self._buffer = f"{line} {leading[1].strip()}\n{rest[leading.end() :]}"
                continue
            self._buffer = rest
            yield from self._line(line)
        end = self._safe_end(self._buffer)
        if end:
            line, self._buffer = self._buffer[:end], self._buffer[end:]
            yield from self._line(line)

    def _with_marks_joined(self, text: str) -> str:
        """Marks that stand on a line of their own go to the line before."""
        return re.sub(rf"\n\s*(?=(?:{self._mark.pattern}[\s,;]*)+(?:\n|$))", " ", text, flags=re.I)

    def _safe_end(self, line: str) -> int:
        """Up to where a line that goes on is finished: its last sentence has begun, with a whole word."""
        if _WHOLE_LINE.match(line):
            return 0
        spans = sentences(line)
        if len(spans) < 2:
            return 0
        end = spans[-1][0]
        leading = self._leading.match(line[end:])
        end += leading.end() if leading else 0
        begun = line[end:]
        if _BEGUN_MARK.match(begun) or len(begun.split()) < 2:
            return 0
        return end

    def _line(self, line: str) -> Iterator[Sentence]:
        """The sentences of a whole line; a heading, a rule and a fence of code say nothing."""
        line = line.strip().lstrip(">").strip()
        if not line or _NOTHING_SAID.match(line):
            return
        if line.startswith("|"):
            line = "; ".join(cell.strip() for cell in line.strip("|").split("|"))
        item = _ITEM.match(line)
        body = line[item.end() :] if item else line
        # "It opened in 2004. [S2]": the mark belongs to the sentence before it.
        body = self._after_end.sub(r" \2\1", body)
        for start, end in sentences(body):
            one = self._sentence(body[start:end], item is not None)
            if one is not None:
                yield one

    def _sentence(self, text: str, is_item: bool) -> Sentence | None:
        marks = tuple(
            int(number)
            for mark in self._mark.finditer(text)
            for number in re.findall(r"\d+", mark.group())
        )
        plain = _plain(self._mark.sub(" ", text))
        opener = _OPENERS.match(plain)
        if opener:
            plain = plain[opener.end() :]
            plain = plain[:1].upper() + plain[1:]
        says_something = any(character.isalnum() for character in plain)
        if not says_something or _CHATTER.fullmatch(plain):
            return None
        return Sentence(plain, marks, is_item)


def _plain(text: str) -> str:
    """A text without Markdown, tags and characters that show nothing."""
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    text = _EMPHASIS.sub("", _TAG.sub(" ", text))
    text = "".join(one if one.isprintable() else " " for one in text)
    return _SPACE_BEFORE.sub(r"\1", " ".join(text.split())).lstrip(",;:. ")
