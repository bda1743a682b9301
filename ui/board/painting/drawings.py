"""The signs of the board, each drawn in a cell at the painter's origin: shapes first, colour second."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from models.terms import VisitStatus
from ui import theme
from ui.board.telling.encoding import KINDS
from ui.theme import Tokens

Line = tuple[tuple[float, float], tuple[float, float]]
MARK = 10
"""Side of a status mark's cell in pixels."""
SIGN = 12
"""Side of a sign's cell; SIGN_WIDE is that of a padlock with two letters beside it."""
SIGN_WIDE = 20
TOOTH = 6
LOCK_WIDTHS = (0, 14, 14, 20)
"""Pixels that a padlock takes: none, for the time, for the person, for both."""


def status(painter: QPainter, visit: VisitStatus, ink: QColor) -> None:
    """The shape that says a visit's status."""
    painter.setPen(QPen(ink, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(1.5, 1.5, 7, 7)
    if visit in (VisitStatus.PLANNED, VisitStatus.SENT):
        painter.drawEllipse(ring)
    if visit is VisitStatus.SENT:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif visit is VisitStatus.TRAVELLING:
        painter.drawRect(QRectF(2, 2, 6, 6))
    elif visit is VisitStatus.WORKING:
        painter.setBrush(ink)
        painter.drawEllipse(ring)
    elif visit is VisitStatus.DONE:
        painter.drawPolyline([QPointF(1.5, 5.4), QPointF(4, 7.8), QPointF(8.5, 2.4)])
    elif visit is VisitStatus.CANCELLED:
        painter.drawLine(QPointF(2, 2), QPointF(8, 8))
        painter.drawLine(QPointF(8, 2), QPointF(2, 8))


def clock(painter: QPainter, tokens: Tokens, due: int) -> None:
    """A clock face: an outline while the level runs, heavier near its end, filled once it has run out."""
    ink = (tokens.muted, tokens.warning, tokens.bad)[due]
    face = QRectF(2, 2, 8, 8)
    painter.setPen(QPen(ink, 1.2 if due == 0 else 1.6))
    painter.setBrush(ink if due == 2 else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(face)
    painter.setPen(QPen(tokens.surface if due == 2 else ink, 1.3))
    painter.drawPolyline([QPointF(6, 3.8), QPointF(6, 6.2), QPointF(7.8, 7)])


def padlock(painter: QPainter, lock: int, ink: QColor) -> None:
    """A padlock, with t for the time and p for the person."""
    if not lock:
        return
    painter.setPen(QPen(ink, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(1.5, 1.5, 4, 7), 0, 180 * 16)
    painter.fillRect(QRectF(0.5, 5.5, 6, 5), ink)
    _letters(painter, QRectF(7, 1, 13, 11), ("", "t", "p", "tp")[lock], ink)


def crew(painter: QPainter, together: int, ink: QColor) -> None:
    """A ring with the number of people."""
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(0.8, 0.8, 10.4, 10.4))
    _letters(painter, QRectF(0, 0.5, 12, 11), str(together) if together < 9 else "+", ink)


def _letters(painter: QPainter, rect: QRectF, text: str, ink: QColor) -> None:
    painter.setFont(theme.font(9, 600, tabular=True))
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def again(painter: QPainter, ink: QColor) -> None:
    """An arrow in a ring: the order comes from an agreement."""
    painter.setPen(QPen(ink, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(2, 2, 8, 8), 70 * 16, 280 * 16)
    painter.drawPolyline([QPointF(5.2, 0.6), QPointF(7.6, 2.1), QPointF(5.6, 4.2)])


def rule(painter: QPainter, tokens: Tokens, kind: str, *, hard: bool) -> None:
    """A filled octagon for a rule that refuses, a triangle for one that warns; inside, what it is about."""
    ink = tokens.bad if hard else tokens.warning
    painter.setPen(QPen(ink, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ink)
    points: tuple[tuple[float, float], ...] = ((6, 0.9), (11.5, 11.2), (0.5, 11.2))
    if hard:
        points = ((3.7, 0.6), (8.3, 0.6), (11.4, 3.7), (11.4, 8.3), (8.3, 11.4), (3.7, 11.4), (0.6, 8.3),
                  (0.6, 3.7))  # fmt: skip
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
    painter.translate(3.0 if hard else 3.75, 3.0 if hard else 5.7)
    if not hard:
        painter.scale(0.75, 0.75)
    painter.setPen(QPen(tokens.surface, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _glyph(painter, kind)


def _glyph(painter: QPainter, kind: str) -> None:
    """What a rule is about, in six pixels."""
    shapes: dict[str, Sequence[Line]] = {
        "overlap": [((0.6, 1.4), (4.4, 1.4)), ((1.6, 4.4), (5.4, 4.4))],
        "hours": [((3, 0.6), (3, 3.2)), ((3, 3.2), (5, 4.4))],
        "skill": [((3, 0.6), (3, 5.4)), ((0.8, 3), (5.2, 3))],
        "window": [((0.8, 5), (0.8, 1.4)), ((0.8, 1.4), (5.2, 1.4)), ((5.2, 1.4), (5.2, 5))],
        "travel": [((0.6, 3), (5.2, 3)), ((3.4, 1.2), (5.2, 3)), ((5.2, 3), (3.4, 4.8))],
        "part": [((1, 1), (5, 1)), ((5, 1), (5, 5)), ((5, 5), (1, 5)), ((1, 5), (1, 1))],
        "lock": [((1, 5), (5, 5)), ((1, 3.2), (5, 3.2)), ((1.6, 3.2), (1.6, 1.2)), ((4.4, 3.2), (4.4, 1.2))],
        "other": [((3, 0.6), (3, 3.4)), ((3, 4.8), (3, 5.4))],
    }
    for begin, end in shapes.get(kind, shapes[KINDS[-1]]):
        painter.drawLine(QPointF(*begin), QPointF(*end))


def pennant(painter: QPainter, tokens: Tokens, due: int, height: int) -> None:
    """A flag on its pole, for the deadline of a service level."""
    ink = (tokens.muted, tokens.warning, tokens.bad)[due]
    painter.fillRect(QRectF(0, 0, 1, height if due else height * 0.6), ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(1, 0), QPointF(8, 2.5), QPointF(1, 5)]))


def saw(height: int, width: int, *, left: bool) -> QPainterPath:
    """The end of a block with teeth instead of a round corner, its body reaching past the cell."""
    deep, high = 2.5, TOOTH / 2
    path = QPainterPath()
    outer, inner, far = (0.5, 0.5 + deep, width + 4.0) if left else (width - 0.5, width - 0.5 - deep, -4.0)
    path.moveTo(far, 0.5)
    path.lineTo(inner, 0.5)
    y, out = 0.5, True
    while y + high < height - 0.5:
        y += high
        path.lineTo(outer if out else inner, y)
        out = not out
    path.lineTo(inner, height - 0.5)
    path.lineTo(far, height - 0.5)
    return path
