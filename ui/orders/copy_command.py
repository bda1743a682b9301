"""Copy lines of a template, an agreement or another order to an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.queries.order_details import OrderDetails, order_details
from app.usecases.copying import LinesCopied, Place, PlaceKind
from ui.live import Live
from ui.records.copy_dialog import CopyDialog, CopyTarget
from ui.records.desk import Desk

if TYPE_CHECKING:
    from ui.orders.commands import OrderDesk


def copy_lines(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Choose lines in a dialog and copy them to the one order."""

    def show(details: OrderDetails | None) -> None:
        if details is None:
            return
        place = Place(PlaceKind.ORDER, details.id)
        target = CopyTarget(place, details.number, details.fields.customer.id)
        dialog = CopyDialog(Desk(desk.jobs, Live(desk.jobs, desk.parent), desk.edits), target, desk.parent)
        dialog.copied.connect(told)
        dialog.open()

    def told(answer: LinesCopied, sentence: str) -> None:
        desk.say(sentence)
        desk.open_order(answer.target.id)

    desk.jobs.read(order_details, order_ids[0], done=show, failed=desk.failed, owner=desk.parent)
