"""Weights against the shared vectors, weights per sample, repeat factors, the schedule."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import ArrayLike

from class_balance.schedule import is_reweighted, weights_at
from class_balance.weights import (
    SCHEMES,
    beta_of,
    class_weights,
    effective_number,
    prototypes_of,
    repeat_factors,
    sample_weights,
)
from vectors import WEIGHTS, Vector, prototypes, weights_of


def relative(actual: ArrayLike, expected: ArrayLike) -> float:
    one, other = np.asarray(actual), np.asarray(expected)
    return float(np.max(np.abs(one - other) / np.where(other == 0, 1, other)))


@pytest.mark.parametrize("vector", WEIGHTS, ids=lambda vector: f"{vector['name']} {vector['scheme']}")
def test_weights_equal_the_vectors(vector: Vector) -> None:
    assert relative(weights_of(vector), vector["weights"]) < 1e-12
    counts = np.array(vector["counts"])
    used = np.maximum(counts, 1) if vector["zeroCount"] == "pseudo-count" else counts
    assert relative(effective_number(used, prototypes(vector)), vector["effective"]) < 1e-12


def test_vectors_cover_every_scheme() -> None:
    assert {vector["scheme"] for vector in WEIGHTS} == set(SCHEMES)


def test_weights_of_nothing_are_nothing() -> None:
    assert class_weights([]).tolist() == []
    assert class_weights([0, 0]).tolist() == [0, 0]


@pytest.mark.parametrize(("beta", "n"), [(0, 1), (0.9, 10), (0.9999, 10_000), (1, math.inf), (0.5, 2)])
def test_n_and_beta_give_each_other(beta: float, n: float) -> None:
    assert prototypes_of(beta) == n
    assert beta_of(n) == beta


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"counts": [-1]}, "counts"),
        ({"counts": [0.5]}, "counts"),
        ({"counts": [math.nan]}, "counts"),
        ({"counts": [1], "scheme": "none"}, "scheme"),
        ({"counts": [1], "n": 0.5}, "n is"),
        ({"counts": [1], "n": math.nan}, "n is"),
        ({"counts": [1], "scheme": "power", "q": 3}, "q is"),
        ({"counts": [1], "scheme": "enet-log", "k": 1}, "k is"),
        ({"counts": [1], "normalisation": "sum"}, "normalisation"),
        ({"counts": [1], "zero_count": "one"}, "zero_count"),
        ({"counts": [1], "scheme": "median-frequency", "support": [0]}, "support"),
        ({"counts": [1], "scheme": "median-frequency", "support": [1, 2]}, "support"),
    ],
)
def test_weights_refuse_an_argument_out_of_range_by_name(arguments: dict[str, object], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        class_weights(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("beta", [-0.1, 1.1, math.nan])
def test_prototypes_refuse_a_beta_out_of_range(beta: float) -> None:
    with pytest.raises(ValueError, match="beta is"):
        prototypes_of(beta)


@pytest.mark.parametrize(("q", "shares"), [(0, [0.5, 0.5]), (0.5, [2 / 3, 1 / 3]), (1, [0.8, 0.2])])
def test_sample_weights_give_each_class_its_share(q: float, shares: list[float]) -> None:
    labels = np.array([0, 0, 0, 0, 1])
    weights = sample_weights(labels, 3, q)
    assert [weights[labels == i].sum() for i in (0, 1)] == pytest.approx(shares)


@pytest.mark.parametrize("labels", [[], [3], [-1], [[0]]])
def test_sample_weights_refuse_labels_that_are_no_classes(labels: list[int]) -> None:
    with pytest.raises(ValueError, match="labels must be"):
        sample_weights(labels, 3)


def test_repeat_factors_take_the_rarest_class_of_an_image() -> None:
    images = [[0], [0, 0, 1], [0], [0, 2], [], [0], [0], [0], [0], [0]]
    factors = repeat_factors(images, 4, 0.4)
    assert factors.tolist() == pytest.approx([1, 2, 1, 2, 1, 1, 1, 1, 1, 1])
    assert repeat_factors(images, 4, 1e-3).tolist() == [1.0] * 10


def test_repeat_factors_refuse_what_is_out_of_range() -> None:
    with pytest.raises(ValueError, match="threshold is 0"):
        repeat_factors([[0]], 1, 0)
    with pytest.raises(ValueError, match="from 0 to 0"):
        repeat_factors([[1]], 1, 0.5)


def test_schedule_reweights_from_its_start_on() -> None:
    assert is_reweighted(None, None)
    assert not is_reweighted(160, 159)
    assert weights_at([2, 0.5], 160, 159).tolist() == [1, 1]
    assert weights_at([2, 0.5], 160, 160).tolist() == [2, 0.5]
    with pytest.raises(ValueError, match="epoch 160"):
        weights_at([1], 160, None)
