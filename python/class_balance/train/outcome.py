"""What a run leaves beside its events: the loss config that won, with the comparison that chose it.

Must not know how arms are trained.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from class_balance.config import LossConfig, TrainingRecord
from class_balance.train.verdict import Verdict
from class_balance.write import loss_config_text


def write_loss_config(
    folder: Path, config: LossConfig, verdict: Verdict, seeds: Sequence[int], environment: Mapping[str, str]
) -> Path:
    """Writes loss-config.json of a run folder, whole or not at all, and gives its path."""
    arms = tuple(
        (str(row["arm"]), {**_numbers(row["metrics"]), "difference": float(row["difference"])})
        for row in verdict.ranking
    )
    record = TrainingRecord(arms=arms, chosen=verdict.chosen, seeds=tuple(seeds), environment=environment)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    path = folder / "loss-config.json"
    write_whole(path, loss_config_text(dataclasses.replace(config, created=now, training=record)))
    return path


def write_whole(path: Path, text: str) -> None:
    """Writes a text file beside its place and renames it. OSError where the disk is full."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for this user alone.
        os.chmod(partial, 0o644)
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _numbers(metrics: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(one) for name, one in metrics.items() if isinstance(one, int | float)}
