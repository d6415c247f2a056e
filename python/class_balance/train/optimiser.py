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

#: Peak rates that train each of the own models well on weights of mean 1, as in the extension's own trainer.
_RATES = {
    "sgd": {"linear": 0.02, "mlp": 0.05, "small-cnn": 0.05},
    "adamw": {"linear": 5e-3, "mlp": 2e-3, "small-cnn": 2e-3, "resnet20": 2e-3, "resnet32": 2e-3},
}
#: Of the other models.
_RATE = {"sgd": 0.1, "adamw": 1e-3}


def peak_rate(wanted: Optimiser, model: str) -> float:
    """The highest learning rate: what the request says, else what suits the model."""
    if wanted.learning_rate is not None:
        return wanted.learning_rate
    return _RATES.get(wanted.kind, {}).get(model, _RATE.get(wanted.kind, 0.1))


def rate_at(wanted: Optimiser, peak: float, epoch: float, epochs: int) -> float:
    """The learning rate after so many epochs, with fractions: linear warm-up from 0, then the decay.

    `steps`: times 0.01 from 80 % of the epochs on and again from 90 % on; `cosine`: down to 0 at the end.
    """
    warm = min(wanted.warmup_epochs, epochs / 2)
    if epoch < warm:
        return peak * epoch / warm
    if wanted.decay == "steps":
        return peak * (1e-4 if epoch >= 0.9 * epochs else 1e-2 if epoch >= 0.8 * epochs else 1)
    if wanted.decay == "cosine":
        return peak * (1 + math.cos(math.pi * (epoch - warm) / (epochs - warm))) / 2
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
            if like_parameter and held[0].dim() > 0:
                # Fused optimisers go through memory as the parameter lies there, whoever the memory was saved by.
                value = torch.empty_like(parameter, requires_grad=False)
                value.copy_(torch.stack(held) if stacked else held[0])
            else:
                # A step counter stays where it was, as the optimiser wants it; fused ones have it on the device.
                value = held[0].clone()
                value = value.to(parameter.device) if parameter.device.type == "cuda" else value
            optimiser.state[parameter][key] = value
