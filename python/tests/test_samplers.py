"""Samplers in a DataLoader: what is drawn, how often."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from class_balance.load import parse_loss_config
from class_balance.samplers import RepeatFactorSampler, balanced_sampler, sampler_of
from vectors import CONFIGS

LABELS = [0] * 900 + [1] * 100


def drawn(q: float) -> float:
    """The share of the rare class in 20,000 draws."""
    generator = torch.Generator().manual_seed(1)
    sampler = balanced_sampler(LABELS, 2, q=q, num_samples=20_000, generator=generator)
    data = TensorDataset(torch.tensor(LABELS))
    batches = [batch[0] for batch in DataLoader(data, batch_size=500, sampler=sampler)]
    return float(torch.cat(batches).double().mean())


@pytest.mark.parametrize(("q", "share"), [(0.0, 0.5), (0.5, 0.25), (1.0, 0.1)])
def test_balanced_sampler_draws_classes_by_a_power_of_their_count(q: float, share: float) -> None:
    # Five standard deviations of a share among 20,000 draws are 0.018 at most.
    assert drawn(q) == pytest.approx(share, abs=0.018)


def test_balanced_sampler_refuses_more_samples_than_torch_draws_from() -> None:
    with pytest.raises(ValueError, match="more than the 16777216"):
        balanced_sampler(range(2**24 + 1), 1)


def test_repeat_factor_sampler_repeats_each_image_by_its_factor_on_average() -> None:
    images = [[0]] * 95 + [[0, 1]] * 5
    sampler = RepeatFactorSampler(images, 2, 0.3)
    counts = np.zeros(100)
    for epoch in range(400):
        sampler.set_epoch(epoch)
        indices = list(sampler)
        assert len(indices) == len(sampler)
        counts += np.bincount(indices, minlength=100)
    assert (counts[:95] == 400).all()
    assert counts[95:].mean() / 400 == pytest.approx(6**0.5, abs=0.06)


def test_repeat_factor_sampler_gives_the_same_epoch_again() -> None:
    sampler = RepeatFactorSampler([[0]] * 20 + [[1]], 2, 0.5)
    first = list(sampler)
    sampler.set_epoch(1)
    assert list(sampler) != first
    sampler.set_epoch(0)
    assert list(sampler) == first


def test_repeat_factor_epoch_is_as_long_as_the_factors_sum_up_to() -> None:
    sampler = RepeatFactorSampler([[0]] * 900 + [[1]] * 90 + [[3]] * 10, 4, 0.2)
    lengths = []
    for epoch in range(50):
        sampler.set_epoch(epoch)
        lengths.append(len(sampler))
        times = np.bincount(sampler.indices, minlength=1000)
        assert (abs(times - sampler.factors) < 1).all()
    # The same counts, threshold and length as in the TypeScript trainer's test.
    assert np.mean(lengths) == pytest.approx(900 + 90 * (0.2 / 0.09) ** 0.5 + 10 * (0.2 / 0.01) ** 0.5, abs=5)
    assert len(set(lengths)) > 1


def test_sampler_of_makes_what_the_config_asks_for() -> None:
    configs = {family: parse_loss_config(text) for family, text in CONFIGS.items()}
    assert sampler_of(configs["focal"], [0, 1]) is None
    square_root = sampler_of(configs["softmax"], [0, 0, 0, 0, 1])
    assert list(getattr(square_root, "weights", [])) == pytest.approx([1 / 6] * 4 + [1 / 3])
    balanced = sampler_of(configs["balanced-softmax"], [0, 0, 0, 0, 1])
    assert list(getattr(balanced, "weights", [])) == pytest.approx([0.125] * 4 + [0.5])
    ldam = dataclasses.replace(configs["ldam"], threshold=0.5)
    repeated = sampler_of(ldam, [0, 0, 0, 1])
    assert isinstance(repeated, RepeatFactorSampler)
    assert repeated.factors.tolist() == pytest.approx([1, 1, 1, 2**0.5])
    with pytest.raises(ValueError, match="one label a sample"):
        sampler_of(configs["softmax"], [[0], [1]])
