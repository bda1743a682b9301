"""The lines of an order as a table that can be edited; nothing is written before the order is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.queries.lookups import ItemLookupRow
from app.queries.order_details import Choice, LineFields
from models.terms import PriceSource, TransactionType
from resources.texts import _, parse_date
from ui import theme
from ui.orders.drafts import LineDraft, new_line
from ui.orders.line_columns import COLUMNS, Editor, LineColumn, as_type
from ui.widgets.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
MARK_ROLE = _Role.UserRole
"""A quiet word at the left edge of a cell."""

_SOURCES = {"cost_price": "cost_source", "sales_price": "sales_source"}


class LinesModel(QAbstractTableModel):
    """Lines as drafts.

    Signals:
        edited(): the person changed a line.
        complained(str): what was typed cannot be understood; "" when it can.
    """

    edited = Signal()
    complained = Signal(str)

    def __init__(
        self, item: Callable[[int], ItemLookupRow | None], *, today: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._item = item
        self._lines: list[LineDraft] = []
        self._is_read_only = True
        self._today = today

    @property
    def lines(self) -> tuple[LineDraft, ...]:
        """The lines as they are now."""
        return tuple(self._lines)

    def show_lines(self, lines: Sequence[LineDraft], *, is_read_only: bool) -> None:
        """Show others; nobody has edited them."""
        self.beginResetModel()
        self._lines, self._is_read_only = list(lines), is_read_only
        self.endResetModel()

    def add(self, kind: TransactionType, technician: Choice) -> int:
        """Add a line of a type for a technician, if the type has one; gives its row."""
        row = len(self._lines)
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.append(new_line(as_type(LineFields(technician=technician), kind)))
        self.endInsertRows()
        self.edited.emit()
        return row

    def remove(self, rows: Sequence[int]) -> str:
        """Remove these rows; gives why one of them stays, or ""."""
        refused = [self._lines[row].why_not for row in rows if self._lines[row].why_not]
        if refused or self._is_read_only:
            return refused[0] if refused else ""
        for row in sorted(rows, reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._lines[row]
            self.endRemoveRows()
        if rows:
            self.edited.emit()
        return ""

    def at(self, index: Index) -> LineFields:
        """The fields of the line of a cell."""
        return self._lines[index.row()].fields

    def why_not(self, index: Index) -> str:
        """Why a cell may not be edited, or ""."""
        return COLUMNS[index.column()].why_not(self._lines[index.row()])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many columns."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Titles, translated now."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return _(COLUMNS[section].title)
        return _alignment(COLUMNS[section]) if role == _Role.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells that the line's type has can be edited."""
        flag = Qt.ItemFlag
        usual = flag.ItemIsSelectable | flag.ItemIsEnabled | flag.ItemNeverHasChildren
        if self._is_read_only or self.why_not(index):
            return usual
        if COLUMNS[index.column()].editor is Editor.CHECK:
            return usual
        return usual | flag.ItemIsEditable

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # Qt's own: any of its roles
        """Text, what is edited, colour, alignment, tip and mark of a cell."""
        column, line = COLUMNS[index.column()], self._lines[index.row()]
        if role in (_Role.DisplayRole, _Role.EditRole):
            return column.shows(line)
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ForegroundRole:
            is_open = not column.why_not(line)
            return theme.tokens.text if is_open else theme.tokens.muted
        if role == _Role.BackgroundRole and line.fields.type not in column.types:
            return theme.tokens.off_hours
        if role == _Role.ToolTipRole:
            told = column.tells(line) if column.tells is not None else ""
            return plain_tip(told or self.why_not(index) or column.shows(line))
        if role == MARK_ROLE:
            return column.mark(line) if column.mark is not None else ""
        return None

    def field(self, index: Index) -> Any:  # any field's own type
        """What the cell holds, as the field's own value."""
        name = COLUMNS[index.column()].field
        return getattr(self._lines[index.row()].fields, name) if name else None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:  # a field's value
        """Take a typed text, a choice, a type, or yes or no; False if it cannot be understood."""
        column = COLUMNS[index.column()]
        if role != _Role.EditRole or self._is_read_only or self.why_not(index):
            return False
        try:
            taken = self._understood(column, value)
        except ValueError as error:
            self.complained.emit(str(error))
            return False
        self.complained.emit("")
        self._take(index.row(), column.field, taken)
        return True

    def _understood(self, column: LineColumn, value: Any) -> Any:  # a field's value
        if not isinstance(value, str):
            return value
        if column.editor is Editor.DATE:
            return parse_date(value, near=self._today) if value.strip() else None
        return column.parse(value) if column.parse is not None else value

    def _take(self, row: int, name: str, value: Any) -> None:  # a field's value
        line = self._lines[row]
        if getattr(line.fields, name) == value:
            return
        if name == "type":
            line = replace(line, fields=as_type(line.fields, value))
        elif name == "item":
            line = self._with_item(line, value)
        elif name in _SOURCES:
            typed = None if value is None else PriceSource.TYPED
            line = replace(line, fields=replace(line.fields, **{name: value, _SOURCES[name]: typed}))
        else:
            line = replace(line, fields=replace(line.fields, **{name: value}))
        self._lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        self.edited.emit()

    def _with_item(self, line: LineDraft, choice: Choice) -> LineDraft:
        """Another item brings its own prices, unit and name with it."""
        row = self._item(choice.id)
        if row is None:
            return replace(line, fields=replace(line.fields, item=choice))
        taken = replace(
            line.fields,
            item=choice,
            cost_price=row.cost_price,
            sales_price=row.sales_price,
            cost_source=None if row.cost_price is None else PriceSource.ITEM,
            sales_source=None if row.sales_price is None else PriceSource.ITEM,
            description=line.fields.description or row.name,
        )
        return replace(line, fields=taken, unit=row.unit)


def _alignment(column: LineColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
