"""Trains the network on exercises: which sentences answer, and whether any of what is read does."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from smeadvisor.domain.reading import Stretch
from smeadvisor.evaluation.reading.descent import descend, freeze_lowest
from smeadvisor.evaluation.reading.exercises import Exercise, Kind
from smeadvisor.evaluation.reading.network import MarkingNetwork
from smeadvisor.indexing.sentence_reader import laid_out

_BATCH = 16
_RATE, _RATE_OF_HEADS = 7e-5, 3.5e-4
_WARMING, _LOWEST_RATE = 30, 0.02
# The lower layers know English already; training them too takes half as long again.
_FROZEN_LAYERS = 6
# Beside the whole's, what the sentences' loss counts for; and an answer beside what is none.
_SENTENCES, _ANSWER = 3.0, 2.0
# How often a question is read with a passage of its report that does not answer, or of another report.
_ELSEWHERE, _ANYWHERE = 0.12, 0.03
_WITH_HEADING = 0.8
# In words: what is read at once.
_LONGEST = 190


@dataclass(frozen=True, slots=True)
class _Example:
    question: str
    stretch: Stretch
    labels: tuple[float, ...]


class Trainer:
    """Trains `network` in place; `pair` reads two texts as tokens, unpadded."""

    def __init__(
        self, network: MarkingNetwork, pair: Callable[[str, str], Any], seed: int = 0
    ) -> None:
        self._network = network
        self._pair = pair
        self._random = random.Random(seed)
        torch.manual_seed(seed)

    def train(
        self, exercises: Sequence[Exercise], steps: int, progress: Callable[[int, float], None]
    ) -> None:
        """So many steps of sixteen questions, each question as often as the others; tells step and loss."""
        network = self._network.train()
        freeze_lowest(network.bert, _FROZEN_LAYERS)
        heads = [*network.classifier.parameters(), *network.sentence.parameters()]
        body = [one for one in network.bert.parameters() if one.requires_grad]
        waiting: list[Exercise] = []

        def loss_of_step() -> Tensor:
            if len(waiting) < _BATCH:
                waiting.extend(self._random.sample(exercises, len(exercises)))
            batch = waiting[:_BATCH]
            del waiting[:_BATCH]
            return self._loss([self._example(one, exercises) for one in batch])

        groups = [(heads, _RATE_OF_HEADS), (body, _RATE)]
        descend(groups, loss_of_step, steps, _WARMING, _LOWEST_RATE, progress)

    def _example(self, one: Exercise, all_of_them: Sequence[Exercise]) -> _Example:
        passage, chance = one.near, self._random.random()
        passages = one.passages
        if chance < _ELSEWHERE:
            passage = self._random.randrange(len(passages))
        elif chance < _ELSEWHERE + _ANYWHERE:
            other = self._random.choice(all_of_them)
            stretch = other.passages[other.near]
            return _Example(one.question, stretch, (0.0,) * len(stretch.sentences))
        if one.is_of_table:
            return self._shuffled(one, passages[passage], one.wanted(passage))
        return self._cut(one.question, passages[passage], one.wanted(passage))

    def _shuffled(self, one: Exercise, table: Stretch, wanted: frozenset[int]) -> _Example:
        """The names of rows in another order, since order tells nothing; of columns it may: "the next size"."""
        order = list(range(len(table.sentences)))
        if one.kind is Kind.ROW:
            self._random.shuffle(order)
        names = tuple(table.sentences[place] for place in order)
        labels = tuple(float(place in wanted) for place in order)
        return _Example(one.question, Stretch(table.heading, names), labels)

    def _cut(self, question: str, passage: Stretch, wanted: frozenset[int]) -> _Example:
        """A stretch of the passage around a sentence that answers, or around any where none does."""
        words = [len(one.split()) for one in passage.sentences]
        first = self._random.choice(sorted(wanted) or range(len(words)))
        last = first
        while True:
            ways = [
                place
                for place in (first - 1, last + 1)
                if 0 <= place < len(words)
                and sum(words[first : last + 1]) + words[place] <= _LONGEST
            ]
            if not ways:
                break
            place = self._random.choice(ways)
            first, last = min(first, place), max(last, place)
        heading = passage.heading if self._random.random() < _WITH_HEADING else ""
        stretch = Stretch(heading, passage.sentences[first : last + 1])
        return _Example(
            question, stretch, tuple(float(place in wanted) for place in range(first, last + 1))
        )

    def _loss(self, examples: Sequence[_Example]) -> Tensor:
        encoded = [laid_out(self._pair, one.question, one.stretch) for one in examples]
        length = max(len(encoding.ids) for encoding, _ in encoded)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            marks = self._network(
                *(
                    torch.tensor(
                        [
                            getattr(one, name) + [0] * (length - len(getattr(one, name)))
                            for one, _ in encoded
                        ]
                    )
                    for name in ("ids", "attention_mask", "type_ids")
                )
            ).float()
        found, labels, wholes = [], [], []
        for row, (example, (_, places)) in enumerate(zip(examples, encoded, strict=True)):
            read = [place for place, tokens in enumerate(places) if tokens]
            found += [marks[row, places[place]].mean() for place in read]
            labels += [example.labels[place] for place in read]
            wholes.append(max((example.labels[place] for place in read), default=0.0))
        wanted = torch.tensor(labels)
        sentences = binary_cross_entropy_with_logits(
            torch.stack(found), wanted, weight=1 + (_ANSWER - 1) * wanted
        )
        whole = binary_cross_entropy_with_logits(marks[:, 0], torch.tensor(wholes))
        return whole + _SENTENCES * sentences
