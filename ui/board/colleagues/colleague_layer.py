"""Initials of colleagues on visits: who changed one a moment ago, who holds one, who has its order open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from ui import theme
from ui.board.painting.style import Style
from ui.board.scene import Scene

HEIGHT = 16
FLASH = 3
"""Pixels of the outline that flashes."""


class Deed(IntEnum):
    """What a colleague does with a visit; the larger counts where there are two."""

    CHANGED = 0
    OPENED = 1
    HOLDS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One visit's mark."""

    initials: str
    name: str
    deed: Deed


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of a name, or the first two of its only word."""
    words = name.replace(".", " ").replace("_", " ").split()
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


class ColleagueLayer:
    """Paints the marks over the blocks.

    Attributes:
        marks: by visit id.
        flashing: visits whose outline is lit.
    """

    def __init__(self) -> None:
        """Nobody does anything yet."""
        self.marks: dict[int, Mark] = {}
        self.flashing: set[int] = set()

    def place(self, scene: Scene, visit_id: int) -> QRect:
        """What a mark covers, in the viewport; empty for a visit that is not shown."""
        slot = scene.model.table.slot(visit_id)
        if slot < 0:
            return QRect()
        rect = scene.rect_of(slot)
        if rect.isNull():
            return rect
        mark = self.marks.get(visit_id)
        width = _width(mark) if mark is not None else 0
        badge = QRect(rect.right() - width + 5, rect.top() - 5, width, HEIGHT)
        return rect.adjusted(-FLASH, -FLASH, FLASH, FLASH) | badge.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, scene: Scene, _style: Style, rect: QRect) -> None:
        """Outlines that flash, and initials at the upper right corner of blocks."""
        for visit_id in self.flashing | self.marks.keys():
            slot = scene.model.table.slot(visit_id)
            block = scene.rect_of(slot) if slot >= 0 else QRect()
            if block.isNull() or not self.place(scene, visit_id).intersects(rect):
                continue
            if visit_id in self.flashing:
                painter.setPen(QPen(theme.tokens.accent, FLASH))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(block.adjusted(-1, -1, 0, 0))
            mark = self.marks.get(visit_id)
            if mark is not None:
                _paint_badge(painter, block, mark)


def _font() -> QFont:
    return theme.font(10, 700)


def _width(mark: Mark) -> int:
    return QFontMetrics(_font()).horizontalAdvance(mark.initials) + (22 if mark.deed else 10)


def _paint_badge(painter: QPainter, block: QRect, mark: Mark) -> None:
    """Initials: on the ground after a change, filled and with a drawing while it is in somebody's hands."""
    tokens, width = theme.tokens, _width(mark)
    badge = QRect(block.right() - width + 5, block.top() - 5, width, HEIGHT)
    in_hand = mark.deed is not Deed.CHANGED
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.accent, 1))
    painter.setBrush(tokens.accent if in_hand else tokens.surface)
    painter.drawRoundedRect(badge.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    left = 5
    if in_hand:
        icon = "hand" if mark.deed is Deed.HOLDS else "pencil"
        ratio = painter.device().devicePixelRatioF()
        drawing = theme.pixmap(icon, 12, ink="on_accent", ratio=ratio)
        painter.drawPixmap(badge.left() + 4, badge.top() + 2, drawing)
        left = 18
    painter.setFont(_font())
    painter.setPen(tokens.on_accent if in_hand else tokens.accent)
    painter.drawText(badge.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.initials)
    painter.setPen(Qt.PenStyle.NoPen)
