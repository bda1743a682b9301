"""Finds shipped files, also inside a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def root() -> Path:
    """The folder that holds icons, fonts, locale and docs."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller: where the bundle is unpacked
    return Path(frozen) / "resources" if isinstance(frozen, str) else Path(__file__).parent


def path(name: str) -> Path:
    """The path of a shipped file, such as "icons/board.svg"; raises FileNotFoundError if there is none."""
    found = root() / name
    if not found.exists():
        raise FileNotFoundError(f"not shipped: resources/{name}")
    return found
