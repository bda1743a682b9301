"""Paints the strips of waiting orders above the lanes of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from ui.board.geometry import MIN_BLOCK, Ints
from ui.board.layout.unassigned import NO_STRIPS, Strips
from ui.board.painting.batch import fill_rects
from ui.board.painting.captions import bare
from ui.board.painting.lettering import Hand, write
from ui.board.scene import HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.queries.board import WaitingRow
    from ui.board.painting.lettering import Lettering
    from ui.board.painting.style import Style
    from ui.board.scene import Scene

TEXT_FROM = 30
PAD = 3
ROOM_FOR_NAME = 36
"""Less than this beside the number shows no letters of a name."""


class StripLayer:
    """A layer of the canvas; `strips` and `waiting` are what it shows, `chosen` the selected orders."""

    def __init__(self) -> None:
        """Nothing waits."""
        self.strips: Strips = NO_STRIPS
        self.waiting: Mapping[int, WaitingRow] = {}
        self.chosen: frozenset[int] = frozenset()
        self._tops: Ints = np.zeros(0, dtype=np.int64)
        self._rows: Ints = np.zeros(0, dtype=np.int64)
        self._laid_out: tuple[object, object] = (None, None)

    def _lay_out(self, scene: Scene) -> None:
        """Follow the rows: where each group's strip begins, below zero for those that do not show."""
        if self._laid_out[0] is scene.rows and self._laid_out[1] is self.strips:
            return
        self._laid_out = scene.rows, self.strips
        tops = {group.key: group.strip_top for group in scene.rows.groups if group.strip_height}
        self._tops = np.array([tops.get(key, -1) for key in self.strips.keys], dtype=np.int64)
        self._rows = np.array([scene.strips.get(key, 0) for key in self.strips.keys], dtype=np.int64)

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint grounds and orders inside a rectangle of the canvas."""
        for group in scene.rows.groups:
            top = group.strip_top - scene.scroll_y + HEADER
            if group.strip_height and top <= rect.bottom() and top + group.strip_height > rect.top():
                painter.fillRect(rect.left(), top, rect.width(), group.strip_height - 1, style.off_hours)
                painter.fillRect(rect.left(), top + group.strip_height - 1, rect.width(), 1, style.line)
        at, x, y, w = self.places(scene, rect)
        if not len(at):
            return
        high = style.density.strip
        fill_rects(painter, style.travel, x, y, (w, high))
        fill_rects(painter, style.surface, x + 1, y + 1, (np.maximum(w - 2, 0), high - 2))
        self._edges(painter, style, (x, y, w))
        chosen = np.isin(-self.strips.ids[at], list(self.chosen)) if self.chosen else None
        if chosen is not None and chosen.any():
            fill_rects(painter, style.accent_surface, x[chosen], y[chosen], (w[chosen], high))
        self._words(painter, scene, style, (at, x, y, w))

    def _edges(self, painter: QPainter, style: Style, place: tuple[Ints, Ints, Ints]) -> None:
        """Gaps in the outline, so that nobody takes them for booked; they stay with the block."""
        x, y, w = place
        counts = np.maximum((w - 4) // 8, 0)
        first = counts.cumsum() - counts
        step = np.arange(int(counts.sum())) - first.repeat(counts)
        gaps = x.repeat(counts) + 4 + 8 * step
        for line in (0, style.density.strip - 1):
            fill_rects(painter, style.off_hours, gaps, y.repeat(counts) + line, (4, 1))

    def _words(
        self, painter: QPainter, scene: Scene, style: Style, places: tuple[Ints, Ints, Ints, Ints]
    ) -> None:
        letters = style.letters
        at, x, y, w = places
        wide = (w >= TEXT_FROM).nonzero()[0]
        painter.setFont(letters.fonts[Hand.SMALL])
        painter.setPen(style.muted)
        drop = (style.density.strip - letters.heights[Hand.SMALL]) // 2
        for n in wide.tolist():
            row = self.waiting.get(-int(self.strips.ids[at[n]]))
            if row is None:
                continue
            text = _said(letters, row, int(w[n]) - 2 * PAD)
            write(painter, int(x[n]) + PAD, int(y[n]) + drop, letters.word(text, Hand.SMALL))
        painter.setPen(Qt.PenStyle.NoPen)

    def places(self, scene: Scene, rect: QRect) -> tuple[Ints, Ints, Ints, Ints]:
        """Positions, left, top and width of the orders that touch a viewport rectangle."""
        strips = self.strips
        self._lay_out(scene)
        if not len(strips.ids) or not len(self._tops):
            none = np.zeros(0, dtype=np.int64)
            return none, none, none, none
        left = scene.xs(strips.starts)
        width = np.maximum(scene.xs(strips.ends) - left - 1, MIN_BLOCK)
        tops = self._tops[strips.group]
        y = tops + strips.subrow * scene.density.strip_pitch + (3 + HEADER - scene.scroll_y)
        seen = (
            (tops >= 0)
            & (strips.subrow < self._rows[strips.group])
            & (left <= rect.right())
            & (left + width > rect.left())
        )
        seen &= (y <= rect.bottom()) & (y + scene.density.strip > rect.top())
        at = seen.nonzero()[0]
        return at, left[at], y[at], width[at]

    def visit_at(self, scene: Scene, x: int, y: int) -> int:
        """Id below zero of the order painted at a viewport point, 0 for none."""
        at, left, top, width = self.places(scene, QRect(x, y, 1, 1))
        hit = (left <= x) & (x < left + width) & (top <= y) & (y < top + scene.density.strip)
        found = at[hit]
        return int(self.strips.ids[found[-1]]) if len(found) else 0


def _said(letters: Lettering, row: WaitingRow, room: int) -> str:
    """Number and customer; in less room the number alone, without its prefix, or nothing (look.md)."""
    whole = f"{row.number} · {row.customer}"
    if letters.word(row.number, Hand.SMALL).width + ROOM_FOR_NAME <= room:
        return letters.cut(whole, Hand.SMALL, room)
    fits = (text for text in (row.number, bare(row.number)) if letters.word(text, Hand.SMALL).width <= room)
    return next(fits, "")
