"""Rest with something in hand over a date or a closed group: the day is shown, the group opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

if TYPE_CHECKING:
    from ui.board.view import BoardView

DWELL = 600
"""Milliseconds (board.md 5, 31)."""


class Dwelling(QObject):
    """What the pointer rests on while it carries something."""

    def __init__(self, view: BoardView, parent: QObject) -> None:
        """Serve one view."""
        super().__init__(parent)
        self._view = view
        self._over: tuple[str, object] | None = None
        self._wait = QTimer(self, singleShot=True, interval=DWELL)
        self._wait.timeout.connect(self._rested)

    def at(self, at: QPoint, *, carries: bool) -> None:
        """The pointer is at a viewport point now."""
        over = self._what(at) if carries else None
        if over == self._over:
            return
        self._over = over
        if over is None:
            self._wait.stop()
        else:
            self._wait.start()

    def stop(self) -> None:
        """Nothing is carried any more."""
        self._over = None
        self._wait.stop()

    def _what(self, at: QPoint) -> tuple[str, object] | None:
        scene = self._view.scene
        if scene.header.contains(at):
            days = scene.model.days
            return "day", days.date(days.number(scene.time(at.x())))
        if scene.canvas.contains(at) or scene.column.contains(at):
            group = scene.rows.group_at(at.y() + scene.scroll_y - scene.canvas.top())
            if group is not None and group.key in scene.collapsed:
                return "group", group.key
        return None

    def _rested(self) -> None:
        if self._over is None:
            return
        kind, what = self._over
        if kind == "day":
            self._view.day_wanted.emit(what)
        else:
            self._view.toggle_group(str(what))
            self._over = None
        self._view.pointer.follow()
