"""Painted chips: status and priority, told by the shape of a mark as well as by colour (look.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.terms import Priority, VisitStatus
from resources.texts import _
from ui import theme
from ui.widgets.term_names import PRIORITY_NAMES, STATUS_NAMES

HEIGHT = 20
MARK = 9
PADDING = 8
GAP = 6


class Mark(Enum):
    """The shape before a chip's word."""

    NONE = auto()
    RING = auto()
    HALF_RING = auto()
    SQUARE = auto()
    DISC = auto()
    TICK = auto()
    CROSS = auto()
    SOLID_EDGE = auto()
    DOTTED_EDGE = auto()


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip says and how: tone is a status' value or one of neutral, accent, good, bad, warning."""

    text: str
    tone: str = "neutral"
    mark: Mark = Mark.NONE
    is_filled: bool = True


STATUS_MARKS = {
    VisitStatus.PLANNED: Mark.RING,
    VisitStatus.SENT: Mark.HALF_RING,
    VisitStatus.TRAVELLING: Mark.SQUARE,
    VisitStatus.WORKING: Mark.DISC,
    VisitStatus.DONE: Mark.TICK,
    VisitStatus.CANCELLED: Mark.CROSS,
}
"""The shape that tells a visit's status."""

_EDGES = {
    Priority.LOW: Mark.DOTTED_EDGE,
    Priority.NORMAL: Mark.NONE,
    Priority.HIGH: Mark.SOLID_EDGE,
}


def status_chip(status: VisitStatus) -> Chip:
    """The chip of a visit's status."""
    return Chip(_(STATUS_NAMES[status]), tone=status.value, mark=STATUS_MARKS[status])


def priority_chip(priority: Priority) -> Chip:
    """The chip of a priority: an edge before the word, as on the board, and no fill."""
    tone = "bad" if priority is Priority.HIGH else "neutral"
    return Chip(_(PRIORITY_NAMES[priority]), tone=tone, mark=_EDGES[priority], is_filled=False)


def tone_colours(tone: str) -> tuple[QColor, QColor]:
    """Fill and ink of a tone in today's scheme."""
    tokens = theme.tokens
    named = {
        "neutral": (tokens.faint_line, tokens.muted),
        "accent": (tokens.accent_surface, tokens.accent),
        "good": (tokens.good_surface, tokens.good),
        "bad": (tokens.bad_surface, tokens.bad),
        "warning": (tokens.warning_surface, tokens.warning),
    }
    if tone in named:
        return named[tone]
    status = VisitStatus(tone)
    return tokens.status_fill[status], tokens.status_ink[status]


def chip_width(chip: Chip) -> int:
    """Logical pixels a chip takes."""
    words = QFontMetricsF(theme.font(12, 500)).horizontalAdvance(chip.text)
    sides = 2 * PADDING if chip.is_filled else 0
    mark = MARK + GAP if chip.mark is not Mark.NONE or not chip.is_filled else 0
    return int(words + 0.999) + mark + sides


def paint_chip(painter: QPainter, rect: QRectF, chip: Chip) -> None:
    """Draw a chip at the left of a rectangle, in its middle; what does not fit is elided."""
    fill, ink = tone_colours(chip.tone)
    width = min(float(chip_width(chip)), rect.width())
    body = QRectF(rect.left(), rect.center().y() - HEIGHT / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = body.left()
    if chip.is_filled:
        _paint_ground(painter, body, fill, is_outline=chip.mark is Mark.CROSS)
        left += PADDING
    if chip.mark is not Mark.NONE or not chip.is_filled:
        paint_mark(painter, QPointF(left + MARK / 2, body.center().y()), chip.mark, ink)
        left += MARK + GAP
    font = theme.font(12, 500 if chip.is_filled else 400)
    painter.setFont(font)
    painter.setPen(ink if chip.is_filled or chip.tone == "bad" else theme.tokens.text)
    room = body.right() - left - (PADDING if chip.is_filled else 0)
    words = QFontMetricsF(font).elidedText(chip.text, Qt.TextElideMode.ElideRight, room + 1)
    painter.drawText(QRectF(left, body.top(), room + 2, HEIGHT), Qt.AlignmentFlag.AlignVCenter, words)
    painter.restore()


def _paint_ground(painter: QPainter, body: QRectF, fill: QColor, *, is_outline: bool) -> None:
    painter.setBrush(fill)
    painter.setPen(QPen(theme.tokens.edge, 1, Qt.PenStyle.DashLine) if is_outline else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5) if is_outline else body, 5, 5)


def paint_mark(painter: QPainter, centre: QPointF, mark: Mark, ink: QColor) -> None:
    """Draw a mark of 9 logical pixels around a point."""
    half = MARK / 2
    box = QRectF(centre.x() - half + 1, centre.y() - half + 1, MARK - 2, MARK - 2)
    pen = QPen(ink, 1.75)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark in (Mark.RING, Mark.HALF_RING, Mark.DISC):
        _paint_round(painter, box, mark, ink)
    elif mark is Mark.SQUARE:
        painter.drawRect(box)
    elif mark is Mark.TICK:
        painter.drawPolyline([box.bottomLeft() + QPointF(0, -3), box.bottomLeft() + QPointF(2.5, -0.5),
                              box.topRight() + QPointF(0.5, 1)])  # fmt: skip
    elif mark is Mark.CROSS:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    elif mark is Mark.SOLID_EDGE:
        painter.fillRect(QRectF(centre.x() - half, centre.y() - 7, 4, 14), ink)
    elif mark is Mark.DOTTED_EDGE:
        for step in range(4):
            painter.fillRect(QRectF(centre.x() - half, centre.y() - 7 + step * 4, 2, 2), ink)


def _paint_round(painter: QPainter, box: QRectF, mark: Mark, ink: QColor) -> None:
    if mark is Mark.DISC:
        painter.setBrush(ink)
    painter.drawEllipse(box)
    if mark is Mark.HALF_RING:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(box, 90 * 16, 180 * 16)


class Badge(QWidget):
    """A chip as a widget."""

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._chip = chip
        self.show_chip(chip)

    def show_chip(self, chip: Chip) -> None:
        """Say something else."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def chip(self) -> Chip:
        """What it says."""
        return self._chip

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(chip_width(self._chip), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        paint_chip(QPainter(self), QRectF(self.rect()), self._chip)
