"""Marks that stand in lanes beside their blocks: promised windows and deadlines.

They reach outside the time of their visit, so each kind finds by itself what touches a rectangle.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QPainter

from ui.board.geometry import Ints
from ui.board.painting.atlas import PENNANT
from ui.board.painting.batch import Pieces, fill_rects
from ui.board.painting.style import Style
from ui.board.scene import HEADER, Scene

BRACKET_LIMIT = 400.0
"""Brackets are painted up to this zoom, in seconds per pixel."""
FLAG_LIMIT, CALM_LIMIT = 900.0, 250.0
"""Flags are painted up to the first of these zooms; those that are neither near nor late up to the second."""
BRACKET_RISE = 3
"""Pixels between a block's top and the bracket above it, which are also its height."""


def paint_brackets(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """Above each block the window that was promised, red where the visit starts outside it."""
    if scene.axis.seconds_per_pixel > BRACKET_LIMIT:
        return
    facts = scene.encoding.of(scene.model)
    lanes, starts, ends = scene.span(rect.adjusted(-1, 0, 1, BRACKET_RISE + 1))
    slots, begins, until = facts.brackets.visible(lanes, starts, ends)
    if not len(slots):
        return
    left, right = scene.xs(begins), np.maximum(scene.xs(until), scene.xs(begins) + 4)
    y = _tops(scene, slots) - BRACKET_RISE
    off = facts.off_promise[slots] > 0
    for brush, chosen in ((style.bracket, ~off), (style.bad_brush, off)):
        at = chosen.nonzero()[0]
        _bracket(painter, brush, left[at], right[at], y[at])


def _bracket(painter: QPainter, brush: QBrush, left: Ints, right: Ints, y: Ints) -> None:
    fill_rects(painter, brush, left, y, (right - left, 1))
    fill_rects(painter, brush, left, y, (1, BRACKET_RISE))
    fill_rects(painter, brush, right - 1, y, (1, BRACKET_RISE))


def paint_flags(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """A flag above the blocks of a lane where a service level runs out; its pole stands behind them."""
    if scene.axis.seconds_per_pixel > FLAG_LIMIT:
        return
    flags = scene.encoding.of(scene.model).flags
    if not len(flags):
        return
    lanes, starts, ends = scene.span(rect.adjusted(-PENNANT, 0, 0, 0))
    slots, due, _until = flags.visible(lanes, starts, ends)
    if not len(slots):
        return
    states = scene.model.due_states[slots]
    if scene.axis.seconds_per_pixel > CALM_LIMIT:
        pressing = states > 0
        slots, due, states = slots[pressing], due[pressing], states[pressing]
    pieces = Pieces()
    pieces.add(scene.xs(due), _tops(scene, slots) - scene.density.pad, style.atlas.pennants[states])
    pieces.draw(painter, style.atlas.pixmap)


def _tops(scene: Scene, slots: Ints) -> Ints:
    """Viewport y of the blocks of visits; far away for those in lanes that do not show."""
    table, rows = scene.model.table, scene.rows
    lane = table.lane[slots]
    top = rows.tops[lane] + (scene.density.pad - scene.scroll_y + HEADER)
    top = top + scene.subrow[slots].astype(np.int64) * scene.density.pitch
    return np.where(rows.bottoms[lane] > rows.tops[lane], top, -HEADER)


def promise_rect(scene: Scene, visit_id: int) -> QRect:
    """The bracket of a visit's promised window; empty where there is none, or the zoom shows none."""
    slot = scene.model.table.slot(visit_id) if visit_id else -1
    if slot < 0 or scene.axis.seconds_per_pixel > BRACKET_LIMIT:
        return QRect()
    block = scene.rect_of(slot)
    begins, ends = scene.encoding.of(scene.model).promise(np.array([slot]))
    if block.isEmpty() or not ends[0]:
        return QRect()
    left, right = (int(x) for x in scene.xs(np.array([begins[0], ends[0]])))
    return QRect(left, block.top() - BRACKET_RISE, max(right - left, 4), BRACKET_RISE)


def paint_promises(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """The promised windows of what is selected and pointed at, in the accent."""
    for visit_id in {scene.hovered, scene.focused, *scene.selected} - {0}:
        bracket = promise_rect(scene, visit_id)
        if not bracket.isEmpty() and bracket.intersects(rect):
            left, right, y = (np.array([one]) for one in (bracket.left(), bracket.right() + 1, bracket.top()))
            _bracket(painter, style.accent_brush, left, right, y)
