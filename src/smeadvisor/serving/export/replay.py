"""A bundle asked again: its questions in order, against the index at hand, and what differs then."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smeadvisor.domain.answers import Answer
from smeadvisor.serving.export.bundle import Bundle, to_bundle
from smeadvisor.serving.export.conversation import Conversation, one_line, printable

if TYPE_CHECKING:
    from smeadvisor.advisor import Advisor
    from smeadvisor.assembly.keeping import Circumstances

_NAMES = {
    "index": "the index (documents, model, or how they are cut)",
    "corpus": "synonyms or example questions in corpus.toml",
    "embedding_model": "the embedding model",
    "reranker": "the reranker",
    "entailment": "the model of entailment",
    "chat_model": "the chat model",
}
_SHOWN = 24
_ABSENT = "not recorded"
_CHAT_MODEL = "A chat model wrote answers, and none writes the same twice: only without one is a replay exact."


@dataclass(frozen=True, slots=True)
class Replay:
    """The bundle made now, and what differs from the one before, line by line; nothing if identical."""

    content: bytes
    differences: tuple[str, ...] = ()


def replay(bundle: Bundle, advisor: "Advisor", circumstances: "Circumstances") -> Replay:
    """Ask a bundle's questions in order, each with the answers before it.

    Title and time are the bundle's own, so that only what was answered is compared.
    """
    answers: list[Answer] = []
    for question in bundle.questions:
        answers.append(advisor.ask(question, answers))
    asked = Conversation(tuple(answers), bundle.title, bundle.started, bundle.language)
    content = to_bundle(asked, circumstances)
    if content == bundle.content:
        return Replay(content)
    now = json.loads(content)
    lines = [*_circumstances(bundle.circumstances, now["circumstances"])]
    lines += _answers(bundle.answers, now["answers"])
    if _uses_chat_model(bundle.circumstances) or circumstances.chat_model:
        lines.append(_CHAT_MODEL)
    if bundle.answers == tuple(now["answers"]) and bundle.circumstances == now["circumstances"]:
        lines.append("The file says the same in other bytes: it was edited or written anew.")
    return Replay(content, tuple(printable(line) for line in lines))


def _uses_chat_model(circumstances: Mapping[str, Any]) -> bool:
    return bool(circumstances.get("chat_model"))


def _circumstances(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name, was, is_now in _changed(before, now):
        if isinstance(was, dict) and isinstance(is_now, dict):
            kind = "version of" if name == "versions" else "setting"
            for inner, earlier, later in _changed(was, is_now):
                yield _was(f"{kind} {inner}", earlier, later)
        else:
            yield _was(_NAMES.get(name, name), was, is_now)


def _answers(
    before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    for number, (was, is_now) in enumerate(zip(before, now, strict=True), 1):
        heading = f"Answer {number}, “{one_line(str(is_now.get('question', '')))}”:"
        if was == is_now:
            yield f"{heading} the same"
        else:
            yield f"{heading} differs"
            yield from (f"  {line}" for line in _fields(was, is_now))


def _fields(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> Iterator[str]:
    for name, before, now in _changed(was, is_now):
        if name == "text":
            yield "text:"
            yield from _text(str(before), str(now))
        elif name == "citations":
            yield "citations:"
            yield from _lines(_cited(before), _cited(now))
        elif name == "considered":
            yield "considered passages:"
            yield from _lines(_considered(before), _considered(now))
        elif isinstance(before, (list, dict)) or isinstance(now, (list, dict)):
            yield f"{name.replace('_', ' ')}: not the same"
        else:
            yield _was(name.replace("_", " "), before, now, short=False)


def _text(before: str, now: str) -> Iterator[str]:
    from smeadvisor.text.sentences import statements

    parts = [[text[one.start : one.end] for one in statements(text)] for text in (before, now)]
    yield from _lines(*parts)


def _lines(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """What went away with "-", what came with "+", in reading order."""
    for line in difflib.ndiff([one_line(one) for one in before], [one_line(one) for one in now]):
        if line[:1] in "-+":
            yield f"  {line}"


def _cited(citations: object) -> list[str]:
    plain = citations if isinstance(citations, list) else []
    return [
        f"[{one.get('number')}] {one.get('place')} ({one.get('document_id')}, characters "
        f"{one.get('start')}–{one.get('end')}): “{one.get('quote')}”"
        for one in plain
        if isinstance(one, dict)
    ]


def _considered(considered: object) -> list[str]:
    plain = considered if isinstance(considered, list) else []
    return [
        f"{one.get('place')}: score {one.get('score')}, {one.get('reason')}"
        for one in plain
        if isinstance(one, dict)
    ]


def _changed(
    before: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, object, object]]:
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name, _ABSENT), now.get(name, _ABSENT)
        if was != is_now:
            yield name, was, is_now


def _was(name: str, before: object, now: object, short: bool = True) -> str:
    values = ["none" if one in (None, "") else one_line(str(one)) for one in (before, now)]
    if short:
        values = [one if len(one) <= _SHOWN else f"{one[:_SHOWN]}…" for one in values]
    return f"{name}: was {values[0]}, is {values[1]}"
