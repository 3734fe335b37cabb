"""Writes what a run comes to: summary.json, report.md and report.html, in the run's own folder.

The Markdown report and the text for the terminal hold aggregated numbers only where the run holds
test questions, so that nobody reads them by accident while tuning; the page holds every question.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter

from smeadvisor.errors import RunError
from smeadvisor.evaluation import plots
from smeadvisor.evaluation.comparison import Comparison, compare
from smeadvisor.evaluation.question_view import view
from smeadvisor.evaluation.runs import Run
from smeadvisor.evaluation.scoring import ANSWERS, RETRIEVAL
from smeadvisor.evaluation.statistics import Interval
from smeadvisor.evaluation.summary import HEADLINE, Summary, summarise, times

_TEMPLATES = Path(__file__).parent / "templates"
# What the tables by kind and by style have room for.
_BY_GROUP = (
    "facts@1",
    "facts@5",
    "facts in 350 words",
    "evidence@5",
    "MRR@10",
    "right",
    "right of answered",
    "citation recall",
)
_MARKDOWN_SPECIALS = re.compile(r"[\\`*_\[\]|!#]")


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: the numbers, `text` for a terminal, and where the page is."""

    summary: Summary
    comparison: Comparison | None
    text: str
    page: Path


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """A headline measure with its earlier mean and its rise since, where there is an earlier run."""

    name: str
    meaning: str
    value: Interval
    before: float | None = None
    rise: Interval | None = None


def write(run: Run, earlier: Run | None) -> Report:
    """Score a run, compare it with an earlier one, and write both reports and the summary.

    Raises:
        RunError: the folder cannot be written, or the runs share no question.
    """
    summary = summarise(run.scored)
    comparison = compare(earlier.scored, run.scored, earlier.folder.name) if earlier else None
    shown = _shown(run, summary, comparison)
    page = run.folder / "report.html"
    environment = _environment()
    try:
        plain = TypeAdapter(Summary).dump_json(summary, indent=2)
        (run.folder / "summary.json").write_bytes(plain + b"\n")
        markdown = environment.get_template("report.md").render(shown)
        (run.folder / "report.md").write_text(markdown, encoding="utf-8")
        html = environment.get_template("report.html").render(shown | _page_parts(run, summary))
        page.write_text(html, encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"The report cannot be written into '{run.folder}' ({error.strerror}). "
            f"Make room there, then: smeadvisor eval --score {run.folder}"
        ) from error
    text = environment.get_template("headline.md").render(shown)
    return Report(summary, comparison, Markup(text).unescape(), page)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    environment.filters["ms"] = _milliseconds
    return environment


def _shown(run: Run, summary: Summary, comparison: Comparison | None) -> dict[str, object]:
    groups = (summary.answerable, *summary.by_kind, *summary.by_style)
    present = {name for group in groups for name in group.measures}
    return {
        "config": run.config,
        "summary": summary,
        "comparison": comparison,
        "headline": _headline(summary, comparison),
        "meanings": RETRIEVAL | ANSWERS,
        "columns": [name for name in _BY_GROUP if name in present],
        "names_questions": run.config.split == "development",
    }


def _headline(summary: Summary, comparison: Comparison | None) -> list[HeadlineRow]:
    differences = comparison.differences if comparison else {}
    rows = []
    for name, value in summary.headline.items():
        row = HeadlineRow(name, HEADLINE[name], value)
        if name in differences:
            one = differences[name]
            row = HeadlineRow(name, HEADLINE[name], value, one.before, one.rise)
        rows.append(row)
    return rows


def _page_parts(run: Run, summary: Summary) -> dict[str, object]:
    """What only the page has: style, script with its hash for the policy, plots, every question."""
    script = (_TEMPLATES / "filter.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "style": Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8")),
        "script": Markup(script),
        "script_hash": f"sha256-{digest}",
        "plots": {name: Markup(svg) for name, svg in _plots(run, summary).items()},
        "questions": [view(one, run.judged.gold[one.question.id]) for one in run.scored],
    }


def _plots(run: Run, summary: Summary) -> dict[str, str]:
    drawn = {}
    kinds = {
        one.name: one.measures["facts@5"] for one in summary.by_kind if "facts@5" in one.measures
    }
    if kinds:
        drawn["kinds"] = plots.bars(kinds, "facts@5")
    if summary.abstention.curve:
        drawn["risk"] = plots.risk_by_coverage(summary.abstention)
    taken = times(run.scored)
    if taken:
        drawn["latency"] = plots.distribution(taken)
    return drawn


def _cell(text: object) -> str:
    """Any text as what stands in one cell of a Markdown table; markup is escaped by the template."""
    return _MARKDOWN_SPECIALS.sub(r"\\\g<0>", " ".join(str(text).split()))


def _milliseconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
