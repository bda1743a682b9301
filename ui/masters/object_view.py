"""One service object: header card, details, its timeline, its parts, and its agreement lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.masters import Record
from app.queries.object_timeline import TimelineEvent, object_timeline
from app.queries.object_tree import TreeObject, object_parts
from app.queries.objects import ObjectAgreementRow, object_agreements
from resources.texts import N_, _, format_date, format_number
from ui import theme
from ui.masters.timeline import Timeline
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.lazy_tabs import LazyTabs
from ui.widgets.badge import Chip, Mark
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

_PARTS = (
    Column[TreeObject]("name", N_("Name"), 240, weight=500),
    Column[TreeObject]("code", N_("Code"), 120, is_tabular=True),
    Column[TreeObject]("customer", N_("Customer"), 200),
    Column[TreeObject](
        "parts",
        N_("Parts"),
        70,
        text=lambda row: format_number(row.parts) if row.parts else "",
        sort_key=lambda row: row.parts,
        is_tabular=True,
        is_right=True,
    ),
)


def warranty_chip(until: date | None, today: date) -> Chip | None:
    """Whether a warranty still holds, by shape as well as colour; its last day is covered."""
    if until is None:
        return None
    day = format_date(until, "medium")
    if today <= until:
        return Chip(_("Under warranty until {date}").format(date=day), "good", Mark.TICK)
    return Chip(_("Warranty ended on {date}").format(date=day), "neutral", Mark.CROSS)


class ObjectView(QWidget):
    """One service object, stored or new.

    Signals:
        saved(int): it was saved; a new one has its id now.
        closed(): nothing is shown any more.
        order_wanted(int), agreement_wanted(int), object_wanted(int): somebody wants to see these.
    """

    saved = Signal(int)
    closed = Signal()
    order_wanted = Signal(int)
    agreement_wanted = Signal(int)
    object_wanted = Signal(int)

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
        self.timeline = Timeline()
        self.nothing = EmptyState(
            _("Nothing was done to this object yet."), icon="orders", parent=self.timeline.viewport()
        )
        self.parts: RowsModel[TreeObject] = RowsModel(_PARTS, parent=self)
        self.part_table = RowsTable(self.parts, key="object_parts")
        self.part_table.set_empty(EmptyState(_("No other object is a part of this one."), icon="objects"))
        self.agreements: RowsModel[ObjectAgreementRow] = RowsModel(_AGREEMENTS, parent=self)
        self.agreement_table = RowsTable(self.agreements, key="object_agreements")
        self.agreement_table.set_empty(EmptyState(_("No agreement covers this object."), icon="agreements"))
        self.tabs = LazyTabs()
        self.tabs.add(self.details, _("Details"))
        self._timeline_at = self.tabs.add(self.timeline, _("Timeline"), self._read_timeline)
        self._parts_at = self.tabs.add(self.part_table, _("Parts"), self._read_parts)
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
        self.timeline.order_wanted.connect(self.order_wanted)
        self.part_table.row_opened.connect(lambda row: self.object_wanted.emit(row.id))
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

    def _on_opened(self, record: Record | None) -> None:
        for position in (self._timeline_at, self._parts_at, self._agreements_at):
            self.tabs.setTabEnabled(position, record is not None)
        self.delete_button.setVisible(record is not None)
        if record is None:
            self.tabs.setCurrentIndex(0)
            self.header.show_head(_("New service object"))
            return
        values, names = record.values, record.names
        place = " · ".join(part for part in (names["customer_id"], names["site_id"]) if part)
        chip = warranty_chip(values["warranty_until"], self._desk.today(self.details.zone))
        chips = (chip,) if chip is not None else ()
        self.header.show_head(f"{values['code']}  {values['name']}", place, chips=chips)
        installed = values["installed_on"]
        self.header.facts.show_facts(
            (
                (_("Serial number"), values["serial_number"] or ""),
                (_("Group"), values["group"] or ""),
                (_("Part of"), names["parent_id"]),
                (_("Installed"), format_date(installed, "medium") if installed else ""),
            )
        )
        self.tabs.refresh()

    def _read_timeline(self) -> None:
        if self.details.row_id:
            self._desk.jobs.read(object_timeline, self.details.row_id, done=self._on_events, owner=self)

    def _on_events(self, events: list[TimelineEvent]) -> None:
        self.timeline.show_events(events)
        self.nothing.setVisible(not events)
        self.nothing.setGeometry(self.timeline.viewport().rect())

    def _read_parts(self) -> None:
        if self.details.row_id:
            self._desk.jobs.read(object_parts, self.details.row_id, done=self._on_parts, owner=self)

    def _on_parts(self, rows: list[TreeObject]) -> None:
        self.parts.set_rows(rows)
        self.tabs.set_count(self._parts_at, len(rows))

    def _read_agreements(self) -> None:
        self._desk.jobs.read(
            object_agreements, self.details.row_id, done=self.agreements.set_rows, owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self.details.row_id and changes.touches(
            "service_order", "visit", "agreement_line", "repair_line", "service_object"
        ):
            self.tabs.refresh()
