"""A hand at one board without a page: presses, moves, keys and wheels through real Qt events."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.board import company
from ui.board.gestures import Copy, Drop, Move, Offer
from ui.board.model import BoardModel
from ui.board.view import BoardView

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
MIDDLE = Qt.MouseButton.MiddleButton
PLAIN = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NINE = company.epoch(company.MONDAY, 9 * 60)


def a_quiet_board(
    visits: tuple[tuple[int, int], ...] = ((1, 9), (1, 11), (2, 13)), *, lanes: int = 4
) -> BoardModel:
    """Technicians without travel; visits of an hour as (technician, hour), ids from 1. Gijs is away."""
    window = company.a_window(lanes, 7, max(len(visits), 1))
    columns = window.visits
    for at, (who, hour) in enumerate(visits):
        columns.technician_id[at] = who
        columns.starts[at] = company.epoch(company.MONDAY, hour * 60)
        columns.ends[at] = columns.starts[at] + 3600
    columns.lock[:] = 0
    columns.status[:] = 0
    columns.promise_from[:] = columns.promise_to[:] = 0
    model = BoardModel(window)
    model.needs.clear()
    return model


class Hand:
    """Drives one board and keeps what it said."""

    def __init__(self, view: BoardView) -> None:
        self.view = view
        self.moves: list[list[Move]] = []
        self.drops: list[list[Drop]] = []
        self.copies: list[list[Copy]] = []
        self.offers: list[Offer] = []
        self.refused: list[str] = []
        self.asked: list[tuple[int, int, int]] = []
        view.moves_wanted.connect(self.moves.append)
        view.orders_dropped.connect(self.drops.append)
        view.copies_wanted.connect(self.copies.append)
        view.offered.connect(self.offers.append)
        view.refused.connect(self.refused.append)
        view.visit_wanted.connect(lambda *where: self.asked.append(where))

    def at(self, lane: int, minute: float) -> QPoint:
        """Middle of a lane at a minute of Monday."""
        scene = self.view.scene
        top = scene.lane_top(lane)
        instant = company.epoch(company.MONDAY, 0) + int(minute * 60)
        return QPoint(scene.x(instant), top + scene.density.lane // 2)

    def block(self, visit_id: int) -> QPoint:
        return self.view.scene.rect_of(self.view.scene.model.table.slot(visit_id)).center()

    def by(self, lanes: tuple[int, int], minutes: float) -> QPoint:
        """How far the pointer has to go from one lane to another and so many minutes on."""
        return self.at(lanes[1], 600 + minutes) - self.at(lanes[0], 600)

    # ------------------------------------------------------------------ events

    def press(
        self,
        at: QPoint,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = PLAIN,
        *,
        time: int = 0,
        touched: bool = False,
    ) -> None:
        if not touched:
            self._send(QEvent.Type.MouseButtonPress, at, (button, button), keys, time)
            return
        port, place = self.view.viewport(), QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress, place, place, port.mapToGlobal(place), button, button, keys,
            QTest.createTouchDevice(),
        )  # fmt: skip
        QApplication.sendEvent(port, event)

    def move(
        self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN, *, held: Qt.MouseButton = LEFT, time: int = 0
    ) -> None:
        self._send(QEvent.Type.MouseMove, at, (NONE, held), keys, time)

    def release(
        self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN, *, button: Qt.MouseButton = LEFT
    ) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, (button, NONE), keys, 0)

    def double_click(self, at: QPoint) -> None:
        self._send(QEvent.Type.MouseButtonDblClick, at, (LEFT, LEFT), PLAIN, 0)

    def carry(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Press, drag and hold."""
        self.press(start)
        self.move((start + end) / 2, keys)
        self.move(end, keys)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.carry(start, end, keys)
        self.release(end, keys)

    def key(self, key: Qt.Key, *, down: bool) -> None:
        (QTest.keyPress if down else QTest.keyRelease)(self.view, key)

    def wheel(self, at: QPoint, turned: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
        port = self.view.viewport()
        place = QPointF(at)
        event = QWheelEvent(
            place, port.mapToGlobal(place), QPoint(), QPoint(0, turned), NONE, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, event)

    def drops_on(
        self, mime: QMimeData, at: QPoint, keys: Qt.KeyboardModifier = PLAIN, *, release: bool = True
    ) -> None:
        port, action = self.view.viewport(), Qt.DropAction.MoveAction
        QApplication.sendEvent(port, QDragEnterEvent(at, action, mime, LEFT, keys))
        QApplication.sendEvent(port, QDragMoveEvent(at, action, mime, LEFT, keys))
        if release:
            QApplication.sendEvent(port, QDropEvent(QPointF(at), action, mime, LEFT, keys))

    def _send(
        self,
        kind: QEvent.Type,
        at: QPoint,
        buttons: tuple[Qt.MouseButton, Qt.MouseButton],
        keys: Qt.KeyboardModifier,
        time: int,
    ) -> None:
        port = self.view.viewport()
        place = QPointF(at)
        event = QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys)
        event.setTimestamp(time)
        QApplication.sendEvent(port, event)
