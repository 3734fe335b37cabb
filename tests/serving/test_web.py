"""The walls around the page, through a real socket: who is let in, how often, and with what."""

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import httpx
import limits.aio.storage.memory
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from hypothesis import given
from hypothesis import strategies as some
from playwright.sync_api import expect, sync_playwright

from smeadvisor.advisor import Advisor
from smeadvisor.errors import AddressInUse, IndexMissing, SettingsError
from smeadvisor.serving import limiting
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.log_in import Account, Throttle
from smeadvisor.serving.visitors import client_of
from smeadvisor.serving.web import require_servable, serving
from smeadvisor.settings import ReadingSettings, Settings, WebSettings, load_settings

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on the PATH; install it: apt-get install chromium"
)
NO_INDEX = "No index in 'index/'. Build it: smeadvisor index"
PASSWORD = "correct horse battery"
PERSON = {"Accept": "text/html"}
JOIN, CALL = "/gradio_api/queue/join", "/gradio_api/call/ask"
BROKEN = "/gradio_api/call/v2/no-such-function"
QUESTION = {"data": ["who pays?"]}


def _no_advisor() -> Advisor:
    raise IndexMissing(NO_INDEX)


@contextmanager
def _page(page: gr.Blocks | None = None, megabytes: int = 50, **web: Any) -> Iterator[str]:
    """The real page, which answers every question with the sentence of a missing index."""
    settings = Settings(web=WebSettings(**web), reading=ReadingSettings(file_megabytes=megabytes))
    with serving(page or build_page(_no_advisor), settings) as address:
        yield address


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page as it is without any setting."""
    with _page() as address:
        yield address


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


def _answer(client: Client) -> str:
    """What the page says to a question."""
    return str(client.predict("who pays?", "", api_name="/ask"))


# Headers, hosts and origins


def _responses(address: str) -> Iterator[httpx.Response]:
    """One of each kind, good ones and refusals."""
    yield httpx.get(address)
    yield httpx.get(f"{address}/config")
    yield httpx.get(f"{address}/theme.css")
    yield httpx.head(address)
    yield httpx.get(f"{address}/no-such-page")
    yield httpx.get(f"{address}/no-such-page", headers=PERSON)
    yield httpx.get(address, headers={"Host": "evil.example"})
    yield httpx.post(address + CALL, json=QUESTION, headers={"Origin": "http://evil.example"})
    yield httpx.post(address + CALL, content=b"x" * 200_000)
    yield httpx.post(address + CALL, json={"data": "nonsense"})
    yield httpx.post(address + BROKEN, json={})
    yield httpx.options(
        address + CALL,
        headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
    )
    event = httpx.post(address + CALL, json=QUESTION).json()["event_id"]
    with httpx.stream("GET", f"{address}{CALL}/{event}") as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield response


def test_every_kind_of_response_carries_every_header(address: str) -> None:
    seen = set()
    for response in _responses(address):
        seen.add(response.status_code)
        headers = response.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], response
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert "server" not in headers
    assert seen == {200, 400, 403, 404, 413, 422, 500}


@pytest.mark.parametrize("path", ["/", JOIN, "/gradio_api/queue/data", "/config", "/login"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil", ""])
def test_a_foreign_host_is_refused_and_told_the_setting(address: str, path: str, host: str) -> None:
    for method in ("GET", "POST"):
        response = httpx.request(method, address + path, headers={"Host": host})
        assert response.status_code == 400
        assert "'web.hosts'" in response.json()["detail"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.:80", "127.0.0.1:1", "[::1]:7860"])
def test_the_names_of_this_machine_are_answered(address: str, host: str) -> None:
    assert httpx.get(address, headers={"Host": host}).status_code == 200


def test_a_host_may_be_added() -> None:
    with _page(hosts=("advisor.example",)) as address:
        for host, status in (("Advisor.example:443", 200), ("other.example", 400)):
            assert httpx.get(address, headers={"Host": host}).status_code == status


def test_the_refusal_of_a_host_is_text_for_whoever_reads_it_as_a_page(address: str) -> None:
    response = httpx.get(address, headers={"Host": "<b>evil</b>", **PERSON})
    assert response.status_code == 400
    assert "&lt;b&gt;" in response.text and "<b>" not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://[broken"},
    ],
)
def test_another_page_can_change_nothing(address: str, headers: dict[str, str]) -> None:
    for path in (JOIN, CALL, "/gradio_api/cancel", "/gradio_api/upload", "/login"):
        response = httpx.post(address + path, json=QUESTION, headers=headers)
        assert response.status_code == 403
        assert "Another site's page" in response.json()["detail"]


def test_our_own_page_and_programs_may_ask(address: str) -> None:
    for headers in ({}, {"Origin": address}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}):
        assert httpx.post(address + CALL, json=QUESTION, headers=headers).status_code == 200
    assert NO_INDEX in _answer(Client(address, verbose=False))


def test_a_page_read_through_a_proxy_that_changes_the_host_may_ask() -> None:
    with _page(hosts=("advisor.example",)) as address:
        ours, other = (
            httpx.post(address + CALL, json=QUESTION, headers={"Origin": f"https://{host}"})
            for host in ("advisor.example", "evil.example")
        )
    assert (ours.status_code, other.status_code) == (200, 403)


def test_nobody_can_open_a_websocket(address: str) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    assert httpx.get(address + JOIN, headers=upgrade).status_code in (404, 405)
    refused = httpx.get(address + JOIN, headers={**upgrade, "Host": "evil.example"})
    assert refused.status_code == 400


# What is said of the machine


def test_nothing_says_where_on_the_machine_anything_lies(address: str) -> None:
    places = {str(Path.cwd()), str(Path.home()), gr.__file__.rsplit("/", 1)[0]}
    for path in ("/", "/config", "/gradio_api/info", "/gradio_api/openapi.json"):
        response = httpx.get(address + path)
        assert response.status_code == 200
        assert not [place for place in places if place in response.text]


def test_gradio_reports_nothing_and_keeps_no_record(address: str) -> None:
    config = httpx.get(f"{address}/config").json()
    assert config["analytics_enabled"] is False
    assert config["show_error"] is False
    for path in ("/monitoring", "/monitoring/summary", "/gradio_api/runs"):
        assert httpx.get(address + path).status_code in (403, 404)
    for path in ("/gradio_api/deep_link?session_hash=x", "/gradio_api/process_recording"):
        assert httpx.get(address + path).status_code == 404
        assert httpx.post(address + path, files={"f": b"x"}).status_code == 404


def test_whoever_is_lost_is_shown_the_page(address: str) -> None:
    for path in ("/no-such-page", "/a/b", "/gradio_api/nothing"):
        response = httpx.get(address + path, headers=PERSON)
        assert response.status_code == 404
        assert 'href="/"' in response.text and "Nothing here" in response.text
        assert int(response.headers["Content-Length"]) == len(response.content)
    assert httpx.get(f"{address}/no-such-page").json() == {"detail": "Not Found"}


def test_an_error_is_in_words_for_people_and_says_nothing_of_the_program(address: str) -> None:
    response = httpx.post(address + BROKEN, json={}, headers=PERSON)
    assert response.status_code == 500
    assert "what happened is in its log" in response.text and "Error" not in response.text


# How much


def test_what_is_larger_than_any_question_is_turned_away(address: str) -> None:
    for path in (JOIN, CALL, "/gradio_api/run/ask", "/gradio_api/component_server", "/login"):
        response = httpx.post(address + path, json={"data": ["x" * 200_000]})
        assert response.status_code == 413
        assert "fewer words" in response.json()["detail"]

    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 10_000] * 20

    assert httpx.post(address + CALL, content=chunks()).status_code == 413


def test_a_page_that_takes_no_documents_keeps_none() -> None:
    with _page(gr.Blocks(analytics_enabled=False)) as address:
        response = httpx.post(f"{address}/gradio_api/upload", files={"files": b"x"})
    assert response.status_code == 403
    assert "Documents cannot be added here" in response.json()["detail"]


def _page_with_files() -> gr.Blocks:
    page = gr.Blocks(analytics_enabled=False)
    with page:
        gr.File()
    return page


def test_documents_are_taken_up_to_the_size_that_can_be_read() -> None:
    with _page(_page_with_files(), megabytes=1) as address:
        path = f"{address}/gradio_api/upload"
        assert httpx.post(path, files={"files": b"x" * 900_000}).status_code == 200
        response = httpx.post(path, files={"files": b"x" * 1_100_000})
        assert response.status_code == 413
        assert "Documents may have 1 MB together" in response.json()["detail"]
        assert httpx.post(address + CALL, content=b"x" * 200_000).status_code == 413


def test_a_read_only_page_takes_no_documents() -> None:
    with _page(_page_with_files(), read_only=True) as address:
        for path in ("/gradio_api/upload", "/gradio_api/upload/"):
            assert httpx.post(address + path, files={"files": b"x"}).status_code == 403


# How often


def _statuses(count: int, ask: Callable[[], httpx.Response]) -> list[int]:
    return [ask().status_code for _ in range(count)]


def test_too_many_questions_must_wait_and_are_then_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with _page(questions_per_minute=3) as address:

        def ask() -> httpx.Response:
            return httpx.post(address + CALL, json=QUESTION)

        assert _statuses(4, ask) == [200, 200, 200, 429]
        refused = ask()
        seconds = int(refused.headers["Retry-After"])
        assert 50 <= seconds <= 60
        assert "takes 3 a minute from each client" in refused.json()["detail"]
        assert f"Ask again in {seconds} seconds." in refused.json()["detail"]
        later = SimpleNamespace(time=lambda: time.time() + seconds)
        monkeypatch.setattr(limits.aio.storage.memory, "time", later)
        monkeypatch.setattr(limiting, "time", later)
        assert _statuses(4, ask) == [200, 200, 200, 429]


def test_each_way_of_asking_is_counted_and_reading_is_not() -> None:
    ways = (JOIN, CALL, f"{CALL}/", "/gradio_api/call/v2/ask", "/gradio_api/run/ask",
            "/gradio_api/api/ask", "/gradio_api/run/predict")  # fmt: skip
    with _page(questions_per_minute=1, trusted_proxies=("127.0.0.1",)) as address:
        for number, way in enumerate(ways):
            client = {"X-Forwarded-For": f"192.0.2.{number}"}
            assert httpx.post(address + CALL, json=QUESTION, headers=client).status_code == 200
            assert httpx.post(address + way, json=QUESTION, headers=client).status_code == 429, way
            doubled = httpx.post(f"{address}/{way}", json=QUESTION, headers=client)
            assert doubled.status_code in (404, 405, 429), way
            assert httpx.get(f"{address}/config", headers=client).status_code == 200


def test_looking_around_does_not_use_up_questions_but_has_an_end() -> None:
    page = gr.Blocks(analytics_enabled=False)
    with page:
        box = gr.Textbox()
        box.submit(lambda text: text, box, box, api_name="ask", concurrency_id="ask")
        gr.Button().click(lambda: None)
    quiet = 1
    with _page(page, questions_per_minute=2) as address:

        def click(**more: Any) -> httpx.Response:
            click = {"fn_index": quiet, "data": [], "session_hash": "x", **more}
            return httpx.post(f"{address}/gradio_api/run/predict", json=click)

        def ask() -> httpx.Response:
            return httpx.post(address + CALL, json=QUESTION)

        assert set(_statuses(10, click)) == {200}
        assert _statuses(2, ask) == [200, 200]
        disguises: tuple[object, ...] = (0, "0", [], "ask", None, 10_000, 1.5)
        for disguise in disguises:
            assert click(fn_index=disguise).status_code == 429, disguise
        for path in (f"{CALL}?fn_index={quiet}", JOIN):
            assert httpx.post(address + path, content=b"{").status_code == 429
        disguised = {**QUESTION, "fn_index": quiet}
        assert httpx.post(address + CALL, json=disguised).status_code == 429
        assert set(_statuses(10, click)) == {200}
        assert click().status_code == 429


def test_uploads_are_counted() -> None:
    with _page(_page_with_files(), questions_per_minute=1) as address:
        path = f"{address}/gradio_api/upload"
        assert _statuses(2, lambda: httpx.post(path, files={"files": b"x"})) == [200, 429]


def test_without_a_limit_nobody_waits() -> None:
    with _page(questions_per_minute=0) as address:
        assert set(_statuses(30, lambda: httpx.post(address + CALL, json=QUESTION))) == {200}


def test_gradios_own_client_is_counted_too() -> None:
    with _page(questions_per_minute=1) as address:
        client = Client(address, verbose=False)
        assert NO_INDEX in _answer(client)
        with pytest.raises(httpx.HTTPStatusError, match="429"):
            _answer(client)


# Proxies


def _asked_by(address: str, client: str, **more: str) -> int:
    headers = {"X-Forwarded-For": client, **more}
    return httpx.post(address + CALL, json=QUESTION, headers=headers).status_code


def test_clients_behind_a_known_proxy_are_counted_apart() -> None:
    with _page(questions_per_minute=1, trusted_proxies=("127.0.0.0/8",)) as address:
        assert _asked_by(address, "192.0.2.1") == 200
        assert _asked_by(address, "192.0.2.2") == 200
        assert _asked_by(address, "192.0.2.1") == 429
        assert _asked_by(address, "198.51.100.9, 192.0.2.2") == 429, "only the last was seen"
        assert _asked_by(address, "2001:db8::1") == 200
        assert _asked_by(address, "2001:db8::2") == 429, "one network is one client"


def test_nobody_is_believed_about_another_address_unless_named() -> None:
    for proxies in ((), ("192.0.2.0/24",)):
        with _page(questions_per_minute=1, trusted_proxies=proxies) as address:
            assert _asked_by(address, "192.0.2.1") == 200
            assert _asked_by(address, "192.0.2.2") == 429


def test_the_page_takes_its_own_address_from_known_proxies_alone() -> None:
    forwarded = {"X-Forwarded-Host": "advisor.example", "X-Forwarded-Proto": "https"}
    foreign = {"X-Gradio-Server": "http://evil.example"}

    def root(address: str, **headers: str) -> str:
        return str(httpx.get(f"{address}/config", headers=headers).json()["root"])

    with _page() as address:
        assert root(address, **forwarded) == address
        assert root(address, **foreign) == address
    with _page(trusted_proxies=("127.0.0.1",), hosts=("advisor.example",)) as address:
        assert root(address, **forwarded) == "https://advisor.example"
        assert root(address, **foreign) == address
        evil = httpx.get(address, headers={"X-Forwarded-Host": "evil.example"})
        assert evil.status_code == 400


@given(network=some.integers(0, 2**64 - 1), hosts=some.tuples(*[some.integers(0, 2**64 - 1)] * 2))
def test_one_ipv6_network_is_one_client(network: int, hosts: tuple[int, int]) -> None:
    one, other = (
        client_of({"client": (str(IPv6Address((network << 64) + host)), 1)}) for host in hosts
    )
    mapped = (network << 64) >> 32 == 0xFFFF
    assert one == other or mapped


def test_clients_are_told_apart_by_address_not_port() -> None:
    assert client_of({"client": ("192.0.2.1", 1)}) == client_of({"client": ("192.0.2.1", 2)})
    assert client_of({"client": ("::ffff:192.0.2.1", 1)}) == "192.0.2.1"
    assert client_of({"client": ("192.0.2.1", 1)}) != client_of({"client": ("192.0.2.2", 1)})
    assert client_of({"client": None}) == "unknown"


# Log-in


@pytest.fixture
def locked(password_file: Path) -> Iterator[str]:
    with _page(user="reader", password_file=password_file) as address:
        yield address


def _log_in(
    address: str, password: str = PASSWORD, user: str = "reader", **headers: str
) -> httpx.Response:
    form = {"username": user, "password": password}
    return httpx.post(f"{address}/login", data=form, headers=headers)


def test_nothing_is_shown_or_done_without_log_in(locked: str) -> None:
    paths = ("/", "/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x",
             "/gradio_api/heartbeat/x", "/gradio_api/startup-events", "/theme.css", "/logout",
             "/gradio_api/queue/status", "/no-such-page", "/assets/x", "/login/x")  # fmt: skip
    for path in paths:
        assert httpx.get(locked + path).status_code == 401, path
    for path in (JOIN, CALL, "/gradio_api/run/ask", "/gradio_api/cancel", "/gradio_api/reset"):
        response = httpx.post(locked + path, json=QUESTION)
        assert response.status_code == 401
        assert "log in at /login" in response.json()["detail"]
    for cookie in ("", "x", "None"):
        cookies = {"smeadvisor-session": cookie}
        assert httpx.get(locked, cookies=cookies).status_code == 401
    person = httpx.get(locked, headers=PERSON)
    assert (person.status_code, person.headers["Location"]) == (303, "/login")


def test_a_person_logs_in_asks_and_logs_out(locked: str) -> None:
    with httpx.Client(base_url=locked, headers=PERSON, follow_redirects=True) as person:
        assert '<form method="post" action="/login">' in person.get("/").text
        wrong = person.post("/login", data={"username": "reader", "password": "wrong"})
        assert wrong.status_code == 401
        assert "Name or password is wrong" in wrong.text and "<form" in wrong.text
        person.post("/login", data={"username": "reader", "password": PASSWORD})
        assert "gradio" in person.get("/").text
        assert person.post(CALL, json=QUESTION, headers={"Accept": "*/*"}).status_code == 200
        session = dict(person.cookies)
        assert "Log out" in person.get("/logout").text
        assert person.get("/config").status_code == 200, "a link alone logs nobody out"
        assert "Log in" in person.post("/logout").text
        assert not person.cookies
        assert httpx.get(locked, cookies=session).status_code == 401, "the session is over"


def test_the_cookie_is_kept_from_scripts_and_other_sites(locked: str, password_file: Path) -> None:
    cookie = _log_in(locked).headers["Set-Cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    https = {"X-Forwarded-Proto": "https"}
    assert "secure" not in _log_in(locked, **https).headers["Set-Cookie"].lower()
    account: dict[str, Any] = {"user": "reader", "password_file": password_file}
    with _page(trusted_proxies=("127.0.0.1",), **account) as address:
        assert "; secure" in _log_in(address, **https).headers["Set-Cookie"].lower()


def test_gradios_own_client_logs_in(locked: str) -> None:
    client = Client(locked, auth=("reader", PASSWORD), verbose=False)
    assert NO_INDEX in _answer(client)
    with pytest.raises(AuthenticationError):
        Client(locked, verbose=False)
    with pytest.raises(AuthenticationError):
        Client(locked, auth=("reader", "wrong"), verbose=False)


@pytest.mark.parametrize(
    ("user", "password"),
    [("", ""), ("reader", ""), ("", PASSWORD), ("Reader", PASSWORD), ("reader", PASSWORD + " "),
     ("reader", PASSWORD.upper()), ("reader\0", PASSWORD)],
)  # fmt: skip
def test_only_the_very_name_and_password_open(user: str, password: str) -> None:
    account = Account("reader", PASSWORD)
    assert account.is_opened_by("reader", PASSWORD)
    assert not account.is_opened_by(user, password)


def test_guessing_becomes_slow_and_the_right_password_works_again(password_file: Path) -> None:
    account: dict[str, Any] = {"user": "reader", "password_file": password_file}
    with _page(trusted_proxies=("127.0.0.1",), **account) as address:
        guesser, other = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}
        for _ in range(3):
            assert _log_in(address, "wrong", **guesser).status_code == 401
        waiting = _log_in(address, **guesser)
        assert waiting.status_code == 429, "not even the right password is tried"
        assert waiting.headers["Retry-After"] == "1"
        assert waiting.json()["detail"] == "Too many wrong passwords. Try again in 1 second."
        assert _log_in(address, **other).status_code == 200
        time.sleep(1.1)
        assert _log_in(address, "wrong", **guesser).status_code == 401
        assert _log_in(address, **guesser).headers["Retry-After"] == "2"
        time.sleep(2.1)
        assert _log_in(address, **guesser).status_code == 200
        assert _log_in(address, "wrong", **guesser).status_code == 401
        assert _log_in(address, **guesser).status_code == 200, "what went before is forgotten"


@given(some.integers(1, 10_000))
def test_waiting_never_shrinks_with_failures_and_ends(failures: int) -> None:
    waits = Throttle.wait_after(failures), Throttle.wait_after(failures + 1)
    assert 0 <= waits[0] <= waits[1] <= 15 * 60


def test_a_throttle_does_not_grow_with_the_number_of_guessers() -> None:
    throttle = Throttle()
    for _ in range(3):
        throttle.failed("first")
    assert throttle.seconds_to_wait("first") > 0
    for number in range(10_000):
        throttle.failed(str(number))
    assert throttle.seconds_to_wait("first") == 0


def test_a_flood_of_log_ins_is_small_and_needs_a_form(locked: str) -> None:
    assert httpx.post(f"{locked}/login", content=b"x" * 200_000).status_code == 413
    assert httpx.post(f"{locked}/login", json={"username": "reader"}).status_code == 401
    assert httpx.post(f"{locked}/login", files={"username": b"reader"}).status_code == 400


@in_a_browser
def test_log_in_limit_and_log_out_in_a_browser(password_file: Path) -> None:
    account: dict[str, Any] = {"user": "reader", "password_file": password_file}
    with _page(questions_per_minute=1, **account) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page()
        tab.goto(address)
        tab.get_by_label("Name").fill("reader")
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Log in").click()
        box = tab.locator("#question textarea")
        box.fill("who pays?")
        box.press("Enter")
        expect(tab.locator("#chat .bot-row")).to_contain_text("No index")
        box.fill("who else?")
        box.press("Enter")
        expect(tab.get_by_text("Too many questions: this server takes 1 a minute")).to_be_visible()
        tab.goto(f"{address}/logout")
        tab.get_by_role("button", name="Log out").click()
        expect(tab.get_by_role("button", name="Log in")).to_be_visible()
        browser.close()


# Settings


def test_a_name_without_a_password_is_refused_and_the_other_way_round(tmp_path: Path) -> None:
    for web in ({"user": "reader"}, {"password_file": tmp_path / "password"}):
        with pytest.raises(SettingsError, match="'user' and 'password_file' are needed together"):
            load_settings(web=web)


def test_lists_are_written_with_commas_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SMEADVISOR_WEB__HOSTS", "advisor.example, [::2]:80")
    monkeypatch.setenv("SMEADVISOR_WEB__TRUSTED_PROXIES", "10.0.0.1,fd00::/8")
    web = load_settings().web
    assert web.hosts == ("advisor.example", "[::2]:80")
    assert [str(network) for network in web.trusted_proxies] == ["10.0.0.1/32", "fd00::/8"]


@pytest.mark.parametrize("host", ["*", "https://advisor.example", "a b", ""])
def test_a_host_is_a_name(host: str) -> None:
    with pytest.raises(SettingsError, match=r"web\.hosts.* is not a name such as"):
        load_settings(web={"hosts": [host]})


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "10.0.0.0/99", ""])
def test_a_proxy_is_an_address_or_a_network(proxy: str) -> None:
    with pytest.raises(SettingsError, match=r"web\.trusted_proxies"):
        load_settings(web={"trusted_proxies": [proxy]})


def test_a_password_file_that_cannot_be_used_is_named_before_anything_starts(
    tmp_path: Path,
) -> None:
    file = tmp_path / "password"

    def require() -> None:
        require_servable(Settings(web=WebSettings(user="reader", password_file=file)))

    with pytest.raises(SettingsError, match="cannot be read"):
        require()
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match="cannot be read"):
        require()
    file.write_text("short\n")
    with pytest.raises(SettingsError, match="fewer than 8 characters"):
        require()


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"Port {port}"):
            require_servable(Settings(port=port))
