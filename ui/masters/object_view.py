"""One service object: header card, details, its history of orders and visits, and its agreement lines."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.masters import Record
from app.queries.objects import (
    ObjectAgreementRow,
    ObjectHistoryRow,
    object_agreements,
    object_history,
)
from resources.texts import N_, _, format_date, format_instant
from ui import theme
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.lazy_tabs import LazyTabs
from ui.widgets.badge import STATUS_NAMES, Chip, Mark, status_chip
from ui.widgets.cards import HeaderCard
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable

_AGREEMENTS = (
    Column[ObjectAgreementRow]("code", N_("Agreement"), 110, weight=500, is_tabular=True),
    Column[ObjectAgreementRow]("name", N_("Name"), 240),
    Column[ObjectAgreementRow]("line", N_("Line"), 70, is_tabular=True, is_right=True),
    Column[ObjectAgreementRow]("task", N_("Task"), 180),
    Column[ObjectAgreementRow](
        "stopped",
        N_("State"),
        120,
        badge=lambda row: (
            Chip(_("Stopped"), "warning", Mark.SQUARE)
            if row.stopped
            else Chip(_("Active"), "good", Mark.TICK)
        ),
    ),
)


class ObjectView(QWidget):
    """One service object, stored or new.

    Signals:
        saved(int): it was saved; a new one has its id now.
        closed(): nothing is shown any more.
        order_wanted(int), agreement_wanted(int): somebody wants to see these.
    """

    saved = Signal(int)
    closed = Signal()
    order_wanted = Signal(int)
    agreement_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.header = HeaderCard()
        self.delete_button = QToolButton()
        self.delete_button.setToolTip(_("Delete"))
        self.delete_button.setAccessibleName(_("Delete"))
        theme.set_icon(self.delete_button, "trash")
        self.header.add_action(self.delete_button)
        self.details = RecordEditor("service_object", desk)
        self.history: RowsModel[ObjectHistoryRow] = RowsModel(self._history_columns(), parent=self)
        self.history_table = RowsTable(self.history, key="object_history")
        self.history_table.set_empty(EmptyState(_("Nothing was done to this object yet."), icon="orders"))
        self.agreements: RowsModel[ObjectAgreementRow] = RowsModel(_AGREEMENTS, parent=self)
        self.agreement_table = RowsTable(self.agreements, key="object_agreements")
        self.agreement_table.set_empty(EmptyState(_("No agreement covers this object."), icon="agreements"))
        self.tabs = LazyTabs()
        self.tabs.add(self.details, _("Details"))
        self._history_at = self.tabs.add(self.history_table, _("History"), self._read_history)
        self._agreements_at = self.tabs.add(self.agreement_table, _("Agreements"), self._read_agreements)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(10)
        column.addWidget(self.header)
        column.addWidget(self.tabs, 1)
        self._connect()

    def _connect(self) -> None:
        self.details.opened.connect(self._on_opened)
        self.details.saved.connect(self.saved)
        self.details.closed.connect(self.closed)
        self.delete_button.clicked.connect(lambda: self.details.delete())
        self.history_table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.agreement_table.row_opened.connect(lambda row: self.agreement_wanted.emit(row.agreement_id))
        self._desk.live.changed.connect(self._on_changed)

    def open(self, object_id: int) -> None:
        """Show an object, after saving what was changed in another one."""
        self.details.open(object_id)

    def open_new(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new object."""
        self.details.open_new(values)

    def is_dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self.details.is_dirty()

    def _history_columns(self) -> tuple[Column[ObjectHistoryRow], ...]:
        def at(row: ObjectHistoryRow) -> str:
            if row.starts is not None:
                return format_instant(row.starts, self.details.zone)
            return format_date(row.service_date, "medium") if row.service_date else ""

        return (
            Column("number", N_("Order"), 100, weight=500, is_tabular=True),
            Column("starts", N_("When"), 140, text=at, is_tabular=True),
            Column("description", N_("Description"), 220),
            Column("task", N_("Task"), 150),
            Column("technician", N_("Technician"), 140),
            Column(
                "status",
                N_("Visit"),
                110,
                text=lambda row: _(STATUS_NAMES[row.status]) if row.status else _("Not planned"),
                badge=lambda row: status_chip(row.status) if row.status else None,
            ),
            Column("stage", N_("Stage"), 110),
        )

    def _on_opened(self, record: Record | None) -> None:
        for position in (self._history_at, self._agreements_at):
            self.tabs.setTabEnabled(position, record is not None)
        self.delete_button.setVisible(record is not None)
        if record is None:
            self.tabs.setCurrentIndex(0)
            self.header.show_head(_("New service object"))
            return
        values, names = record.values, record.names
        place = " · ".join(part for part in (names["customer_id"], names["site_id"]) if part)
        self.header.show_head(f"{values['code']}  {values['name']}", place)
        self.header.facts.show_facts(
            ((_("Serial number"), values["serial_number"] or ""), (_("Group"), values["group"] or ""))
        )
        self.tabs.refresh()

    def _read_history(self) -> None:
        self._desk.jobs.read(object_history, self.details.row_id, done=self.history.set_rows, owner=self)

    def _read_agreements(self) -> None:
        self._desk.jobs.read(
            object_agreements, self.details.row_id, done=self.agreements.set_rows, owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self.details.row_id and changes.touches("service_order", "visit", "agreement_line"):
            self.tabs.refresh()
