"""Reading training requests: every field that is wrong is named, as the JSON Schema would have it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from class_balance.train.read_request import RunRequestError, parse_request
from class_balance.train.request import FileData, PackedData, WorkspaceData
from runs import document, request
from vectors import ROOT

Change = Callable[[dict[str, Any]], None]


def test_request_keeps_every_word() -> None:
    whole = request(engine={"processes": 2, "nodes": 3, "rendezvous": "head:1", "ray": True}, budget={"seconds": 9.5})
    assert (whole.engine.processes, whole.engine.nodes, whole.engine.rendezvous) == (2, 3, "head:1")
    assert whole.engine.ray is True
    assert whole.budget.seconds == 9.5
    assert whole.data == PackedData(folder="packed", layout="features")
    assert whole.arms[1].loss.n == 100
    assert [one.count for one in whole.classes] == [40, 20, 8]
    assert len(whole.digest) == 64


def test_request_takes_every_kind_of_data() -> None:
    files = {"kind": "files", "root": "/r", "samples": "s.jsonl", "size": 224}
    assert request(data=files).data == FileData(root="/r", samples="s.jsonl", size=224)
    workspace = {
        "kind": "workspace",
        "root": "/r",
        "dataset": "d",
        "valShare": 0.1,
        "testShare": 0,
        "longTail": 10,
        "excludes": {"globs": ["tmp"], "gitignore": True},
        "rules": [{"path": "**", "group": "-1"}],
    }
    assert request(data=workspace).data == WorkspaceData(root="/r", dataset="d")


def test_request_of_infinite_n_is_read_from_null() -> None:
    arms = document()["arms"]
    arms[1]["loss"]["n"] = None
    assert request(arms=arms).arms[1].loss.n == math.inf


def put(*path: str | int, value: Any) -> Change:
    def change(whole: dict[str, Any]) -> None:
        parent: Any = whole
        for part in path[:-1]:
            parent = parent[part]
        parent[path[-1]] = value

    return change


WORKSPACE = {"kind": "workspace", "root": "r", "dataset": "d", "valShare": 0, "testShare": 0}

#: A place, a value for it, and whether a request with it is one.
EDITS: list[tuple[tuple[str | int, ...], Any, bool]] = [
    (("$schema",), "x", True),
    (("name",), "", False),
    (("classes",), [], True),
    (("classes", 0, "name"), "", True),
    (("classes", 0, "count"), 2**53 + 2, False),
    (("data", "folder"), "", False),
    (("data",), {"kind": "files", "root": "r", "samples": "s", "size": 4096}, True),
    (("data",), {"kind": "files", "root": "r", "samples": "s", "size": 4097}, False),
    (("data",), {"kind": "workspace", "root": "r", "dataset": "d", "valShare": 0, "testShare": 0.9}, True),
    (("data",), {"kind": "workspace", "root": "r", "dataset": "d", "valShare": 1, "testShare": 0}, False),
    (("data",), {**WORKSPACE, "rules": [{"path": "a", "split": "train"}]}, True),
    (("data",), {**WORKSPACE, "rules": [{"group": "a"}]}, False),
    (("data",), {**WORKSPACE, "rules": [{"path": "a", "group": -1}]}, False),
    (("data",), {**WORKSPACE, "rules": [{"path": "a", "groups": "a"}]}, False),
    (("data",), {**WORKSPACE, "excludes": {"globs": []}}, False),
    (("data",), {**WORKSPACE, "excludes": {"globs": [1], "gitignore": True}}, False),
    (
        ("data",),
        {"kind": "workspace", "root": "r", "dataset": "d", "valShare": 0, "testShare": 0, "columns": []},
        False,
    ),
    (("model", "hidden"), 65_536, True),
    (("model", "hidden"), 65_537, False),
    (("engine", "workers"), 1024, True),
    (("engine", "workers"), 1025, False),
    (("engine", "processes"), 0, False),
    (("engine", "ray"), 1, False),
    (("engine", "command"), ["python", "x.py"], True),
    (("engine", "command"), [], False),
    (("engine", "device"), "", False),
    (("arms",), [], False),
    (("arms", 1, "loss", "n"), None, True),
    (("arms", 1, "loss", "n"), 0.9, False),
    (("arms", 1, "loss", "family"), "focal", False),
    (("arms", 1, "sampler"), {"kind": "repeat-factor", "threshold": 1}, True),
    (("arms", 1, "sampler"), {"kind": "balanced", "threshold": 1}, False),
    (("arms", 1, "schedule"), {"kind": "deferred-reweighting", "start": 0}, True),
    (("seeds",), [2**53], True),
    (("seeds",), [-1], False),
    (("optimiser", "kind"), "lbfgs", True),
    (("optimiser", "momentum"), 1, False),
    (("optimiser", "learningRate"), None, True),
    (("optimiser", "warmupEpochs"), 0.5, True),
    (("optimiser", "batchSize"), 0, False),
    (("budget", "epochs"), 1_000_001, False),
    (("budget", "seconds"), 0, False),
    (("weightScale",), "class-sum", True),
    (("weightScale",), "mean", False),
    (("version",), 2, False),
    (("created",), "2026-01-02T03:04:05", False),
]


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (put("schema", value="class-balance/loss-config"), "schema", "no training request"),
        (put("version", value=2), "version", "reads version 1"),
        (put("extra", value=1), "extra", "no field"),
        (put("name", value=""), "name", "must look like"),
        (put("created", value="yesterday"), "created", "must look like"),
        (put("classes", 1, "id", value="0"), "classes[1].id", "place 0"),
        (put("classes", 1, "count", value=-1), "classes[1].count", "within"),
        (put("data", "layout", value="sounds"), "data.layout", "images, features"),
        (put("data", "size", value=3), "data.size", "no field"),
        (put("model", "hidden", value=0), "model.hidden", "within"),
        (put("engine", "id", value="mxnet"), "engine.id", "one of"),
        (put("engine", "id", value="command"), "engine.command", "is missing"),
        (put("engine", "processes", value=1.5), "engine.processes", "whole"),
        (put("engine", "deterministic", value=1), "engine.deterministic", "true or false"),
        (put("arms", value=[]), "arms", "empty"),
        (put("arms", 0, "loss", "scheme", value="inverse"), "arms[0]", "not plain"),
        (put("arms", 1, "name", value="softmax"), "arms[1].name", "place 0"),
        (put("arms", 1, "loss", "gamma", value=1), "arms[1].loss.gamma", "no field"),
        (put("arms", 1, "loss", "scheme", value="inverse"), "arms[1].loss.n", "effective-number only"),
        (put("arms", 1, "loss", "n", value=0.5), "arms[1].loss.n", "within"),
        (put("arms", 1, "schedule", value={"kind": "deferred-reweighting"}), "arms[1].schedule.start", "missing"),
        (
            put("arms", 1, "sampler", value={"kind": "repeat-factor", "threshold": 0}),
            "arms[1].sampler.threshold",
            "above 0",
        ),
        (put("seeds", value=[1, 1]), "seeds[1]", "place 0"),
        (put("optimiser", "momentum", value=1), "optimiser.momentum", "below 1"),
        (put("optimiser", "learningRate", value=0), "optimiser.learningRate", "above 0"),
        (put("optimiser", "decay", value="linear"), "optimiser.decay", "steps, cosine, none"),
        (put("budget", "epochs", value=0), "budget.epochs", "within"),
        (put("budget", "seconds", value=math.nan), "budget.seconds", "NaN"),
        (put("weightScale", value="none"), "weightScale", "sample-mean"),
        (put("savedModel", value="tfjs"), "savedModel", "checkpoints of PyTorch"),
        (put("dataset", "unit", value="apple"), "dataset.unit", "one of"),
        (
            put("data", value={"kind": "workspace", "root": "r", "dataset": "d", "valShare": 0.5, "testShare": 0.5}),
            "data.valShare",
            "leave no samples",
        ),
    ],
)
def test_reader_names_the_field_that_is_wrong(change: Change, path: str, words: str) -> None:
    whole = document()
    change(whole)
    with pytest.raises(RunRequestError, match=words) as refusal:
        parse_request(json.dumps(whole))
    assert refusal.value.path == path


SCHEMA = json.loads((ROOT / "media" / "schemas" / "training-run.schema.json").read_text(encoding="utf-8"))
#: Where a value of the right shape may still contradict another one.
MEANING = ("arms", "seeds", "classes", "data.valShare", "engine.command")


def test_reader_and_json_schema_take_the_same_requests() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    disputed = []
    for path, value, accepted in EDITS:
        whole = document(engine={"workers": 1, "processes": 1, "nodes": 1, "rendezvous": "h:1", "ray": False})
        put(*path, value=value)(whole)
        try:
            parse_request(json.dumps(whole))
            read = True
        except RunRequestError as refusal:
            read = accepted and refusal.path.startswith(MEANING)
        if (read, validator.is_valid(whole)) != (accepted, accepted):
            disputed.append((path, value, read, validator.is_valid(whole)))
    assert disputed == []


def test_reader_says_where_a_text_stops_being_json() -> None:
    with pytest.raises(RunRequestError, match=r"not JSON.*line 1"):
        parse_request("{,}")
