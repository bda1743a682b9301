"""ExpiringPanel: agreements that end soon, with what becomes of them, and the way to renew one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.expiring import HORIZONS, ExpiringRow, expiring, expiring_counts
from resources.texts import N_, _, format_date, format_number, ngettext
from ui import theme
from ui.records.desk import Desk
from ui.widgets.badge import Chip, Mark
from ui.widgets.chips import FilterChips
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable

SOON = 30


def left_chip(row: ExpiringRow) -> Chip:
    """How long it still runs, by shape as well as colour."""
    days = row.days_left
    if row.renewed_by:
        return Chip(_("Renewed: {code}").format(code=row.renewed_by), "good", Mark.TICK)
    if days < 0:
        told = ngettext("Ended {n} day ago", "Ended {n} days ago", -days)
        return Chip(told.format(n=-days), "bad", Mark.CROSS)
    told = _("Ends today") if days == 0 else ngettext("{n} day left", "{n} days left", days)
    return Chip(told.format(n=format_number(days)), "warning" if days <= SOON else "neutral", Mark.HALF_RING)


EXPIRING = (
    Column[ExpiringRow]("code", N_("Agreement"), 92, weight=500, is_tabular=True, tip=lambda row: row.name),
    Column[ExpiringRow]("customer", N_("Customer"), 132),
    Column[ExpiringRow](
        "ends_on",
        N_("Until"),
        108,
        text=lambda row: format_date(row.ends_on, "medium"),
        sort_key=lambda row: row.ends_on.toordinal(),
        is_tabular=True,
    ),
    Column[ExpiringRow]("days_left", N_("State"), 166, badge=left_chip, sort_key=lambda row: row.days_left),
    Column[ExpiringRow](
        "lines",
        N_("Lines"),
        58,
        text=lambda row: format_number(row.lines),
        sort_key=lambda row: row.lines,
        is_tabular=True,
        is_right=True,
    ),
    Column[ExpiringRow](
        "orders",
        N_("Orders"),
        64,
        text=lambda row: format_number(row.orders),
        sort_key=lambda row: row.orders,
        is_tabular=True,
        is_right=True,
    ),
    Column[ExpiringRow]("group", N_("Group"), 110, is_spare=True),
)
"""Columns of what expires."""


class ExpiringPanel(QWidget):
    """The list of what expires.

    Signals:
        agreement_wanted(int): the one row that is now chosen.
        renew_wanted(int): somebody wants to renew that agreement.
        counted(int): how many end within the horizon chosen.
    """

    agreement_wanted = Signal(int)
    renew_wanted = Signal(int)
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_stale = True
        self._asked = 0
        names = [(str(days), _("{n} days").format(n=days)) for days in HORIZONS]
        self.horizon = FilterChips([*names, ("0", _("All"))])
        self.horizon.set_current((str(HORIZONS[-1]),))
        self.model: RowsModel[ExpiringRow] = RowsModel(EXPIRING, identity=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, key="agreements_expiring")
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.set_empty(EmptyState(_("No agreement ends in this time."), icon="agreements"))
        self.renew = QPushButton(_("Renew…"))
        self.renew.setEnabled(False)
        theme.set_icon(self.renew, "refresh")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(160)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.horizon, 1)
        top.addWidget(self.filter)
        top.addWidget(self.renew)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._connect()

    def _connect(self) -> None:
        self.horizon.chosen.connect(lambda _keys: self.read())
        self.filter.textChanged.connect(self.model.filter)
        self.table.rows_chosen.connect(self._on_chosen)
        self.table.row_opened.connect(lambda _row: self._on_renew())
        self.renew.clicked.connect(self._on_renew)
        self._desk.live.changed.connect(self._on_changed)

    def read(self) -> None:
        """Read the list, now or when it is seen."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self._asked += 1
        asked = self._asked

        def done(rows: tuple[ExpiringRow, ...]) -> None:
            if asked == self._asked:  # an older answer may come later
                self.table.set_loading(is_loading=False)
                self.model.set_rows(rows)

        self.table.set_loading(is_loading=True)
        within = int(self.horizon.current()[0]) or None
        today = self._desk.today()
        self._desk.jobs.read(expiring, today=today, within=within, done=done, owner=self)
        self.count()

    def count(self) -> None:
        """Count what ends within each horizon, seen or not."""
        today = self._desk.today()
        self._desk.jobs.read(expiring_counts, today=today, done=self._on_counts, owner=self)

    def current(self) -> ExpiringRow | None:
        """The row that is chosen."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def _on_counts(self, counts: Mapping[int, int]) -> None:
        for days, count in counts.items():
            self.horizon.set_count(str(days), count)
        self.counted.emit(counts[int(self.horizon.current()[0])])

    def _on_chosen(self, rows: tuple[ExpiringRow, ...]) -> None:
        self.renew.setEnabled(len(rows) == 1 and not rows[0].renewed_by)
        if len(rows) == 1:
            self.agreement_wanted.emit(rows[0].id)

    def _on_renew(self) -> None:
        row = self.current()
        if row is not None and not row.renewed_by:
            self.renew_wanted.emit(row.id)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("agreement", "agreement_line", "service_order", "customer", "agreement_group"):
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while it was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self.read()
