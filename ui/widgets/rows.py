"""RowsModel: a table over a list of frozen rows, sorted and filtered in memory (some ten thousand rows)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt

from ui.widgets.columns import Column, ColumnsModel, Index
from ui.widgets.table import RowsTable

__all__ = ["Column", "RowsModel", "RowsTable"]

R = TypeVar("R")


class RowsModel(ColumnsModel[R]):
    """Rows in the order of a column, of which those are shown that contain every typed word.

    identity tells rows apart across reloads, so that a table keeps its selection; without one it does not.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        identity: Callable[[R], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self.identity = identity
        self._all: tuple[R, ...] = ()
        self._shown: list[R] = []
        self._haystacks: list[str] | None = None
        self._words: tuple[str, ...] = ()
        self._sorted_by: tuple[int, bool] | None = None

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows shown, in their order."""
        return tuple(self._shown)

    @property
    def total(self) -> int:
        """How many rows there are before the filter."""
        return len(self._all)

    def set_rows(self, rows: Iterable[R]) -> None:
        """Other rows; sorting and filter stay."""
        self._all = tuple(rows)
        self._haystacks = None
        self._show()

    def filter(self, text: str) -> None:
        """Show rows in which every word occurs, in any column and either case."""
        self._words = tuple(text.casefold().split())
        self._show()

    def row_at(self, position: int) -> R | None:
        """The row at a position, None if there is none."""
        return self._shown[position] if 0 <= position < len(self._shown) else None

    def position_of(self, identity: Hashable) -> int | None:
        """Where the row of that identity is shown, or None."""
        if self.identity is None:
            return None
        found = (n for n, row in enumerate(self._shown) if self.identity(row) == identity)
        return next(found, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column below 0 is the order the rows came in."""
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        shown = [row for row in self._all] if not self._words else self._matching()
        if self._sorted_by is not None:
            column, is_descending = self._sorted_by
            shown.sort(key=self.columns[column].order, reverse=is_descending)
        self._shown = shown
        self.endResetModel()

    def _matching(self) -> list[R]:
        if self._haystacks is None:
            self._haystacks = [self._haystack(row) for row in self._all]
        pairs = zip(self._all, self._haystacks, strict=True)
        return [row for row, haystack in pairs if all(word in haystack for word in self._words)]

    def _haystack(self, row: R) -> str:
        return "\n".join(column.words(row) for column in self.columns).casefold()
