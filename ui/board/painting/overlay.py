"""Marks among the visits: what is selected, focused, hovered, lifted or being saved; and the now-line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from ui.board.painting.atlas import RADIUS
from ui.board.painting.batch import fill_rects
from ui.board.painting.blocks import ROUND_FROM
from ui.board.painting.style import Style
from ui.board.scene import Blocks, Scene

OUTLINE = 3
"""Outlines reach this many pixels outside their block; dirty rectangles include them."""


def paint_marks(painter: QPainter, scene: Scene, style: Style, place: tuple[Blocks, QRect]) -> None:
    """Selection, focus, hover, pending and what a filter or gesture makes faint, among visible visits."""
    blocks, seen = place
    reach = OUTLINE + 1
    if scene.dimmed is not None and len(blocks.slots):
        at = np.flatnonzero(scene.dimmed[blocks.slots])
        size = (blocks.w[at], style.density.block)
        fill_rects(painter, style.veil, blocks.x[at], blocks.y[at], size)
    marked = scene.selected | scene.model.pending | scene.overlay.lifted
    marked |= {scene.hovered, scene.focused}
    marked.discard(0)
    if not marked:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for slot in scene.slots_of(marked):
        rect = scene.rect_of(slot)
        if not rect.isEmpty() and rect.adjusted(-reach, -reach, reach, reach).intersects(seen):
            _mark(painter, scene, style, (int(scene.model.table.id[slot]), rect))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)


def _mark(painter: QPainter, scene: Scene, style: Style, visit: tuple[int, QRect]) -> None:
    visit_id, rect = visit
    frame = QRectF(rect)
    bend = RADIUS if rect.width() >= ROUND_FROM else 1.5
    if visit_id in scene.overlay.lifted:
        painter.fillRect(rect, style.veil)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.muted, 1))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), bend, bend)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if visit_id == scene.hovered and visit_id not in scene.selected:
        painter.setPen(QPen(style.accent, 1))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), bend, bend)
    if visit_id in scene.selected:
        painter.setPen(QPen(style.accent, 2))
        painter.drawRoundedRect(frame, bend, bend)
        if rect.width() >= ROUND_FROM:
            painter.setPen(QPen(style.tokens.surface, 1))
            painter.drawRoundedRect(frame.adjusted(1.5, 1.5, -1.5, -1.5), bend - 1.5, bend - 1.5)
    if visit_id in scene.model.pending:
        inner = rect.adjusted(2, 2, -2, -2)
        dashed(painter, inner, style.accent_brush, (5, 3, 2), phase=scene.dash)
    if visit_id == scene.focused and scene.has_focus:
        dashed(painter, rect.adjusted(-3, -3, 3, 3), QBrush(style.text), (2, 2, 1))


def dashed(
    painter: QPainter, rect: QRect, brush: QBrush, dash: tuple[int, int, int], *, phase: int = 0
) -> None:
    """A dashed frame of (length, gap, thickness) in whole pixels, its dashes moved on by `phase`.

    Qt's own dashes start anew where the clip cuts the outline, so a scrolled picture would differ.
    """
    length, gap, thick = dash
    step = length + gap
    begin = phase % step - step
    low, high = rect.left() + RADIUS, rect.right() - RADIUS + 1
    across = np.arange(low + begin, high, step)
    left = np.maximum(across, low)
    wide = np.minimum(across + length, high) - left
    top, bottom = rect.top() + RADIUS, rect.bottom() - RADIUS + 1
    down = np.arange(top + begin, bottom, step)
    upper = np.maximum(down, top)
    tall = np.minimum(down + length, bottom) - upper
    painter.setPen(Qt.PenStyle.NoPen)
    seen, long = wide > 0, tall > 0
    for y in (rect.top(), rect.bottom() - thick + 1):
        fill_rects(painter, brush, left[seen], y, (wide[seen], thick))
    for x in (rect.left(), rect.right() - thick + 1):
        fill_rects(painter, brush, np.full(int(long.sum()), x), upper[long], (thick, tall[long]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_now(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """The line of the present moment."""
    if scene.now:
        x = scene.x(scene.now) - 1
        if x <= rect.right() and x + 2 > rect.left():
            painter.fillRect(x, rect.top(), 2, rect.height(), style.now_brush)
