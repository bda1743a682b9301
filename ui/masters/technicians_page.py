"""Technicians: the list by team at the left, one of them at the right."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.queries.technicians import TechnicianList, TechnicianRow, technician_list
from resources.texts import N_, _, format_minutes, format_time, format_weekday_date
from ui import actions
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.masters.technician_view import TechnicianView
from ui.records.desk import Desk
from ui.widgets.cards import rule
from ui.widgets.chips import FilterChips
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.page_bar import PageBar
from ui.widgets.rows import RowsModel, RowsTable

LATER_MS = 300
_SHOWN = ("technician", "team", "skill", "absence", "visit")


class TechniciansPage(QWidget):
    """The page of technicians.

    Signals:
        order_wanted(int): somebody wants to see an order.
    """

    order_wanted = Signal(int)

    def __init__(self, jobs: Jobs, live: Live, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = Desk(jobs, live, edits)
        self._zone = "UTC"
        self._all: tuple[TechnicianRow, ...] = ()
        self._wanted = 0
        self._is_stale, self._is_first = True, True
        self.model: RowsModel[TechnicianRow] = RowsModel(
            self._columns(), identity=lambda row: row.id, parent=self
        )
        self.table = RowsTable(self.model, key="technicians")
        self.search, self.new_button = QLineEdit(), QPushButton(_("New technician"))
        self.chips = FilterChips([("active", _("On the board")), ("away", _("Away soon")), ("all", _("All"))])
        self.view = TechnicianView(self._desk)
        self._soon = QTimer(self)
        self._lay_out()
        self._connect()

    def open_technician(self, technician_id: int) -> None:
        """Show one technician."""
        self._want(technician_id)
        self._open(technician_id)

    def add(self) -> None:
        """Start a new technician."""
        self.table.clearSelection()
        self.detail.setCurrentWidget(self.view)
        self.view.open_new()

    def may_close(self) -> bool:
        """Whether everything is saved."""
        return not self.view.is_dirty()

    def _columns(self) -> tuple[Column[TechnicianRow], ...]:
        def away(row: TechnicianRow) -> str:
            if row.absence_from is None:
                return ""
            zone = ZoneInfo(self._zone)
            from_day = row.absence_from.astimezone(zone).date()
            is_now = row.absence_from <= self._desk.jobs.context.clock()
            when = _("Now") if is_now else format_weekday_date(from_day)
            return " · ".join(part for part in (when, row.absence_reason) if part)

        return (
            Column("team", N_("Team"), 84, least=80, text=lambda row: row.team or _("No team")),
            Column("name", N_("Name"), 140, least=126, weight=500),
            Column(
                "planned_minutes",
                N_("Today"),
                128,
                text=_load,
                sort_key=lambda row: row.planned_minutes,
                ink=lambda row: "bad" if row.planned_minutes > row.shift_minutes else "",
                is_tabular=True,
                is_right=True,
            ),
            Column(
                "shift_start",
                N_("Shift"),
                104,
                text=lambda row: f"{format_time(row.shift_start)}–{format_time(row.shift_end)}",
                is_tabular=True,
                is_spare=True,
            ),
            Column(
                "absence_from",
                N_("Next absence"),
                150,
                text=away,
                sort_key=lambda row: row.absence_from.timestamp() if row.absence_from else float("inf"),
                ink=lambda row: "warning" if row.absence_from else "",
            ),
            Column("skills", N_("Skills"), 160, text=lambda row: ", ".join(row.skills), is_spare=True),
        )

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(_("Search name, team or skill"))
        self.search.setClearButtonEnabled(True)
        self.new_button.setProperty("primary", True)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.set_empty(
            EmptyState(
                _("No technician is shown here."),
                icon="technicians",
                action=_("New technician"),
                on_action=self.add,
            )
        )
        self._soon.setSingleShot(True)
        self._soon.setInterval(LATER_MS)
        self.empty = EmptyState(
            _("Choose a technician to see shift, skills and absences."), icon="technicians"
        )
        self.detail = QStackedWidget()
        self.detail.addWidget(self.empty)
        self.detail.addWidget(self.view)
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top, second = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(12, 9, 12, 9)
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        second.setContentsMargins(8, 0, 8, 8)
        second.addWidget(self.chips, 1)
        column.addLayout(top)
        column.addLayout(second)
        column.addWidget(self.table, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(pane)
        self.split.addWidget(self.detail)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([660, 860])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for each in (PageBar(_("Technicians"), self.new_button), rule(), self.split):
            outer.addWidget(each)
        outer.setStretch(2, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.filter)
        self.chips.chosen.connect(lambda _keys: self._show())
        self.table.rows_chosen.connect(self._on_chosen)
        self.new_button.clicked.connect(lambda: self.add())
        self.view.saved.connect(self._want)
        self.view.details.stayed.connect(self._go_back)
        for panel in self.view.panels:
            panel.editor.stayed.connect(lambda _row: self._go_back(self.view.details.row_id))
        self.view.closed.connect(self._on_closed)
        self.view.order_wanted.connect(self.order_wanted)
        self._soon.timeout.connect(self._read)
        self._desk.live.changed.connect(self._on_changed)
        find = actions.make("find", self, on_triggered=self.search.setFocus)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(find)

    # -- reading -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while the page was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        now = self._desk.jobs.context.clock()
        self._desk.jobs.read(technician_list, now, done=self._on_list, owner=self)

    def _on_list(self, found: TechnicianList) -> None:
        self._zone, self._all = found.zone, found.rows
        self._show()
        first = self.model.row_at(0)
        if self._is_first and first is not None and not self.view.details.is_open():
            self._want(first.id)
        self._is_first = False

    def _show(self) -> None:
        away = [row for row in self._all if row.absence_from is not None]
        active = [row for row in self._all if row.active]
        for key, rows in (("active", active), ("away", away), ("all", self._all)):
            self.chips.set_count(key, len(rows))
            if key in self.chips.current():
                self.model.set_rows(rows)
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = 0

    def _want(self, technician_id: int) -> None:
        self._wanted = 0 if self.table.choose(technician_id) else technician_id

    def _on_chosen(self, rows: tuple[TechnicianRow, ...]) -> None:
        if rows:
            self._open(rows[0].id)

    def _open(self, technician_id: int) -> None:
        self.detail.setCurrentWidget(self.view)
        if technician_id != self.view.details.row_id:
            self.view.open(technician_id)

    def _go_back(self, technician_id: int) -> None:
        if not self.table.choose(technician_id):
            self.table.clearSelection()

    def _on_closed(self) -> None:
        self.detail.setCurrentWidget(self.empty)
        self.table.clearSelection()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_SHOWN):
            self._is_stale = True
            if self.isVisible():
                self._soon.start()


def _load(row: TechnicianRow) -> str:
    """Planned of worked time today; a day off says so unless something is planned."""
    if not row.shift_minutes and not row.planned_minutes:
        return _("Day off")
    return f"{format_minutes(row.planned_minutes)} / {format_minutes(row.shift_minutes)}"
