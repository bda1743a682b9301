"""Undoable: days of technicians are closed to planning, or opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.usecases.board_rules import DayOfTechnician, close_days, open_days
from resources.texts import _
from ui.edits import Call, Edit


class CloseDays(Edit):
    """Days closed to planning; undone, those that were open are open again."""

    can_wait = True

    def __init__(self, days: Sequence[DayOfTechnician]) -> None:
        """Close these."""
        self.text = _("Close day to planning")
        self._wanted, self._closed = list(days), list(days)

    def forward(self) -> Call:
        """Close them."""
        return Call(close_days, {"days": self._wanted})

    def backward(self) -> Call:
        """Open those that this has closed."""
        return Call(open_days, {"days": self._closed})

    def done(self, answer: Any) -> None:  # the use case's own answer
        """Remember which were open before."""
        self._closed = list(answer)


class OpenDays(Edit):
    """Closed days opened again; undone, they are closed with their reasons."""

    can_wait = True

    def __init__(self, days: Sequence[DayOfTechnician]) -> None:
        """Open these."""
        self.text = _("Open day to planning")
        self._wanted, self._opened = list(days), list(days)

    def forward(self) -> Call:
        """Open them."""
        return Call(open_days, {"days": self._wanted})

    def backward(self) -> Call:
        """Close those that this has opened."""
        return Call(close_days, {"days": self._opened})

    def done(self, answer: Any) -> None:  # the use case's own answer
        """Remember which were closed, and why."""
        self._opened = list(answer)
