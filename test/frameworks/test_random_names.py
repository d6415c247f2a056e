"""Export, load, compare: names and weights of 200 random sets of classes come back in order.

Names are of all kinds of characters, quotes, line breaks, controls, astral ones, and numbers.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
import safetensors.numpy
import yaml

from exports import FOLDER, MANIFEST, Case
from numerics import close
from per_sample import PER_SAMPLE
from typescript import read_typescript

Names = list[Any] | None
Reading = tuple[Names, Any]
Namespace = Mapping[str, Any]


def entries_of(exporter: str) -> list[tuple[Case, bytes]]:
    """The cases that the exporter wrote a file for, with the bytes of it."""
    entries = json.loads((FOLDER / "random" / f"{exporter}.json").read_bytes())
    return [
        (Case(entry), base64.b64decode(entry["content"])) for entry in entries if "content" in entry
    ]


def in_python(read: Callable[[Namespace], Reading]) -> Callable[[bytes], Reading]:
    """A reader of Python files: the bytes are compiled as a file's are."""

    def reader(content: bytes) -> Reading:
        namespace: dict[str, Any] = {"__name__": "export"}
        exec(compile(content, "export.py", "exec"), namespace)
        return read(namespace)

    return reader


def of_csv(content: bytes) -> Reading:
    """Names as text."""
    table = pd.read_csv(io.BytesIO(content), dtype={"class_name": str}, keep_default_na=False)
    return table["class_name"].tolist(), table["weight"]


def of_dict(name: str) -> Callable[[bytes], Reading]:
    """A dict from label or name to weight."""
    return in_python(lambda space: (list(space[name]), list(space[name].values())))


def of_document(content: bytes) -> Reading:
    """JSON with a list of classes."""
    classes = json.loads(content)["classes"]
    return [each["name"] for each in classes], [each["weight"] for each in classes]


def of_map(content: bytes) -> Reading:
    """JSON from name to weight."""
    weights = json.loads(content)
    return list(weights), list(weights.values())


def of_yaml(content: bytes) -> Reading:
    """Lists of names and weights."""
    document = yaml.safe_load(content)
    return document["class_names"], document["class_weights"]


def of_power(content: bytes) -> Reading:
    """A power, and neither names nor weights."""
    assert 0 <= yaml.safe_load(content)["cls_pw"] <= 1
    return None, None


module = in_python(lambda space: (space["CLASS_NAMES"], space["CLASS_WEIGHTS"]))

#: How each target's file is read. What holds no weights in class order is compared by names alone.
READERS: Mapping[str, Callable[[bytes], Reading]] = {
    "json": of_document,
    "loss-config": of_document,
    "json-map": of_map,
    "json-list": lambda content: (None, json.loads(content)),
    "npy": lambda content: (None, np.load(io.BytesIO(content), allow_pickle=False)),
    "csv": of_csv,
    "yaml": of_yaml,
    "safetensors": lambda content: (None, safetensors.numpy.load(content)["class_weights"]),
    "keras": in_python(lambda space: (None, list(space["CLASS_WEIGHT"].values()))),
    "scikit-learn": of_dict("CLASS_WEIGHT"),
    "lightgbm": of_dict("CLASS_WEIGHT"),
    "catboost": of_dict("CLASS_WEIGHTS"),
    "flair": of_dict("LOSS_WEIGHTS"),
    "spacy": in_python(lambda space: (list(space["REPEATS"]), None)),
    "pytorch-bce": in_python(lambda space: (space["CLASS_NAMES"], None)),
    "detectron2": in_python(lambda space: (space["THING_CLASSES"], None)),
    "detectron2-image-count": lambda content: (None, json.loads(content) and None),
    "class-balanced-dataset": in_python(lambda space: (space["REPEAT_FACTORS"] and None, None)),
    "ultralytics": of_power,
    "pytorch": module,
    "pytorch-sampler": module,
    "lightning": module,
    "timm": module,
    "hugging-face": module,
    "fastai": module,
    "optax": module,
    "paddle": module,
    "xgboost": module,
    "mmdetection": module,
    "mmpretrain": module,
    "mmsegmentation": module,
    "keras-sample-weight": module,
}

#: Targets whose dict leaves out classes without samples, and what else they leave out.
PRESENT_ONLY = {"scikit-learn": None, "lightgbm": None, "catboost": ""}
#: Read together, for the compiler takes its time to start.
TYPESCRIPT = {"typescript": "classWeights", "tfjs": "classWeight"}


def test_every_target_has_a_reader() -> None:
    """So that a new one is not forgotten."""
    ids = {each["id"] for each in MANIFEST["exporters"]}
    assert ids == set(READERS) | set(TYPESCRIPT) | set(PER_SAMPLE)


@pytest.mark.parametrize("exporter", READERS)
def test_names_and_weights_come_back_in_order(exporter: str) -> None:
    """Every random case, whatever the names."""
    entries = entries_of(exporter)
    assert len(entries) == 200
    for case, content in entries:
        names, weights = READERS[exporter](content)
        kept = list(range(len(case.names)))
        if exporter in PRESENT_ONLY:
            left = PRESENT_ONLY[exporter]
            kept = [at for at in kept if case.counts[at] > 0 and case.ids[at] != left]
        if names is not None:
            expected = case.labels if exporter in PRESENT_ONLY else case.names
            assert names == [expected[at] for at in kept], case.id
        if weights is not None:
            close(weights, case.weights[kept])


@pytest.mark.parametrize("exporter", TYPESCRIPT)
def test_typescript_modules_come_back_in_order(exporter: str) -> None:
    """Compiled as strict TypeScript, imported by Node."""
    entries = entries_of(exporter)
    assert len(entries) == 200
    modules = read_typescript([content for _, content in entries])
    for (case, _), module in zip(entries, modules, strict=True):
        weights = module[TYPESCRIPT[exporter]]
        close(list(weights.values()) if isinstance(weights, dict) else weights, case.weights)
        if exporter == "typescript":
            assert module["classNames"] == case.names
