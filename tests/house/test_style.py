"""The tools that read every line: types, style, floors."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.places import ROOT

BIN = Path(sys.executable).parent
TOOLS = {
    "types": ["mypy"],
    "style": ["ruff", "check", "."],
    "shape": ["ruff", "format", "--check", "."],
    "floors": ["lint-imports"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_tools_find_nothing(name):
    tool, *rest = TOOLS[name]
    done = subprocess.run(
        [BIN / tool, *rest], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
