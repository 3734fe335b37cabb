"""What both trainings share: what is left as it is, a rate that rises and falls, gradients of bounded size."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import Parameter
from torch.nn.utils import clip_grad_norm_
from transformers import BertModel


def freeze_lowest(bert: BertModel, layers: int) -> None:
    """Leave the words' vectors and so many of the lowest layers as they are."""
    bert.embeddings.requires_grad_(False)
    for layer in bert.encoder.layer[:layers]:
        layer.requires_grad_(False)


def descend(
    groups: Sequence[tuple[Sequence[Parameter], float]],
    loss_of_step: Callable[[], Tensor],
    steps: int,
    warming: int,
    lowest_rate: float,
    progress: Callable[[int, float], None],
) -> None:
    """Lower the loss by AdamW in so many steps; each group of parameters has its highest rate.

    The rate rises over the first `warming` steps and falls to the share `lowest_rate`; tells step and loss.
    """
    optimizer = torch.optim.AdamW(
        [{"params": list(own), "lr": rate} for own, rate in groups], weight_decay=0.01
    )
    trained = [one for own, _ in groups for one in own]
    for step in range(steps):
        share = min(1.0, (step + 1) / warming) * max(lowest_rate, 1 - step / steps)
        for group, (_, rate) in zip(optimizer.param_groups, groups, strict=True):
            group["lr"] = rate * share
        loss = loss_of_step()
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        progress(step + 1, loss.item())
