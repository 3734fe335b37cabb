"""Feedback is kept whole and masked, survives what happens to files, and becomes true questions."""

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import read_documents
from smeadvisor.assembly.keeping import Circumstances, circumstances, feedback_path
from smeadvisor.domain.answers import Answer, Outcome
from smeadvisor.domain.documents import Document
from smeadvisor.errors import FeedbackError
from smeadvisor.evaluation.dataset import read_questions
from smeadvisor.evaluation.judgements import judge
from smeadvisor.serving.cli import app
from smeadvisor.serving.feedback import (
    LONGEST_COMMENT,
    Feedback,
    FeedbackStore,
    Rating,
    Reason,
    feedback_on,
)
from smeadvisor.serving.feedback_questions import Drawn, questions_from
from smeadvisor.settings import Settings

NOW = Circumstances("index-1", "", "model", "", "", "", {}, {"smeadvisor": "0"})
REFUSED = Answer("Who won?", "Who won?", Outcome.OUT_OF_SCOPE, note="Ask something else.")


def _entry(
    rating: Rating = Rating.DOWN, reason: Reason | None = None, comment: str = ""
) -> Feedback:
    return feedback_on(REFUSED, [], rating, NOW, reason, comment)


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "feedback" / "feedback.sqlite3", seconds=0.2)


def test_what_is_kept_comes_back_whole_and_in_order(store: FeedbackStore) -> None:
    given = [
        feedback_on(REFUSED, [REFUSED], Rating.UP, NOW),
        feedback_on(REFUSED, [], Rating.DOWN, NOW, Reason.WRONG, "  no \n"),
    ]
    for one in given:
        store.add(one)
    assert store.entries() == [replace(one, number=n) for n, one in enumerate(given, 1)]
    first, second = store.entries()
    assert first.earlier_questions == ("Who won?",) and first.answer == REFUSED.to_dict()
    assert second.comment == "no" and second.reason is Reason.WRONG


def test_where_nobody_said_anything_there_is_nothing_and_no_file(store: FeedbackStore) -> None:
    assert store.entries() == []
    assert not store.path.exists()


def test_personal_data_is_masked_before_it_is_written_but_not_what_documents_say(
    store: FeedbackStore, advisor: Advisor
) -> None:
    answer = advisor.ask("What is a value chain?")
    mail = "jane.doe@example.com"
    asked = replace(answer, question=f"I am {mail}. Value chain?", note=f"Hello {mail}")
    store.add(feedback_on(asked, [asked], Rating.UP, NOW, comment=f"write to {mail}"))
    (kept,) = store.entries()
    assert "[e-mail]" in kept.question and "[e-mail]" in kept.comment
    assert kept.answer["citations"] == answer.to_dict()["citations"]
    everything = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    assert mail.encode() not in everything


@hypothesis.settings(deadline=None, max_examples=50)
@given(comment=st.text(st.characters(), max_size=200))
def test_any_comment_can_be_kept(tmp_path_factory: pytest.TempPathFactory, comment: str) -> None:
    store = FeedbackStore(tmp_path_factory.mktemp("any") / "feedback.sqlite3")
    store.add(_entry(comment=comment))
    assert len(store.entries()) == 1


def test_a_comment_that_is_too_long_is_said_not_cut() -> None:
    assert _entry(comment="x" * LONGEST_COMMENT).comment
    with pytest.raises(FeedbackError, match="2,001 characters; shorten it to 2,000"):
        _entry(comment="x" * (LONGEST_COMMENT + 1))


def test_threads_lose_nothing(store: FeedbackStore) -> None:
    patient = FeedbackStore(store.path, seconds=30)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: patient.add(_entry(comment=str(n))), range(40)))
    assert {one.comment for one in store.entries()} == {str(n) for n in range(40)}


_PROCESS = """
import sys
from pathlib import Path
from smeadvisor.domain.answers import Answer, Outcome
from smeadvisor.serving.feedback import Feedback, FeedbackStore, Rating
store = FeedbackStore(Path(sys.argv[1]), seconds=60)
for number in range(10):
    store.add(Feedback(Rating.UP, f"{sys.argv[2]}-{number}", {}, "", {}, "2026-01-01"))
"""


def test_processes_that_begin_the_file_together_lose_nothing(store: FeedbackStore) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", _PROCESS, str(store.path), str(name)])
        for name in range(3)
    ]
    assert [one.wait(timeout=100) for one in running] == [0, 0, 0]
    assert len({one.question for one in store.entries()}) == 30


def test_a_locked_file_is_said_and_nothing_is_lost(store: FeedbackStore) -> None:
    store.add(_entry())
    other = sqlite3.connect(store.path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FeedbackError, match=r"Another process holds .+ Try again"):
        store.add(_entry())
    other.close()
    store.add(_entry())
    assert len(store.entries()) == 2


@pytest.mark.parametrize("damage", ["not a database", "cut short", "one entry"])
def test_a_damaged_file_is_said_and_left_as_it_is(store: FeedbackStore, damage: str) -> None:
    for _ in range(50):
        store.add(_entry())
    if damage == "not a database":
        store.path.write_bytes(b"something else " * 1_000)
    elif damage == "cut short":
        store.path.write_bytes(store.path.read_bytes()[:8_192])
    else:
        with sqlite3.connect(store.path) as connection:
            connection.execute("UPDATE feedback SET answer = '{' WHERE number = 7")
    before = store.path.read_bytes()
    with pytest.raises(FeedbackError, match=r"is damaged .+ Move the file away, without deleting"):
        store.entries()
    assert store.path.read_bytes() == before


def test_a_file_of_a_newer_version_or_of_something_else_is_not_touched(
    store: FeedbackStore,
) -> None:
    store.path.parent.mkdir()
    with sqlite3.connect(store.path) as connection:
        connection.execute("CREATE TABLE cakes (name TEXT)")
    with pytest.raises(FeedbackError, match="a database of something else"):
        store.add(_entry())
    with sqlite3.connect(store.path) as connection:
        assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == [
            "cakes"
        ]
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(FeedbackError, match=r"newer smeadvisor.+Update"):
        store.entries()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FeedbackError, match="Check the folder's permissions"):
        FeedbackStore(tmp_path / "file" / "feedback.sqlite3").add(_entry())


_NO_ROOM = """
import sys
from pathlib import Path
from smeadvisor.errors import FeedbackError
from smeadvisor.serving.feedback import Feedback, FeedbackStore, Rating
store = FeedbackStore(Path(sys.argv[1]))
try:
    for number in range(2000):
        store.add(Feedback(Rating.UP, f"{number}", {"text": "x" * 5000}, "", {}, "2026-01-01"))
        print(number, flush=True)
except FeedbackError as error:
    sys.exit(f"said: {error}")
"""


def test_where_there_is_no_more_room_it_is_said_and_what_was_kept_stays(
    store: FeedbackStore,
) -> None:
    def no_more_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    run = subprocess.run(
        [sys.executable, "-c", _NO_ROOM, str(store.path)],
        preexec_fn=no_more_room,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 1 and run.stderr.startswith("said: The "), run.stderr
    acknowledged = run.stdout.split()
    kept = [one.question for one in store.entries()]
    assert len(acknowledged) > 5 and kept[: len(acknowledged)] == acknowledged


# Feedback as questions.


@pytest.fixture(scope="module")
def documents(settings: Settings) -> list[Document]:
    return read_documents(settings)


ASKED = (
    "Which Singapore scheme helps to pay for outside experts?",
    "What is a value chain?",
    "What did Korea's 1976 vocational training law require?",
    "What share of firms in Asia are SMEs?",
    "Which programmes does Thailand have for exporters?",
)


def _drawn(
    entries: Sequence[Feedback], documents: Sequence[Document], store: FeedbackStore
) -> Drawn:
    for one in entries:
        store.add(one)
    return questions_from(store.entries(), documents)


def test_answers_that_helped_become_questions_that_they_answer(
    advisor: Advisor, documents: list[Document], store: FeedbackStore, tmp_path: Path
) -> None:
    answers = {one.standalone_question: one for one in map(advisor.ask, ASKED)}
    entries = [feedback_on(one, [], Rating.UP, NOW) for one in answers.values()]
    drawn = _drawn(entries, documents, store)
    file = tmp_path / "questions.jsonl"
    file.write_text(drawn.lines(), encoding="utf-8")
    questions = read_questions(file)
    gold = judge(questions, documents)
    answerable = [one for one in questions if one.answerable]
    assert len(answerable) >= 3
    for question in answerable:
        assert question.facts_found(answers[question.question].text) == 1
        assert all(gold[question.id])
        assert question.split == "development"


def test_a_followup_becomes_the_question_that_was_understood(
    advisor: Advisor, documents: list[Document], store: FeedbackStore
) -> None:
    first = advisor.ask(ASKED[0])
    then = advisor.ask("And how much does it pay?", [first])
    (question,) = _drawn([feedback_on(then, [first], Rating.UP, NOW)], documents, store).questions
    assert question.question == then.standalone_question != then.question
    assert question.facts[0].is_in(then.text)


def test_a_table_cell_that_stands_in_many_places_is_gold_by_its_labels(
    advisor: Advisor, documents: list[Document]
) -> None:
    text = documents[0].text
    cell = next(
        cell
        for block in documents[0].blocks
        if block.table and block.place.labels
        for row in block.table.rows
        for cell in row
        if cell.text and text.count(cell.text) > 1 and text[cell.start : cell.end] == cell.text
    )
    plain = {
        "outcome": "answered",
        "claims": [{"text": f"It is {cell.text}.", "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "quote": cell.text,
                "start": cell.start,
                "end": cell.end,
                "document_id": documents[0].id,
            }
        ],
    }
    (question,) = questions_from(
        [Feedback(Rating.UP, "How much?", plain, "", {}, "2026", number=1)], documents
    ).questions
    (gold,) = question.facts[0].gold
    assert (gold.row, gold.column, gold.cell) == (cell.row, cell.column, cell.text)
    assert judge([question], documents)["feedback-1"]


def test_what_should_have_been_refused_is_unanswerable_with_its_reason(
    advisor: Advisor, documents: list[Document], store: FeedbackStore
) -> None:
    entries = [
        feedback_on(
            advisor.ask(ASKED[0]), [], Rating.DOWN, NOW, Reason.SHOULD_HAVE_REFUSED, "is no\nscheme"
        ),
        _entry(Rating.UP),
    ]
    wrong, refused = _drawn(entries, documents, store).questions
    assert (wrong.answerable, wrong.reason) == (False, "is no scheme")
    assert (refused.answerable, refused.question) == (False, "Who won?")
    assert "outside what the documents" in refused.reason


def test_what_cannot_be_a_question_is_counted(
    advisor: Advisor, documents: list[Document], store: FeedbackStore
) -> None:
    answer = advisor.ask(ASKED[0])
    up = feedback_on(answer, [], Rating.UP, NOW)
    gone = json.loads(json.dumps(up.answer).replace("adb-2009", "gone-2009"))
    entries = [
        up,
        up,
        _entry(Rating.DOWN, Reason.HARD_TO_READ),
        feedback_on(Answer("hi", "", Outcome.SMALL_TALK), [], Rating.UP, NOW),
        replace(up, answer={**gone, "standalone_question": "Another?"}),
    ]
    drawn = _drawn(entries, documents, store)
    assert len(drawn.questions) == 1
    assert drawn.left_out == {
        "the question is there already": 1,
        "the rating does not say what the right answer is": 2,
        "no quote stands in the documents as gold must": 1,
    }


def test_readers_who_contradict_one_another_make_no_question(
    advisor: Advisor, documents: list[Document], store: FeedbackStore
) -> None:
    up = feedback_on(advisor.ask(ASKED[0]), [], Rating.UP, NOW)
    down = replace(up, rating=Rating.DOWN, reason=Reason.SHOULD_HAVE_REFUSED)
    drawn = _drawn([up, down], documents, store)
    assert drawn.questions == () and drawn.left_out == {"readers contradict one another": 2}


# The command.


@pytest.fixture
def line(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[CliRunner, FeedbackStore]:
    """The command line with an index folder of its own name, and the store that it looks into."""
    elsewhere = settings.model_copy(update={"index_folder": tmp_path / "index"})
    monkeypatch.setenv("SMEADVISOR_CORPUS_FOLDER", str(settings.corpus_folder))
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(elsewhere.index_folder))
    return CliRunner(), FeedbackStore(feedback_path(elsewhere))


def test_the_store_outlives_the_index_folder(settings: Settings) -> None:
    assert settings.index_folder not in feedback_path(settings).parents
    assert feedback_path(settings).is_relative_to(settings.index_folder.parent)


def test_export_prints_all_entries_as_json_lines(
    line: tuple[CliRunner, FeedbackStore], settings: Settings, advisor: Advisor
) -> None:
    runner, store = line
    result = runner.invoke(app, ["feedback", "export"])
    assert result.exit_code == 0 and "There is no feedback" in result.stderr
    now = circumstances(settings)
    store.add(feedback_on(advisor.ask(ASKED[0]), [], Rating.UP, now, comment="très bien"))
    result = runner.invoke(app, ["feedback", "export"])
    (entry,) = map(json.loads, result.stdout.splitlines())
    assert entry["comment"] == "très bien" and entry["index"] == now.index
    assert entry["versions"]["smeadvisor"] and entry["answer"]["citations"]


def test_export_as_questions_writes_a_file_that_can_be_asked(
    line: tuple[CliRunner, FeedbackStore],
    documents: list[Document],
    advisor: Advisor,
    tmp_path: Path,
) -> None:
    runner, store = line
    output = tmp_path / "questions.jsonl"
    command = ["feedback", "export", "--as", "questions", "--output", str(output)]
    store.add(_entry(Rating.DOWN, Reason.WRONG))
    result = runner.invoke(app, command)
    assert isinstance(result.exception, FeedbackError) and not output.exists()
    assert "No feedback makes a question" in str(result.exception)
    store.add(feedback_on(advisor.ask(ASKED[0]), [], Rating.UP, NOW))
    result = runner.invoke(app, command)
    assert result.exit_code == 0 and "1 of 2 entries" in result.stdout
    assert "left out: 1 of 2, the rating does not say" in result.stderr
    assert judge(read_questions(output), documents)


def test_export_into_a_folder_that_is_not_there_says_so(
    line: tuple[CliRunner, FeedbackStore], tmp_path: Path
) -> None:
    runner, store = line
    store.add(_entry())
    missing = tmp_path / "no" / "feedback.jsonl"
    result = runner.invoke(app, ["feedback", "export", "--output", str(missing)])
    assert isinstance(result.exception, FeedbackError) and "--output FILE" in str(result.exception)
