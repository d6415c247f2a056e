"""From run.json to the request, or to an error that names the field.

Must not know what trains it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from class_balance._fields import Field, FieldError, NotFinite
from class_balance.load import CREATED, FAMILY_PARAMETERS, SAMPLER_PARAMETERS, SCHEDULE_PARAMETERS, read_dataset
from class_balance.train import request as words
from class_balance.train.request import (
    Arm,
    ArmLoss,
    Budget,
    FileData,
    Optimiser,
    PackedData,
    RunClass,
    RunData,
    RunEngine,
    RunModel,
    RunRequest,
    WorkspaceData,
)
from class_balance.weights import SCHEMES

#: A larger file is no request; label files and images are not in it.
_MOST_BYTES = 256 * 2**20
_MOST_CLASSES = 2**20
_MOST_ARMS = 1000
_MOST_PROCESSES = 1024
#: Any text but an empty one.
_SOME = "(?s).+"


class RunRequestError(FieldError):
    """Why a text is no training request to go by; `path` names the field."""


def read_request(path: str | Path) -> RunRequest:
    """The request of a file.

    Raises:
        RunRequestError: naming the field that is wrong.
        OSError: where the file cannot be read.
    """
    file = Path(path)
    if file.stat().st_size > _MOST_BYTES:
        raise RunRequestError("", f"is larger than {_MOST_BYTES} bytes")
    return parse_request(file.read_text(encoding="utf-8-sig"))


def parse_request(text: str) -> RunRequest:
    """The request of a text. Raises RunRequestError as read_request does."""
    try:
        document = json.loads(text, parse_constant=NotFinite)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RunRequestError("", f"is not JSON: {error}") from error
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
    return _request(Field(document, "", RunRequestError), digest)


def _request(root: Field, digest: str) -> RunRequest:
    top = root.named()
    if "schema" not in top or top["schema"].value != words.KIND:
        raise RunRequestError("schema", f"must be {words.KIND!r}; this is no training request")
    version = top.get("version", Field(None, "version", RunRequestError))
    if version.value is None:
        raise version.refuse("is missing")
    if version.number() != words.VERSION:
        raise version.refuse(f"is {version.value}; this package reads version {words.VERSION}")
    names = ("schema", "version", "name", "created", "tool", "dataset", "classes", "data", "model", "engine", "arms")
    top = root.fields([*names, "seeds", "optimiser", "budget", "weightScale"], ["$schema", "savedModel"])
    if "savedModel" in top:
        raise top["savedModel"].refuse("is of other engines; this one keeps its models as checkpoints of PyTorch")
    classes = tuple(_class(one) for one in top["classes"].items(most=_MOST_CLASSES))
    _unique([one.id for one in classes], top["classes"], "id")
    return RunRequest(
        name=top["name"].text(_SOME),
        created=top["created"].text(CREATED),
        tool=top["tool"].text(_SOME),
        dataset=read_dataset(top["dataset"]),
        classes=classes,
        data=_data(top["data"]),
        model=_model(top["model"]),
        engine=_engine(top["engine"]),
        arms=_arms(top["arms"]),
        seeds=_seeds(top["seeds"]),
        optimiser=_optimiser(top["optimiser"]),
        budget=_budget(top["budget"]),
        weight_scale=top["weightScale"].one_of(words.WEIGHT_SCALES),
        digest=digest,
    )


def _unique(values: Sequence[object], field: Field, name: str) -> None:
    seen: dict[object, int] = {}
    for at, value in enumerate(values):
        if value in seen:
            below = f"{field.path}[{at}]" + (f".{name}" if name else "")
            raise RunRequestError(below, f"is {value!r}, as at place {seen[value]}")
        seen[value] = at


def _class(field: Field) -> RunClass:
    found = field.fields(["id", "name", "count"])
    return RunClass(id=found["id"].text(), name=found["name"].text(), count=found["count"].whole())


def _data(field: Field) -> RunData:
    optional = ("size", "columns", "excludes", "rules", "longTail")
    kinds = {
        "packed": ("folder", "layout"),
        "files": ("root", "samples", "size"),
        "workspace": ("root", "dataset", "valShare", "testShare"),
    }
    workspace = field.named().get("kind", field).value == "workspace"
    found = field.kind("kind", kinds, optional=optional if workspace else ())
    if "layout" in found:
        return PackedData(folder=found["folder"].text(_SOME), layout=found["layout"].one_of(words.LAYOUTS))
    if "samples" in found:
        size = found["size"].whole(1, 4096)
        return FileData(root=found["root"].text(_SOME), samples=found["samples"].text(_SOME), size=size)
    return _workspace(found)


def _workspace(found: Mapping[str, Field]) -> WorkspaceData:
    shares = [_share(found[name]) for name in ("valShare", "testShare")]
    if sum(shares) >= 1:
        raise found["valShare"].refuse("and “testShare” leave no samples to train on")
    if "size" in found:
        found["size"].whole(1, 4096)
    if "longTail" in found:
        found["longTail"].number(1)
    for column in found["columns"].items(least=1) if "columns" in found else []:
        column.text()
    if "excludes" in found:
        excludes = found["excludes"].fields(["globs", "gitignore"])
        excludes["gitignore"].flag()
        for glob in excludes["globs"].items():
            glob.text()
    for rule in found["rules"].items() if "rules" in found else []:
        for word in rule.fields(["path"], ["format", "reading", "split", "group"]).values():
            word.text(_SOME)
    return WorkspaceData(root=found["root"].text(_SOME), dataset=found["dataset"].text(_SOME))


def _share(field: Field) -> float:
    value = field.number(0)
    if value >= 1:
        raise field.refuse(f"is {value}; it must be below 1")
    return value


def _model(field: Field) -> RunModel:
    found = field.fields(["name"], ["hidden"])
    hidden = found["hidden"].whole(1, 65_536) if "hidden" in found else None
    return RunModel(name=found["name"].text(_SOME), hidden=hidden)


def _engine(field: Field) -> RunEngine:
    optional = ("workers", "processes", "nodes", "rendezvous", "ray", "command")
    found = field.fields(["id", "device", "deterministic"], optional)
    engine = found["id"].one_of(words.ENGINES)
    if engine == "command" and "command" not in found:
        raise RunRequestError(f"{field.path}.command", "is missing; the engine “command” runs it")
    for part in found["command"].items(least=1) if "command" in found else []:
        part.text()
    return RunEngine(
        id=engine,
        device=found["device"].text(_SOME),
        deterministic=found["deterministic"].flag(),
        workers=found["workers"].whole(1, _MOST_PROCESSES) if "workers" in found else None,
        processes=found["processes"].whole(1, _MOST_PROCESSES) if "processes" in found else 1,
        nodes=found["nodes"].whole(1, _MOST_PROCESSES) if "nodes" in found else 1,
        rendezvous=found["rendezvous"].text(_SOME) if "rendezvous" in found else None,
        ray=found["ray"].flag() if "ray" in found else False,
    )


def _arms(field: Field) -> tuple[Arm, ...]:
    arms = tuple(_arm(one) for one in field.items(least=1, most=_MOST_ARMS))
    first = arms[0]
    if first.loss.scheme != "none" or first.start is not None or first.sampler != "none":
        raise RunRequestError(
            f"{field.path}[0]", "is not plain; the first arm is the baseline, without scheme, schedule, sampler"
        )
    _unique([arm.name for arm in arms], field, "name")
    return arms


def _arm(field: Field) -> Arm:
    found = field.fields(["name", "loss", "schedule", "sampler"])
    schedule = found["schedule"].kind("kind", SCHEDULE_PARAMETERS)
    sampler = found["sampler"].kind("kind", SAMPLER_PARAMETERS)
    return Arm(
        name=found["name"].text(_SOME),
        loss=_loss(found["loss"]),
        start=schedule["start"].whole() if "start" in schedule else None,
        sampler=sampler["kind"].text(),
        threshold=sampler["threshold"].positive(1) if "threshold" in sampler else None,
    )


def _loss(field: Field) -> ArmLoss:
    found = field.kind("family", FAMILY_PARAMETERS, ["scheme"], ["n"])
    own: dict[str, float] = {name: found[name].number(0) for name in ("gamma", "tau", "margin") if name in found}
    if "scale" in found:
        own["scale"] = found["scale"].positive()
    scheme = found["scheme"].one_of(["none", *SCHEMES])
    n = None
    if "n" in found:
        if scheme != "effective-number":
            raise found["n"].refuse("belongs to the scheme effective-number only")
        n = math.inf if found["n"].value is None else found["n"].number(1)
    return ArmLoss(family=found["family"].text(), scheme=scheme, n=n, **own)


def _seeds(field: Field) -> tuple[int, ...]:
    seeds = tuple(one.whole() for one in field.items(least=1, most=_MOST_ARMS))
    _unique(seeds, field, "")
    return seeds


def _optimiser(field: Field) -> Optimiser:
    names = ("kind", "learningRate", "momentum", "weightDecay", "batchSize", "warmupEpochs", "decay")
    found = field.fields(names)
    rate = found["learningRate"]
    return Optimiser(
        kind=found["kind"].one_of(words.OPTIMISERS),
        learning_rate=None if rate.value is None else rate.positive(),
        momentum=_share(found["momentum"]),
        weight_decay=found["weightDecay"].number(0),
        batch_size=found["batchSize"].whole(1, 2**20),
        warmup_epochs=found["warmupEpochs"].number(0),
        decay=found["decay"].one_of(words.DECAYS),
    )


def _budget(field: Field) -> Budget:
    found = field.fields(["epochs", "halving"], ["seconds"])
    return Budget(
        epochs=found["epochs"].whole(1, 1_000_000),
        halving=found["halving"].flag(),
        seconds=found["seconds"].positive() if "seconds" in found else None,
    )
