"""Runs a piece of Python that file permissions hold for, even where the tests run as root."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def outcome(code: str, *arguments: object) -> str:
    """What `code` prints in a fresh interpreter without privileges, where arguments are its `sys.argv`."""
    without = ["setpriv", "--bounding-set=-all", "--"] if os.geteuid() == 0 else []
    ended = subprocess.run(
        [*without, sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
