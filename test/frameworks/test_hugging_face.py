"""Hugging Face: the function in a Trainer that trains a small model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import Trainer, TrainingArguments
from transformers.modeling_outputs import SequenceClassifierOutput

from exports import Case, case_named, each_case
from numerics import binary_terms, cross_entropy, some_labels, some_logits

BATCH = 8


class Biased(torch.nn.Module):
    """Answers its input plus a trained bias, after a layer that starts as the identity."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(classes, classes, bias=False)
        torch.nn.init.eye_(self.layer.weight)
        self.layer.requires_grad_(requires_grad=False)
        self.bias = torch.nn.Parameter(torch.zeros(classes))

    def forward(self, x: torch.Tensor, **_: torch.Tensor) -> SequenceClassifierOutput:
        """Logits of shape (..., classes)."""
        return SequenceClassifierOutput(logits=self.layer(x) + self.bias)


def step(module: object, x: np.ndarray, labels: np.ndarray, folder: Path) -> np.ndarray:
    """One step of rate 1 over two micro-batches: minus the gradient that the Trainer saw."""
    model = Biased(x.shape[-1])
    rows: list[Mapping[str, torch.Tensor]] = [
        {"x": torch.tensor(a, dtype=torch.float32), "labels": torch.tensor(b)}
        for a, b in zip(x, labels, strict=True)
    ]
    arguments = TrainingArguments(
        output_dir=str(folder),
        use_cpu=True,
        per_device_train_batch_size=len(x) // 2,
        gradient_accumulation_steps=2,
        num_train_epochs=1,
        learning_rate=1.0,
        lr_scheduler_type="constant",
        max_grad_norm=0.0,
        optim="sgd",
        report_to=[],
        save_strategy="no",
        disable_tqdm=True,
        remove_unused_columns=False,
        label_names=["labels"],
    )
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=rows,
        compute_loss_func=module.compute_class_balanced_loss,  # type: ignore[attr-defined]
    )
    trainer.train()
    return model.bias.detach().double().numpy()


def slope(loss: object, classes: int) -> np.ndarray:
    """Gradient of a function of the bias at 0, by central differences."""
    small = 1e-5
    units = np.eye(classes) * small
    return np.array([(loss(unit) - loss(-unit)) / (2 * small) for unit in units])  # type: ignore[operator]


@each_case("hugging-face")
def test_trainer_steps_by_the_hand_computed_gradient(case: Case, tmp_path: Path) -> None:
    """Also over accumulated micro-batches, whose number of items the Trainer hands in."""
    if case.id == "places-lt":
        case = case_named("cifar10-lt")
    size = len(case.names)
    logits = some_logits(BATCH, size)
    if case.multi_label:
        labels = some_labels(BATCH, size)
        expected = slope(lambda b: (case.weights * binary_terms(logits + b, labels)).mean(), size)
    else:
        labels = case.drawn(BATCH)
        weights = case.weights[labels]
        expected = slope(lambda b: (weights * cross_entropy(logits + b, labels)).mean(), size)
    actual = -step(case.load("hugging-face"), logits, labels, tmp_path)
    np.testing.assert_allclose(actual, expected, rtol=2e-5, atol=2e-6)


@each_case("hugging-face")
def test_order_is_that_of_the_weights(case: Case) -> None:
    """The names for id2label and the weights."""
    module = case.load("hugging-face")
    assert case.names == module.CLASS_NAMES
    np.testing.assert_allclose(module.CLASS_WEIGHTS, case.weights, rtol=1e-6)


@pytest.mark.parametrize("unequal", [False, True])
def test_padding_does_not_count(unequal: bool, tmp_path: Path) -> None:
    """Token classification: the mean is over the tokens of all micro-batches together."""
    case = case_named("cifar10-lt")
    size = len(case.names)
    x = some_logits(BATCH * 5, size).reshape(BATCH, 5, size)
    labels = case.drawn(BATCH * 5).reshape(BATCH, 5)
    labels[:, 3:] = -100
    if unequal:
        labels[: BATCH // 2, 1:] = -100
    kept = labels != -100
    weights = case.weights[labels[kept]]
    loss = slope(lambda b: (weights * cross_entropy(x[kept] + b, labels[kept])).mean(), size)
    actual = -step(case.load("hugging-face"), x, labels, tmp_path)
    np.testing.assert_allclose(actual, loss, rtol=2e-5, atol=2e-6)
