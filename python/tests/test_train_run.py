"""Whole runs by the command: what they say and leave, and that going on is the same as not having stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from class_balance import read_loss_config
from class_balance.train.__main__ import main
from class_balance.train.events import EventWriter, spent_seconds
from class_balance.train.run import Run
from runs import BALANCED, FOCAL, LDAM, PLAIN, arm, events, finals, wait_until, write_run


def run(config: Path, *more: str) -> int:
    return main(["--config", str(config), "--checkpoint-seconds", "0", *more])


def test_run_leaves_numbered_events_a_verdict_and_the_config_that_won(tmp_path: Path) -> None:
    assert run(write_run(tmp_path, arms=[arm("softmax", PLAIN), BALANCED, FOCAL, LDAM])) == 0
    said = events(tmp_path)
    assert [one["seq"] for one in said] == list(range(len(said)))
    assert {one["v"] for one in said} == {1}
    kinds = [one["type"] for one in said]
    assert kinds[:2] == ["start", "data"]
    assert kinds[-2:] == ["verdict", "end"]
    assert {"arm", "metrics", "progress"} < set(kinds)
    assert (said[1]["train"], said[1]["val"], said[1]["test"]) == (68, 15, 27)
    verdict = said[-2]
    names = ["softmax", "cb-softmax", "cb-focal", "ldam", "softmax + post-hoc logit adjustment"]
    assert {one["arm"] for one in verdict["ranking"]} == set(names)
    assert set(finals(tmp_path)) == {(name, seed) for name in names for seed in (0, 1)}
    config = read_loss_config(tmp_path / "loss-config.json")
    assert config.training is not None
    assert config.training.chosen == verdict["chosen"]
    assert {name for name, _ in config.training.arms} == set(names)
    assert config.training.environment["engine"] == "pytorch"
    states = {(one["arm"], one["state"]) for one in events(tmp_path, "arm")}
    assert ("ldam", "finished") in states
    for one in events(tmp_path, "arm"):
        assert one["state"] != "finished" or (tmp_path / one["checkpoint"]).is_file()


def test_run_learns_what_the_features_tell(tmp_path: Path) -> None:
    assert run(write_run(tmp_path, budget={"epochs": 30})) == 0
    assert min(one["accuracy"] for one in finals(tmp_path).values()) > 0.8


def test_run_repeats_itself_to_the_last_digit(tmp_path: Path) -> None:
    both = []
    for name in ("one", "other"):
        assert run(write_run(tmp_path / name, side=8, model={"name": "small-cnn"})) == 0
        both.append(finals(tmp_path / name))
    assert both[0] == both[1]


@pytest.mark.parametrize("kind", ["sgd", "adamw"])
def test_resumed_run_equals_one_that_was_not_stopped(kind: str, tmp_path: Path) -> None:
    changes: dict[str, Any] = {
        "side": 8,
        "model": {"name": "small-cnn"},
        "budget": {"epochs": 4},
        "optimiser": {"kind": kind, "decay": "cosine"},
        "arms": [arm("softmax", PLAIN), arm("balanced", PLAIN, sampler={"kind": "balanced"}), LDAM],
    }
    assert run(write_run(tmp_path / "whole", **changes)) == 0
    config = write_run(tmp_path / "stopped", **changes)
    command = [sys.executable, "-m", "class_balance.train", "--config", str(config), "--checkpoint-seconds", "0"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    log = tmp_path / "stopped" / "events.jsonl"
    wait_until(child, lambda: log.exists() and '"epoch":2,' in log.read_text(encoding="utf-8"))
    child.kill()
    child.wait()
    killed = len(events(tmp_path / "stopped"))
    assert not events(tmp_path / "stopped", "end"), "it was over before it could be killed"
    assert run(config, "--resume") == 0
    assert finals(tmp_path / "stopped") == finals(tmp_path / "whole")
    said = events(tmp_path / "stopped")
    assert [one["seq"] for one in said] == list(range(len(said)))
    assert said[killed]["resumed"] is True


def test_stopped_run_says_so_and_can_go_on(tmp_path: Path) -> None:
    config = write_run(tmp_path, budget={"epochs": 100_000}, seeds=[0])
    child = subprocess.Popen(
        [sys.executable, "-m", "class_balance.train", "--config", str(config)], stderr=-1, text=True
    )
    log = tmp_path / "events.jsonl"
    wait_until(child, lambda: log.exists() and '"progress"' in log.read_text(encoding="utf-8"))
    child.send_signal(signal.SIGTERM)
    _, words = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "--resume" in words
    assert events(tmp_path)[-1]["status"] == "stopped"


def test_loss_that_is_no_number_fails_its_arm_alone(tmp_path: Path) -> None:
    loss = {"family": "ldam", "margin": 0.5, "scale": 1e38, "scheme": "none"}
    assert run(write_run(tmp_path, arms=[arm("softmax", PLAIN), arm("too steep", loss)])) == 0
    failed = [one for one in events(tmp_path, "arm") if one["state"] == "failed"]
    assert {one["arm"] for one in failed} == {"too steep"}
    assert "the loss is" in failed[0]["reason"]
    assert {name for name, _ in finals(tmp_path)} == {"softmax", "softmax + post-hoc logit adjustment"}


def test_compiled_models_train_as_they_do_without(tmp_path: Path) -> None:
    changes: dict[str, Any] = {"side": 8, "model": {"name": "small-cnn"}, "seeds": [0], "budget": {"epochs": 1}}
    # A cache of its own, so that it is compiled here whatever was compiled before.
    environment = {**os.environ, "TORCHINDUCTOR_CACHE_DIR": str(tmp_path / "cache")}
    for name, more in (("plain", []), ("compiled", ["--compile"])):
        config = write_run(tmp_path / name, **changes)
        command = [sys.executable, "-m", "class_balance.train", "--config", str(config), *more]
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert any((tmp_path / "cache").iterdir())
    plain, compiled = finals(tmp_path / "plain"), finals(tmp_path / "compiled")
    assert plain.keys() == compiled.keys()
    for key, one in plain.items():
        assert compiled[key]["loss"] == pytest.approx(one["loss"], rel=1e-3)


def test_halving_drops_the_worse_half_but_never_the_baseline(tmp_path: Path) -> None:
    worse = [arm(f"worse {at}", {"family": "ldam", "margin": 0.5, "scale": 1e-6, "scheme": "none"}) for at in range(3)]
    config = write_run(
        tmp_path, arms=[arm("softmax", PLAIN), BALANCED, FOCAL, *worse], budget={"epochs": 8, "halving": True}
    )
    assert run(config) == 0
    dropped = [one for one in events(tmp_path, "arm") if one["state"] == "dropped"]
    assert {one["arm"] for one in dropped} == {"worse 0", "worse 1", "worse 2"}
    assert {one["reason"] for one in dropped} == {"Not among the best 3 after 4 of 8 epochs."}
    expected = {"softmax", "cb-softmax", "cb-focal", "softmax + post-hoc logit adjustment"}
    assert set(finals(tmp_path)) == {(name, seed) for name in expected for seed in (0, 1)}
    assert run(config, "--resume") == 0
    assert [one["state"] for one in events(tmp_path, "arm")].count("dropped") == 3


def test_time_budget_drops_what_is_not_finished_but_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[BaseException | None] = []
    finish = Run._finish_late

    def noted(*given: Any) -> None:
        held.append(sys.exc_info()[1])
        finish(*given)

    monkeypatch.setattr(Run, "_finish_late", noted)
    assert run(write_run(tmp_path, budget={"epochs": 3, "halving": False, "seconds": 1e-6})) == 0
    assert held == [None], "an error would hold the models that were given up"
    dropped = [one for one in events(tmp_path, "arm") if one["state"] == "dropped"]
    assert {(one["arm"], one["seed"]) for one in dropped} == {("cb-softmax", 0), ("cb-softmax", 1)}
    assert "time budget" in dropped[0]["reason"]
    assert events(tmp_path, "verdict")[0]["chosen"] == "softmax"


def test_time_budget_goes_on_where_it_was_when_resumed(tmp_path: Path) -> None:
    config = write_run(tmp_path, budget={"epochs": 3, "halving": False, "seconds": 3600})
    # A first session that was killed after an hour, and a pause of a day with a word of the preparing at its end.
    lines = [
        {"type": "start", "t": "2026-01-01T00:00:00.000Z"},
        {"type": "progress", "t": "2026-01-01T01:00:00.000Z"},
        {"type": "log", "t": "2026-01-02T00:00:00.000Z"},
    ]
    text = "".join(json.dumps({"v": 1, "seq": at, **line}) + "\n" for at, line in enumerate(lines))
    (tmp_path / "events.jsonl").write_text(text + "no json\n{}\n", encoding="utf-8")
    assert spent_seconds(tmp_path) == 3600
    assert run(config, "--resume") == 0
    dropped = [one for one in events_of(tmp_path) if one.get("state") == "dropped"]
    assert {(one["arm"], one["seed"]) for one in dropped} == {("cb-softmax", 0), ("cb-softmax", 1)}
    assert spent_seconds(tmp_path) < 3700


def events_of(folder: Path) -> list[dict[str, Any]]:
    """The events after a line that is no JSON."""
    text = (folder / "events.jsonl").read_text(encoding="utf-8").partition("no json\n")[2]
    return [json.loads(line) for line in text.splitlines()]


def test_run_folder_is_held_by_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = write_run(tmp_path)
    lock = tmp_path / "run.lock"
    lock.write_text(f"{os.getpid()}\n", encoding="ascii")
    assert run(config) == 2
    assert f"by process {os.getpid()}" in capsys.readouterr().err
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock.write_text(f"{gone.pid}\n", encoding="ascii")
    assert run(config) == 0
    assert not lock.exists()


def test_run_folder_that_the_starting_process_holds_is_handed_over(tmp_path: Path) -> None:
    config = write_run(tmp_path)
    with EventWriter(tmp_path) as emit:
        emit("log", level="info", message="Prepared.")
    (tmp_path / "run.lock").write_text(f"{os.getpid()}\n", encoding="ascii")
    done = subprocess.run([sys.executable, "-m", "class_balance.train", "--config", str(config)], check=False)
    assert done.returncode == 0
    assert [one["type"] for one in events(tmp_path)][:2] == ["log", "start"]
    assert (tmp_path / "run.lock").exists()


def test_rows_that_are_not_finite_are_left_out_and_named(tmp_path: Path) -> None:
    config = write_run(tmp_path)
    x = np.load(tmp_path / "packed" / "x.npy")
    split = np.load(tmp_path / "packed" / "split.npy")
    row = int(np.flatnonzero(split == 2)[0])
    x[row, 3] = np.nan
    np.save(tmp_path / "packed" / "x.npy", x)
    assert run(config) == 0
    said = events(tmp_path, "data")[0]
    assert (said["skipped"], said["test"]) == (1, 26)
    assert said["examples"] == [{"path": f"row {row}", "reason": "holds NaN or an infinity"}]


def test_classes_that_no_validation_or_test_sample_is_of_are_named(tmp_path: Path) -> None:
    config = write_run(tmp_path, arms=[arm("softmax", PLAIN)], seeds=[0], budget={"epochs": 1})
    packed = {one.stem: np.load(one) for one in (tmp_path / "packed").glob("*.npy")}
    kept = (packed["split"] == 0) | (packed["y"] != 2)
    for name, array in packed.items():
        np.save(tmp_path / "packed" / f"{name}.npy", array[kept])
    assert run(config) == 0
    # test/contract/trainer.test.ts expects the same.
    assert [one["message"] for one in events(tmp_path, "log")][-2:] == [
        "Classes without a validation sample, which the choice of an arm leaves out: “class 2”.",
        "Classes without a test sample, which balanced accuracy leaves out: “class 2”.",
    ]


def test_training_samples_of_one_class_are_refused(tmp_path: Path) -> None:
    classes = [{"id": str(at), "name": f"class {at}", "count": 9 if at == 1 else 0} for at in range(3)]
    assert run(write_run(tmp_path, classes=classes)) == 1
    assert "All 9 training samples are of the class “class 1”" in events(tmp_path)[-1]["reason"]


def test_memory_that_runs_out_halves_the_batch_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0

    class Greedy(torch.nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            if self.training and x.shape[0] > most:
                torch.empty(2**60)
            return super().forward(x)

    monkeypatch.setattr(torch.nn, "Linear", Greedy)
    most = 8
    assert run(write_run(tmp_path / "half")) == 0
    assert "two halves" in events(tmp_path / "half", "log")[0]["message"]
    most = 4
    assert run(write_run(tmp_path / "none")) == 1
    assert "out of memory even with half a batch of 16" in events(tmp_path / "none")[-1]["reason"]


@pytest.mark.parametrize(
    ("pretence", "words"),
    [
        ("sys.modules['torch'] = None", "-m pip install torch"),
        ("import torch; torch.__version__ = '1.13.1'", "1.13.1 is too old"),
    ],
)
def test_command_without_a_fitting_torch_says_what_to_install(pretence: str, words: str, tmp_path: Path) -> None:
    config = write_run(tmp_path)
    script = f"import sys; {pretence}; from class_balance.train.__main__ import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "--config", str(config)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="names of files are text there")
@pytest.mark.parametrize("processes", [1, 2])
def test_folder_whose_name_is_no_text_is_trained_in_and_can_be_named(processes: int, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/run \xff\xe4"))
    folder.mkdir()
    config = write_run(folder, engine={"processes": processes}, seeds=[0])

    def code(*more: str) -> int:
        command = [sys.executable, "-m", "class_balance.train", "--config", str(config), *more]
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode

    assert code() == 0
    assert events(folder)[-1]["status"] == "done"
    assert code() == 2
    (folder / "checkpoints" / "000-0.pt").write_bytes(b"no checkpoint")
    assert code("--resume") == 1
    assert "cannot be read as a checkpoint" in events(folder)[-1]["reason"]


def test_command_refuses_a_folder_with_a_run_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = write_run(tmp_path)
    assert run(config) == 0
    before = len(events(tmp_path))
    assert run(config) == 2
    assert "--resume" in capsys.readouterr().err
    assert len(events(tmp_path)) == before


def test_checkpoint_of_another_request_is_not_taken_up(tmp_path: Path) -> None:
    config = write_run(tmp_path)
    assert run(config) == 0
    config.write_text(config.read_text(encoding="utf-8").replace('"batchSize": 16', '"batchSize": 8'), encoding="utf-8")
    assert run(config, "--resume") == 1
    assert "belongs to another request" in events(tmp_path)[-1]["reason"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data": {"kind": "packed", "folder": "nowhere", "layout": "features"}}, "x.npy is missing"),
        ({"data": {"kind": "packed", "folder": "packed", "layout": "images"}}, "must hold uint8"),
        ({"model": {"name": "resnet32"}}, "takes images"),
        ({"model": {"name": "resnet33"}}, "“model.name” is 'resnet33'"),
        ({"model": {"name": "torchvision:nothing"}}, "torchvision"),
        ({"engine": {"device": "cuda:99"}}, "99"),
        ({"engine": {"device": "tpu"}}, "“engine.device” is 'tpu'"),
        ({"optimiser": {"kind": "lbfgs"}}, "choose sgd or adamw"),
        ({"classes": []}, "must be prepared first"),
        (
            {"data": {"kind": "workspace", "root": "/x", "dataset": "d", "valShare": 0.1, "testShare": 0.2}},
            "“class-balance train --config run.json”",
        ),
    ],
)
def test_run_that_cannot_be_says_why(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    side = 8 if "torchvision" in str(changes) else None
    assert run(write_run(tmp_path, side=side, **changes)) == 1
    last = events(tmp_path)[-1]
    assert (last["type"], last["status"]) == ("end", "failed")
    assert words in last["reason"]


def test_counts_that_the_data_do_not_have_are_refused(tmp_path: Path) -> None:
    config = write_run(tmp_path)
    config.write_text(config.read_text(encoding="utf-8").replace('"count": 20', '"count": 21'), encoding="utf-8")
    assert run(config) == 1
    assert "“classes[1].count” is 21, but the data have 20" in events(tmp_path)[-1]["reason"]
