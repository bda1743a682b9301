"""Columns of a table over frozen rows, and what every table model of ours has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from resources.texts import _
from ui.widgets.badge import Chip
from ui.widgets.tips import plain_tip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)  # no slots: Column[Row](…) fails with them on Python 3.11
class Column(Generic[R]):
    """One column.

    Attributes:
        key: its name for settings and sorting; the row's attribute where no text is given.
        title: English, marked with N_; translated when shown.
        width: logical pixels where there is room for all, until the user changes it.
        least: what it can do with where there is little room; None: six tenths for words, all for the rest.
        is_spare: left out where there is not even room for the least of all.
        text: what the cell says; plain text, never markup.
        sort_key: what to sort by where the text would sort wrongly (numbers, dates). Must be comparable.
        badge: a chip to draw instead of the text.
        ink: the token that colours the text, such as "bad", or "" for the usual.
        tip: a longer text for the pointer that rests on it.
        weight, is_tabular, is_right: font weight, figures of one width, aligned right.
    """

    key: str
    title: str
    width: int = 120
    text: Callable[[R], str] | None = None
    sort_key: Callable[[R], Any] | None = None  # Any: whatever compares, and mypy has no word for it
    badge: Callable[[R], Chip | None] | None = None
    ink: Callable[[R], str] | None = None
    tip: Callable[[R], str] | None = None
    weight: int = 400
    is_tabular: bool = False
    is_right: bool = False
    least: int | None = None
    is_spare: bool = False

    def words(self, row: R) -> str:
        """What the cell says of a row."""
        if self.text is not None:
            return self.text(row)
        chip = self.badge(row) if self.badge is not None else None
        return chip.text if chip is not None else str(getattr(row, self.key))

    def order(self, row: R) -> Any:  # Any: see sort_key
        """What the row is sorted by in this column."""
        return self.sort_key(row) if self.sort_key is not None else self.words(row).casefold()


class ColumnsModel(QAbstractTableModel, Generic[R]):
    """A table of rows and columns; a kind of it says where its rows are.

    Cells are painted from `row_at` by the table's delegate; `data` answers accessibility, copying and tips.
    """

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_at(self, position: int) -> R | None:
        """The row at a position, or None while it is on its way."""
        raise NotImplementedError

    def peek(self, position: int) -> R | None:
        """The row at a position if it is here; asking sets nothing going."""
        return self.row_at(position)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many columns."""
        return len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """The cell's text, tip or alignment."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(row)
        return plain_tip(column.tip(row)) if column.tip is not None else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """The column's title, translated now."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].title)
        return alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen and dragged; whether a drag starts is the table's decision."""
        return _CELL if index.isValid() else Qt.ItemFlag.NoItemFlags


def alignment(column: Column[R]) -> Qt.AlignmentFlag:
    """Where a column's words stand."""
    return _RIGHT if column.is_right else _LEFT


# joined once: a table asks for them per cell and paint, and Python's flags are slow to join
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CELL = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
