"""PyTorch: the loss module, pos_weight, the sampler; timm and the loss config's loader."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import timm.data.mixup
import timm.optim
import torch
from timm.data.readers.class_map import load_class_map

from exports import Case, case_named, each_case
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


@each_case("pytorch", multi_label=False)
def test_pytorch_loss_is_the_papers(case: Case) -> None:
    """Weights in order, and a mean over samples; nn.CrossEntropyLoss takes the same list."""
    module = case.load("pytorch")
    assert case.names == module.CLASS_NAMES
    close(module.CLASS_WEIGHTS, case.weights)
    logits, targets = some_logits(BATCH, len(case.names)), case.drawn(BATCH)
    losses, weights = cross_entropy(logits, targets), case.weights[targets]
    z = torch.tensor(logits, dtype=torch.float32, requires_grad=True)
    loss = module.class_balanced_loss(z, torch.tensor(targets))
    assert loss.dtype == torch.float32
    close(loss.item(), weighted_mean(losses, weights), 2e-6)
    loss.backward()
    assert torch.isfinite(z.grad).all()
    builtin = torch.nn.CrossEntropyLoss(weight=torch.tensor(module.CLASS_WEIGHTS))
    close(builtin(z, torch.tensor(targets)).item(), weighted_average(losses, weights), 2e-6)


def test_pytorch_loss_leaves_ignored_pixels_out() -> None:
    """Logits (batch, classes, height, width) and targets with 255 where nobody knows."""
    case = case_named("segmentation")
    targets = case.drawn(2 * 4 * 3).reshape(2, 4, 3)
    targets[0, :2] = 255
    logits = some_logits(targets.size, len(case.names)).reshape(2, 4, 3, -1)
    kept = targets != 255
    losses = cross_entropy(logits[kept], targets[kept])
    loss = case.load("pytorch").class_balanced_loss(
        torch.tensor(logits).permute(0, 3, 1, 2), torch.tensor(targets), ignore_index=255
    )
    close(loss.item(), weighted_mean(losses, case.weights[targets[kept]]))


@each_case("pytorch", multi_label=True)
def test_pytorch_loss_of_several_labels_weighs_terms(case: Case) -> None:
    """Binary cross-entropy, each class's terms by its weight."""
    module = case.load("pytorch")
    close(module.CLASS_WEIGHTS, case.weights)
    shape = (BATCH, len(case.names))
    logits, labels = some_logits(*shape), some_labels(*shape)
    loss = module.class_balanced_loss(torch.tensor(logits), torch.tensor(labels))
    close(loss.item(), weighted_mean(binary_terms(logits, labels), case.weights))


@each_case("pytorch-bce")
def test_pos_weight_is_negatives_per_positive(case: Case) -> None:
    """Values, and the loss that the module holds."""
    module = case.load("pytorch-bce")
    positives, samples = case.counts, case.entry["samples"]
    expected = np.where(positives > 0, (samples - positives) / np.maximum(positives, 1), 1)
    assert case.names == module.CLASS_NAMES
    close(module.POS_WEIGHT, expected)
    shape = (BATCH, len(case.names))
    logits, labels = some_logits(*shape), some_labels(*shape)
    assert module.loss.pos_weight.dtype == torch.float32
    loss = module.loss(torch.tensor(logits), torch.tensor(labels))
    terms = binary_terms(logits, labels) * np.where(labels == 1, expected, 1)
    close(loss.item(), terms.mean())


@each_case("pytorch-sampler", multi_label=False)
def test_sampler_draws_in_proportion(case: Case) -> None:
    """A class is drawn by its share of samples times its weight; an empty class never."""
    module = case.load("pytorch-sampler")
    close(module.CLASS_WEIGHTS, case.weights)
    counts = np.ceil(case.counts / max(1, case.counts.sum() / 20_000)).astype(int)
    labels = np.repeat(np.arange(len(counts)), counts)
    sampler = module.class_sampler(labels.tolist(), torch.Generator().manual_seed(1))
    assert len(sampler) == len(labels)
    data = torch.utils.data.DataLoader(labels, batch_size=512, sampler=sampler)
    drawn = np.bincount(torch.cat(list(data)).numpy(), minlength=len(counts))
    share = counts * case.weights / (counts * case.weights).sum()
    spread = np.sqrt(len(labels) * share * (1 - share))
    assert (np.abs(drawn - len(labels) * share) <= 5 * spread + 1e-9).all()


@each_case("pytorch-sampler", multi_label=True)
def test_sampler_of_several_labels_takes_the_largest_weight(case: Case) -> None:
    """A sample without a class has the smallest weight that any class has."""
    last = len(case.names) - 1
    labels = [[0, 2], [1], [], [last, 0]]
    sampler = case.load("pytorch-sampler").class_sampler(labels)
    weights, least = case.weights, case.weights[case.weights > 0].min()
    most = weights[[last, 0]].max()
    close(sampler.weights, [max(weights[0], weights[2]), weights[1], least, most])


@each_case("timm")
def test_timm_reads_the_class_map(case: Case, tmp_path: Path) -> None:
    """Class folders in the order of the weights; names that such a file cannot hold are refused."""
    module = case.load("timm")
    close(module.CLASS_WEIGHTS, case.weights)
    file = tmp_path / "classes.txt"
    if case.id == "nasty":
        with pytest.raises(ValueError, match="one name a line"):
            module.write_class_map(str(file))
        assert not file.exists()
        return
    module.write_class_map(str(file))
    assert load_class_map(str(file)) == {name: index for index, name in enumerate(case.names)}


@each_case("timm", multi_label=False)
def test_timm_model_trains_with_the_loss(case: Case) -> None:
    """Class indices, smoothed ones, the shares that mixup makes; a step of a model of timm."""
    module = case.load("timm")
    size = len(case.names)
    logits, targets = some_logits(BATCH, size), case.drawn(BATCH)
    z, y = torch.tensor(logits, dtype=torch.float32), torch.tensor(targets)
    losses, weights = cross_entropy(logits, targets), case.weights[targets]
    close(module.ClassBalancedCrossEntropy()(z, y).item(), weighted_mean(losses, weights), 2e-6)
    everywhere = np.stack([cross_entropy(logits, np.full(BATCH, c)) for c in range(size)], axis=1)
    smooth = 0.9 * losses + 0.1 * everywhere.mean(axis=1)
    smoothed = module.ClassBalancedCrossEntropy(smoothing=0.1)(z, y)
    close(smoothed.item(), weighted_mean(smooth, weights), 2e-6)
    shares = timm.data.mixup.mixup_target(y, size, lam=0.3, smoothing=0.1)
    mixed = (case.weights * shares.double().numpy() * everywhere).sum(axis=1).mean()
    loss_fn = module.ClassBalancedCrossEntropy()
    close(loss_fn(z, shares).item(), mixed, 2e-6)
    model = timm.create_model("test_resnet.r160_in1k", pretrained=False, num_classes=size)
    optimizer = timm.optim.create_optimizer_v2(model, opt="sgd", lr=0.01)
    before = model.fc.weight.detach().clone()
    loss_fn(model(torch.randn(4, 3, 32, 32)), y[:4]).backward()
    optimizer.step()
    assert not torch.equal(before, model.fc.weight)


@each_case("timm", multi_label=True)
def test_timm_loss_of_several_labels(case: Case) -> None:
    """Binary cross-entropy, each class's terms by its weight."""
    shape = (BATCH, len(case.names))
    logits, labels = some_logits(*shape), some_labels(*shape)
    loss = case.load("timm").ClassBalancedBinaryCrossEntropy()(
        torch.tensor(logits), torch.tensor(labels)
    )
    close(loss.item(), weighted_mean(binary_terms(logits, labels), case.weights))


@each_case("loss-config")
def test_loss_config_loads_into_a_loss(case: Case) -> None:
    """class_balance.load_loss makes the loss of it; its weights are the exported ones."""
    from class_balance import load_loss

    path = case.path("loss-config")
    rows = json.loads(path.read_bytes())["classes"]
    assert [row["name"] for row in rows] == case.names
    close([row["weight"] for row in rows], case.weights)
    loss = load_loss(path)
    assert isinstance(loss, torch.nn.Module)
    size = len(case.names)
    logits = some_logits(BATCH, size)
    if case.multi_label:
        targets = torch.tensor(some_labels(BATCH, size))
    else:
        targets = torch.tensor(case.drawn(BATCH))
    value = loss(torch.tensor(logits), targets)
    if not case.multi_label:
        losses = cross_entropy(logits, targets.numpy())
        close(value.item(), weighted_mean(losses, case.weights[targets.numpy()]), 2e-6)
    assert torch.isfinite(value)
