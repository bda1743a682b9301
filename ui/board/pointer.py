"""Mouse and drag events of the board's viewport, turned into at most one gesture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.queries.board import WaitingRow
from ui.board.gestures import DropOrders, Gesture, MoveVisits, Pan, ResizeVisit, RubberBand
from ui.board.scene import NO_EDGE

if TYPE_CHECKING:
    from ui.board.view import BoardView

ORDERS_MIME = "application/x-servicebord-orders+json"
"""A JSON list of order ids, dragged from the waiting list."""
AUTO_SCROLL_EDGE = 32
AUTO_SCROLL_MOST = 20
FRAME = 16


def orders_mime(order_ids: list[int]) -> QMimeData:
    """What a drag of waiting orders carries."""
    mime = QMimeData()
    mime.setData(ORDERS_MIME, json.dumps(order_ids).encode())
    return mime


def dragged_orders(mime: QMimeData) -> list[int]:
    """The order ids a drag carries; empty when it carries something else or nonsense."""
    if not mime.hasFormat(ORDERS_MIME):
        return []
    try:
        ids = json.loads(bytes(mime.data(ORDERS_MIME).data()))
    except ValueError:
        return []
    return [one for one in ids if isinstance(one, int)] if isinstance(ids, list) else []


class Pointer(QObject):
    """Decides which gesture begins, and feeds it until it is over."""

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        super().__init__()
        self._view = view
        self.gesture: Gesture | None = None
        self.space_held = False
        self._pressed: QPoint | None = None
        self._pressed_slot = -1
        self._edge = NO_EDGE
        self._at = QPoint()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._clock = QTimer(self, interval=FRAME)
        self._clock.timeout.connect(self._auto_scroll)
        self._came_in = False

    def handle(self, event: QEvent) -> bool:
        """Take an event of the viewport; whether it was used up."""
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._move(event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release(event)
        elif isinstance(event, QDropEvent):
            return self._drag(event)
        elif kind == QEvent.Type.DragLeave:
            self.cancel()
            return True
        elif kind == QEvent.Type.Leave:
            self._hover(-1)
        return False

    # ------------------------------------------------------------------ mouse

    def _press(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        self._at = at
        if event.button() == Qt.MouseButton.RightButton:
            if self.gesture is not None:
                self.cancel()
                return True
            return False
        if self.gesture is not None:
            return True
        is_pan = event.button() == Qt.MouseButton.MiddleButton
        if is_pan or (event.button() == Qt.MouseButton.LeftButton and self.space_held):
            self._begin(Pan(self._view, at))
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        return self._press_left(at, event.modifiers())

    def _press_left(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        view, scene = self._view, self._view.scene
        if not scene.canvas.contains(at):
            group = scene.rows.group_at(at.y() + scene.scroll_y - scene.canvas.top())
            if scene.column.contains(at) and group is not None:
                view.toggle_group(group.team_id)
            return True
        self._pressed = at
        self._pressed_slot = slot = scene.slot_at(at.x(), at.y())
        self._edge = scene.edge_at(slot, at.x()) if slot >= 0 else NO_EDGE
        if slot >= 0:
            view.walk.click(int(scene.model.table.id[slot]), modifiers)
        elif not modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            view.select(frozenset())
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        self._at, self._modifiers = at, event.modifiers()
        if self.gesture is not None:
            self.gesture.move(at, event.modifiers())
            return True
        if self._pressed is None:
            self._point(at)
            return True
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far and event.buttons() & Qt.MouseButton.LeftButton:
            self._start_drag(self._pressed, event.modifiers())
            if self.gesture is not None:
                self.gesture.move(at, event.modifiers())
        return True

    def _start_drag(self, pressed: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        view, slot = self._view, self._pressed_slot
        self._hover(-1)
        if slot < 0:
            keep = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
            self._begin(RubberBand(view, pressed, keep=keep))
        elif self._edge != NO_EDGE:
            self._begin(ResizeVisit(view, slot, self._edge))
        else:
            self._begin(MoveVisits(view, slot, pressed))

    def _release(self, event: QMouseEvent) -> bool:
        gesture, self.gesture = self.gesture, None
        pressed, self._pressed = self._pressed, None
        self._clock.stop()
        if gesture is not None:
            gesture.finish(event.position().toPoint(), event.modifiers())
            self._set_cursor(Qt.CursorShape.ArrowCursor)
            return True
        return pressed is not None

    def _point(self, at: QPoint) -> None:
        """Nothing is held: highlight what is under the pointer and show what a press would do."""
        scene = self._view.scene
        slot = scene.slot_at(at.x(), at.y()) if scene.canvas.contains(at) else -1
        edge = scene.edge_at(slot, at.x()) if slot >= 0 else NO_EDGE
        self._set_cursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
        self._hover(slot)

    def _hover(self, slot: int) -> None:
        view = self._view
        visit_id = int(view.scene.model.table.id[slot]) if slot >= 0 else 0
        before = view.scene.hovered
        if visit_id == before:
            return
        view.scene.hovered = visit_id
        view.update_visit(before)
        view.update_visit(visit_id)
        view.hovered.emit(visit_id)

    def _set_cursor(self, shape: Qt.CursorShape) -> None:
        port = self._view.viewport()
        if port.cursor().shape() != shape:
            port.setCursor(shape)

    # ------------------------------------------------------------------ gesture

    def _begin(self, gesture: Gesture) -> None:
        self.gesture, self._came_in = gesture, False
        if gesture.scrolls:
            self._clock.start()
        else:
            self._set_cursor(Qt.CursorShape.ClosedHandCursor)

    def cancel(self) -> bool:
        """End the gesture in hand without a trace; whether there was one."""
        gesture, self.gesture = self.gesture, None
        self._pressed = None
        self._clock.stop()
        if gesture is None:
            return False
        gesture.cancel()
        self._set_cursor(Qt.CursorShape.ArrowCursor)
        return True

    def _auto_scroll(self) -> None:
        """Near an edge of the canvas the board scrolls, the faster the deeper."""
        gesture, canvas = self.gesture, self._view.scene.canvas
        if gesture is None:
            return
        delta = QPoint(
            _pull(self._at.x(), canvas.left(), canvas.right()),
            _pull(self._at.y(), canvas.top(), canvas.bottom()),
        )
        if delta.isNull() or self._view.over_waiting_list(self._at):
            self._came_in = self._came_in or delta.isNull()
            return
        if isinstance(gesture, DropOrders) and not self._came_in:
            return  # carried in over the lane column or the bottom: nobody asked to scroll yet
        self._view.pan_by(delta)
        gesture.move(self._at, self._modifiers)

    # ------------------------------------------------------------------ orders from the waiting list

    def _drag(self, event: QDropEvent) -> bool:
        at = event.position().toPoint()
        self._at, self._modifiers = at, event.modifiers()
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        if not isinstance(self.gesture, DropOrders):
            event.ignore()
            return True
        if isinstance(event, QDragMoveEvent):
            self.gesture.move(at, event.modifiers())
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            return True
        gesture, self.gesture = self.gesture, None
        self._clock.stop()
        gesture.finish(at, event.modifiers())
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        rows = self._rows(dragged_orders(event.mimeData()))
        self.cancel()
        if rows and self._view.scene.rows.height:
            self._hover(-1)
            self._begin(DropOrders(self._view, rows))

    def _rows(self, order_ids: list[int]) -> list[WaitingRow]:
        waiting = self._view.waiting
        return [waiting[one] for one in order_ids if one in waiting]


def _pull(at: int, low: int, high: int) -> int:
    """Pixels to scroll in this frame for a pointer at `at` between two edges."""
    if at < low + AUTO_SCROLL_EDGE:
        depth = low + AUTO_SCROLL_EDGE - at
    elif at > high - AUTO_SCROLL_EDGE:
        depth = high - AUTO_SCROLL_EDGE - at
    else:
        return 0
    pixels = 1 + min(abs(depth), AUTO_SCROLL_EDGE) * (AUTO_SCROLL_MOST - 1) // AUTO_SCROLL_EDGE
    return -pixels if depth > 0 else pixels
