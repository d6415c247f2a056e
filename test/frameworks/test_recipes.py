"""The recipes of docs/recipes.md, as they stand there, run by the trainer as a user's own script.

Only what a recipe leaves to its reader (data, model, arguments) is written here.
Must not know what the trainer does.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from runs import BALANCED, PLAIN, arm, write_run

ROOT = Path(__file__).resolve().parents[2]
TRAINER = ROOT / "dist" / "trainer.mjs"

#: What every recipe finds: its arguments, and packed features of three classes.
GIVEN = """
import argparse, os, sys
import conftest  # torchvision as the other tests have it
import numpy as np
parser = argparse.ArgumentParser()
for name in ("--loss", "--weights"):
    parser.add_argument(name)
args = parser.parse_args()
epochs = 2
folder = os.environ["PACKED"]
packed = {name: np.load(os.path.join(folder, name + ".npy")) for name in ("x", "y", "split")}
rows = {"train": packed["split"] == 0, "test": packed["split"] == 2}
x, y = (packed[name][rows["train"]] for name in ("x", "y"))
x_test, y_test = (packed[name][rows["test"]] for name in ("x", "y"))
"""

TORCH = """
import torch
from torch.utils.data import DataLoader, TensorDataset
torch.manual_seed(int(os.environ["CLASS_BALANCE_SEED"]))
def loader(inputs, labels, shuffle):
    data = TensorDataset(torch.from_numpy(inputs), torch.from_numpy(labels).long())
    return DataLoader(data, 16, shuffle=shuffle)
train_loader, test_loader = loader(x, y, True), loader(x_test, y_test, False)
def make_model():
    return torch.nn.Linear(6, 3)
"""

PYTORCH = """
model = make_model()
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
def predict(model, batches):
    with torch.no_grad():
        found = [(model(inputs), labels) for inputs, labels in batches]
    return tuple(torch.cat(part).numpy() for part in zip(*found))
"""

KERAS = """
import keras
model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(3)])
"""

HUGGING_FACE = """
from transformers import TrainingArguments
from transformers.modeling_outputs import SequenceClassifierOutput
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = make_model()
    def forward(self, inputs, labels=None):
        return SequenceClassifierOutput(loss=None, logits=self.layer(inputs))
def rows_of(inputs, labels):
    return [{"inputs": row, "labels": int(label)} for row, label in zip(inputs, labels)]
model, train, test = Model(), rows_of(x, y), rows_of(x_test, y_test)
training_args = TrainingArguments(
    os.environ["CLASS_BALANCE_OUT"], num_train_epochs=epochs, logging_steps=2, report_to=[],
    save_strategy="no", use_cpu=True, disable_tqdm=True, label_names=["labels"],
    remove_unused_columns=False,
)
"""

#: Images of one colour a class, in class folders; untrained, as weights would be fetched.
ULTRALYTICS = """
from PIL import Image
model, data, imgsz = "yolo11n-cls.yaml", os.path.join(os.environ["CLASS_BALANCE_OUT"], "data"), 32
source = np.random.default_rng(0)
for split, counts in (("train", (24, 8, 4)), ("val", (4, 4, 4))):
    for label, count in enumerate(counts):
        place = os.path.join(data, split, f"class {label}")
        os.makedirs(place)
        for at in range(count):
            pixels = source.integers(0, 90, (32, 32, 3), dtype=np.uint8)
            pixels[..., label] += 120
            Image.fromarray(pixels).save(os.path.join(place, f"{at}.png"))
"""

#: Detectors need operators of MMCV that no wheel on PyPI has; the runner and the loss do not.
MMDETECTION = '''
import torch
from mmengine.model import BaseModel
from mmengine.registry import DATASETS, MODELS
from openmmlab import loss_class
os.chdir(os.environ["CLASS_BALANCE_OUT"])
@DATASETS.register_module()
class Rows(torch.utils.data.Dataset):
    def __len__(self):
        return len(y)
    def __getitem__(self, at):
        return {"inputs": torch.from_numpy(x[at]), "labels": int(y[at])}
@MODELS.register_module()
class Detector(BaseModel):
    def __init__(self, roi_head, data_preprocessor=None):
        super().__init__(data_preprocessor)
        loss = roi_head.bbox_head.loss_cls
        assert len(loss.class_weight) == 4
        self.loss = loss_class("mmdet")(class_weight=loss.class_weight)
        self.layer = torch.nn.Linear(6, 4)
    def forward(self, inputs, labels, mode):
        return {"loss_cls": self.loss(self.layer(inputs), labels)}
open("my_config.py", "w").write("""
default_scope = "mmengine"
model = dict(type="Detector", roi_head=dict(bbox_head=dict(loss_cls=dict(class_weight=None))))
train_dataloader = dict(
    batch_size=16, dataset=dict(type="Rows"), sampler=dict(type="DefaultSampler", shuffle=True),
    collate_fn=dict(type="default_collate"),
)
train_cfg = dict(by_epoch=True, max_epochs=2)
optim_wrapper = dict(optimizer=dict(type="SGD", lr=0.1))
""")
'''

RECIPES = {
    "Plain PyTorch": TORCH + PYTORCH,
    "Lightning": TORCH,
    "Hugging Face Trainer": TORCH + HUGGING_FACE,
    "Keras": KERAS,
    "Ultralytics": ULTRALYTICS,
}


def blocks(heading: str | None) -> str:
    """The Python code below a heading of the document; None: before the first recipe."""
    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    section = (
        parts[0] if heading is None else dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    )
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("heading", RECIPES)
def test_recipe_trains_every_loss_to_a_verdict(heading: str, tmp_path: Path) -> None:
    """Curves, weights and predictions arrive: the run ends with a verdict over both losses."""
    said = trained(heading, RECIPES[heading], tmp_path)
    ranked = {row["arm"] for one in said if one.get("type") == "verdict" for row in one["ranking"]}
    assert ranked == {"softmax", "cb-softmax"}


def test_recipe_of_a_detector_trains_every_loss_and_leaves_curves(tmp_path: Path) -> None:
    """It has no predictions of samples, which the run says in place of a verdict."""
    said = trained("MMDetection", MMDETECTION, tmp_path)
    assert all(one.get("type") != "verdict" for one in said)
    assert any("There is no verdict" in str(one.get("message")) for one in said)


def trained(heading: str, given: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What a run of the recipe says: without a failed loss, and with curves of both."""
    assert TRAINER.is_file(), "npm run build comes first"
    script = tmp_path / "recipe.py"
    script.write_text(blocks(None) + GIVEN + given + blocks(heading), encoding="utf-8")
    places = ["--loss", "${lossConfig}", "--weights", "${weightsFile}"]
    engine = {"id": "command", "device": "cpu", "command": [sys.executable, str(script), *places]}
    arms = [arm("softmax", PLAIN), BALANCED]
    config = write_run(tmp_path / "run", engine=engine, arms=arms, seeds=[0])
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [os.environ.get("CLASS_BALANCE_NODE", "node"), str(TRAINER), "--config", str(config)],
        env={**os.environ, "PACKED": str(tmp_path / "run" / "packed"), "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = read(tmp_path / "run")
    assert [one for one in said if one.get("state") == "failed"] == [], done.stdout + done.stderr
    curve = [one for one in said if "train_loss" in one]
    assert len(curve) >= 2 * 2
    assert {float(one["train_loss"]) > 0 for one in curve} == {True}
    return said


def read(folder: Path) -> list[dict[str, Any]]:
    """Every line of the events, the script's own among them."""
    return [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
