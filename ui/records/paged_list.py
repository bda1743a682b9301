"""PagedTable: a long list in the database's order; its owner asks for the ids, it asks for the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from models.errors import Expected
from ui import theme
from ui.records.desk import Desk
from ui.widgets.columns import Column
from ui.widgets.paged import Answer, Ids, PagedModel
from ui.widgets.table import RowsTable

LATER_MS = 300


class PagedTable(RowsTable):
    """Rows by ids that its owner brings with `take`.

    Attributes:
        sort_key, descends: the column the person sorts by ("" for the usual) and its direction.

    Signals:
        ids_wanted(): other ids are wanted: another order was chosen, or rows came and went.
        row_wanted(int): the id of the one row that is now chosen.
    """

    ids_wanted = Signal()
    row_wanted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        rows: Callable[..., Any],  # a query of rows by ids
        columns: Sequence[Column[Any]],  # of those rows
        *,
        key: str,
        kinds: Collection[str],
        parent: QWidget | None = None,
    ) -> None:
        self.paged: PagedModel[Any] = PagedModel(columns, self._fetch)
        super().__init__(self.paged, key=key, parent=parent)
        self.paged.setParent(self)
        self._desk, self._query, self._kinds = desk, rows, tuple(kinds)
        self.arguments: dict[str, object] = {}
        self.sort_key, self.descends = "", False
        self._wanted = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LATER_MS)
        self._soon.timeout.connect(self.ids_wanted)
        self.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.paged.sort_wanted.connect(self._sort)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        desk.live.changed.connect(self._on_changed)

    def take(self, ids: Ids) -> None:
        """Show these ids; the row that was looked at stays in its place."""
        self.set_loading(is_loading=False)
        if not np.array_equal(ids, self.paged.ids):
            bar, top = self.verticalScrollBar(), self.rowAt(0)
            held = self.paged.id_at(top) if top > 0 else 0
            offset = bar.value() - top * theme.ROW
            self.paged.set_ids(ids)
            position = self.paged.position_of(held) if held else None
            if position is not None:
                bar.setValue(position * theme.ROW + offset)
        if self._wanted and self.choose(self._wanted):
            self._wanted = 0

    def want(self, row_id: int) -> None:
        """Choose a row now, or as soon as its id is in the list."""
        self._wanted = 0 if self.choose(row_id) else row_id

    def go_back(self, row_id: int) -> None:
        """Choose the row that could not be left; none if it is a new one."""
        if not (row_id and self.choose(row_id)):
            self.clearSelection()

    def chosen_id(self) -> int:
        """The id of the chosen row, 0 for none."""
        ranges = self.chosen_ranges()
        return self.paged.id_at(ranges[0].start) if ranges else 0

    def _fetch(self, ids: Ids, answer: Answer[Any]) -> None:
        def failed(error: Expected) -> None:
            answer({})
            self._desk.jobs.went_wrong.emit(error)

        self._desk.jobs.read(
            self._query, ids.tolist(), done=answer, failed=failed, owner=self, **self.arguments
        )

    def _sort(self, key: str, descends: bool) -> None:  # noqa: FBT001 - a signal's argument
        if (key, descends) != (self.sort_key, self.descends):
            self.sort_key, self.descends = key, descends
            self.ids_wanted.emit()

    def _tell(self) -> None:
        chosen = self.chosen_id()
        if chosen:
            self.row_wanted.emit(chosen)

    def _on_changed(self, changes: Changes) -> None:
        own = self._kinds[0]
        if changes.touches(*self._kinds[1:]):
            self.paged.refresh_all()
        elif changes.ids(own):
            self.paged.refresh(changes.ids(own))
        if changes.touches(*self._kinds):
            self._soon.start()
