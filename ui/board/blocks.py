"""Blocks of visits and the travel before them, batched by colour."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QPainter

from ui.board.atlas import CAP, HIGH, MARK
from ui.board.batch import Pieces, fill, fill_rects, rectangles
from ui.board.columns import CANCELLED
from ui.board.geometry import Ints
from ui.board.lettering import Hand, write
from ui.board.model import ESTIMATED_RULE, LONGEST_RULE, MEASURED_RULE, SHORT
from ui.board.scene import Blocks, Scene
from ui.board.style import Style

ROUND_FROM = 16
"""Blocks at least this wide have round ends."""
SLIVER = 6
"""Narrower blocks are all border: the pale fill of so few pixels would hardly be seen."""
MARK_FROM = 70
"""Blocks at least this wide show the mark of their status, those with one line from MARK_FROM_LOW."""
MARK_FROM_LOW = 86
LOCK_FROM = 84
SIGN_ROOM = 12
"""Pixels that a padlock or a clock takes at a block's right end."""
TRAVEL_LIMIT = 400.0
"""Travel is painted up to this zoom, in seconds per pixel; a month shows none."""
TRAVEL_HEIGHT = 3
MINUTES_FROM = 24
DOT = 4
"""Step of the dots of an estimated leg in pixels."""


def paint_blocks(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> Blocks:
    """Paint travel and blocks inside a rectangle of the canvas; returns the visits that touch it."""
    with_travel = scene.axis.seconds_per_pixel <= TRAVEL_LIMIT and scene.model.travel is not None
    blocks = scene.blocks(rect, reach=LONGEST_RULE if with_travel else 0)
    if with_travel:
        _travel(painter, scene, style, (blocks, rect))
    inside = (blocks.x <= rect.right()) & (blocks.y <= rect.bottom())
    blocks = Blocks(*(column[inside] for column in blocks))
    if len(blocks.slots):
        _bodies(painter, scene, style, blocks)
    return blocks


def _bodies(painter: QPainter, scene: Scene, style: Style, blocks: Blocks) -> None:
    """Border and fill of each block as two rectangles, a call each per status; then their pieces."""
    table, height = scene.model.table, style.density.block
    status = table.status[blocks.slots]
    if len(status) > 1:
        by_status = status.argsort(kind="stable")
        blocks = Blocks(*(column[by_status] for column in blocks))
        status = status[by_status]
    counts = np.bincount(status, minlength=len(style.fills)).tolist()
    rounded = blocks.w >= ROUND_FROM
    cap = rounded * CAP
    edge = (~rounded & (blocks.w >= 5)).astype(np.int64)
    x, w = blocks.x + cap, blocks.w - 2 * cap
    borders = rectangles(x, blocks.y, (w, height))
    inner = np.where(blocks.w < SLIVER, 0, w - 2 * edge)
    bodies = rectangles(x + edge, blocks.y + 1, (inner, height - 2))
    if counts[CANCELLED]:
        step = style.hatch_step
        painter.setBrushOrigin(QPoint(-scene.scroll_x % step, -scene.scroll_y % step))
    first = 0
    for code, count in enumerate(counts):
        if count:
            fill(painter, style.borders[code], borders[first : first + count])
            fill(painter, style.fills[code], bodies[first : first + count])
            first += count
    priority, due = table.priority[blocks.slots], scene.model.due_states[blocks.slots]
    at = rounded.nonzero()[0]
    if len(at) < len(rounded):
        urgent = (~rounded & (priority == HIGH)).nonzero()[0]
        fill_rects(painter, style.bad_brush, blocks.x[urgent], blocks.y[urgent], (2, height))
    if len(at):
        _pieces(painter, style, _Looks(blocks, status, priority, (table.lock[blocks.slots], due), at))


Codes = npt.NDArray[np.uint8]


class _Looks(NamedTuple):
    """Blocks with what decides their pieces; `signs` are lock and due state, `rounded` has positions."""

    blocks: Blocks
    status: Codes
    priority: Codes
    signs: tuple[Codes, Codes]
    rounded: Ints


def _pieces(painter: QPainter, style: Style, looks: _Looks) -> None:
    """Round ends, status marks and padlocks, all in one call."""
    blocks, atlas, at = looks.blocks, style.atlas, looks.rounded
    lock, due = looks.signs
    pieces = Pieces()
    pieces.add(blocks.x[at], blocks.y[at], atlas.left[looks.status[at], looks.priority[at]])
    pieces.add(blocks.x[at] + blocks.w[at] - CAP, blocks.y[at], atlas.right[looks.status[at], due[at]])
    marked = (blocks.w >= mark_from(style)).nonzero()[0]
    drop = (style.letters.heights[Hand.TITLE] - MARK) // 2
    pieces.add(
        blocks.x[marked] + 9, blocks.y[marked] + title_top(style) + drop, atlas.marks[looks.status[marked]]
    )
    locked = ((lock > 0) & (blocks.w >= LOCK_FROM)).nonzero()[0]
    pieces.add(
        blocks.x[locked] + blocks.w[locked] - MARK - 5,
        blocks.y[locked] + title_top(style) + drop,
        atlas.lock[None].repeat(len(locked), 0),
    )
    timed = ((due > 0) & (blocks.w >= LOCK_FROM)).nonzero()[0]
    pieces.add(
        blocks.x[timed] + blocks.w[timed] - MARK - 5 - SIGN_ROOM * (lock[timed] > 0),
        blocks.y[timed] + title_top(style) + drop,
        atlas.dues[due[timed]],
    )
    pieces.draw(painter, atlas.pixmap)


def mark_from(style: Style) -> int:
    """Least width of a block that shows the mark of its status."""
    return MARK_FROM if style.density.block >= 30 else MARK_FROM_LOW


def title_top(style: Style) -> int:
    """Distance of the title's line from the block's top."""
    letters = style.letters
    if style.density.block < 30:
        return (style.density.block - letters.heights[Hand.TITLE]) // 2
    return (style.density.block - letters.heights[Hand.TITLE] - letters.heights[Hand.SMALL]) // 2


def _travel(painter: QPainter, scene: Scene, style: Style, seen: tuple[Blocks, QRect]) -> None:
    """A rule before each block: solid when measured, dotted when estimated, red when the gap is too short."""
    blocks, rect = seen
    rules = scene.model.rules_before(blocks.slots)
    at = rules.kind.nonzero()[0]
    if not len(at):
        return
    kind = rules.kind[at]
    left = scene.xs(rules.begins[at])
    width = blocks.x[at] - left - 1
    y = blocks.y[at] + (style.density.block // 2 - 1)
    for brush, extra in ((style.travel, 0), (style.travel_short, SHORT)):
        solid = ((kind == MEASURED_RULE + extra) & (width > 0)).nonzero()[0]
        fill_rects(painter, brush, left[solid], y[solid], (width[solid], TRAVEL_HEIGHT))
        dots = ((kind == ESTIMATED_RULE + extra) & (width > 0)).nonzero()[0]
        _dots(painter, brush, left[dots], y[dots], width[dots])
    _minutes(painter, style, (left, y, width, rules.minutes[at], rect))


def _dots(painter: QPainter, brush: QBrush, left: Ints, y: Ints, width: Ints) -> None:
    """Dots from each right end leftwards."""
    if not len(left):
        return
    counts = (width + 1) // DOT
    total = int(counts.sum())
    if not total:
        return
    first = counts.cumsum() - counts
    step = np.arange(total) - first.repeat(counts)
    x = (left + width).repeat(counts) - DOT * step - 2
    fill_rects(painter, brush, x, y.repeat(counts), (2, 2))


def _minutes(
    painter: QPainter, style: Style, legs: tuple[Ints, Ints, Ints, npt.NDArray[np.float64], QRect]
) -> None:
    """Minutes above the rules that are wide enough."""
    left, y, width, minutes, rect = legs
    letters = style.letters
    high = letters.heights[Hand.TINY]
    wide = (width >= MINUTES_FROM) & (left <= rect.right()) & (left + width > rect.left())
    if not wide.any():
        return
    painter.setFont(letters.fonts[Hand.TINY])
    painter.setPen(style.muted)
    rows = zip(
        left[wide].tolist(), y[wide].tolist(), width[wide].tolist(), minutes[wide].tolist(), strict=True
    )
    for x, top, room, length in rows:
        word = letters.word(str(round(length)), Hand.TINY)
        write(painter, x + (room - word.width) // 2, top - high - 1, word)
    painter.setPen(Qt.PenStyle.NoPen)


MARK_ROOM = 23
"""Pixels from a block's left edge to its text when the mark is shown."""
PLAIN_ROOM = 7
