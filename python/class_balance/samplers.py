"""Samplers for a torch DataLoader; pass one as `sampler=` and leave `shuffle` out. For a single process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch.utils.data import Sampler, WeightedRandomSampler

from class_balance.config import LossConfig
from class_balance.weights import repeat_factors, sample_weights

#: torch.multinomial draws from no more candidates than this.
_MOST_SAMPLES = 2**24

Labels = Sequence[int] | Sequence[Sequence[int]]


def balanced_sampler(
    labels: Sequence[int],
    classes: int,
    *,
    q: float = 0.0,
    num_samples: int | None = None,
    generator: torch.Generator | None = None,
) -> WeightedRandomSampler:
    """Draws class c with a probability in proportion to n_c^q, with replacement.

    Args:
        labels: class index of each sample, in the dataset's order.
        classes: C.
        q: 0 draws every class equally often, 1/2 is square-root sampling, 1 draws every sample equally often.
        num_samples: draws an epoch; default as many as there are samples.
        generator: source of randomness.

    Raises:
        ValueError: for no labels, a label that is no class, or more samples than torch.multinomial takes.
    """
    if len(labels) > _MOST_SAMPLES:
        raise ValueError(f"{len(labels)} samples are more than the {_MOST_SAMPLES} that torch.multinomial takes")
    weights = sample_weights(labels, classes, q)
    return WeightedRandomSampler(weights.tolist(), num_samples or len(labels), generator=generator)


class RepeatFactorSampler(Sampler[int]):
    """Every image as often as its repeat factor says, shuffled; fractions are rounded at random each epoch.

    Call set_epoch before each epoch for other rounding and another order. Source: Gupta et al., CVPR 2019.

    Args:
        labels: the class indices in each image, in the dataset's order.
        classes: C.
        threshold: t in (0, 1]; a class in fewer than this share of the images is repeated.
        seed: the epoch is added to it.
    """

    def __init__(self, labels: Sequence[Sequence[int]], classes: int, threshold: float, seed: int = 0) -> None:
        self.factors = repeat_factors(labels, classes, threshold)
        self.seed = seed
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draws the indices of an epoch, from 0; the length may change a little."""
        source = np.random.default_rng(self.seed + epoch)
        whole = np.floor(self.factors)
        times = whole + (source.random(self.factors.size) < self.factors - whole)
        self.indices = source.permutation(np.repeat(np.arange(self.factors.size), times.astype(np.int64)))

    def __iter__(self) -> Iterator[int]:
        return iter(self.indices.tolist())

    def __len__(self) -> int:
        return int(self.indices.size)


def sampler_of(config: LossConfig, labels: Labels, generator: torch.Generator | None = None) -> Sampler[int] | None:
    """The sampler that a config asks for; None: shuffle as usual.

    Args:
        config: read by class_balance.load.
        labels: class index of each sample; for repeat-factor also a list of indices a sample.
        generator: source of randomness; its initial seed serves repeat-factor.

    Raises:
        ValueError: where labels are no classes, or samples have several labels and the sampler is not repeat-factor.
    """
    classes = len(config.classes)
    if config.sampler == "none":
        return None
    if config.sampler == "repeat-factor":
        seed = 0 if generator is None else generator.initial_seed()
        lists = [[one] if isinstance(one, int | np.integer) else list(one) for one in labels]
        return RepeatFactorSampler(lists, classes, config.threshold or 1.0, seed)
    single = [one for one in labels if isinstance(one, int | np.integer)]
    if len(single) != len(labels):
        raise ValueError(f"the sampler {config.sampler} takes one label a sample")
    q = 0.5 if config.sampler == "square-root" else 0.0
    return balanced_sampler(single, classes, q=q, generator=generator)
