"""HistoryTab: the renewals an agreement stands among, and every write to it, its lines and relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.queries.agreement_history import AgreementChange, Period
from app.queries.masters import Record
from resources.texts import N_, _, format_date, format_instant, format_number, ngettext
from ui import theme
from ui.records.specs import SPECS, Spec
from ui.records.values import words
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable

_WHAT: Mapping[tuple[str, str], str] = {
    ("agreement", "insert"): N_("Agreement made"),
    ("agreement", "update"): N_("Agreement changed"),
    ("agreement_line", "insert"): N_("Line {line} added"),
    ("agreement_line", "update"): N_("Line {line} changed"),
    ("agreement_line", "delete"): N_("Line {line} removed"),
    ("agreement_object", "insert"): N_("Object related"),
    ("agreement_object", "update"): N_("Object changed"),
    ("agreement_object", "delete"): N_("Object taken off"),
    ("agreement_task", "insert"): N_("Task related"),
    ("agreement_task", "update"): N_("Task changed"),
    ("agreement_task", "delete"): N_("Task taken off"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    at: datetime
    by: str
    what: str
    words: str


class HistoryTab(QWidget):
    """Periods above, writes below, newest first.

    Signals:
        agreement_wanted(int): somebody wants to see another period.
    """

    agreement_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone, self.currency = "UTC", "EUR"
        self.chain = QWidget()
        self._row = QHBoxLayout(self.chain)
        self._row.setContentsMargins(16, 8, 16, 2)
        self._row.setSpacing(6)
        self.periods: list[QPushButton] = []
        self._chain: tuple[Period, ...] = ()
        self.model: RowsModel[_Entry] = RowsModel(self._columns(), parent=self)
        self.table = RowsTable(self.model, key="agreement_history")
        self.table.set_empty(EmptyState(_("Nothing has happened to this agreement yet."), icon="clock"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chain)
        column.addWidget(self.table, 1)
        self.chain.hide()

    def show_chain(self, chain: Sequence[Period], agreement_id: int) -> None:
        """Show the periods in a row, the one looked at pressed; one alone shows nothing."""
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.periods, self._chain = [], tuple(chain)
        self.chain.setVisible(len(chain) > 1)
        for position, period in enumerate(chain):
            if position:
                self._row.addWidget(plain_label("›", is_quiet=True))
            button = QPushButton(_period(period))
            button.setCheckable(True)
            button.setToolTip(_period_in_full(period))
            is_this = period.id == agreement_id
            button.setChecked(is_this)
            button.setFont(theme.font(13, 600 if is_this else 400))
            button.clicked.connect(lambda _checked, wanted=period.id: self._want(wanted, agreement_id))
            self._row.addWidget(button)
            self.periods.append(button)
        self._row.addStretch(1)

    def show_history(self, rows: Sequence[AgreementChange]) -> None:
        """Show the writes."""
        self.model.set_rows(
            _Entry(row.at, row.by, _what(row), "  ·  ".join(self._changes(row))) for row in rows
        )

    def _want(self, wanted: int, agreement_id: int) -> None:
        """Go to another period; the one looked at stays pressed."""
        for button, period in zip(self.periods, self._chain, strict=True):
            button.setChecked(period.id == agreement_id)
        if wanted != agreement_id:
            self.agreement_wanted.emit(wanted)

    def _changes(self, row: AgreementChange) -> list[str]:
        """Each column as its form says it: before → after."""
        specs = {spec.key: spec for spec in SPECS[row.kind]}
        told = []
        for column, after in row.after.items():
            before, title = row.before[column], self._title(column, specs)
            if not title or column == "line" or (row.op == "insert" and after in (None, "", False)):
                continue
            was, now = (self._say(row, column, value, specs.get(column)) for value in (before, after))
            if row.op == "update":
                told.append(f"{title}: {was or '–'} → {now or '–'}")
            elif was or now:
                told.append(f"{title}: {now or was}")
        return told

    def _title(self, column: str, specs: Mapping[str, Spec]) -> str:
        if column in specs:
            return _(specs[column].title)
        return {
            "suspended": _("Suspended"),
            "stopped": _("Stopped"),
            "renewal_of_id": _("Renews"),
            "cost_price": _("Cost price"),
            "sales_price": _("Sales price"),
        }.get(column, "")

    def _say(self, row: AgreementChange, column: str, value: Any, spec: Spec | None) -> str:  # of any column
        if value is None or value == "":
            return ""
        names = {key: called.get(value, str(value)) for key, called in row.names.items() if key == column}
        if column in names:
            return " ".join(names[column].split())
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        held = Record(row.kind, row.id, 0, {column: value}, names)
        return words(spec, held, zone=self.zone, currency=self.currency) if spec else format_number(value)

    def _columns(self) -> tuple[Column[_Entry], ...]:
        return (
            Column(
                "at", N_("When"), 150, text=lambda row: format_instant(row.at, self.zone),
                sort_key=lambda row: row.at, is_tabular=True,
            ),
            Column("by", N_("Who"), 110),
            Column("what", N_("What"), 150, least=140, weight=600),
            Column("words", N_("Before and after"), 420, least=160, tip=lambda row: row.words[:4000]),
        )  # fmt: skip


def _what(row: AgreementChange) -> str:
    return _(_WHAT.get((row.kind, row.op), N_("Changed"))).format(line=row.line)


def _period(period: Period) -> str:
    years = dict.fromkeys(day.year for day in (period.starts_on, period.ends_on) if day is not None)
    return f"{period.code} · {'–'.join(str(year) for year in years)}"


def _period_in_full(period: Period) -> str:
    days = [format_date(day, "medium") for day in (period.starts_on, period.ends_on) if day is not None]
    orders = ngettext("{n} order", "{n} orders", period.orders).format(n=format_number(period.orders))
    return f"{' – '.join(days)} · {orders}"
