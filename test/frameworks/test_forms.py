"""JSON, CSV, YAML, NPY, safetensors, TypeScript: each read back by its usual reader."""

from __future__ import annotations

import functools
import json
from typing import Any

import numpy as np
import pandas as pd
import safetensors
import safetensors.numpy
import yaml

from exports import CASES, Case, each_case
from numerics import close
from typescript import read_typescript


@each_case("json")
def test_json_holds_every_number(case: Case) -> None:
    """Counts, effective numbers and weights, with all that they are derived from."""
    document = json.loads(case.path("json").read_bytes())
    rows = document["classes"]
    assert [row["name"] for row in rows] == case.names
    assert [row["index"] for row in rows] == list(range(len(rows)))
    assert [row["count"] for row in rows] == case.counts.tolist()
    close([row["weight"] for row in rows], case.weights)
    assert document["scheme"]["id"] == case.entry["request"]["scheme"]


@each_case("json-list")
def test_json_list_is_in_class_order(case: Case) -> None:
    """A plain list."""
    close(json.loads(case.path("json-list").read_bytes()), case.weights)


@each_case("json-map")
def test_json_map_keeps_names_in_order(case: Case) -> None:
    """An object from name to weight."""
    weights = json.loads(case.path("json-map").read_bytes())
    assert list(weights) == case.names
    close(list(weights.values()), case.weights)


@each_case("npy")
def test_npy_is_float32(case: Case) -> None:
    """An array of shape (classes,), without pickling."""
    array = np.load(case.path("npy"), allow_pickle=False)
    assert array.dtype == np.float32
    close(array, case.weights)


@each_case("csv")
def test_csv_reads_into_a_data_frame(case: Case) -> None:
    """One class a row; names are text, whatever they look like."""
    text = {"class_id": str, "class_name": str}
    table = pd.read_csv(case.path("csv"), dtype=text, keep_default_na=False)
    assert table["class_index"].tolist() == list(range(len(case.names)))
    assert table["class_name"].tolist() == case.names
    assert table["class_id"].tolist() == case.ids
    assert table["count"].tolist() == case.counts.tolist()
    close(table["weight"], case.weights)


@each_case("yaml")
def test_yaml_holds_lists(case: Case) -> None:
    """Names are text and weights are numbers, also for a YAML 1.1 reader."""
    document = yaml.safe_load(case.path("yaml").read_bytes())
    assert document["class_names"] == case.names
    assert all(isinstance(weight, float) for weight in document["class_weights"])
    close(document["class_weights"], case.weights)


@each_case("safetensors")
def test_safetensors_holds_tensors_and_account(case: Case) -> None:
    """Weights float32, counts int64, the account in the metadata."""
    tensors = safetensors.numpy.load_file(case.path("safetensors"))
    assert tensors["class_weights"].dtype == np.float32
    assert tensors["class_counts"].dtype == np.int64
    close(tensors["class_weights"], case.weights)
    assert tensors["class_counts"].tolist() == case.counts.tolist()
    with safetensors.safe_open(case.path("safetensors"), framework="numpy") as file:
        source = json.loads(file.metadata()["source"])
    assert [row["name"] for row in source["classes"]] == case.names


@functools.cache
def modules(exporter: str) -> dict[str, dict[str, Any]]:
    """What the modules of all cases export, by case; the compiler starts once."""
    sources = [case.path(exporter).read_bytes() for case in CASES]
    return dict(zip([case.id for case in CASES], read_typescript(sources), strict=True))


@each_case("typescript")
def test_typescript_compiles_and_holds_arrays(case: Case) -> None:
    """Names, counts and weights as a module."""
    module = modules("typescript")[case.id]
    assert module["classNames"] == case.names
    assert module["classCounts"] == case.counts.tolist()
    close(module["classWeights"], case.weights)


@each_case("tfjs")
def test_tfjs_compiles_and_maps_every_index(case: Case) -> None:
    """The object that fit(classWeight) takes."""
    weights = modules("tfjs")[case.id]["classWeight"]
    assert list(weights) == [str(index) for index in range(len(case.names))]
    close(list(weights.values()), case.weights)
