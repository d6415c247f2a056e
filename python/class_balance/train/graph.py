"""A training step recorded once as a CUDA graph and replayed: small models are limited by launches, not by work.

Must not know models or losses. What a step reads must stay where it is: inputs are copied into place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import torch
from torch import Tensor

#: Steps that are really run before one is recorded: they allocate and choose algorithms.
_WARM_UP = 3

Step = Callable[[Tensor, Tensor], Tensor]


class CapturedStep:
    """Runs a step for batches of one shape by replaying it; other shapes, and the first few, as they come.

    It must not keep the step: whoever has both would only be freed, with all its memory, when Python looks for cycles.

    Args:
        stream: that everything of this learner runs on.
    """

    def __init__(self, stream: torch.cuda.Stream) -> None:
        self._stream = stream
        self._graph: torch.cuda.CUDAGraph | None = None
        self._key: Hashable = None
        self._seen = 0

    def __call__(self, step: Step, x: Tensor, y: Tensor, key: Hashable) -> Tensor:
        """The losses of a batch.

        Args:
            step: a whole step, optimiser included, that leaves all it changes on the device; always the same one.
            x: inputs.
            y: labels.
            key: another one says that the step does something else from now on, such as when weights come in.
        """
        now = (tuple(x.shape), key)
        if self._graph is not None and now == self._key:
            self._x.copy_(x)
            self._y.copy_(y)
            self._graph.replay()
            return self._losses
        if self._seen < _WARM_UP or (self._key is not None and now[0] != self._key[0]):  # type: ignore[index]
            self._seen += 1
            self._key = self._key or now
            return step(x, y)
        self._record(step, x, y)
        self._key = now
        return self(step, x, y, key)

    def _record(self, step: Step, x: Tensor, y: Tensor) -> None:
        self._x, self._y = x.clone(), y.clone()
        # The recording before, which goes now, may still be running.
        self._stream.synchronize()
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._graph, stream=self._stream, capture_error_mode="thread_local"):
            self._losses = step(self._x, self._y)
