"""The keyboard's attention: a window is up when keys typed now reach it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def bring_up(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and wait until the keyboard is its own.

    qtbot.waitActive is not enough: Qt counts a dialog as active as soon as the window it belongs to is.
    """
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
