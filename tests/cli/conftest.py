"""The `troly` command as a real process, in an empty folder, without this machine's settings."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TROLY = Path(sys.executable).with_name("troly")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def troly(tmp_path):
    """Run `troly` with settings by environment; a server that starts by mistake is stopped."""

    def run(*words, typed=None, seconds=30, **settings):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TROLY_")}
        chosen = {f"TROLY_{key.upper()}": str(value) for key, value in settings.items()}
        done = subprocess.run(
            [TROLY, *map(str, words)],
            cwd=tmp_path,
            env=clean | {"TROLY_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "200"} | chosen,
            input=typed,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
