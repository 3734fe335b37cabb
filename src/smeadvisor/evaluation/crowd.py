"""Many people asking a served page at the same time: how long until they read something, and what fails."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import numpy as np

from smeadvisor.errors import CrowdError

_ASK = "/gradio_api/call/ask"
_SECONDS = 120
_WAITING = ("Looking through the documents", "Reading ")


@dataclass(frozen=True, slots=True)
class Reply:
    """One question: seconds until the first claim or refusal could be read, until all of it; what failed."""

    first: float
    whole: float
    failure: str = ""


def ask_together(address: str, questions: Sequence[str], people: int, each: int) -> list[Reply]:
    """Let so many people ask so many questions each, one after the other, all at the same time.

    Raises:
        CrowdError: nothing answers at the address.
    """
    return asyncio.run(_crowd(address.rstrip("/"), questions, people, each))


def table(replies: Sequence[Reply]) -> str:
    """Failures, and the times in seconds, as Markdown."""
    answered = [one for one in replies if not one.failure]
    lines = [f"{len(replies)} questions, {len(replies) - len(answered)} failed.", ""]
    for failure in sorted({one.failure for one in replies if one.failure}):
        lines.append(f"- {failure}")
    if answered:
        lines += ["| seconds | p50 | p95 | longest |", "|---|---|---|---|"]
        for name, seconds in (
            ("until something can be read", [one.first for one in answered]),
            ("until the answer is whole", [one.whole for one in answered]),
        ):
            middle, slow = np.percentile(seconds, [50, 95])
            lines.append(f"| {name} | {middle:.2f} | {slow:.2f} | {max(seconds):.2f} |")
    return "\n".join(lines)


async def _crowd(address: str, questions: Sequence[str], people: int, each: int) -> list[Reply]:
    limits = httpx.Limits(max_connections=2 * people)
    async with httpx.AsyncClient(base_url=address, timeout=_SECONDS, limits=limits) as client:
        try:
            await client.get("/")
        except httpx.HTTPError as error:
            raise CrowdError(
                f"Nothing answers at {address} ({error}). Start the page first: smeadvisor serve"
            ) from error
        tasks = [_person(client, questions, number, each) for number in range(people)]
        return [reply for replies in await asyncio.gather(*tasks) for reply in replies]


async def _person(
    client: httpx.AsyncClient, questions: Sequence[str], number: int, each: int
) -> list[Reply]:
    return [await _ask(client, questions[(number + turn) % len(questions)]) for turn in range(each)]


async def _ask(client: httpx.AsyncClient, question: str) -> Reply:
    began = time.perf_counter()
    first = 0.0
    try:
        accepted = await client.post(_ASK, json={"data": [question, ""]})
        if accepted.status_code != httpx.codes.OK:
            return Reply(0, 0, f"{accepted.status_code} {accepted.reason_phrase}")
        address = f"{_ASK}/{accepted.json()['event_id']}"
        async with client.stream("GET", address) as events:
            kind = ""
            async for line in events.aiter_lines():
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: ") and not first and _is_readable(line):
                    first = time.perf_counter() - began
                if kind == "error":
                    return Reply(0, 0, "the page reported an error")
                if kind == "complete" and line.startswith("data: "):
                    whole = time.perf_counter() - began
                    return Reply(first or whole, whole)
    except httpx.HTTPError as error:
        return Reply(0, 0, type(error).__name__)
    return Reply(0, 0, "the answer broke off")


def _is_readable(line: str) -> bool:
    """Whether a view shows more than that passages are being read."""
    try:
        messages = json.loads(line.removeprefix("data: "))[0]
    except (ValueError, IndexError, TypeError, KeyError):
        return False
    said = json.dumps(messages[-1]) if messages else ""
    return '"assistant"' in said and not any(words in said for words in _WAITING)
