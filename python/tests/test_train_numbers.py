"""Metrics, intervals, verdicts, schedules, plans and crops against what is worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from class_balance.train.halving import rungs_of, survivors
from class_balance.train.metrics import Predictions, calibration_error, metrics_of
from class_balance.train.optimiser import peak_rate, rate_at
from class_balance.train.plan import EpochPlan, Planner, generator_for
from class_balance.train.run import jobs_of
from class_balance.train.source import moved_crops, pad_images
from class_balance.train.student import interval, quantile
from class_balance.train.verdict import Outcome, adjusted_name, verdict_of
from runs import PLAIN, arm, request

COUNTS = np.array([500.0, 100, 20, 19, 0])


def predictions(labels: list[int], predicted: list[int], confidence: float = 0.5) -> Predictions:
    number = len(labels)
    return Predictions(np.array(labels), np.array(predicted), np.full(number, confidence), np.full(number, 2.0))


def test_metrics_are_means_of_recalls_over_groups_of_classes() -> None:
    found = metrics_of(predictions([0, 0, 0, 0, 1, 1, 2, 3], [0, 0, 0, 1, 1, 0, 2, 0]), COUNTS)
    assert found.recall == (0.75, 0.5, 1.0, 0.0, None)
    assert found.accuracy == 5 / 8
    assert found.balanced_accuracy == pytest.approx(0.5625)
    assert (found.many, found.medium, found.few) == (0.75, 0.75, 0.0)
    assert (found.head, found.tail, found.loss) == (0.75, 0.0, 2.0)


def test_metrics_of_groups_without_a_class_are_none() -> None:
    found = metrics_of(predictions([0], [0]), np.array([500.0, 400, 300]))
    assert (found.many, found.medium, found.few) == (1.0, None, None)


def test_metrics_want_a_sample() -> None:
    with pytest.raises(ValueError, match="no sample"):
        metrics_of(predictions([], []), COUNTS)


def test_calibration_error_is_the_gap_of_each_bin_by_its_share() -> None:
    confidence = np.array([0.9, 0.92, 0.3, 1.0])
    correct = np.array([True, False, False, True])
    assert calibration_error(confidence, correct) == pytest.approx((0.82 + 0.3 + 0.0) / 4)


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.7062047), (2, 4.3026527), (4, 2.7764451), (9, 2.2621572), (29, 2.0452296)]
)
def test_quantiles_are_those_of_the_tables(degrees: int, value: float) -> None:
    assert quantile(0.95, degrees) == pytest.approx(value, abs=1e-7)


def test_interval_wants_two_values() -> None:
    assert interval([0.5]) is None
    low, high = interval([1.0, 2.0, 3.0]) or (0, 0)
    assert (low, high) == pytest.approx((2 - 4.3026527 / math.sqrt(3), 2 + 4.3026527 / math.sqrt(3)))


def metrics(balanced: float) -> dict[str, Any]:
    return {"balancedAccuracy": balanced, "head": 0.9, "tail": balanced / 2, "few": None, "recall": [balanced, None]}


def outcomes(scores: dict[str, list[float]], *, validated: bool = True) -> list[Outcome]:
    return [
        Outcome(name, seed, metrics(score), metrics(score) if validated else None)
        for name, values in scores.items()
        for seed, score in enumerate(values)
    ]


def test_verdict_pairs_arms_with_the_baseline_over_seeds() -> None:
    scores = {
        "plain": [0.40, 0.50, 0.60],
        "good": [0.45, 0.56, 0.66],
        "same": [0.41, 0.49, 0.60],
        "bad": [0.1, 0.2, 0.31],
    }
    found = verdict_of(outcomes(scores), "plain", list(scores))
    conclusions = {row["arm"]: row["conclusion"] for row in found.ranking}
    assert conclusions == {"plain": "baseline", "good": "better", "same": "no difference shown", "bad": "worse"}
    assert [row["arm"] for row in found.ranking] == ["good", "plain", "same", "bad"]
    assert found.chosen == "good"
    assert found.ranking[0]["difference"] == pytest.approx(0.17 / 3)
    assert found.ranking[0]["metrics"]["recall"] == [pytest.approx(1.67 / 3), None]
    assert "Best on validation data: “good” reaches 55.7 %" in found.statement


def test_verdict_keeps_the_baseline_where_nothing_is_shown() -> None:
    adjusted = adjusted_name("plain")
    scores = {"plain": [0.5, 0.6], "lucky": [0.55, 0.61], adjusted: [0.75, 0.9]}
    found = verdict_of(outcomes(scores, validated=False), "plain", ["plain", "lucky"])
    assert found.chosen == "plain"
    assert "Plain “plain” stays" in found.statement
    assert "Best on the test data, for want of validation data: “lucky”" in found.statement
    assert "Post-hoc logit adjustment" not in found.statement
    alone = verdict_of(outcomes({"plain": [0.5], "other": [0.9]}), "plain", ["plain", "other"])
    assert "one seed, no interval" in alone.statement
    assert verdict_of(outcomes({"plain": [0.5], "other": [0.4]}), "plain", ["plain", "other"]).statement == (
        "No loss did better than plain “plain” on validation data."
    )


def test_verdict_wants_the_baseline() -> None:
    with pytest.raises(ValueError, match="was not trained"):
        verdict_of(outcomes({"other": [1.0]}), "plain", ["other"])


def test_rounds_double_epochs_while_arms_halve() -> None:
    assert [(one.until, one.arms, one.final) for one in rungs_of(12, 30, True)] == [
        (8, 12, False),
        (15, 6, False),
        (30, 3, True),
    ]
    assert [(one.until, one.final) for one in rungs_of(12, 30, False)] == [(30, True)]
    assert survivors({0: 0.1, 1: 0.5, 2: 0.7, 3: 0.7}, 3) == [0, 2, 3]


def test_rate_warms_up_and_steps_down_as_in_the_paper() -> None:
    paper = request(optimiser={"warmupEpochs": 5}, budget={"epochs": 200}).optimiser
    rates = [rate_at(paper, 0.1, epoch, 200) for epoch in (0, 2.5, 5, 159.9, 160, 179, 180, 199)]
    assert rates == pytest.approx([0, 0.05, 0.1, 0.1, 1e-3, 1e-3, 1e-5, 1e-5])


def test_rate_warms_up_for_no_more_than_half_the_epochs() -> None:
    assert rate_at(request(optimiser={"warmupEpochs": 5}).optimiser, 0.1, 1, 2) == 0.1


def test_rate_follows_a_cosine_after_the_warm_up() -> None:
    modern = request(optimiser={"kind": "adamw", "learningRate": None, "decay": "cosine"}).optimiser
    assert peak_rate(modern, "linear") == 5e-3
    assert peak_rate(modern, "timm:resnet18") == 1e-3
    assert [rate_at(modern, 1e-3, epoch, 11) for epoch in (0.5, 1, 6, 11)] == pytest.approx([5e-4, 1e-3, 5e-4, 0])


def planner(sampler: dict[str, Any], seed: int = 0, margin: int = 2) -> Planner:
    asked = request(arms=[arm("softmax", PLAIN), arm("sampled", PLAIN, sampler=sampler)])
    job = jobs_of(asked, asked.classes)[1]
    return Planner(job.config, np.repeat([0, 1, 2], [40, 20, 8]), seed, margin)


def test_plans_follow_from_seed_and_epoch() -> None:
    plain = {"kind": "none"}
    one, same, other, later = (
        planner(plain).plan(3),
        planner(plain).plan(3),
        planner(plain, seed=1).plan(3),
        planner(plain).plan(4),
    )
    assert torch.equal(one.rows, same.rows)
    assert torch.equal(one.shifts, same.shifts)
    assert torch.equal(one.mirrored, same.mirrored)
    assert sorted(one.rows.tolist()) == list(range(68))
    for different in (other, later):
        assert not torch.equal(one.rows, different.rows)
        assert not torch.equal(one.shifts, different.shifts)
    assert (int(one.shifts.min()), int(one.shifts.max())) == (0, 4)


@pytest.mark.parametrize(
    ("sampler", "shares"),
    [
        ({"kind": "balanced"}, (1 / 3, 1 / 3, 1 / 3)),
        ({"kind": "square-root"}, (0.4600, 0.3253, 0.2057)),
        ({"kind": "repeat-factor", "threshold": 0.5}, (0.4660, 0.3037, 0.1921)),
    ],
)
def test_samplers_draw_classes_as_often_as_they_say(sampler: dict[str, Any], shares: tuple[float, ...]) -> None:
    drawn = np.zeros(3)
    for epoch in range(100):
        drawn += np.bincount(np.repeat([0, 1, 2], [40, 20, 8])[planner(sampler).plan(epoch).rows.numpy()], minlength=3)
    assert drawn / drawn.sum() == pytest.approx(np.array(shares), abs=0.03)


def test_generators_of_neighbouring_seeds_and_epochs_differ() -> None:
    seeds = {
        generator_for(seed, epoch, part).initial_seed()
        for seed in range(30)
        for epoch in range(30)
        for part in range(3)
    }
    assert len(seeds) == 2700


def test_crops_are_moved_and_mirrored_images() -> None:
    images = torch.randint(1, 256, (3, 6, 5, 2), dtype=torch.uint8)
    shifts = torch.tensor([[2, 2], [0, 4], [3, 1]])
    part = EpochPlan(torch.tensor([2, 0, 0]), shifts, torch.tensor([False, True, True]))
    padded = pad_images(images, 2)
    found = moved_crops(padded, part.rows, 2, part)
    for at, row in enumerate(part.rows.tolist()):
        down, across = shifts[at].tolist()
        crop = padded[row, down : down + 6, across : across + 5]
        expected = crop.flip(1) if part.mirrored[at] else crop
        assert torch.equal(found[at], expected)
    assert torch.equal(found[0], images[2])
