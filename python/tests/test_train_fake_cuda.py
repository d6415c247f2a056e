"""Builds a GPU that computes nothing, and runs what on_fake_cuda.py says of it in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

HERE = Path(__file__).parent


def test_training_leaves_nothing_on_the_processor_and_does_not_wait_for_the_gpu(tmp_path: Path) -> None:
    compiler = shutil.which(os.environ.get("CXX", "c++"))
    if sys.platform != "linux" or compiler is None or torch.version.cuda is not None:
        pytest.skip("a GPU that computes nothing needs Linux, a C++ compiler (c++ or CXX) and a PyTorch without CUDA")
    library = tmp_path / "fake_cuda.so"
    torch_folder = Path(torch.__file__).parent
    build = [compiler, "-std=c++20", "-O0", "-shared", "-fPIC", f"-I{torch_folder / 'include'}", f"-o{library}"]
    link = [f"-L{torch_folder / 'lib'}", "-lc10", "-ltorch_cpu", f"-Wl,-rpath,{torch_folder / 'lib'}"]
    subprocess.run([*build, str(HERE / "fake_cuda.cpp"), *link], check=True)
    # Before PyTorch, which looks for the device once.
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    python = [sys.executable, *(["-P"] if sys.flags.safe_path else [])]
    pytest_ = ["-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'inner'}"]
    done = subprocess.run(
        [*python, *pytest_, str(HERE / "on_fake_cuda.py")], env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
