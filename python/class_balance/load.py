"""From the file of a loss config to the config, and to the loss it describes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from class_balance import config as words
from class_balance._fields import Field, LossConfigError, NotFinite
from class_balance.config import LossClass, LossConfig, LossDataset, LossSpec, TrainingRecord
from class_balance.weights import beta_of

if TYPE_CHECKING:
    from class_balance.losses import ClassBalancedLoss

#: What each family has beside its name.
FAMILY_PARAMETERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("softmax", "sigmoid", "balanced-softmax"), ()),
    "focal": ("gamma",),
    "logit-adjustment": ("tau",),
    "ldam": ("margin", "scale"),
}
#: What each schedule and sampler has beside its kind.
SCHEDULE_PARAMETERS: Mapping[str, Sequence[str]] = {"none": (), "deferred-reweighting": ("start",)}
SAMPLER_PARAMETERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("none", "balanced", "square-root"), ()),
    "repeat-factor": ("threshold",),
}
_COMMON = (
    *("scheme", "parameters", "n", "beta", "normalisation", "zeroCount"),
    *("biasInitialisation", "reduction"),
)
#: ISO 8601, UTC.
CREATED = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z"


def load_loss(path: str | Path, *, ignore_index: int = -100, classes: Sequence[str] | None = None) -> ClassBalancedLoss:
    """The loss of a config file as a torch.nn.Module.

    Args:
        path: of the JSON file.
        ignore_index: target that leaves its sample out, such as 255 in segmentation masks.
        classes: names (or ids) of the classes that the data has, in the order of its targets, such as
            ``ImageFolder.classes``; the config must have the same.

    Raises:
        LossConfigError: naming the field that is wrong.
        OSError: where the file cannot be read.
        ImportError: without PyTorch.
    """
    from class_balance.losses import loss_of  # noqa: PLC0415 - PyTorch is optional

    return loss_of(read_loss_config(path, classes=classes), ignore_index=ignore_index)


def read_loss_config(path: str | Path, *, classes: Sequence[str] | None = None) -> LossConfig:
    """The config of a file. Needs no PyTorch. Takes `classes` and raises as load_loss does."""
    return parse_loss_config(Path(path).read_text(encoding="utf-8-sig"), classes=classes)


def parse_loss_config(text: str, *, classes: Sequence[str] | None = None) -> LossConfig:
    """The config of a text. Takes `classes` as load_loss does.

    Raises:
        LossConfigError: naming the field that is wrong, or the line and column where the text stops being JSON.
    """
    try:
        document = json.loads(text, parse_constant=NotFinite)
    except (json.JSONDecodeError, RecursionError) as error:
        raise LossConfigError("", f"is not JSON: {error}") from error
    config = _config(Field(document, ""))
    _check_meaning(config)
    if classes is not None:
        _check_classes(config, classes)
    return config


def _check_classes(config: LossConfig, classes: Sequence[str]) -> None:
    """Raises where the data has other classes, or has them in another order."""
    for at, (one, wanted) in enumerate(zip(config.classes, classes, strict=False)):
        if wanted not in (one.name, one.id):
            raise LossConfigError(f"classes[{at}].name", f"is {one.name!r}, but class {at} of the data is {wanted!r}")
    if len(config.classes) != len(classes):
        raise LossConfigError("classes", f"are {len(config.classes)}, but the data has {len(classes)}")


def fingerprint_of(classes: Iterable[LossClass]) -> str:
    r"""FNV-1a, 64 bits, over ``<bytes of id>:<id>=<count>\n`` a class in UTF-8; a lone surrogate is U+FFFD."""
    value = 0xCBF29CE484222325
    for one in classes:
        identity = one.id.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        for byte in b"%d:%s=%d\n" % (len(identity), identity, one.count):
            value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"fnv1a64:{value:016x}"


def _config(root: Field) -> LossConfig:
    top = root.named()
    if "schema" not in top or top["schema"].value != words.KIND:
        raise LossConfigError("schema", f"must be {words.KIND!r}; this is no loss config")
    _check_version(top.get("version", Field(None, "version")))
    names = ("schema", "version", "dataset", "classes", "loss", "schedule", "sampler", "provenance")
    top = root.fields(names, ["$schema"])
    if "$schema" in top:
        top["$schema"].text()
    schedule = top["schedule"].kind("kind", SCHEDULE_PARAMETERS)
    sampler = top["sampler"].kind("kind", SAMPLER_PARAMETERS)
    provenance = top["provenance"].fields(["tool", "created"], ["training"])
    return LossConfig(
        dataset=read_dataset(top["dataset"]),
        classes=tuple(_class(one) for one in top["classes"].items(least=1)),
        loss=_loss(top["loss"]),
        start=schedule["start"].whole() if "start" in schedule else None,
        sampler=sampler["kind"].text(),
        threshold=sampler["threshold"].positive(1) if "threshold" in sampler else None,
        tool=provenance["tool"].text(),
        created=provenance["created"].text(CREATED),
        training=_training(provenance["training"]) if "training" in provenance else None,
    )


def _check_version(version: Field) -> None:
    """There is no older version yet, hence nothing to migrate."""
    if version.value is None:
        raise version.refuse("is missing")
    given = version.number()
    if not given.is_integer():
        raise version.refuse(f"is {given}; it must be a whole number")
    if given > words.VERSION:
        raise version.refuse(
            f"is {int(given)}; this package reads up to version {words.VERSION}, a newer one is needed"
        )
    if given < words.VERSION:
        raise version.refuse(f"is {int(given)}; this package reads version {words.VERSION}")


def read_dataset(field: Field) -> LossDataset:
    """Where the counts come from; the same words in a training request. Raises the field's error."""
    found = field.fields(["name", "sources", "unit", "split", "multiLabel", "samples", "fingerprint"])
    fingerprint = found["fingerprint"]
    return LossDataset(
        name=found["name"].text(),
        sources=tuple(one.text() for one in found["sources"].items()),
        unit=found["unit"].one_of(words.UNITS),
        split=found["split"].text(),
        multi_label=found["multiLabel"].flag(),
        samples=found["samples"].whole(),
        fingerprint=None if fingerprint.value is None else fingerprint.text("fnv1a64:[0-9a-f]{16}"),
    )


def _class(field: Field) -> LossClass:
    found = field.fields(["index", "id", "name", "count", "effectiveNumber", "weight"])
    return LossClass(
        index=found["index"].whole(),
        id=found["id"].text(),
        name=found["name"].text(),
        count=found["count"].whole(),
        effective_number=found["effectiveNumber"].number(0),
        weight=found["weight"].number(0),
    )


def _loss(field: Field) -> LossSpec:
    found = field.kind("family", FAMILY_PARAMETERS, _COMMON)
    own: dict[str, float] = {name: found[name].number(0) for name in ("gamma", "tau", "margin") if name in found}
    if "scale" in found:
        own["scale"] = found["scale"].positive()
    return LossSpec(
        family=found["family"].text(),
        scheme=found["scheme"].text("[a-z][a-z0-9-]*"),
        parameters={name: one.number() for name, one in found["parameters"].named().items()},
        n=math.inf if found["n"].value is None else found["n"].number(1),
        beta=found["beta"].number(0, 1),
        normalisation=found["normalisation"].one_of(words.NORMALISATIONS),
        zero_count=found["zeroCount"].one_of(words.ZERO_COUNT_POLICIES),
        bias_initialisation=found["biasInitialisation"].one_of(words.BIAS_INITIALISATIONS),
        reduction=found["reduction"].one_of(words.REDUCTIONS),
        **own,
    )


def _training(field: Field) -> TrainingRecord:
    found = field.fields(["arms", "chosen", "seeds", "environment"])
    arms = [arm.fields(["name", "metrics"]) for arm in found["arms"].items(least=1)]
    metrics = [{name: one.number() for name, one in arm["metrics"].named().items()} for arm in arms]
    return TrainingRecord(
        arms=tuple((arm["name"].text(), values) for arm, values in zip(arms, metrics, strict=True)),
        chosen=found["chosen"].text(),
        seeds=tuple(seed.whole() for seed in found["seeds"].items()),
        environment={name: one.text() for name, one in found["environment"].named().items()},
    )


def _check_meaning(config: LossConfig) -> None:
    """What the fields must satisfy together."""
    seen: dict[str, int] = {}
    for at, one in enumerate(config.classes):
        if one.index != at:
            raise LossConfigError(f"classes[{at}].index", f"is {one.index} but stands at place {at}")
        if one.id in seen:
            raise LossConfigError(f"classes[{at}].id", f"is {one.id!r}, the id of class {seen[one.id]} too")
        seen[one.id] = at
    if not config.counts.any():
        raise LossConfigError("classes", "have no sample: every count is 0")
    if not config.weights.any():
        raise LossConfigError("classes", "have no weight: every weight is 0")
    expected = beta_of(config.loss.n)
    if abs(config.loss.beta - expected) > 1e-12:
        raise LossConfigError("loss.beta", f"is {config.loss.beta}, but N is {config.loss.n}, which gives {expected}")
    training = config.training
    if training is not None and training.chosen not in [name for name, _ in training.arms]:
        raise LossConfigError("provenance.training.chosen", f"is {training.chosen!r}, none of the arms")
    if config.dataset.fingerprint not in (None, fingerprint_of(config.classes)):
        raise LossConfigError(
            "dataset.fingerprint",
            "does not belong to these ids and counts; if they were changed on purpose, set it to null",
        )
