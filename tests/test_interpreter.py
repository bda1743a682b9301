"""The bindings keep Python's books: PySide6 6.12.0 loses references to None on CPython 3.11 and aborts."""

from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

CALLS = 300


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_do_not_use_up_none(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for n in range(CALLS):
        widget.resize(200 + n % 7, 100)
        widget.setEnabled(bool(n % 2))
        widget.setWindowOpacity(1.0)
        widget.update()
        widget.setObjectName("")
    assert abs(sys.getrefcount(None) - before) < CALLS // 2
