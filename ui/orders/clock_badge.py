"""ClockBadge: the time left of an order's service level in the head of its editor, true to the minute."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.queries.order_clock import ClockNow, clock_now
from ui.jobs import Jobs, Ticket
from ui.widgets.badge import Badge, Chip
from ui.widgets.clocks import clock_chip

MINUTE = 60_000
"""Milliseconds after which what is shown is read anew."""


class ClockBadge(Badge):
    """Reads the clock of the order it is told, and again each minute while it can be seen."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(Chip(""), parent)
        self._jobs, self._order_id = jobs, 0
        self._ticket: Ticket | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self._read)
        self.hide()

    def show_order(self, order_id: int) -> None:
        """Tell the clock of this order; 0 tells nothing."""
        if order_id != self._order_id:
            self.hide()
        self._order_id = order_id
        if order_id:
            self._minute.start()
            self._read(is_asked=True)
        else:
            self._minute.stop()

    def _read(self, *, is_asked: bool = False) -> None:
        if not (is_asked or self.isVisible()):
            return
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = self._jobs.read(
            clock_now,
            self._order_id,
            done=self._show,
            failed=lambda _error: self.hide(),  # the editor itself says that the order is gone
            owner=self,
            now=self._jobs.context.clock(),
        )

    def _show(self, clock: ClockNow | None) -> None:
        chip = clock_chip(clock.status, clock.state, clock.remaining) if clock is not None else None
        self.setVisible(chip is not None)
        if chip is not None:
            self.show_chip(chip)
