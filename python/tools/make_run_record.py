"""Records a real run of the PyTorch engine for the tests of other languages: test/vectors/pytorchRun.

`python tools/make_run_record.py` with tests/ on PYTHONPATH. A failed and a dropped arm are in it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from class_balance.train.__main__ import main as train
from runs import BALANCED, FOCAL, LDAM, PLAIN, arm, write_run
from vectors import VECTORS

_FILES = ("run.json", "events.jsonl", "loss-config.json")


def main() -> int:
    """Trains and copies what the run folder says; gives the trainer's exit code."""
    steep = arm("too steep", {"family": "ldam", "margin": 0.5, "scale": 1e38, "scheme": "none"})
    worse = arm("worse", {"family": "ldam", "margin": 0.5, "scale": 1e-6, "scheme": "none"})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arms = [arm("softmax", PLAIN), BALANCED, FOCAL, LDAM, worse, steep]
        config = write_run(folder, arms=arms, budget={"epochs": 4, "halving": True}, seeds=[0, 1, 2])
        whole = json.loads(config.read_text(encoding="utf-8"))
        config.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        code = train(["--config", str(config)])
        target = VECTORS / "pytorchRun"
        target.mkdir(exist_ok=True)
        for file in _FILES if code == 0 else ():
            shutil.copyfile(folder / file, target / file)
    return code


if __name__ == "__main__":
    sys.exit(main())
