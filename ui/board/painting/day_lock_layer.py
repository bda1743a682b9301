"""Paints days that are closed to planning: the ground of other hours, a padlock, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from resources.texts import _
from ui.board.painting import drawings
from ui.board.painting.lettering import Hand, write

if TYPE_CHECKING:
    from ui.board.page import BoardPage
    from ui.board.painting.style import Style
    from ui.board.scene import Scene

PAD = 10
LOCK_WIDTH = 26
"""Pixels of the padlock with its letters, and a gap."""
BOTH = 3
"""The padlock for time and person alike."""


class DayLockLayer:
    """A layer of the canvas, under the visits."""

    def __init__(self, page: BoardPage) -> None:
        """Lie on a page's board."""
        page.view.scene.under.append(self)

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint what of the closed days lies inside a rectangle of the canvas."""
        locks = scene.model.judging.facts.locks
        if not len(locks):
            return
        lanes, starts, ends = scene.span(rect)
        for at in locks.visible(lanes, starts, ends).tolist():
            lane = int(locks.lane[at])
            if not scene.rows.shows(lane):
                continue
            left, right = scene.x(int(locks.starts[at])), scene.x(int(locks.ends[at]))
            top = scene.lane_top(lane)
            area = QRect(left, top, right - left, scene.lane_bottom(lane) - top - 1)
            painter.fillRect(area & rect, style.off_hours)
            self._say(painter, scene, style, (at, area))

    def _say(self, painter: QPainter, scene: Scene, style: Style, lock: tuple[int, QRect]) -> None:
        """A padlock where the shift begins, or the day; behind it the reason, where there is room."""
        at, area = lock
        locks, shifts = scene.model.judging.facts.locks, scene.model.shifts
        lane, begin, end = int(locks.lane[at]), int(locks.starts[at]), int(locks.ends[at])
        worked = shifts.visible((lane, lane + 1), begin, end)
        x = scene.x(max(int(shifts.starts[worked[0]]), begin) if len(worked) else begin) + PAD
        room = area.right() - x
        if room < drawings.SIGN:
            return
        painter.save()
        painter.translate(x, area.top() + (area.height() - drawings.SIGN) // 2)
        drawings.padlock(painter, BOTH, style.muted)
        painter.restore()
        word = style.letters.word(locks.names[at] or _("Closed to planning"), Hand.SMALL)
        if word.width + LOCK_WIDTH + PAD <= room:
            painter.setFont(style.letters.fonts[Hand.SMALL])
            painter.setPen(style.muted)
            y = area.top() + (area.height() - style.letters.heights[Hand.SMALL]) // 2
            write(painter, x + LOCK_WIDTH, y, word)
            painter.setPen(Qt.PenStyle.NoPen)
