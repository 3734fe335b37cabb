"""What the web server itself says to a visitor: a small page for a browser, JSON for a program."""

from collections.abc import Mapping
from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Form posts carry their origin only where the policy of the page lets them; the header that all
# responses have would take it away.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>{title} · smeadvisor</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem; }}
label {{ display: block; margin: 1rem 0; }}
input {{ display: block; box-sizing: border-box; width: 100%; }}
input, button {{ font: inherit; padding: 0.5rem 0.75rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""
_WORDS = {
    404: ("Nothing here", "There is nothing at this address."),
    500: ("Something went wrong", "The server could not answer; what happened is in its log."),
}


def page(title: str, content: str, status: int = 200) -> Response:
    """A page with a heading; `content` is HTML."""
    return HTMLResponse(_PAGE.format(title=escape(title), content=content), status)


def refusal(
    scope: Scope, status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """One sentence, as a page for whoever asks for pages, otherwise as JSON with `detail`.

    The chat page shows the `detail` of a refused question to its reader.
    """
    response = (
        page("Not this way", f"<p>{escape(sentence)}</p>", status)
        if wants_page(scope)
        else JSONResponse({"detail": sentence}, status)
    )
    response.headers.update(headers or {})
    return response


def wants_page(scope: Scope) -> bool:
    """Whether a person will read the response: browsers say so, programs do not."""
    return "text/html" in Headers(scope=scope).get("accept", "")


class PlainWords:
    """Gives a person who went astray, or met an error, words and the way back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put an error into words."""
        if scope["type"] != "http" or not wants_page(scope):
            await self._app(scope, receive, send)
            return
        replaced = False

        async def send_in_words(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] in _WORDS:
                replaced = True
                await _in_words(message["status"])(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, send_in_words)


def _in_words(status: int) -> Response:
    title, sentence = _WORDS[status]
    return page(title, f'<p>{sentence} The page is at <a href="/">the front</a>.</p>', status)
