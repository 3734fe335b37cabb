"""The newest run that was scored, read from what it left behind; nothing is asked or scored again."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from smeadvisor.evaluation.runs import Config
from smeadvisor.evaluation.summary import Summary

RUNS = Path("evals/runs")
_CONFIG, _SUMMARY = "config.json", "summary.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """Under what a run was made, and what it came to; `name` is that of its folder."""

    name: str
    config: Config
    summary: Summary


def newest_measured(root: Path = RUNS) -> Measured | None:
    """The newest run under a folder that asked for answers and was scored; None where there is none.

    A run that was stopped, of another version, or of retrieval alone is passed over.
    """
    found: list[tuple[str, str]] = []
    measured: dict[str, Measured] = {}
    for path in root.glob(f"*/{_SUMMARY}"):
        with suppress(OSError, ValueError):
            config = TypeAdapter(Config).validate_json((path.parent / _CONFIG).read_bytes())
            summary = TypeAdapter(Summary).validate_json(path.read_bytes())
            measured[path.parent.name] = Measured(path.parent.name, config, summary)
            found.append((config.started, path.parent.name))
    return measured[max(found)[1]] if found else None
