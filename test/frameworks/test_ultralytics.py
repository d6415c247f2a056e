"""Ultralytics: the key is known, and its own code makes the weights that the file promises."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
from ultralytics.cfg import get_cfg
from ultralytics.models.yolo.detect.train import DetectionTrainer

from exports import Case, each_case
from numerics import close


@each_case("ultralytics")
def test_cls_pw_gives_the_nearest_weights(case: Case) -> None:
    """The power is the best fit of log weights, and the error that the file states is real."""
    path = case.path("ultralytics")
    power = get_cfg(path).cls_pw
    present = case.counts > 0
    counts, wanted = case.counts[present], case.weights[present]
    slope = -np.polyfit(np.log(counts), np.log(wanted), 1)[0] if len(counts) > 1 else 0
    close(power, np.clip(slope, 0, 1), 1e-5)
    trainer = SimpleNamespace(args=SimpleNamespace(cls_pw=power))
    given = DetectionTrainer.compute_class_weights(trainer, case.counts)
    given = (given / given.mean())[present]
    ratios = given / (wanted / wanted.mean())
    stated = re.search(r"^# ([0-9.]+)\. Versions", path.read_text("utf-8"), re.MULTILINE)
    assert stated is not None
    close(float(stated[1]), max(ratios.max(), 1 / ratios.min()), 2e-3)
