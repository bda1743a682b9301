"""What happened to an order: every write in words, and what was said about its stages and its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.order_history import FieldChange, HistoryRow
from resources.texts import N_, _, format_instant
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable


@dataclass(frozen=True, slots=True)
class _Entry:
    at: datetime
    by: str
    what: str
    words: str


class HistoryTab(QWidget):
    """A table, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = "UTC"
        self.model: RowsModel[_Entry] = RowsModel(self._columns())
        self.table = RowsTable(self.model, key="order_history", parent=self)
        self.table.set_empty(EmptyState(_("Nothing has happened to this order yet."), icon="clock"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.table)

    def show_history(self, rows: Sequence[HistoryRow], zone: str) -> None:
        """Show the rows, newest first, with times of a zone."""
        self._zone = zone
        self.model.set_rows(
            _Entry(row.at, row.by, row.what, "  ·  ".join(_words(change) for change in row.changes))
            for row in rows
        )

    def _columns(self) -> tuple[Column[_Entry], ...]:
        return (
            Column(
                "at", N_("When"), 150, text=lambda row: format_instant(row.at, self._zone),
                sort_key=lambda row: row.at, is_tabular=True,
            ),
            Column("by", N_("Who"), 120),
            Column("what", N_("What"), 170, least=160, weight=600),
            Column("words", N_("Before and after"), 500, tip=lambda row: row.words[:4000]),
        )  # fmt: skip


def _words(change: FieldChange) -> str:
    before, after = (" ".join(text.split()) for text in (change.before, change.after))
    if not before:
        return f"{change.field}: {after}"
    return f"{change.field}: {before} → {after or '–'}"
