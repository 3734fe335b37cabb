"""The web server that carries the page: the socket, the security headers, start and stop.

Knows nothing of what the page says.
"""

import errno
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smeadvisor.errors import AddressInUse, SettingsError
from smeadvisor.serving.logs import mask_logs

if TYPE_CHECKING:
    import gradio as gr

# The page's own scripts stand inside it, so 'unsafe-inline' cannot go. What matters is the rest:
# nothing is loaded from another host and nothing can be sent to one.
_CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Far above any question; what is larger is turned away before it is read.
_LARGEST_REQUEST = 100_000


def serve(page: "gr.Blocks", host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `announce` gets the address once it really answers.

    Raises:
        AddressInUse: something else listens at that port.
        SettingsError: the host or the port cannot be used on this machine.
    """
    with _listen(host, port) as listener:
        server = _Server(page, announce)
        # Uvicorn stops in good order at Ctrl-C, then raises it again for whoever called.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def require_free(host: str, port: int) -> None:
    """See that the page could be served there, before anything slow is begun.

    Raises:
        AddressInUse, SettingsError: as `serve` would.
    """
    _listen(host, port).close()


@contextmanager
def serving(page: "gr.Blocks", host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve the page from a thread of its own, at any free port, while the block runs."""
    with _listen(host, port) as listener:
        addresses: list[str] = []
        ready = Event()

        def announce(address: str) -> None:
            addresses.append(address)
            ready.set()

        server = _Server(page, announce)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not ready.wait(0.1):
            if not thread.is_alive():
                raise SettingsError("The page did not start; the lines above say why.")
        try:
            yield addresses[0]
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Uvicorn that says where it listens once it does."""

    def __init__(self, page: "gr.Blocks", announce: Callable[[str], None]) -> None:
        mask_logs()
        config = uvicorn.Config(
            _application(page),
            log_level="warning",
            access_log=False,
            server_header=False,
            # Browsers keep a connection open for news; stopping must not wait for them.
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            self._announce(_address(sockets[0]))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Uvicorn would report every connection that a browser held open as an error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


class _SecurityHeaders:
    """Adds the headers to every response, streamed ones too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _application(page: "gr.Blocks") -> FastAPI:
    from smeadvisor.serving.chat_page import mount  # seconds of Gradio, not needed to check a port

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, max_body_size=_LARGEST_REQUEST)
    # Gradio lets any origin in when it is served under a name; where its host has rules, it has none.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(_SecurityHeaders)
    mount(app, page)
    return app


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that nobody can take it between the check and the start."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port, error) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise _unusable(host, port, error) from error
    return listener


def _unusable(host: str, port: int, error: OSError) -> AddressInUse | SettingsError:
    if error.errno == errno.EADDRINUSE:
        return AddressInUse(
            f"Port {port} on {host} is taken. Stop what uses it, or choose another: "
            f"smeadvisor serve --port {port + 1 if port < 65_535 else port - 1}"
        )
    return SettingsError(
        f"The page cannot be served at {host}, port {port}: {error.strerror}. "
        "Change 'host' or 'port' in the settings."
    )


def _address(listener: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
