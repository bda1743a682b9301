"""What worked before for a symptom: a short list to choose a diagnosis and its resolution from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.repairs import MOST_SUGGESTED, Nearness, Suggestion
from resources.texts import N_, _, format_date, ngettext
from ui import theme
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_NEAR = {
    Nearness.OBJECT: N_("{n} on this object"),
    Nearness.ITEM: N_("{n} on the same item"),
    Nearness.GROUP: N_("{n} in the same group"),
}
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Row:
    key: int
    suggestion: Suggestion
    zone: str


class Suggestions(QWidget):
    """A heading and at most nine rows, chosen by click, Enter or the keys 1 to 9.

    The keys work where `within` or one of its children has the keyboard, except in fields that take text.

    Signals:
        chosen(Suggestion): fill this in.
    """

    chosen = Signal(object)

    def __init__(self, within: QWidget) -> None:
        super().__init__(within)
        self.heading = plain_label(weight=600)
        self.model: RowsModel[_Row] = RowsModel(_columns(), identity=lambda row: row.key)
        self.table = RowsTable(self.model, key="suggestions", parent=self)
        self.table.horizontalHeader().hide()
        self.table.setSortingEnabled(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(lambda index: self._choose(index.row()))
        self.table.row_opened.connect(lambda row: self.chosen.emit(row.suggestion))
        self.table.setAccessibleName(_("Worked before"))
        for number in range(MOST_SUGGESTED):
            key = QShortcut(QKeySequence(str(number + 1)), within)
            key.activated.connect(lambda number=number: self._choose(number))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.table)
        self.show_suggestions((), "UTC")

    def show_suggestions(self, found: Sequence[Suggestion], zone: str) -> None:
        """Show what was found, best first; nothing hides the list."""
        self.model.set_rows(_Row(number, each, zone) for number, each in enumerate(found, start=1))
        self.table.setFixedHeight(min(len(found), _SHOWN) * theme.ROW + 4)
        self.heading.setText(_("Worked before; choose with a click or the keys 1 to 9"))
        self.setVisible(bool(found))

    def shown(self) -> tuple[Suggestion, ...]:
        """What can be chosen now."""
        return tuple(row.suggestion for row in self.model.rows) if self.isVisible() else ()

    def _choose(self, position: int) -> None:
        row = self.model.row_at(position)
        if row is not None and self.isVisible():
            self.chosen.emit(row.suggestion)


def _columns() -> tuple[Column[_Row], ...]:
    return (
        Column(
            "key", N_("Key"), 34, text=lambda row: str(row.key), ink=lambda _row: "muted", is_tabular=True
        ),
        Column("what", N_("What helped"), 310, text=_what, tip=_what, weight=600),
        Column("times", N_("How often"), 210, text=_times, is_tabular=True),
        Column("near", N_("How near"), 150, text=_near),
    )


def _what(row: _Row) -> str:
    return " → ".join(filter(None, (row.suggestion.diagnosis, row.suggestion.resolution)))


def _times(row: _Row) -> str:
    times = row.suggestion.times
    said = ngettext("{n} time, last on {date}", "{n} times, last on {date}", times)
    last = row.suggestion.last.astimezone(ZoneInfo(row.zone)).date()
    return said.format(n=times, date=format_date(last, "medium"))


def _near(row: _Row) -> str:
    source = _NEAR.get(row.suggestion.nearness)
    return _(source).format(n=row.suggestion.near) if source else ""
