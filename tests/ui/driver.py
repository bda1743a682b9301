"""Dispatcher: a person at the window, in real Qt events.

`d.drags_order("SO-00024", to="T01", at=…)` picks a row of the waiting list and drops it on a lane;
`d.visits()` answers from what the board shows. Nothing here calls the program's own slots.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.context import Context
from ui.board.layout.scales import Scale
from ui.board.page import BoardPage
from ui.board.pointer import orders_mime
from ui.jobs import Jobs
from ui.window import Window

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class Waiter(Protocol):
    """What a person waits with; pytest-qt's `QtBot` is one."""

    def waitUntil(self, callback: Callable[[], bool]) -> object:  # noqa: N802 (its name)
        """Wait until something is so."""


class Dispatcher:
    """One person, one window, one context."""

    def __init__(self, context: Context, qtbot: Waiter, *, day: date, name: str = "") -> None:
        self.context = context
        self.name = name
        self._qtbot = qtbot
        self.window = Window(Jobs(context), day=day)
        self.window.resize(1900, 1100)
        self.window.show_page("board")
        self.window.show()
        self.window.jobs.follow()
        page = self.window.page("board")
        assert isinstance(page, BoardPage)
        self.page = page
        self.waits(lambda: len(self.lanes()) > 0)
        self.page.show_scale(Scale.DAY)
        self.settles()

    def settles(self) -> None:
        """Wait until everything asked for has been answered."""
        self.waits(
            lambda: self.window.jobs.is_idle and self.window.edits.is_settled and not self.page.is_busy
        )

    def waits(self, until: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(until)

    def leaves(self) -> None:
        """Close the window."""
        self.settles()
        self.window.close()
        self.window.deleteLater()

    def lanes(self) -> list[str]:
        """Codes of the technicians on the board, from top to bottom."""
        return [lane.code for lane in self.page.view.scene.model.lanes]

    def waiting(self) -> list[str]:
        """Numbers of the orders in the waiting list, as sorted."""
        return [row.number for row in self.page.waiting.model.rows]

    def visits(self) -> dict[str, tuple[str, int, int]]:
        """Order number → technician's code, start and end (epoch seconds) of each visit on the board."""
        table = self.page.view.scene.model.table
        codes = self.lanes()
        return {
            table.number[slot]: (
                codes[int(table.lane[slot])],
                int(table.starts[slot]),
                int(table.ends[slot]),
            )
            for slot in range(len(table.id))
            if table.lane[slot] >= 0
        }

    def said(self) -> list[tuple[str, str]]:
        """Kind and words of every message so far, the board's and the window's."""
        logs = (self.page.messages.log, self.window.messages.log)
        return [(message.kind.value, message.text) for log in logs for message in log]

    def drags_order(self, number: str, *, to: str, at: datetime) -> None:
        """Pick an order in the waiting list and drop it on a lane, to the minute (Alt)."""
        table, model = self.page.waiting.table, self.page.waiting.model
        position = next(n for n, row in enumerate(model.rows) if row.number == number)
        index = model.index(position, 1)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), LEFT, PLAIN, table.visualRect(index).center())
        chosen = table.chosen_rows()
        assert [row.number for row in chosen] == [number]
        self._carries(orders_mime([row.order_id for row in chosen]), self.place(to, at))
        self.settles()

    def drags_visit(self, number: str, *, to: str, at: datetime) -> None:
        """Take a block in its middle and put its start elsewhere, to the minute (Alt)."""
        scene = self.page.view.scene
        table = scene.model.table
        slot = next(at for at, known in enumerate(table.number) if known == number and table.lane[at] >= 0)
        block = scene.rect_of(slot)
        grip = block.center()
        end = self.place(to, at) + QPoint(grip.x() - block.left(), 0)
        self._mouse(QEvent.Type.MouseButtonPress, grip, (LEFT, LEFT), PLAIN)
        self._mouse(QEvent.Type.MouseMove, (grip + end) / 2, (NONE, LEFT), PLAIN)
        self._mouse(QEvent.Type.MouseMove, end, (NONE, LEFT), ALT)
        self._mouse(QEvent.Type.MouseButtonRelease, end, (LEFT, NONE), ALT)
        self.settles()

    def presses(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key in the board."""
        QTest.keyClick(self.page.view, key, modifiers)
        self.settles()

    def undoes(self) -> None:
        """Ctrl+Z."""
        self._key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redoes(self) -> None:
        """Ctrl+Shift+Z."""
        self._key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    def place(self, code: str, at: datetime) -> QPoint:
        """Where a lane has an instant, in the board's viewport; the lane is scrolled into view."""
        view = self.page.view
        lane = self.lanes().index(code)
        bar = view.verticalScrollBar()
        scene = view.scene
        if scene.lane_top(lane) < 60 or scene.lane_bottom(lane) > view.viewport().height():
            bar.setValue(bar.value() + scene.lane_top(lane) - view.viewport().height() // 2)
        instant = int(at.timestamp())
        left = scene.x(instant)
        hit = next(x for x in (left, left + 1) if round(scene.time(x) / 60) * 60 == instant)
        return QPoint(hit, (scene.lane_top(lane) + scene.lane_bottom(lane)) // 2)

    def _key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        self.window.activateWindow()
        self.page.view.setFocus()
        self.waits(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifiers)
        self.settles()

    def _carries(self, mime: Any, at: QPoint) -> None:  # QMimeData
        port, action = self.page.view.viewport(), Qt.DropAction.MoveAction
        enter = QDragEnterEvent(at, action, mime, LEFT, ALT)
        QApplication.sendEvent(port, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(port, QDragMoveEvent(at, action, mime, LEFT, ALT))
        QApplication.sendEvent(port, QDropEvent(QPointF(at), action, mime, LEFT, ALT))

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        buttons: tuple[Qt.MouseButton, Qt.MouseButton],
        keys: Qt.KeyboardModifier,
    ) -> None:
        port = self.page.view.viewport()
        place = QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys))
