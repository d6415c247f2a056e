"""What the command does once PyTorch is there: one process, torchrun's processes, Ray's tasks, or a Slurm script.

Must not know how anything is trained. Every way ends with an end event in the run folder.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from class_balance.train.device import choose_device, configure
from class_balance.train.distributed import Processes, join, launched_processes
from class_balance.train.events import Emit, EventWriter, silent
from class_balance.train.launch import LOST, launch, wants_launch
from class_balance.train.lock import is_held_by_parent, locked
from class_balance.train.options import Options
from class_balance.train.outcome import write_whole
from class_balance.train.problems import StoppedError, TrainError, first_line, is_lost_process, is_out_of_memory
from class_balance.train.read_request import RunRequestError, read_request
from class_balance.train.request import RunRequest
from class_balance.train.run import Run
from class_balance.train.slurm import slurm_script

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130


def run_command(given: argparse.Namespace) -> int:
    """Carries the command out and gives the exit code."""
    folder = given.config.resolve().parent
    options = Options(
        resume=given.resume,
        stack=given.stack,
        streams=given.streams,
        compiled=given.compile,
        captured=given.graph,
        checkpoint_seconds=given.checkpoint_seconds,
    )
    try:
        request = read_request(given.config)
        _check_use(request, options)
    except (RunRequestError, TrainError, OSError, UnicodeDecodeError) as error:
        print(f"{given.config}: {error}", file=sys.stderr)
        return WRONG
    if given.slurm is not None:
        write_whole(given.slurm, slurm_script(request, given.config))
        return DONE
    processes = launched_processes()
    handed_over = processes.world > 1 or is_held_by_parent(folder)
    if not handed_over and not options.resume and (folder / "events.jsonl").exists():
        print(f"{folder} holds a run already; --resume goes on with it", file=sys.stderr)
        return WRONG
    try:
        with contextlib.nullcontext() if handed_over else locked(folder):
            return _run(request, given.config.resolve(), options, processes)
    except TrainError as error:
        print(error, file=sys.stderr)
        return WRONG


def _check_use(request: RunRequest, options: Options) -> None:
    if request.engine.id != "pytorch":
        raise TrainError(f"“engine.id” is {request.engine.id!r}; this is the engine pytorch")
    for name, value in (("--stack", options.stack), ("--streams", options.streams)):
        if value is not None and value < 1:
            raise TrainError(f"{name} is {value}; it must be at least 1")


def _run(request: RunRequest, config: Path, options: Options, processes: Processes) -> int:
    folder = config.parent
    if processes.world == 1 and wants_launch(request):
        return launch(request, config, options)
    with _Voice(folder, processes) as voice:
        return voice.guard(lambda: _train(request, folder, options, processes, voice))


def _train(request: RunRequest, folder: Path, options: Options, processes: Processes, voice: _Voice) -> None:
    # Before CUDA starts, which reads some of it once.
    configure(request.engine.deterministic, request.engine.workers, processes.local_world)
    device, reason = choose_device(request.engine.device, processes.local_rank, processes.local_world)
    join(processes, device)
    try:
        Run(
            request,
            folder,
            device=device,
            reason=reason,
            processes=processes,
            options=options,
            emit=voice.emit,
            stopped=voice.is_stopped,
        ).go()
    finally:
        processes.leave()


class _Voice:
    """Events of the first process, signals of any, and the words with which a run ends."""

    def __init__(self, folder: Path, processes: Processes) -> None:
        self._writer = EventWriter(folder) if processes.first else None
        self._stop = threading.Event()
        self.emit: Emit = self._writer if self._writer is not None else silent
        self._before = {one: signal.signal(one, self._signalled) for one in (signal.SIGINT, signal.SIGTERM)}

    def __enter__(self) -> _Voice:
        return self

    def __exit__(self, *_: object) -> None:
        for one, handler in self._before.items():
            signal.signal(one, handler)
        if self._writer is not None:
            self._writer.close()

    def is_stopped(self) -> bool:
        """Whether a signal asked for the end."""
        return self._stop.is_set()

    def _signalled(self, number: int, _frame: object) -> None:
        if self._stop.is_set():
            # Asked twice: at once.
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self._stop.set()

    def guard(self, work: Callable[[], None]) -> int:
        """Does the work; says how it ended and gives the exit code."""
        try:
            work()
        except StoppedError as error:
            return self._end(STOPPED, "stopped", str(error))
        except (TrainError, OSError) as error:
            return self._end(FAILED, "failed", str(error))
        except Exception as error:
            if is_out_of_memory(error):
                return self._end(FAILED, "failed", f"out of memory: {first_line(error)}")
            if is_lost_process(error):
                return self._end(FAILED, "failed", f"{LOST} ({first_line(error)})")
            traceback.print_exc()
            return self._end(FAILED, "failed", f"{type(error).__name__}: {error}")
        return self._end(DONE, "done")

    def _end(self, code: int, status: str, reason: str | None = None) -> int:
        if reason is not None:
            print(reason, file=sys.stderr)
        self.emit("end", status=status, **({} if reason is None else {"reason": reason}))
        return code
