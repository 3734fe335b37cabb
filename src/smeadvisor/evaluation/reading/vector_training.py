"""Trains the embedding network on exercises: a question is to be nearest to what answers it in its report.

Every sentence of the reports in a step is what a question is told from, so that most of what does not answer
is of the same subject (Karpukhin et al. 2020, "Dense Passage Retrieval", with all of a document as hard
negatives).
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import normalize

from smeadvisor.evaluation.reading.descent import descend, freeze_lowest
from smeadvisor.evaluation.reading.exercises import Exercise, Kind
from smeadvisor.evaluation.reading.grouped import Report, grouped
from smeadvisor.evaluation.reading.vector_network import VectorNetwork

_RATE, _WARMING, _LOWEST_RATE = 6e-5, 15, 0.03
_DROPOUT = 0.05
# The lowest layers, and the words' vectors, are left as they are: what is trained is to find, not English.
_FROZEN_LAYERS = 2
# What the cosines are divided by before the softmax over what may answer.
_TEMPERATURE = 0.04
# From how many sentences a report is long: one makes a step, of shorter ones two.
_LONG = 60
# How often a step is of short reports, of a long one, of tables.
_SHARES = (0.5, 0.27, 0.23)
_MOST_QUESTIONS = 80
# How often sentences are read without their place; how often passages are told too, and what that counts for.
_ALONE, _WITH_PASSAGES, _PASSAGES = 0.4, 0.35, 0.5
_COLUMN_GROUPS, _COLUMNS = 4, 0.3
# Read at once, in the order of their length.
_TEXTS = 48


class VectorTrainer:
    """Trains `network` in place; `encode` makes tokens of texts, unpadded."""

    def __init__(
        self, network: VectorNetwork, encode: Callable[[list[str]], Sequence[Any]], seed: int = 0
    ) -> None:
        self._network = network
        self._encode = encode
        self._random = random.Random(seed)
        torch.manual_seed(seed)

    def train(
        self, exercises: Sequence[Exercise], steps: int, progress: Callable[[int, float], None]
    ) -> None:
        """So many steps of one or two reports each; tells step and loss."""
        network = self._network.train()
        freeze_lowest(network.bert, _FROZEN_LAYERS)
        for part in network.modules():
            if isinstance(part, torch.nn.Dropout):
                part.p = _DROPOUT
        trained = [one for one in network.parameters() if one.requires_grad]
        decks = _Decks(grouped(exercises), self._random)
        descend(
            [(trained, _RATE)],
            lambda: self._loss(decks.drawn()),
            steps,
            _WARMING,
            _LOWEST_RATE,
            progress,
        )

    def _loss(self, reports: Sequence[Report]) -> Tensor:
        columns = [one for one in reports if one.kind is Kind.COLUMN]
        others = [one for one in reports if one.kind is not Kind.COLUMN]
        loss = self._told(others)
        if columns:
            apart = torch.stack([self._told([one]) for one in columns])
            loss = loss + _COLUMNS * apart.mean()
        return loss

    def _told(self, reports: Sequence[Report]) -> Tensor:
        """The loss of questions on these reports among all that stands in them."""
        asked = [(number, one) for number, own in enumerate(reports) for one in own.exercises]
        if len(asked) > _MOST_QUESTIONS:
            asked = self._random.sample(asked, _MOST_QUESTIONS)
        texts = [text for own in reports for text in self._texts(own)]
        places = [(number, place) for number, own in enumerate(reports) for place in own.places]
        with_passages = reports[0].kind is Kind.ROW or (
            not reports[0].is_of_table and self._random.random() < _WITH_PASSAGES
        )
        wholes = [text for own in reports for text in own.whole()] if with_passages else []
        vectors = self._vectors([*(one.question for _, one in asked), *texts, *wholes])
        questions, rest = vectors[: len(asked)], vectors[len(asked) :]
        sentences, passages = rest[: len(texts)], rest[len(texts) :]
        right = [
            [number == where and place in one.answer for where, place in places]
            for number, one in asked
        ]
        loss = _contrasted(questions @ sentences.T, right)
        if with_passages:
            numbered = [
                (number, passage)
                for number, own in enumerate(reports)
                for passage in range(len(own.passages))
            ]
            right = [
                [
                    number == where and any(passage == own for own, _ in one.answer)
                    for where, passage in numbered
                ]
                for number, one in asked
            ]
            loss = loss + _PASSAGES * _contrasted(questions @ passages.T, right)
        return loss

    def _texts(self, report: Report) -> list[str]:
        is_alone = report.is_of_table or self._random.random() < _ALONE
        return report.alone() if is_alone else report.in_place()

    def _vectors(self, texts: list[str]) -> Tensor:
        """Shape (len(texts), 384), each of length 1."""
        encodings = self._encode(texts)
        order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        found = []
        for start in range(0, len(order), _TEXTS):
            batch = [encodings[place] for place in order[start : start + _TEXTS]]
            length = max(len(one.ids) for one in batch)
            tokens = (
                torch.tensor([list(own) + [0] * (length - len(own)) for own in column])
                for column in zip(
                    *((one.ids, one.attention_mask, one.type_ids) for one in batch), strict=True
                )
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found.append(self._network(*tokens)[:, 0].float())
        places = torch.tensor(order).argsort()
        return normalize(torch.cat(found), dim=-1)[places]


class _Decks:
    """Gives reports, each as often as the others of its sort."""

    def __init__(self, reports: Sequence[Report], chance: random.Random) -> None:
        prose = [one for one in reports if not one.is_of_table]
        sorts = (
            [one for one in prose if len(one.places) < _LONG],
            [one for one in prose if len(one.places) >= _LONG],
            [one for one in reports if one.kind is Kind.ROW],
        )
        self._sorts: list[tuple[float, list[Report], list[Report], int]] = [
            (share, own, [], most)
            for share, own, most in zip(_SHARES, sorts, (2, 1, 2), strict=True)
            if own
        ]
        self._columns = [one for one in reports if one.kind is Kind.COLUMN]
        self._chance = chance

    def drawn(self) -> list[Report]:
        """The reports of one step."""
        shares = [share for share, *_ in self._sorts]
        _, own, waiting, most = self._chance.choices(self._sorts, shares)[0]
        while len(waiting) < most:
            waiting += self._chance.sample(own, len(own))
        taken = [waiting.pop() for _ in range(most)]
        if taken[0].kind is Kind.ROW and self._columns:
            taken += self._chance.choices(self._columns, k=_COLUMN_GROUPS)
        return taken


def _contrasted(cosines: Tensor, right: Sequence[Sequence[bool]]) -> Tensor:
    """Minus the logarithm of what falls to what is right, of a softmax over all."""
    scores = cosines / _TEMPERATURE
    wrong = ~torch.tensor(right)
    among_right = scores.masked_fill(wrong, float("-inf"))
    return (scores.logsumexp(1) - among_right.logsumexp(1)).mean()
