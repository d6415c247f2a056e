"""What every test of exports needs before a framework is imported.

Must not know exporters.
"""

from __future__ import annotations

import importlib.abc
import os
import subprocess
import sys

# One framework each process: transformers would import the others, and the tensors are tiny.
os.environ.setdefault("USE_TF", "0")
os.environ.setdefault("USE_FLAX", "0")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


class TorchvisionWithoutOperators(importlib.abc.MetaPathFinder):
    """Lets torchvision be imported where its compiled operators do not fit torch's build.

    The registry has them for CUDA only. timm, Lightning, fastai and Flair use its Python part;
    the two operators that it registers shapes for must be known, and none of them
    is called here.
    """

    def find_spec(self, fullname: str, *_: object) -> None:
        """Finds nothing: declares the operators just before torchvision is found by others."""
        if fullname != "torchvision":
            return
        import torch

        sys.meta_path.remove(self)
        for name in ("nms", "qnms"):
            schema = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
            torch.library.define(f"torchvision::{name}", schema)


def operators_load() -> bool:
    """True where torchvision's own operators work, as they do beside a torch of the same build."""
    script = "import torchvision"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    return done.returncode == 0


if "CLASS_BALANCE_TORCHVISION" not in os.environ:
    os.environ["CLASS_BALANCE_TORCHVISION"] = "whole" if operators_load() else "python"
if os.environ["CLASS_BALANCE_TORCHVISION"] == "python":
    sys.meta_path.insert(0, TorchvisionWithoutOperators())
