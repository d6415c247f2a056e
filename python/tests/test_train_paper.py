"""The paper's experiment: its long tails, its arms, and the whole command on a handful of pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from class_balance.train import paper
from class_balance.train.pack import long_tail_counts, pack_folders
from class_balance.train.problems import TrainError
from class_balance.train.read_request import parse_request

#: Totals and smallest classes of the long-tailed sets of Cui et al., computed from their rule.
TOTALS = {200: (11203, 25), 100: (12406, 50), 50: (13996, 100), 20: (17023, 250), 10: (20431, 500)}


@pytest.mark.parametrize("factor", TOTALS)
def test_long_tails_have_the_counts_of_the_paper(factor: int) -> None:
    counts = long_tail_counts(5000, 10, factor)
    assert (sum(counts), counts[-1]) == TOTALS[factor]
    assert counts[0] == 5000


def images(folder: Path, sizes: tuple[int, ...] = (8, 8, 8)) -> Path:
    source = np.random.default_rng(0)
    for split, number in (("train", 8), ("test", 3)):
        for label, side in enumerate(sizes):
            place = folder / split / f"class {label}"
            place.mkdir(parents=True)
            for at in range(number):
                Image.fromarray(source.integers(0, 256, (side, side, 3)).astype(np.uint8)).save(place / f"{at}.png")
    return folder


def test_packing_keeps_the_first_images_of_each_class(tmp_path: Path) -> None:
    classes = pack_folders(images(tmp_path / "images"), tmp_path / "out", factor=8)
    assert [(one.name, one.count) for one in classes] == [("class 0", 8), ("class 1", 2), ("class 2", 1)]
    x, y, split = (np.load(tmp_path / "out" / f"{name}.npy") for name in ("x", "y", "split"))
    assert x.shape == (11 + 9, 8, 8, 3)
    assert y.tolist() == [0] * 8 + [1] * 2 + [2] + [0] * 3 + [1] * 3 + [2] * 3
    assert split.tolist() == [0] * 11 + [2] * 9
    assert np.array_equal(x[9], np.asarray(Image.open(tmp_path / "images" / "train" / "class 1" / "1.png")))


def test_packing_wants_images_of_one_size(tmp_path: Path) -> None:
    with pytest.raises(TrainError, match=r"9, 9.*8, 8"):
        pack_folders(images(tmp_path / "images", (8, 9, 8)), tmp_path / "out")


def test_command_trains_the_arms_and_writes_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        "--factors",
        "50",
        "--epochs",
        "1",
        "--seeds",
        "2",
        "--device",
        "cpu",
        "--model",
        "small-cnn",
        "--grid",
        "100",
    ]
    places = ["--images", str(images(tmp_path / "images")), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["paper", *places, *given])
    assert paper.main() == 0
    request = parse_request((tmp_path / "out" / "if-50" / "run.json").read_text(encoding="utf-8"))
    assert len(request.arms) == 12
    assert request.weight_scale == "class-sum"
    lines = (tmp_path / "out" / "report.md").read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("| cb-focal γ=0.5 β=0.99 |"))
    assert row.count("not yet measured") == 4
    assert any("(25.19)" in line for line in lines if line.startswith("| softmax |"))
    assert any("(-6.30)" in line for line in lines if line.startswith("| balanced-softmax |"))
    assert len(paper.paper_arms(200)) == 5 + 5 * 4 + 2
