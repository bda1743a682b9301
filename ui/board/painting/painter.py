"""Paints any rectangle of the board from the scene, always the same picture for the same state."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QRegion

from ui.board.geometry import Density
from ui.board.layout.header import TimeHeader
from ui.board.layout.lanes import LaneColumn
from ui.board.painting.backing import Backing
from ui.board.painting.blocks import Seen, paint_blocks, title_top
from ui.board.painting.ghost_paint import paint_overlay
from ui.board.painting.ground import paint_ground
from ui.board.painting.labels import Labels
from ui.board.painting.lane_marks import paint_brackets, paint_flags, paint_promises
from ui.board.painting.overlay import paint_marks, paint_now
from ui.board.painting.signs import signs_of
from ui.board.painting.style import Style
from ui.board.scene import HEADER, Scene
from ui.board.telling.schemes import Colouring

FEW = 2
"""More rectangles than this are cheaper painted as one; Qt clips to the region in any case."""
SEVERAL = 8
"""Up to so many are painted by themselves where they fill less than a quarter of what holds them all."""


class BoardPainter:
    """Style and caches for one theme, density and screen."""

    def __init__(self, density: Density, ratio: float, colouring: Colouring = Colouring.STATUS) -> None:
        """Prepare for a density, a device pixel ratio and a colour scheme; reads the theme in use.

        `forgotten` counts how often what was arranged was dropped.
        """
        self.style = Style(density, ratio, colouring)
        self.labels = Labels(self.style)
        self.column = LaneColumn(self.style)
        self.header = TimeHeader(self.style)
        self.forgotten = 0

    def forget(self) -> None:
        """Drop what was arranged for rows that have changed."""
        self.forgotten += 1
        self.labels.forget()
        self.column.forget()
        self.header.forget()

    def lay_out(self, scene: Scene, rect: QRect) -> None:
        """Know the texts of a part of the canvas that may soon come into view."""
        blocks = scene.blocks(rect)
        self.labels.lay_out(scene, Seen(blocks, signs_of(scene, self.style, blocks, title_top(self.style))))

    def paint(self, painter: QPainter, scene: Scene, region: QRegion, backing: Backing | None = None) -> None:
        """Paint a region, rectangle by rectangle, each with its own clip.

        While something is carried, `backing` keeps what lies under it from one step to the next.
        """
        painter.setPen(Qt.PenStyle.NoPen)
        canvas = region & scene.canvas
        if backing is None:
            self._under(painter, canvas, scene)
        else:
            paint = partial(self._under, scene=scene)
            picture = backing.renewed(scene.size, self.style.ratio, scene.canvas, paint)
            painter.setClipRegion(canvas)
            painter.drawPixmap(0, 0, picture)
        if scene.overlay and not canvas.isEmpty():
            painter.setClipRegion(canvas)
            paint_overlay(painter, scene, self.style)
        for rect in region:  # type: ignore[attr-defined]  # Qt's stub forgets that it iterates
            self._header(painter, scene, rect & scene.header)
            column = rect & scene.column
            if not column.isEmpty():
                painter.setClipRect(column)
                self.column.paint(painter, scene, column)
                for layer in scene.beside:
                    layer.paint(painter, scene, self.style, column)
            if rect.left() < scene.lane_column and rect.top() < HEADER:
                painter.setClipRect(rect & QRect(0, 0, scene.lane_column, HEADER))
                self.header.paint_corner(painter, scene)

    def _under(self, painter: QPainter, region: QRegion, scene: Scene) -> None:
        """Paint a region of the canvas without what is carried over it."""
        painter.setPen(Qt.PenStyle.NoPen)
        parts = list(region)  # type: ignore[call-overload]
        if region.rectCount() > FEW and not _is_sparse(parts, region.boundingRect()):
            parts = [region.boundingRect()]
        for rect in parts:
            self._canvas(painter, scene, rect)

    def _canvas(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        if rect.isEmpty():
            return
        painter.setClipRect(rect)
        paint_ground(painter, scene, self.style, rect)
        for layer in scene.under:
            layer.paint(painter, scene, self.style, rect)
        paint_brackets(painter, scene, self.style, rect)
        paint_flags(painter, scene, self.style, rect)
        seen = paint_blocks(painter, scene, self.style, rect)
        if len(seen.blocks.slots):
            self.labels.paint(painter, scene, seen, rect)
        paint_promises(painter, scene, self.style, rect)
        paint_marks(painter, scene, self.style, (seen.blocks, rect))
        for layer in scene.over:
            layer.paint(painter, scene, self.style, rect)
        paint_now(painter, scene, self.style, rect)

    def _header(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        left, high = scene.lane_column, scene.upper
        upper = rect & QRect(left, 0, scene.size.width(), high)
        lower = rect & QRect(left, high, scene.size.width(), HEADER - high)
        if not upper.isEmpty():
            painter.setClipRect(upper)
            self.header.paint_upper(painter, scene, upper)
        if not lower.isEmpty():
            painter.setClipRect(lower)
            self.header.paint_lower(painter, scene, lower)


def _is_sparse(parts: list[QRect], bounds: QRect) -> bool:
    """Whether a few rectangles leave most of their bounds alone, as a ghost and its thread do."""
    if len(parts) > SEVERAL:
        return False
    covered = sum(part.width() * part.height() for part in parts)
    return 4 * covered < bounds.width() * bounds.height()
