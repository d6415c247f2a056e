"""Reads exported TypeScript modules: compiled by the TypeScript compiler, run by Node.

Must not know targets.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def read_typescript(sources: Sequence[bytes]) -> list[dict[str, Any]]:
    """What the modules export; fails where one does not compile under `strict`."""
    text = json.dumps([base64.b64encode(source).decode("ascii") for source in sources])
    done = subprocess.run(
        [os.environ.get("CLASS_BALANCE_NODE", "node"), Path(__file__).parent / "readModules.mjs"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
