"""Commands that end orders or move their lines; dialogs are imported when they are first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.queries.endings import Ending
from app.usecases.orders import LinesMoved, SeenOrder, combine_orders
from resources.texts import _, format_number

if TYPE_CHECKING:
    from ui.orders.commands import OrderDesk


def cancel(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Look at what canceling would do, then do it."""
    _open(desk, Ending.CANCEL, order_ids)


def revoke(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Look at which orders come back, then bring them back."""
    _open(desk, Ending.REVOKE, order_ids)


def delete(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Look at which orders go, then delete them."""
    _open(desk, Ending.DELETE, order_ids)


def move_lines(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Choose lines of one order, and where they go."""
    from ui.orders.lines_dialog import LinesDialog

    LinesDialog(desk, order_ids[0]).open()


def combine(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Put everything on the first of the chosen orders, at once; undo takes it apart."""
    from ui.orders.ending_edits import MoveLines

    if len(order_ids) < 2:
        desk.say(_("Choose two orders or more of one agreement and site."))
        return

    def told(answer: LinesMoved) -> None:
        words = _("{n} orders are combined in {order}.")
        desk.say(words.format(n=format_number(len(order_ids)), order=answer.target.number))

    text = _("Combine {n} orders").format(n=format_number(len(order_ids)))
    orders = tuple(SeenOrder(order_id) for order_id in order_ids)
    desk.edits.do(MoveLines(text, combine_orders, {"orders": orders}), done=told, failed=desk.failed)


def _open(desk: OrderDesk, ending: Ending, order_ids: Sequence[int]) -> None:
    from ui.orders.batch_dialog import open_batch

    open_batch(desk, ending, order_ids)
