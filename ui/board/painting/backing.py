"""The canvas without what a gesture lays over it, kept as a picture while the gesture lasts.

A step of a drag then costs a copy of what the ghost uncovers and the ghost itself, not blocks and texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

Paint = Callable[[QPainter, QRegion], None]


class Backing:
    """A picture of the canvas, and which part of it is right."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._picture: QPixmap | None = None
        self._stale = QRegion()

    def drop(self) -> None:
        """Let the picture go; nothing is carried."""
        self._picture = None

    def spoil(self, part: QRegion | QRect) -> None:
        """Something under the overlay changed inside a part of the viewport."""
        if self._picture is not None:
            self._stale += part

    def renewed(self, size: QSize, ratio: float, canvas: QRect, paint: Paint) -> QPixmap:
        """The picture for a viewport of a size, what is stale painted anew."""
        picture = self._picture
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if picture is None or picture.size() != pixels or picture.devicePixelRatio() != ratio:
            picture = self._picture = QPixmap(pixels)
            picture.setDevicePixelRatio(ratio)
            self._stale = QRegion(canvas)
        stale = self._stale & canvas
        if not stale.isEmpty():
            painter = QPainter(picture)
            paint(painter, stale)
            painter.end()
        self._stale = QRegion()
        return picture


class Port(QWidget):
    """The viewport of the board: knows what it was asked to repaint, and tells a backing of it.

    Only changes of the overlay alone are asked for by `update_over`.
    """

    def __init__(self) -> None:
        """Ask for nothing."""
        super().__init__()
        self.backing = Backing()
        self._asked = QRegion()

    def update(self, *where: int | QRect | QRegion) -> None:  # type: ignore[override]  # all of Qt's at once
        """Repaint all, a rectangle (also as four numbers) or a region, as what lies there has changed."""
        if not where:
            part = QRegion(self.rect())
        elif isinstance(where[0], int):
            part = QRegion(*cast(tuple[int, int, int, int], where))
        else:
            part = QRegion(where[0])
        self.backing.spoil(part)
        self._ask(part)

    def update_over(self, rect: QRect) -> None:
        """Repaint a rectangle in which only the overlay changed."""
        self._ask(QRegion(rect))

    def _ask(self, part: QRegion) -> None:
        self._asked += part
        super().update(part)

    def scroll(self, dx: int, dy: int, *rects: QRect) -> None:
        """Move what is painted; a backing does not move with it."""
        self.backing.spoil(self.rect())
        self._asked += self.rect()
        super().scroll(dx, dy, *rects)

    def answered(self, region: QRegion) -> None:
        """A region is about to be painted; what nobody here asked for is no longer right in the backing."""
        strange = region - self._asked
        if not strange.isEmpty():
            self.backing.spoil(strange)
        self._asked = QRegion()
