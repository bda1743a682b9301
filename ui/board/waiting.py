"""The waiting list under the board: sorted, filtered while typing, dragged onto lanes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.queries.board import WaitingRow
from models.terms import Priority
from resources.texts import (
    N_,
    _,
    format_minutes,
    format_number,
    format_time,
    format_weekday_date,
    ngettext,
)
from ui.board.pointer import orders_mime
from ui.widgets.badge import priority_chip
from ui.widgets.cards import plain_label, rule
from ui.widgets.chips import FilterChips
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

ALL, TODAY, HIGH, LATE = "all", "today", "high", "late"
WHOLE_DAY = 23 * 3600
_NEVER = 1 << 40
"""Sorts orders without a clock behind all others."""
"""A promise of at least this many seconds is one of the day, not of a time."""
_PRIORITIES = tuple(Priority)


class WaitingList(QWidget):
    """Orders that wait for a visit.

    Signals:
        order_wanted(int): an order is to be opened.
        plan_wanted(int): an order is to be planned by dialog.
        chosen(object): tuple of the rows now selected.
    """

    order_wanted = Signal(int)
    plan_wanted = Signal(int)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no orders yet."""
        super().__init__(parent)
        self._all: tuple[WaitingRow, ...] = ()
        self._gone: set[int] = set()
        self._now = 0
        self._zone = ZoneInfo("UTC")
        self._today = date.min
        self.model: RowsModel[WaitingRow] = RowsModel(self._columns(), identity=lambda row: row.order_id)
        self.table = RowsTable(self.model, key="waiting", parent=self)
        self.table.set_drag(lambda rows: orders_mime([row.order_id for row in rows]))
        self.table.set_empty(EmptyState(_("No order waits for a visit."), icon="check"))
        self.chips = FilterChips(
            [(ALL, _("Waiting")), (TODAY, _("Promised today")), (LATE, _("Late")), (HIGH, _("High priority"))]
        )
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter…"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(220)
        self.footer = plain_label(px=12, is_quiet=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = self.head = QHBoxLayout()
        bar.setContentsMargins(12, 3, 6, 3)
        bar.addWidget(self.chips)
        bar.addStretch(1)
        bar.addWidget(self.footer)
        bar.addSpacing(12)
        bar.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(bar)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.setMinimumHeight(90)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _keys: self._show())
        self.filter.textChanged.connect(self.model.filter)
        self.filter.textChanged.connect(lambda _text: self._tell())
        self.table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.table.rows_chosen.connect(lambda _rows: self._tell())
        self.table.rows_chosen.connect(self.chosen)
        plan = QShortcut(QKeySequence("M"), self.table)
        plan.setContext(Qt.ShortcutContext.WidgetShortcut)
        plan.activated.connect(self._plan_current)
        self.filter.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """From the filter, Down goes to the first row and Esc clears."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                if not self.table.chosen_rows() and self.model.rowCount():
                    self.table.selectRow(0)
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return False

    # ------------------------------------------------------------------ rows

    @property
    def rows(self) -> dict[int, WaitingRow]:
        """All orders that wait, by id."""
        return {row.order_id: row for row in self._all if row.order_id not in self._gone}

    def rows_known(self) -> dict[int, WaitingRow]:
        """The same with those that are held back."""
        return {row.order_id: row for row in self._all}

    def show_rows(self, rows: Sequence[WaitingRow], *, zone: str, today: date) -> None:
        """Show what was read; days are local to the company's zone."""
        self._all, self._zone, self._today = tuple(rows), ZoneInfo(zone), today
        self._gone &= {row.order_id for row in rows}
        self._show()

    def hold_back(self, order_ids: Sequence[int], *, on: bool) -> None:
        """Leave orders out while their visits are being made, or show them again."""
        if on:
            self._gone.update(order_ids)
        else:
            self._gone.difference_update(order_ids)
        self._show()

    def take_out(self, order_ids: Sequence[int]) -> None:
        """Forget orders that are planned now; an undo brings them back with the next reading."""
        gone = set(order_ids)
        self._all = tuple(row for row in self._all if row.order_id not in gone)
        self.hold_back(order_ids, on=False)

    def _show(self) -> None:
        waiting = [row for row in self._all if row.order_id not in self._gone]
        tests: dict[str, Callable[[WaitingRow], bool]] = {
            ALL: lambda _row: True,
            TODAY: self._is_today,
            LATE: self._is_late,
            HIGH: lambda row: row.priority is Priority.HIGH,
        }
        for key, test in tests.items():
            self.chips.set_count(key, sum(test(row) for row in waiting))
        current = self.chips.current()
        chosen = tests[current[0] if current else ALL]
        self.model.set_rows([row for row in waiting if chosen(row)])
        self._tell()

    def _is_today(self, row: WaitingRow) -> bool:
        return self._promised_on(row) == self._today

    def _is_late(self, row: WaitingRow) -> bool:
        on = self._promised_on(row)
        return on is not None and on < self._today

    def _promised_on(self, row: WaitingRow) -> date | None:
        last = row.promise_to or row.promise_from
        return datetime.fromtimestamp(last, self._zone).date() if last else row.service_date

    def _tell(self) -> None:
        chosen = self.table.chosen_rows()
        self.footer.setText(jobs_text(chosen) if chosen else "")

    def _plan_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.plan_wanted.emit(row.order_id)

    # ------------------------------------------------------------------ columns

    def _columns(self) -> tuple[Column[WaitingRow], ...]:
        return (
            Column(
                "priority",
                N_("Priority"),
                92,
                badge=lambda row: priority_chip(row.priority),
                sort_key=lambda row: -_PRIORITIES.index(row.priority),
            ),
            Column("number", N_("Order"), 104, weight=600, is_tabular=True),
            Column("customer", N_("Customer"), 210),
            Column("town", N_("Town"), 130),
            Column(
                "needs", N_("Skills"), 150, text=lambda row: ", ".join(name for _id, name in row.needs) or "–"
            ),
            Column(
                "duration",
                N_("Duration"),
                76,
                text=lambda row: format_minutes(row.duration_minutes),
                sort_key=lambda row: row.duration_minutes,
                is_tabular=True,
                is_right=True,
            ),
            Column(
                "promised",
                N_("Promised"),
                184,
                text=self._promise_text,
                sort_key=lambda row: (self._promised_on(row) or date.max, row.promise_to),
                ink=lambda row: "bad" if self._is_late(row) else "",
                is_tabular=True,
            ),
            Column(
                "due",
                N_("Due"),
                142,
                text=self._due_text,
                sort_key=lambda row: row.due or _NEVER,
                ink=lambda row: "bad" if row.due and row.due < self._now else "",
                is_tabular=True,
            ),
            Column("agreement", N_("Agreement"), 112, text=lambda row: row.agreement or "–", is_spare=True),
            Column("description", N_("Description"), 240, tip=lambda row: row.description, is_spare=True),
        )

    def set_now(self, instant: int) -> None:
        """Show what is overdue at an instant (epoch seconds)."""
        self._now = instant
        self.table.viewport().update()

    def _due_text(self, row: WaitingRow) -> str:
        if not row.due:
            return "–"
        local = datetime.fromtimestamp(row.due, self._zone)
        day = _("today") if local.date() == self._today else format_weekday_date(local.date())
        return f"{day} {format_time(local)}"

    def _promise_text(self, row: WaitingRow) -> str:
        on = self._promised_on(row)
        if on is None:
            return "–"
        day = _("today") if on == self._today else format_weekday_date(on)
        bounds = [
            format_time(datetime.fromtimestamp(bound, self._zone))
            for bound in (row.promise_from, row.promise_to)
            if bound
        ]
        return f"{day} {'–'.join(bounds)}" if bounds and not self._is_whole_day(row) else day

    def _is_whole_day(self, row: WaitingRow) -> bool:
        return row.promise_to - row.promise_from >= WHOLE_DAY and bool(row.promise_from)


def jobs_text(rows: Sequence[WaitingRow]) -> str:
    """How many jobs and how long: "7 jobs, 11 h 30"."""
    minutes = sum(row.duration_minutes for row in rows)
    count = len(rows)
    jobs = ngettext("{n} job", "{n} jobs", count).format(n=format_number(count))
    return _("{jobs}, {time}").format(jobs=jobs, time=format_minutes(minutes))
