"""Tables of the generate dialog: what would be made and what is held back, as chips over one table each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.queries.due import DueOrderRow, HeldRow, held_words
from resources.texts import N_, _, format_date, format_number, format_weekday_date
from ui.widgets.badge import Chip, Mark
from ui.widgets.chips import FilterChips
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable


def _closed_chip(row: DueOrderRow) -> Chip | None:
    if not row.conflict:
        return None
    return Chip(row.reason or _("Closed day"), "warning", Mark.SQUARE)


def _names(row: DueOrderRow) -> str:
    return "\n".join(f"{line.line}  {line.name}" for line in row.lines)


DUE = (
    Column[DueOrderRow](
        "on",
        N_("Date"),
        124,
        text=lambda row: format_date(row.on, "medium"),
        sort_key=lambda row: row.on.toordinal(),
        tip=lambda row: format_weekday_date(row.on),
        is_tabular=True,
        weight=500,
    ),
    Column[DueOrderRow]("customer", N_("Customer"), 172),
    Column[DueOrderRow]("agreement", N_("Agreement"), 100, is_tabular=True, tip=lambda row: row.name),
    Column[DueOrderRow]("site", N_("Site"), 152),
    Column[DueOrderRow](
        "lines",
        N_("Lines"),
        60,
        text=lambda row: format_number(len(row.lines)),
        sort_key=lambda row: len(row.lines),
        tip=_names,
        is_tabular=True,
        is_right=True,
    ),
    Column[DueOrderRow](
        "conflict",
        N_("Calendar"),
        130,
        badge=_closed_chip,
        text=lambda row: chip.text if (chip := _closed_chip(row)) else "",
    ),
)
"""Columns of orders that would be made."""

HELD = (
    Column[HeldRow]("agreement", N_("Agreement"), 100, is_tabular=True, weight=500),
    Column[HeldRow](
        "line",
        N_("Line"),
        56,
        text=lambda row: str(row.line),
        sort_key=lambda row: row.line,
        is_tabular=True,
        is_right=True,
    ),
    Column[HeldRow]("name", N_("What"), 190),
    Column[HeldRow](
        "times",
        N_("Times"),
        66,
        text=lambda row: format_number(row.times),
        sort_key=lambda row: row.times,
        is_tabular=True,
        is_right=True,
    ),
    Column[HeldRow](
        "reason",
        N_("Why"),
        340,
        text=lambda row: held_words(row.reason),
        tip=lambda row: held_words(row.reason),
    ),
)
"""Columns of what is held back."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of several: its key, translated title, columns, and what to say when it is empty."""

    key: str
    title: str
    columns: Sequence[Column[Any]]  # of rows of its own kind
    empty: str
    icon: str = "list"


class Listings(QWidget):
    """Tables under chips with counts, and one field that filters the table that is seen.

    Signals:
        row_opened(object): Enter or a double click on a row.
    """

    row_opened = Signal(object)

    def __init__(self, listings: Sequence[Listing], *, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = FilterChips([(each.key, each.title) for each in listings])
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.tables: dict[str, RowsTable] = {}
        self.models: dict[str, RowsModel[Any]] = {}  # rows of several kinds
        self._stack = QStackedWidget()
        for each in listings:
            model = self.models[each.key] = RowsModel(each.columns, parent=self)
            table = self.tables[each.key] = RowsTable(model, key=f"{key}/{each.key}")
            table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
            table.set_empty(EmptyState(each.empty, icon=each.icon))
            table.row_opened.connect(self.row_opened)
            self._stack.addWidget(table)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.chips, 1)
        top.addWidget(self.filter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.chips.chosen.connect(lambda keys: self.show_listing(keys[0]))
        self.filter.textChanged.connect(lambda _text: self._filter())

    def set_rows(self, key: str, rows: Iterable[Any], *, count: int | None = None) -> None:
        """Show rows in one of the tables; count is what its chip says, if not how many rows there are."""
        model = self.models[key]
        model.set_rows(rows)
        self.chips.set_count(key, model.total if count is None else count)

    def set_loading(self, *, is_loading: bool) -> None:
        """While rows are on their way nothing is said to be empty."""
        for table in self.tables.values():
            table.set_loading(is_loading=is_loading)

    def show_listing(self, key: str) -> None:
        """Bring a table to the front."""
        self.chips.set_current((key,))
        self._stack.setCurrentWidget(self.tables[key])
        self._filter()

    def current(self) -> str:
        """The key of the table that is seen."""
        return self.chips.current()[0]

    def _filter(self) -> None:
        self.models[self.current()].filter(self.filter.text())
