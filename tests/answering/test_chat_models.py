"""How a chat model is chosen by the settings, and where its key may be."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages.ai import UsageMetadata
from misbehaving_server import misbehaving, says

from smeadvisor.answering.chat_models import ChatModel, ChatOptions, open_chat_model
from smeadvisor.answering.model_failures import failure_of
from smeadvisor.assembly import open_advisor
from smeadvisor.domain.answers import Usage
from smeadvisor.errors import ModelError, SettingsError
from smeadvisor.evaluation.runs import describe
from smeadvisor.settings import ChatSettings, Settings, load_settings

SECRET = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"{SECRET}\n")
    return path


def _said(chat: ChatModel) -> str:
    return "".join(chunk.text for chunk in chat.model.stream("hi"))


def test_a_vendor_that_is_not_installed_is_named_with_its_pip_line(
    monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ModelError, match=r'pip install "smeadvisor\[anthropic\]"'):
        open_chat_model(ChatOptions("anthropic:claude", key_file=key_file))


@pytest.mark.parametrize("name", ["nobody:nothing", "what-is-this", "openai_but_wrong:x"])
def test_an_unknown_model_says_how_to_name_one(name: str) -> None:
    with pytest.raises(ModelError, match="vendor:model"):
        open_chat_model(ChatOptions(name))


def test_a_missing_key_says_where_to_put_it() -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        open_chat_model(ChatOptions("openai:gpt-5-mini"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "cannot be read"),
        (lambda path: path.write_text(" \n"), "is empty"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "cannot be read"),
    ],
)
def test_a_key_file_without_a_key_is_named(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    make(tmp_path / "key")
    with pytest.raises(ModelError, match=words):
        open_chat_model(ChatOptions("openai:gpt-5-mini", key_file=tmp_path / "key"))


def test_the_key_is_sent_and_nowhere_shown(key_file: Path) -> None:
    with misbehaving(says("hello")) as server:
        chat = open_chat_model(ChatOptions("openai:x", server.base_url, key_file))
        _said(chat)
    assert server.keys == [f"Bearer {SECRET}"]
    for shown in (repr(chat), repr(chat.model), str(chat.model.model_dump())):
        assert SECRET not in shown


@pytest.mark.parametrize("name", ["openai:some/model", "qwen2.5:7b", "some-model"])
def test_a_server_of_ones_own_needs_no_key_and_takes_any_name(name: str) -> None:
    with misbehaving(says("hello")) as server:
        chat = open_chat_model(ChatOptions(name, server.base_url, temperature=0.0))
        assert _said(chat) == "hello"
    assert server.asked[0]["model"] == name.removeprefix("openai:")
    assert server.asked[0]["temperature"] == 0
    assert SECRET not in server.keys[0]


def test_no_key_gets_into_a_run_folder(
    monkeypatch: pytest.MonkeyPatch, key_file: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    settings = Settings(chat=ChatSettings(model="openai:x", key_file=key_file))
    questions = tmp_path / "questions.jsonl"
    questions.write_text("{}")
    config = describe(questions, "all", False, settings.model_dump(), "index")
    assert SECRET not in str(config) and str(key_file) in str(config)


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": f"http://me:{SECRET}@example.org/v1"},
        {"base_url": f"http://example.org/v1?key={SECRET}"},
        {"base_url": "ftp://example.org"},
        {"api_key": SECRET},
        {"seconds": 0},
        {"output_tokens": 1},
    ],
)
def test_settings_refuse_keys_and_what_cannot_be_without_repeating_it(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(SettingsError, match="chat") as raised:
        load_settings(chat=wrong)
    assert SECRET not in str(raised.value)


def test_settings_name_the_model(settings: Settings) -> None:
    chosen = settings.model_copy(update={"chat": ChatSettings(model="nobody:nothing")})
    with pytest.raises(ModelError, match="nobody:nothing"):
        open_advisor(chosen)


def test_costs_are_known_where_prices_and_tokens_are() -> None:
    with misbehaving(says("")) as server:
        priced = open_chat_model(
            ChatOptions("x", server.base_url, input_price=1.0, output_price=4.0)
        )
        free = open_chat_model(ChatOptions("x", server.base_url))
    counted = UsageMetadata(input_tokens=500_000, output_tokens=250_000, total_tokens=750_000)
    assert priced.usage(counted, 1.0).cost == 1.5
    assert free.usage(counted, 1.0) == Usage("x", 500_000, 250_000, 1.0, None)
    assert priced.usage(None, 1.0) == Usage("x", None, None, 1.0, None)
    both = priced.usage(counted, 1.0).plus(priced.usage(None, 1.0))
    assert both == Usage("x", None, None, 2.0, None)


def test_without_a_chat_model_langchain_is_never_imported(settings: Settings) -> None:
    code = (
        "import sys; from smeadvisor import open_advisor; "
        "assert open_advisor().ask('Why do large firms innovate more?').claims; "
        "print([name for name in sys.modules if name.startswith('langchain')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": "/usr/bin:/bin",
            "SMEADVISOR_CORPUS_FOLDER": str(settings.corpus_folder),
            "SMEADVISOR_INDEX_FOLDER": str(settings.index_folder),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("status", "reason", "is_worth_retrying"),
    [
        (401, "did not accept the key", False),
        (404, "is not known to its service", False),
        (429, "is asked too often just now", True),
        (502, "has a fault at its service", True),
        (418, "failed for a reason that it does not give", False),
        (None, "failed for a reason that it does not give", False),
    ],
)
def test_an_error_of_an_unknown_kind_is_told_by_its_status(
    status: int | None, reason: str, is_worth_retrying: bool
) -> None:
    class VendorsOwn(Exception):
        status_code = status

    failure = failure_of(VendorsOwn(f"with {SECRET}"))
    assert failure.reason == reason and SECRET not in str(failure)
    assert failure.is_worth_retrying is is_worth_retrying
