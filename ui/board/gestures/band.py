"""Drag on empty space: what the band touches is selected."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt

from ui.board.gestures.hand import Board, Keyless
from ui.board.ghosts import Overlay


class RubberBand(Keyless):
    """Selects what it touches; with Shift what was selected before stays."""

    scrolls = True
    carried = None

    def __init__(self, board: Board, at: QPoint, *, keep: bool) -> None:
        """Start the band at a viewport point."""
        self._board = board
        scene = board.scene
        self._time, self._y = scene.time(at.x()), at.y() + scene.scroll_y
        self._before = frozenset(scene.selected)
        self._kept = self._before if keep else frozenset()

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Stretch the band; touching is selected."""
        scene = self._board.scene
        start = QPoint(scene.x(self._time), self._y - scene.scroll_y)
        band = QRect(start, at).normalized()
        table = scene.model.table
        inside = frozenset(table.id[scene.slots_in(band)].tolist())
        self._board.show_overlay(Overlay(band=band & scene.canvas))
        if (self._kept | inside) != scene.selected:
            self._board.select(self._kept | inside)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Keep the selection, take the band away."""
        self.move(at, modifiers)
        self._board.show_overlay(Overlay())

    def cancel(self) -> None:
        """As before the band."""
        self._board.show_overlay(Overlay())
        self._board.select(self._before)
