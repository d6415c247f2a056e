"""Lightning: the mix-in in a module that a Trainer fits."""

from __future__ import annotations

from pathlib import Path

import lightning as L  # noqa: N812
import pytest
import torch

from exports import Case, each_case
from numerics import (
    binary_terms,
    close,
    cross_entropy,
    some_labels,
    some_logits,
    weighted_mean,
)

BATCH = 16


@each_case("lightning")
def test_trainer_fits_a_module_with_the_loss(case: Case, tmp_path: Path) -> None:
    """The buffer stays out of checkpoints, and the loss is the hand-computed one."""
    module = case.load("lightning")
    size = len(case.names)
    logits = some_logits(BATCH, size)
    if case.multi_label:
        targets = some_labels(BATCH, size)
        expected = weighted_mean(binary_terms(logits, targets), case.weights)
    else:
        targets = case.drawn(BATCH)
        expected = weighted_mean(cross_entropy(logits, targets), case.weights[targets])
    seen: list[torch.Tensor] = []

    class Model(module.ClassBalancedModule):
        """Adds a bias to logits that are given as input."""

        def __init__(self) -> None:
            super().__init__()
            self.bias = torch.nn.Parameter(torch.zeros(size))

        def training_step(self, batch: list[torch.Tensor], _: int) -> torch.Tensor:
            """The loss of the file."""
            seen.append(self.class_balanced_loss(batch[0] + self.bias, batch[1]))
            return seen[-1]

        def configure_optimizers(self) -> torch.optim.Optimizer:
            """Plain descent."""
            return torch.optim.SGD(self.parameters(), lr=0.1)

    model = Model()
    close(model.class_weights, case.weights)
    assert model.class_weights.dtype == torch.float32
    assert "class_weights" not in model.state_dict()
    data = torch.utils.data.TensorDataset(
        torch.tensor(logits, dtype=torch.float32), torch.tensor(targets)
    )
    trainer = L.Trainer(
        max_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=tmp_path,
    )
    trainer.fit(model, torch.utils.data.DataLoader(data, batch_size=BATCH))
    close(seen[0].item(), expected, 2e-6)
    assert model.bias.abs().sum() > 0


@each_case("lightning", multi_label=False)
def test_ignored_targets_do_not_count(case: Case) -> None:
    """As in the PyTorch file."""
    targets = case.drawn(BATCH)
    logits = some_logits(BATCH, len(case.names))
    losses = cross_entropy(logits[4:], targets[4:])
    expected = weighted_mean(losses, case.weights[targets[4:]])
    targets[:4] = -100
    model = case.load("lightning").ClassBalancedModule().double()
    loss = model.class_balanced_loss(torch.tensor(logits), torch.tensor(targets))
    assert loss.item() == pytest.approx(expected, rel=2e-6)
