"""OpenMMLab: the files as MMEngine configs, their losses built and run, the dataset wrapper."""

from __future__ import annotations

import importlib
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from mmengine.config import Config
from mmengine.dataset import BaseDataset, ClassBalancedDataset
from mmengine.model import BaseModel

from exports import Case, case_named, each_case
from numerics import (
    binary_terms,
    close,
    cross_entropy,
    some_labels,
    some_logits,
    weighted_mean,
)
from openmmlab import empty_package, loss_class

BATCH = 20


def build(library: str, config: Config) -> torch.nn.Module:
    """The loss that a config names."""
    arguments = dict(config)
    assert arguments.pop("type") == "CrossEntropyLoss"
    return loss_class(library)(**arguments)


@each_case("mmdetection")
def test_mmdetection_two_stage_head_has_background_last(case: Case) -> None:
    """num_classes + 1 weights; the mean is over samples."""
    config = Config.fromfile(case.path("mmdetection"))
    close(config.bbox_loss_cls.class_weight, [*case.weights, 1])
    assert case.names == config.CLASS_NAMES
    background = len(case.names)
    logits, targets = some_logits(BATCH, background + 1), case.drawn(BATCH)
    targets[::3] = background
    weights = np.append(case.weights, 1)[targets]
    loss = build("mmdet", config.bbox_loss_cls)(torch.tensor(logits), torch.tensor(targets))
    close(loss.item(), weighted_mean(cross_entropy(logits, targets), weights))


@each_case("mmdetection")
def test_mmdetection_sigmoid_head_takes_them_as_pos_weight(case: Case) -> None:
    """num_classes weights; the background is the label after the last class and is no positive."""
    config = Config.fromfile(case.path("mmdetection"))
    size = len(case.names)
    logits, targets = some_logits(BATCH, size), case.drawn(BATCH)
    targets[::3] = size
    labels = np.eye(size + 1)[targets][:, :size]
    loss = build("mmdet", config.sigmoid_loss_cls)(torch.tensor(logits), torch.tensor(targets))
    terms = binary_terms(logits, labels) * np.where(labels == 1, case.weights, 1)
    close(loss.item(), terms.mean())


@each_case("mmpretrain", multi_label=False)
def test_mmpretrain_loss_is_the_papers(case: Case) -> None:
    """The mean is over samples."""
    config = Config.fromfile(case.path("mmpretrain"))
    close(config.loss.class_weight, case.weights)
    logits, targets = some_logits(BATCH, len(case.names)), case.drawn(BATCH)
    loss = build("mmpretrain", config.loss)(torch.tensor(logits), torch.tensor(targets))
    close(loss.item(), weighted_mean(cross_entropy(logits, targets), case.weights[targets]))


@each_case("mmpretrain", multi_label=True)
def test_mmpretrain_loss_of_several_labels(case: Case) -> None:
    """Binary cross-entropy, each class's terms by its weight."""
    config = Config.fromfile(case.path("mmpretrain"))
    shape = (BATCH, len(case.names))
    logits, labels = some_logits(*shape), some_labels(*shape)
    loss = build("mmpretrain", config.loss)(torch.tensor(logits), torch.tensor(labels))
    close(loss.item(), weighted_mean(binary_terms(logits, labels), case.weights))


def parsed(losses: dict[str, torch.Tensor]) -> float:
    """The number that MMEngine trains by."""

    class Model(BaseModel):
        def forward(self) -> None:
            """Not called."""

    return Model().parse_losses(losses)[0].item()


@each_case("mmsegmentation")
def test_mmsegmentation_loss_bears_ignored_pixels(case: Case) -> None:
    """With 255 in the mask, as datasets of MMSegmentation have it; the mean is over all pixels."""
    config = Config.fromfile(case.path("mmsegmentation"))
    close(config.loss_decode.class_weight, case.weights)
    size = len(case.names)
    targets = case.drawn(2 * 4 * 5).reshape(2, 4, 5)
    targets[:, 1] = 255
    logits = some_logits(targets.size, size).reshape(2, 4, 5, size)
    z = torch.tensor(logits).permute(0, 3, 1, 2)
    values = build("mmseg", config.loss_decode)(z, torch.tensor(targets), ignore_index=255)
    known = targets != 255
    losses = np.zeros(targets.shape)
    losses[known] = cross_entropy(logits[known], targets[known]) * case.weights[targets[known]]
    close(parsed({"loss_ce": values}), losses.mean())


def test_mmsegmentation_fails_at_ignored_pixels_otherwise() -> None:
    """Why the file says reduction="none"; once this passes no more, "mean" may come back."""
    case = case_named("segmentation")
    config = Config.fromfile(case.path("mmsegmentation"))
    loss = build("mmseg", Config({**config.loss_decode, "reduction": "mean"}))
    targets = torch.full((1, 2, 2), 255)
    with pytest.raises(IndexError):
        loss(torch.zeros(1, len(case.names), 2, 2), targets, ignore_index=255)


@pytest.mark.parametrize("exporter", ["json-list", "npy"])
@each_case("mmsegmentation")
def test_mmsegmentation_reads_weights_from_files(case: Case, exporter: str) -> None:
    """class_weight may be a path."""
    loss = loss_class("mmseg")(class_weight=str(case.path(exporter)))
    close(loss.class_weight, case.weights)


class Labels(BaseDataset):
    """Samples that are nothing but their classes."""

    def load_data_list(self) -> list[dict]:
        """One entry a sample; `ann_file` stands for the classes themselves."""
        return [{"classes": classes} for classes in self.ann_file]

    def get_cat_ids(self, idx: int) -> list[int]:
        """The classes of a sample."""
        return self.get_data_info(idx)["classes"]

    def _join_prefix(self) -> None:
        """There are no files."""


@each_case("class-balanced-dataset", multi_label=False)
def test_class_balanced_dataset_repeats_as_the_file_says(case: Case, tmp_path: Path) -> None:
    """The config takes the threshold; MMEngine repeats each class by its factor, rounded up."""
    path = case.path("class-balanced-dataset")
    derived = tmp_path / "config.py"
    derived.write_text(
        f"_base_ = [{str(path)!r}]\n"
        "train_dataloader = dict(dataset=dict(_delete_=True, type='ClassBalancedDataset',\n"
        "    oversample_thr=_base_.OVERSAMPLE_THRESHOLD, dataset=dict(type='Labels')))\n"
    )
    config = Config.fromfile(derived)
    threshold = config.train_dataloader.dataset.oversample_thr
    held = case.counts if case.images is None else case.images
    shares = np.minimum(1, held / case.entry["samples"])
    close(threshold, np.median(shares[shares > 0]))
    factors = np.ones(len(shares))
    present = shares > 0
    factors[present] = np.maximum(1, np.sqrt(threshold / shares[present]))
    close(config.REPEAT_FACTORS, factors)
    if case.entry["unit"] != "image":
        return  # Which classes share an image is not known from counts.
    classes = [[index] for index, count in enumerate(case.counts.astype(int)) for _ in range(count)]
    data = Labels(ann_file=classes, serialize_data=False)
    balanced = ClassBalancedDataset(data, oversample_thr=threshold)
    drawn = np.bincount(
        [balanced.get_cat_ids(at)[0] for at in range(len(balanced))], minlength=len(shares)
    )
    assert drawn.tolist() == [
        int(count) * math.ceil(factor)
        for count, factor in zip(case.counts, config.REPEAT_FACTORS, strict=True)
    ]


@each_case("repeat-list", multi_label=False)
def test_mmpretrain_reads_the_repeated_list(case: Case) -> None:
    """CustomDataset(ann_file=...): a path and a class index a line, in the order of the list."""
    lines = case.path("repeat-list").read_text("utf-8").splitlines()
    if case.entry["unit"] != "image":
        # An image of boxes or pixels has several classes, for which there is no such dataset.
        assert any(len(line.split(" ")) > 2 for line in lines)
        return
    for package in ("mmpretrain", "mmpretrain.datasets", "mmpretrain.models"):
        empty_package(package)
    custom = importlib.import_module("mmpretrain.datasets.custom")
    path = case.path("repeat-list")
    dataset = custom.CustomDataset(
        data_root=str(path.parent),
        ann_file=path.name,
        metainfo={"classes": case.names},
        pipeline=[],
    )
    assert len(dataset) == len(lines)
    for at in (0, len(lines) // 2, len(lines) - 1):
        info = dataset.get_data_info(at)
        written, label = lines[at].rsplit(" ", 1)
        assert info["gt_label"] == int(label)
        assert info["img_path"].endswith(written)
