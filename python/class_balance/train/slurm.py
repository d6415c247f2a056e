"""A job script for Slurm: written, never run from here.

Must not know a cluster; what differs between them stands in comments to fill in.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from class_balance.train.request import RunRequest


def slurm_script(request: RunRequest, config: Path) -> str:
    """The script of a request: as many nodes as it says, one torchrun a node, its processes as GPUs a node."""
    engine = request.engine
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", request.name)[:64] or "class-balance"
    train = f"python -m class_balance.train --config {shlex.quote(str(config.resolve()))} --resume"
    torchrun = (
        f"python -m torch.distributed.run --nnodes={engine.nodes} --nproc-per-node={engine.processes} "
        '--rdzv-backend=c10d --rdzv-id="$SLURM_JOB_ID" --rdzv-endpoint="$HEAD:29400" '
        f"-m class_balance.train --config {shlex.quote(str(config.resolve()))} --resume"
    )
    several = engine.nodes > 1 or engine.processes > 1
    return "\n".join(
        [
            "#!/bin/bash",
            f"#SBATCH --job-name={name}",
            f"#SBATCH --nodes={engine.nodes}",
            "#SBATCH --ntasks-per-node=1",
            f"#SBATCH --gpus-per-node={engine.processes}",
            f"#SBATCH --cpus-per-task={max(4, engine.workers or 0) * (1 if engine.workers else engine.processes)}",
            "#SBATCH --time=04:00:00",
            "#SBATCH --signal=B:TERM@120",
            "#SBATCH --requeue",
            "# Fill in what your cluster wants: --partition, --account, modules, the environment with PyTorch.",
            "# The run folder must be on a file system that every node sees. A requeued job resumes.",
            "set -euo pipefail",
            'HEAD="$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)"' if several else "",
            f"srun --kill-on-bad-exit=1 {torchrun if several else train}",
            "",
        ]
    ).replace("\n\n", "\n")
