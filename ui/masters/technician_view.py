"""One technician: header card, details, absences with a strip of months, and visits to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.masters import Record
from app.queries.technicians import UpcomingVisitRow, upcoming_visits
from models.terms import WEEKDAYS
from resources.texts import N_, _, format_instant, format_minutes, format_time
from ui import theme
from ui.masters.month_strip import MonthStrip
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.lazy_tabs import LazyTabs
from ui.records.panel import RecordsPanel
from ui.widgets.badge import Chip, Mark, status_chip
from ui.widgets.cards import HeaderCard
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable
from ui.widgets.term_names import STATUS_NAMES


class TechnicianView(QWidget):
    """One technician, stored or new.

    Signals:
        saved(int): it was saved; a new one has its id now.
        closed(): nothing is shown any more.
        order_wanted(int): somebody wants to see an order.
    """

    saved = Signal(int)
    closed = Signal()
    order_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.header = HeaderCard()
        self.delete_button = QToolButton()
        self.delete_button.setToolTip(_("Delete"))
        self.delete_button.setAccessibleName(_("Delete"))
        theme.set_icon(self.delete_button, "trash")
        self.header.add_action(self.delete_button)
        self.details = RecordEditor("technician", desk)
        self.absences = RecordsPanel(
            "absence", desk, is_owned=True, empty=_("No absence is known of; every shift is worked.")
        )
        self.absences.new_button.setText(_("New absence"))
        self.certificates = RecordsPanel(
            "certificate", desk, is_owned=True, empty=_("No skill of this technician expires.")
        )
        self.exclusions = RecordsPanel(
            "exclusion", desk, is_owned=True, empty=_("This technician may be sent to every customer.")
        )
        self.day_locks = RecordsPanel(
            "day_lock", desk, is_owned=True, empty=_("No day of this technician is closed to planning.")
        )
        self.strip = MonthStrip(desk.today())
        self.visits: RowsModel[UpcomingVisitRow] = RowsModel(
            self._visit_columns(), identity=lambda row: row.id, parent=self
        )
        self.visit_table = RowsTable(self.visits, key="technician_visits")
        self.visit_table.set_empty(EmptyState(_("No visit is planned for this technician."), icon="calendar"))
        self.tabs = LazyTabs()
        self.tabs.add(self.details, _("Details"))
        self._absences_at = self.tabs.add(self._absences_page(), _("Absences"), self._show_absences)
        self._visits_at = self.tabs.add(self.visit_table, _("Visits to come"), self._read_visits)
        self._certificates_at = self.tabs.add(
            self.certificates, _("Certificates"), lambda: self._show_owned(self.certificates)
        )
        self._exclusions_at = self.tabs.add(
            self.exclusions, _("Not to be sent to"), lambda: self._show_owned(self.exclusions)
        )
        self._day_locks_at = self.tabs.add(
            self.day_locks, _("Closed days"), lambda: self._show_owned(self.day_locks)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(10)
        column.addWidget(self.header)
        column.addWidget(self.tabs, 1)
        self._connect()

    def _absences_page(self) -> QWidget:
        page = QWidget()
        strip = QHBoxLayout()
        strip.setContentsMargins(16, 10, 16, 4)
        strip.setSpacing(6)
        for icon, step, name in (("left", -1, _("A month back")), ("right", 1, _("A month on"))):
            button = QToolButton()
            button.setAutoRaise(True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            theme.set_icon(button, icon)
            button.clicked.connect(lambda _checked, step=step: self.strip.step(step))
            strip.addWidget(button)
        strip.insertWidget(1, self.strip, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)
        column.addWidget(self.absences, 1)
        return page

    def _connect(self) -> None:
        self.details.opened.connect(self._on_opened)
        self.details.saved.connect(self.saved)
        self.details.closed.connect(self.closed)
        self.delete_button.clicked.connect(lambda: self.details.delete())
        self.visit_table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.absences.shown.connect(self._on_absences)
        self.absences.counted.connect(lambda count: self.tabs.set_count(self._absences_at, count))
        self.certificates.counted.connect(lambda count: self.tabs.set_count(self._certificates_at, count))
        self.exclusions.counted.connect(lambda count: self.tabs.set_count(self._exclusions_at, count))
        self.day_locks.counted.connect(lambda count: self.tabs.set_count(self._day_locks_at, count))
        self.strip.day_wanted.connect(self.add_absence)
        self._desk.live.changed.connect(self._on_changed)

    def open(self, technician_id: int) -> None:
        """Show a technician, after saving what was changed in another one."""
        self._leave_panels(lambda: self.details.open(technician_id))

    def _leave_panels(self, then: Callable[[], object]) -> None:
        """Save what was changed in a row of the tabs, then go on."""
        left = list(self.panels)

        def leave_next() -> None:
            if left:
                left.pop().editor.leave(leave_next)
            else:
                then()

        leave_next()

    @property
    def panels(self) -> tuple[RecordsPanel, ...]:
        """Lists of what belongs to the technician, each with its editor."""
        return self.absences, self.certificates, self.exclusions, self.day_locks

    def open_new(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new technician with the usual shift."""
        usual = {
            "shift_start": time(8),
            "shift_end": time(17),
            "work_days": ";".join(WEEKDAYS[:5]),
            "active": True,
            "skills": (),
        }
        self._leave_panels(lambda: self.details.open_new({**usual, **(values or {})}))

    def add_absence(self, day: date) -> None:
        """Start an absence over the shift of a day."""
        record = self.details.record
        if record is None:
            return
        zone = ZoneInfo(self.details.zone)
        starts = datetime.combine(day, record.values["shift_start"], zone)
        ends = datetime.combine(day, record.values["shift_end"], zone)
        if ends <= starts:
            ends += timedelta(days=1)
        if day not in self.strip.days():
            self.strip.show_month(day)
        self.absences.add({"starts_at": starts.astimezone(UTC), "ends_at": ends.astimezone(UTC)})

    def is_dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self.details.is_dirty() or any(panel.editor.is_dirty() for panel in self.panels)

    def _visit_columns(self) -> tuple[Column[UpcomingVisitRow], ...]:
        def length(row: UpcomingVisitRow) -> str:
            return format_minutes(round((row.ends - row.starts).total_seconds() / 60))

        return (
            Column(
                "starts",
                N_("When"),
                150,
                text=lambda row: format_instant(row.starts, self.details.zone),
                sort_key=lambda row: row.starts,
                is_tabular=True,
            ),
            Column("ends", N_("Duration"), 90, text=length, is_tabular=True, is_right=True),
            Column("number", N_("Order"), 100, weight=500, is_tabular=True),
            Column("customer", N_("Customer"), 180),
            Column("town", N_("Town"), 120),
            Column(
                "status",
                N_("Visit"),
                110,
                text=lambda row: _(STATUS_NAMES[row.status]),
                badge=lambda row: status_chip(row.status),
            ),
            Column("description", N_("Description"), 220),
        )

    def _on_opened(self, record: Record | None) -> None:
        for position in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(position, record is not None)
        self.delete_button.setVisible(record is not None)
        if record is None:
            self.tabs.setCurrentIndex(0)
            self.header.show_head(_("New technician"))
            self.header.facts.show_facts(())
            return
        values, names = record.values, record.names
        shift = f"{format_time(values['shift_start'])}–{format_time(values['shift_end'])}"
        line = " · ".join(part for part in (values["code"], names["team_id"], shift, values["phone"]) if part)
        chips = () if values["active"] else (Chip(_("Not on the board"), "neutral", Mark.CROSS),)
        self.header.show_head(values["name"], line, chips=chips)
        self.header.facts.show_facts(
            ((_("Skills"), names["skills"]), (_("Home site"), names["home_site_id"]))
        )
        for panel in self.panels:
            panel.set_measures(self.details.zone, self.details.currency)
        self.tabs.refresh()

    def _show_absences(self) -> None:
        self._show_owned(self.absences)

    def _show_owned(self, panel: RecordsPanel) -> None:
        panel.show_owner({"technician_id": self.details.row_id})

    def _on_absences(self, rows: tuple[Record, ...]) -> None:
        record = self.details.record
        if record is None:
            return
        zone = ZoneInfo(self.details.zone)
        spans = [
            (
                row.values["starts_at"].astimezone(zone).date(),
                (row.values["ends_at"].astimezone(zone) - timedelta(seconds=1)).date(),
                row.values["reason"] or _("Absent"),
            )
            for row in rows
        ]
        days = record.values["work_days"].split(";")
        self.strip.show_absences(spans, frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS))

    def _read_visits(self) -> None:
        now = self._desk.jobs.context.clock()
        self._desk.jobs.read(upcoming_visits, self.details.row_id, now, done=self._on_visits, owner=self)

    def _on_visits(self, rows: list[UpcomingVisitRow]) -> None:
        self.visits.set_rows(rows)
        self.tabs.set_count(self._visits_at, len(rows))

    def _on_changed(self, changes: Changes) -> None:
        if self.details.row_id and changes.touches("visit", "service_order"):
            self._read_visits()
