"""The committed vectors are what their scripts write."""

import subprocess
import sys

import pytest

from vectors import ROOT


@pytest.mark.parametrize("script", ["make_loss_vectors.py", "make_loss_config_edits.py"])
def test_vectors_are_what_their_script_writes(script: str) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "python" / "tools" / script), "--check"], check=False)
    assert done.returncode == 0
