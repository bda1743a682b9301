"""What a gesture needs of the board, and what the board's pointer needs of a gesture."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, Qt

from ui.board.editing.placements import Placement
from ui.board.gestures.wishes import Copy, Drop, Move, Offer
from ui.board.ghosts import Overlay
from ui.board.painting.style import Style
from ui.board.scene import Scene


class Board(Protocol):
    """What a gesture needs of the view."""

    @property
    def scene(self) -> Scene:
        """State of the board."""

    @property
    def style_in_use(self) -> Style:
        """Texts and measures of the board."""

    def show_overlay(self, overlay: Overlay, *, target_lane: int = -1) -> None:
        """Repaint what the overlay covered and covers."""

    def pan_by(self, delta: QPoint) -> None:
        """Scroll by pixels."""

    def select(self, visit_ids: frozenset[int]) -> None:
        """Make these the selected visits."""

    def over_waiting_list(self, at: QPoint) -> bool:
        """Whether a viewport point lies over the waiting list."""

    def want_moves(self, moves: list[Move]) -> None:
        """Say that visits are to stand elsewhere."""

    def want_orders(self, drops: list[Drop]) -> None:
        """Say that orders are to get visits."""

    def want_copies(self, copies: list[Copy]) -> None:
        """Say that orders are to get one more visit each."""

    def want_unscheduled(self, visit_ids: list[int]) -> None:
        """Say that visits are to go back to the waiting list."""

    def want_visit(self, lane: int, starts: int, ends: int) -> None:
        """Say that somebody is to be visited there; who is still to be chosen."""

    def refuse(self, offer: Offer) -> None:
        """Say why a drop sprang back, and what can be done instead."""

    def say(self, sentence: str) -> None:
        """A hint for the status bar."""


class Gesture(Protocol):
    """One gesture in hand; points are viewport pixels."""

    scrolls: bool

    @property
    def carried(self) -> Placement | None:
        """What is to be judged on all lanes: where it would stand now; None when that is no question."""

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved."""

    def key(self, key: Qt.Key, *, down: bool) -> bool:
        """A key was pressed or released meanwhile; whether it means something to this gesture."""

    def renew(self) -> None:
        """Rows have changed under the pointer: lanes and visits may stand elsewhere."""

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The button was released."""

    def cancel(self) -> None:
        """Esc, the right button, or lost focus."""


class Keyless:
    """A gesture to which no key means anything and that asks nothing of the rows."""

    def key(self, _key: Qt.Key, *, down: bool) -> bool:
        """Nothing is meant by it."""
        return False

    def renew(self) -> None:
        """Rows do not matter."""
