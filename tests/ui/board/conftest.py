"""What tests of the board begin with: one kind of database, and lanes over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.context import Context
from tests.ui.board.hand import NINE, Hand, a_quiet_board
from ui import theme
from ui.board.layout.scales import Scale
from ui.board.view import BoardView
from ui.jobs import Jobs


@pytest.fixture
def context(sqlite_context: Context) -> Context:
    """One kind of database is enough for a window."""
    return sqlite_context


@pytest.fixture
def jobs(context: Context) -> Iterator[Jobs]:
    """Lanes over that context."""
    lanes = Jobs(context)
    yield lanes
    lanes.close()


@pytest.fixture
def hand(qapp: QApplication) -> Iterator[Hand]:
    """At a board of Anna (9 and 11), Bram (13), Cas and Dewi, without a page."""
    theme.apply(qapp, "light")
    view = BoardView(a_quiet_board())
    view.resize(1300, 420)
    view.show()
    view.show_scale(Scale.DAY, NINE)
    qapp.processEvents()
    yield Hand(view)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.DragLeave))  # Qt forgets where it dragged to
    view.pointer.cancel()
    view.close()
    view.deleteLater()
    qapp.processEvents()
