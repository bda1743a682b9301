"""Rounded ends of blocks and marks of their status, drawn once into one pixmap.

A rounded rectangle painted alone costs ten times a plain one (rendering.md 1e); a block is two plain
rectangles and two pieces of this atlas.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from models.terms import Priority, VisitStatus
from ui.board.batch import fragment
from ui.theme import Tokens

CAP = 6
"""Width of a block's rounded end in pixels."""
RADIUS = 5
MARK = 10
"""Side of a status mark's cell in pixels."""
_DUES = 3
STATUSES = tuple(VisitStatus)
PRIORITIES = tuple(Priority)
HIGH, LOW = PRIORITIES.index(Priority.HIGH), PRIORITIES.index(Priority.LOW)

Sources = npt.NDArray[np.float64]


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """Colour between a and b; `share` of b, 0 to 1."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def border_colour(tokens: Tokens, status: VisitStatus) -> QColor:
    """Border of a block: its fill on the way to its ink."""
    share = 0.42 if status is not VisitStatus.DONE else 0.26
    return mixed(tokens.status_fill[status], tokens.status_ink[status], share)


class Atlas:
    """The pixmap and where its pieces are.

    `left[status, priority]`, `right[status, due]`, `marks[status]`, `dues[due]` and `lock` are rows of
    `batch.fragment`; `due` is 0 in time, 1 near, 2 over the latest completion of a service level.
    """

    def __init__(self, tokens: Tokens, block: int, ratio: float) -> None:
        """Draw the pieces for blocks of this height on a screen with this device pixel ratio."""
        self._tokens = tokens
        self._block = block
        self._ratio = ratio
        cell = ceil(max(CAP, MARK) * ratio) + 2
        count = len(STATUSES) * (len(PRIORITIES) + 1 + _DUES) + _DUES + 1
        self.pixmap = QPixmap(cell * count, ceil(max(block, MARK) * ratio) + 2)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._cell, self._next = cell, 0
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.left: Sources = np.array(
            [[self._left(painter, status, priority) for priority in PRIORITIES] for status in STATUSES]
        )
        self.right: Sources = np.array(
            [[self._right(painter, status, due) for due in range(_DUES)] for status in STATUSES]
        )
        self.marks: Sources = np.array([self._mark(painter, status) for status in STATUSES])
        self.dues: Sources = np.array([self._due(painter, due) for due in range(_DUES)])
        self.lock: Sources = np.array(self._piece(painter, (MARK, MARK), self._padlock))
        painter.end()

    def _piece(
        self, painter: QPainter, size: tuple[int, int], draw: Callable[[QPainter], None]
    ) -> tuple[float, ...]:
        """Draw the next piece at its own origin; its source rectangle."""
        left = self._next * self._cell
        self._next += 1
        painter.save()
        painter.translate(left / self._ratio, 0)
        painter.setClipRect(QRectF(0, 0, *size))
        draw(painter)
        painter.restore()
        return fragment((left, 0.0, size[0] * self._ratio, size[1] * self._ratio), self._ratio)

    def _left(self, painter: QPainter, status: VisitStatus, priority: Priority) -> tuple[float, ...]:
        def draw(painter: QPainter) -> None:
            self._body(painter, status, QRectF(0, 0, 40, self._block))
            if priority is Priority.HIGH:
                self._solid_edge(painter)
            elif priority is Priority.LOW:
                self._dotted_edge(painter, status)

        return self._piece(painter, (CAP, self._block), draw)

    def _right(self, painter: QPainter, status: VisitStatus, due: int) -> tuple[float, ...]:
        """The right end; a service level that runs out dots its edge, one that has run out fills it."""
        rect = QRectF(CAP - 40, 0, 40, self._block)

        def draw(painter: QPainter) -> None:
            self._body(painter, status, rect)
            if due == 1:
                for y in range(RADIUS, self._block - RADIUS, 4):
                    painter.fillRect(QRectF(CAP - 3, y, 2, 2), self._tokens.warning)
            elif due:
                path = QPainterPath()
                path.addRoundedRect(rect, RADIUS, RADIUS)
                painter.setClipPath(path)
                painter.fillRect(QRectF(CAP - 3, 0, 3, self._block), self._tokens.bad)

        return self._piece(painter, (CAP, self._block), draw)

    def _due(self, painter: QPainter, due: int) -> tuple[float, ...]:
        """A clock face: an outline while the level runs out, filled once it has."""
        tokens = self._tokens

        def draw(painter: QPainter) -> None:
            face = QRectF(1, 1, 8, 8)
            ink = tokens.warning if due == 1 else tokens.bad
            painter.setPen(QPen(ink, 1.4))
            painter.setBrush(ink if due == 2 else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(face)
            painter.setPen(QPen(tokens.surface if due == 2 else ink, 1.3))
            painter.drawPolyline([QPointF(5, 3), QPointF(5, 5.2), QPointF(6.8, 6)])

        return self._piece(painter, (MARK, MARK), draw)

    def _body(self, painter: QPainter, status: VisitStatus, rect: QRectF) -> None:
        """A rounded block with its border; a cancelled one has a dashed outline."""
        pen = QPen(border_colour(self._tokens, status), 1)
        painter.setPen(pen)
        painter.setBrush(self._tokens.status_fill[status])
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)

    def _solid_edge(self, painter: QPainter) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, 40, self._block), RADIUS, RADIUS)
        painter.setClipPath(path)
        painter.fillRect(QRectF(0, 0, 4, self._block), self._tokens.bad)

    def _dotted_edge(self, painter: QPainter, status: VisitStatus) -> None:
        ink = self._tokens.status_ink[status]
        for y in range(RADIUS, self._block - RADIUS, 4):
            painter.fillRect(QRectF(1, y, 2, 2), ink)

    def _mark(self, painter: QPainter, status: VisitStatus) -> tuple[float, ...]:
        ink = self._tokens.status_ink[status]
        return self._piece(painter, (MARK, MARK), lambda brush: draw_mark(brush, status, ink))

    def _padlock(self, painter: QPainter) -> None:
        ink = self._tokens.muted
        painter.setPen(QPen(ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(3, 1, 4, 6), 0, 180 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(1.5, 4.5, 7, 4.8), 1, 1)


def draw_mark(painter: QPainter, status: VisitStatus, ink: QColor) -> None:
    """The shape that says a visit's status, in a cell of MARK pixels at the origin."""
    painter.setPen(QPen(ink, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(1.5, 1.5, 7, 7)
    if status in (VisitStatus.PLANNED, VisitStatus.SENT):
        painter.drawEllipse(ring)
    if status is VisitStatus.SENT:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif status is VisitStatus.TRAVELLING:
        painter.drawRect(QRectF(2, 2, 6, 6))
    elif status is VisitStatus.WORKING:
        painter.setBrush(ink)
        painter.drawEllipse(ring)
    elif status is VisitStatus.DONE:
        painter.drawPolyline([QPointF(1.5, 5.4), QPointF(4, 7.8), QPointF(8.5, 2.4)])
    elif status is VisitStatus.CANCELLED:
        painter.drawLine(QPointF(2, 2), QPointF(8, 8))
        painter.drawLine(QPointF(8, 2), QPointF(2, 8))
