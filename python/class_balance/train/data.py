"""The samples of a run: packed arrays read and checked, the splits and the training counts.

Must not know models, losses or how batches are drawn.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from class_balance.train.problems import TrainError
from class_balance.train.request import PackedData, RunClass

SPLITS = ("train", "val", "test")


@dataclass(frozen=True)
class Packed:
    """Samples of every split.

    `x`: uint8 (N, height, width, channels) for images, float32 (N, features) for vectors, read where it lies.
    `y`: int64 (N,). `rows`: the rows of each split, int64, ascending.
    """

    x: NDArray[Any]
    y: NDArray[np.int64]
    rows: Mapping[str, NDArray[np.int64]]
    #: Rows of features that hold NaN or an infinity; they are in no split.
    odd: NDArray[np.int64]

    @property
    def images(self) -> bool:
        """Whether the samples are images."""
        return self.x.ndim == 4


def read_packed(data: PackedData, run_folder: Path, classes: Sequence[RunClass]) -> Packed:
    """The arrays of a packed folder.

    Args:
        data: the request's data; its folder is absolute or relative to the run folder.
        run_folder: the folder of run.json.
        classes: whose training counts the arrays must have.

    Raises:
        TrainError: naming the file that is missing or has another type, shape or value than the contract.
    """
    folder = run_folder / data.folder
    x = _array(folder / "x.npy", "uint8" if data.layout == "images" else "float32", 4 if data.layout == "images" else 2)
    y = _array(folder / "y.npy", "int32", 1).astype(np.int64)
    split = _array(folder / "split.npy", "uint8", 1)
    if x.shape[0] != y.size or split.size != y.size:
        raise TrainError(f"{folder}: x.npy has {x.shape[0]} rows, y.npy {y.size}, split.npy {split.size}")
    if y.size and (y.min() < 0 or y.max() >= len(classes)):
        raise TrainError(f"{folder / 'y.npy'}: labels must be from 0 to {len(classes) - 1}")
    if split.size and split.max() >= len(SPLITS):
        raise TrainError(f"{folder / 'split.npy'}: values must be 0 (train), 1 (val) or 2 (test)")
    odd = _odd_rows(x) if data.layout == "features" else np.zeros(0, dtype=np.int64)
    kept = np.ones(y.size, dtype=np.bool_)
    kept[odd] = False
    rows = {name: np.flatnonzero((split == at) & kept) for at, name in enumerate(SPLITS)}
    check_counts(np.bincount(y[rows["train"]], minlength=len(classes)), classes)
    return Packed(x=x, y=y, rows=rows, odd=odd)


def check_counts(counts: NDArray[np.int64], classes: Sequence[RunClass]) -> None:
    """Raises TrainError where the training samples are not as many as the request's classes say."""
    for at, (count, one) in enumerate(zip(counts, classes, strict=True)):
        if count != one.count:
            raise TrainError(f"“classes[{at}].count” is {one.count}, but the data have {count} training samples of it")


def _array(path: Path, dtype: str, dimensions: int) -> NDArray[Any]:
    try:
        array = np.load(os.fspath(path), mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise TrainError(
            f"{path} is missing: the prepared data are gone. Resume from the extension or with “class-balance train "
            "--resume FOLDER”, which prepare them again where run.json names the dataset; else start a new run"
        ) from error
    except (ValueError, OSError, EOFError) as error:
        raise TrainError(f"{path} cannot be read as an array: {error}") from error
    if not isinstance(array, np.ndarray) or array.dtype != np.dtype(dtype).newbyteorder("<"):
        raise TrainError(f"{path} holds {getattr(array, 'dtype', 'no array')}; it must hold {dtype}")
    if array.ndim != dimensions:
        raise TrainError(f"{path} has {array.ndim} dimensions; it must have {dimensions}")
    return array


def _odd_rows(x: NDArray[Any], block: int = 65_536) -> NDArray[np.int64]:
    """Rows that hold NaN or an infinity."""
    parts = [
        start + np.flatnonzero(~np.isfinite(x[start : start + block]).all(axis=1))
        for start in range(0, x.shape[0], block)
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
