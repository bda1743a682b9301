"""Mouse and drag events of the board's viewport, turned into at most one gesture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QInputDevice, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.queries.board import WaitingRow
from ui.board.dwelling import Dwelling
from ui.board.geometry import EDGE_PIXELS, TOUCHED_PIXELS
from ui.board.gestures import (
    DrawVisit,
    DropOrders,
    Gesture,
    MoveVisits,
    Pan,
    ResizeVisit,
    RubberBand,
)
from ui.board.hovering import Hovering
from ui.board.scene import NO_EDGE

if TYPE_CHECKING:
    from ui.board.view import BoardView

ORDERS_MIME = "application/x-servicebord-orders+json"
"""A JSON list of order ids, dragged from the waiting list."""
AUTO_SCROLL_EDGE = 32
AUTO_SCROLL_MOST = 20
FRAME = 16
THREAD_FRAMES = 4
"""The thread from a ghost to where the visit stood follows every so many frames."""
STILL = 80
"""A drag does not begin within this many milliseconds of the press (board.md 5, 26)."""

_Mod = Qt.KeyboardModifier
_MODIFIERS = {
    Qt.Key.Key_Control: _Mod.ControlModifier,
    Qt.Key.Key_Shift: _Mod.ShiftModifier,
    Qt.Key.Key_Alt: _Mod.AltModifier,
}


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
    """Decides which gesture begins, and feeds it until it is over.

    Attributes:
        space_held: the left button pans.
        has_cancelled: the last press of the right button ended a gesture; it asks for no menu.

    Signals:
        began(): a gesture is in hand.
        aimed(): the pointer moved with a gesture in hand.
        ended(): it is over, whichever way.
    """

    began = Signal()
    aimed = Signal()
    ended = Signal()

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        super().__init__()
        self._view = view
        self.gesture: Gesture | None = None
        self.space_held = False
        self.has_cancelled = False
        self._has_panned = False
        self._pressed: QPoint | None = None
        self._pressed_at = 0
        self._button = Qt.MouseButton.NoButton
        self._pressed_visit = 0
        self._pressed_keys = _Mod.NoModifier
        self._edge = NO_EDGE
        self._at = QPoint()
        self._modifiers = _Mod.NoModifier
        self._clock = QTimer(self, interval=FRAME)
        self._clock.timeout.connect(self._auto_scroll)
        self._dwelling = Dwelling(view, self)
        self._hovering = Hovering(view)
        self._came_in = False
        self._frames = 0

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
            self._hovering.over(-1)
        elif kind == QEvent.Type.Hide:
            self.let_go()
        return False

    def let_go(self) -> None:
        """The board is hidden, or keys and buttons are told to another window: nothing is held any more."""
        self.space_held = False
        self.cancel()

    # ------------------------------------------------------------------ keys

    def hold_space(self, *, on: bool) -> bool:
        """Space is pressed or let go; whether that was a press by itself, with nothing scrolled."""
        was_alone = self.space_held and not self._has_panned
        self.space_held, self._has_panned = on, self.gesture is not None
        return was_alone and not on

    def key(self, event: QKeyEvent, *, down: bool) -> bool:
        """A key while a gesture is in hand: the gesture's own, a modifier; whether it was used up."""
        gesture, key = self.gesture, Qt.Key(event.key())
        if gesture is None:
            return False
        if down and key == Qt.Key.Key_Escape:
            return self.cancel()
        if event.isAutoRepeat():
            return True
        modifier = _MODIFIERS.get(key)
        if modifier is not None:
            self._modifiers = self._modifiers | modifier if down else self._modifiers & ~modifier
            self.follow()
        elif gesture.key(key, down=down):
            self.aimed.emit()
        return True

    def follow(self) -> None:
        """The board moved under a pointer that stands still."""
        if self.gesture is not None:
            self.gesture.move(self._at, self._modifiers)
            self.aimed.emit()

    def renew(self) -> None:
        """Rows changed: what is in hand stays in hand."""
        if self.gesture is not None:
            self.gesture.renew()
            self.aimed.emit()

    def carry(self, order_ids: list[int]) -> bool:
        """Take waiting orders in hand, as those drawn above the lanes; whether there are such."""
        rows = self._rows(order_ids)
        if rows and self._view.scene.rows.height:
            self._hovering.over(-1)
            self._button = Qt.MouseButton.LeftButton
            self._begin(DropOrders(self._view, rows, self._at))
        return bool(rows)

    # ------------------------------------------------------------------ mouse

    def _press(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        self._at, self._modifiers = at, event.modifiers()
        if event.button() == Qt.MouseButton.RightButton:
            self.has_cancelled = self.cancel()
            return self.has_cancelled
        if self.gesture is not None:
            return True
        self._button = event.button()
        is_pan = event.button() == Qt.MouseButton.MiddleButton
        if is_pan or (event.button() == Qt.MouseButton.LeftButton and self.space_held):
            self._has_panned = True
            self._begin(Pan(self._view, at))
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._pressed_at = event.timestamp()
        touched = event.deviceType() == QInputDevice.DeviceType.TouchScreen
        return self._press_left(at, event.modifiers(), TOUCHED_PIXELS if touched else EDGE_PIXELS)

    def _press_left(self, at: QPoint, modifiers: Qt.KeyboardModifier, reach: int) -> bool:
        view, scene = self._view, self._view.scene
        if not scene.canvas.contains(at):
            group = scene.rows.group_at(at.y() + scene.scroll_y - scene.canvas.top())
            if scene.column.contains(at) and group is not None:
                view.toggle_group(group.key)
            return True
        self._pressed, self._pressed_keys = at, modifiers
        slot = scene.slot_at(at.x(), at.y())
        self._pressed_visit = int(scene.model.table.id[slot]) if slot >= 0 else 0
        self._edge = scene.edge_at(slot, at.x(), reach=reach) if slot >= 0 else NO_EDGE
        if slot >= 0 and not modifiers & _Mod.ControlModifier:  # with Ctrl it may become a copy
            view.walk.click(self._pressed_visit, modifiers)
        elif slot < 0 and not modifiers & (_Mod.ControlModifier | _Mod.ShiftModifier):
            view.select(frozenset())
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        self._at, self._modifiers = at, event.modifiers()
        if not event.buttons():  # a release that was told to somebody else
            self.cancel()
        if self.gesture is not None:
            self._feed(at)
            return True
        if self._pressed is None:
            self._hovering.at(at)
            return True
        if event.buttons() & Qt.MouseButton.LeftButton and self._may_start(event):
            self._start_drag(self._pressed, self._pressed_keys)
            if self.gesture is not None:
                self._feed(at)
        return True

    def _feed(self, at: QPoint) -> None:
        if self.gesture is not None:
            self.gesture.move(at, self._modifiers)
            self._dwelling.at(at, carries=self.gesture.carried is not None)
            self.aimed.emit()

    def _may_start(self, event: QMouseEvent) -> bool:
        """Far enough and not at once; never with Alt held from the beginning: desktops take that."""
        if self._pressed is None or self._pressed_keys & _Mod.AltModifier:
            return False
        at = event.position().toPoint()
        if (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return False
        knows_time = bool(event.timestamp() and self._pressed_at)
        return not knows_time or event.timestamp() - self._pressed_at >= STILL

    def _start_drag(self, pressed: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        view, visit_id = self._view, self._pressed_visit
        slot = view.scene.model.table.slot(visit_id) if visit_id else -1
        if (visit_id and slot < 0) or not view.scene.rows.height:
            return
        self._hovering.over(-1)
        if slot < 0 and modifiers & _Mod.ControlModifier:
            if view.scene.lane_at(pressed.y()) >= 0:  # not on a group's title
                self._begin(DrawVisit(view, pressed))
        elif slot < 0:
            self._begin(RubberBand(view, pressed, keep=bool(modifiers & _Mod.ShiftModifier)))
        elif self._edge != NO_EDGE:
            self._begin(ResizeVisit(view, slot, self._edge))
        else:
            self._begin(MoveVisits(view, slot, pressed))

    def _release(self, event: QMouseEvent) -> bool:
        if self.gesture is not None and event.button() != self._button:
            return True  # another one than that which holds it
        gesture, pressed = self.gesture, self._pressed
        self._end()
        if gesture is not None:
            gesture.finish(event.position().toPoint(), event.modifiers())
            return True
        if pressed is not None:
            self._clicked(event.modifiers())
        return pressed is not None

    def _clicked(self, modifiers: Qt.KeyboardModifier) -> None:
        """A press that became no drag: with Ctrl it toggles, without it leaves one of several selected."""
        view, visit_id = self._view, self._pressed_visit
        if not visit_id or view.scene.model.table.slot(visit_id) < 0:
            return
        if self._pressed_keys & _Mod.ControlModifier:
            view.walk.click(visit_id, _Mod.ControlModifier)
        elif not modifiers & (_Mod.ControlModifier | _Mod.ShiftModifier) and len(view.selected_ids) > 1:
            view.select(frozenset({visit_id}))

    # ------------------------------------------------------------------ gesture

    def _begin(self, gesture: Gesture) -> None:
        self.gesture, self._came_in = gesture, False
        if gesture.scrolls:
            self._clock.start()
        else:
            self._hovering.show_cursor(Qt.CursorShape.ClosedHandCursor)
        self.began.emit()

    def _end(self) -> None:
        """Nothing is in hand any more."""
        had, self.gesture, self._pressed = self.gesture, None, None
        self._clock.stop()
        self._dwelling.stop()
        if had is not None:
            self._hovering.show_cursor(Qt.CursorShape.ArrowCursor)
            self.ended.emit()

    def cancel(self) -> bool:
        """End the gesture in hand without a trace; whether there was one."""
        gesture = self.gesture
        self._end()
        if gesture is None:
            return False
        gesture.cancel()
        return True

    def _auto_scroll(self) -> None:
        """Near an edge of the canvas the board scrolls, the faster the deeper; not over the dates."""
        gesture, canvas = self.gesture, self._view.scene.canvas
        if gesture is None:
            return
        self._frames += 1
        if isinstance(gesture, MoveVisits) and not self._frames % THREAD_FRAMES:
            gesture.tie()
        over_dates = self._at.y() < canvas.top()
        delta = QPoint(
            _pull(self._at.x(), canvas.left(), canvas.right()),
            0 if over_dates else _pull(self._at.y(), canvas.top(), canvas.bottom()),
        )
        if delta.isNull() or self._view.over_waiting_list(self._at):
            self._came_in = self._came_in or delta.isNull()
            return
        if isinstance(gesture, DropOrders) and not self._came_in:
            return  # carried in over the lane column or the bottom: nobody asked to scroll yet
        self._view.pan_by(delta)
        self.follow()

    # ------------------------------------------------------------------ orders from the waiting list

    def _drag(self, event: QDropEvent) -> bool:
        at = event.position().toPoint()
        self._at, self._modifiers = at, event.modifiers()
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        if not isinstance(self.gesture, DropOrders):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        if isinstance(event, QDragMoveEvent):
            self._feed(at)
            return True
        gesture = self.gesture
        self._end()
        gesture.finish(at, event.modifiers())
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        self.cancel()
        self.carry(dragged_orders(event.mimeData()))

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
