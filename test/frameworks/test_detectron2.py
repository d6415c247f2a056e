"""Detectron2 is on no registry: its file is held to the documented config keys and formulas.

detectron2/config/defaults.py, detectron2/data/samplers/distributed_sampler.py and
detectron2/modeling/roi_heads/fast_rcnn.py of github.com/facebookresearch/detectron2.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import numpy as np

from exports import Case, each_case
from numerics import close


class Node(SimpleNamespace):
    """A config node that refuses keys it does not have, as CfgNode does once it is made."""

    def __setattr__(self, name: str, value: Any) -> None:
        assert name in self.__dict__, name
        assert type(value) is type(self.__dict__[name]), name
        super().__setattr__(name, value)


def defaults() -> Node:
    """The keys and default values that matter here."""
    box_head = Node(
        USE_SIGMOID_CE=False,
        USE_FED_LOSS=False,
        FED_LOSS_NUM_CLASSES=50,
        FED_LOSS_FREQ_WEIGHT_POWER=0.5,
    )
    return Node(
        DATALOADER=Node(SAMPLER_TRAIN="TrainingSampler", REPEAT_THRESHOLD=0.0, REPEAT_SQRT=True),
        MODEL=Node(ROI_HEADS=Node(NUM_CLASSES=80), ROI_BOX_HEAD=box_head),
    )


@each_case("detectron2")
def test_detectron2_sampler_repeats_the_rarer_half(case: Case) -> None:
    """repeat_factors_from_category_frequency with the threshold of the file."""
    module, cfg = case.load("detectron2"), defaults()
    module.configure(cfg)
    assert cfg.DATALOADER.SAMPLER_TRAIN == "RepeatFactorTrainingSampler"
    held = case.counts if case.images is None else case.images
    shares = np.minimum(1, held / case.entry["samples"])
    present = shares[shares > 0]
    close(cfg.DATALOADER.REPEAT_THRESHOLD, np.median(present))
    factors = np.maximum(1, np.sqrt(cfg.DATALOADER.REPEAT_THRESHOLD / present))
    assert (factors > 1).sum() <= len(present) / 2
    assert case.names == module.THING_CLASSES


@each_case("detectron2-image-count")
def test_image_counts_are_what_the_metadata_takes(case: Case) -> None:
    """class_image_count: a list of id and image_count, which the federated loss sorts by id."""
    entries = json.loads(case.path("detectron2-image-count").read_bytes())
    held = case.counts if case.images is None else case.images
    assert [each["id"] for each in entries] == list(range(len(case.names)))
    assert [each["image_count"] for each in entries] == held.tolist()


@each_case("detectron2")
def test_detectron2_federated_loss_can_draw_its_classes(case: Case) -> None:
    """get_fed_loss_cls_weights sorts by id, and no more classes are drawn than have a weight."""
    module, cfg = case.load("detectron2"), defaults()
    module.configure_federated_loss(cfg)
    assert len(case.names) == cfg.MODEL.ROI_HEADS.NUM_CLASSES
    head = cfg.MODEL.ROI_BOX_HEAD
    assert head.USE_FED_LOSS
    assert head.USE_SIGMOID_CE
    counts = [
        each["image_count"]
        for each in sorted(module.CLASS_IMAGE_COUNT, key=lambda each: each["id"])
    ]
    held = case.counts if case.images is None else case.images
    assert counts == held.tolist()
    weights = np.array(counts, dtype=float) ** head.FED_LOSS_FREQ_WEIGHT_POWER
    assert 1 <= head.FED_LOSS_NUM_CLASSES <= np.count_nonzero(weights)
