"""A person's random gestures on the board, in real Qt events, each in two halves: begun, and ended."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.driver import ALT, LEFT, NONE, PLAIN, Dispatcher
from ui.board.gestures import Gesture
from ui.board.pointer import orders_mime

Press, Move, Release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
End = Callable[[], None]


class BrokenOff(AssertionError):
    """A gesture was not the one that was begun any more when it was to be ended."""


class RandomHand:
    """Chooses among moving, resizing, planning, sending back, stepping by keys, undoing and redoing."""

    def __init__(self, person: Dispatcher, chance: random.Random, *, most_waiting: int) -> None:
        """No more visits are sent back once so many orders wait."""
        self.person, self.page = person, person.page
        self._chance, self._most_waiting = chance, most_waiting

    def begins(self) -> End:
        """Begin a gesture at random; the answer ends it."""
        kinds = (self._move, self._move, self._move, self._resize, self._plan, self._send_back, self._step)
        for kind in self._chance.sample(kinds, len(kinds)):
            end = kind()
            if end is not None:
                return end
        raise AssertionError("nothing can be done on this board")

    def _block(self) -> tuple[QPoint, QPoint] | None:
        """Middle and right edge of a block in full view."""
        scene = self.page.view.scene
        blocks = [scene.rect_of(int(slot)) for slot in scene.slots_in(scene.canvas)]
        shown = [rect for rect in blocks if scene.canvas.contains(rect) and rect.width() > 40]
        if not shown:
            return None
        rect = self._chance.choice(shown)
        return rect.center(), QPoint(rect.right() - 1, rect.center().y())

    def _somewhere(self) -> QPoint:
        """A point in a lane, in view."""
        scene = self.page.view.scene
        canvas, lanes = scene.canvas, range(len(scene.model.lanes))
        middles = [(scene.lane_top(lane) + scene.lane_bottom(lane)) // 2 for lane in lanes]
        y = self._chance.choice([y for y in middles if canvas.top() < y < canvas.bottom()])
        return QPoint(self._chance.randrange(canvas.left() + 20, canvas.right() - 20), y)

    def _move(self) -> End | None:
        block = self._block()
        return self._drag(block[0], self._somewhere()) if block else None

    def _resize(self) -> End | None:
        block = self._block()
        by = self._chance.choice((-20, -15, 15, 25, 40, 60))
        return self._drag(block[1], block[1] + QPoint(by, 0)) if block else None

    def _send_back(self) -> End | None:
        block, waiting = self._block(), self.page.waiting
        if block is None or len(waiting.rows) > self._most_waiting:
            return None
        port = self.page.view.viewport()
        return self._drag(block[0], port.mapFromGlobal(waiting.mapToGlobal(waiting.rect().center())))

    def _drag(self, start: QPoint, target: QPoint) -> End:
        self._mouse(Press, start, (LEFT, LEFT))  # Alt does not begin a drag; amid one it leaves the grid
        for place in (start + QPoint(12, 0), (start + target) / 2):
            self._mouse(Move, place, (NONE, LEFT))
        held = self.page.view.pointer.gesture

        def end() -> None:
            self._still_holds(held, f"drag from {start} to {target}")
            self._mouse(Move, target, (NONE, LEFT), ALT)
            self._mouse(Release, target, (LEFT, NONE), ALT)

        return end

    def _plan(self) -> End | None:
        rows = list(self.page.waiting.rows.values())
        if not rows:
            return None
        at, port = self._somewhere(), self.page.view.viewport()
        mime, action = orders_mime([self._chance.choice(rows).order_id]), Qt.DropAction.MoveAction
        QApplication.sendEvent(port, QDragEnterEvent(at, action, mime, LEFT, ALT))
        QApplication.sendEvent(port, QDragMoveEvent(at, action, mime, LEFT, ALT))
        held = self.page.view.pointer.gesture

        def end() -> None:
            self._still_holds(held, "drop")
            QApplication.sendEvent(port, QDropEvent(QPointF(at), action, mime, LEFT, ALT))

        return end

    def _step(self) -> End | None:
        stack = self.person.window.edits.stack
        window = self.person.window
        if self._chance.random() < 0.5 and stack.canUndo():
            return lambda: QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        if stack.canRedo():
            return lambda: QTest.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
        block = self._block()
        if block is None:
            return None
        self._mouse(Press, block[0], (LEFT, LEFT))
        self._mouse(Release, block[0], (LEFT, NONE))
        key = self._chance.choice((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
        return lambda: QTest.keyClick(self.page.view, key, ALT)

    def _still_holds(self, held: Gesture | None, named: str) -> None:
        now = self.page.view.pointer.gesture
        if held is None or now is not held:
            raise BrokenOff(f"{named}: {held} became {now}")

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        buttons: tuple[Qt.MouseButton, Qt.MouseButton],
        keys: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        port, place = self.page.view.viewport(), QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys))
