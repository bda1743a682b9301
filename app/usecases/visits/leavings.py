"""What was asked for and cannot be done, gathered with the errors that said so."""

from __future__ import annotations

from app.usecases.visits.shapes import LeftOut, TimeOff
from models.errors import Conflict, Refused


class Leavings:
    """What is left out of something, one by one."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.left: list[LeftOut] = []
        self._first: Conflict | Refused | None = None

    def note(self, error: Conflict | Refused, *, visit_id: int = 0, time: TimeOff | None = None) -> None:
        """Leave out a visit, or time off."""
        self._first = self._first or error
        self.left.append(LeftOut(visit_id, -1, str(error), time))

    def raise_first(self) -> None:
        """Say the first of them as an error, if there is one: nothing could be done."""
        if self._first is not None:
            raise self._first
