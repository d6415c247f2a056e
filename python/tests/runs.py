"""Small runs for tests: a run.json with packed data that a seed makes, and what a run folder says."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from class_balance.train.read_request import parse_request
from class_balance.train.request import RunRequest

#: Where runs of tests train; on a machine with a GPU they can be sent there.
DEVICE = os.environ.get("CLASS_BALANCE_TEST_DEVICE", "cpu")
COUNTS = (40, 20, 8)
PLAIN: dict[str, Any] = {"family": "softmax", "scheme": "none"}


def arm(
    name: str, loss: dict[str, Any], *, start: int | None = None, sampler: dict[str, Any] | None = None
) -> dict[str, Any]:
    schedule = {"kind": "none"} if start is None else {"kind": "deferred-reweighting", "start": start}
    return {"name": name, "loss": loss, "schedule": schedule, "sampler": sampler or {"kind": "none"}}


BALANCED = arm("cb-softmax", {"family": "softmax", "scheme": "effective-number", "n": 100})
FOCAL = arm("cb-focal", {"family": "focal", "gamma": 1, "scheme": "effective-number", "n": None})
LDAM = arm("ldam", {"family": "ldam", "margin": 0.5, "scale": 10, "scheme": "inverse"}, start=1)


def document(**changes: Any) -> dict[str, Any]:
    """A request; a change such as `budget={"epochs": 3}` is laid over the field."""
    whole: dict[str, Any] = {
        "schema": "class-balance/run",
        "version": 1,
        "name": "small",
        "created": "2026-01-02T03:04:05Z",
        "tool": "tests 1",
        "dataset": {
            "name": "blobs",
            "sources": ["blobs.csv"],
            "unit": "row",
            "split": "train",
            "multiLabel": False,
            "samples": sum(COUNTS),
            "fingerprint": None,
        },
        "classes": [{"id": f"{at}", "name": f"class {at}", "count": count} for at, count in enumerate(COUNTS)],
        "data": {"kind": "packed", "folder": "packed", "layout": "features"},
        "model": {"name": "linear"},
        "engine": {"id": "pytorch", "device": DEVICE, "deterministic": True, "workers": 1},
        "arms": [arm("softmax", PLAIN), BALANCED],
        "seeds": [0, 1],
        "optimiser": {
            "kind": "sgd",
            "learningRate": 0.1,
            "momentum": 0.9,
            "weightDecay": 2e-4,
            "batchSize": 16,
            "warmupEpochs": 1,
            "decay": "steps",
        },
        "budget": {"epochs": 3, "halving": False},
        "weightScale": "sample-mean",
    }
    for name, value in changes.items():
        whole[name] = {**whole[name], **value} if isinstance(value, dict) and name != "data" else value
    # A copy, so that what a test changes stays its own.
    return copy.deepcopy(whole)


def request(**changes: Any) -> RunRequest:
    return parse_request(json.dumps(document(**changes)))


def arrays(counts: Sequence[int], *, side: int | None = None) -> dict[str, NDArray[Any]]:
    """Blobs of 6 features, or pictures of a side with a bright row of their own a class; 5 val, 9 test a class."""
    source = np.random.default_rng(7)
    y, split = [], []
    for label, count in enumerate(counts):
        for part, number in enumerate((count, 5, 9)):
            y += [label] * number
            split += [part] * number
    labels = np.array(y, dtype=np.int32)
    if side is None:
        x: NDArray[Any] = (source.normal(size=(labels.size, 6)) + labels[:, None]).astype(np.float32)
    else:
        x = source.integers(0, 160, (labels.size, side, side, 3)).astype(np.uint8)
        x[np.arange(labels.size), (labels * 2) % side] += 80
    return {"x": x, "y": labels, "split": np.array(split, dtype=np.uint8)}


def write_run(folder: Path, *, side: int | None = None, **changes: Any) -> Path:
    """The run.json of a new run folder with its data."""
    if side is not None:
        changes = {"data": {"kind": "packed", "folder": "packed", "layout": "images"}, **changes}
    whole = document(**changes)
    packed = folder / "packed"
    packed.mkdir(parents=True)
    for name, array in arrays([one["count"] for one in whole["classes"]], side=side).items():
        np.save(packed / f"{name}.npy", array)
    path = folder / "run.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def events(folder: Path, type_: str | None = None) -> list[dict[str, Any]]:
    """The events of a run folder, of one type where it is given."""
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    found: Iterator[dict[str, Any]] = (json.loads(line) for line in lines)
    return [event for event in found if type_ is None or event["type"] == type_]


def finals(folder: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """The final metrics on the test split by arm and seed."""
    said = [one for one in events(folder, "metrics") if one["final"] and one["split"] == "test"]
    return {(one["arm"], one["seed"]): one["metrics"] for one in said}


def wait_until(child: subprocess.Popen[Any], come: Callable[[], bool], seconds: float = 120) -> None:
    """Waits for what a process does; fails where it ends before, or too much time goes by."""
    deadline = time.monotonic() + seconds
    while not come():
        assert child.poll() is None, "the process ended before"
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.005)
