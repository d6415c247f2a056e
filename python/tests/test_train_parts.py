"""Models, devices, events, checkpoints, scripts for Slurm and torchrun: each by itself."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
import torch

from class_balance import parse_loss_config
from class_balance.losses import NormedLinear
from class_balance.train.arms import config_of
from class_balance.train.checkpoint import Checkpoint, Record, load_checkpoint, save_checkpoint
from class_balance.train.device import check_torch, choose_device
from class_balance.train.events import EventWriter
from class_balance.train.launch import torchrun_arguments, wants_launch
from class_balance.train.models import build_model, last_layer
from class_balance.train.options import Options
from class_balance.train.problems import TrainError, is_out_of_memory
from class_balance.train.request import RunModel
from class_balance.train.resnet import BasicBlock
from class_balance.train.slurm import slurm_script
from class_balance.write import loss_config_text
from runs import BALANCED, FOCAL, LDAM, PLAIN, arm, events, request
from vectors import CONFIGS


def built(name: str, number: int = 0, shape: tuple[int, ...] = (3, 32, 32)) -> torch.nn.Module:
    asked = request(arms=[arm("softmax", PLAIN), BALANCED, FOCAL, LDAM])
    return build_model(RunModel(name=name), shape, config_of(asked, asked.arms[number], asked.classes))


@pytest.mark.parametrize(("name", "parameters"), [("resnet20", 269_722), ("resnet32", 464_154)])
def test_resnets_have_the_sizes_of_the_paper(name: str, parameters: int) -> None:
    """He et al., table 6: 0.27 and 0.46 million with 10 classes; ours have 3."""
    model = built(name)
    weights = sum(one.numel() for one in model.parameters())
    assert weights + 7 * 65 == parameters
    assert model(torch.zeros(2, 3, 32, 32)).shape == (2, 3)


def test_resnet_shortcut_thins_and_pads() -> None:
    block = BasicBlock(2, 4, 2)
    torch.nn.init.zeros_(block.bn2.weight)
    x = torch.rand(1, 2, 4, 4)
    found = block(x)
    assert torch.equal(found[:, 1:3], x[:, :, ::2, ::2])
    assert not found[:, [0, 3]].any()


def test_last_layer_is_what_the_loss_wants() -> None:
    parent, name = last_layer(built("resnet20", 2), 3)
    assert torch.allclose(getattr(parent, name).bias, torch.tensor(-math.log(2)))
    parent, name = last_layer(built("resnet20", 3), 3)
    assert isinstance(getattr(parent, name), NormedLinear)
    assert float(built("small-cnn", 3, (3, 9, 6))(torch.rand(4, 3, 9, 6)).detach().abs().max()) <= 1 + 1e-6


def test_model_without_a_layer_of_that_many_outputs_is_refused() -> None:
    with pytest.raises(TrainError, match="no linear layer with 7 outputs"):
        last_layer(built("linear"), 7)


@pytest.mark.parametrize("version", ["1.13.1", "2.4.1+cu121", "nightly"])
def test_old_torch_is_refused_with_the_line_to_type(version: str) -> None:
    with pytest.raises(TrainError, match=r"too old.*pip install --upgrade torch"):
        check_torch(version)


def test_recent_torch_is_taken() -> None:
    check_torch("2.5.0")
    check_torch("3.0.1+cpu")


def test_automatic_device_says_why() -> None:
    device, reason = choose_device("auto")
    assert reason != ""
    assert device.type == ("cuda" if torch.cuda.is_available() else device.type)
    if device.type == "cpu":
        assert "no GPU can be used" in reason


def test_absent_device_is_refused_with_a_reason() -> None:
    with pytest.raises(TrainError, match=r"built without CUDA|CUDA .*:|GPU 99 is wanted"):
        choose_device("cuda:99")


def test_memory_errors_of_the_machine_are_recognised() -> None:
    with pytest.raises(RuntimeError) as error:
        torch.empty(2**60)
    assert is_out_of_memory(error.value)
    assert not is_out_of_memory(RuntimeError("shapes do not fit"))


def test_events_go_on_after_a_line_that_was_cut_off(tmp_path: Path) -> None:
    with EventWriter(tmp_path) as emit:
        emit("log", level="info", message="naïve \ud800 line\n")
        emit("progress", loss=math.nan, rate=[math.inf, 1.5])
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":2,"type":"lo')
    with EventWriter(tmp_path) as emit:
        emit("end", status="done")
    lines = (tmp_path / "events.jsonl").read_bytes().splitlines()
    assert len(lines) == 4
    assert json.loads(lines[1])["rate"] == [None, 1.5]
    assert json.loads(lines[1])["loss"] is None
    assert json.loads(lines[3])["seq"] == 2
    with pytest.raises(json.JSONDecodeError):
        events(tmp_path)


class Unsaved:
    """What cannot be written, as on a disk that is full."""

    def __reduce__(self) -> str:
        raise OSError("No space left on device")


def test_checkpoint_is_whole_or_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "a.pt"
    assert load_checkpoint(path, "x") is None
    save_checkpoint(path, Checkpoint(Record(epoch=2, validation={1: 0.5}), {"w": torch.ones(2)}), "x")
    with pytest.raises(OSError, match="No space"):
        save_checkpoint(path, Checkpoint(Record(epoch=3, final={"test": Unsaved()})), "x")
    found = load_checkpoint(path, "x")
    assert found is not None
    assert (found.record.epoch, found.record.validation) == (2, {1: 0.5})
    assert torch.equal(found.model["w"], torch.ones(2))
    assert [one.name for one in path.parent.iterdir()] == ["a.pt"]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(TrainError, match="cannot be read as a checkpoint"):
        load_checkpoint(path, "x")


def test_weights_have_the_scale_that_the_request_says() -> None:
    counts = torch.tensor([40.0, 20, 8])
    for scale, expected in (("sample-mean", 1.0), ("class-sum", 3.0)):
        asked = request(weightScale=scale)
        weights = torch.tensor(config_of(asked, asked.arms[1], asked.classes).weights, dtype=torch.float32)
        total = float((weights * counts).sum() / counts.sum()) if scale == "sample-mean" else float(weights.sum())
        assert total == pytest.approx(expected)


@pytest.mark.parametrize("family", CONFIGS)
def test_loss_config_that_is_written_is_the_one_that_was_read(family: str) -> None:
    read = parse_loss_config(CONFIGS[family])
    assert parse_loss_config(loss_config_text(read)) == read
    expected, found = json.loads(CONFIGS[family]), json.loads(loss_config_text(read))
    expected.pop("$schema", None)
    assert found == expected


def test_torchrun_is_started_as_the_request_says(tmp_path: Path) -> None:
    assert not wants_launch(request())
    asked = request(engine={"processes": 4, "nodes": 2, "rendezvous": "head:29500"})
    assert wants_launch(asked)
    found = torchrun_arguments(asked, tmp_path, Options(resume=True))
    assert found[0] == sys.executable
    assert {"--nproc-per-node=4", "--nnodes=2", "--rdzv-endpoint=head:29500", "--resume"} <= set(found)


def test_slurm_script_quotes_what_people_name(tmp_path: Path) -> None:
    hostile = "run'; rm -rf $HOME #\n#SBATCH --wrap=evil"
    asked = request(name=hostile, engine={"processes": 8, "nodes": 2})
    script = slurm_script(asked, tmp_path / "it's mine" / "run.json")
    lines = script.splitlines()
    assert lines[0] == "#!/bin/bash"
    assert "#SBATCH --nodes=2" in lines
    assert "#SBATCH --gpus-per-node=8" in lines
    assert not any("rm -rf" in line or line.startswith("#SBATCH --wrap") for line in lines)
    assert "'\"'\"'s mine/run.json'" in script
    assert "--nnodes=2 --nproc-per-node=8" in script
