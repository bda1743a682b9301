"""Blocks of visits and the travel before them, batched by look."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QPainter

from ui.board.columns import DONE
from ui.board.geometry import Ints
from ui.board.model import ESTIMATED_RULE, LONGEST_RULE, MEASURED_RULE, SHORT
from ui.board.painting.atlas import CAP
from ui.board.painting.batch import Pieces, fill, fill_rects, rectangles
from ui.board.painting.drawings import MARK
from ui.board.painting.lettering import Hand, write
from ui.board.painting.signs import Signs, paint_signs, signs_of
from ui.board.painting.style import Style
from ui.board.scene import Blocks, Scene
from ui.board.telling.encoding import DRAFT, PROPOSED, Facts
from ui.board.telling.schemes import Codes

ROUND_FROM = NARROW = 26
"""Blocks this wide have texts, round ends and a pale ground; narrower ones are square and stronger in colour,
all of them alike: a pale ground of so few pixels would hardly be seen, and two shades of one status lie."""
STRIKE_FROM = 40
"""Narrower blocks have hardly a title to strike through."""
SLIVER = 4
"""Narrower blocks are all border."""
URGENT_FROM = 8
"""Blocks at least this wide show a high priority, in two pixels where they have no round ends."""
MARK_FROM = 70
"""Blocks at least this wide show the mark of their status, those with one line from MARK_FROM_LOW."""
MARK_FROM_LOW = 86
TRAVEL_LIMIT = 400.0
"""Travel is painted up to this zoom, in seconds per pixel; a month shows none."""
TRAVEL_HEIGHT = 2
MINUTES_FROM = 24
STRIPE, STRIPE_STEP = 3, 5
"""Length of the stripes of an estimated leg in pixels, and their step."""
DASHES = {DRAFT: (5, 4), PROPOSED: (2, 3)}
"""Length and gap of the outline of a draft and of a proposal."""
PRIORITY_LOW, PRIORITY_HIGH = 0, 2


class Seen(NamedTuple):
    """The visits that touch what is painted, and the signs at their right ends."""

    blocks: Blocks
    signs: Signs


def paint_blocks(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> Seen:
    """Paint travel and blocks inside a rectangle of the canvas; returns the visits that touch it."""
    with_travel = scene.axis.seconds_per_pixel <= TRAVEL_LIMIT and scene.model.travel is not None
    blocks = scene.blocks(rect, reach=LONGEST_RULE if with_travel else 0)
    if with_travel:
        _travel(painter, scene, style, (blocks, rect))
    inside = (blocks.x <= rect.right()) & (blocks.y <= rect.bottom())
    blocks = Blocks(*(column[inside] for column in blocks))
    if len(blocks.slots):
        blocks = _bodies(painter, scene, style, blocks)
    signs = signs_of(scene, style, blocks, title_top(style))
    paint_signs(painter, style, signs)
    return Seen(blocks, signs)


def _bodies(painter: QPainter, scene: Scene, style: Style, blocks: Blocks) -> Blocks:
    """Outline and ground of each block as two rectangles, a call each per look; then their pieces.

    Returns the blocks in the order they were painted in.
    """
    facts, height = scene.encoding.of(scene.model), style.density.block
    looks = facts.looks[blocks.slots]
    if len(looks) > 1:
        by_look = looks.argsort(kind="stable")
        blocks = Blocks(*(column[by_look] for column in blocks))
        looks = looks[by_look]
    counts = np.bincount(looks, minlength=len(style.fills)).tolist()
    rounded = blocks.w >= ROUND_FROM
    cap = rounded * CAP
    edge = (~rounded & (blocks.w >= SLIVER)).astype(np.int64)
    x, w = blocks.x + cap, blocks.w - 2 * cap
    borders = rectangles(x, blocks.y, (w, height))
    narrow = (blocks.w < NARROW) & (looks < len(style.fills) - 1)
    bodies = rectangles(x + edge, blocks.y + 1, (np.where(narrow, 0, w - 2 * edge), height - 2))
    strong = np.where(narrow & (blocks.w >= SLIVER), w - 2 * edge, 0)
    strongs = rectangles(x + edge, blocks.y + 1, (strong, height - 2)) if strong.any() else bodies[:0]
    _align_hatch(painter, scene, style)
    first = 0
    for code, count in enumerate(counts):
        if count:
            fill(painter, style.borders[code], borders[first : first + count])
            fill(painter, style.fills[code], bodies[first : first + count])
            fill(painter, style.strong_fills[code], strongs[first : first + count])
            first += count
    _caps(painter, style, (scene, blocks, looks, facts), rounded)
    _strike(painter, scene, style, (blocks, looks))
    _uncertain(painter, scene, style, (blocks, facts))
    return blocks


def _align_hatch(painter: QPainter, scene: Scene, style: Style) -> None:
    step = style.hatch_step
    painter.setBrushOrigin(QPoint(-scene.scroll_x % step, -scene.scroll_y % step))


def _caps(
    painter: QPainter,
    style: Style,
    seen: tuple[Scene, Blocks, Codes, Facts],
    rounded: npt.NDArray[np.bool_],
) -> None:
    """Ends with their edges, and status marks, all in one call; a plain edge where a block is narrow."""
    scene, blocks, looks, facts = seen
    table, atlas = scene.model.table, style.atlas
    priority, due = table.priority[blocks.slots], scene.model.due_states[blocks.slots]
    part, total = (column[blocks.slots] for column in facts.parts)
    pieces, right = Pieces(), blocks.x + blocks.w - CAP
    at = rounded.nonzero()[0]
    if len(at) < len(rounded):
        urgent = (~rounded & (priority == PRIORITY_HIGH) & (blocks.w >= URGENT_FROM)).nonzero()[0]
        fill_rects(painter, style.bad_brush, blocks.x[urgent], blocks.y[urgent], (2, style.density.block))
    pieces.add(blocks.x[at], blocks.y[at], atlas.left[looks[at], (part[at] > 1).astype(np.int64)])
    pieces.add(right[at], blocks.y[at], atlas.right[looks[at], (part[at] < total[at]).astype(np.int64)])
    for code, source in ((PRIORITY_HIGH, atlas.urgent), (PRIORITY_LOW, atlas.low)):
        some = (rounded & (priority == code)).nonzero()[0]
        pieces.add(blocks.x[some], blocks.y[some], source[None].repeat(len(some), 0))
    some = (rounded & (due > 0)).nonzero()[0]
    pieces.add(right[some], blocks.y[some], atlas.due_edges[due[some]])
    marked = (blocks.w >= mark_from(style)).nonzero()[0]
    drop = title_top(style) + (style.letters.heights[Hand.TITLE] - MARK) // 2
    pieces.add(blocks.x[marked] + 9, blocks.y[marked] + drop, atlas.marks[table.status[blocks.slots[marked]]])
    pieces.draw(painter, atlas.pixmap)


def _strike(painter: QPainter, scene: Scene, style: Style, seen: tuple[Blocks, Codes]) -> None:
    """A thin line through the title of finished blocks, under its letters."""
    blocks, looks = seen
    over = (scene.model.table.status[blocks.slots] == DONE) & (blocks.w >= STRIKE_FROM)
    if not over.any():
        return
    y = title_top(style) + style.letters.heights[Hand.TITLE] // 2
    left = np.where(blocks.w >= mark_from(style), MARK_ROOM, PLAIN_ROOM)
    for code in np.unique(looks[over]).tolist():
        at = (over & (looks == code)).nonzero()[0]
        x, width = blocks.x[at] + left[at], blocks.w[at] - left[at] - PLAIN_ROOM
        fill_rects(painter, style.strikes[code], x, blocks.y[at] + y, (width, 1))


def _uncertain(painter: QPainter, scene: Scene, style: Style, seen: tuple[Blocks, Facts]) -> None:
    """Stripes over what a draft moved, and gaps in the outlines of what is not published yet."""
    blocks, facts = seen
    certainty = facts.certainty[blocks.slots]
    if not certainty.any():
        return
    high = style.density.block
    at = (certainty == DRAFT).nonzero()[0]
    fill_rects(painter, style.stripes, blocks.x[at] + 1, blocks.y[at] + 1, (blocks.w[at] - 2, high - 2))
    for code, (length, gap) in DASHES.items():
        at = ((certainty == code) & (blocks.w > 2 * CAP)).nonzero()[0]
        x, count, step = _steps(blocks.x[at] + CAP, blocks.w[at] - 2 * CAP, length + gap)
        y = blocks.y[at].repeat(count)
        left = x + length + step
        width = np.minimum(gap, (blocks.x[at] + blocks.w[at] - CAP).repeat(count) - left)
        for top in (y, y + high - 1):
            fill_rects(painter, style.surface, left, top, (np.maximum(width, 0), 1))
        downs = np.arange(CAP + length - 2, high - CAP, length + gap, dtype=np.int64)
        for side in (blocks.x[at], blocks.x[at] + blocks.w[at] - 1):
            down = np.tile(downs, len(at)) + blocks.y[at].repeat(len(downs))
            fill_rects(painter, style.surface, side.repeat(len(downs)), down, (1, gap))


def _steps(left: Ints, width: Ints, step: int) -> tuple[Ints, Ints, Ints]:
    """Each left edge repeated for the steps that fit its width, how often, and the offset of each step."""
    count = np.maximum((width + step - 1) // step, 0)
    first = count.cumsum() - count
    number = np.arange(int(count.sum())) - first.repeat(count)
    return left.repeat(count), count, number * step


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
    """A rule before each block: solid if measured, striped if estimated, red where the gap is too short."""
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
        striped = ((kind == ESTIMATED_RULE + extra) & (width > 0)).nonzero()[0]
        _stripes(painter, brush, left[striped], y[striped], width[striped])
    _minutes(painter, style, (left, y, width, rules.minutes[at], rect))


def _stripes(painter: QPainter, brush: QBrush, left: Ints, y: Ints, width: Ints) -> None:
    """Stripes from each right end leftwards."""
    if not len(left):
        return
    right, count, step = _steps(left + width, width, STRIPE_STEP)
    x = np.maximum(right - step - STRIPE, left.repeat(count))
    fill_rects(painter, brush, x, y.repeat(count), (right - step - x, TRAVEL_HEIGHT))


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
