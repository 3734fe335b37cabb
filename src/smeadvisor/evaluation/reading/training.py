"""Trains the network on exercises: which sentences answer, and whether any of what is read does.

It reads what the program would: the sentences that an embedding model finds likeliest, in their place. Of
all that is read for a question, what answers must be marked highest, so that it is told from its neighbours.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from smeadvisor.domain.reading import Stretch
from smeadvisor.evaluation.reading.batches import Tokens, ahead, by_length, padded
from smeadvisor.evaluation.reading.descent import descend, device, layered, ready
from smeadvisor.evaluation.reading.exercises import Exercise, Kind, is_long
from smeadvisor.evaluation.reading.likely import Place, stretches
from smeadvisor.evaluation.reading.network import MarkingNetwork

_QUESTIONS = 64
_RATE, _RATE_OF_HEADS = 2.5e-4, 1e-3
# Beside the loss of stretches, what that of sentences counts for; an answer beside what is none; and what is
# marked highest among all that is read.
_SENTENCES, _ANSWER = 3.0, 2.0
_HIGHEST, _HIGHEST_STRETCH = 0.5, 0.25
# Questions on a long report, where much is alike, come twice as often.
_AGAIN = 2
# How many of the likeliest sentences are read, and how often one is passed over.
_READ, _PASSED_OVER = (4, 5, 5, 6, 8), 0.12
# In words: what is read at once, mostly as the program reads; and how often with its heading.
_LONGEST, _OTHER_LENGTHS, _OTHERWISE = 110, (60, 150, 190), 0.25
_WITH_HEADING = 0.85
_TOKENS = 384


@dataclass(frozen=True, slots=True)
class Read:
    """One stretch with its question: tokens, where the stretch begins, and of each token its sentence or -1."""

    ids: list[int]
    second: int
    sentences: list[int]
    labels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Stretches of like length; `questions` and `asked` say whose each sentence and each stretch is."""

    ids: Tensor
    mask: Tensor
    kinds: Tensor
    sentences: Tensor
    labels: Tensor
    questions: Tensor
    wholes: Tensor
    asked: Tensor


class Trainer:
    """Trains `network` in place; `encode` makes tokens of texts, `at_once` questions a step."""

    def __init__(
        self,
        network: MarkingNetwork,
        encode: Callable[[list[str]], Sequence[Any]],
        seed: int = 0,
        at_once: int = _QUESTIONS,
    ) -> None:
        self._network = network
        self._tokens = Tokens(encode)
        self._random = random.Random(seed)
        self._at_once = at_once
        torch.manual_seed(seed)

    def train(
        self,
        exercises: Sequence[Exercise],
        likeliest: Sequence[Sequence[Place]],
        steps: int,
        progress: Callable[[int, float], None],
    ) -> None:
        """So many steps; `likeliest` are the places of each exercise that an embedding model finds.

        Tells step and loss now and then.
        """
        network = self._network
        ready(network)
        self._learn(exercises)
        heads = [*network.classifier.parameters(), *network.sentence.parameters()]
        pooler = [
            own for name, own in network.bert.named_parameters() if name.startswith("pooler.")
        ]
        groups = [(heads, _RATE_OF_HEADS), (pooler, _RATE), *layered(network.bert, _RATE)]
        deck = _Deck(list(zip(exercises, likeliest, strict=True)), self._random)
        batches = ahead(lambda: self._made(deck.drawn(self._at_once)))
        descend(groups, lambda: self._loss(next(batches)), steps, progress)
        batches.close()

    def _learn(self, exercises: Sequence[Exercise]) -> None:
        passages = {passage for one in exercises for passage in one.passages}
        self._tokens.learn([one.question for one in exercises])
        self._tokens.learn([f"{one.heading}." for one in passages])
        self._tokens.learn([said for one in passages for said in one.sentences])

    def _made(self, drawn: Sequence[tuple[Exercise, Sequence[Place]]]) -> list[_Batch]:
        read = [
            (number, one)
            for number, (exercise, places) in enumerate(drawn)
            for one in self._reads(exercise, places)
        ]
        return [
            _batch([read[place] for place in places])
            for places in by_length([len(one.ids) for _, one in read])
        ]

    def _reads(self, one: Exercise, places: Sequence[Place]) -> Iterator[Read]:
        if one.is_of_table:
            for number, table in enumerate(one.passages):
                yield self._of_table(one, table, one.wanted(number))
            return
        longest = _LONGEST
        if self._random.random() < _OTHERWISE:
            longest = self._random.choice(_OTHER_LENGTHS)
        for number, first, last in stretches(one.passages, self._chosen(one, places), longest):
            passage, wanted = one.passages[number], one.wanted(number)
            heading = passage.heading if self._random.random() < _WITH_HEADING else ""
            labels = tuple(float(place in wanted) for place in range(first, last + 1))
            stretch = Stretch(heading, passage.sentences[first : last + 1])
            yield self.laid_out(one.question, stretch, labels)

    def _chosen(self, one: Exercise, places: Sequence[Place]) -> list[Place]:
        """Some of the likeliest, what answers always among them; or something of what looks most like it."""
        most = self._random.choice(_READ)
        chosen = [place for place in places if self._random.random() >= _PASSED_OVER][:most]
        if one.answer:
            is_there = any(place in one.answer for place in chosen)
            missing = self._random.choice(one.answer)
        else:
            is_there = any(passage == one.near for passage, _ in chosen)
            missing = one.near, self._random.randrange(len(one.passages[one.near].sentences))
        return chosen if is_there else [*chosen[: most - 1], missing]

    def _of_table(self, one: Exercise, table: Stretch, wanted: frozenset[int]) -> Read:
        """The names of rows in another order, since order tells nothing; of columns it may: "the next size"."""
        order = list(range(len(table.sentences)))
        if one.kind is Kind.ROW:
            self._random.shuffle(order)
        names = tuple(table.sentences[place] for place in order)
        labels = tuple(float(place in wanted) for place in order)
        return self.laid_out(one.question, Stretch(table.heading, names), labels)

    def laid_out(self, question: str, stretch: Stretch, labels: tuple[float, ...]) -> Read:
        """As `sentence_reader.laid_out` does, of tokens that are known."""
        tokens = self._tokens
        asked = tokens.of(question)[-(_TOKENS // 2 - 3) :]
        ids = [tokens.first, *asked, tokens.last]
        second = len(ids)
        sentences = [-1] * second
        if stretch.heading:
            heading = tokens.of(f"{stretch.heading}.")
            ids += heading
            sentences += [-1] * len(heading)
        for place, sentence in enumerate(stretch.sentences):
            own = tokens.of(sentence)
            ids += own
            sentences += [place] * len(own)
        most = _TOKENS - 1
        return Read([*ids[:most], tokens.last], second, [*sentences[:most], -1], labels)

    def _loss(self, batches: Sequence[_Batch]) -> Tensor:
        marks, labels, questions, wholes, wanted, asked = (
            torch.cat(own) for own in zip(*map(self._marked, batches), strict=True)
        )
        sentences = binary_cross_entropy_with_logits(
            marks, labels, weight=1 + (_ANSWER - 1) * labels
        )
        return (
            binary_cross_entropy_with_logits(wholes, wanted)
            + _SENTENCES * sentences
            + _HIGHEST * _highest(marks, labels, questions, self._at_once)
            + _HIGHEST_STRETCH * _highest(wholes, wanted, asked, self._at_once)
        )

    def _marked(self, batch: _Batch) -> tuple[Tensor, ...]:
        where = device()
        tokens = (one.to(where) for one in (batch.ids, batch.mask, batch.kinds))
        with torch.autocast(where.type, dtype=torch.bfloat16):
            marks = self._network(*tokens).float()
        sentences = batch.sentences.to(where)
        labels = batch.labels.to(where)
        # The first mark is the whole's; what belongs to no sentence is gathered in a place that is left out.
        spare = sentences.new_full((), len(labels))
        of_tokens = torch.where(sentences >= 0, sentences, spare)[:, 1:].flatten()
        sums = marks.new_zeros(len(labels) + 1).index_add(0, of_tokens, marks[:, 1:].flatten())
        counts = torch.bincount(of_tokens, minlength=len(labels) + 1)
        means = (sums / counts)[:-1]
        rest = (one.to(where) for one in (batch.questions, batch.wholes, batch.asked))
        questions, wanted, asked = rest
        return means, labels, questions, marks[:, 0], wanted, asked


class _Deck:
    """Gives exercises with their likeliest places, those on long reports oftener."""

    def __init__(
        self, exercises: list[tuple[Exercise, Sequence[Place]]], chance: random.Random
    ) -> None:
        self._all = [
            one for one in exercises for _ in range(_AGAIN if is_long(one[0].passages) else 1)
        ]
        self._chance = chance
        self._waiting: list[tuple[Exercise, Sequence[Place]]] = []

    def drawn(self, number: int) -> list[tuple[Exercise, Sequence[Place]]]:
        """So many."""
        while len(self._waiting) < number:
            self._waiting += self._chance.sample(self._all, len(self._all))
        drawn, self._waiting = self._waiting[:number], self._waiting[number:]
        return drawn


def _batch(read: Sequence[tuple[int, Read]]) -> _Batch:
    """Sentences that were cut off are left out."""
    rows: list[list[int]] = []
    labels: list[float] = []
    questions: list[int] = []
    wholes: list[float] = []
    for question, one in read:
        seen = sorted(set(one.sentences) - {-1})
        numbers = {place: len(labels) + number for number, place in enumerate(seen)}
        rows.append([numbers.get(place, -1) for place in one.sentences])
        own = [one.labels[place] for place in seen]
        labels += own
        questions += [question] * len(seen)
        wholes.append(max(own, default=0.0))
    return _Batch(
        padded([one.ids for _, one in read], 0),
        padded([[1] * len(one.ids) for _, one in read], 0),
        padded([[0] * one.second + [1] * (len(one.ids) - one.second) for _, one in read], 0),
        padded(rows, -1),
        torch.tensor(labels),
        torch.tensor(questions),
        torch.tensor(wholes),
        torch.tensor([question for question, _ in read]),
    )


def _highest(marks: Tensor, labels: Tensor, groups: Tensor, count: int) -> Tensor:
    """Minus the logarithm of what falls to what answers, of a softmax over a question's marks.

    The mean over questions that something answers; 0 where there are none.
    """
    lowest = marks.new_full((count,), -1e4)
    highest = lowest.scatter_reduce(0, groups, marks.detach(), "amax")
    shares = (marks - highest[groups]).exp()
    total = marks.new_zeros(count).index_add(0, groups, shares)
    right = marks.new_zeros(count).index_add(0, groups, shares * labels)
    is_answered = marks.new_zeros(count).index_add(0, groups, labels) > 0
    loss = -(right.clamp(min=1e-9).log() - total.clamp(min=1e-9).log())
    return (loss * is_answered).sum() / is_answered.sum().clamp(min=1)
