"""The exported files of every case, as the driver's manifest lists them, and how to load them.

Must not know targets.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from schemes import Vector, class_weights

FOLDER = Path(os.environ["CLASS_BALANCE_EXPORTS"])
MANIFEST: Mapping[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    """One dataset: its classes in the trainer's order, how they are weighed, and the files."""

    entry: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Name of the case."""
        return self.entry["id"]

    @property
    def names(self) -> list[str]:
        """Names of the classes."""
        return [each["name"] for each in self.entry["classes"]]

    @property
    def ids(self) -> list[str]:
        """Labels of the classes, as text."""
        return [each["id"] for each in self.entry["classes"]]

    @property
    def labels(self) -> list[Any]:
        """Labels as a data frame holds them: integers where all of them are."""
        integers = all(re.fullmatch(r"[+-]?[0-9]+", each) for each in self.ids)
        return [int(each) for each in self.ids] if integers else self.ids

    @property
    def counts(self) -> Vector:
        """Counts of the classes, float64 of shape (classes,)."""
        return np.array([each["count"] for each in self.entry["classes"]], dtype=np.float64)

    @property
    def images(self) -> Vector | None:
        """Images that hold each class, where they were counted."""
        if any("images" not in each for each in self.entry["classes"]):
            return None
        return np.array([each["images"] for each in self.entry["classes"]], dtype=np.float64)

    @property
    def multi_label(self) -> bool:
        """True where a sample can have several classes."""
        return self.entry["multiLabel"]

    @functools.cached_property
    def weights(self) -> Vector:
        """What the weights must be, computed here."""
        return class_weights(self.counts, self.images, self.entry["request"])

    def path(self, exporter: str) -> Path:
        """The file to load; the others lie beside it."""
        return Path(self.entry["exports"][exporter]["files"][0])

    def load(self, exporter: str) -> ModuleType:
        """The exported Python file, imported as a module."""
        name = f"export_{self.id}_{exporter}".replace("-", "_")
        spec = importlib.util.spec_from_file_location(name, self.path(exporter))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    def drawn(self, size: int, seed: int = 0) -> np.ndarray:
        """Class indices of `size` samples; each class that has any comes once if there is room."""
        present = np.flatnonzero(self.counts)
        random = np.random.default_rng(seed)
        return random.permutation(np.concatenate([present, random.choice(present, size)])[:size])


CASES = [Case(entry) for entry in MANIFEST["cases"]]


def each_case(exporter: str, *, multi_label: bool | None = None) -> pytest.MarkDecorator:
    """Runs a test for every case that the exporter takes, or those with one or several labels."""
    fitting = [
        case
        for case in CASES
        if "files" in case.entry["exports"][exporter]
        and (multi_label is None or case.multi_label == multi_label)
    ]
    assert fitting, f"no case for {exporter}"
    return pytest.mark.parametrize("case", fitting, ids=lambda case: case.id)


def case_named(name: str) -> Case:
    """The case of that name."""
    return next(case for case in CASES if case.id == name)
