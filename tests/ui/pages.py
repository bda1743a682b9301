"""A person at a page on a SQLite database: looks, types and clicks through Qt's own events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import Record, record
from tests.ui.attention import bring_up
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.widgets.table import RowsTable


@dataclass
class Person:
    """Somebody at a page; `page` is the page or dialog under test."""

    page: Any  # the page under test, of any kind
    context: Context
    jobs: Jobs
    edits: Edits
    bot: QtBot

    def run(self, usecase: Callable[..., Any], /, **kwargs: Any) -> Any:
        """Let somebody else change the data; this page hears of it."""
        answer, changes = self.context.run(usecase, **kwargs)
        self.jobs.heard.emit(changes)
        return answer

    def quietly(self, usecase: Callable[..., Any], /, **kwargs: Any) -> Any:
        """Let somebody else change the data before the news has arrived."""
        return self.context.run(usecase, **kwargs)[0]

    def settle(self) -> None:
        """Wait until every answer has arrived, also those that follow from others."""
        for _time in range(4):
            self.bot.waitUntil(lambda: self.jobs.is_idle and self.edits.is_settled)
            QTest.qWait(2)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.bot.waitUntil(holds)
        self.settle()

    def types(self, widget: QWidget, text: str) -> None:
        """Replace what a field says by typing."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        QTest.keyClicks(widget, text)

    def clicks(self, widget: QWidget) -> None:
        """Click in the middle of a widget and wait for what follows."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def chooses(self, table: RowsTable, row: int) -> None:
        """Click on a row of a table."""
        at = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
        self.settle()

    def opens(self, table: RowsTable, row: int) -> None:
        """Press Enter on a row of a table."""
        self.chooses(table, row)
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.settle()

    def shows(self, table: RowsTable, column: int = 0) -> list[str]:
        """The words in a column of a table."""
        model = table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def saves(self, widget: QWidget) -> None:
        """Press Ctrl+S in a field and wait."""
        QTest.keyClick(widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def undoes(self) -> None:
        """Undo and wait."""
        self.edits.undo()
        self.settle()

    def stored(self, kind: str, row_id: int) -> Record:
        """A row as it is in the database."""
        return self.context.read(record, kind, row_id)


@contextmanager
def at(make: Callable[[Jobs, Live, Edits], QWidget], context: Context, bot: QtBot) -> Iterator[Person]:
    """A person at a page of 1400 × 800."""
    jobs = Jobs(context)
    live, edits = Live(jobs), Edits(jobs)
    page = make(jobs, live, edits)
    page.resize(1400, 800)
    bring_up(bot, page)
    person = Person(page, context, jobs, getattr(page, "edits", edits), bot)
    person.settle()
    yield person
    person.settle()
    page.close()
    jobs.close()
    for each in (page, live, edits, jobs):
        each.deleteLater()
