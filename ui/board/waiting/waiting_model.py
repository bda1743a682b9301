"""The waiting list as a table model: sorted once, searched while typing, in groups that can be closed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from app.queries.board import WaitingRow
from ui.board.waiting.waiting_index import WaitingIndex, Wanted
from ui.widgets.columns import Column, ColumnsModel, Index

PORTION = 200
"""Rows prepared for searching in one idle moment: some five milliseconds."""

GroupKey = Callable[[WaitingRow], tuple[Any, str]]  # Any: whatever compares
"""What groups are sorted by, and the name of the group an order is in."""


class WaitingModel(ColumnsModel[WaitingRow]):
    """Orders that wait; a line of the table is an order, or the head of a group."""

    def __init__(
        self,
        columns: Sequence[Column[WaitingRow]],
        *,
        ticking: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self.index_of_rows = WaitingIndex({column.key: column.words for column in columns}, ticking=ticking)
        self._by_key = {column.key: column for column in columns}
        self._wanted = Wanted()
        self._sorted_by: tuple[int, bool] | None = None
        self._order: list[int] = []
        self._known_column = -1
        self._known_keys: dict[int, tuple[WaitingRow, Any]] = {}  # Any: whatever compares
        self._group: GroupKey | None = None
        self._closed: set[str] = set()
        self._positions: list[int] = []
        self._lines: list[int] = []
        self._heads: list[tuple[str, list[int]]] = []
        self._line_of: dict[int, int] = {}
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._prepare)

    # ------------------------------------------------------------------ rows

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """The orders that are wanted, in their order, also those of closed groups."""
        known = self.index_of_rows.rows
        return tuple(known[at] for at in self._positions)

    @property
    def total(self) -> int:
        """How many orders there are before any filter."""
        return len(self.index_of_rows.rows)

    def set_rows(self, rows: Sequence[WaitingRow], *, wanted: Callable[[], Wanted] | None = None) -> None:
        """Other orders; sorting and groups stay, and so does what is wanted unless it is asked for anew."""
        self.beginResetModel()
        self.index_of_rows.set_rows(rows)
        self._sort()
        if wanted is not None:
            self._wanted = wanted()
        self._lay_out()
        self.endResetModel()
        if not self.index_of_rows.is_ready:
            self._idle.start()

    def say_anew(self) -> None:
        """The columns say something else now."""
        self.index_of_rows.forget()
        self._show()
        self._idle.start()

    def time_passed(self) -> None:
        """What ticks says something else now."""
        self.index_of_rows.forget_ticks()

    def _prepare(self) -> None:
        if self.index_of_rows.prepare(PORTION):
            self._idle.stop()

    # ------------------------------------------------------------------ what is wanted

    @property
    def wanted(self) -> Wanted:
        """What of it is shown."""
        return self._wanted

    def filter(self, text: str) -> None:
        """Show rows in which every typed word occurs, in any column and either case."""
        self.want(replace(self._wanted, text=text))

    def filter_columns(self, texts: Mapping[str, str]) -> None:
        """Show rows whose columns, by key, contain what is typed there."""
        known = {key: text for key, text in texts.items() if key in self._by_key and text.strip()}
        self.want(replace(self._wanted, columns=known))

    def want(self, wanted: Wanted) -> None:
        """Show these."""
        self._wanted = wanted
        self._show()

    def count(self, wanted: Wanted) -> int:
        """How many orders answer to something else."""
        return len(self.index_of_rows.matching(range(self.total), wanted))

    # ------------------------------------------------------------------ order and groups

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column below 0 is the order the rows came in."""
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._sort()
        self._show()

    def group(self, key: GroupKey | None) -> None:
        """Put rows that say the same under one head; None for no groups."""
        self._group = key
        self._closed.clear()
        self._show()

    def toggle(self, name: str) -> None:
        """Close or open a group."""
        self._closed ^= {name}
        self._show()

    def _sort(self) -> None:
        rows = self.index_of_rows.rows
        self._order = list(range(len(rows)))
        if self._sorted_by is not None:
            column, is_descending = self._sorted_by
            keys = self._keys_of(column)
            self._order.sort(key=keys.__getitem__, reverse=is_descending)

    def _keys_of(self, column: int) -> list[Any]:  # Any: whatever compares
        """What rows are sorted by; kept for rows that are the very same as before."""
        old = self._known_keys if self._known_column == column else {}
        order, found = self.columns[column].order, dict[int, tuple[WaitingRow, Any]]()
        for row in self.index_of_rows.rows:
            known = old.get(row.order_id)
            is_same = known is not None and known[0] is row
            found[row.order_id] = known if is_same and known is not None else (row, order(row))
        self._known_column, self._known_keys = column, found
        return [key for _row, key in found.values()]

    def _show(self) -> None:
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()

    def _lay_out(self) -> None:
        self._positions = self.index_of_rows.matching(self._order, self._wanted)
        self._heads, self._lines = [], self._positions
        if self._group is not None:
            self._lay_out_groups(self._group)
        self._line_of = {}

    def _lay_out_groups(self, key: GroupKey) -> None:
        rows, groups = self.index_of_rows.rows, dict[tuple[Any, str], list[int]]()
        for at in self._positions:
            groups.setdefault(key(rows[at]), []).append(at)
        self._lines = []
        for group in sorted(groups):
            self._heads.append((group[1], groups[group]))
            self._lines.append(-len(self._heads))
            if group[1] not in self._closed:
                self._lines.extend(groups[group])

    # ------------------------------------------------------------------ the table's questions

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def row_at(self, position: int) -> WaitingRow | None:
        """The order of a line; None for the head of a group."""
        if not 0 <= position < len(self._lines) or self._lines[position] < 0:
            return None
        return self.index_of_rows.rows[self._lines[position]]

    def head_at(self, position: int) -> tuple[str, tuple[WaitingRow, ...], bool] | None:
        """Name, orders, and whether it is open, of the group whose head a line is; else None."""
        if not 0 <= position < len(self._lines) or self._lines[position] >= 0:
            return None
        name, positions = self._heads[-self._lines[position] - 1]
        rows = self.index_of_rows.rows
        return name, tuple(rows[at] for at in positions), name not in self._closed

    def identity(self, row: WaitingRow) -> Hashable:
        """What tells orders apart across readings."""
        return row.order_id

    def position_of(self, identity: Hashable) -> int | None:
        """The line of an order, or None."""
        if not self._line_of and self._lines:
            rows = self.index_of_rows.rows
            self._line_of = {rows[at].order_id: n for n, at in enumerate(self._lines) if at >= 0}
        return self._line_of.get(identity) if isinstance(identity, int) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads of groups cannot be chosen."""
        if index.isValid() and self.row_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)
