"""Undoable edits: orders canceled, revoked, deleted; lines moved, canceled, opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.queries.endings import Ending
from app.usecases.orders import (
    DeletedOrder,
    EndedOrder,
    LinesMoved,
    OrdersDeleted,
    OrdersEnded,
    OrdersRestored,
    SeenOrder,
    cancel_lines,
    cancel_orders,
    delete_orders,
    put_lines_back,
    restore_orders,
    revoke_lines,
    revoke_orders,
    undo_cancel,
)
from resources.texts import _, format_number, ngettext
from ui.edits import Call, Edit

USECASES: dict[Ending, Callable[..., Any]] = {  # use cases of several answers
    Ending.CANCEL: cancel_orders,
    Ending.REVOKE: revoke_orders,
    Ending.DELETE: delete_orders,
}
"""What ends orders, by how."""


def edit_text(ending: Ending, count: int) -> str:
    """What it is called in the Edit menu."""
    if ending is Ending.CANCEL:
        words = ngettext("Cancel {n} order", "Cancel {n} orders", count)
    elif ending is Ending.REVOKE:
        words = ngettext("Revoke {n} order", "Revoke {n} orders", count)
    else:
        words = ngettext("Delete {n} order", "Delete {n} orders", count)
    return words.format(n=format_number(count))


class EndOrders(Edit):
    """Orders canceled or revoked, and back."""

    def __init__(self, ending: Ending, done: Sequence[EndedOrder]) -> None:
        """Of what was committed already."""
        self.text = edit_text(ending, len(done))
        self._ending, self._done = ending, tuple(done)

    def forward(self) -> Call:
        """Do it again."""
        return Call(USECASES[self._ending], {"orders": _seen(self._done)})

    def backward(self) -> Call:
        """Only what was open is open again, with the visits; what was revoked is canceled."""
        if self._ending is Ending.CANCEL:
            return Call(undo_cancel, {"orders": self._done})
        return Call(cancel_orders, {"orders": _seen(self._done)})

    def done(self, answer: OrdersEnded) -> None:
        """Remember what was done this time."""
        self._done = answer.done


class DeleteOrders(Edit):
    """Orders deleted, and restored."""

    def __init__(self, done: Sequence[DeletedOrder]) -> None:
        """Of what was committed already."""
        self.text = edit_text(Ending.DELETE, len(done))
        self._deleted = tuple(done)

    def forward(self) -> Call:
        """Delete them again."""
        return Call(delete_orders, {"orders": tuple(SeenOrder(order.id) for order in self._deleted)})

    def backward(self) -> Call:
        """Restore them."""
        return Call(restore_orders, {"orders": self._deleted})

    def done(self, answer: OrdersDeleted) -> None:
        """Remember what was deleted this time."""
        self._deleted = answer.done


class MakeOrder(Edit):
    """An order that is made; undone, it is deleted, and comes back as it was."""

    def __init__(
        self,
        text: str,
        usecase: Callable[..., Any],  # open_order or take_request: its answer has the order's id
        arguments: Mapping[str, object],
    ) -> None:
        """What it is called is translated."""
        self.text = text
        self._usecase, self._arguments = usecase, dict(arguments)
        self._order_id = 0
        self._deleted: tuple[DeletedOrder, ...] = ()

    def forward(self) -> Call:
        """Make it, or bring it back."""
        if self._deleted:
            return Call(restore_orders, {"orders": self._deleted})
        return Call(self._usecase, self._arguments)

    def backward(self) -> Call:
        """Delete the order."""
        return Call(delete_orders, {"orders": (SeenOrder(self._order_id),), "is_strict": True})

    def done(self, answer: Any) -> None:  # of the use case the first time, then what was restored
        """Remember which order it is."""
        if not isinstance(answer, OrdersRestored):
            self._order_id = answer.id

    def undone(self, answer: OrdersDeleted) -> None:
        """Remember the order as it was."""
        self._deleted = answer.done


class MoveLines(Edit):
    """Lines on another order, and back on theirs."""

    def __init__(self, text: str, usecase: Callable[..., Any], arguments: dict[str, Any]) -> None:
        """A use case that answers with `LinesMoved`; what it is called is translated."""
        self.text = text
        self._usecase, self._arguments = usecase, arguments
        self.moved: LinesMoved | None = None

    def forward(self) -> Call:
        """Move them."""
        return Call(self._usecase, self._arguments)

    def backward(self) -> Call:
        """Put them back."""
        return Call(put_lines_back, {"moved": self.moved})

    def done(self, answer: LinesMoved) -> None:
        """Remember where they were; when it is done again, versions have changed by our own doing."""
        self.moved = answer
        self._arguments = {name: _unseen(value) for name, value in self._arguments.items()}


class EndLines(Edit):
    """Lines of an order canceled, or opened again, and back."""

    def __init__(self, number: str, order: SeenOrder, line_ids: Sequence[int], *, cancels: bool) -> None:
        words = _("Cancel lines of {order}") if cancels else _("Revoke lines of {order}")
        self.text = words.format(order=number)
        self._order_id, self._version = order.id, order.seen
        self._line_ids, self._cancels = tuple(line_ids), cancels
        self._ended: EndedOrder | None = None

    def forward(self) -> Call:
        """Do it."""
        return self._call(cancel_lines if self._cancels else revoke_lines)

    def backward(self) -> Call:
        """Undo it; visits come back with the lines of a canceled order."""
        if self._cancels and self._ended is not None:
            return Call(undo_cancel, {"orders": (self._ended,)})
        return self._call(cancel_lines)

    def done(self, answer: EndedOrder) -> None:
        """Remember what was done; from here on other steps of ours may come between, and rules judge anew."""
        self._ended, self._version = answer, 0

    def _call(self, usecase: Callable[..., Any]) -> Call:
        return Call(usecase, {"order_id": self._order_id, "seen": self._version, "line_ids": self._line_ids})


def _seen(orders: Sequence[EndedOrder]) -> tuple[SeenOrder, ...]:
    return tuple(SeenOrder(order.id) for order in orders)


def _unseen(value: Any) -> Any:  # an argument of any kind
    if isinstance(value, SeenOrder):
        return SeenOrder(value.id)
    if isinstance(value, tuple):
        return tuple(_unseen(each) for each in value)
    return value
