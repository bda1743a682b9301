"""Undoable acts on the clock of an order."""

from __future__ import annotations

from dataclasses import replace

from app.queries.order_clock import OrderClock
from app.usecases.clocks import ClockChanged, ClockTakenBack, ClockWish, change_clock, take_back_clock
from models.terms import ClockAction
from resources.texts import N_, _
from ui.edits import Call, Edit
from ui.orders.order_edits import OrderKey, Renamed, Stored

_TEXTS = {
    ClockAction.START: N_("Start the clock of {order}"),
    ClockAction.HOLD: N_("Hold the clock of {order}"),
    ClockAction.RESUME: N_("Resume the clock of {order}"),
    ClockAction.STOP: N_("Stop the clock of {order}"),
    ClockAction.CANCEL: N_("Cancel the clock of {order}"),
}


class ChangeClock(Edit):
    """Do something to a clock; done again after an undo, it counts from the instant it counted from first."""

    def __init__(self, shown: OrderClock, wish: ClockWish, renamed: Renamed) -> None:
        self.text = _(_TEXTS[wish.action]).format(order=shown.number)
        self._renamed, self._wish = renamed, wish
        self._before = renamed.order(OrderKey(shown.order_id, shown.version))
        self._after: Stored[OrderKey] | None = None
        self._changed: ClockChanged | None = None

    def forward(self) -> Call:
        """Do it."""
        key = self._before.key
        return Call(change_clock, {"order_id": key.id, "seen": key.version, "wish": self._wish})

    def backward(self) -> Call:
        """Take it back."""
        key = (self._after or self._before).key
        return Call(take_back_clock, {"seen": key.version, "changed": self._changed})

    def done(self, answer: ClockChanged) -> None:
        """Remember what the new state is called, and since when it holds."""
        self._changed = answer
        if answer.action is not ClockAction.START:  # a start counts from the next opening, found anew
            self._wish = replace(self._wish, at=answer.at)
        key = OrderKey(answer.order_id, answer.version)
        if self._after is None:
            self._after = self._renamed.order(key)
        else:
            self._renamed.rename_order(self._after, key)

    def undone(self, answer: ClockTakenBack) -> None:
        """Remember what the old state is called now."""
        self._renamed.rename_order(self._before, OrderKey(answer.order_id, answer.version))
