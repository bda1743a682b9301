"""The visits of one crew: outlined, with a line between them, while the pointer is on one of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.board.gestures.aims import crew_of
from ui.board.painting.atlas import RADIUS
from ui.board.painting.style import Style
from ui.board.scene import Scene

if TYPE_CHECKING:
    from ui.board.page import BoardPage

INSET = 14
"""The line leaves a block so far from its left edge."""
THICK = 2


class CrewLines(QObject):
    """A layer over the visits, and what keeps it in step with the pointer."""

    def __init__(self, page: BoardPage) -> None:
        """Serve the board of a page."""
        super().__init__(page)
        self._view = page.view
        self.crew: tuple[int, ...] = ()
        self._view.scene.over.append(self)
        self._view.hovered.connect(self.show_crew_of)

    def show_crew_of(self, visit_id: int) -> None:
        """Show the crew of a visit, 0 for none."""
        scene = self._view.scene
        slot = scene.model.table.slot(visit_id) if visit_id else -1
        crew_id = int(scene.model.table.crew_id[slot]) if slot >= 0 else 0
        crew = tuple(crew_of(scene, crew_id)) if crew_id else ()
        if crew == self.crew:
            return
        for renew in (False, True):
            if renew:
                self.crew = crew
            for rect in (*_blocks(scene, self.crew), *_lines(scene, self.crew)):
                self._view.dirty(rect.adjusted(-3, -3, 3, 3))

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint the part inside a rectangle."""
        if not self.crew:
            return
        for line in _lines(scene, self.crew):
            if line.intersects(rect):
                painter.fillRect(line, style.accent_brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.accent, 2))
        for block in _blocks(scene, self.crew):
            if block.adjusted(-3, -3, 3, 3).intersects(rect):
                painter.drawRoundedRect(QRectF(block), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)


def _blocks(scene: Scene, crew: tuple[int, ...]) -> list[QRect]:
    """The blocks of a crew that are not hidden, from top to bottom."""
    found = [scene.rect_of(slot) for slot in scene.slots_of(crew)]
    return sorted((rect for rect in found if not rect.isEmpty()), key=lambda rect: rect.top())


def _lines(scene: Scene, crew: tuple[int, ...]) -> list[QRect]:
    """From each block down to the next: straight where both are over one another, else with a bend."""
    blocks = _blocks(scene, crew)
    found = []
    for upper, lower in pairwise(blocks):
        low, high = max(upper.left(), lower.left()), min(upper.right(), lower.right())
        if lower.top() <= upper.bottom():
            continue
        if low <= high:
            x = min(low + INSET, high)
            found.append(_upright(x, upper.bottom() + 1, lower.top() - 1))
            continue
        bend = lower.top() - 3
        first, last = upper.left() + INSET, lower.left() + INSET
        found.append(_upright(first, upper.bottom() + 1, bend))
        found.append(QRect(QPoint(min(first, last), bend), QPoint(max(first, last) + 1, bend + THICK - 1)))
    return found


def _upright(x: int, top: int, bottom: int) -> QRect:
    return QRect(QPoint(x, top), QPoint(x + THICK - 1, max(bottom, top)))
