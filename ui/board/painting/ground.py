"""What lies under the visits: working time, closed days, leave, grid lines, group rows."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from ui.board.painting.batch import fill_rects
from ui.board.painting.lettering import Hand, write
from ui.board.painting.style import TEAR, Style
from ui.board.scene import HEADER, Scene

LONGEST_BREAK = 3 * 3_600
"""Two shifts of a lane further apart than this have no break between them, in seconds."""
BREAK_LIMIT = 400.0

Seen = tuple[tuple[int, int], int, int]
"""Lanes [first, last) and the instants from and to that are being painted."""


def paint_ground(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """Paint everything under the visits inside a rectangle of the canvas; the clip is set already."""
    painter.fillRect(rect, style.off_hours)
    seen = scene.span(rect)
    _shifts(painter, scene, style, (seen, rect))
    _breaks(painter, scene, style, (seen, rect))
    _folds(painter, scene, style, rect)
    _grid(painter, scene, style, rect)
    _lane_lines(painter, scene, style, (seen[0], rect))
    _absences(painter, scene, style, (seen, rect))
    _groups(painter, scene, style, rect)
    below = HEADER + scene.rows.height - scene.scroll_y
    if below <= rect.bottom():
        painter.fillRect(rect.left(), below, rect.width(), rect.bottom() - below + 1, style.window)


def _shifts(painter: QPainter, scene: Scene, style: Style, place: tuple[Seen, QRect]) -> None:
    """Working time on the ground of other hours; both tinted on closed days, without a blended layer."""
    (lanes, starts, ends), rect = place
    spans, rows = scene.model.shifts, scene.rows
    found = spans.visible(lanes, starts, ends)
    left, right = scene.xs(spans.starts[found]), scene.xs(spans.ends[found])
    lane = spans.lane[found]
    top, height = rows.tops[lane] + (HEADER - scene.scroll_y), rows.bottoms[lane] - rows.tops[lane]
    closed = [(scene.x(begin), scene.x(end)) for begin, end, _name in scene.model.window.closed]
    closed = [(begin, end) for begin, end in closed if begin <= rect.right() and end > rect.left()]
    for begin, end in closed:
        tinted = QRect(begin, rect.top(), end - begin, rect.height()) & rect
        painter.fillRect(tinted, style.closed_off_hours)
    fill_rects(painter, style.surface, left, top, (right - left, height))
    for begin, end in closed:
        inside = ((left < end) & (right > begin)).nonzero()[0]
        x = np.maximum(left[inside], begin)
        width = np.minimum(right[inside], end) - x
        fill_rects(painter, style.closed, x, top[inside], (width, height[inside]))


def _breaks(painter: QPainter, scene: Scene, style: Style, place: tuple[Seen, QRect]) -> None:
    """A dotted pocket between two shifts of a lane that are little apart: a break."""
    (lanes, starts, ends), rect = place
    spans, rows = scene.model.shifts, scene.rows
    if scene.axis.seconds_per_pixel > BREAK_LIMIT:
        return
    found = spans.visible(lanes, starts - LONGEST_BREAK, ends + LONGEST_BREAK)
    if len(found) < 2:
        return
    before, after = found[:-1], found[1:]
    gap = spans.starts[after] - spans.ends[before]
    pair = ((spans.lane[before] == spans.lane[after]) & (gap > 0) & (gap <= LONGEST_BREAK)).nonzero()[0]
    lane = spans.lane[before[pair]]
    left, right = scene.xs(spans.ends[before[pair]]), scene.xs(spans.starts[after[pair]])
    top = rows.tops[lane] + (HEADER - scene.scroll_y + 3)
    height = rows.bottoms[lane] - rows.tops[lane] - 7
    shown = ((height > 0) & (right - left > 6) & (left <= rect.right()) & (right > rect.left())).nonzero()[0]
    for at in shown.tolist():
        _pocket(
            painter, style, QRect(int(left[at]), int(top[at]), int(right[at] - left[at]), int(height[at]))
        )


def _pocket(painter: QPainter, style: Style, place: QRect) -> None:
    """A dotted frame in whole pixels."""
    across = np.arange(place.left() + 2, place.right() - 2, 4)
    down = np.arange(place.top() + 2, place.bottom() - 2, 4)
    for y in (place.top(), place.bottom()):
        fill_rects(painter, style.travel, across, y, (2, 1))
    for x in (place.left() + 1, place.right() - 1):
        fill_rects(painter, style.travel, np.full(len(down), x), down, (1, 2))


def _folds(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    """A torn edge where folded time begins, a line where a clock is set."""
    for begin, _end in scene.axis.folds.spans:
        x = scene.x(begin)
        if x <= rect.right() and x + TEAR > rect.left():
            shift = (rect.top() - HEADER + scene.scroll_y) % (2 * TEAR)
            painter.drawPixmap(x, rect.top() - shift - 2 * TEAR, style.tear)  # its very end looks otherwise
    if scene.grid.scale.by_week:
        return
    for change in scene.model.days.changes:
        x = scene.x(change.instant)
        if x - 1 <= rect.right() and x + 1 > rect.left():
            painter.fillRect(x - 1, rect.top(), 2, rect.height(), style.tokens.warning)


def _grid(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    grid, shift = scene.grid, scene.lane_column - scene.scroll_x
    low, high = rect.left() - shift, rect.right() + 1 - shift
    layers = ((grid.faint_x, style.faint_line), (grid.minor_x, style.grid_line), (grid.major_x, style.line))
    for lines, brush in layers:
        a, b = lines.searchsorted((low, high))
        fill_rects(painter, brush, lines[a:b] + shift, rect.top(), (1, rect.height()))


def _lane_lines(painter: QPainter, scene: Scene, style: Style, place: tuple[tuple[int, int], QRect]) -> None:
    (first, last), rect = place
    rows = scene.rows
    bottoms = rows.bottoms[first:last]
    y = bottoms[bottoms > rows.tops[first:last]] - 1 - scene.scroll_y + HEADER
    fill_rects(painter, style.grid_line, np.full(len(y), rect.left()), y, (rect.width(), 1))


def _absences(painter: QPainter, scene: Scene, style: Style, place: tuple[Seen, QRect]) -> None:
    (lanes, starts, ends), rect = place
    spans, rows = scene.model.absences, scene.rows
    found = spans.visible(lanes, starts, ends)
    if not len(found):
        return
    painter.setBrushOrigin(QPoint(-scene.scroll_x % style.hatch_step, -scene.scroll_y % style.hatch_step))
    painter.setFont(style.letters.fonts[Hand.SMALL])
    painter.setPen(style.muted)
    for at in found.tolist():
        lane = int(spans.lane[at])
        if not rows.shows(lane):
            continue
        left, right = scene.x(int(spans.starts[at])), scene.x(int(spans.ends[at]))
        area = QRect(left, scene.lane_top(lane), right - left, int(rows.bottoms[lane] - rows.tops[lane]) - 1)
        painter.fillRect(area & rect, style.hatch)
        _absence_names(painter, scene, style, (at, area, rect))
    painter.setPen(Qt.PenStyle.NoPen)


def _absence_names(painter: QPainter, scene: Scene, style: Style, absence: tuple[int, QRect, QRect]) -> None:
    """The name of an absence at the beginning of each of its days, where the shift begins."""
    at, area, rect = absence
    spans, shifts, days = scene.model.absences, scene.model.shifts, scene.model.days
    lane, begin, end = int(spans.lane[at]), int(spans.starts[at]), int(spans.ends[at])
    word = style.letters.word(spans.names[at], Hand.SMALL)
    seconds = int((word.width + 24) * scene.axis.seconds_per_pixel)
    for shift in shifts.visible(
        (lane, lane + 1), max(begin, scene.time(rect.left()) - seconds), end
    ).tolist():
        start = max(int(shifts.starts[shift]), begin)
        x = scene.x(start) + 10
        if x > rect.right():
            break
        day_end = int(days.midnights[days.number(start) + 1])
        if x + word.width <= min(scene.x(day_end), scene.x(end)):
            write(painter, x, area.top() + (area.height() - style.letters.heights[Hand.SMALL]) // 2, word)


def _groups(painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
    for group in scene.rows.groups:
        top = group.top - scene.scroll_y + HEADER
        if group.height and top <= rect.bottom() and top + group.height > rect.top():
            painter.fillRect(rect.left(), top, rect.width(), group.height, style.window)
            painter.fillRect(rect.left(), top + group.height - 1, rect.width(), 1, style.line)
