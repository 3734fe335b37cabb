"""How much a visitor may send: the size of a request, and questions in a minute."""

import json
import time
from collections.abc import Collection
from math import ceil

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smeadvisor.serving.replies import refusal
from smeadvisor.serving.visitors import client_of

MEGABYTE = 1_000_000
# Far above any question; what is larger is turned away before it is read.
_LARGEST_REQUEST = 100_000
# What a form adds around the files in it.
_FORM = 10_000
_UPLOADING = "/gradio_api/upload"
# Whatever starts work in the page's functions, through the queue or past it.
_ASKING = tuple(
    f"/gradio_api/{way}" for way in ("queue/join", "call/", "run/", "api/", "component_server")
)
_BY_NAME = "/gradio_api/call/"
# Clicks for each question allowed: a tab may need several to show itself.
_CLICKS = 10


class SizeLimits:
    """Turns away requests that are too large: questions, and documents above `megabytes`.

    With 0 megabytes no document is taken at all.
    """

    def __init__(self, app: ASGIApp, megabytes: int) -> None:
        self._app = app
        self._megabytes = megabytes
        self._small = RequestBodyLimitMiddleware(app, _LARGEST_REQUEST)
        self._large = RequestBodyLimitMiddleware(app, megabytes * MEGABYTE + _FORM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limited = self._small
        sentence = (
            "This is longer than any question can be. "
            "Ask in fewer words, or begin a new conversation."
        )
        if _is_upload(scope):
            if not self._megabytes:
                await refusal(
                    scope, 403, "Documents cannot be added here; ask whoever runs this server."
                )(scope, receive, send)
                return
            limited = self._large
            sentence = (
                f"Documents may have {self._megabytes} MB together. Send fewer or smaller ones, or "
                "ask whoever runs this server for a larger 'reading.file_megabytes'."
            )
        # The limiter would say so too, after the first bytes, but not in a sentence.
        if _announced_bytes(scope) > limited.max_body_size:
            await refusal(scope, 413, sentence)(scope, receive, send)
        else:
            await limited(scope, receive, send)


def _is_upload(scope: Scope) -> bool:
    return str(scope["path"]).rstrip("/") == _UPLOADING


def _announced_bytes(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


class QuestionLimit:
    """Lets each client ask and upload so many times in any 60 seconds; 0 sets no limit.

    `light` are the numbers and names of the page's functions that ask nothing: looking around. Of
    those each client may start ten times as many.
    """

    def __init__(self, app: ASGIApp, per_minute: int, light: Collection[int | str] = ()) -> None:
        self._app = app
        self._per_minute = per_minute
        self._light = frozenset(light)
        self._questions = RateLimitItemPerMinute(max(per_minute, 1), namespace="questions")
        self._clicks = RateLimitItemPerMinute(max(per_minute, 1) * _CLICKS, namespace="clicks")
        self._counted = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its client may ask again."""
        if not self._per_minute or not _is_work(scope):
            await self._app(scope, receive, send)
            return
        allowed = self._questions
        if not _is_upload(scope):
            body = await Request(scope, receive).body()
            receive = _again(body, receive)
            allowed = self._clicks if self._is_light(scope["path"], body) else self._questions
        client = client_of(scope)
        if await self._counted.hit(allowed, client):
            await self._app(scope, receive, send)
            return
        free_at, _ = await self._counted.get_window_stats(allowed, client)
        await _too_many(scope, self._per_minute, max(1, ceil(free_at - time.time())))(
            scope, receive, send
        )

    def _is_light(self, path: str, body: bytes) -> bool:
        """Whether it is certain that the function called asks nothing."""
        called = _function_called(path, body)
        return isinstance(called, int | str) and called in self._light


def _is_work(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    return str(scope["path"]).startswith(_ASKING) or _is_upload(scope)


def _function_called(path: str, body: bytes) -> object:
    """The function that Gradio will take: the number in the body, or else the name in the path.

    `/call/` heeds no number. What cannot be read is None: Gradio will refuse it.
    """
    name = path.rstrip("/").rpartition("/")[2]
    if path.startswith(_BY_NAME):
        return name
    try:
        content = json.loads(body)
    except ValueError:
        return None
    number = content.get("fn_index") if isinstance(content, dict) else None
    return name if number is None else number


def _again(body: bytes, receive: Receive) -> Receive:
    """A way to receive once more what was received already."""
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    return receive_again


def _too_many(scope: Scope, per_minute: int, seconds: int) -> Response:
    return refusal(
        scope,
        429,
        f"Too many questions: this server takes {per_minute} a minute from each client. "
        f"Ask again in {seconds} second{'' if seconds == 1 else 's'}.",
        {"Retry-After": str(seconds)},
    )
