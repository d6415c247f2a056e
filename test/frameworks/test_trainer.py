"""The PyTorch engine with what is not always installed: models of torchvision and timm, and Ray."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest
from class_balance.train.__main__ import main
from runs import BALANCED, LDAM, PLAIN, arm, events, finals, write_run

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"


def run(config: Path, *more: str) -> int:
    """The command's exit code."""
    return main(["--config", str(config), *more])


@pytest.mark.parametrize(
    "name", ["torchvision:resnet18", "timm:resnet18", "timm:mobilenetv3_small_050"]
)
def test_models_of_libraries_train_with_every_last_layer(name: str, tmp_path: Path) -> None:
    """LDAM gets its normalised layer in place of the model's own."""
    focal = arm("focal", {"family": "focal", "gamma": 1, "scheme": "none"})
    arms = [arm("softmax", PLAIN), focal, LDAM]
    changes: dict[str, Any] = {"arms": arms, "seeds": [0], "budget": {"epochs": 1}}
    assert run(write_run(tmp_path, side=32, model={"name": name}, **changes)) == 0
    assert {found for found, _ in finals(tmp_path)} > {"softmax", "focal", "ldam"}


@pytest.mark.parametrize("name", ["torchvision:resnet0", "timm:no_such_model"])
def test_model_that_a_library_does_not_have_is_named(name: str, tmp_path: Path) -> None:
    """The run ends with the library's own words."""
    assert run(write_run(tmp_path, side=32, model={"name": name})) == 1
    assert name.partition(":")[2] in events(tmp_path)[-1]["reason"]


def test_ray_with_two_workers_gives_what_one_process_gives(tmp_path: Path) -> None:
    """Events, checkpoints and verdict come into one run folder; a resume trains nothing twice."""
    ray = importlib.import_module("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    changes: dict[str, Any] = {
        "side": 8,
        "model": {"name": "small-cnn"},
        "arms": [arm("softmax", PLAIN), BALANCED, LDAM],
    }
    try:
        assert run(write_run(tmp_path / "one", **changes)) == 0
        config = write_run(tmp_path / "ray", engine={"ray": True}, **changes)
        assert run(config) == 0
        assert finals(tmp_path / "ray") == finals(tmp_path / "one")
        said = events(tmp_path / "ray")
        assert [one["seq"] for one in said] == list(range(len(said)))
        kinds = ("metrics", "arm")
        both = [
            sorted(_told(one) for one in events(tmp_path / name) if one["type"] in kinds)
            for name in ("one", "ray")
        ]
        assert both[0] == both[1]
        assert (tmp_path / "ray" / "loss-config.json").is_file()
        assert run(config, "--resume") == 0
        assert finals(tmp_path / "ray") == finals(tmp_path / "one")
        assert (
            len([one for one in events(tmp_path / "ray", "arm") if one["state"] == "started"]) == 6
        )
    finally:
        ray.shutdown()


def _told(event: dict[str, Any]) -> str:
    keys = sorted(set(event) - {"seq", "t"})
    return repr([(key, event[key]) for key in keys])
