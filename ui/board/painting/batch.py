"""Many rectangles or atlas pieces in one call: numpy buffers handed to Qt without copying.

A rectangle drawn from Python costs half a microsecond, a batched one a twentieth (rendering.md 1d, 1e).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QPainter, QPixmap

Coordinates = npt.NDArray[np.int64]

MOST = 4_096
"""Rectangles per call."""
_HANDED = np.zeros((MOST, 4), dtype=np.int32)
_POINTER = shiboken6.wrapInstance(_HANDED.ctypes.data, QRect)
"""What Qt reads from: wrapped once, as asking numpy for an address takes longer than a rectangle."""


def rectangles(
    x: Coordinates, y: Coordinates | int, size: tuple[Coordinates | int, Coordinates | int]
) -> npt.NDArray[np.int32]:
    """Rectangles as Qt keeps them in memory: left, top, right, bottom; `size` is (widths, heights)."""
    width, height = size
    buffer = np.empty((len(x), 4), dtype=np.int32)
    buffer[:, 0] = x
    buffer[:, 1] = y
    buffer[:, 2] = x + (width - 1)
    buffer[:, 3] = y + (height - 1)
    return buffer


def fill(painter: QPainter, brush: QBrush, buffer: npt.NDArray[np.int32]) -> None:
    """Fill the rectangles of a buffer, without a pen."""
    if not len(buffer):
        return
    painter.setBrush(brush)
    for first in range(0, len(buffer), MOST):
        part = buffer[first : first + MOST]
        _HANDED[: len(part)] = part
        painter.drawRects(_POINTER, len(part))  # type: ignore[call-overload]


def fill_rects(
    painter: QPainter,
    brush: QBrush,
    x: Coordinates,
    y: Coordinates | int,
    size: tuple[Coordinates | int, Coordinates | int],
) -> None:
    """Fill n rectangles without a pen; `size` is (widths, heights)."""
    if len(x):
        fill(painter, brush, rectangles(x, y, size))


class Pieces:
    """Pieces of one atlas pixmap, collected and drawn in one call."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[npt.NDArray[np.float64]] = []

    def add(self, x: Coordinates, y: Coordinates, source: npt.NDArray[np.float64]) -> None:
        """Add n pieces with their top left corners at (x, y); `source` is (n, 10) of `fragment`, a copy."""
        if len(x):
            source[:, 0] += x
            source[:, 1] += y
            self._parts.append(source)

    def draw(self, painter: QPainter, atlas: QPixmap) -> None:
        """Draw and forget what was collected."""
        if not self._parts:
            return
        part = self._parts[0] if len(self._parts) == 1 else np.concatenate(self._parts)
        self._parts.clear()
        fragments = shiboken6.wrapInstance(part.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(fragments, len(part), atlas)  # type: ignore[arg-type]


def fragment(source: tuple[float, float, float, float], ratio: float) -> tuple[float, ...]:
    """A piece of an atlas as Qt wants it: centre, source, scales, turn, opacity.

    `source` is left, top, width and height in device pixels, `ratio` the device pixel ratio; the centre is
    that of a piece whose corner is at the origin.
    """
    _left, _top, width, height = source
    return width / ratio / 2, height / ratio / 2, *source, 1 / ratio, 1 / ratio, 0.0, 1.0
