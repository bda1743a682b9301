"""Scroll by hand: middle button, or the left one while Space is held."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from ui.board.gestures.hand import Board, Keyless


class Pan(Keyless):
    """Scrolls by hand."""

    scrolls = False
    carried = None

    def __init__(self, board: Board, at: QPoint) -> None:
        """Take hold at a viewport point."""
        self._board = board
        self._at = at

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Scroll along."""
        self._board.pan_by(self._at - at)
        self._at = at

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Let go."""
        self.move(at, modifiers)

    def cancel(self) -> None:
        """Stay where it is."""
