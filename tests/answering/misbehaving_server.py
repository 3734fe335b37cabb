"""A server that speaks OpenAI's language over a real socket, and misbehaves as it is told to.

Each request gets the next of the behaviours it was given; the last one stays.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Behaviour = Callable[["Handler"], None]


@dataclass
class Misbehaving:
    """A running server: where it is, and what it was asked."""

    base_url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closed_early: Event = field(default_factory=Event)

    def prompt(self, number: int = -1) -> str:
        """All messages of one request as one text."""
        return "\n".join(message["content"] for message in self.asked[number]["messages"])


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    seen: Misbehaving
    behaviours: Sequence[Behaviour]
    stopped: Event

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        number = len(self.seen.asked)
        self.seen.asked.append(json.loads(self.rfile.read(length)))
        self.seen.keys.append(self.headers.get("Authorization", ""))
        self.close_connection = True
        try:
            self.behaviours[min(number, len(self.behaviours) - 1)](self)
        except (BrokenPipeError, ConnectionResetError):
            self.seen.closed_early.set()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def begin(self, content_type: str = "text/event-stream") -> None:
        """The head of a stream of chunks."""
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send(self, data: str) -> None:
        """One chunk; an empty one ends the stream."""
        encoded = data.encode()
        self.wfile.write(f"{len(encoded):x}\r\n".encode() + encoded + b"\r\n")
        self.wfile.flush()

    def event(self, content: str = "", finish: str | None = None, **more: object) -> None:
        """One event of a chat completion."""
        choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
        self.send(f"data: {json.dumps(_chunk([choice]) | more)}\n\n")

    def end(self, read: int = 0, written: int = 0) -> None:
        """Usage, where it is counted, and the end."""
        if read:
            counted = {
                "prompt_tokens": read,
                "completion_tokens": written,
                "total_tokens": read + written,
            }
            self.send(f"data: {json.dumps(_chunk([]) | {'usage': counted})}\n\n")
        self.send("data: [DONE]\n\n")
        self.send("")


@contextmanager
def misbehaving(*behaviours: Behaviour, port: int = 0) -> Iterator[Misbehaving]:
    """A server on a port of this machine, a free one where none is named."""
    stopped = Event()
    handler = type("Handler", (Handler,), {"behaviours": behaviours, "stopped": stopped})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    server.block_on_close = False
    seen = Misbehaving(f"http://127.0.0.1:{server.server_address[1]}/v1")
    handler.seen = seen  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(text: str, finish: str = "stop", tokens: tuple[int, int] = (0, 0)) -> Behaviour:
    """A model that behaves: a few characters at a time, then the end."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), 7):
            handler.event(text[start : start + 7])
        handler.event(finish=finish)
        handler.end(*tokens)

    return behave


def fails(status: int, message: str = "no", headers: dict[str, str] | None = None) -> Behaviour:
    """An error of HTTP."""

    def behave(handler: Handler) -> None:
        body = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def hangs(handler: Handler) -> None:
    """Takes the request and never answers."""
    handler.stopped.wait(60)


def hangs_up(handler: Handler) -> None:
    """Closes the connection without a word."""


def drips(handler: Handler, first: str = "") -> None:
    """A word every 50 ms, without an end."""
    handler.begin()
    handler.event(first)
    while not handler.stopped.wait(0.05):
        handler.event("firms ")


def never_stops(handler: Handler) -> None:
    """Different sentences as fast as they are taken, whatever the limit was."""
    handler.begin()
    number = 0
    while not handler.stopped.is_set():
        number += 1
        handler.event(f"There were {number} unicorns in the forest. ")


def is_stuck(handler: Handler) -> None:
    """The same sentence again and again."""
    handler.begin()
    while not handler.stopped.is_set():
        handler.event("The moon is made of cheese. ")
        time.sleep(0.001)


def breaks_off(text: str) -> Behaviour:
    """Closes the connection in the middle of the stream."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), 7):
            handler.event(text[start : start + 7])

    return behave


def ends_silently(text: str) -> Behaviour:
    """Ends the stream as if it were whole, but never says that the model had finished."""

    def behave(handler: Handler) -> None:
        handler.begin()
        handler.event(text)
        handler.send("")

    return behave


def sends_a_page(handler: Handler) -> None:
    """What a proxy may send instead: HTML with status 200."""
    handler.begin("text/html")
    handler.send("<html><body>Please log in</body></html>")
    handler.send("")


def _chunk(choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "chat-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "test",
        "choices": choices,
    }
