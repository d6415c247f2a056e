"""The device of a run: chosen, tried out, described; PyTorch's switches for speed or for repeatable numbers.

Must not know models or data.
"""

from __future__ import annotations

import os
import platform
import re

import torch

from class_balance.train.problems import TrainError, first_line

OLDEST_TORCH = (2, 5)


def check_torch(version: str = torch.__version__) -> None:
    """Raises TrainError where PyTorch is older than what the trainer needs."""
    found = re.match(r"(\d+)\.(\d+)", version)
    if found is None or tuple(int(part) for part in found.groups()) < OLDEST_TORCH:
        wanted = ".".join(str(part) for part in OLDEST_TORCH)
        raise TrainError(
            f"PyTorch {version} is too old; {wanted} or newer is needed: python -m pip install --upgrade torch"
        )


def choose_device(wanted: str, local_rank: int = 0, processes: int = 1) -> tuple[torch.device, str]:
    """The device and the reason for it.

    Args:
        wanted: `auto`, `cpu`, `cuda`, `cuda:N` or `mps`.
        local_rank: of this process on its machine; it takes the GPU of that number where there are several processes.
        processes: on this machine.

    Raises:
        TrainError: where the device is not there or does not work, saying why.
    """
    if re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", wanted) is None:
        raise TrainError(f"“engine.device” is {wanted!r}; it must be auto, cpu, cuda, cuda:N or mps")
    if wanted.startswith("cuda"):
        return _cuda(wanted, local_rank, processes), "asked for"
    if wanted == "mps":
        if not torch.backends.mps.is_available():
            raise TrainError(f"“engine.device” is 'mps', which PyTorch {torch.__version__} does not have here")
        return torch.device("mps"), "asked for"
    if wanted == "cpu":
        return torch.device("cpu"), "asked for"
    if torch.cuda.is_available() and torch.cuda.device_count() >= processes:
        return _cuda("cuda", local_rank, processes), "a CUDA GPU is there"
    if torch.backends.mps.is_available() and processes == 1:
        return torch.device("mps"), "Apple's GPU is there"
    return torch.device("cpu"), f"no GPU can be used: {why_no_cuda()}"


def why_no_cuda() -> str:
    """Why CUDA cannot be used, for people."""
    if torch.version.cuda is None and torch.version.hip is None:
        return (
            f"PyTorch {torch.__version__} is built without CUDA; pytorch.org/get-started gives the pip line for a GPU"
        )
    try:
        torch.cuda.init()  # type: ignore[no-untyped-call]
    except (RuntimeError, AssertionError) as error:
        return f"PyTorch {torch.__version__} for CUDA {torch.version.cuda}: {first_line(error)}"
    return f"{torch.cuda.device_count()} GPUs are there"


def _cuda(wanted: str, local_rank: int, processes: int) -> torch.device:
    if not torch.cuda.is_available():
        raise TrainError(f"“engine.device” is {wanted!r}, but {why_no_cuda()}")
    number = local_rank if processes > 1 else int(wanted.partition(":")[2] or 0)
    if number >= torch.cuda.device_count():
        raise TrainError(f"GPU {number} is wanted; {torch.cuda.device_count()} are there, counted from 0")
    device = torch.device("cuda", number)
    try:
        torch.zeros(1, device=device).add_(1).cpu()
    except RuntimeError as error:
        name, capability = torch.cuda.get_device_name(device), torch.cuda.get_device_capability(device)
        raise TrainError(
            f"PyTorch {torch.__version__} for CUDA {torch.version.cuda} does not run on {name}, "
            f"compute capability {capability[0]}.{capability[1]}: {first_line(error)}"
        ) from error
    torch.cuda.set_device(device)
    return device


def describe(device: torch.device) -> str:
    """The device for people."""
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    return f"cpu ({torch.get_num_threads()} threads)" if device.type == "cpu" else device.type


def environment(device: torch.device) -> dict[str, str]:
    """Versions and the device, as they go into events and provenance."""
    found = {
        "engine": "pytorch",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "platform": f"{platform.system()} {platform.machine()}",
        "device": describe(device),
    }
    if torch.version.cuda is not None:
        found["cuda"] = torch.version.cuda
    return found


def configure(deterministic: bool, workers: int | None, processes: int) -> None:
    """PyTorch's switches: the same numbers every time, or whatever is fastest.

    `workers` threads are shared by the processes of this machine; None leaves PyTorch's choice.
    """
    if workers is not None:
        torch.set_num_threads(max(1, workers // processes))
    torch.backends.cudnn.benchmark = not deterministic
    torch.backends.cudnn.deterministic = deterministic
    if deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
    else:
        torch.use_deterministic_algorithms(False)
        torch.set_float32_matmul_precision("high")


def half_precision(device: torch.device) -> torch.dtype | None:
    """The type of autocast: bfloat16 on GPUs that have it, None elsewhere."""
    # Older GPUs only emulate it: slowly, and cuDNN has no convolutions for that.
    native = device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
    return torch.bfloat16 if native else None
