"""Pictures that others lay under or over the visits: slot outlines, tints of lanes, lines between blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from ui.board.painting.style import Style
    from ui.board.scene import Scene


class Layer(Protocol):
    """Something painted on the canvas in content that scrolls with it.

    The same scene must give the same picture, pixel for pixel, whatever rectangle is asked for: the board
    blits what it has painted. Who changes what a layer shows calls `BoardView.dirty` for old and new place.
    """

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint the part inside a rectangle of the viewport; the clip is set, the pen is none."""
