"""A page of orders on a SQLite database, with the jobs, live signal and edits it works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.attention import bring_up
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.orders.page import OrdersPage


@dataclass
class Desk:
    """A person at the page of orders: looks, types and clicks through Qt's own events."""

    page: OrdersPage
    context: Context
    jobs: Jobs
    edits: Edits
    bot: QtBot

    def run(self, usecase: Callable[..., object], /, **kwargs: object) -> object:
        """Let somebody else change the data; this page hears of it."""
        answer, changes = self.context.run(usecase, **kwargs)
        self.jobs.heard.emit(changes)
        return answer

    def settle(self) -> None:
        """Wait until every answer has arrived."""
        self.bot.waitUntil(lambda: self.jobs.is_idle and self.edits.is_settled)
        QTest.qWait(1)
        self.bot.waitUntil(lambda: self.jobs.is_idle and self.edits.is_settled)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.bot.waitUntil(holds)

    def shows(self, column: int = 0) -> list[str]:
        """The words in a column of the list."""
        model = self.page.table.orders
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def open(self, order_id: int) -> None:
        """Open an order in the editor."""
        self.page.open_order(order_id)
        editor = self.page.editor
        self.until(lambda: editor.details is not None and editor.details.id == order_id)
        self.settle()

    def types(self, widget: QWidget, text: str) -> None:
        """Replace what a field says by typing."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)

    def clicks(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def saves(self) -> None:
        """Press Ctrl+S in the editor and wait."""
        QTest.keyClick(self.page.window(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, sqlite_context: Context) -> Iterator[Desk]:
    """An open page of orders, 1400 × 800, with nothing in it."""
    jobs = Jobs(sqlite_context)
    live, edits = Live(jobs), Edits(jobs)
    page = OrdersPage(jobs, live, edits)
    page.resize(1400, 800)
    bring_up(qtbot, page)
    page.setFocus()  # as the window does with the page it shows
    at = Desk(page, sqlite_context, jobs, edits, qtbot)
    at.settle()
    yield at
    at.settle()
    page.close()
    jobs.close()
    for each in (page, live, edits, jobs):
        each.deleteLater()
