"""Writes test/vectors/losses.json: what every implementation of the losses and weights must give.

Independent of all of them: it imports neither class_balance nor NumPy. Every number is worked out with mpmath at
120 digits from the formula as printed (log of a softmax, a power of 1 - p, beta to the n), without any stable
form; at that precision the naive forms are exact to far more than a double. Gradients are central differences of
the whole value with step 1e-30, so no derivative is written down anywhere; their error is below 1e-50. Results
are rounded to the nearest double.

    python python/tools/make_loss_vectors.py && npx prettier --write test/vectors/losses.json
    python python/tools/make_loss_vectors.py --check
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mpmath import mp, mpf

mp.dps = 120
STEP = mpf(10) ** -30
OUTPUT = Path(__file__).resolve().parents[2] / "test" / "vectors" / "losses.json"
#: Samples that an absent class stands for in a prior; a decision of this project (docs of the loss config).
ABSENT = mpf(10) ** -12

Case = dict[str, Any]
Matrix = list[list[Any]]

LONG_TAIL = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]


# --- weights


def effective_number(count: int, n: Any) -> Any:
    """(1 - beta^n) / (1 - beta), its limits for beta 0 and 1 included."""
    if n is None:
        return mpf(count)
    beta = (mpf(n) - 1) / mpf(n)
    return (1 - beta**count) / (1 - beta) if count > 0 else mpf(0)


def raw_weights(case: Case, counts: list[int], support: list[int] | None) -> list[Any]:
    parameters = case.get("parameters", {})
    total = mpf(sum(counts))
    scheme = case["scheme"]
    if scheme == "effective-number":
        return [1 / effective_number(c, case["n"]) for c in counts]
    if scheme == "inverse":
        return [1 / mpf(c) for c in counts]
    if scheme == "inverse-square-root":
        return [1 / mp.sqrt(c) for c in counts]
    if scheme == "power":
        return [(mpf(min(counts)) / c) ** mpf(parameters["q"]) for c in counts]
    if scheme == "balanced":
        return [total / (len(counts) * mpf(c)) for c in counts]
    if scheme == "enet-log":
        return [1 / mp.log(mpf(parameters["k"]) + c / total) for c in counts]
    if scheme == "median-frequency":
        frequencies = [mpf(c) / (support[i] if support else total) for i, c in enumerate(counts)]
        ordered = sorted(frequencies)
        middle = len(ordered) // 2
        odd = len(ordered) % 2 == 1
        median = ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2
        return [median / f for f in frequencies]
    raise ValueError(scheme)


def weights_of(case: Case) -> tuple[list[Any], list[Any]]:
    """Weights and effective numbers, one a class; what is left out has 0."""
    counts: list[int] = case["counts"]
    size = len(counts)
    if case["scheme"] == "none":
        return [mpf(1)] * size, [mpf(0)] * size
    pseudo = case["zeroCount"] == "pseudo-count"
    part = [i for i in range(size) if pseudo or counts[i] > 0]
    used = [max(1, counts[i]) for i in part]
    given = case.get("support")
    support = [given[i] if counts[i] > 0 else max(given) for i in part] if given else None
    raw = raw_weights(case, used, support)
    scale = {
        "sum-to-classes": lambda: len(raw) / sum(raw),
        "mean-one-per-sample": lambda: mpf(sum(used)) / sum(w * c for w, c in zip(raw, used, strict=True)),
        "max-one": lambda: 1 / max(raw),
        "min-one": lambda: 1 / min(raw),
        "sum-to-one": lambda: 1 / sum(raw),
        "none": lambda: mpf(1),
    }[case["normalisation"]]()
    weights, numbers = [mpf(0)] * size, [mpf(0)] * size
    for at, i in enumerate(part):
        weights[i] = raw[at] * scale
        numbers[i] = effective_number(used[at], case["n"])
    return weights, numbers


# --- losses, as printed


def prior_counts(case: Case) -> list[Any]:
    absent = mpf(1) if case["zeroCount"] == "pseudo-count" else ABSENT
    return [mpf(c) if c > 0 else absent for c in case["counts"]]


def margins(case: Case) -> list[Any]:
    pseudo = case["zeroCount"] == "pseudo-count"
    used = [1 if c == 0 and pseudo else c for c in case["counts"]]
    powers = [mpf(c) ** mpf(-0.25) if c > 0 else None for c in used]
    top = max(p for p in powers if p is not None)
    return [mpf(case["margin"]) * (p / top if p is not None else 1) for p in powers]


def softmax_loss(logits: list[Any], label: int) -> Any:
    exponentials = [mp.exp(z) for z in logits]
    return -mp.log(exponentials[label] / sum(exponentials))


def sample_loss(case: Case, logits: list[Any], labels: list[int]) -> Any:
    family = case["family"]
    if family in ("sigmoid", "focal"):
        gamma = mpf(case["gamma"]) if family == "focal" else mpf(0)
        total = mpf(0)
        for z, label in zip(logits, labels, strict=True):
            signed = z if label else -z
            p, rest = 1 / (1 + mp.exp(-signed)), 1 / (1 + mp.exp(signed))
            total -= (rest**gamma if gamma > 0 else 1) * mp.log(p)
        return total
    label = labels.index(1)
    if family == "softmax":
        return softmax_loss(logits, label)
    if family == "ldam":
        scale, m = mpf(case["scale"]), margins(case)
        moved = [scale * (z - m[i] if i == label else z) for i, z in enumerate(logits)]
        return softmax_loss(moved, label)
    counts = prior_counts(case)
    if family == "balanced-softmax":
        # Ren et al., equation 4: n_y e^z_y / sum n_i e^z_i.
        products = [c * mp.exp(z) for c, z in zip(counts, logits, strict=True)]
        return -mp.log(products[label] / sum(products))
    total_count = sum(c for c in counts if c >= 1)
    tau = mpf(case["tau"])
    adjusted = [z + tau * mp.log(c / total_count) for c, z in zip(counts, logits, strict=True)]
    return softmax_loss(adjusted, label)


def labels_of(case: Case) -> list[list[int]]:
    if "multiHot" in case:
        rows: list[list[int]] = case["multiHot"]
        return rows
    size = len(case["counts"])
    return [[int(i == target) for i in range(size)] for target in case["targets"]]


def value_of(case: Case, logits: Matrix, weights: list[Any]) -> Any:
    start = case.get("start")
    if start is not None and case["epoch"] < start:
        weights = [mpf(1)] * len(weights)
    rows = labels_of(case)
    sample_weights = [sum(w for w, one in zip(weights, row, strict=True) if one) for row in rows]
    total = sum(
        weight * sample_loss(case, logits[at], rows[at]) for at, weight in enumerate(sample_weights) if weight > 0
    )
    positives = sum(sum(row) for row in rows)
    divisor = {"mean": positives, "weighted-mean": sum(sample_weights), "sum": 1}[case["reduction"]]
    return total / divisor if divisor > 0 else mpf(0)


def gradient_of(case: Case, logits: Matrix, weights: list[Any]) -> Matrix:
    result = []
    for row in range(len(logits)):
        slopes = []
        for column in range(len(logits[row])):
            ends = []
            for step in (STEP, -STEP):
                moved = [list(line) for line in logits]
                moved[row][column] += step
                ends.append(value_of(case, moved, weights))
            slopes.append(float((ends[0] - ends[1]) / (2 * STEP)))
        result.append(slopes)
    return result


def solved(case: Case) -> Case:
    weights, _ = weights_of(case)
    logits = [[mpf(z) for z in row] for row in case["logits"]]
    return {
        **case,
        "weights": [float(w) for w in weights],
        "value": float(value_of(case, logits, weights)),
        "gradient": gradient_of(case, logits, weights),
    }


# --- the cases

FAMILIES: dict[str, Case] = {
    "softmax": {},
    "sigmoid": {},
    "focal": {"gamma": 1},
    "balanced-softmax": {},
    "logit-adjustment": {"tau": 1},
    "ldam": {"margin": 0.5, "scale": 30},
}
DEFAULTS: Case = {
    "scheme": "effective-number",
    "n": 1000,
    "normalisation": "sum-to-classes",
    "zeroCount": "zero",
    "reduction": "mean",
}


def normal(source: random.Random, rows: int, columns: int, spread: float = 1) -> Matrix:
    return [[round(source.gauss(0, spread), 6) for _ in range(columns)] for _ in range(rows)]


def family_cases(family: str, own: Case) -> Iterator[Case]:
    source = random.Random(f"class-balance {family}")

    def case(name: str, counts: list[int], logits: Matrix, **more: Any) -> Case:
        targets = [source.choice([i for i, c in enumerate(counts) if c > 0]) for _ in logits]
        labels = {} if "multiHot" in more else {"targets": targets}
        head = {"name": f"{family}: {name}", "family": family, "counts": counts}
        return {**head, **DEFAULTS, **own, "logits": logits, **labels, **more}

    for size in range(2, 11):
        counts = LONG_TAIL[:size]
        yield case(f"{size} classes", counts, normal(source, 2, size))
    yield case("one sample", [40, 7], normal(source, 1, 2))
    yield case("wide logits", LONG_TAIL[::2], normal(source, 3, 5, 30))
    extremes = [[1e4, -1e4, 0], [-1e4, 1e4, 0], [1e4, 1e4, -1e4], [0, 0, 1e4], [-1e4, -1e4, -1e4]]
    yield case("logits of 1e4", [90, 30, 3], extremes, targets=[0, 0, 1, 1, 2])
    close = [[1e4, 1e4, 9999.5], [-1e4, -1e4, -1e4]]
    yield case("logits of 1e4, close together", [90, 30, 4], close, targets=[1, 0])
    yield case("weighted mean", LONG_TAIL[:4], normal(source, 4, 4), reduction="weighted-mean")
    yield case("sum", LONG_TAIL[:4], normal(source, 3, 4), reduction="sum")
    yield case("no weights", LONG_TAIL[:4], normal(source, 3, 4), scheme="none")
    yield case("infinite N", LONG_TAIL[:4], normal(source, 3, 4), n=None)
    yield case("an empty class", [50, 0, 5], normal(source, 3, 3))
    empty = {"targets": [1, 0, 1]}
    yield case("a sample of an empty class", [50, 0, 5], normal(source, 3, 3), **empty)
    plain = {"scheme": "none", **empty}
    yield case("an unweighted sample of an empty class", [50, 0, 5], normal(source, 3, 3), **plain)
    pseudo = {"zeroCount": "pseudo-count", **empty}
    yield case("an empty class counted as one", [50, 0, 5], normal(source, 3, 3), **pseudo)
    ignored = {"targets": [1, -100, 2]}
    yield case("a sample left out", [50, 20, 5], normal(source, 3, 3), **ignored)
    nothing = {"targets": [-100, -100]}
    yield case("every sample left out", [50, 20, 5], normal(source, 2, 3), **nothing)
    weightless = {"targets": [1, 1], "reduction": "weighted-mean"}
    yield case("a batch without weight", [50, 0, 5], normal(source, 2, 3), **weightless)
    for epoch in (159, 160):
        deferred = {"start": 160, "epoch": epoch}
        yield case(f"deferred, epoch {epoch}", [50, 20, 5], normal(source, 3, 3), **deferred)
    if family in ("sigmoid", "focal"):
        several = {"multiHot": [[1, 1, 0], [0, 0, 0], [0, 0, 1], [1, 1, 1]]}
        for reduction in ("mean", "weighted-mean"):
            more: Case = {**several, "reduction": reduction}
            yield case(f"several labels, {reduction}", [50, 20, 5], normal(source, 4, 3), **more)
    if family == "focal":
        for gamma in (0, 0.5, 1, 2):
            logits = [*normal(source, 2, 3), *extremes]
            yield case(f"gamma {gamma}", [90, 30, 3], logits, gamma=gamma)
    if family == "logit-adjustment":
        for tau in (0, 0.5, 2):
            yield case(f"tau {tau}", [90, 30, 3], normal(source, 3, 3), tau=tau)
    if family == "ldam":
        for margin, scale in ((0, 1), (0.3, 10), (0.5, 1)):
            more = {"margin": margin, "scale": scale, "reduction": "weighted-mean"}
            yield case(f"margin {margin}, scale {scale}", [90, 30, 3], normal(source, 3, 3), **more)


def weight_cases() -> Iterator[Case]:
    counts = {
        "long tail": LONG_TAIL,
        "empty classes": [120, 0, 7, 1, 0, 33],
        "huge": [2**53 - 1, 900_000, 1],
        "balanced": [9, 9, 9],
        "one class": [17],
    }
    schemes: list[Case] = [
        *({"scheme": "effective-number", "n": n} for n in (1, 2, 10, 1000, 10_000, 1e8, 1e12, None)),
        {"scheme": "inverse"},
        {"scheme": "inverse-square-root"},
        *({"scheme": "power", "parameters": {"q": q}} for q in (0, 0.3, 2)),
        {"scheme": "balanced"},
        {"scheme": "median-frequency"},
        *({"scheme": "enet-log", "parameters": {"k": k}} for k in (1.02, 1.2)),
    ]
    for name, some in counts.items():
        for scheme in schemes:
            for policy in ("zero", "pseudo-count"):
                yield weight_case(name, some, {**scheme, "zeroCount": policy})
    for normalisation in ("mean-one-per-sample", "max-one", "min-one", "sum-to-one", "none"):
        for scheme in schemes[3:5] + schemes[8:]:
            yield weight_case("empty classes", counts["empty classes"], {**scheme, "normalisation": normalisation})
    support = {"scheme": "median-frequency", "support": [80, 0, 6, 1, 0, 30]}
    for policy in ("zero", "pseudo-count"):
        yield weight_case("images", counts["empty classes"], {**support, "zeroCount": policy})


def weight_case(name: str, counts: list[int], more: Case) -> Case:
    case = {"name": name, "counts": counts, **DEFAULTS, "n": 10_000, **more}
    del case["reduction"]
    weights, numbers = weights_of(case)
    solution = {"weights": [float(w) for w in weights], "effective": [float(e) for e in numbers]}
    return {**case, **solution}


def document() -> Case:
    losses = [solved(case) for family, own in FAMILIES.items() for case in family_cases(family, own)]
    about = "Written by python/tools/make_loss_vectors.py; see there how."
    return {"about": about, "losses": losses, "weights": list(weight_cases())}


def main() -> int:
    made = document()
    if "--check" in sys.argv:
        return 0 if json.loads(OUTPUT.read_text(encoding="utf-8")) == made else 1
    OUTPUT.write_text(json.dumps(made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
