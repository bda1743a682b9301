"""OrdersTable: the orders of an agreement, a customer or an object, with status and planned visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.terms import Progress
from resources.texts import N_, _, format_date, format_instant
from ui.widgets.badge import status_chip
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable
from ui.widgets.term_names import STATUS_NAMES

_PROGRESS: Mapping[Progress, str] = {
    Progress.IN_PROCESS: N_("In process"),
    Progress.POSTED: N_("Posted"),
    Progress.CANCELED: N_("Canceled"),
}
OrderRow = Any  # rows of several queries, with the same names


def order_columns(zone: Callable[[], str]) -> tuple[Column[OrderRow], ...]:
    """Columns of orders, in a zone's clock."""
    return (
        Column("number", N_("Order"), 96, weight=500, is_tabular=True),
        Column(
            "service_date",
            N_("Date"),
            116,
            text=lambda row: format_date(row.service_date, "medium") if row.service_date else "",
            sort_key=lambda row: row.service_date.toordinal() if row.service_date else 0,
            is_tabular=True,
        ),
        Column("description", N_("Description"), 190, least=100),
        Column(
            "visit_status",
            N_("Visit"),
            104,
            text=lambda row: _(STATUS_NAMES[row.visit_status]) if row.visit_status else "",
            badge=lambda row: status_chip(row.visit_status) if row.visit_status else None,
        ),
        Column(
            "visit_at",
            N_("Planned"),
            160,
            text=lambda row: format_instant(row.visit_at, zone()) if row.visit_at else "",
            sort_key=lambda row: row.visit_at.timestamp() if row.visit_at else 0,
            is_tabular=True,
        ),
        Column("technician", N_("Technician"), 130, is_spare=True),
        Column("stage", N_("Stage"), 104, is_spare=True),
        Column("progress", N_("Progress"), 110, text=lambda row: _(_PROGRESS[row.progress]), is_spare=True),
    )


class OrdersTable(RowsTable):
    """A table of orders.

    Signals:
        order_wanted(int): Enter or a double click on an order.
    """

    order_wanted = Signal(int)

    def __init__(self, *, key: str, empty: str, parent: QWidget | None = None) -> None:
        self.zone = "UTC"
        self.orders: RowsModel[OrderRow] = RowsModel(
            order_columns(lambda: self.zone), identity=lambda row: row.id
        )
        super().__init__(self.orders, key=key, parent=parent)
        self.orders.setParent(self)
        self.set_empty(EmptyState(empty, icon="orders"))
        self.row_opened.connect(lambda row: self.order_wanted.emit(row.id))
