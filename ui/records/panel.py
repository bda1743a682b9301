"""RecordsPanel: the rows of one owner in a table, and the editor of the chosen one below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.masters import KINDS, Record, records
from resources.texts import _
from ui import theme
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.specs import SPECS
from ui.records.values import columns
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable


class RecordsPanel(QWidget):
    """Rows of a kind, of one owner (`{"customer_id": 7}`) or all; New, Delete, and the editor of one.

    A panel that is owned reads nothing until it is told its owner.

    Attributes:
        bar: the line above the table, for buttons of the owner.

    Signals:
        counted(int): how many rows there are.
        shown(object): the tuple of Records, when they were read.
        chosen(object): the Record now chosen, or None.
    """

    counted = Signal(int)
    shown = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        kind: str,
        desk: Desk,
        *,
        empty: str,
        is_owned: bool = False,
        without: Collection[str] = (),
        extra: Collection[Column[Record]] = (),
    ) -> None:
        super().__init__()
        self.kind, self._desk = kind, desk
        self._where: Mapping[str, int] | None = None if is_owned else {}
        self._asked = 0
        self._measures = ("UTC", "EUR")
        self._wanted = 0
        self._is_stale = True
        specs = [spec for spec in SPECS[kind] if spec.key not in without]
        made = [*columns(specs, lambda: self._measures), *extra]
        self.model: RowsModel[Record] = RowsModel(made, identity=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, key=f"records/{kind}")
        self.editor = RecordEditor(kind, desk, without=without)
        self.new_button = QPushButton(_("New"))
        theme.set_icon(self.new_button, "plus")
        self.delete_button = QPushButton(_("Delete"))
        self.delete_button.setEnabled(False)
        theme.set_icon(self.delete_button, "trash")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        state = EmptyState(empty, icon="list", action=_("New"), on_action=self.add)
        self.table.set_empty(state)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QWidget()
        self.bar = QHBoxLayout(top)
        self.bar.setContentsMargins(16, 8, 16, 8)
        self.bar.setSpacing(8)
        self.bar.addWidget(self.new_button)
        self.bar.addWidget(self.delete_button)
        self.bar.addStretch(1)
        self.bar.addWidget(self.filter)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self.editor)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self.editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.table.rows_chosen.connect(self._on_chosen)
        self.table.row_opened.connect(lambda _row: self.editor.form.setFocus())
        self.table.delete_wanted.connect(lambda _rows: self.delete())
        self.new_button.clicked.connect(lambda: self.add())
        self.delete_button.clicked.connect(lambda: self.delete())
        self.filter.textChanged.connect(self.model.filter)
        self.editor.opened.connect(self._on_opened)
        self.editor.closed.connect(self._on_closed)
        self.editor.saved.connect(self._on_saved)
        self.editor.stayed.connect(self._on_stayed)
        self._desk.live.changed.connect(self._on_changed)

    def show_owner(self, where: Mapping[str, int], *, customer_id: int = 0) -> None:
        """Show the rows of another owner; its customer's sites and objects are offered."""
        if where != self._where:
            self.editor.leave(self.editor.clear)
            self.model.set_rows(())
        self._where = dict(where)
        self.editor.owner, self.editor.customer_id = dict(where), customer_id
        self.read()

    def set_measures(self, zone: str, currency: str) -> None:
        """Show instants in a zone and amounts in a currency."""
        self._measures = (zone, currency)

    def add(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new row."""
        self.table.clearSelection()
        self.editor.open_new(values)

    def delete(self) -> None:
        """Delete the chosen row; undo brings it back."""
        self.editor.delete()

    def read(self) -> None:
        """Read the rows again, now or when the panel is seen."""
        self._is_stale = not self.isVisible()
        if self._is_stale or self._where is None:
            return
        self._asked += 1
        asked = self._asked

        def done(rows: list[Record]) -> None:
            if asked == self._asked:  # an older answer may come later
                self._on_rows(rows)

        self._desk.jobs.read(records, self.kind, self._where, done=done, owner=self)

    def current(self) -> Record | None:
        """The row that is chosen."""
        found = self.table.chosen_rows()
        return found[0] if len(found) == 1 else None

    def _on_rows(self, rows: list[Record]) -> None:
        self.model.set_rows(rows)
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = 0
        self.counted.emit(len(rows))
        self.shown.emit(tuple(rows))

    def _on_chosen(self, rows: tuple[Record, ...]) -> None:
        self.delete_button.setEnabled(len(rows) == 1)
        if len(rows) == 1 and rows[0].id != self.editor.row_id:
            self.editor.open(rows[0].id)
        self.chosen.emit(rows[0] if len(rows) == 1 else None)

    def _on_opened(self, _record: Record | None) -> None:
        if self.editor.isHidden():
            room = max(self.height() // 2, 200)
            self.editor.show()
            self._split.setSizes([self.height() - room, room])

    def _on_closed(self) -> None:
        self.editor.hide()
        self.table.clearSelection()

    def _on_stayed(self, row_id: int) -> None:
        if not self.table.choose(row_id):
            self.table.clearSelection()

    def _on_saved(self, row_id: int) -> None:
        self._wanted = row_id

    def _on_changed(self, changes: Changes) -> None:
        named = {each.__tablename__ for each in KINDS[self.kind].references().values()}
        if changes.touches(self.kind, *named):
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while it was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self.read()
