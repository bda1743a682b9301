"""BoardDriver: drags, drops, clicks and types on the board's page through real Qt events."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.board.page import BoardPage
from ui.board.pointer import orders_mime
from ui.edits import Edits
from ui.jobs import Jobs

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


class BoardDriver:
    """One person at one board; times are local to the company's zone, on `day`."""

    def __init__(self, qtbot: QtBot, page: BoardPage, jobs: Jobs, edits: Edits, *, day: date) -> None:
        self.qtbot, self.page, self.jobs, self.edits, self.day = qtbot, page, jobs, edits, day

    # ------------------------------------------------------------------ places

    def instant(self, at: str) -> int:
        """Epoch second of a wall time such as "10:30" on the day."""
        hour, minute = map(int, at.split(":"))
        zone = ZoneInfo(self.page.view.scene.model.window.zone)
        return int(
            datetime(self.day.year, self.day.month, self.day.day, hour, minute, tzinfo=zone).timestamp()
        )

    def lane(self, name: str) -> int:
        """Lane index of a technician by name or code."""
        lanes = self.page.view.scene.model.lanes
        return next(at for at, row in enumerate(lanes) if name in (row.name, row.code))

    def slot(self, number: str) -> int:
        """Slot of the visit of an order, -1 when it is not on the board."""
        table = self.page.view.scene.model.table
        return next((slot for slot in table.order.tolist() if table.number[slot] == number), -1)

    def point(self, lane: int, instant: int) -> QPoint:
        """A point of the viewport, scrolled into view: the pixel that lies nearest to the instant."""
        view, scene = self.page.view, self.page.view.scene
        top, bottom = scene.lane_top(lane), scene.lane_bottom(lane)
        if top < scene.canvas.top() or bottom > scene.canvas.bottom():
            view.verticalScrollBar().setValue(int(scene.rows.tops[lane]) - 60)
        if not scene.canvas.left() < scene.x(instant) < scene.canvas.right() - 40:
            view.go_to(instant - int(200 * scene.axis.seconds_per_pixel))
        x = scene.x(instant)
        x += instant - scene.time(x) > scene.time(x + 1) - instant
        return QPoint(x, scene.lane_top(lane) + scene.density.lane // 2)

    # ------------------------------------------------------------------ deeds

    def drags(self, number: str, *, to: str, at: str) -> None:
        """Drag the visit of an order to a technician and a time, without snapping."""
        table = self.page.view.scene.model.table
        slot = self.slot(number)
        start = int(table.starts[slot])
        target = self.point(self.lane(to), self.instant(at))
        grabbed = self.point(int(table.lane[slot]), start) + QPoint(12, 0)
        target = self.point(self.lane(to), self.instant(at)) + QPoint(12, 0)
        keys = Qt.KeyboardModifier.AltModifier
        self._mouse(QEvent.Type.MouseButtonPress, grabbed, (LEFT, LEFT), PLAIN)
        for point in ((grabbed + target) / 2, target):
            self._mouse(QEvent.Type.MouseMove, point, (NONE, LEFT), keys)
        self._mouse(QEvent.Type.MouseButtonRelease, target, (LEFT, NONE), keys)

    def plans(self, *numbers: str, to: str, at: str) -> None:
        """Drag orders from the waiting list onto a technician and a time."""
        rows = [row for row in self.page.waiting.rows.values() if row.number in numbers]
        rows.sort(key=lambda row: numbers.index(row.number))
        point = self.point(self.lane(to), self.instant(at))
        self.drops([row.order_id for row in rows], point, Qt.KeyboardModifier.AltModifier)

    def drops(self, order_ids: list[int], point: QPoint, keys: Qt.KeyboardModifier) -> None:
        """Drag waiting orders onto a point of the board, keys held."""
        mime, port, action = orders_mime(order_ids), self.page.view.viewport(), Qt.DropAction.MoveAction
        QApplication.sendEvent(port, QDragEnterEvent(point, action, mime, LEFT, keys))
        QApplication.sendEvent(port, QDragMoveEvent(point, action, mime, LEFT, keys))
        QApplication.sendEvent(port, QDropEvent(QPointF(point), action, mime, LEFT, keys))

    def sends_back(self, number: str) -> None:
        """Drag a visit onto the waiting list."""
        table, slot = self.page.view.scene.model.table, self.slot(number)
        grabbed = self.point(int(table.lane[slot]), int(table.starts[slot])) + QPoint(12, 0)
        port, target = self.page.view.viewport(), self.page.waiting
        there = port.mapFromGlobal(target.mapToGlobal(target.rect().center()))
        self._mouse(QEvent.Type.MouseButtonPress, grabbed, (LEFT, LEFT), PLAIN)
        for point in (grabbed + QPoint(0, 30), there):
            self._mouse(QEvent.Type.MouseMove, point, (NONE, LEFT), PLAIN)
        self._mouse(QEvent.Type.MouseButtonRelease, there, (LEFT, NONE), PLAIN)

    def clicks(self, number: str) -> None:
        """Click on the visit of an order."""
        table, slot = self.page.view.scene.model.table, self.slot(number)
        at = self.point(int(table.lane[slot]), int(table.starts[slot])) + QPoint(12, 0)
        self._mouse(QEvent.Type.MouseButtonPress, at, (LEFT, LEFT), PLAIN)
        self._mouse(QEvent.Type.MouseButtonRelease, at, (LEFT, NONE), PLAIN)

    def presses(self, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN, *, on: QWidget | None = None) -> None:
        """Press a key on the board, or on another widget."""
        QTest.keyClick(on if on is not None else self.page.view, key, keys)

    # ------------------------------------------------------------------ what is seen

    def sees(self, number: str) -> tuple[str, str, str] | None:
        """Technician, start and end of the visit of an order on the board; None when it is not there."""
        model, slot = self.page.view.scene.model, self.slot(number)
        if slot < 0:
            return None
        walls = (model.days.wall(model.table.starts[slot]), model.days.wall(model.table.ends[slot]))
        return model.lanes[int(model.table.lane[slot])].name, *(f"{wall:%H:%M}" for wall in walls)

    def shown(self) -> list[tuple[object, ...]]:
        """All visits that are shown: id, technician, start, end, status and lock."""
        model = self.page.view.scene.model
        table, lanes = model.table, model.lanes
        return sorted(
            (
                int(table.id[slot]),
                lanes[int(table.lane[slot])].technician_id,
                *(int(column[slot]) for column in (table.starts, table.ends, table.status, table.lock)),
            )
            for slot in table.order.tolist()
        )

    def waits(self) -> set[str]:
        """Numbers of the orders in the waiting list."""
        return {row.number for row in self.page.waiting.model.rows}

    def said(self) -> str:
        """The newest message."""
        log = self.page.messages.log
        return log[-1].text if log else ""

    def settles(self) -> None:
        """Wait until everything asked for has been answered and shown."""
        self.qtbot.waitUntil(self._is_quiet)

    def _is_quiet(self) -> bool:
        return self.edits.is_settled and self.jobs.is_idle and not self.page.is_busy

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        buttons: tuple[Qt.MouseButton, Qt.MouseButton],
        keys: Qt.KeyboardModifier,
    ) -> None:
        port, place = self.page.view.viewport(), QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys))
