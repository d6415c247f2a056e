"""The optimiser of a run and its learning rate over the epochs.

Sources: Cui et al., CVPR 2019, section 5.2 and their code (steps); Loshchilov and Hutter, ICLR 2017 (cosine).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from class_balance.train.problems import TrainError
from class_balance.train.request import Optimiser

#: Peak rates where the request names none: SGD for a batch of 128, in proportion to the batch; AdamW for any.
_SGD_RATE, _ADAMW_RATE = 0.1, 1e-3
_SGD_BATCH = 128
_STEPS = ((0.9, 1e-4), (0.8, 1e-2))


def peak_rate(wanted: Optimiser) -> float:
    """The highest learning rate."""
    if wanted.learning_rate is not None:
        return wanted.learning_rate
    return _SGD_RATE * wanted.batch_size / _SGD_BATCH if wanted.kind == "sgd" else _ADAMW_RATE


def rate_at(wanted: Optimiser, epoch: float, epochs: int) -> float:
    """The learning rate after so many epochs, with fractions: linear warm-up, then the decay.

    `steps`: times 0.01 from 80 % of the epochs on and again from 90 % on; `cosine`: down to 0 at the end.
    """
    peak = peak_rate(wanted)
    if epoch < wanted.warmup_epochs:
        return peak * epoch / wanted.warmup_epochs
    if wanted.decay == "steps":
        # In whole epochs, as the paper's schedule is written.
        return peak * next((factor for share, factor in _STEPS if math.floor(epoch) >= share * epochs), 1.0)
    if wanted.decay == "cosine":
        length = max(1e-9, epochs - wanted.warmup_epochs)
        return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, (epoch - wanted.warmup_epochs) / length)))
    return peak


def build_optimiser(
    wanted: Optimiser, parameters: Mapping[str, nn.Parameter], undecayed: str | None, rate: Tensor | float
) -> torch.optim.Optimizer:
    """The optimiser over named parameters.

    Args:
        wanted: of the request.
        parameters: by name.
        undecayed: name of the parameter without weight decay: the bias of a sigmoid or focal head.
        rate: the learning rate; a tensor on the device where steps are captured in a CUDA graph.

    Raises:
        TrainError: for L-BFGS, which this engine does not have.
    """
    plain = [one for name, one in parameters.items() if name != undecayed]
    groups = [
        {"params": plain, "weight_decay": wanted.weight_decay},
        {"params": [one for name, one in parameters.items() if name == undecayed], "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    fused = plain[0].device.type == "cuda"
    if wanted.kind == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=wanted.momentum, fused=fused)
    if wanted.kind == "adamw":
        return torch.optim.AdamW(groups, lr=rate, fused=fused, capturable=isinstance(rate, Tensor))
    raise TrainError("“optimiser.kind” is 'lbfgs', which the PyTorch engine does not have; choose sgd or adamw")


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Sets the learning rate of every group, in place where it is a tensor."""
    for group in optimiser.param_groups:
        if isinstance(group["lr"], Tensor):
            group["lr"].fill_(rate)
        else:
            group["lr"] = rate


def optimiser_state(
    optimiser: torch.optim.Optimizer, parameters: Mapping[str, nn.Parameter], at: int, stacked: bool
) -> dict[str, dict[str, Tensor]]:
    """What the optimiser remembers of one model, by parameter."""
    found: dict[str, dict[str, Tensor]] = {}
    for name, parameter in parameters.items():
        held = optimiser.state.get(parameter, {})
        found[name] = {
            key: one.detach()[at] if stacked and one.shape == parameter.shape else one.detach()
            for key, one in held.items()
            if isinstance(one, Tensor)
        }
    return found


def load_optimiser_state(
    optimiser: torch.optim.Optimizer,
    parameters: Mapping[str, nn.Parameter],
    states: list[Mapping[str, Mapping[str, Tensor]]],
    stacked: bool,
) -> None:
    """Takes what optimiser_state gave for each model, in their order."""
    for name, parameter in parameters.items():
        for key in states[0][name]:
            held = [state[name][key] for state in states]
            like_parameter = held[0].shape == (parameter.shape[1:] if stacked else parameter.shape)
            value = torch.stack(held) if stacked and like_parameter and held[0].dim() > 0 else held[0].clone()
            # A step counter stays where it was, as the optimiser wants it.
            on_device = like_parameter or parameter.device.type == "cuda"
            optimiser.state[parameter][key] = value.to(parameter.device) if on_device else value
