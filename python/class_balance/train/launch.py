"""Starts several processes of this command by torchrun, and says so in the run folder where one of them dies.

Must not know how anything is trained.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from class_balance.train.events import EventWriter
from class_balance.train.options import Options
from class_balance.train.request import RunRequest

LOST = "a process of the run died; checkpoints are kept, --resume goes on from them"
_CODES = {"done": 0, "stopped": 130}
#: Characters of the processes' last words that are kept.
_LAST_WORDS = 2000


def wants_launch(request: RunRequest) -> bool:
    """Whether the request is for several processes."""
    return not request.engine.ray and (request.engine.processes > 1 or request.engine.nodes > 1)


def torchrun_arguments(request: RunRequest, config: Path, options: Options) -> list[str]:
    """The command that starts this machine's processes, an argument each."""
    engine = request.engine
    arguments = [sys.executable, "-m", "torch.distributed.run", f"--nproc-per-node={engine.processes}"]
    if engine.nodes > 1 or engine.rendezvous is not None:
        arguments += [f"--nnodes={engine.nodes}", "--rdzv-backend=c10d", f"--rdzv-id={request.digest[:16]}"]
        arguments.append(f"--rdzv-endpoint={engine.rendezvous or 'localhost:29400'}")
    else:
        arguments.append("--standalone")
    arguments += ["-m", "class_balance.train", "--config", str(config)]
    arguments += ["--resume"] if options.resume else []
    arguments += [f"--checkpoint-seconds={options.checkpoint_seconds:g}"]
    return arguments


def launch(request: RunRequest, config: Path, options: Options) -> int:
    """Runs the processes to their end and gives the exit code; signals are passed on."""
    threads = max(1, (request.engine.workers or os.cpu_count() or 1) // request.engine.processes)
    environment = {"OMP_NUM_THREADS": str(threads), **os.environ}
    folder = config.parent
    before_start = _size(folder)
    child = subprocess.Popen(
        torchrun_arguments(request, config, options), stderr=subprocess.PIPE, text=True, env=environment
    )
    before = {
        one: signal.signal(one, lambda number, _frame: child.send_signal(number))
        for one in (signal.SIGINT, signal.SIGTERM)
    }
    words = ""
    try:
        for line in child.stderr or ():
            sys.stderr.write(line)
            words = (words + line)[-_LAST_WORDS:]
        code = child.wait()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    status = _end_after(folder, before_start)
    if status is not None:
        return _CODES.get(status, 1)
    with EventWriter(folder) as emit:
        emit("log", level="error", message=words.strip())
        emit("end", status="failed", reason=LOST)
    return code or 1


def _size(folder: Path) -> int:
    try:
        return (folder / "events.jsonl").stat().st_size
    except FileNotFoundError:
        return 0


def _end_after(folder: Path, start: int) -> str | None:
    """The status of the end event that was written from a byte on, None without one."""
    if _size(folder) <= start:
        return None
    with (folder / "events.jsonl").open("rb") as file:
        file.seek(start)
        last = file.read().splitlines()[-1]
    try:
        event = json.loads(last)
    except ValueError:
        return None
    return str(event["status"]) if event.get("type") == "end" else None
