"""What lies over the visits: outlines, the now-line, ghosts with their verdict, the rubber band."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from resources.texts import _
from ui.board.atlas import RADIUS
from ui.board.batch import fill_rects
from ui.board.blocks import ROUND_FROM, title_top
from ui.board.ghosts import Ghost
from ui.board.labels import times
from ui.board.lettering import Hand, Word, write
from ui.board.scene import HEADER, Blocks, Scene
from ui.board.style import Style

OUTLINE = 3
"""Outlines reach this many pixels outside their block; dirty rectangles include them."""
BUBBLE_ROW = 17
REASONS = 3


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
    if visit_id in scene.model.pending:
        _dashed(painter, rect, style.accent_brush, (5, 3, 2))
    if visit_id == scene.hovered and visit_id not in scene.selected:
        painter.setPen(QPen(style.accent, 1))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), bend, bend)
    if visit_id in scene.selected:
        painter.setPen(QPen(style.accent, 2))
        painter.drawRoundedRect(frame, bend, bend)
        if rect.width() >= ROUND_FROM:
            painter.setPen(QPen(style.tokens.surface, 1))
            painter.drawRoundedRect(frame.adjusted(1.5, 1.5, -1.5, -1.5), bend - 1.5, bend - 1.5)
    if visit_id == scene.focused and scene.has_focus:
        _dashed(painter, rect.adjusted(-3, -3, 3, 3), QBrush(style.text), (2, 2, 1))


def _dashed(painter: QPainter, rect: QRect, brush: QBrush, dash: tuple[int, int, int]) -> None:
    """A dashed frame of (length, gap, thickness) in whole pixels.

    Qt's own dashes start anew where the clip cuts the outline, so a scrolled picture would differ.
    """
    length, gap, thick = dash
    across = np.arange(rect.left() + RADIUS, rect.right() - RADIUS, length + gap)
    down = np.arange(rect.top() + RADIUS, rect.bottom() - RADIUS, length + gap)
    wide = np.minimum(length, rect.right() - RADIUS + 1 - across)
    high = np.minimum(length, rect.bottom() - RADIUS + 1 - down)
    painter.setPen(Qt.PenStyle.NoPen)
    for y in (rect.top(), rect.bottom() - thick + 1):
        fill_rects(painter, brush, across, y, (wide, thick))
    for x in (rect.left(), rect.right() - thick + 1):
        fill_rects(painter, brush, np.full(len(down), x), down, (thick, high))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_now(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """The line of the present moment."""
    if scene.now:
        x = scene.x(scene.now) - 1
        if x <= rect.right() and x + 2 > rect.left():
            painter.fillRect(x, rect.top(), 2, rect.height(), style.now_brush)


def ghost_rect(scene: Scene, ghost: Ghost) -> QRect:
    """Viewport rectangle of a ghost."""
    return scene.rect_at(ghost.place.lane, ghost.place.starts, ghost.place.ends, ghost.subrow)


def covered(scene: Scene, style: Style) -> QRect:
    """Bounds of what the overlay covers now, to be repainted before and after it changes."""
    reach = OUTLINE + 1
    overlay = scene.overlay
    bounds = QRect()
    for ghost in overlay.ghosts:
        bounds |= ghost_rect(scene, ghost).adjusted(-reach, -reach, reach, reach + 3)
    if overlay.ghosts:
        bounds |= bubble_rect(scene, style).adjusted(-2, -2, 2, 4)
    if overlay.band is not None:
        bounds |= overlay.band.normalized().adjusted(-2, -2, 2, 2)
    return bounds


def paint_overlay(painter: QPainter, scene: Scene, style: Style) -> None:
    """Ghosts, their bubble, and the rubber band."""
    overlay = scene.overlay
    if not overlay.ghosts and overlay.band is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for ghost in overlay.ghosts:
        _ghost(painter, scene, style, ghost)
    if overlay.ghosts:
        _bubble(painter, scene, style)
    if overlay.band is not None:
        wash = QColor(style.accent)
        wash.setAlphaF(0.12)
        painter.setBrush(wash)
        painter.setPen(QPen(style.accent, 1))
        painter.drawRect(QRectF(overlay.band.normalized()).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)


def _tone(style: Style, *, hard: bool, soft: bool) -> tuple[QColor, QColor]:
    """Ink and ground of a verdict."""
    tokens = style.tokens
    if hard:
        return tokens.bad, tokens.bad_surface
    return (tokens.warning, tokens.warning_surface) if soft else (tokens.accent, tokens.accent_surface)


def _ghost(painter: QPainter, scene: Scene, style: Style, ghost: Ghost) -> None:
    rect = ghost_rect(scene, ghost)
    if rect.isEmpty():
        return
    hard = bool(ghost.verdict.hard)
    ink, ground = _tone(style, hard=hard, soft=not ghost.verdict.fits)
    frame = QRectF(rect)
    shadow = QColor(0, 0, 0, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shadow)
    painter.drawRoundedRect(frame.adjusted(0, 2, 1, 3), RADIUS, RADIUS)
    painter.setBrush(ground)
    painter.setPen(QPen(ink, 2))
    painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    letters = style.letters
    room = rect.width() - 14
    top = rect.top() + title_top(style)
    painter.setPen(style.text)
    title = letters.cut(ghost.place.customer or ghost.place.number, Hand.PLAIN, room)
    painter.setFont(letters.fonts[Hand.PLAIN])
    write(painter, rect.left() + 8, top, letters.word(title, Hand.PLAIN))
    if style.density.block < 30:
        return
    when = letters.word(times(scene, style, ghost.place.starts, ghost.place.ends), Hand.SMALL)
    if when.width <= room:
        painter.setFont(letters.fonts[Hand.SMALL])
        write(painter, rect.left() + 8, top + letters.heights[Hand.TITLE], when)


def _bubble_words(scene: Scene, style: Style) -> tuple[Word, list[Word]]:
    overlay, letters = scene.overlay, style.letters
    title = letters.word(overlay.title, Hand.TITLE)
    words = overlay.words[:REASONS]
    rows = [letters.word(text, Hand.SMALL) for text in words]
    if len(overlay.words) > REASONS:
        more = _("and {n} more").format(n=len(overlay.words) - REASONS)
        rows.append(letters.word(more, Hand.SMALL))
    return title, rows


def bubble_rect(scene: Scene, style: Style) -> QRect:
    """Where the verdict in words stands: under the first ghost, above it near the bottom."""
    title, rows = _bubble_words(scene, style)
    width = max([title.width, *(row.width for row in rows)]) + 20
    height = 8 + BUBBLE_ROW * (1 + len(rows)) + 4
    ghost = ghost_rect(scene, scene.overlay.ghosts[0])
    canvas = scene.canvas
    if ghost.isEmpty():
        ghost = QRect(canvas.topLeft() + QPoint(8, 8), canvas.topLeft() + QPoint(8, 8))
    left = min(max(ghost.left(), canvas.left() + 4), max(canvas.right() - width - 4, canvas.left() + 4))
    top = ghost.bottom() + 7
    if top + height > canvas.bottom() - 4:
        top = max(ghost.top() - 7 - height, HEADER + 4)
    return QRect(left, top, width, height)


def _card(painter: QPainter, rect: QRect, ink: QColor, ground: QColor) -> None:
    """A bordered ground with a shadow, of plain rectangles: a smooth one of this size takes 0.3 ms."""
    shadow = QColor(0, 0, 0, 28)
    painter.fillRect(rect.left() + 2, rect.bottom() + 1, rect.width() - 2, 2, shadow)
    painter.fillRect(rect.right() + 1, rect.top() + 3, 1, rect.height() - 2, shadow)
    painter.fillRect(rect.adjusted(1, 0, -1, 0), ink)
    painter.fillRect(rect.adjusted(0, 1, 0, -1), ink)
    painter.fillRect(rect.adjusted(1, 1, -1, -1), ground)


def _bubble(painter: QPainter, scene: Scene, style: Style) -> None:
    overlay, letters = scene.overlay, style.letters
    rect = bubble_rect(scene, style)
    ink, _ground = _tone(style, hard=overlay.hard, soft=overlay.soft)
    _card(painter, rect, ink, style.tokens.surface)
    title, rows = _bubble_words(scene, style)
    painter.setPen(ink if overlay.hard or overlay.soft else style.text)
    painter.setFont(letters.fonts[Hand.TITLE])
    write(painter, rect.left() + 10, rect.top() + 6, title)
    painter.setFont(letters.fonts[Hand.SMALL])
    painter.setPen(style.text)
    for at, row in enumerate(rows, 1):
        write(painter, rect.left() + 10, rect.top() + 7 + BUBBLE_ROW * at, row)
