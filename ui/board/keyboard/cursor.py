"""Where the keyboard stands when it is on no visit: on empty time of a lane, or on a lane's header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from resources.texts import format_time
from ui import theme
from ui.board.painting.lettering import Hand, write
from ui.board.painting.style import Style
from ui.board.scene import Scene

if TYPE_CHECKING:
    from ui.board.view import BoardView

FLAG = 16
"""Height of the little flag with the time."""
REACH = 96
"""So many pixels to the right of the cursor its flag may take."""


class TimeCursor:
    """A mark on empty time, painted over the visits while the board has the keyboard."""

    def __init__(self, view: BoardView) -> None:
        """Stand nowhere yet."""
        self._view = view
        self.lane = -1
        self.instant = 0

    @property
    def stands(self) -> bool:
        """Whether the keyboard is on empty time of a lane that is shown, not on a visit."""
        scene = self._view.scene
        if not self.instant or scene.focused or not 0 <= self.lane < len(scene.model.lanes):
            return False
        return bool(scene.rows.shows(self.lane))

    def put(self, lane: int, instant: int) -> None:
        """Stand there; lane -1 for nowhere."""
        self.repaint()
        self.lane, self.instant = lane, instant
        self.repaint()

    def rect(self, scene: Scene) -> QRect:
        """What the mark covers, in viewport pixels; empty when its lane is not shown."""
        if not self.instant or not 0 <= self.lane < len(scene.model.lanes) or not scene.rows.shows(self.lane):
            return QRect()
        top = scene.lane_top(self.lane)
        return QRect(scene.x(self.instant) - 3, top, REACH, scene.lane_bottom(self.lane) - top)

    def repaint(self) -> None:
        """Paint what the mark covers anew."""
        if self.instant:
            self._view.dirty(self.rect(self._view.scene))

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """A line through the lane with a flag that tells the time."""
        mark = self.rect(scene)
        if not self.stands or not scene.has_focus or not mark.intersects(rect):
            return
        x, top, height = mark.left() + 3, mark.top(), mark.height()
        painter.fillRect(x - 1, top, 2, height, style.text)
        for end in (top, top + height - 2):
            painter.fillRect(x - 3, end, 6, 2, style.text)
        letters = style.letters
        word = letters.word(format_time(scene.model.days.wall(self.instant)), Hand.SMALL)
        painter.fillRect(x + 1, top + 2, word.width + 8, FLAG, style.text)
        painter.setFont(letters.fonts[Hand.SMALL])
        painter.setPen(style.tokens.surface)
        write(painter, x + 5, top + 2 + (FLAG - letters.heights[Hand.SMALL]) // 2, word)
        painter.setPen(Qt.PenStyle.NoPen)


class LaneFrame(QWidget):
    """A dotted frame around the header of the lane that has the keyboard."""

    def __init__(self, view: BoardView) -> None:
        """Lie over the lane column; the pointer goes through."""
        super().__init__(view.viewport())
        self._view = view
        self.lane = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.place())
        view.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.place())

    def put(self, lane: int) -> None:
        """Frame a lane's header, -1 for none."""
        self.lane = lane
        self.place()

    def place(self) -> None:
        """Follow the lane; nothing is seen while the board is without the keyboard."""
        scene = self._view.scene
        is_seen = 0 <= self.lane < len(scene.model.lanes) and self._view.hasFocus() and not scene.focused
        if is_seen and scene.rows.shows(self.lane):
            top = scene.lane_top(self.lane)
            self.setGeometry(0, top, scene.column.width(), scene.lane_bottom(self.lane) - top)
            self.setVisible(top >= scene.column.top() - scene.density.lane)
        else:
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two lines of dots, so that it is seen on any ground."""
        painter = QPainter(self)
        painter.setPen(QPen(theme.tokens.accent, 2, Qt.PenStyle.DotLine))
        painter.drawRect(self.rect().adjusted(2, 2, -2, -2))
