"""Waiting as long as a busy machine needs: a wait that is over costs nothing, one given up too early lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own, which waits twelve times as long before it gives up."""
    from pytestqt.qtbot import QtBot

    class Patient(QtBot):
        """Waits a minute unless a test says otherwise."""

        def waitUntil(  # noqa: N802 (its name)
            self, callback: Any, *, timeout: int = PATIENCE_MS
        ) -> None:  # Any: as pytest-qt has it
            """Wait until something is so."""
            super().waitUntil(callback, timeout=timeout)

        def waitSignal(  # noqa: N802 (its name)
            self, signal: Any, *, timeout: int = PATIENCE_MS, **kept: Any
        ) -> Any:  # as above
            """Wait for a signal."""
            return super().waitSignal(signal, timeout=timeout, **kept)

        def waitSignals(  # noqa: N802 (its name)
            self, signals: Any, *, timeout: int = PATIENCE_MS, **kept: Any
        ) -> Any:  # as above
            """Wait for several signals."""
            return super().waitSignals(signals, timeout=timeout, **kept)

        def waitActive(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 (its name)
            """Wait until a window has the keyboard."""
            return super().waitActive(widget, timeout=timeout)

        def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 (its name)
            """Wait until a window is shown."""
            return super().waitExposed(widget, timeout=timeout)

    return Patient(request)
