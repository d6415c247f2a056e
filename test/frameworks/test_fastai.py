"""fastai: the loss in a Learner, weights in the order of the vocabulary."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from fastai.data.core import DataLoaders
from fastai.learner import Learner
from fastai.optimizer import SGD

from exports import Case, each_case
from numerics import (
    binary_terms,
    close,
    cross_entropy,
    some_labels,
    some_logits,
    weighted_average,
    weighted_mean,
)

BATCH = 16


@each_case("fastai")
def test_learner_fits_with_weights_in_vocab_order(case: Case) -> None:
    """The vocabulary is in another order than the file; the mean is as the file says."""
    module = case.load("fastai")
    close(module.CLASS_WEIGHTS, case.weights)
    size = len(case.names)
    order = np.random.default_rng(5).permutation(size)
    vocab = [case.names[index] for index in order]
    weights = case.weights[order]
    logits = some_logits(BATCH, size)
    if case.multi_label:
        targets = some_labels(BATCH, size)
        expected = weighted_mean(binary_terms(logits, targets), weights)
    else:
        targets = np.argsort(order)[case.drawn(BATCH)]
        expected = weighted_average(cross_entropy(logits, targets), weights[targets])
    loss = module.class_balanced_loss(vocab)
    close(loss.func.weight, weights)
    x, y = torch.tensor(logits, dtype=torch.float32), torch.tensor(targets)
    y = y.float() if case.multi_label else y
    close(loss(x, y).item(), expected, 2e-6)
    data = list(zip(x, y, strict=True))
    loaders = DataLoaders.from_dsets(data, data, bs=BATCH, device="cpu", num_workers=0)
    on_device = module.class_balanced_loss(vocab, device=loaders.device)
    model = torch.nn.Linear(size, size)
    before = model.weight.detach().clone()
    learner = Learner(loaders, model, loss_func=on_device, opt_func=SGD, lr=0.1)
    with learner.no_logging():
        learner.fit(1)
    assert not torch.equal(before, model.weight)
    assert torch.isfinite(model.weight).all()


@each_case("fastai", multi_label=False)
def test_unknown_name_is_an_error(case: Case) -> None:
    """Not a silent weight of 1."""
    with pytest.raises(KeyError, match="no such class"):
        case.load("fastai").class_balanced_loss(["no such class"])
