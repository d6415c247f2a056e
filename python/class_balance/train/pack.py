"""Packs folders of images by class into the arrays of a run: `python -m class_balance.train.pack FOLDER OUT`.

FOLDER holds train/<class>/* and test/<class>/*, optionally val/<class>/*, all images of one size. `--long-tail 100`
keeps trunc(n_max f^(i / (C - 1))) training images of class i, f = 1 / 100, the first of each class by name, as the
long-tailed CIFAR sets do. Source: Cui et al., CVPR 2019, section 5.1, and their code.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from class_balance.train.data import SPLITS
from class_balance.train.decode import choose_decoder
from class_balance.train.problems import TrainError
from class_balance.train.request import RunClass


def long_tail_counts(largest: int, classes: int, factor: float) -> list[int]:
    """Training samples of each class for an imbalance factor >= 1; class 0 is the largest."""
    if not factor >= 1:
        raise ValueError(f"factor is {factor}; it must be at least 1")
    return [int(largest * (1 / factor) ** (at / max(1, classes - 1))) for at in range(classes)]


def pack_folders(folder: Path, out: Path, factor: float = 1.0, most: int | None = None) -> tuple[RunClass, ...]:
    """Writes x.npy, y.npy, split.npy and classes.json, and gives the classes.

    Args:
        folder: of the images.
        out: made where it is not there.
        factor: imbalance factor of the training split.
        most: images of a class that any split may have; all of them where None.

    Raises:
        TrainError: where there is no image, or images differ in size.
        OSError: where a file cannot be read or written.
    """
    names = sorted(one.name for one in (folder / "train").iterdir() if one.is_dir())
    if not names:
        raise TrainError(f"{folder / 'train'} has no class folders")
    paths, labels, splits = _listed(folder, names, factor, most)
    decode = choose_decoder()
    first = decode(os.fsencode(paths[0]))
    x = np.empty((len(paths), *first.shape[1:], 3), dtype=np.uint8)
    for at, path in enumerate(paths):
        image = decode(os.fsencode(path))
        if image.shape != first.shape:
            raise TrainError(f"{path} is {tuple(image.shape[1:])}, {paths[0]} is {tuple(first.shape[1:])} pixels")
        x[at] = image.permute(1, 2, 0).numpy()
    out.mkdir(parents=True, exist_ok=True)
    y, split = np.array(labels, dtype=np.int32), np.array(splits, dtype=np.uint8)
    for name, array in (("x", x), ("y", y), ("split", split)):
        np.save(out / f"{name}.npy", array)
    counts = np.bincount(y[split == 0], minlength=len(names))
    classes = tuple(RunClass(id=name, name=name, count=int(count)) for name, count in zip(names, counts, strict=True))
    text = json.dumps([vars(one) for one in classes], indent=1, ensure_ascii=False)
    (out / "classes.json").write_text(text, encoding="utf-8")
    return classes


def _listed(
    folder: Path, names: Sequence[str], factor: float, most: int | None
) -> tuple[list[Path], list[int], list[int]]:
    paths: list[Path] = []
    labels: list[int] = []
    splits: list[int] = []
    for number, split in enumerate(SPLITS):
        found = [_files(folder / split / name)[:most] for name in names]
        if split == "train":
            largest = max(len(one) for one in found)
            found = [
                one[:count] for one, count in zip(found, long_tail_counts(largest, len(names), factor), strict=True)
            ]
        for label, one in enumerate(found):
            paths += one
            labels += [label] * len(one)
            splits += [number] * len(one)
    return paths, labels, splits


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m class_balance.train.pack", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--long-tail", type=float, default=1.0, metavar="FACTOR", help="imbalance factor")
    parser.add_argument("--most", type=int, help="images of a class in any split, at most")
    given = parser.parse_args()
    for one in pack_folders(given.folder, given.out, given.long_tail, given.most):
        print(f"{one.count:7d}  {one.name}")


if __name__ == "__main__":
    main()
