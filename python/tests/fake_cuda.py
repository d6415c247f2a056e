"""A GPU that computes nothing: tensors have its device and no content, streams and graphs only say that they are used.

For a process that was started with the library of fake_cuda.cpp, see test_train_fake_cuda.py. What waits for the device
or crosses to it is noted; kernels, speed and numbers are not there. Must not know the trainer.
"""

from __future__ import annotations

import contextlib
import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode, unset_fake_temporarily
from torch.utils import _pytree as pytree
from torch.utils._python_dispatch import TorchDispatchMode

CUDA = torch.device("cuda", 0)
MEMORY = 80 * 2**30
_aten: Any = torch.ops.aten
_ITEM = _aten._local_scalar_dense
#: Operations whose result, or its size, the processor must have before it goes on.
_WAITING = {_ITEM, _aten.nonzero, _aten.masked_select, _aten._unique2, _aten.equal}
_COPIES = {_aten._to_copy, _aten.copy_}
#: Fused optimisers, and how many of their lists of tensors have the parameters' shapes.
_FUSED = {_aten._fused_sgd_: 3, _aten._fused_adamw_: 4}

P = ParamSpec("P")
R = TypeVar("R")


class Stream:
    """Stands for torch.cuda.Stream."""

    def __init__(self, device: torch.device) -> None:
        assert device == CUDA
        self.busy = False

    def synchronize(self) -> None:
        self.busy = False


class Graph:
    """Stands for torch.cuda.CUDAGraph."""

    def __init__(self) -> None:
        self.recorded = False
        self.replays = 0

    def replay(self) -> None:
        assert self.recorded
        self.replays += 1


class Gpu(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """What was done: `crossings` between processor and device, `waits` among them, what was `off_stream`, `graphs`."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.graphs: list[Graph] = []
        self._streams: list[Stream] = []
        self._recording = False
        self._last: Any = None
        self.forget()

    def forget(self) -> None:
        """From here on."""
        self.crossings: list[str] = []
        self.waits: list[str] = []
        self.off_stream: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        del types
        kwargs = kwargs or {}
        packet = func.overloadpacket
        tensors = [one for one in pytree.tree_leaves((args, kwargs)) if isinstance(one, Tensor)]
        if any(one.device == CUDA for one in tensors):
            # Autograd's own threads go back to the stream that each operation came from.
            if not self._streams and threading.current_thread() is threading.main_thread():
                self.off_stream.append(str(func))
            masked = packet is _aten.index and any(one is not None and one.dtype == torch.bool for one in args[1])
            if packet in _WAITING or masked:
                self._note(f"{func}", waits=True)
        target = kwargs.get("device") if packet in _COPIES else None
        devices = {one.device.type for one in tensors if one.dim() > 0 or packet in _COPIES or packet is _aten.where}
        if len(devices | ({torch.device(target).type} if target is not None else set())) > 1:
            # What is copied from ordinary memory to the device is on its way when the call returns.
            free = packet in _COPIES and kwargs.get("non_blocking", False) and tensors[-1].device != CUDA
            self._note(f"{func} with a tensor of the processor", waits=not free)
        if packet is _aten._pin_memory:
            return args[0]
        if packet in _FUSED:
            check_fused(args[: _FUSED[packet]], kwargs["lr"])
            return None
        if packet is _ITEM:
            # Every number is 0.
            return {torch.bool: self._last in (_aten.le, _aten.ge), torch.int64: 0}.get(args[0].dtype, 0.0)
        self._last = packet
        return func(*args, **kwargs)

    def _note(self, what: str, *, waits: bool) -> None:
        assert not self._recording, f"{what} while a graph is recorded"
        self.crossings.append(what)
        self.waits += [what] if waits else []

    @contextlib.contextmanager
    def stream(self, stream: Stream) -> Iterator[None]:
        self._streams.append(stream)
        stream.busy = True
        try:
            yield
        finally:
            self._streams.pop()

    @contextlib.contextmanager
    def record(self, graph: Graph, *, stream: Stream, capture_error_mode: str) -> Iterator[None]:
        assert capture_error_mode == "thread_local"
        assert self._streams[-1] is stream
        assert not stream.busy
        self._recording = True
        try:
            yield
        finally:
            self._recording = False
        graph.recorded = True
        self.graphs.append(graph)


def check_fused(lists: Sequence[Sequence[Tensor]], rate: Tensor | float) -> None:
    """What the kernels of fused optimisers want: they go through memory without looking at strides."""
    for parameter, *others in zip(*(one for one in lists if one), strict=True):
        for other in others:
            assert (other.device, other.dtype, other.shape) == (CUDA, parameter.dtype, parameter.shape)
            long = [at for at, size in enumerate(parameter.shape) if size > 1]
            assert [other.stride(at) for at in long] == [parameter.stride(at) for at in long]
    assert not isinstance(rate, Tensor) or (rate.device, rate.dtype) == (CUDA, torch.float32)


def real(function: Callable[P, R]) -> Callable[P, R]:
    """The function with tensors that hold numbers, for what runs on the processor alone."""

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unset_fake_temporarily():
            return function(*args, **kwargs)

    return run


def skeleton(model: nn.Module) -> nn.Module:
    """What copy.deepcopy(model).to("meta") gives, which PyTorch cannot do with tensors of this kind."""
    memo: dict[int, Any] = {}
    with unset_fake_temporarily():
        for one in (*model.parameters(), *model.buffers()):
            empty = torch.empty(one.shape, dtype=one.dtype, device="meta")
            memo[id(one)] = nn.Parameter(empty) if isinstance(one, nn.Parameter) else empty
        bare = copy.deepcopy(model, memo)
    bare.to = lambda _device: bare  # type: ignore[method-assign, assignment]
    return bare


@contextlib.contextmanager
def fake_gpu(patch: pytest.MonkeyPatch) -> Iterator[Gpu]:
    """Within, new tensors have no content, and torch.cuda is a GPU of this kind."""
    gpu = Gpu()
    patch.setattr(torch.cuda, "Stream", Stream)
    patch.setattr(torch.cuda, "stream", gpu.stream)
    patch.setattr(torch.cuda, "CUDAGraph", Graph)
    patch.setattr(torch.cuda, "graph", gpu.record)
    patch.setattr(torch.cuda, "synchronize", lambda _device: None)
    patch.setattr(torch.cuda, "empty_cache", lambda: None)
    patch.setattr(torch.cuda, "mem_get_info", lambda _device: (MEMORY, MEMORY))
    patch.setattr(torch.cuda, "is_bf16_supported", lambda **_: True)
    patch.setattr("torch.cuda.amp.common.amp_definitely_not_available", lambda: False)
    patch.setattr(FakeTensor, "numpy", lambda one: np.zeros(tuple(one.shape)), raising=False)
    with FakeTensorMode(allow_non_fake_inputs=True, allow_fallback_kernels=False), gpu:
        yield gpu
