"""Where the house stands and what its files are, for the guards."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("bot", "handlers", "plan", "reminders", "reports", "storage")


def tracked(*endings: str) -> list[Path]:
    """Return the files that git tracks or would track, by their endings."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def sources() -> list[Path]:
    """Return the product's own Python files, migrations left out (they are generated)."""
    return [
        file
        for file in tracked(".py")
        if file.relative_to(ROOT).parts[0] in FLOORS and "versions" not in file.parts
    ]
