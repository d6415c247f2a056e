"""Training throughput against a plain DataLoader loop, and what the class-balanced loss costs a step.

Interleaved rounds, medians; the same model, batch, augmentation, optimiser and precision on both sides. Run on a
machine with a GPU as it is: the device is chosen as the trainer chooses it. Must not know how the trainer gets its speed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from class_balance import class_weights
from class_balance.losses import SoftmaxLoss
from class_balance.train.cohort import Job, Setting
from class_balance.train.data import Packed
from class_balance.train.device import choose_device, configure, describe, half_precision
from class_balance.train.distributed import Processes
from class_balance.train.models import build_model
from class_balance.train.options import Options
from class_balance.train.pack import long_tail_counts
from class_balance.train.paper import paper_arms, paper_request
from class_balance.train.read_request import parse_request
from class_balance.train.request import RunClass, RunRequest
from class_balance.train.run import jobs_of
from class_balance.train.sharing import Sharing
from class_balance.train.source import ArraySource
from class_balance.train.tune import steps_a_second, tuned

BATCH = 128


class PlainImages(Dataset[tuple[Tensor, int]]):
    """What one writes first: an item a call, padded, cropped and mirrored in Python."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.x, self.y = x, y

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, at: int) -> tuple[Tensor, int]:
        image = torch.from_numpy(self.x[at]).permute(2, 0, 1).float() / 128 - 1
        padded = functional.pad(image, (4, 4, 4, 4))
        down, across = torch.randint(0, 9, (2,)).tolist()
        crop = padded[:, down : down + 32, across : across + 32]
        return (crop.flip(2) if torch.rand(()) < 0.5 else crop), int(self.y[at])


def images() -> tuple[np.ndarray, np.ndarray, tuple[RunClass, ...]]:
    """Noise with the shape and counts of CIFAR-10-LT, imbalance factor 100."""
    counts = long_tail_counts(5000, 10, 100)
    y = np.repeat(np.arange(10), counts)
    x = np.random.default_rng(0).integers(0, 256, (y.size, 32, 32, 3)).astype(np.uint8)
    return x, y, tuple(RunClass(id=str(at), name=str(at), count=count) for at, count in enumerate(counts))


def plain_loop(
    x: np.ndarray, y: np.ndarray, job: Job, request: RunRequest, *, device: torch.device, workers: int, steps: int
) -> float:
    """Images a second of the plain loop, after a few steps of warm-up."""
    model = build_model(request.model, (3, 32, 32), job.config).to(device)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=2e-4)
    loader = DataLoader(
        PlainImages(x, y), BATCH, shuffle=True, num_workers=workers, drop_last=True, pin_memory=device.type == "cuda"
    )
    half = half_precision(device)
    batches = itertools.chain.from_iterable(itertools.repeat(loader))
    started = 0.0
    for step in range(steps + 3):
        if step == 3:
            wait(device)
            started = time.perf_counter()
        inputs, labels = next(batches)
        with torch.autocast(device.type, half, enabled=half is not None):
            logits = model(inputs.to(device))
        loss = functional.cross_entropy(logits.float(), labels.to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    wait(device)
    return steps * BATCH / (time.perf_counter() - started)


def wait(device: torch.device) -> None:
    """Waits for what a GPU has been given to do."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def throughput(model: str, device: torch.device, rounds: int, steps: int, workers: int) -> dict[str, list[float]]:
    """Images a second of each side, a value a round."""
    x, y, classes = images()
    choices = {"name": "bench", "epochs": 200, "seeds": 3, "device": str(device), "model": model}
    request = parse_request(json.dumps(paper_request(classes, "none", paper_arms(200, [10_000])[:6], **choices)))
    rows = {"train": np.arange(y.size), "val": np.arange(0), "test": np.arange(0)}
    source = ArraySource(Packed(x, y.astype(np.int64), rows, np.arange(0)), device)
    jobs = jobs_of(request, classes)
    setting = Setting(request, source, device, Processes(), half=half_precision(device))
    tuned_setting, tuned_sharing = tuned(setting, Options(), jobs, lambda _type, **said: print(said.get("message")))
    sides: dict[str, Callable[[], float]] = {
        "plain DataLoader loop": lambda: plain_loop(
            x, y, jobs[0], request, device=device, workers=workers, steps=steps
        ),
        "trainer, one model": lambda: BATCH * steps_a_second(setting, Sharing(), jobs, steps),
        f"trainer, {tuned_sharing}": lambda: BATCH * steps_a_second(tuned_setting, tuned_sharing, jobs, steps),
    }
    if device.type != "cuda":
        del sides[f"trainer, {tuned_sharing}"]
        sides["trainer, 6 stacked"] = lambda: (
            BATCH * steps_a_second(setting, Sharing(stack=6), jobs, max(2, steps // 6))
        )
    return interleaved(sides, rounds)


def interleaved(sides: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """The values of each side, the sides in turn."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(side())
    return found


def loss_step(model: nn.Module, loss: Callable[[Tensor, Tensor], Tensor], device: torch.device, steps: int) -> float:
    """Steps a second of 1,024 samples over 10,000 classes: features 512 wide, one hidden layer, the loss."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(1024, 512, generator=generator).to(device)
    y = torch.randint(0, 10_000, (1024,), generator=generator).to(device)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for step in range(steps + 2):
        if step == 2:
            wait(device)
            started = time.perf_counter()
        value = loss(model(x), y)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    wait(device)
    return steps / (time.perf_counter() - started)


def overhead(device: torch.device, rounds: int, steps: int) -> dict[str, list[float]]:
    """Steps a second with the plain loss and with the weighted one."""
    model = nn.Sequential(nn.Linear(512, 1024), nn.ReLU(), nn.Linear(1024, 10_000)).to(device)
    counts = np.array(long_tail_counts(5000, 10_000, 1000))
    ours = SoftmaxLoss(class_weights(counts))
    return interleaved(
        {
            "F.cross_entropy": lambda: loss_step(model, functional.cross_entropy, device, steps),
            "class-balanced softmax": lambda: loss_step(model, ours, device, steps),
        },
        rounds,
    )


def show(title: str, unit: str, found: dict[str, list[float]]) -> None:
    """Prints medians, ratios to the first side, and every value."""
    print(f"{title}\n")
    first = statistics.median(next(iter(found.values())))
    for name, values in found.items():
        middle = statistics.median(values)
        every = ", ".join(f"{one:.4g}" for one in values)
        print(f"{name:28} {middle:10.4g} {unit}  {middle / first:5.3f}x  ({every})")
    print()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--models", nargs="+", default=["small-cnn", "resnet32"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--workers", type=int, default=0, help="of the plain loop's DataLoader")
    given = parser.parse_args(arguments)
    device, _ = choose_device(given.device)
    configure(deterministic=False, workers=None, processes=1)
    print(f"{describe(device)}, PyTorch {torch.__version__}\n")
    for model in given.models:
        show(
            f"{model}, 32 x 32, batch {BATCH}",
            "images/s",
            throughput(model, device, given.rounds, given.steps, given.workers),
        )
    show("one step, 10,000 classes, batch 1,024", "steps/s", overhead(device, given.rounds, max(4, given.steps // 8)))


if __name__ == "__main__":
    main()
