"""The paper's long-tailed CIFAR-10 experiment as one command: ResNet-32, 200 epochs, its recipe, its arms.

`python -m class_balance.train.paper --images FOLDER --out FOLDER` packs train/<class>/* and test/<class>/*, trains at
each imbalance factor (one run folder each, resumed where it is there) and writes report.md: errors beside the paper's
table 2, and differences to plain softmax beside its differences. Sources: Cui et al., CVPR 2019, section 5.2 and table
2; Cao et al., NeurIPS 2019, table 2; Zhang et al., AAAI 2021 (balanced softmax). Must not know how arms are trained.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from class_balance.train.__main__ import main as train
from class_balance.train.outcome import write_whole
from class_balance.train.pack import pack_folders
from class_balance.train.request import RunClass
from class_balance.train.student import interval
from class_balance.weights import beta_of

FACTORS = (200, 100, 50, 20, 10)
#: Errors in % at each of FACTORS, as published; LDAM-DRW and balanced softmax elsewhere, with gaps.
PUBLISHED: Mapping[str, tuple[float | None, ...]] = {
    "softmax": (34.32, 29.64, 25.19, 17.77, 13.61),
    "sigmoid": (34.51, 29.55, 23.84, 16.40, 12.97),
    "focal γ=0.5": (36.00, 29.77, 23.28, 17.11, 13.19),
    "focal γ=1": (34.71, 29.62, 23.29, 17.24, 13.34),
    "focal γ=2": (35.12, 30.41, 23.48, 16.77, 13.68),
    "balanced-softmax": (None, 22.46, 18.89, None, None),
    "ldam-drw": (None, 22.97, None, None, 11.84),
}
#: The best class-balanced loss of the paper's grid at each of FACTORS.
BEST_CLASS_BALANCED = (31.11, 25.43, 20.73, 15.64, 12.51)
_BEST = "best class-balanced"
_GRID = (10, 100, 1000, 10_000)
_FAMILIES: tuple[dict[str, Any], ...] = (
    {"family": "softmax"},
    {"family": "sigmoid"},
    *({"family": "focal", "gamma": gamma} for gamma in (0.5, 1, 2)),
)


def paper_arms(epochs: int, grid: Sequence[int] = _GRID) -> list[dict[str, Any]]:
    """The arms as run.json has them; deferred re-weighting starts at 80 % of the epochs, as 160 of 200."""
    arms = [_arm(_name(family), {**family, "scheme": "none"}) for family in _FAMILIES]
    for family in _FAMILIES:
        for n in grid:
            loss = {**family, "scheme": "effective-number", "n": n}
            arms.append(_arm(f"cb-{_name(family)} β={beta_of(n):g}", loss))
    arms.append(_arm("balanced-softmax", {"family": "balanced-softmax", "scheme": "none"}))
    ldam = {"family": "ldam", "margin": 0.5, "scale": 30, "scheme": "effective-number", "n": 10_000}
    arms.append(_arm("ldam-drw", ldam, start=int(0.8 * epochs)))
    return arms


def paper_request(
    classes: Sequence[RunClass], folder: str, arms: Sequence[Mapping[str, Any]], **choices: Any
) -> dict[str, Any]:
    """A run.json with the paper's recipe; `choices` are epochs, seeds, device, model and name."""
    return {
        "schema": "class-balance/run",
        "version": 1,
        "name": choices["name"],
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "tool": "class_balance.train.paper",
        "dataset": {
            "name": choices["name"],
            "sources": ["train"],
            "unit": "image",
            "split": "train",
            "multiLabel": False,
            "samples": sum(one.count for one in classes),
            "fingerprint": None,
        },
        "classes": [{"id": one.id, "name": one.name, "count": one.count} for one in classes],
        "data": {"kind": "packed", "folder": folder, "layout": "images"},
        "model": {"name": choices["model"]},
        "engine": {"id": "pytorch", "device": choices["device"], "deterministic": False},
        "arms": list(arms),
        "seeds": list(range(choices["seeds"])),
        "optimiser": {
            "kind": "sgd",
            "learningRate": 0.1,
            "momentum": 0.9,
            "weightDecay": 2e-4,
            "batchSize": 128,
            "warmupEpochs": min(5, choices["epochs"] // 4),
            "decay": "steps",
        },
        "budget": {"epochs": choices["epochs"], "halving": False},
        # As in the paper: the weights sum to the number of classes.
        "weightScale": "class-sum",
    }


def report(results: Mapping[int, Mapping[str, Mapping[int, float]]], seconds: Mapping[int, float], head: str) -> str:
    """The report in Markdown.

    Args:
        results: error in % by imbalance factor, arm and seed; a factor that was not trained is left out.
        seconds: that the run of a factor took.
        head: what was run, on what.
    """
    columns = " | ".join(f"IF {factor}" for factor in FACTORS)
    rule = "| --- |" + " ---: |" * len(FACTORS)
    names = list(dict.fromkeys(name for found in results.values() for name in found))
    lines = [
        "# Long-tailed CIFAR-10, ResNet-32",
        *("", head, ""),
        "Error in % on the balanced test set, mean over seeds with the 95 % interval; in brackets as published.",
        *("", f"| arm | {columns} |", rule),
        *(f"| {name} | {' | '.join(_error(results, name, at) for at in range(len(FACTORS)))} |" for name in names),
        f"| {_BEST}, as published | {' | '.join(f'({one:.2f})' for one in BEST_CLASS_BALANCED)} |",
        *(
            "",
            "Difference to plain softmax in points (below 0 is better), paired over seeds; in brackets as published.",
        ),
        *("", f"| arm | {columns} |", rule),
        *(f"| {name} | {' | '.join(_gain(results, name, at) for at in range(len(FACTORS)))} |" for name in names[1:]),
        "",
        *(f"IF {factor}: {took:.0f} s." for factor, took in seconds.items()),
        "",
    ]
    return "\n".join(lines)


def _arm(name: str, loss: Mapping[str, Any], start: int | None = None) -> dict[str, Any]:
    schedule = {"kind": "none"} if start is None else {"kind": "deferred-reweighting", "start": start}
    return {"name": name, "loss": loss, "schedule": schedule, "sampler": {"kind": "none"}}


def _name(family: Mapping[str, Any]) -> str:
    gamma = f" γ={family['gamma']:g}" if "gamma" in family else ""
    return f"{family['family']}{gamma}"


def _published(name: str, at: int) -> float | None:
    return PUBLISHED[name][at] if name in PUBLISHED else None


def _cell(values: Sequence[float], published: float | None, sign: str) -> str:
    mean = sum(values) / len(values)
    between = interval(values)
    spread = "" if between is None else f" ± {(between[1] - between[0]) / 2:.2f}"
    return f"{mean:{sign}.2f}{spread}" + ("" if published is None else f" ({published:{sign}.2f})")


def _error(results: Mapping[int, Mapping[str, Mapping[int, float]]], name: str, at: int) -> str:
    found = results.get(FACTORS[at], {}).get(name)
    return _cell(list(found.values()), _published(name, at), "") if found else "not yet measured"


def _gain(results: Mapping[int, Mapping[str, Mapping[int, float]]], name: str, at: int) -> str:
    whole = results.get(FACTORS[at], {})
    found, plain = whole.get(name), whole.get("softmax", {})
    both = [seed for seed in found or {} if seed in plain]
    if not found or not both:
        return "not yet measured"
    own, base = _published(name, at), _published("softmax", at)
    published = own - base if own is not None and base is not None else None
    return _cell([found[seed] - plain[seed] for seed in both], published, "+")


def errors_of(folder: Path) -> dict[str, dict[int, float]]:
    """Errors in % of a finished run, by arm and seed."""
    found: dict[str, dict[int, float]] = {}
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["type"] == "metrics" and event["final"] and event["split"] == "test":
            found.setdefault(event["arm"], {})[event["seed"]] = 100 * (1 - event["metrics"]["accuracy"])
    return found


def _run(given: argparse.Namespace, factor: int) -> tuple[dict[str, dict[int, float]], float] | None:
    folder = given.out / f"if-{factor}"
    config = folder / "run.json"
    if not config.exists():
        classes = pack_folders(given.images, folder / "packed", factor, given.most)
        arms = paper_arms(given.epochs, given.grid)
        choices = {"epochs": given.epochs, "seeds": given.seeds, "device": given.device, "model": given.model}
        request = paper_request(classes, "packed", arms, name=f"CIFAR-10-LT, imbalance factor {factor}", **choices)
        write_whole(config, json.dumps(request, indent=1, ensure_ascii=False))
    started = time.monotonic()
    code = train(["--config", str(config), "--resume", *given.more])
    return (errors_of(folder), time.monotonic() - started) if code == 0 else None


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m class_balance.train.paper", description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--factors", type=int, nargs="+", default=list(FACTORS), choices=FACTORS)
    parser.add_argument("--epochs", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--model", default="resnet32")
    parser.add_argument("--grid", type=int, nargs="*", default=list(_GRID), help="N of the class-balanced arms")
    parser.add_argument("--most", type=int, help="images of a class, at most; only to try the command out")
    parser.add_argument("more", nargs="*", help="after --: options for class_balance.train")
    given = parser.parse_args()
    results: dict[int, dict[str, dict[int, float]]] = {}
    seconds: dict[int, float] = {}
    for factor in given.factors:
        found = _run(given, factor)
        if found is None:
            return 1
        results[factor], seconds[factor] = found
        start = (given.out / f"if-{factor}" / "events.jsonl").read_text(encoding="utf-8").splitlines()[0]
        head = f"`{' '.join(sys.argv[1:])}` on {json.loads(start)['device']}, {given.model}, {given.epochs} epochs."
        write_whole(given.out / "report.md", report(results, seconds, head))
    return 0


if __name__ == "__main__":
    sys.exit(main())
