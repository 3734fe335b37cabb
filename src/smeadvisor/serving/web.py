"""The web server that carries the page: the socket, the walls around the page, start and stop.

Knows nothing of what the page says. Each wall has its module; their order is here.
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
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from smeadvisor.errors import AddressInUse, SettingsError
from smeadvisor.serving.headers import SecurityHeaders
from smeadvisor.serving.limiting import MEGABYTE, QuestionLimit, SizeLimits
from smeadvisor.serving.log_in import Account, LogIn
from smeadvisor.serving.logs import mask_logs
from smeadvisor.serving.replies import PlainWords
from smeadvisor.serving.visitors import KnownProxies, OwnHosts, OwnPages
from smeadvisor.settings import Settings, load_settings

if TYPE_CHECKING:
    import gradio as gr


# The page's queues for what takes the server's time: answers, and changes of the documents.
_HEAVY = frozenset({"ask", "change"})
# What Gradio would keep on this machine's disk for anybody, and the page never asks for.
_NOT_OFFERED = ("/gradio_api/deep_link", "/gradio_api/process_recording")


def serve(page: "gr.Blocks", settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `announce` gets the address once it really answers.

    Raises:
        AddressInUse: something else listens at that port.
        SettingsError: host, port or password file cannot be used on this machine.
    """
    with _listen(settings.host, settings.port) as listener:
        server = _Server(_application(page, settings), announce)
        # Uvicorn stops in good order at Ctrl-C, then raises it again for whoever called.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def require_servable(settings: Settings) -> None:
    """See that the page could be served as the settings say, before anything slow is begun.

    Raises:
        AddressInUse, SettingsError: as `serve` would.
    """
    _account(settings)
    require_free(settings.host, settings.port)


def require_free(host: str, port: int) -> None:
    """See that the page could be served there.

    Raises:
        AddressInUse, SettingsError: as `serve` would.
    """
    _listen(host, port).close()


@contextmanager
def serving(
    page: "gr.Blocks", settings: Settings | None = None, host: str = "127.0.0.1", port: int = 0
) -> Iterator[str]:
    """Serve the page from a thread of its own, at any free port, while the block runs.

    Of the settings, those in force unless given, all but `host` and `port` are kept.
    """
    application = _application(page, settings or load_settings())
    with _listen(host, port) as listener:
        addresses: list[str] = []
        ready = Event()

        def announce(address: str) -> None:
            addresses.append(address)
            ready.set()

        server = _Server(application, announce)
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

    def __init__(self, application: ASGIApp, announce: Callable[[str], None]) -> None:
        mask_logs()
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            # Believing proxies is for `KnownProxies`; by itself uvicorn believes this machine.
            proxy_headers=False,
            # The page needs none, so there is no second way past the walls.
            ws="none",
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


def _application(page: "gr.Blocks", settings: Settings) -> ASGIApp:
    """The page behind its walls, the innermost first."""
    web = settings.web
    uploads = _takes_files(page) and not web.read_only
    megabytes = settings.reading.file_megabytes if uploads else 0
    application: ASGIApp = PlainWords(_page_application(page, megabytes))
    application = QuestionLimit(application, web.questions_per_minute, _light(page))
    account = _account(settings)
    if account:
        application = LogIn(application, account)
    application = SizeLimits(application, megabytes)
    application = OwnPages(application, web.hosts)
    application = OwnHosts(application, (settings.host, *web.hosts))
    application = KnownProxies(application, web.trusted_proxies)
    return SecurityHeaders(application)


def _page_application(page: "gr.Blocks", megabytes: int) -> FastAPI:
    from smeadvisor.serving.chat_page import mount  # seconds of Gradio, not needed to check a port

    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Gradio lets any origin in when it is served under a name; where its host has rules, it has none.
    application.add_middleware(CORSMiddleware, allow_origins=[])
    for path in _NOT_OFFERED:
        application.add_route(path, _not_offered, methods=["GET", "POST"])
    mount(application, page, megabytes * MEGABYTE)
    return application


def _not_offered(request: Request) -> Response:
    raise HTTPException(404)


def _account(settings: Settings) -> Account | None:
    return Account.read(settings.web.user, settings.web.password_file)


def _light(page: "gr.Blocks") -> set[int | str]:
    """Numbers and names of the functions that neither ask nor change documents."""
    names: dict[bool, set[int | str]] = {True: set(), False: set()}
    for number, function in page.fns.items():
        is_light = function.concurrency_id not in _HEAVY
        names[is_light].add(number)
        if isinstance(function.api_name, str):
            names[is_light].add(function.api_name)
    return names[True] - names[False]


def _takes_files(page: "gr.Blocks") -> bool:
    """Whether anything on the page takes files; Gradio takes them all the same, for anybody."""
    import gradio as gr

    return any(isinstance(block, gr.File | gr.UploadButton) for block in page.blocks.values())


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
