"""Runs on image files: what is broken, missing, elsewhere or named in no encoding."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from class_balance.train.__main__ import main
from class_balance.train.decode import Decoder, choose_decoder, pillow_decoder, shared_out, torchvision_decoder
from class_balance.train.events import silent
from class_balance.train.files import FileSource, Listed, read_files
from class_balance.train.plan import EpochPlan
from class_balance.train.problems import TrainError
from class_balance.train.request import FileData, RunClass
from runs import arrays, events, finals, write_run

COUNTS = (12, 6, 6)
CLASSES = tuple(RunClass(id=str(at), name=str(at), count=count) for at, count in enumerate(COUNTS))
ODD_NAME = b"caf\xe9 \xff.png"


def write_images(folder: Path) -> list[dict[str, Any]]:
    """The pictures of `arrays` as PNG files, the first of them under a name that is no UTF-8; their samples."""
    found = arrays(COUNTS, side=16)
    samples = []
    for at, (x, label, split) in enumerate(zip(found["x"], found["y"], found["split"], strict=True)):
        name = ODD_NAME if at == 0 else b"%d.png" % at
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            Image.fromarray(x).save(file, "PNG")
        samples.append({"path": os.fsdecode(name), "label": int(label), "split": ("train", "val", "test")[split]})
    return samples


def write_list(folder: Path, samples: list[dict[str, Any]]) -> FileData:
    (folder / "samples.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in samples), encoding="utf-8")
    return FileData(root=str(folder), samples="samples.jsonl", size=8)


def test_run_on_image_files_names_what_it_leaves_out(tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    samples = write_images(images)
    outside = tmp_path / "outside.png"
    outside.write_bytes((images / "1.png").read_bytes())
    (images / "empty.png").write_bytes(b"")
    (images / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (images / "link.png").symlink_to(outside)
    for path in ("gone.png", "empty.png", "../outside.png", "link.png", "broken.png"):
        samples.append({"path": path, "label": 0, "split": "train"})
    config = write_run(
        tmp_path / "run",
        classes=[{"id": str(at), "name": str(at), "count": count} for at, count in enumerate(COUNTS)],
        data={"kind": "files", "root": str(images), "samples": str(images / "samples.jsonl"), "size": 8},
        model={"name": "small-cnn"},
    )
    write_list(images, samples)
    assert main(["--config", str(config)]) == 0
    said = events(tmp_path / "run", "data")[0]
    assert (said["train"], said["skipped"]) == (sum(COUNTS) + 1, 4)
    reasons = {one["path"]: one["reason"] for one in said["examples"]}
    assert reasons["empty.png"] == "is empty"
    assert reasons["../outside.png"] == reasons["link.png"] == "outside the root"
    assert "No such file" in reasons["gone.png"]
    logs = [one["message"] for one in events(tmp_path / "run", "log")]
    assert sum("broken.png cannot be decoded and is left out" in one for one in logs) == 1
    assert len(finals(tmp_path / "run")) == 6


def decoders() -> list[tuple[str, Decoder]]:
    found = {"pillow": pillow_decoder(), "torchvision": torchvision_decoder()}
    return [(name, one) for name, one in found.items() if one is not None]


@pytest.mark.parametrize(("name", "decode"), decoders())
def test_decoder_gives_the_pixels_of_a_lossless_file(name: str, decode: Decoder, tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, 3)).astype(np.uint8)
    path = os.path.join(os.fsencode(tmp_path), ODD_NAME)
    with open(path, "wb") as file:
        Image.fromarray(pixels).save(file, "PNG")
    assert torch.equal(decode(path), torch.from_numpy(pixels).permute(2, 0, 1)), name
    with open(path, "wb") as file:
        Image.fromarray(pixels[:, :, 0]).save(file, "PNG")
    assert decode(path).shape == (3, 5, 7)
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    with pytest.raises((OSError, RuntimeError, ValueError)):
        decode(os.fsencode(tmp_path / "text.png"))


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "PNG"])
def test_decoder_of_a_run_takes_kinds_that_torchvision_leaves_out(kind: str, tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, 3)).astype(np.uint8)
    path = tmp_path / "image"
    Image.fromarray(pixels).save(path, kind)
    assert torch.equal(choose_decoder()(os.fsencode(path)), torch.from_numpy(pixels).permute(2, 0, 1))


def test_sixteen_bits_of_gray_become_eight(tmp_path: Path) -> None:
    deep = np.array([[0, 255, 256, 40_000, 65_535]], dtype=np.uint16)
    path = tmp_path / "deep.tif"
    Image.fromarray(deep).save(path)
    expected = torch.from_numpy((deep >> 8).astype(np.uint8)).expand(3, 1, 5)
    assert torch.equal(choose_decoder()(os.fsencode(path)), expected)


@pytest.mark.parametrize(
    ("kind", "chosen"), [("JPEG", 1), ("PNG", 1), ("GIF", 1), ("WEBP", 1), ("TIFF", 2), ("BMP", 2)]
)
def test_kinds_of_images_are_shared_out_between_decoders(kind: str, chosen: int, tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "image", kind)
    decode = shared_out(lambda _: torch.tensor(1), lambda _: torch.tensor(2))
    assert decode(os.fsencode(tmp_path / "image")) == chosen


def test_batches_are_the_images_in_the_order_of_the_plan(tmp_path: Path) -> None:
    listed = read_files(write_list(tmp_path, write_images(tmp_path)), tmp_path, CLASSES)
    source = FileSource(Listed(listed.paths, listed.labels, 16, 0, ()), torch.device("cpu"), 2, silent)
    rows = torch.tensor([5, 0, 13, 20])
    still = torch.full((4, 2), source.margin)
    parts = [EpochPlan(rows[:3], still[:3], torch.zeros(3, dtype=torch.bool))] * 9
    batches = list(source.training(iter(parts)))
    assert len(batches) == 9
    found = arrays(COUNTS, side=16)
    x = found["x"][found["split"] == 0][rows[:3].numpy()]
    for inputs, labels in batches:
        assert torch.equal(inputs, torch.from_numpy(x).permute(0, 3, 1, 2) / 128 - 1)
        assert labels.tolist() == [0, 0, 1]


def write_broken_run(folder: Path, broken: int, **changes: Any) -> Path:
    """A run on image files of which the first training ones are no pictures."""
    images = folder / "images"
    images.mkdir()
    samples = write_images(images)
    for sample in [one for one in samples if one["split"] == "train"][:broken]:
        with open(os.path.join(os.fsencode(images), os.fsencode(sample["path"])), "wb") as file:
            file.write(b"no picture")
    write_list(images, samples)
    return write_run(
        folder / "run",
        classes=[{"id": str(at), "name": str(at), "count": count} for at, count in enumerate(COUNTS)],
        data={"kind": "files", "root": str(images), "samples": str(images / "samples.jsonl"), "size": 8},
        model={"name": "small-cnn"},
        **changes,
    )


def test_batch_of_which_nothing_can_be_decoded_changes_nothing(tmp_path: Path) -> None:
    """Of batches of two, some hold broken ones alone; no loss becomes a number that is none."""
    config = write_broken_run(tmp_path, 16, optimiser={"batchSize": 2}, engine={"deterministic": False})
    assert main(["--config", str(config), "--stack", "2"]) == 0
    assert {one["state"] for one in events(tmp_path / "run", "arm")} == {"started", "finished"}
    assert all(np.isfinite(one["loss"]) for one in finals(tmp_path / "run").values())
    warnings = [one["message"] for one in events(tmp_path / "run", "log") if one["level"] == "warning"]
    assert any("not stacked" in one for one in warnings)


def test_training_images_that_all_are_broken_end_the_run(tmp_path: Path) -> None:
    assert main(["--config", str(write_broken_run(tmp_path, sum(COUNTS)))]) == 1
    assert "None of the 24 training images can be decoded" in events(tmp_path / "run")[-1]["reason"]


def test_images_are_resized_by_their_shorter_side_and_cut_to_the_middle(tmp_path: Path) -> None:
    pixels = np.zeros((20, 60, 3), dtype=np.uint8)
    pixels[:, 20:40] = 200
    Image.fromarray(pixels).save(tmp_path / "wide.png")
    path = os.fsencode(tmp_path / "wide.png")
    paths = {"train": [path], "val": [], "test": []}
    labels = {name: np.zeros(len(one), dtype=np.int64) for name, one in paths.items()}
    source = FileSource(Listed(paths, labels, 10, 0, ()), torch.device("cpu"), 1, silent)
    x, y = source.evaluation("train", 0, 1)
    assert x.shape == (1, 3, 10, 10)
    assert torch.all(x == 200 / 128 - 1)
    assert y.tolist() == [0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: is no sample"),
        ('{"path": "a.png", "label": 0}', "line 2: is no sample"),
        ('{"path": "a.png", "label": 3, "split": "train"}', "label must be from 0 to 2"),
        ('{"path": "a.png", "label": true, "split": "train"}', "label must be from 0 to 2"),
        ('{"path": "a.png", "label": 0, "split": "dev"}', "split must be one of"),
        ('{"path": "a\\u0000.png", "label": 0, "split": "val"}', "path must be a text"),
    ],
)
def test_list_that_is_no_list_of_samples_is_refused_by_line(line: str, words: str, tmp_path: Path) -> None:
    data = write_list(tmp_path, [{"path": "a.png", "label": 0, "split": "train"}])
    with (tmp_path / "samples.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(TrainError, match=words):
        read_files(data, tmp_path, CLASSES)
