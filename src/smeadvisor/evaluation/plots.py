"""Plots as SVG that stands inside a page and takes the page's colours and font.

matplotlib draws in three colours that stand for CSS variables of the page: --ink, --quiet, --accent.
The same numbers give the same bytes. Nothing here reads or writes a file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from smeadvisor.evaluation.statistics import Interval
from smeadvisor.evaluation.summary import Abstention

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INK, _QUIET, _ACCENT = "#010101", "#020202", "#030303"
_VARIABLES = {_INK: "var(--ink)", _QUIET: "var(--quiet)", _ACCENT: "var(--accent)"}
_WIDTH = 6.4
_NAME = 28
_STYLE: dict[Any, Any] = {  # matplotlib types each of its hundreds of names
    "svg.fonttype": "none",
    "svg.hashsalt": "smeadvisor",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "axes.edgecolor": _QUIET,
    "xtick.color": _QUIET,
    "ytick.color": _QUIET,
}
# A namespace is a name and not an address, but a page without any address is easier to trust.
_NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')
_SIZE = re.compile(r' (width|height)="[^"]*pt"')


def risk_by_coverage(abstention: Abstention) -> str:
    """The risk–coverage curve, with the point at which the run stood."""
    with _axes(3.4) as (figure, axes):
        axes.step(
            [0.0, *(point.coverage for point in abstention.curve)],
            [abstention.curve[0].risk, *(point.risk for point in abstention.curve)],
            where="pre",
            color=_ACCENT,
        )
        if abstention.coverage is not None and abstention.risk is not None:
            axes.plot([abstention.coverage], [abstention.risk], "o", color=_INK, label="this run")
            axes.legend(loc="upper left")
        axes.set(xlabel="coverage: share of the questions answered", ylabel="risk: share wrong")
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
        return _svg(figure, "Risk against coverage")


def bars(values: Mapping[str, Interval], label: str) -> str:
    """Horizontal bars of shares 0–1 with their intervals, in the order given."""
    with _axes(0.7 + 0.3 * len(values)) as (figure, axes):
        means = [one.value for one in values.values()]
        # A mean outside its own interval by rounding would be a negative length.
        below = [max(0.0, one.value - one.low) for one in values.values()]
        above = [max(0.0, one.high - one.value) for one in values.values()]
        names = [f"{_shortened(name)} ({one.count})" for name, one in values.items()]
        places = range(len(values))
        axes.barh(places, means, height=0.6, color=_ACCENT, alpha=0.55)
        axes.errorbar(means, places, xerr=[below, above], fmt="none", ecolor=_INK, elinewidth=1)
        # A kind may hold dollar signs, which are no mathematics.
        axes.set_yticks(places, names, parse_math=False)
        axes.invert_yaxis()
        axes.set(xlim=(0, 1.02), xlabel=label)
        return _svg(figure, f"Bars of {label}")


def distribution(milliseconds: Mapping[str, Sequence[float]]) -> str:
    """For each kind of time, the share of the questions that took at most so long."""
    from matplotlib.ticker import LogLocator

    with _axes(3.2) as (figure, axes):
        styles = zip(milliseconds.items(), ("-", "--", ":"), strict=False)
        for (name, values), style in styles:
            axes.ecdf(values, label=name, linestyle=style, color=_ACCENT)
        axes.set_xscale("log", subs=())
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.set(xlabel="milliseconds", ylabel="share of the questions", ylim=(0, 1.02))
        axes.legend(loc="lower right")
        return _svg(figure, "Distribution of times")


def _shortened(name: str) -> str:
    """A name that leaves room for its bar."""
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


@contextmanager
def _axes(height: float) -> Iterator[tuple["Figure", "Axes"]]:
    """A figure of the page's width and a height in inches; matplotlib is loaded here, at first use."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        yield figure, figure.add_subplot()


def _svg(figure: "Figure", label: str) -> str:
    stream = StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(stream, format="svg", transparent=True, metadata=nothing)
    text = stream.getvalue()
    text = _NAMESPACES.sub("", text[text.index("<svg") :])
    opening, rest = text.split(">", 1)
    text = f'{_SIZE.sub("", opening)} role="img" aria-label="{escape(label)}">{rest}'
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    return _without_idle_ids(text, label)


def _without_idle_ids(text: str, label: str) -> str:
    """Only ids that something refers to, under the plot's own name: a page holds several plots."""
    prefix = re.sub(r"\W+", "-", label.lower())
    used = set(re.findall(r"#([\w.-]+)", text))

    def kept(match: re.Match[str]) -> str:
        return f' id="{prefix}-{match[1]}"' if match[1] in used else ""

    text = re.sub(r' id="([^"]*)"', kept, text)
    return re.sub(r"(href=\"|url\()#", rf"\1#{prefix}-", text)
