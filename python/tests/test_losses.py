"""The torch modules against the same vectors, and how they sit in a training loop."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
import torch

from class_balance.load import parse_loss_config
from class_balance.losses import (
    BalancedSoftmaxLoss,
    ClassBalancedLoss,
    FocalLoss,
    LDAMLoss,
    LogitAdjustmentLoss,
    NormedLinear,
    SigmoidLoss,
    SoftmaxLoss,
    initialise_bias_,
    loss_of,
)
from vectors import CONFIGS, LOSSES, Vector, config_of, distance, targets_of

COUNTS = [90.0, 30.0, 3.0]
WEIGHTS = [0.1, 0.4, 2.5]


def solve(vector: Vector, dtype: torch.dtype) -> tuple[float, list[list[float]]]:
    loss = loss_of(config_of(vector))
    if "epoch" in vector:
        loss.set_epoch(vector["epoch"])
    logits = torch.tensor(vector["logits"], dtype=dtype, requires_grad=True)
    value = loss(logits, torch.as_tensor(targets_of(vector)))
    value.backward()
    assert logits.grad is not None
    return value.item(), logits.grad.tolist()


@pytest.mark.parametrize("vector", LOSSES, ids=lambda vector: str(vector["name"]))
def test_module_gives_value_and_gradient_of_the_vectors(vector: Vector) -> None:
    value, gradient = solve(vector, torch.float64)
    assert distance(value, vector["value"]) < 1e-12
    assert distance(gradient, vector["gradient"]) < 1e-12


@pytest.mark.parametrize("vector", LOSSES, ids=lambda vector: str(vector["name"]))
def test_module_in_float32_stays_within_1e_5(vector: Vector) -> None:
    value, gradient = solve(vector, torch.float32)
    assert distance(value, vector["value"]) < 1e-5
    assert distance(gradient, vector["gradient"]) < 1e-5


def test_mean_is_the_papers_and_weighted_mean_is_pytorchs() -> None:
    logits, targets = torch.randn(8, 3, dtype=torch.float64), torch.tensor([0, 0, 1, 2, 0, 1, 0, 2])
    weights = torch.tensor(WEIGHTS, dtype=torch.float64)
    own = torch.nn.functional.cross_entropy(logits, targets, weight=weights)
    assert torch.isclose(SoftmaxLoss(WEIGHTS, reduction="weighted-mean")(logits, targets), own)
    every = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
    assert torch.isclose(SoftmaxLoss(WEIGHTS)(logits, targets), (weights[targets] * every).mean())


def test_sigmoid_weighs_every_term_of_a_sample() -> None:
    logits, targets = torch.randn(4, 3, dtype=torch.float64), torch.tensor([0, 2, 1, 2])
    labels = torch.nn.functional.one_hot(targets, 3).double()
    every = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels, reduction="none").sum(dim=1)
    expected = (torch.tensor(WEIGHTS, dtype=torch.float64)[targets] * every).sum() / 4
    assert torch.isclose(SigmoidLoss(WEIGHTS)(logits, targets), expected)
    assert torch.isclose(SigmoidLoss(WEIGHTS)(logits, labels), expected)
    assert torch.isclose(FocalLoss(WEIGHTS, gamma=0)(logits, labels.bool()), expected)


@pytest.mark.parametrize(
    "loss",
    [
        SoftmaxLoss(WEIGHTS),
        FocalLoss(WEIGHTS, gamma=0.5),
        BalancedSoftmaxLoss(COUNTS),
        LogitAdjustmentLoss(COUNTS, tau=2),
        LDAMLoss(COUNTS, weights=WEIGHTS),
    ],
    ids=lambda loss: type(loss).__name__,
)
class TestEveryLoss:
    def test_takes_images_as_it_takes_rows(self, loss: ClassBalancedLoss) -> None:
        logits, targets = torch.randn(2, 3, 4, 5), torch.randint(0, 3, (2, 4, 5))
        targets[0, 0] = -100
        rows = logits.movedim(1, -1).reshape(-1, 3)
        assert torch.isclose(loss(logits, targets), loss(rows, targets.reshape(-1)))

    def test_leaves_out_what_its_ignore_index_says(self, loss: ClassBalancedLoss) -> None:
        some = copy.deepcopy(loss)
        some.ignore_index = 255
        logits = torch.randn(4, 3)
        whole, part = torch.tensor([0, 255, 2, 255]), torch.tensor([0, 2])
        assert torch.isclose(some(logits, whole), loss(logits[::2], part))

    @pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
    def test_works_in_float32_for_half_precision(self, loss: ClassBalancedLoss, dtype: torch.dtype) -> None:
        logits = torch.randn(4, 3).to(dtype)
        value = loss(logits, torch.tensor([0, 1, 2, 2]))
        assert value.dtype == torch.float32
        assert torch.equal(value, loss(logits.float(), torch.tensor([0, 1, 2, 2])))

    def test_has_no_state_to_save(self, loss: ClassBalancedLoss) -> None:
        assert loss.state_dict() == {}
        assert list(loss.parameters()) == []

    def test_refuses_other_classes_shapes_and_types(self, loss: ClassBalancedLoss) -> None:
        with pytest.raises(ValueError, match=r"\(2, 4\); the second size must be 3"):
            loss(torch.zeros(2, 4), torch.tensor([0, 1]))
        with pytest.raises(ValueError, match="targets have shape"):
            loss(torch.zeros(2, 3), torch.tensor([0]))
        with pytest.raises(TypeError, match="floating-point"):
            loss(torch.zeros(2, 3, dtype=torch.int64), torch.tensor([0, 1]))
        for target in (3, -1):
            with pytest.raises((IndexError, RuntimeError)):
                loss(torch.zeros(1, 3), torch.tensor([target]))

    def test_learns_nothing_but_lowers_the_loss(self, loss: ClassBalancedLoss) -> None:
        logits = torch.zeros(6, 3, requires_grad=True)
        targets = torch.tensor([0, 0, 0, 1, 1, 2])
        optimiser = torch.optim.SGD([logits], lr=0.1)
        values = []
        for _ in range(20):
            optimiser.zero_grad()
            value = loss(logits, targets)
            value.backward()
            optimiser.step()
            values.append(value.item())
        assert values[-1] < values[0]


def test_deferred_reweighting_wants_to_know_the_epoch() -> None:
    loss = SoftmaxLoss(WEIGHTS, start=3)
    logits, targets = torch.randn(2, 3), torch.tensor([0, 2])
    with pytest.raises(ValueError, match="deferred to epoch 3"):
        loss(logits, targets)
    loss.set_epoch(2)
    assert torch.isclose(loss(logits, targets), torch.nn.functional.cross_entropy(logits, targets))
    loss.set_epoch(3)
    assert torch.isclose(loss(logits, targets), SoftmaxLoss(WEIGHTS)(logits, targets))


@pytest.mark.parametrize("bad", [[1.0, -1.0], [1.0, math.nan], [[1.0]]])
def test_weights_must_be_finite_and_not_negative(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="weights must be"):
        SoftmaxLoss(bad)


def test_parameters_out_of_range_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="reduction is 'none'"):
        SoftmaxLoss(WEIGHTS, reduction="none")
    with pytest.raises(ValueError, match="gamma is -1"):
        FocalLoss(WEIGHTS, gamma=-1)
    with pytest.raises(ValueError, match="every count is 0"):
        BalancedSoftmaxLoss([0.0, 0.0])


def test_normed_linear_gives_cosines_even_of_nothing() -> None:
    layer = NormedLinear(4, 3)
    features = torch.randn(5, 4)
    expected = torch.nn.functional.cosine_similarity(features[:, None], layer.weight[None], dim=2)
    assert torch.allclose(layer(features), expected, atol=1e-6)
    assert torch.isfinite(layer(torch.zeros(1, 4))).all()


def test_initialise_bias_starts_every_class_at_one_in_c() -> None:
    focal = parse_loss_config(CONFIGS["focal"])
    layer = torch.nn.Linear(5, 4)
    initialise_bias_(layer, focal)
    assert torch.allclose(torch.sigmoid(layer.bias), torch.full((4,), 0.25))
    with pytest.raises(ValueError, match="has no bias"):
        initialise_bias_(torch.nn.Linear(5, 4, bias=False), focal)
    before = copy.deepcopy(layer.bias)
    initialise_bias_(layer, parse_loss_config(CONFIGS["ldam"]))
    assert torch.equal(layer.bias, before)


def test_loss_prints_what_it_is() -> None:
    assert repr(SoftmaxLoss(WEIGHTS, start=3)) == "SoftmaxLoss(classes=3, reduction='mean', start=3)"


def test_loss_keeps_its_own_weights() -> None:
    weights = np.array(WEIGHTS)
    loss = SoftmaxLoss(weights)
    weights[:] = 0
    assert loss.weights.tolist() == WEIGHTS
