"""Trains the embedding network on exercises: a question is to be nearest to what answers it in its report.

Every sentence of the reports and every row of the tables in a step is what a question is told from, so that
most of what does not answer is of the same subject (Karpukhin et al. 2020, "Dense Passage Retrieval", with
all of a document as hard negatives).
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import normalize

from smeadvisor.evaluation.reading.batches import Tokens, ahead, by_length, padded
from smeadvisor.evaluation.reading.descent import descend, device, layered, ready
from smeadvisor.evaluation.reading.exercises import Exercise, Kind, is_long
from smeadvisor.evaluation.reading.grouped import Report, grouped
from smeadvisor.evaluation.reading.vector_network import VectorNetwork

_RATE = 1.5e-4
# What the cosines are divided by before the softmax over what may answer.
_TEMPERATURE = 0.04
# How many short and long reports, sets of tables and tables by their columns are in a step, and how many
# questions on each.
_IN_A_STEP = {"short": 4, "long": 2, "rows": 6, "columns": 12}
_QUESTIONS = {"short": 30, "long": 60, "rows": 20, "columns": 8}
# How often sentences are read without their place.
_ALONE = 0.4
# How often passages are told as well; what they, captions and columns count for.
_WITH_PASSAGES, _PASSAGES, _CAPTIONS, _COLUMNS = 0.4, 0.4, 0.2, 0.15
_TOKENS = 256


@dataclass(frozen=True, slots=True)
class _Task:
    """Questions, each to be told from all texts from `first` on to before `last`, by those that are right."""

    questions: tuple[int, ...]
    first: int
    last: int
    right: tuple[frozenset[int], ...]
    worth: float


@dataclass(frozen=True, slots=True)
class _Step:
    """Batches of texts as tokens with their masks, the place of each text in them, and what is asked."""

    batches: tuple[tuple[Tensor, Tensor], ...]
    order: Tensor
    tasks: tuple[_Task, ...]


class VectorTrainer:
    """Trains `network` in place; `encode` makes tokens of texts, unpadded."""

    def __init__(
        self, network: VectorNetwork, encode: Callable[[list[str]], Sequence[Any]], seed: int = 0
    ) -> None:
        self._network = network
        self._tokens = Tokens(encode)
        self._random = random.Random(seed)
        torch.manual_seed(seed)

    def train(
        self, exercises: Sequence[Exercise], steps: int, progress: Callable[[int, float], None]
    ) -> None:
        """So many steps of some reports and tables; tells step and loss now and then."""
        network = self._network
        ready(network)
        decks = _Decks(grouped(exercises), self._random)
        made = ahead(lambda: self._step(decks.drawn()))
        descend(list(layered(network.bert, _RATE)), lambda: self._loss(next(made)), steps, progress)
        made.close()

    def _step(self, reports: Sequence[Report]) -> _Step:
        texts, tasks = _Texts(), []
        by_columns = [one for one in reports if one.kind is Kind.COLUMN]
        others = [one for one in reports if one.kind is not Kind.COLUMN]
        asked = {id(one): self._asked(one) for one in reports}
        sentences = _Telling([(one, self._texts(one), asked[id(one)]) for one in others])
        tasks.append(sentences.task(texts, 1.0))
        tables = [one for one in others if one.is_of_table]
        prose = [one for one in others if not one.is_of_table]
        if tables:
            tasks.append(_whole(tables, asked).task(texts, _CAPTIONS))
        if prose and self._random.random() < _WITH_PASSAGES:
            tasks.append(_whole(prose, asked).task(texts, _PASSAGES))
        for one in by_columns:
            own = _Telling([(one, one.alone(), asked[id(one)])])
            tasks.append(own.task(texts, _COLUMNS / len(by_columns)))
        ids = [self._cut(text) for text in texts.all]
        places = by_length([len(one) for one in ids])
        batches = (
            (
                padded([ids[place] for place in own], 0),
                padded([[1] * len(ids[place]) for place in own], 0),
            )
            for own in places
        )
        order = torch.tensor([place for own in places for place in own]).argsort()
        return _Step(tuple(batches), order, tuple(tasks))

    def _asked(self, report: Report) -> list[Exercise]:
        most = _QUESTIONS[_sort_of(report)]
        asked = list(report.exercises)
        return asked if len(asked) <= most else self._random.sample(asked, most)

    def _texts(self, report: Report) -> list[str]:
        is_alone = report.is_of_table or self._random.random() < _ALONE
        return report.alone() if is_alone else report.in_place()

    def _cut(self, text: str) -> list[int]:
        tokens = self._tokens
        return [tokens.first, *tokens.of(text)[: _TOKENS - 2], tokens.last]

    def _loss(self, step: _Step) -> Tensor:
        where = device()
        vectors = self._vectors(step, where)
        losses = []
        for task in step.tasks:
            asked = vectors[list(task.questions)]
            among = vectors[task.first : task.last]
            right = torch.zeros(len(asked), len(among), dtype=torch.bool)
            for row, own in zip(right, task.right, strict=True):
                row[sorted(own)] = True
            losses.append(task.worth * _contrasted(asked @ among.T, right.to(where)))
        return torch.stack(losses).sum()

    def _vectors(self, step: _Step, where: torch.device) -> Tensor:
        """Shape (texts of the step, 384), each of length 1."""
        found = []
        for ids, mask in step.batches:
            tokens = ids.to(where), mask.to(where)
            with torch.autocast(where.type, dtype=torch.bfloat16):
                read = self._network(*tokens, torch.zeros_like(tokens[0]))
            found.append(read[:, 0].float())
        return normalize(torch.cat(found), dim=-1)[step.order.to(where)]


class _Texts:
    """The texts of a step, each question once."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._questions: dict[str, int] = {}

    def question(self, text: str) -> int:
        """The place of a question."""
        if text not in self._questions:
            self._questions[text] = len(self.all)
            self.all.append(text)
        return self._questions[text]


class _Telling:
    """Reports with the texts that may answer, in the order of `Report.places`, and the questions on them."""

    def __init__(
        self,
        told: Sequence[tuple[Report, list[str], list[Exercise]]],
        is_right: Callable[[Exercise, tuple[int, int]], bool] | None = None,
        places: Callable[[Report], list[tuple[int, int]]] | None = None,
    ) -> None:
        self._told = told
        self._is_right = is_right or (lambda one, place: place in one.answer)
        self._places = places or (lambda report: report.places)

    def task(self, texts: _Texts, worth: float) -> _Task:
        """Add the texts, and say what is asked of them."""
        questions = [texts.question(one.question) for _, _, asked in self._told for one in asked]
        first = len(texts.all)
        right: list[frozenset[int]] = []
        for report, own, asked in self._told:
            before = len(texts.all) - first
            places = self._places(report)
            right += (
                frozenset(
                    before + number
                    for number, place in enumerate(places)
                    if self._is_right(one, place)
                )
                for one in asked
            )
            texts.all += own
        return _Task(tuple(questions), first, len(texts.all), tuple(right), worth)


def _whole(reports: Sequence[Report], asked: dict[int, list[Exercise]]) -> _Telling:
    """Passages, or captions, of which one is right that has what answers."""
    return _Telling(
        [(one, one.whole(), asked[id(one)]) for one in reports],
        lambda one, place: any(place[0] == passage for passage, _ in one.answer),
        lambda report: [(number, 0) for number in range(len(report.passages))],
    )


class _Decks:
    """Gives reports, each as often as the others of its sort."""

    def __init__(self, reports: Sequence[Report], chance: random.Random) -> None:
        self._sorts: dict[str, list[Report]] = {}
        for one in reports:
            self._sorts.setdefault(_sort_of(one), []).append(one)
        self._waiting: dict[str, list[Report]] = {sort: [] for sort in self._sorts}
        self._chance = chance

    def drawn(self) -> list[Report]:
        """The reports of one step."""
        return [one for sort in self._sorts for one in self._of(sort)]

    def _of(self, sort: str) -> Iterator[Report]:
        own, waiting = self._sorts[sort], self._waiting[sort]
        for _ in range(min(_IN_A_STEP[sort], len(own))):
            if not waiting:
                waiting += self._chance.sample(own, len(own))
            yield waiting.pop()


def _sort_of(report: Report) -> str:
    if report.kind is Kind.COLUMN:
        return "columns"
    if report.kind is Kind.ROW:
        return "rows"
    return "long" if is_long(report.passages) else "short"


def _contrasted(cosines: Tensor, right: Tensor) -> Tensor:
    """Minus the logarithm of what falls to what is right, of a softmax over all."""
    scores = cosines / _TEMPERATURE
    among_right = scores.masked_fill(~right, float("-inf"))
    return (scores.logsumexp(1) - among_right.logsumexp(1)).mean()
