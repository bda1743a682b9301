"""A screen of the tests' own: an X server without a monitor, for what an offscreen Qt cannot show."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZE = (1600, 900)


@dataclass(frozen=True)
class Screen:
    """An X server; `environment` is for programs that shall show themselves on it."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        """The present environment with Qt on this screen."""
        return {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def mouse(self, *words: object) -> None:
        """Move and press with xdotool: `screen.mouse("mousemove", 10, 20, "mousedown", 1)`."""
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True)

    def has_window(self, name: str) -> bool:
        """Is a window with this in its title on the screen?"""
        found = ["xdotool", "search", "--onlyvisible", "--name", name]
        return subprocess.run(found, env=self.environment, capture_output=True).returncode == 0


def _free_number() -> int:
    return next(n for n in range(90, 600) if not Path(f"/tmp/.X{n}-lock").exists())


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen of 1600 × 900; skips with a message where Xvfb or xdotool is missing, fails in CI."""
    missing = [program for program in ("Xvfb", "xdotool") if not shutil.which(program)]
    if missing:
        said = f"missing: {', '.join(missing)} (apt-get install xvfb xdotool)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    display = f":{_free_number()}"
    geometry = f"{SIZE[0]}x{SIZE[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", geometry, "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 20
    while not Path(f"/tmp/.X11-unix/X{display[1:]}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    yield Screen(display)
    server.terminate()
    server.wait(10)
