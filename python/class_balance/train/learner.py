"""One model, or several of the same structure whose parameters are stacked and computed side by side.

Must not know losses, data or schedules.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state
from torch.nn.parallel import DistributedDataParallel


class Learner(Protocol):
    """K models of one structure."""

    count: int

    def parameters(self) -> Mapping[str, nn.Parameter]:
        """The parameters by name; stacked ones have a first size of K."""
        ...

    def train(self, training: bool) -> None:
        """Switches batch norm and dropout."""
        ...

    def forward(self, x: Tensor, shared: bool) -> Tensor:
        """Logits (K, batch, C) of inputs (K, batch, ...), or (batch, ...) where all models share them."""
        ...

    def state(self, at: int) -> dict[str, Tensor]:
        """Parameters and buffers of one model, as its module names them."""
        ...

    def load(self, at: int, state: Mapping[str, Tensor]) -> None:
        """Takes what `state` gave."""
        ...


class SingleLearner:
    """One model, as a module; over several processes by DistributedDataParallel."""

    count = 1

    def __init__(self, model: nn.Module, *, distributed: bool = False, compiled: bool = False) -> None:
        self._model = model
        self._run: nn.Module = model
        if distributed:
            device = next(model.parameters()).device
            self._run = DistributedDataParallel(model, device_ids=[device] if device.type == "cuda" else None)
        if compiled:
            self._run = torch.compile(self._run)  # type: ignore[assignment]

    def parameters(self) -> Mapping[str, nn.Parameter]:
        """See Learner."""
        return dict(self._model.named_parameters())

    def train(self, training: bool) -> None:
        """See Learner."""
        self._run.train(training)

    def forward(self, x: Tensor, shared: bool) -> Tensor:
        """See Learner."""
        # Evaluation goes past DistributedDataParallel, which would wait for the other processes.
        run = self._run if self._model.training else self._model
        logits: Tensor = run(x if shared else x.squeeze(0))
        return logits.unsqueeze(0)

    def state(self, at: int) -> dict[str, Tensor]:
        """See Learner."""
        del at
        return dict(self._model.state_dict())

    def load(self, at: int, state: Mapping[str, Tensor]) -> None:
        """See Learner."""
        del at
        self._model.load_state_dict(dict(state))


class StackedLearner:
    """K models of one structure under torch.vmap: few large kernels in place of many small ones."""

    def __init__(self, models: Sequence[nn.Module]) -> None:
        self.count = len(models)
        parameters, buffers = stack_module_state(list(models))
        self._parameters = {name: nn.Parameter(one.detach()) for name, one in parameters.items()}
        self._buffers = buffers
        self._structure = copy.deepcopy(models[0]).to("meta")

    def parameters(self) -> Mapping[str, nn.Parameter]:
        """See Learner."""
        return self._parameters

    def train(self, training: bool) -> None:
        """See Learner."""
        self._structure.train(training)

    def forward(self, x: Tensor, shared: bool) -> Tensor:
        """See Learner."""

        def one(parameters: Mapping[str, Tensor], buffers: dict[str, Tensor], inputs: Tensor) -> Tensor:
            logits: Tensor = functional_call(self._structure, (dict(parameters), buffers), (inputs,))
            return logits

        run = torch.vmap(one, in_dims=(0, 0, None if shared else 0), randomness="different")
        logits: Tensor = run(dict(self._parameters), self._buffers, x)
        return logits

    def state(self, at: int) -> dict[str, Tensor]:
        """See Learner."""
        return {name: one.detach()[at] for name, one in [*self._parameters.items(), *self._buffers.items()]}

    def load(self, at: int, state: Mapping[str, Tensor]) -> None:
        """See Learner."""
        with torch.no_grad():
            for name, one in [*self._parameters.items(), *self._buffers.items()]:
                one[at].copy_(state[name])
