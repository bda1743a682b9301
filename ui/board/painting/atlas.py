"""Rounded and toothed ends of blocks and the marks on them, drawn once into one pixmap.

A rounded rectangle painted alone costs ten times a plain one (rendering.md 1e); a block is two plain
rectangles and pieces of this atlas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import ceil

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from models.terms import VisitStatus
from ui.board.painting import drawings
from ui.board.painting.batch import fragment
from ui.board.painting.drawings import MARK, SIGN, SIGN_WIDE
from ui.board.painting.looks import Look
from ui.board.telling.encoding import KINDS
from ui.theme import Tokens

CAP = 6
"""Width of a block's end in pixels."""
RADIUS = 5
PENNANT = 8
"""Width of the flag at a deadline in pixels."""
DUES = 3
STATUSES = tuple(VisitStatus)
MOST_TOGETHER = 9
"""A crew ring says a number up to this, and a plus from there on."""

Sources = npt.NDArray[np.float64]
Draw = Callable[[QPainter], None]


class Atlas:
    """The pixmap and where its pieces are, as rows of `batch.fragment`.

    `left[look, toothed]` and `right[look, toothed]` are the ends of blocks, `urgent` and `low` lie on left
    ends, `due_edges[due]` on right ones; `due` is 0 in time, 1 near, 2 over the latest completion of a
    service level. `marks[status]`, `clocks[due]`, `locks[lock]`, `crews[together - 1]`, `again[0]`,
    `rules[kind]` (those that warn, then those that refuse) and `pennants[due]` are signs.
    """

    def __init__(self, tokens: Tokens, looks: Sequence[Look], sizes: tuple[int, int], ratio: float) -> None:
        """Draw the pieces for blocks of a height with air above them, for a device pixel ratio."""
        self._tokens, self._looks = tokens, looks
        (block, pad), self._ratio = sizes, ratio
        self._block, self._pad = block, pad
        cell = ceil(max(CAP, SIGN_WIDE) * ratio) + 2
        signs = len(STATUSES) + 2 * DUES + 4 + MOST_TOGETHER + 1 + 2 * len(KINDS) + DUES
        high = max(block + pad, SIGN)
        self.pixmap = QPixmap(cell * (4 * len(looks) + 2 + signs), ceil(high * ratio) + 2)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._cell, self._next = cell, 0
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ends(painter)
        self._signs(painter)
        painter.end()

    def _ends(self, painter: QPainter) -> None:
        size = (CAP, self._block)
        left, right = QRectF(0, 0, 40, self._block), QRectF(CAP - 40, 0, 40, self._block)
        self.left: Sources = self._table(painter, size, [
            [self._rounded(look, left), self._toothed(look, left=True)] for look in self._looks
        ])  # fmt: skip
        self.right: Sources = self._table(painter, size, [
            [self._rounded(look, right), self._toothed(look, left=False)] for look in self._looks
        ])  # fmt: skip
        self.urgent: Sources = np.array(self._piece(painter, size, self._urgent_edge))
        self.low: Sources = np.array(self._piece(painter, size, self._low_edge))
        self.due_edges: Sources = np.array(
            [self._piece(painter, size, self._due_edge(due)) for due in range(DUES)]
        )

    def _signs(self, painter: QPainter) -> None:
        tokens, sign = self._tokens, (SIGN, SIGN)
        by_status = len(self._looks) == 2 * len(STATUSES) + 1
        inks = [self._looks[at].ink if by_status else tokens.text for at in range(len(STATUSES))]
        ink = tokens.text

        def row(size: tuple[int, int], draws: Iterable[Draw]) -> Sources:
            return np.array([self._piece(painter, size, draw) for draw in draws])

        marks = zip(STATUSES, inks, strict=True)
        self.marks = row((MARK, MARK), (partial(drawings.status, visit=one, ink=its) for one, its in marks))
        self.clocks = row(sign, (partial(drawings.clock, tokens=tokens, due=due) for due in range(DUES)))
        self.locks = row((SIGN_WIDE, SIGN), (partial(drawings.padlock, lock=n, ink=ink) for n in range(4)))
        crews = range(1, MOST_TOGETHER + 1)
        self.crews = row(sign, (partial(drawings.crew, together=n, ink=ink) for n in crews))
        self.again = row(sign, [partial(drawings.again, ink=ink)])
        rules = (
            partial(drawings.rule, tokens=tokens, kind=kind, hard=hard)
            for hard in (False, True)
            for kind in KINDS
        )
        self.rules = row(sign, rules)
        high = self._block + self._pad
        flags = (partial(drawings.pennant, tokens=tokens, due=due, height=high) for due in range(DUES))
        self.pennants = row((PENNANT, high), flags)

    def _table(self, painter: QPainter, size: tuple[int, int], rows: Sequence[Sequence[Draw]]) -> Sources:
        return np.array([[self._piece(painter, size, draw) for draw in row] for row in rows])

    def _piece(self, painter: QPainter, size: tuple[int, int], draw: Draw) -> tuple[float, ...]:
        """Draw the next piece at its own origin; its source rectangle."""
        left = self._next * self._cell
        self._next += 1
        painter.save()
        painter.translate(left / self._ratio, 0)
        painter.setClipRect(QRectF(0, 0, *size))
        draw(painter)
        painter.restore()
        return fragment((left, 0.0, size[0] * self._ratio, size[1] * self._ratio), self._ratio)

    def _rounded(self, look: Look, rect: QRectF) -> Draw:
        def draw(painter: QPainter) -> None:
            painter.setPen(QPen(look.edge, 1))
            painter.setBrush(look.fill)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)

        return draw

    def _toothed(self, look: Look, *, left: bool) -> Draw:
        """An end like a saw: the work goes on in another visit."""

        def draw(painter: QPainter) -> None:
            path = drawings.saw(self._block, CAP, left=left)
            painter.fillPath(path, look.fill)
            painter.setPen(QPen(look.edge, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)

        return draw

    def _urgent_edge(self, painter: QPainter) -> None:
        self._within(painter, QRectF(0, 0, 40, self._block))
        painter.fillRect(QRectF(0, 0, 4, self._block), self._tokens.bad)

    def _low_edge(self, painter: QPainter) -> None:
        for y in range(RADIUS, self._block - RADIUS, 4):
            painter.fillRect(QRectF(1, y, 2, 2), self._tokens.text)

    def _due_edge(self, due: int) -> Draw:
        """A service level that runs out dots the right end, one that has run out fills it."""

        def draw(painter: QPainter) -> None:
            if due == 1:
                for y in range(RADIUS, self._block - RADIUS, 4):
                    painter.fillRect(QRectF(CAP - 3, y, 2, 2), self._tokens.warning)
            elif due:
                self._within(painter, QRectF(CAP - 40, 0, 40, self._block))
                painter.fillRect(QRectF(CAP - 3, 0, 3, self._block), self._tokens.bad)

        return draw

    def _within(self, painter: QPainter, rect: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(rect, RADIUS, RADIUS)
        painter.setClipPath(path)


def swatch(painter: QPainter, rect: QRectF, look: Look, hatch: QColor | None = None) -> None:
    """A small block in a look, for legends; hatched where a colour for it is given."""
    body = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(look.edge, 1))
    painter.setBrush(look.fill)
    painter.drawRoundedRect(body, 3, 3)
    if hatch is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(hatch, 1.4))
        path = QPainterPath()
        path.addRoundedRect(body.adjusted(1, 1, -1, -1), 2, 2)
        painter.save()
        painter.setClipPath(path)
        for x in range(int(rect.left()) - int(rect.height()), int(rect.right()), 5):
            painter.drawLine(x, int(rect.bottom()), x + int(rect.height()), int(rect.top()))
        painter.restore()
