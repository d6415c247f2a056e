"""Targets of one line a sample: read with the label files themselves, and by the libraries."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import torch
import xgboost
from PIL import Image
from torch.utils.data import WeightedRandomSampler
from ultralytics.data.dataset import YOLODataset

from exports import Case, each_case
from numerics import close

BOXES = "boxes-lt"


def samples_of(case: Case) -> list[tuple[str, list[int]]]:
    """Path and class indices of every sample, read from the label files without the product."""
    folder = Path(case.entry["folder"])
    if case.id == "places-lt":
        lines = (folder / "train.txt").read_text("utf-8").splitlines()
        return [(path, [int(label)]) for path, label in (line.rsplit(" ", 1) for line in lines)]
    if case.entry["unit"] == "pixel":
        masks = {"masks-lt": "masks/train/*.png", "streets": "gtFine/train/*/*_labelTrainIds.png"}
        paths = sorted(folder.glob(masks[case.id]))
        values = [np.unique(np.asarray(Image.open(path))) for path in paths]
        return [
            (image_of(path), [case.ids.index(str(one)) for one in found if str(one) in case.ids])
            for path, found in zip(paths, values, strict=True)
        ]
    if case.id == "photos":
        table = pd.read_csv(folder / "ann.csv")
        marks = table[case.names].to_numpy() == 1
        return [
            (path, np.flatnonzero(row).tolist())
            for path, row in zip(table["image_name"], marks, strict=True)
        ]
    if case.id == "pets":
        labels = pd.read_csv(folder / "train.csv")["pet_category"]
        return [("", [case.labels.index(label)]) for label in labels]
    if case.id == BOXES:
        return boxes_of(folder)
    with (folder / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [
        (path, [case.names.index(each) for each in label.split("|") if each])
        for path, label in rows
    ]


def image_of(mask: Path) -> str:
    """Name of the image that a mask belongs to."""
    return mask.name.replace("_gtFine_labelTrainIds", "_leftImg8bit")


def boxes_of(folder: Path) -> list[tuple[str, list[int]]]:
    """Images without a label file first, then the others by name."""
    samples = []
    for image in sorted((folder / "images/train").iterdir()):
        labels = folder / "labels/train" / f"{image.stem}.txt"
        lines = labels.read_text("ascii").splitlines() if labels.exists() else []
        classes = [int(line.split()[0]) for line in lines]
        samples.append((f"images/train/{image.name}", classes))
    return sorted(samples, key=lambda each: bool(each[1]))


def weights_of(case: Case) -> np.ndarray:
    """The largest weight of each sample's classes; without one as the account says."""
    single = case.entry["unit"] == "image" and not case.multi_label
    least = 0 if single else case.weights[case.counts > 0].min()
    return np.array([max(case.weights[classes], default=least) for _, classes in samples_of(case)])


@each_case("sample-weights-npy")
def test_array_has_a_weight_for_each_sample_in_order(case: Case) -> None:
    """WeightedRandomSampler takes it as it is, and draws by it."""
    array = np.load(case.path("sample-weights-npy"), allow_pickle=False)
    assert array.dtype == np.float32
    wanted = weights_of(case)
    close(array, wanted)
    generator = torch.Generator().manual_seed(0)
    size = 20_000
    sampler = WeightedRandomSampler(torch.from_numpy(array), size, generator=generator)
    drawn = np.bincount(list(sampler), minlength=len(wanted))
    heavy = wanted >= np.median(wanted)
    share = wanted[heavy].sum() / wanted.sum()
    assert abs(drawn[heavy].sum() / size - share) < 0.02


@each_case("sample-weights-csv")
def test_table_names_every_sample(case: Case) -> None:
    """Index, path, classes and weight, in order."""
    table = pd.read_csv(case.path("sample-weights-csv"), keep_default_na=False, dtype=str)
    samples = samples_of(case)
    assert table["sample"].astype(int).tolist() == list(range(len(samples)))
    close(table["sample_weight"].astype(float), weights_of(case))
    found = [sorted({int(each) for each in cell.split()}) for cell in table["class_indices"]]
    assert found == [sorted(set(classes)) for _, classes in samples]
    if case.id in ("cifar10-lt", "tags-lt", "places-lt", "photos"):
        assert table["path"].tolist() == [path for path, _ in samples]


@each_case("weight-file")
def test_weight_file_is_read_with_its_data(case: Case, tmp_path: Path) -> None:
    """LightGBM finds it by its name beside the rows; XGBoost takes its numbers."""
    wanted = weights_of(case)
    classes = [labels[0] for _, labels in samples_of(case)]
    data = tmp_path / "train.csv"
    data.write_text("".join(f"{label},{at % 7},{at % 3}\n" for at, label in enumerate(classes)))
    shutil.copy(case.path("weight-file"), f"{data}.weight")
    dataset = lightgbm.Dataset(str(data), params={"verbose": -1}).construct()
    close(dataset.get_weight(), wanted)
    close(np.loadtxt(f"{data}.weight"), wanted)
    rows = np.loadtxt(data, delimiter=",")
    matrix = xgboost.DMatrix(rows[:, 1:], rows[:, 0], weight=np.loadtxt(f"{data}.weight"))
    close(matrix.get_weight(), wanted)


def repeats_of(case: Case) -> tuple[np.ndarray, float]:
    """Repeat factor of each sample (LVIS, 2019); the threshold is the median share."""
    held = case.counts if case.images is None else case.images
    shares = np.minimum(1, held / case.entry["samples"])
    threshold = float(np.median(shares[shares > 0]))
    factors = np.maximum(1, np.sqrt(threshold / np.where(shares > 0, shares, 1)))
    return np.array(
        [max(factors[classes], default=1) for _, classes in samples_of(case)]
    ), threshold


def check_repeats(case: Case, exporter: str, lines: list[str]) -> None:
    """Every sample stands as often as its factor says, rounded down or up, in its place."""
    factors, threshold = repeats_of(case)
    runs: list[list] = []
    for line in lines:
        if runs and runs[-1][0] == line:
            runs[-1][1] += 1
        else:
            runs.append([line, 1])
    times = np.array([count for _, count in runs])
    assert len(times) == len(factors)
    assert (np.abs(times - factors) < 1).all()
    fractions = factors % 1
    spread = np.sqrt((fractions * (1 - fractions)).sum())
    assert abs(times.sum() - factors.sum()) <= 4 * spread + 1e-6
    path = case.path(exporter)
    account = json.loads(path.with_name(f"{path.name}.source.json").read_bytes())["samples"]
    close(account["threshold"], threshold)
    assert account["lines"] == len(lines)


@each_case("ultralytics-list")
def test_ultralytics_trains_on_the_list(case: Case) -> None:
    """Its own dataset reads every image as often as it stands in the list, with its labels."""
    path = case.path("ultralytics-list")
    lines = path.read_text("utf-8").splitlines()
    check_repeats(case, "ultralytics-list", lines)
    if case.id == "streets":
        # Its images have five pixels, too few for Ultralytics; nothing is written beside them.
        assert all((path.parent / line).exists() for line in lines)
        return
    data = {"names": dict(enumerate(case.names)), "nc": len(case.names), "channels": 3}
    dataset = YOLODataset(img_path=str(path), data=data, imgsz=32, augment=False, cache=False)
    named = Counter(Path(each).name for each in lines)
    assert Counter(Path(each).name for each in dataset.im_files) == named
    boxes = Counter()
    for label in dataset.labels:
        boxes.update(label["cls"].ravel().astype(int).tolist())
    wanted = Counter()
    for image, classes in samples_of(case) if case.id == BOXES else []:
        for each in classes:
            wanted[each] += named[Path(image).name]
    assert boxes == wanted


@each_case("repeat-list")
def test_repeat_list_has_path_and_class(case: Case) -> None:
    """As the lists of ImageNet-LT have them: the class is the last field."""
    lines = case.path("repeat-list").read_text("utf-8").splitlines()
    check_repeats(case, "repeat-list", lines)
    seen = list(dict.fromkeys(lines))
    for line, (path, classes) in zip(seen, samples_of(case), strict=True):
        written, *labels = line.split(" ")
        assert Path(written).name == Path(path).name
        assert sorted({int(each) for each in labels}) == sorted(set(classes))
