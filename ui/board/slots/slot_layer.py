"""Outlines of the offered places on the board, each with its number (board.md 5, 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ui import theme
from ui.board.painting.atlas import RADIUS
from ui.board.slots.slot_search import Offer

if TYPE_CHECKING:
    from ui.board.painting.style import Style
    from ui.board.scene import Scene

DISC = 18
"""Diameter of the number's disc in pixels."""
REACH = 3
"""Outlines reach this many pixels outside the place."""
_TINT = 0.14


class SlotLayer:
    """Paints places as outlines with their numbers, the one pointed at filled more strongly."""

    def __init__(self) -> None:
        """Show none."""
        self.offers: tuple[Offer, ...] = ()
        self.pointed = 0

    def rects(self, scene: Scene) -> list[QRect]:
        """Viewport rectangles that are painted now; empty ones for lanes that do not show."""
        return [self._rect(scene, offer) for offer in self.offers]

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint those that touch a rectangle of the viewport."""
        seen = []
        for offer in reversed(self.offers):
            place = self._rect(scene, offer)
            if not place.isEmpty() and place.adjusted(-REACH, -REACH, REACH, REACH).intersects(rect):
                seen.append((place, offer))
        if not seen:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11, 700, tabular=True))
        for place, offer in seen:
            self._outline(painter, style, place, offer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _rect(self, scene: Scene, offer: Offer) -> QRect:
        rect = scene.rect_at(offer.place.lane, offer.place.starts, offer.place.ends)
        return rect if rect.isEmpty() else rect.adjusted(0, 0, max(DISC - rect.width(), 0), 0)

    def _outline(self, painter: QPainter, style: Style, place: QRect, offer: Offer) -> None:
        ground = QColor(style.accent)
        ground.setAlphaF(_TINT * (2.0 if offer.number == self.pointed else 1.0))
        painter.setBrush(QBrush(ground))
        painter.setPen(QPen(style.accent, 2.0 if offer.number == self.pointed else 1.4))
        painter.drawRoundedRect(QRectF(place).adjusted(0.7, 0.7, -0.7, -0.7), RADIUS, RADIUS)
        centre = QPointF(place.left() + DISC / 2 + 1, place.top() + DISC / 2 + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(style.accent))
        painter.drawEllipse(centre, DISC / 2, DISC / 2)
        painter.setPen(style.tokens.surface)
        box = QRectF(centre.x() - DISC / 2, centre.y() - DISC / 2, DISC, DISC)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(offer.number))
