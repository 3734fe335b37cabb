"""Who speaks to the server, under which name, and sent by which page.

Three walls: headers of proxies that nobody vouched for are dropped; a request for a host that is
not ours is refused, so that no foreign name can be pointed at this machine; a change that another
site's page asks for is refused, so that no page can act in the name of whoever reads it.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from smeadvisor.serving.replies import refusal

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_FROM_PROXIES = (b"x-forwarded-", b"forwarded")
# Gradio would believe whoever sends it about the address of its own page.
_FROM_GRADIO = b"x-gradio-server"
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_OUR_OWN = frozenset({"same-origin", "none"})


def client_of(scope: Scope) -> str:
    """The client that a request is counted to: an IPv4 address, or the /64 of an IPv6 address.

    Whoever has one IPv6 address has the other 2^64 of its network too.
    """
    host = str((scope.get("client") or ("unknown", 0))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False))


class KnownProxies:
    """Believes the X-Forwarded headers of the proxies in these networks, and of no other.

    The request's client and scheme become those that a known proxy reports.
    """

    def __init__(self, app: ASGIApp, proxies: Iterable[IPv4Network | IPv6Network]) -> None:
        self._app = app
        self._networks = tuple(proxies)
        # Starlette and uvicorn each have their own types for the same protocol.
        believing: Any = ProxyHeadersMiddleware
        self._believing: ASGIApp = believing(app, [str(network) for network in self._networks])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with what is known of where it comes from."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._is_known(scope):
            scope = _without(scope, (_FROM_GRADIO,))
            await self._believing(scope, receive, send)
        else:
            await self._app(_without(scope, (_FROM_GRADIO, *_FROM_PROXIES)), receive, send)

    def _is_known(self, scope: Scope) -> bool:
        try:
            address = ip_address((scope.get("client") or ("", 0))[0])
        except ValueError:
            return False
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        return any(address in network for network in self._networks)


def _without(scope: Scope, prefixes: tuple[bytes, ...]) -> Scope:
    kept = [pair for pair in scope["headers"] if not pair[0].startswith(prefixes)]
    return {**scope, "headers": kept}


class OwnHosts:
    """Refuses requests for a host that is not this server's."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(_hostname(host) for host in (*_LOOPBACK, *hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is for one of our names."""
        if scope["type"] == "http":
            for host in _hosts_asked_for(Headers(scope=scope)):
                if _hostname(host) not in self._hosts:
                    await refusal(
                        scope,
                        400,
                        f"This server does not answer to the name '{host[:100]}'. If the name is "
                        "its own, whoever runs it can add it to the setting 'web.hosts'.",
                    )(scope, receive, send)
                    return
        await self._app(scope, receive, send)


def _hosts_asked_for(headers: Headers) -> list[str]:
    """The Host, and the host that a known proxy was asked for: the page takes its address from both."""
    forwarded = [
        host.strip() for line in headers.getlist("x-forwarded-host") for host in line.split(",")
    ]
    return [headers.get("host", ""), *forwarded]


def _hostname(host: str) -> str:
    """The name without port, brackets and case; empty where there is none."""
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return host
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class OwnPages:
    """Refuses what another site's page wants changed; reading it is refused by the CORS rules.

    Browsers say where a request comes from; programs say nothing and are let through. `hosts` are
    the names under which our own pages may be read when a proxy changes the Host.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(map(_hostname, hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is ours or changes nothing."""
        if scope["type"] != "http" or scope["method"] in _HARMLESS or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        await refusal(
            scope,
            403,
            "Another site's page sent this, so it was not done. Open this server's own page; if "
            "that is what you did, whoever runs it can add its name to the setting 'web.hosts'.",
        )(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site in _OUR_OWN or (site is None and origin is None):
            return True
        address = (origin or "").rpartition("://")[2]
        if site is None and address == headers.get("host"):
            return True
        return _hostname(address) in self._hosts
