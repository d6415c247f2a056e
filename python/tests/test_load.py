"""Reading loss configs: what TypeScript wrote, what the JSON Schema says, and what is wrong with the rest."""

from __future__ import annotations

import json
import math
import operator
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from jsonschema import Draft202012Validator

from class_balance import LossConfigError, load_loss, parse_loss_config, read_loss_config
from class_balance.load import fingerprint_of
from class_balance.reference import loss_gradient, loss_value
from vectors import CONFIGS, ROOT, distance, read

FOCAL = CONFIGS["focal"]
SCHEMA = json.loads((ROOT / "media" / "schemas" / "loss-config.schema.json").read_text(encoding="utf-8"))
EDITS: list[dict[str, Any]] = [json.loads(line) for line in read("lossConfigEdits.json")]
#: Where a value of the right shape may still contradict another field.
MEANING = ("classes", "loss.beta", "provenance.training.chosen", "dataset.fingerprint")


@pytest.mark.parametrize("family", CONFIGS)
def test_load_loss_gives_the_loss_that_the_reference_gives(family: str, tmp_path: Path) -> None:
    path = tmp_path / "loss-config.json"
    path.write_text(CONFIGS[family], encoding="utf-8")
    config, loss = read_loss_config(path), load_loss(path)
    assert config.loss.family == family
    size = len(config.classes)
    targets = torch.randint(0, size, (7,))
    for epoch in (0, 159, 160):
        loss.set_epoch(epoch)
        logits = torch.randn(7, size, dtype=torch.float64, requires_grad=True)
        value = loss(logits, targets)
        value.backward()
        assert logits.grad is not None
        given = logits.detach().numpy(), targets.numpy(), epoch
        assert distance(value.item(), loss_value(config, *given)) < 1e-12
        assert distance(logits.grad.numpy(), loss_gradient(config, *given)) < 1e-12


@pytest.mark.parametrize("family", CONFIGS)
def test_json_schema_accepts_what_typescript_writes(family: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(CONFIGS[family]))


def test_configs_keep_names_samplers_and_records() -> None:
    softmax, ldam = parse_loss_config(CONFIGS["softmax"]), parse_loss_config(CONFIGS["ldam"])
    names = ['"quoted"', "new\nline", "naïve 猫 🐈", "0012", "None", "}", "class"]
    assert [one.name for one in softmax.classes] == names
    assert (softmax.sampler, softmax.threshold) == ("square-root", None)
    assert (ldam.sampler, ldam.threshold, ldam.start) == ("repeat-factor", 0.001, 160)
    assert parse_loss_config(CONFIGS["sigmoid"]).loss.n == math.inf
    focal = parse_loss_config(FOCAL)
    assert focal.training is not None
    assert focal.training.chosen == "focal"
    assert focal.training.arms[1] == ("focal", {"balanced accuracy": 0.67})
    assert focal.initial_bias == pytest.approx(-math.log(3))
    assert softmax.initial_bias is None


def edited(config: str, path: list[str | int], change: Callable[[Any, Any], None]) -> str:
    document = json.loads(CONFIGS[config])
    parent = document
    for part in path[:-1]:
        parent = parent[part]
    change(parent, path[-1])
    return json.dumps(document)


def refusal_of(text: str) -> LossConfigError | None:
    try:
        parse_loss_config(text)
    except LossConfigError as error:
        return error
    return None


@pytest.mark.parametrize("config", CONFIGS)
def test_reader_agrees_with_the_json_schema_on_every_edit(config: str) -> None:
    validator = Draft202012Validator(SCHEMA)
    disputed = []

    def setting(value: object) -> Callable[[Any, Any], None]:
        return lambda parent, key: parent.__setitem__(key, value)

    def judge(edit: dict[str, Any], change: Callable[[Any, Any], None], accepted: bool, what: object) -> None:
        text = edited(edit["config"], edit["path"], change)
        refusal = refusal_of(text)
        read = refusal is None or (accepted and refusal.path.startswith(MEANING))
        if read != accepted or validator.is_valid(json.loads(text)) != accepted:
            disputed.append((edit["path"], what, str(refusal)))

    for edit in [edit for edit in EDITS if edit["config"] == config]:
        for accepted in (True, False):
            for value in edit["accepted" if accepted else "refused"]:
                judge(edit, setting(value), accepted, value)
        if "deletable" in edit:
            judge(edit, operator.delitem, edit["deletable"], "deleted")
    assert disputed == []


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ('"gamma": 0.5', '"gamma": NaN', "loss.gamma", "is NaN.*finite number"),
        ('"gamma": 0.5', '"gamma": -Infinity', "loss.gamma", "is -Infinity"),
        ('"gamma": 0.5', '"gamma": 1e999', "loss.gamma", "finite"),
        ('"gamma": 0.5', '"gamma": "1"', "loss.gamma", "is '1'; it must be a number"),
        ('"gamma": 0.5,', "", "loss.gamma", "is missing"),
        ('"gamma": 0.5', '"gamma": 0.5, "tau": 1', "loss.tau", "no field"),
        ('"index": 1', '"index": 2', "classes[1].index", "is 2.*place 1"),
        ('"id": "1"', '"id": "0"', "classes[1].id", "class 0 too"),
        ('"count": 80', '"count": 80.5', "classes[1].count", "whole number"),
        ('"count": 80', '"count": 81', "dataset.fingerprint", "set it to null"),
        ('"name": "class 1"', '"name": NaN', "classes[1].name", "must be a text"),
        ('"beta": 0.999', '"beta": 0.9', "loss.beta", "N is 1000"),
        ('"chosen": "focal"', '"chosen": "x"', "provenance.training.chosen", "none of the arms"),
        ('"version": 1', '"version": 2', "version", "is 2.*up to version 1"),
        ('"version": 1', '"version": 0', "version", "is 0.*version 1"),
        ('"version": 1,', "", "version", "is missing"),
        ('"class-balance/loss-config"', '"class-balance/scan@1"', "schema", "no loss config"),
        ('"version": 1,', '"version" 1,', "", "not JSON.*line 3"),
    ],
)
def test_reader_names_the_field_that_is_wrong(old: str, new: str, path: str, message: str) -> None:
    text = FOCAL.replace(old, new, 1)
    assert text != FOCAL
    with pytest.raises(LossConfigError, match=message) as refusal:
        parse_loss_config(text)
    assert refusal.value.path == path
    assert path in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000])
def test_reader_refuses_what_is_no_object(text: str) -> None:
    with pytest.raises(LossConfigError):
        parse_loss_config(text)


def test_reader_takes_changed_counts_where_the_fingerprint_is_null() -> None:
    document = json.loads(FOCAL)
    document["classes"][1]["count"] = 81
    document["dataset"]["fingerprint"] = None
    assert parse_loss_config(json.dumps(document)).classes[1].count == 81


def test_fingerprint_equals_typescripts_for_odd_ids() -> None:
    for text in CONFIGS.values():
        config = parse_loss_config(text)
        assert fingerprint_of(config.classes) == config.dataset.fingerprint


def test_weights_and_configs_need_no_torch() -> None:
    code = (
        "import sys; sys.modules['torch'] = None; import class_balance as c; "
        "print(c.class_weights([3, 1]).sum(), len(c.parse_loss_config(sys.stdin.read()).classes)); c.load_loss('x')"
    )
    done = subprocess.run([sys.executable, "-c", code], input=FOCAL, text=True, capture_output=True, check=False)
    assert done.stdout.split() == ["2.0", "4"]
    assert "ImportError" in done.stderr or "ModuleNotFoundError" in done.stderr


def test_loss_config_is_held_to_the_classes_of_the_data() -> None:
    config = parse_loss_config(FOCAL)
    names, ids = [one.name for one in config.classes], [one.id for one in config.classes]
    assert parse_loss_config(FOCAL, classes=names) == config
    assert parse_loss_config(FOCAL, classes=ids) == config
    with pytest.raises(LossConfigError, match=r"classes\[0\]\.name.* but class 0 of the data is"):
        parse_loss_config(FOCAL, classes=names[::-1])
    with pytest.raises(LossConfigError, match=f"are {len(names)}, but the data has {len(names) + 1}"):
        parse_loss_config(FOCAL, classes=[*names, "more"])
    with pytest.raises(LossConfigError, match="the data has 0"):
        parse_loss_config(FOCAL, classes=[])
