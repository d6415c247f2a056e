"""Arms and seeds over a Ray cluster: one task each; events and checkpoints come back into the one run folder.

Must not know how a job is trained. ray is optional, never installed from here; it reports nothing and opens no
dashboard. Every node must see the data under the same path.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
import queue
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from class_balance.train.checkpoint import Checkpoint
from class_balance.train.cohort import Job, Setting
from class_balance.train.device import choose_device, configure, half_precision
from class_balance.train.distributed import Processes
from class_balance.train.events import silent
from class_balance.train.problems import TrainError
from class_balance.train.request import FileData, PackedData, RunRequest
from class_balance.train.sharing import Sharing
from class_balance.train.train_jobs import Bench

#: Seconds between two looks at whether somebody wants the run to end.
_PATIENCE = 0.5

Message = tuple[str, Any]
Messages = queue.Queue[Message | None]


class RayBench(Bench):
    """A bench whose jobs are trained elsewhere."""

    def train(self, jobs: Sequence[Job], until: int) -> None:
        """See Bench. A task that dies fails its job; the others go on. Raises TrainError without ray."""
        ray = _started()
        left = self.left(jobs, until)
        request = _absolute(self._setting.request, self._folder)
        resources: dict[str, Any] = {"num_cpus": request.engine.workers or 1, "max_retries": 0}
        if request.engine.device != "cpu" and ray.cluster_resources().get("GPU", 0) > 0:
            resources["num_gpus"] = 1
        task = ray.remote(num_returns="streaming", **resources)(train_remotely)
        running = {
            task.remote(
                *(request, job.index, job.seed),
                until=until,
                checkpoint=_content(self.path(job)),
                pause=self._pause,
            ): job
            for job in left
        }
        try:
            while running:
                self._check(False)
                ready, _ = ray.wait(list(running), timeout=_PATIENCE, fetch_local=False)
                for stream in ready:
                    if not self._next(ray, stream, running[stream]):
                        self._check(True)
                        del running[stream]
        finally:
            for stream in running:
                ray.cancel(stream, force=True)

    def _next(self, ray: Any, stream: Any, job: Job) -> bool:
        """Takes a message of a task; False where there is no further one."""
        try:
            kind, content = ray.get(next(stream))
        except StopIteration:
            return False
        except ray.exceptions.RayError as error:
            self.fail(job, f"its task died: {str(error).strip().splitlines()[-1]}")
            return False
        if kind == "checkpoint":
            path = self.path(job)
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            partial.write_bytes(content)
            os.replace(partial, path)
            self.load(job)
        else:
            self._emit(kind, **content)
        return True


class _TaskBench(Bench):
    """The bench within a task: what it saves is sent to the run folder."""

    def __init__(self, folder: Path, setting: Setting, messages: Messages, pause: float) -> None:
        super().__init__(
            folder,
            setting=setting,
            sharing=Sharing(),
            emit=lambda type_, **fields: messages.put((type_, fields)),
            checkpoint_seconds=pause,
            check=lambda _epoch_end: None,
        )
        self._messages = messages

    def save(self, job: Job, checkpoint: Checkpoint) -> None:
        """See Bench."""
        super().save(job, checkpoint)
        self._messages.put(("checkpoint", self.path(job).read_bytes()))


def train_remotely(
    request: RunRequest, index: int, seed: int, *, until: int, checkpoint: bytes | None, pause: float
) -> Iterator[Message]:
    """The task of an arm and seed: yields its events, and its checkpoint whenever one is saved."""
    messages: Messages = queue.Queue(maxsize=1000)
    problems: list[BaseException] = []

    def work() -> None:
        try:
            _train(request, index, seed, messages, until=until, checkpoint=checkpoint, pause=pause)
        except BaseException as error:
            problems.append(error)
        finally:
            messages.put(None)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while (message := messages.get()) is not None:
        yield message
    thread.join()
    if problems:
        raise problems[0]


def _train(
    request: RunRequest,
    index: int,
    seed: int,
    messages: Messages,
    *,
    until: int,
    checkpoint: bytes | None,
    pause: float,
) -> None:
    from class_balance.train.run import jobs_of, open_source  # noqa: PLC0415 - run imports this module

    configure(request.engine.deterministic, request.engine.workers, 1)
    # Of a machine's GPUs Ray shows a task only its own, which is then number 0.
    device, _ = choose_device(request.engine.device.partition(":")[0])
    with tempfile.TemporaryDirectory(prefix="class-balance-task-") as name:
        folder = Path(name)
        source, classes = open_source(request, folder, device, silent)
        job = next(one for one in jobs_of(request, classes) if (one.index, one.seed) == (index, seed))
        setting = Setting(request, source, device, Processes(), half=half_precision(device))
        bench = _TaskBench(folder, setting, messages, pause)
        if checkpoint is not None:
            path = bench.path(job)
            path.parent.mkdir(parents=True)
            path.write_bytes(checkpoint)
        bench.train([job], until)


def _started() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray: Any = importlib.import_module("ray")
    except ImportError as error:
        raise TrainError("“engine.ray” needs ray: python -m pip install ray") from error
    if not ray.is_initialized():
        # A cluster that RAY_ADDRESS names, else this machine.
        ray.init(include_dashboard=False, log_to_driver=False, configure_logging=False)
    return ray


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _absolute(request: RunRequest, folder: Path) -> RunRequest:
    """The request with paths that mean the same elsewhere."""
    data = request.data
    if isinstance(data, PackedData):
        data = dataclasses.replace(data, folder=str((folder / data.folder).resolve()))
    elif isinstance(data, FileData):
        data = dataclasses.replace(data, samples=str((folder / data.samples).resolve()))
    return dataclasses.replace(request, data=data)
