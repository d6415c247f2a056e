"""What a training run is asked to do, as plain data: the words of run.json, the same for every engine.

Must not know how it is read or trained. The fields are described in the schema of training runs of the extension.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from class_balance.config import LossDataset

KIND = "class-balance/run"
#: The newest version that this package reads.
VERSION = 1

ENGINES = ("probe", "pytorch", "tensorflow", "webgpu", "wasm", "cpu", "command")
LAYOUTS = ("images", "features")
OPTIMISERS = ("sgd", "adamw", "lbfgs")
DECAYS = ("steps", "cosine", "none")
WEIGHT_SCALES = ("sample-mean", "class-sum")


@dataclass(frozen=True, kw_only=True)
class RunClass:
    """One output of the model; `count` is over the training samples of the run."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PackedData:
    """Arrays in `folder`: x.npy, y.npy, split.npy (0 train, 1 val, 2 test)."""

    folder: str
    layout: str


@dataclass(frozen=True, kw_only=True)
class FileData:
    """Image files listed in `samples`, a JSON object a line; `size` is the shorter side in pixels."""

    root: str
    samples: str
    size: int


@dataclass(frozen=True, kw_only=True)
class WorkspaceData:
    """A dataset that is not prepared yet; only the program that wrote the request can prepare it."""

    root: str
    dataset: str


RunData = PackedData | FileData | WorkspaceData


@dataclass(frozen=True, kw_only=True)
class RunModel:
    """`name` is one of the own models, or `torchvision:NAME` or `timm:NAME`."""

    name: str
    hidden: int | None = None


@dataclass(frozen=True, kw_only=True)
class ArmLoss:
    """A loss; a parameter that the family does not have stands at its neutral value."""

    family: str
    scheme: str
    #: N of the effective number, math.inf for null; None: not given.
    n: float | None = None
    gamma: float = 0.0
    tau: float = 0.0
    margin: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One candidate. `start`: first epoch with weights where re-weighting is deferred."""

    name: str
    loss: ArmLoss
    start: int | None = None
    sampler: str = "none"
    threshold: float | None = None


@dataclass(frozen=True, kw_only=True)
class Optimiser:
    """Steps of gradient descent; `learning_rate` None: the engine's own for the model."""

    kind: str
    learning_rate: float | None
    momentum: float
    weight_decay: float
    batch_size: int
    warmup_epochs: float
    decay: str


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Epochs of one arm and seed, and seconds of the whole run."""

    epochs: int
    halving: bool
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class RunEngine:
    """Where it runs."""

    id: str
    device: str
    deterministic: bool
    workers: int | None = None
    processes: int = 1
    nodes: int = 1
    rendezvous: str | None = None
    ray: bool = False


@dataclass(frozen=True, kw_only=True)
class RunRequest:
    """The whole request; the first arm is the plain baseline."""

    name: str
    created: str
    tool: str
    dataset: LossDataset
    classes: tuple[RunClass, ...]
    data: RunData
    model: RunModel
    engine: RunEngine
    arms: tuple[Arm, ...]
    seeds: tuple[int, ...]
    optimiser: Optimiser
    budget: Budget
    weight_scale: str
    #: Identifies the request by its bytes, so that a checkpoint of another one is not taken up.
    digest: str = field(default="", compare=False)
