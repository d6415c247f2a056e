"""PaddlePaddle: the loss and its gradient."""

from __future__ import annotations

import numpy as np
import paddle

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

BATCH = 32


@each_case("paddle")
def test_paddle_loss(case: Case) -> None:
    """float32 weights in order; the mean is as the file says."""
    module = case.load("paddle")
    assert case.names == module.CLASS_NAMES
    close(module.CLASS_WEIGHTS, case.weights)
    size = len(case.names)
    logits = some_logits(BATCH, size)
    if case.multi_label:
        labels = some_labels(BATCH, size).astype(np.float32)
        expected = weighted_mean(binary_terms(logits, labels), case.weights)
    else:
        labels = case.drawn(BATCH)
        losses = cross_entropy(logits, labels)
        expected = weighted_average(losses, case.weights[labels])
    z = paddle.to_tensor(logits, dtype="float32", stop_gradient=False)
    loss = module.loss(z, paddle.to_tensor(labels))
    close(float(loss), expected, 5e-6)
    loss.backward()
    assert np.isfinite(z.grad.numpy()).all()
