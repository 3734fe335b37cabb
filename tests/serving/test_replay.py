"""A conversation saved as JSON can be asked again, and what differs then is said."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import build_index, open_advisor
from smeadvisor.assembly.keeping import SHAPING, circumstances
from smeadvisor.domain.answers import Answer, Outcome
from smeadvisor.errors import BundleError
from smeadvisor.serving.cli import app
from smeadvisor.serving.export import Conversation, read_bundle, replay, to_bundle
from smeadvisor.settings import ChatSettings, Settings

QUESTIONS = (
    "Which Singapore scheme helps to pay for outside experts?",
    "And how much does it pay?",
    "Hello!",
    "Who won the world cup in football?",
    "x" * 3_000,
)
# Settings that say where things are, who may come and what it may cost, not what is answered.
NOT_SHAPING = {
    "corpus_folder",
    "index_folder",
    "host",
    "port",
    "web",
    "reading",
    "rebuild_on_mismatch",
    "chat.base_url",
    "chat.key_file",
    "chat.seconds",
    "chat.input_price",
    "chat.output_price",
}
BY_NAME = {"embedding_model", "reranker", "chat.model", "chat.entailment"}


@pytest.fixture(scope="module")
def conversation(advisor: Advisor) -> Conversation:
    answers: list[Answer] = []
    for question in QUESTIONS:
        answers.append(advisor.ask(question, answers))
    return Conversation(tuple(answers), "A “title”", datetime(2026, 11, 25, 9, 30, tzinfo=UTC))


@pytest.fixture
def saved(conversation: Conversation, settings: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "conversation.json"
    file.write_bytes(to_bundle(conversation, circumstances(settings)))
    return file


@pytest.fixture
def runner(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("SMEADVISOR_CORPUS_FOLDER", str(settings.corpus_folder))
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(settings.index_folder))
    return CliRunner()


def test_a_bundle_is_the_same_each_time_and_says_under_what_was_answered(
    conversation: Conversation, settings: Settings
) -> None:
    now = circumstances(settings)
    content = to_bundle(conversation, now)
    assert content == to_bundle(conversation, circumstances(settings))
    plain = json.loads(content)
    assert plain["answers"] == [one.to_dict() for one in conversation.answers]
    assert plain["questions"][:2] == list(QUESTIONS[:2])
    assert plain["circumstances"]["settings"]["answer_words"] == settings.answer_words
    assert plain["circumstances"]["versions"]["smeadvisor"]


def test_a_bundle_names_no_folder_and_no_address(
    conversation: Conversation, settings: Settings
) -> None:
    content = to_bundle(conversation, circumstances(settings)).decode()
    for secret in (settings.index_folder, settings.corpus_folder, Path.home(), settings.host):
        assert str(secret) not in content


def test_every_setting_is_recorded_or_known_not_to_shape_answers() -> None:
    names = {name for name in Settings.model_fields if name != "chat"}
    names |= {f"chat.{name}" for name in ChatSettings.model_fields}
    assert names - NOT_SHAPING - BY_NAME == set(SHAPING)


def test_a_bundle_can_hold_half_a_surrogate_pair(settings: Settings, tmp_path: Path) -> None:
    answer = Answer("a \ud83d b", "", Outcome.UNCLEAR_QUESTION)
    file = tmp_path / "odd.json"
    file.write_bytes(to_bundle(Conversation((answer,)), circumstances(settings)))
    assert read_bundle(file).questions == (answer.question,)


def test_replay_reproduces_the_bundle_byte_for_byte(
    runner: CliRunner, saved: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.json"
    result = runner.invoke(app, ["replay", str(saved), "--output", str(again)])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Asked again: all 5 answers are as in")
    assert again.read_bytes() == saved.read_bytes()


def test_replay_says_which_answer_differs_and_how(
    runner: CliRunner, saved: Path, tmp_path: Path
) -> None:
    plain = json.loads(saved.read_bytes())
    answer = plain["answers"][0]
    answer["text"] = answer["text"].replace("50%", "70%")
    answer["outcome"] = "no answer"
    answer["citations"][0]["start"] += 1
    answer["considered"][0]["score"] = 9.5
    del answer["note"]
    saved.write_text(json.dumps(plain))
    result = runner.invoke(app, ["replay", str(saved), "--output", str(tmp_path / "again.json")])
    assert result.exit_code == 2
    lines = [line.strip() for line in result.stdout.splitlines()]
    first = lines.index(f"Answer 1, “{QUESTIONS[0]}”: differs")
    second = lines.index(f"Answer 2, “{QUESTIONS[1]}”: the same")
    said = lines[first:second]
    assert "outcome: was no answer, is answered" in said
    assert "note: was not recorded, is none" in said
    assert any(line.startswith("- ") and "70%" in line for line in said)
    assert any(line.startswith("+ ") and "50%" in line for line in said)
    assert any(line.startswith("- ") and "score 9.5" in line for line in said)
    assert "differs from" in result.stderr
    assert json.loads((tmp_path / "again.json").read_bytes())["answers"][0]["outcome"] == "answered"


def test_replay_says_that_settings_versions_and_index_changed(
    saved: Path, settings: Settings, advisor: Advisor
) -> None:
    plain = json.loads(saved.read_bytes())
    plain["circumstances"]["settings"]["answer_words"] = 77
    plain["circumstances"]["versions"]["smeadvisor"] = "0.0.1"
    plain["circumstances"]["index"] = "f" * 64
    saved.write_text(json.dumps(plain))
    lines = replay(read_bundle(saved), advisor, circumstances(settings)).differences
    assert f"setting answer_words: was 77, is {settings.answer_words}" in lines
    assert any(line.startswith("version of smeadvisor: was 0.0.1, is ") for line in lines)
    assert any(line.startswith("the index (documents") and "ffff" in line for line in lines)
    assert [line for line in lines if line.startswith("Answer")] == [
        line for line in lines if line.endswith(": the same")
    ]


def test_replay_over_other_documents_differs_in_index_and_answers(
    saved: Path, small_corpus: Path, tmp_path: Path
) -> None:
    other = Settings(corpus_folder=small_corpus, index_folder=tmp_path / "index")
    build_index(other)
    lines = replay(read_bundle(saved), open_advisor(other), circumstances(other)).differences
    assert any(line.startswith("the index ") for line in lines)
    assert f"Answer 1, “{QUESTIONS[0]}”: differs" in lines


def test_a_file_that_was_only_written_anew_is_told_from_other_answers(
    saved: Path, settings: Settings, advisor: Advisor
) -> None:
    saved.write_text(json.dumps(json.loads(saved.read_bytes())))
    *answers, last = replay(read_bundle(saved), advisor, circumstances(settings)).differences
    assert all(line.endswith(": the same") for line in answers)
    assert last.startswith("The file says the same in other bytes")


def test_where_a_chat_model_wrote_it_is_said_that_a_replay_is_not_exact(
    saved: Path, settings: Settings, advisor: Advisor
) -> None:
    plain = json.loads(saved.read_bytes())
    plain["circumstances"]["chat_model"] = "openai:some"
    saved.write_text(json.dumps(plain))
    lines = replay(read_bundle(saved), advisor, circumstances(settings)).differences
    assert "the chat model: was openai:some, is none" in lines
    assert any(line.startswith("A chat model wrote answers") for line in lines)


def _without(name: str) -> Any:
    def damage(plain: dict[str, Any]) -> object:
        del plain[name]
        return plain

    return damage


def _with(name: str, value: object) -> Any:
    return lambda plain: plain | {name: value}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_without("questions"), "is damaged: a part is missing"),
        (_without("circumstances"), "is damaged: a part is missing"),
        (_with("questions", ["one"]), "is damaged: a part is missing"),
        (_with("questions", "text"), "is damaged: a part is missing"),
        (_with("answers", [1] * 5), "is damaged: a part is missing"),
        (_with("title", 3), "is damaged: a part is missing"),
        (_with("started", "soon"), "is damaged: a part is missing"),
        (_with("format", "recipes"), "is no saved conversation"),
        (lambda _: [1, 2], "is no saved conversation"),
        (_with("format_version", 2), "newer smeadvisor (format 2; I read up to 1). Update"),
        (_with("format_version", "1"), "its format version is '1'"),
    ],
)
def test_another_or_damaged_file_is_said_in_a_sentence(
    runner: CliRunner, saved: Path, damage: Any, said: str
) -> None:
    saved.write_text(json.dumps(damage(json.loads(saved.read_bytes()))))
    result = runner.invoke(app, ["replay", str(saved)])
    assert isinstance(result.exception, BundleError)
    assert said in str(result.exception) and str(saved) in str(result.exception)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{", b"[" * 100_000])
def test_what_is_no_json_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    with pytest.raises(BundleError, match="damaged or no JSON"):
        read_bundle(file)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be read"):
        read_bundle(tmp_path / "none.json")
