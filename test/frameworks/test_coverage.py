"""Every export target is proved in a library or listed with the reason why not."""

from __future__ import annotations

import importlib.metadata
import json
import re
from pathlib import Path

import pytest

from exports import CASES, MANIFEST
from per_sample import PER_SAMPLE

HERE = Path(__file__).parent
PROVEN: dict[str, list[str]] = json.loads((HERE / "proven.json").read_text("utf-8"))
UNPROVEN: dict[str, dict[str, str]] = json.loads((HERE / "unproven.json").read_text("utf-8"))
PINS = dict(re.findall(r"^([\w.-]+)==(.+)$", (HERE / "requirements.txt").read_text(), re.MULTILINE))
EXPORTERS = [each["id"] for each in MANIFEST["exporters"]]

#: What a case cannot give a target, and what the refusal names.
REFUSED = {
    ("segmentation", "pytorch-bce"): "number of samples",
    ("detection", "pytorch-bce"): "number of samples",
    ("spans", "class-balanced-dataset"): "images that hold each class",
    ("spans", "detectron2"): "images that hold each class",
    ("multi-label", "scikit-learn"): "several classes",
    ("multi-label", "xgboost"): "several classes",
    ("multi-label", "lightgbm"): "several classes",
    ("multi-label", "catboost"): "several classes",
    ("multi-label", "keras-sample-weight"): "several classes",
    ("spans", "detectron2-image-count"): "images that hold each class",
    ("multi-label", "weight-file"): "several classes",
    **{
        (case, each): "several classes"
        for case in ("tags-lt", "photos")
        for each in (
            "scikit-learn",
            "xgboost",
            "lightgbm",
            "catboost",
            "keras-sample-weight",
            "weight-file",
        )
    },
    ("boxes-lt", "pytorch-bce"): "number of samples",
    ("masks-lt", "pytorch-bce"): "number of samples",
    ("streets", "pytorch-bce"): "number of samples",
    ("boxes-lt", "weight-file"): "one label each",
    ("masks-lt", "weight-file"): "one label each",
    ("streets", "weight-file"): "one label each",
    ("pets", "repeat-list"): "no file of its own",
    ("pets", "ultralytics-list"): "was not found",
    ("photos", "ultralytics-list"): "was not found",
    ("cifar10-lt", "ultralytics-list"): "was not found",
    ("tags-lt", "ultralytics-list"): "was not found",
    ("places-lt", "ultralytics-list"): "was not found",
}


def test_every_target_is_in_one_of_the_lists() -> None:
    """And in one only."""
    assert sorted([*PROVEN, *UNPROVEN]) == sorted(EXPORTERS)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_every_target_has_tests_of_its_own(exporter: str) -> None:
    """Beside those that go over all targets."""
    texts = [path.read_text("utf-8") for path in HERE.glob("test_*.py")]
    assert any(f'each_case("{exporter}"' in text for text in texts)


@pytest.mark.parametrize("library", sorted({each for all_ in PROVEN.values() for each in all_}))
def test_libraries_are_those_of_the_pins(library: str) -> None:
    """So that the versions told are the ones that proved it."""
    if library in ("python", "typescript") or library.startswith("@"):
        # Of Node: its own tests import it at the version that package.json pins.
        return
    assert importlib.metadata.version(library).split("+")[0] == PINS[library]


def test_targets_refuse_what_they_cannot_say_and_nothing_else() -> None:
    """By a message that names what is missing."""
    refused = {
        (case.id, exporter): outcome["refused"]
        for case in CASES
        for exporter, outcome in case.entry["exports"].items()
        if "refused" in outcome
    }
    wanted = {
        (case.id, each): "one label each"
        if each == "weight-file" and case.entry["unit"] != "image"
        else "each sample"
        for case in CASES
        if "folder" not in case.entry
        for each in PER_SAMPLE
    }
    cases = {case.id for case in CASES}
    wanted |= {key: named for key, named in REFUSED.items() if key[0] in cases}
    assert refused.keys() == wanted.keys()
    for key, named in wanted.items():
        assert named in refused[key]
