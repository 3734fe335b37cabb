"""How long an answer takes, cold and warm, on this machine."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from smeadvisor.advisor import Advisor
from smeadvisor.evaluation.dataset import Question

_COMMAND = [sys.executable, "-c", "from smeadvisor.serving.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of each repetition; `warm` are those of every single question, a list a repetition."""

    help: list[float]
    cold_ask: list[float]
    open: list[float]
    warm: list[list[float]]

    def table(self) -> str:
        """A Markdown table with the median of the repetitions, and their range."""
        warm = [(np.percentile(run, 50) * 1000, np.percentile(run, 95) * 1000) for run in self.warm]
        rows: list[tuple[str, list[float], int]] = [
            ("`smeadvisor --help`, s", self.help, 2),
            ("cold `smeadvisor ask`, start to printed answer, s", self.cold_ask, 2),
            ("`open_advisor`, model loaded by a first question, s", self.open, 2),
            ("warm `advisor.ask`, p50, ms", [p50 for p50, _ in warm], 0),
            ("warm `advisor.ask`, p95, ms", [p95 for _, p95 in warm], 0),
        ]
        lines = [f"| {machine()} | median | lowest–highest |", "|---|---|---|"]
        for name, values, digits in rows:
            spread = f"{min(values):.{digits}f}–{max(values):.{digits}f}"
            lines.append(f"| {name} | {statistics.median(values):.{digits}f} | {spread} |")
        return "\n".join(lines)


def measure(
    open_advisor: Callable[[], Advisor], questions: Sequence[Question], repeats: int
) -> Timings:
    """Time everything `repeats` times; each repetition has an advisor of its own, so nothing is cached.

    Raises:
        subprocess.CalledProcessError: the command line fails.
    """
    first = questions[0].question
    timings = Timings([], [], [], [])
    for _ in range(repeats):
        timings.help.append(_seconds(partial(_run, "--help")))
        timings.cold_ask.append(_seconds(partial(_run, "ask", first)))
        start = time.perf_counter()
        advisor = open_advisor()
        advisor.ask(first)
        timings.open.append(time.perf_counter() - start)
        rest = [question.question for question in questions[1:]]
        timings.warm.append([_seconds(partial(advisor.ask, question)) for question in rest])
    return timings


def machine() -> str:
    """The machine's size in a few words."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def _run(*arguments: str) -> None:
    subprocess.run([*_COMMAND, *arguments], check=True, capture_output=True)


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
