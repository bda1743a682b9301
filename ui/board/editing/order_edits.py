"""Undoable edits of orders that are given from the board: cancel, combine, priority and promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.usecases.orders import (
    EndedOrder,
    LinesMoved,
    OrdersEnded,
    OrdersRestored,
    Promise,
    SeenOrder,
    cancel_orders,
    combine_orders,
    promise_orders,
    put_lines_back,
    undo_cancel,
)
from resources.texts import _, format_number, ngettext
from ui.board.editing.commands import Versions
from ui.edits import Call, Edit


def note_visits_back(answer: object, versions: Versions) -> None:
    """Visits that came back with their orders are newer: edits before their orders went can be undone."""
    orders: tuple[EndedOrder | OrdersRestored, ...] = ()
    if isinstance(answer, OrdersEnded):
        orders = answer.done
    elif isinstance(answer, EndedOrder | OrdersRestored):
        orders = (answer,)
    for kept in (visit for order in orders for visit in order.back):
        versions.note(kept.id, seen=kept.version, version=kept.version + 1)


class CancelOrders(Edit):
    """Orders canceled with their planned visits, and all of it back."""

    def __init__(self, orders: Sequence[int], *, named: str) -> None:
        """Cancel these, whatever version they have; `named` is the first one's number."""
        n = len(orders)
        self.text = ngettext("Cancel {order}", "Cancel {n} orders", n).format(order=named, n=format_number(n))
        self._orders = tuple(SeenOrder(order_id) for order_id in orders)
        self._ended: tuple[EndedOrder, ...] = ()

    def forward(self) -> Call:
        """Cancel them, or none."""
        return Call(cancel_orders, {"orders": self._orders, "is_strict": True})

    def backward(self) -> Call:
        """Open again, with the visits."""
        return Call(undo_cancel, {"orders": self._ended})

    def done(self, answer: OrdersEnded) -> None:
        """Remember what was canceled."""
        self._ended = answer.done


class CombineOrders(Edit):
    """Waiting orders of one agreement and site made one, and taken apart again."""

    def __init__(self, orders: Sequence[int]) -> None:
        """Everything goes onto the first."""
        self.text = _("Combine {n} orders").format(n=format_number(len(orders)))
        self._orders = tuple(SeenOrder(order_id) for order_id in orders)
        self._moved: LinesMoved | None = None

    def forward(self) -> Call:
        """Combine them."""
        return Call(combine_orders, {"orders": self._orders})

    def backward(self) -> Call:
        """Take them apart."""
        return Call(put_lines_back, {"moved": self._moved})

    def done(self, answer: LinesMoved) -> None:
        """Remember where the lines were."""
        self._moved = answer


class PromiseOrders(Edit):
    """Priority and promised window of orders, and what they were before."""

    def __init__(self, promises: Sequence[Promise], *, text: str) -> None:
        """Promise this; `text` is translated."""
        self.text = text
        self._wanted = tuple(promises)
        self._before: tuple[Promise, ...] = ()

    def forward(self) -> Call:
        """Promise it."""
        return Call(promise_orders, {"promises": self._wanted})

    def backward(self) -> Call:
        """As it was."""
        return Call(promise_orders, {"promises": self._before})

    def done(self, answer: tuple[Promise, ...]) -> None:
        """Remember what was before; undo asks only that nobody has promised otherwise since."""
        wanted = {one.order_id: one for one in self._wanted}
        said = {
            was.order_id: (wanted[was.order_id].priority, *was.says[1:])
            if wanted[was.order_id].keeps_window
            else wanted[was.order_id].says
            for was in answer
        }
        self._before = tuple(replace(was, standing=said[was.order_id]) for was in answer)
        stood = {was.order_id: was.says for was in answer}
        self._wanted = tuple(replace(one, standing=stood[one.order_id]) for one in self._wanted)
