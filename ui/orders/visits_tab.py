"""The visits of an order: who, when, how far."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.order_details import OrderVisitRow
from models.terms import Lock
from resources.texts import N_, _, format_minutes, format_time, format_weekday_date
from ui.widgets.badge import status_chip
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_LOCKS = {
    Lock.TIME: N_("Time locked"),
    Lock.PERSON: N_("Technician locked"),
    Lock.BOTH: N_("Time and technician locked"),
}


class VisitsTab(QWidget):
    """A table of visits; Enter or a double click shows them on the board.

    Signals:
        board_wanted(): show the order on the board.
    """

    board_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo("UTC")
        self.model: RowsModel[OrderVisitRow] = RowsModel(self._columns(), identity=lambda row: row.id)
        self.table = RowsTable(self.model, key="order_visits", parent=self)
        self.table.row_opened.connect(lambda _row: self.board_wanted.emit())
        self.table.set_empty(
            EmptyState(
                _("No visit is planned for this order yet."),
                icon="board",
                action=_("Plan it on the board"),
                on_action=self.board_wanted.emit,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.table)

    def show_visits(self, visits: Sequence[OrderVisitRow], zone: str) -> None:
        """Show the visits with times of a zone."""
        self._zone = ZoneInfo(zone)
        self.model.set_rows(visits)

    def _columns(self) -> tuple[Column[OrderVisitRow], ...]:
        return (
            Column(
                "starts", N_("Day"), 130, text=self._day, sort_key=lambda row: row.starts, is_tabular=True
            ),
            Column("time", N_("Time"), 130, text=self._time, is_tabular=True),
            Column(
                "duration", N_("Duration"), 100, text=_duration,
                sort_key=lambda row: row.ends - row.starts, is_tabular=True,
            ),
            Column("technician", N_("Technician"), 220, weight=600),
            Column("status", N_("Status"), 130, badge=lambda row: status_chip(row.status)),
            Column("lock", N_("Lock"), 200, text=lambda row: _(_LOCKS[row.lock]) if row.lock else ""),
        )  # fmt: skip

    def _day(self, row: OrderVisitRow) -> str:
        return format_weekday_date(row.starts.astimezone(self._zone).date())

    def _time(self, row: OrderVisitRow) -> str:
        starts, ends = row.starts.astimezone(self._zone), row.ends.astimezone(self._zone)
        return f"{format_time(starts)}–{format_time(ends)}"


def _duration(row: OrderVisitRow) -> str:
    return format_minutes(round((row.ends - row.starts).total_seconds() / 60))
