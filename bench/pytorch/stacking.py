"""Whether arms and seeds train faster in one stacked model than one after another, on the device that is chosen.

Interleaved rounds, medians of the ratio; throw-away models on packed features or small images. Must not know how models
are stacked.
"""

from __future__ import annotations

import argparse
import json
import statistics

import numpy as np
import torch

from class_balance.train.cohort import Setting
from class_balance.train.data import Packed
from class_balance.train.device import choose_device, configure, describe
from class_balance.train.distributed import Processes
from class_balance.train.paper import paper_arms, paper_request
from class_balance.train.read_request import parse_request
from class_balance.train.request import RunClass
from class_balance.train.run import jobs_of
from class_balance.train.sharing import Sharing
from class_balance.train.source import ArraySource
from class_balance.train.tune import steps_a_second

IMAGE = (32, 32, 3)
#: Model and the shape of a sample: features, or images.
CASES = (("linear", 64), ("linear", 512), ("mlp", 64), ("mlp", 512), ("small-cnn", IMAGE), ("resnet20", IMAGE))


def setting_of(model: str, shape: int | tuple[int, ...], device: torch.device) -> Setting:
    """5,000 samples of noise in 10 classes."""
    source = np.random.default_rng(0)
    y = np.repeat(np.arange(10), 500)
    x = (
        source.normal(size=(y.size, shape)).astype(np.float32)
        if isinstance(shape, int)
        else source.integers(0, 256, (y.size, *shape)).astype(np.uint8)
    )
    classes = tuple(RunClass(id=str(at), name=str(at), count=500) for at in range(10))
    choices = {"name": "bench", "epochs": 200, "seeds": 3, "device": str(device), "model": model}
    request = parse_request(json.dumps(paper_request(classes, "none", paper_arms(200, [10_000])[:6], **choices)))
    rows = {"train": np.arange(y.size), "val": np.arange(0), "test": np.arange(0)}
    packed = Packed(x, y.astype(np.int64), rows, np.arange(0))
    return Setting(request, ArraySource(packed, device), device, Processes())


def main() -> None:
    """Prints a row a model and size of the stack: how many times as fast as one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--stacks", type=int, nargs="*", default=[3, 6])
    parser.add_argument("--models", nargs="*", default=[name for name, _ in CASES])
    given = parser.parse_args()
    configure(False, None, 1)
    device, _ = choose_device("auto", 0, 1)
    print(f"{describe(device)}, {torch.get_num_threads()} threads; {given.rounds} rounds, median (least to most)")
    for model, shape in CASES:
        if model not in given.models:
            continue
        setting = setting_of(model, shape, device)
        jobs = jobs_of(setting.request, setting.request.classes)
        steps = given.steps if isinstance(shape, int) else max(2, given.steps // 20)
        found: dict[int, list[float]] = {one: [] for one in given.stacks}
        for _ in range(given.rounds):
            alone = steps_a_second(setting, Sharing(), jobs, steps)
            for stack, ratios in found.items():
                ratios.append(steps_a_second(setting, Sharing(stack=stack), jobs, max(2, steps // stack)) / alone)
        for stack, ratios in found.items():
            middle = statistics.median(ratios)
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            print(f"{model} {shape}, {stack} stacked: {middle:.2f} times ({spread})", flush=True)


if __name__ == "__main__":
    main()
