"""Blocks of visits and the travel before them, batched by colour."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from models.distances import ESTIMATED, UNKNOWN
from ui.board.atlas import CAP, HIGH, MARK
from ui.board.batch import Pieces, fill_rects
from ui.board.geometry import Ints
from ui.board.lettering import Hand
from ui.board.model import CANCELLED
from ui.board.scene import LANE_COLUMN, REACH, Blocks, Scene
from ui.board.style import Style

ROUND_FROM = 16
"""Blocks at least this wide have round ends."""
MARK_FROM = 62
"""Blocks at least this wide show the mark of their status."""
LOCK_FROM = 84
TRAVEL_LIMIT = 400.0
"""Travel is painted up to this zoom, in seconds per pixel; a month shows none."""
TRAVEL_HEIGHT = 3
MINUTES_FROM = 24
DOT = 4
"""Step of the dots of an estimated leg in pixels."""


def paint_blocks(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> Blocks:
    """Paint travel and blocks inside a rectangle of the canvas; returns the visits that touch it."""
    with_travel = scene.axis.seconds_per_pixel <= TRAVEL_LIMIT and scene.model.travel is not None
    blocks = scene.blocks(rect, reach=REACH if with_travel else 0)
    if with_travel:
        _travel(painter, scene, style, (blocks, rect))
    inside = (blocks.x <= rect.right()) & (blocks.y <= rect.bottom())
    blocks = Blocks(*(column[inside] for column in blocks))
    if len(blocks.slots):
        _bodies(painter, scene, style, blocks)
    return blocks


def _bodies(painter: QPainter, scene: Scene, style: Style, blocks: Blocks) -> None:
    table, height = scene.model.table, style.density.block
    status = table.status[blocks.slots]
    priority = table.priority[blocks.slots]
    rounded = blocks.w >= ROUND_FROM
    cap = np.where(rounded, CAP, 0)
    x, y, w = blocks.x + cap, blocks.y, blocks.w - 2 * cap
    edge = np.where(rounded, 0, np.where(blocks.w >= 5, 1, 0))
    tall = np.full(len(x), height, dtype=np.int64)
    if (status == CANCELLED).any():
        step = style.hatch_step
        painter.setBrushOrigin(QPoint(-scene.scroll_x % step, -scene.scroll_y % step))
    for code in np.unique(status).tolist():
        of = np.flatnonzero(status == code)
        fill_rects(painter, style.borders[code], x[of], y[of], (w[of], tall[of]))
        inset = edge[of]
        fill_rects(painter, style.fills[code], x[of] + inset, y[of] + 1, (w[of] - 2 * inset, tall[of] - 2))
    urgent = np.flatnonzero(~rounded & (priority == HIGH))
    two = np.full(len(urgent), 2, dtype=np.int64)
    fill_rects(painter, style.bad_brush, blocks.x[urgent], y[urgent], (two, tall[urgent]))
    _pieces(painter, style, _Looks(blocks, status, priority, table.lock[blocks.slots], np.flatnonzero(rounded)))


class _Looks(NamedTuple):
    """Blocks with what decides their pieces; `rounded` are positions of those with round ends."""

    blocks: Blocks
    status: Ints
    priority: Ints
    lock: Ints
    rounded: Ints


def _pieces(painter: QPainter, style: Style, looks: _Looks) -> None:
    """Round ends, status marks and padlocks, all in one call."""
    blocks, atlas, at = looks.blocks, style.atlas, looks.rounded
    if not len(at):
        return
    pieces = Pieces()
    pieces.add(blocks.x[at], blocks.y[at], atlas.left[looks.status[at], looks.priority[at]])
    pieces.add(blocks.x[at] + blocks.w[at] - CAP, blocks.y[at], atlas.right[looks.status[at]])
    marked = np.flatnonzero(blocks.w >= MARK_FROM)
    drop = (style.letters.heights[Hand.TITLE] - MARK) // 2
    pieces.add(
        blocks.x[marked] + 9, blocks.y[marked] + title_top(style) + drop, atlas.marks[looks.status[marked]]
    )
    locked = np.flatnonzero((looks.lock > 0) & (blocks.w >= LOCK_FROM))
    pieces.add(
        blocks.x[locked] + blocks.w[locked] - MARK - 5,
        blocks.y[locked] + title_top(style) + drop,
        np.broadcast_to(atlas.lock, (len(locked), 4)),
    )
    pieces.draw(painter, atlas.pixmap)


def title_top(style: Style) -> int:
    """Distance of the title's line from the block's top."""
    letters = style.letters
    if style.density.block < 30:
        return (style.density.block - letters.heights[Hand.TITLE]) // 2
    return (style.density.block - letters.heights[Hand.TITLE] - letters.heights[Hand.SMALL]) // 2


def _travel(painter: QPainter, scene: Scene, style: Style, seen: tuple[Blocks, QRect]) -> None:
    """A rule before each block: solid when measured, dotted when estimated, red when the gap is too short."""
    blocks, rect = seen
    model = scene.model
    slots = blocks.slots
    minutes, source = model.travel_before(slots)
    known = (minutes >= 1) & (source < UNKNOWN) & (model.table.status[slots] != CANCELLED)
    if not known.any():
        return
    at = np.flatnonzero(known)
    slots, minutes, source = slots[at], minutes[at], source[at]
    starts = model.table.starts[slots]
    begin = starts - np.minimum(minutes * 60, REACH).astype(np.int64)
    before = model.table.previous(slots)
    free = np.where(before >= 0, model.table.ends[before], 0)
    short = (free > begin + 59) & (model.days.numbers(free) == model.days.numbers(starts))
    left = scene.axis.xs(np.where(short, free, begin)) - scene.scroll_x + LANE_COLUMN
    width = blocks.x[at] - left - 1
    y = blocks.y[at] + style.density.block // 2 - 1
    high = np.full(len(left), TRAVEL_HEIGHT, dtype=np.int64)
    dotted = source == ESTIMATED
    for brush, of_kind in ((style.travel, ~short), (style.travel_short, short)):
        solid = np.flatnonzero(of_kind & ~dotted & (width > 0))
        fill_rects(painter, brush, left[solid], y[solid], (width[solid], high[solid]))
        dots = np.flatnonzero(of_kind & dotted & (width > 0))
        _dots(painter, brush, left[dots], y[dots], width[dots])
    _minutes(painter, scene, style, (left, y, width, minutes, rect))


def _dots(painter: QPainter, brush: object, left: Ints, y: Ints, width: Ints) -> None:
    counts = (width + 1) // DOT
    total = int(counts.sum())
    if not total:
        return
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    step = np.arange(total) - np.repeat(first, counts)
    x = np.repeat(left + width, counts) - DOT * step - 2
    two = np.full(total, 2, dtype=np.int64)
    fill_rects(painter, brush, x, np.repeat(y, counts), (two, two))


def _minutes(
    painter: QPainter, scene: Scene, style: Style, legs: tuple[Ints, Ints, Ints, Ints, QRect]
) -> None:
    """Minutes above the rules that are wide enough."""
    left, y, width, minutes, rect = legs
    letters = style.letters
    high = letters.heights[Hand.TINY]
    wide = (width >= MINUTES_FROM) & (left <= rect.right()) & (left + width > rect.left())
    painter.setFont(letters.fonts[Hand.TINY])
    painter.setPen(style.muted)
    for at in np.flatnonzero(wide).tolist():
        word = letters.word(str(round(float(minutes[at]))), Hand.TINY)
        if word.width <= width[at]:
            x = int(left[at]) + (int(width[at]) - word.width) // 2
            painter.drawStaticText(x, int(y[at]) - high - 1, word.static)
    painter.setPen(Qt.PenStyle.NoPen)


MARK_ROOM = 23
"""Pixels from a block's left edge to its text when the mark is shown."""
PLAIN_ROOM = 7
