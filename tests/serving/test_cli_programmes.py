import json

import pytest
from typer.testing import CliRunner

from smeadvisor.serving.cli import app
from smeadvisor.settings import Settings


@pytest.fixture
def runner(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("SMEADVISOR_CORPUS_FOLDER", str(settings.corpus_folder))
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(settings.index_folder))
    return CliRunner()


def test_programmes_are_printed_with_what_is_stated(runner: CliRunner) -> None:
    result = runner.invoke(app, ["programmes", "--country", "Singapore", "--text", "experts"])
    assert result.exit_code == 0
    first, *lines = result.stdout.splitlines()
    assert first == "Local Enterprise Technical Assistance Scheme"
    fields = dict(line.strip().split(":", 1) for line in lines)
    assert fields["country"].strip() == "Singapore"
    assert fields["amounts"].strip() == "up to 50%"
    assert fields["agency"].strip() == "not stated"
    assert "Table 7.5" in fields["place"]


def test_programmes_as_json(runner: CliRunner) -> None:
    result = runner.invoke(app, ["programmes", "--country", "korea", "--kind", "worker", "--json"])
    (found,) = json.loads(result.stdout)
    assert found["name"]["text"] == "SME Training Center"
    assert found["years"] == []
    assert found["agency"] is None


def test_where_none_matches_the_countries_are_named(runner: CliRunner) -> None:
    result = runner.invoke(app, ["programmes", "--country", "Vietnam"])
    assert result.exit_code == 0
    assert result.stdout.startswith("No programme matches. There are programmes for: Bangladesh,")
