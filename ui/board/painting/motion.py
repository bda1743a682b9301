"""The moving dash around visits that are being saved; still where the desktop asks for little motion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStyle, QWidget

if TYPE_CHECKING:
    from ui.board.view import BoardView

STEP = 80
"""Milliseconds in which the dashes move on by a pixel."""
LOOP = 8
"""Pixels after which the picture is the same again: a dash and its gap."""


def is_reduced(widget: QWidget) -> bool:
    """Whether the desktop asks for no animations."""
    return not widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)


class MovingDash(QObject):
    """Moves the dashes of one view while anything is being saved.

    Attributes:
        is_still: whether the dashes are to stand still.
    """

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        super().__init__(view)
        self._view = view
        self.is_still: Callable[[], bool] = lambda: is_reduced(view)
        self.clock = QTimer(self, interval=STEP)
        self.clock.timeout.connect(self.step)

    def follow(self) -> None:
        """What is being saved has changed: begin to move, or rest."""
        if not self._view.scene.model.pending:
            self.clock.stop()
        elif not self.clock.isActive() and not self.is_still():
            self.clock.start()

    def step(self) -> None:
        """One pixel on."""
        scene = self._view.scene
        scene.dash = (scene.dash + 1) % LOOP
        for visit_id in scene.model.pending:
            self._view.update_visit(visit_id)
