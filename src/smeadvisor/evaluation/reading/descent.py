"""What both trainings share: rates by layer, which rise and fall, and gradients of bounded size."""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import Module, Parameter
from torch.nn.utils import clip_grad_norm_
from transformers import BertModel

_WARMING, _LOWEST_RATE = 60, 0.02
# A layer's rate beside that of the layer above it (Howard and Ruder 2018, "Universal Language Model
# Fine-tuning for Text Classification"): the lower ones know English already.
_BY_LAYER = 0.92
_TOLD_EVERY = 50

# Parameters and the highest rate that they are trained at.
Group = tuple[Sequence[Parameter], float]


def device() -> torch.device:
    """The graphics processor where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def ready(network: Module) -> None:
    """Put a network with a `bert` where it is trained.

    Without a graphics processor what is in between is calculated twice rather than kept, which would take
    tens of gigabytes.
    """
    network.to(device()).train()
    if device().type == "cpu":
        network.bert.activation_checkpointing_enable()  # type: ignore[operator, union-attr]


def layered(bert: BertModel, rate: float) -> Iterator[Group]:
    """The layers with a rate each, the highest for the uppermost; the words' vectors stay as they are."""
    bert.embeddings.requires_grad_(False)
    for below, layer in enumerate(reversed(bert.encoder.layer)):
        yield list(layer.parameters()), rate * _BY_LAYER**below


def descend(
    groups: Sequence[Group],
    loss_of_step: Callable[[], Tensor],
    steps: int,
    progress: Callable[[int, float], None],
) -> None:
    """Lower the loss by AdamW in so many steps.

    The rate rises over the first steps and falls to a share of itself. Tells now and then the step, and
    the mean loss since it told last.
    """
    optimizer = torch.optim.AdamW(
        [{"params": list(own), "lr": rate} for own, rate in groups],
        weight_decay=0.01,
        fused=device().type == "cuda",
    )
    trained = [one for own, _ in groups for one in own]
    losses: list[Tensor] = []
    for step in range(1, steps + 1):
        share = min(1.0, step / _WARMING) * max(_LOWEST_RATE, 1 - (step - 1) / steps)
        for group, (_, rate) in zip(optimizer.param_groups, groups, strict=True):
            group["lr"] = rate * share
        loss = loss_of_step()
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
        if step % _TOLD_EVERY == 0 or step == steps:
            progress(step, torch.stack(losses).mean().item())
            losses.clear()
