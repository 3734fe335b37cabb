"""One account for the whole page, for whoever sets it up: log-in, log-out, and slow guessing.

Sessions are random tokens that live in this process: logging out ends one at once, and a restart
ends all.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from html import escape
from math import ceil
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic

from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from smeadvisor.errors import SettingsError
from smeadvisor.serving.replies import page, refusal, wants_page
from smeadvisor.serving.visitors import client_of

_COOKIE = "smeadvisor-session"
_SESSION_SECONDS = 12 * 60 * 60
_SESSIONS = 1_000
_SHORTEST_PASSWORD = 8
_FREE_TRIES = 3
_LONGEST_WAIT = 15 * 60
_CLIENTS = 10_000
_FORM = """
{notice}
<form method="post" action="/login">
<label>Name <input name="username" autocomplete="username" autofocus required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>
"""
_LEAVING = """
<form method="post" action="/logout"><button>Log out</button></form>
<p><a href="/">Back to the page</a></p>
"""


@dataclass(frozen=True, slots=True)
class Account:
    """The name and the password that open the page."""

    user: str
    password: str

    @classmethod
    def read(cls, user: str, password_file: Path | None) -> "Account | None":
        """The account of the settings; None where they name none.

        Raises:
            SettingsError: the file cannot be read, or the password is too short.
        """
        if not user or password_file is None:
            return None
        try:
            password = password_file.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The password file '{password_file}' cannot be read: {error}. "
                "Write the password into it as one line, or change 'web.password_file'."
            ) from error
        if len(password) < _SHORTEST_PASSWORD:
            raise SettingsError(
                f"The password in '{password_file}' has fewer than {_SHORTEST_PASSWORD} "
                "characters. Choose a longer one."
            )
        return cls(user, password)

    def is_opened_by(self, user: str, password: str) -> bool:
        """Whether both are right; takes as long whichever is wrong."""
        right_user = compare_digest(_digest(user), _digest(self.user))
        right_password = compare_digest(_digest(password), _digest(self.password))
        return right_user & right_password


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


class Throttle:
    """Makes a client that failed wait, twice as long after each further failure."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def seconds_to_wait(self, client: str) -> float:
        """How long the client must not try again, from now; 0 when it may."""
        _, free_at = self._failures.get(client, (0, 0.0))
        return max(0.0, free_at - monotonic())

    def failed(self, client: str) -> None:
        """Count a failure."""
        failures = self._failures.pop(client, (0, 0.0))[0] + 1
        self._failures[client] = failures, monotonic() + self.wait_after(failures)
        if len(self._failures) > _CLIENTS:
            self._failures.popitem(last=False)

    def succeeded(self, client: str) -> None:
        """Forget the failures of a client."""
        self._failures.pop(client, None)

    @staticmethod
    def wait_after(failures: int) -> int:
        """Seconds to wait after so many failures one after another."""
        doublings = failures - _FREE_TRIES
        return min(2 ** min(doublings, 30), _LONGEST_WAIT) if doublings >= 0 else 0


class LogIn:
    """Lets nobody through to the page who has not logged in.

    `/login` and `/logout` are forms for people; programs post `username` and `password` to
    `/login` as Gradio's client does, and keep the cookie.
    """

    def __init__(self, app: ASGIApp, account: Account) -> None:
        self._app = app
        self._account = account
        self._throttle = Throttle()
        self._sessions: OrderedDict[str, float] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it carries a session; log in and out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        path = scope["path"].rstrip("/")
        if path == "/login":
            await (await self._log_in(request))(scope, receive, send)
        elif not self._is_in(request):
            await _turned_away(scope)(scope, receive, send)
        elif path == "/logout":
            await self._log_out(request)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _log_in(self, request: Request) -> Response:
        if request.method != "POST":
            return _form()
        try:
            async with request.form(max_files=0, max_fields=10) as form:
                user, password = str(form.get("username", "")), str(form.get("password", ""))
        except (MultiPartException, ClientDisconnect):
            return _refused(request.scope, 400, "Log in with a name and a password.")
        # No other request runs between this question and the count of the failure.
        client = client_of(request.scope)
        seconds = ceil(self._throttle.seconds_to_wait(client))
        if seconds:
            return _refused(
                request.scope,
                429,
                f"Too many wrong passwords. Try again in {seconds} "
                f"second{'' if seconds == 1 else 's'}.",
                {"Retry-After": str(seconds)},
            )
        if not self._account.is_opened_by(user, password):
            self._throttle.failed(client)
            return _refused(request.scope, 401, "Name or password is wrong. Try again.")
        self._throttle.succeeded(client)
        return self._let_in(request)

    def _let_in(self, request: Request) -> Response:
        token = token_urlsafe(32)
        self._sessions[token] = monotonic() + _SESSION_SECONDS
        if len(self._sessions) > _SESSIONS:
            self._sessions.popitem(last=False)
        response: Response = (
            RedirectResponse("/", 303)
            if wants_page(request.scope)
            else JSONResponse({"success": True})
        )
        response.set_cookie(
            _COOKIE,
            token,
            max_age=_SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    def _log_out(self, request: Request) -> Response:
        if request.method != "POST":  # a link on another site must not log anybody out
            return page("Log out?", _LEAVING)
        self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        response = RedirectResponse("/login", 303)
        response.delete_cookie(_COOKIE, httponly=True, samesite="lax")
        return response

    def _is_in(self, request: Request) -> bool:
        return self._sessions.get(request.cookies.get(_COOKIE, ""), 0.0) > monotonic()


def _form(notice: str = "", status: int = 200) -> Response:
    words = f'<p role="alert">{escape(notice)}</p>' if notice else ""
    return page("Log in", _FORM.format(notice=words), status)


def _refused(
    scope: Scope, status: int, sentence: str, headers: dict[str, str] | None = None
) -> Response:
    if not wants_page(scope):
        return refusal(scope, status, sentence, headers)
    response = _form(sentence, status)
    response.headers.update(headers or {})
    return response


def _turned_away(scope: Scope) -> Response:
    if wants_page(scope) and scope["method"] in ("GET", "HEAD"):
        return RedirectResponse("/login", 303)
    return refusal(scope, 401, "You are not logged in. Reload the page, or log in at /login.")
