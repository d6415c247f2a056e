"""The command line: `python -m class_balance.train --config run.json [--resume]`.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 stopped. Must not know how anything is trained.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

MISSING = "PyTorch is missing in {python}: {python} -m pip install torch"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        import torch  # noqa: F401, PLC0415 - its absence is a message, not a traceback
    except ImportError as error:
        # A torch that is there but broken, such as one for another CUDA, says why itself.
        missing = isinstance(error, ModuleNotFoundError) and error.name == "torch"
        print(
            MISSING.format(python=sys.executable) if missing else f"PyTorch cannot be loaded: {error}", file=sys.stderr
        )
        return 1
    from class_balance.train.device import check_torch  # noqa: PLC0415
    from class_balance.train.problems import TrainError  # noqa: PLC0415

    try:
        check_torch()
    except TrainError as error:
        print(error, file=sys.stderr)
        return 1
    # Only now, as an old PyTorch lacks what it imports.
    from class_balance.train.command import run_command  # noqa: PLC0415

    return run_command(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m class_balance.train", description="Trains the arms of a run.json.")
    parser.add_argument("--config", type=Path, required=True, help="run.json; its folder is the run folder")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoints of the run folder")
    parser.add_argument("--stack", type=int, metavar="K", help="arms and seeds in one stacked model, at most")
    parser.add_argument("--streams", type=int, metavar="S", help="models that train side by side, at most")
    switch = argparse.BooleanOptionalAction
    parser.add_argument("--compile", action="store_true", help="torch.compile the models")
    parser.add_argument("--graph", action=switch, help="record training steps as CUDA graphs")
    parser.add_argument("--checkpoint-seconds", type=float, default=10.0, help="between two checkpoints; 0: each epoch")
    parser.add_argument("--slurm", type=Path, metavar="FILE", help="write a Slurm job script and train nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
