"""The shared vectors, and the config that a vector describes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from class_balance.config import LossClass, LossConfig, LossDataset, LossSpec
from class_balance.weights import beta_of, class_weights, effective_number

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "test" / "vectors"

Vector = Mapping[str, Any]


def read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


LOSSES: list[Vector] = read("losses.json")["losses"]
WEIGHTS: list[Vector] = read("losses.json")["weights"]
CONFIGS: dict[str, str] = read("lossConfigs.json")


def weights_of(vector: Vector) -> Any:
    return class_weights(
        vector["counts"],
        vector["scheme"],
        n=prototypes(vector),
        normalisation=vector["normalisation"],
        zero_count=vector["zeroCount"],
        support=vector.get("support"),
        **vector.get("parameters", {}),
    )


def prototypes(vector: Vector) -> float:
    return math.inf if vector["n"] is None else float(vector["n"])


def config_of(vector: Vector) -> LossConfig:
    counts = vector["counts"]
    n = prototypes(vector)
    plain = vector["scheme"] == "none"
    weights = np.ones(len(counts)) if plain else weights_of(vector)
    numbers = effective_number(counts, n)
    own = {name: float(vector[name]) for name in ("gamma", "tau", "margin", "scale") if name in vector}
    return LossConfig(
        dataset=LossDataset(
            name="pets",
            sources=(),
            unit="image",
            split="train",
            multi_label=False,
            samples=sum(counts),
            fingerprint=None,
        ),
        classes=tuple(
            LossClass(
                index=i,
                id=str(i),
                name=str(i),
                count=count,
                effective_number=float(numbers[i]),
                weight=float(weights[i]),
            )
            for i, count in enumerate(counts)
        ),
        loss=LossSpec(
            family=vector["family"],
            scheme=vector["scheme"],
            parameters={},
            n=n,
            beta=beta_of(n),
            normalisation=vector["normalisation"],
            zero_count=vector["zeroCount"],
            bias_initialisation="none",
            reduction=vector["reduction"],
            **own,
        ),
        start=vector.get("start"),
    )


def targets_of(vector: Vector) -> Any:
    return np.array(vector["targets"] if "targets" in vector else vector["multiHot"])


def distance(actual: ArrayLike, expected: ArrayLike) -> float:
    """The largest distance, relative where the values exceed 1; infinite where something is not finite."""
    one, other = np.asarray(actual, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if one.shape != other.shape or not np.isfinite(one).all():
        return math.inf
    return float(np.max(np.abs(one - other) / np.maximum(1, np.abs(other)), initial=0))
