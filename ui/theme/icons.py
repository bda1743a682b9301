"""Icons by name: one-colour drawings, tinted in the theme's colours and cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import files

SIZES = (16, 18, 20)
"""Sides in logical pixels that an icon carries: menus, buttons, the rail."""

Ink = Callable[[QIcon.Mode, QIcon.State], QColor]
"""The colour of an icon in a mode and state."""

_LOOKS = (
    (QIcon.Mode.Normal, QIcon.State.Off),
    (QIcon.Mode.Normal, QIcon.State.On),
    (QIcon.Mode.Selected, QIcon.State.Off),
    (QIcon.Mode.Disabled, QIcon.State.Off),
)


@lru_cache(maxsize=1024)
def drawn(name: str, rgba: int, px: int, ratio: float) -> QPixmap:
    """A square drawing in one colour: px its side in logical pixels, ratio device pixels to a logical one."""
    pixmap = QPixmap(_stencil(name, round(px * ratio)))
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor.fromRgba(rgba))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=512)
def _stencil(name: str, side: int) -> QPixmap:
    """The drawing in black: parsed and drawn once, then only tinted."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(files.path(f"icons/{name}.svg").read_bytes()))


def tinted(name: str, ink: Ink, *, gap: int = 0) -> QIcon:
    """An icon of a shipped drawing in today’s colours; raises FileNotFoundError if there is none.

    The gap is empty room at its right, in logical pixels: a button's style leaves hardly any before the word.

    Pixmaps and not an icon engine of our own: one written in Python corrupts the heap (PySide6 6.11).
    """
    ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    icon = QIcon()
    for mode, state in _LOOKS:
        rgba = ink(mode, state).rgba()
        for px in SIZES:
            square = drawn(name, rgba, px, ratio)
            icon.addPixmap(_widened(square, gap) if gap else square, mode, state)
    return icon


def _widened(drawing: QPixmap, gap: int) -> QPixmap:
    """A drawing with empty room at its right, in logical pixels."""
    ratio = drawing.devicePixelRatio()
    wide = QPixmap(drawing.width() + round(gap * ratio), drawing.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawing)
    painter.end()
    return wide
