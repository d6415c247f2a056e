"""The losses of MMDetection, MMPretrain and MMSegmentation without MMCV's operators.

Importing the libraries as a whole needs compiled operators of MMCV that no wheel on PyPI has. The
losses do not: here the packages above them are empty, and the modules asked for are loaded from the
installed distribution.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def loss_class(library: str) -> type:
    """`CrossEntropyLoss` of mmdet, mmpretrain or mmseg."""
    for package in (library, f"{library}.models", f"{library}.models.losses"):
        empty_package(package)
    return importlib.import_module(f"{library}.models.losses.cross_entropy_loss").CrossEntropyLoss


def empty_package(name: str) -> None:
    """A package that holds its modules but has not run its `__init__`."""
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    if parent:
        folders = [str(Path(path) / child) for path in sys.modules[parent].__path__]
    else:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        folders = list(spec.submodule_search_locations or [])
    package = ModuleType(name)
    package.__path__ = folders
    sys.modules[name] = package
