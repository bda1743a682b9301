"""Printing papers of orders from the menus of editor and list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.print_dialog import PrintDialog, Wanted

if TYPE_CHECKING:
    from ui.orders.commands import OrderDesk


def print_receipts(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Show the work receipts of orders, to be printed or saved."""
    _open(desk, Wanted(order_ids=tuple(order_ids), receipts=True))


def print_descriptions(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Show the work descriptions of the visits of orders."""
    _open(desk, Wanted(order_ids=tuple(order_ids)))


def _open(desk: OrderDesk, wanted: Wanted) -> None:
    dialog = PrintDialog(desk.jobs, wanted, desk.parent.window())
    dialog.told.connect(desk.say)
    dialog.open()
