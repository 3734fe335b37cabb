"""README and the code say the same."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from pydantic import BaseModel

import smeadvisor
from smeadvisor.ingestion.readers import READERS
from smeadvisor.serving.cli import app
from smeadvisor.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `([^`]+)` \| (.+) \|$", README, re.MULTILINE)
    described = {name: (default, meaning) for name, default, meaning in rows}
    assert described == dict(_settings(Settings))
    assert len(Settings.model_fields) <= 15


def _settings(section: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    for name, field in section.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from _settings(type(field.default), f"{prefix}{name}.")
        else:
            yield prefix + name, (str(field.default) or '""', field.description or "")


def test_every_command_in_the_readme_exists_and_every_command_is_in_it() -> None:
    group = typer.main.get_command(app)
    commands = set(group.commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:`|bin/|=0 )smeadvisor (\w+)", README))
    assert named <= commands
    assert commands <= named


def test_every_option_in_the_readme_exists() -> None:
    group = typer.main.get_command(app)
    for command, option in re.findall(r"smeadvisor (\w+) .*?(--[\w-]+)", README):
        options = {name for one in group.commands[command].params for name in one.opts}  # type: ignore[attr-defined]
        assert option in options, f"{command} has no {option}"


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"\bmake (run|test|check|bench|index|\w+)`", README)) <= targets


def test_the_map_names_every_module_once_and_nothing_else() -> None:
    block = README.split("## The map")[1].split("```")[1]
    tree = block.split("src/smeadvisor/\n")[1].split("\ntests/")[0]
    named: list[str] = []
    folder = ""
    for line in tree.splitlines():
        match = re.match(r"^(  +)(\S+/$|\S+(?=\s{2,}\S))", line)
        assert match, f"a line of the map without a comment: {line!r}"
        indent, name = len(match[1]), match[2]
        if name.endswith("/"):
            folder = name if indent == 2 else folder.split("/")[0] + "/" + name
        else:
            named.append((folder if indent > 2 else "") + name)
    modules = {
        path.relative_to(ROOT / "src" / "smeadvisor").as_posix()
        for path in (ROOT / "src" / "smeadvisor").rglob("*.py")
        if path.name != "__init__.py" or _says_something(path)
    }
    assert sorted(named) == sorted(modules)


def _says_something(path: Path) -> bool:
    """Whether an __init__.py holds more than its docstring."""
    return len(ast.parse(path.read_text(encoding="utf-8")).body) > 1


def test_the_formats_in_the_readme_are_those_that_can_be_read() -> None:
    section = README.split("## Your own documents")[1].split("\n## ")[0]
    assert set(re.findall(r"`(\.(?!toml)\w+)`", section)) == set(READERS)


def test_the_python_example_runs(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    code = README.split("## Six lines of Python")[1].split("```python\n")[1].split("```")[0]
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(settings.index_folder))
    monkeypatch.setenv("SMEADVISOR_CORPUS_FOLDER", str(settings.corpus_folder))
    names: dict[str, object] = {}
    exec(code, names)
    assert "50%" in str(names["answer"].text)  # type: ignore[attr-defined]
    assert names["follow"].outcome.is_answer  # type: ignore[attr-defined]


def test_the_public_names_are_few_and_real() -> None:
    assert len(smeadvisor.__all__) <= 12
    for name in smeadvisor.__all__:
        assert getattr(smeadvisor, name).__module__.startswith("smeadvisor")


def test_links_and_pictures_in_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_no_document_of_ours_names_a_place_on_somebodys_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "Makefile"]:
        assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp)/", path.read_text()), path
