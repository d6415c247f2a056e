"""Batches from image files too large to pack: listed, checked, decoded ahead by threads, bounded in memory.

Must not know models or losses. Paths are read as the system has them, in UTF-8 or not; none may leave the root.
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from class_balance.train.data import SPLITS
from class_balance.train.decode import Decoder, choose_decoder
from class_balance.train.events import Emit
from class_balance.train.plan import EpochPlan
from class_balance.train.problems import TrainError, first_line
from class_balance.train.request import FileData, RunClass
from class_balance.train.source import margin_of, moved_crops, pad_images, to_input

#: Batches that are decoded ahead.
_AHEAD = 3
_MOST_EXAMPLES = 20


@dataclass(frozen=True)
class Listed:
    """Images that are there: absolute paths and labels of each split, and what was left out."""

    paths: Mapping[str, Sequence[bytes]]
    labels: Mapping[str, NDArray[np.int64]]
    size: int
    skipped: int
    examples: Sequence[Mapping[str, str]]


def read_files(data: FileData, run_folder: Path, classes: Sequence[RunClass]) -> Listed:
    """The images of samples.jsonl; one that is missing, empty or outside the root is left out and counted.

    Raises:
        TrainError: where the list cannot be read, or a line is not `{"path", "label", "split"}`.
    """
    listing = run_folder / data.samples
    root = os.path.realpath(os.fsencode(data.root))
    paths: dict[str, list[bytes]] = {name: [] for name in SPLITS}
    labels: dict[str, list[int]] = {name: [] for name in SPLITS}
    skipped = 0
    examples: list[Mapping[str, str]] = []
    for path, label, split in _lines(listing, len(classes)):
        whole = os.path.realpath(os.path.join(root, os.fsencode(path)))
        reason = _reason_to_skip(whole, root)
        if reason is None:
            paths[split].append(whole)
            labels[split].append(label)
            continue
        skipped += 1
        if len(examples) < _MOST_EXAMPLES:
            examples.append({"path": path, "reason": reason})
    found = {name: np.array(labels[name], dtype=np.int64) for name in SPLITS}
    return Listed(paths=paths, labels=found, size=data.size, skipped=skipped, examples=examples)


def _lines(listing: Path, classes: int) -> Iterator[tuple[str, int, str]]:
    try:
        with listing.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip() == "":
                    continue
                try:
                    one = json.loads(line)
                    path, label, split = one["path"], one["label"], one["split"]
                except (ValueError, KeyError, TypeError) as error:
                    raise TrainError(f"{listing}, line {number}: is no sample with path, label and split") from error
                if not isinstance(path, str) or path == "" or "\0" in path:
                    raise TrainError(f"{listing}, line {number}: path must be a text")
                if isinstance(label, bool) or not isinstance(label, int) or not 0 <= label < classes:
                    raise TrainError(f"{listing}, line {number}: label must be from 0 to {classes - 1}")
                if split not in SPLITS:
                    raise TrainError(f"{listing}, line {number}: split must be one of {', '.join(SPLITS)}")
                yield path, label, split
    except (OSError, UnicodeDecodeError) as error:
        raise TrainError(f"{listing} cannot be read: {error}") from error


def _reason_to_skip(path: bytes, root: bytes) -> str | None:
    if os.path.commonpath([path, root]) != root:
        return "outside the root"
    try:
        size = os.stat(path).st_size
    except OSError as error:
        return os.strerror(error.errno or 0)
    if not os.path.isfile(path):
        return "is no file"
    return "is empty" if size == 0 else None


class FileSource:
    """Batches decoded from files; see class_balance.train.source.Source.

    An image that cannot be decoded is left out of its batch, named in the log and counted.
    """

    steady = False

    def __init__(self, listed: Listed, device: torch.device, workers: int | None, emit: Emit) -> None:
        self._listed, self._device, self._emit = listed, device, emit
        self._decode: Decoder = choose_decoder()
        self._pool = ThreadPoolExecutor(workers or min(8, os.cpu_count() or 1), thread_name_prefix="decode")
        self._broken: set[bytes] = set()
        self._lock = threading.Lock()
        self.labels = listed.labels
        self.margin = margin_of(listed.size)
        self.shape: tuple[int, ...] = (3, listed.size, listed.size)

    def placed(self, plan: EpochPlan) -> EpochPlan:
        """See Source. Files are found by this process."""
        return plan

    def training(self, parts: Iterator[EpochPlan]) -> Iterator[tuple[Tensor, Tensor]]:
        """See Source. TrainError once it is clear that no training image can be decoded."""
        for part, images in self._ahead(parts):
            good = [at for at, image in enumerate(images) if image is not None]
            if not good and self._broken.issuperset(self._listed.paths["train"]):
                raise TrainError(f"None of the {self.labels['train'].size} training images can be decoded.")
            x = self._batch(images)
            kept = EpochPlan(part.rows[good], part.shifts[good], part.mirrored[good])
            rows = torch.arange(len(good), device=x.device)
            moved = moved_crops(pad_images(x, self.margin), rows, self.margin, kept)
            y = torch.from_numpy(self.labels["train"])[kept.rows]
            yield to_input(moved), y.to(self._device, non_blocking=True)

    def evaluation(self, split: str, start: int, stop: int) -> tuple[Tensor, Tensor]:
        """See Source. An image that cannot be decoded is a grey one here, so that every label has a prediction."""
        images = [one.result() for one in self._submit(split, range(start, stop))]
        grey = torch.full((self._listed.size, self._listed.size, 3), 128, dtype=torch.uint8)
        y = torch.from_numpy(self.labels[split][start:stop])
        return to_input(self._batch([grey if one is None else one for one in images])), y.to(self._device)

    def _ahead(self, parts: Iterator[EpochPlan]) -> Iterator[tuple[EpochPlan, list[Tensor | None]]]:
        waiting: deque[tuple[EpochPlan, list[Future[Tensor | None]]]] = deque()
        for part in parts:
            waiting.append((part, self._submit("train", part.rows.tolist())))
            if len(waiting) > _AHEAD:
                first, images = waiting.popleft()
                yield first, [one.result() for one in images]
        for part, images in waiting:
            yield part, [one.result() for one in images]

    def _submit(self, split: str, rows: Sequence[int] | range) -> list[Future[Tensor | None]]:
        return [self._pool.submit(self._image, self._listed.paths[split][row]) for row in rows]

    def _image(self, path: bytes) -> Tensor | None:
        """uint8 (size, size, 3): the shorter side resized, the middle of the longer one; None where broken."""
        try:
            return _squared(self._decode(path), self._listed.size)
        except (OSError, RuntimeError, ValueError) as error:
            self._report(path, first_line(error))
            return None

    def _report(self, path: bytes, reason: str) -> None:
        with self._lock:
            if path in self._broken:
                return
            self._broken.add(path)
            number = len(self._broken)
        if number <= _MOST_EXAMPLES:
            name = os.fsdecode(path).encode("utf-8", "replace").decode()
            self._emit("log", level="warning", message=f"{name} cannot be decoded and is left out: {reason}")
        elif number == _MOST_EXAMPLES + 1:
            self._emit("log", level="warning", message="Further images that cannot be decoded are left out unnamed.")

    def _batch(self, images: Sequence[Tensor | None]) -> Tensor:
        good = [one for one in images if one is not None]
        size = self._listed.size
        x = torch.stack(good) if good else torch.zeros(0, size, size, 3, dtype=torch.uint8)
        if self._device.type == "cuda":
            x = x.pin_memory()
        return x.to(self._device, non_blocking=True)


def _squared(image: Tensor, size: int) -> Tensor:
    """The middle square of an image uint8 (3, height, width), resized; (size, size, 3)."""
    height, width = image.shape[1:]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = image[:, top : top + side, left : left + side]
    if side != size:
        square = functional.interpolate(square[None], (size, size), mode="bilinear", antialias=True)[0]
    return square.permute(1, 2, 0).contiguous()
