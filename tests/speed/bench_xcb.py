"""The painted board on a real X server without a screen: scrolls, repaints, zoom and drag under Xvfb.

The same figures as `bench_board` has offscreen, measured in a process of its own with the xcb platform.
Without Xvfb there are none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.speed.figures import Figure

_ROOT = Path(__file__).resolve().parents[2]
_WANTED = ("scroll", "full repaint", "zoom", "drag", "hover")
_SCREEN = "-screen 0 1920x1080x24"


def measure() -> list[Figure]:
    """Those figures of the painted board that are about frames."""
    if shutil.which("xvfb-run") is None:
        return []
    environment = {**os.environ, "SERVICEBORD_PLATFORM": "xcb"}
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        bench = [sys.executable, "-m", "tests.speed", "board", "--answer", str(answer)]
        command = ["xvfb-run", "-a", "-s", _SCREEN, *bench]
        subprocess.run(command, cwd=_ROOT, env=environment, check=True)
        figures = [Figure(**each) for each in json.loads(answer.read_text(encoding="utf-8"))]
    wanted = [each for each in figures if any(word in each.name for word in _WANTED)]
    return [replace(each, name=each.name.replace("board:", "xcb:", 1)) for each in wanted]
