"""The NumPy reference against vectors worked out apart from it."""

import numpy as np
import pytest

from class_balance.reference import loss_gradient, loss_value
from vectors import LOSSES, Vector, config_of, distance, targets_of


@pytest.mark.parametrize("vector", LOSSES, ids=lambda vector: str(vector["name"]))
def test_reference_gives_value_and_gradient_of_the_vectors(vector: Vector) -> None:
    config, targets, epoch = config_of(vector), targets_of(vector), vector.get("epoch")
    assert distance(config.weights, vector["weights"]) < 1e-12
    assert distance(loss_value(config, vector["logits"], targets, epoch), vector["value"]) < 1e-12
    assert distance(loss_gradient(config, vector["logits"], targets, epoch), vector["gradient"]) < 1e-12


@pytest.mark.parametrize(
    ("logits", "targets", "message"),
    [
        ([[1.0, np.nan]], [0], "finite"),
        ([[1.0, 2.0]], [2], "0 to 1"),
        ([[1.0, 2.0]], [-1], "0 to 1"),
        ([[1.0, 2.0]], [0, 1], "shape"),
        ([[1.0, 2.0]], [[0, 1]], "one class index"),
    ],
)
def test_reference_refuses_what_does_not_fit(logits: list[list[float]], targets: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        loss_value(config_of(LOSSES[0]), logits, targets)


def test_reference_of_an_empty_batch_is_0() -> None:
    config = config_of(LOSSES[0])
    assert loss_value(config, np.empty((0, 2)), []) == 0
    assert loss_gradient(config, np.empty((0, 2)), []).shape == (0, 2)


def test_reference_asks_for_the_epoch_when_reweighting_is_deferred() -> None:
    vector = next(vector for vector in LOSSES if "start" in vector)
    with pytest.raises(ValueError, match="deferred to epoch 160"):
        loss_value(config_of(vector), vector["logits"], targets_of(vector))
