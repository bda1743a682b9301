"""Widgets are tested dressed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The program's look."""
    theme.apply(qapp, "light")
    return qapp
