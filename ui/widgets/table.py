"""RowsTable: the one table of the program, 26-pixel rows with hairlines, painted from rows and columns."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from itertools import chain, islice
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QSettings, Qt, Signal
from PySide6.QtGui import QDrag, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from resources.texts import _
from ui import theme
from ui.widgets.cells import PADDING, RowDelegate
from ui.widgets.columns import Column, ColumnsModel, Index
from ui.widgets.empty import EmptyState
from ui.widgets.fitting import room_of, widths

MOST_CHOSEN = 2000

AnyColumn = Column[Any]  # Any: a table shows rows of every kind and never looks inside
AnyModel = ColumnsModel[Any]


class RowsTable(QTableView):
    """A table over a ColumnsModel.

    Attributes:
        key: the name under which column widths and order are remembered.

    Signals:
        row_opened(object): the row on which Enter was pressed or which was double-clicked.
        rows_chosen(object): tuple of the rows now selected.
        delete_wanted(object): tuple of the selected rows when Delete was pressed.
    """

    row_opened = Signal(object)
    rows_chosen = Signal(object)
    delete_wanted = Signal(object)

    def __init__(
        self, model: AnyModel, *, key: str, header: QHeaderView | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if header is not None:
            self.setHorizontalHeader(header)
        self.key = key
        self._rows = model
        self._make_mime: Callable[[tuple[Any, ...]], QMimeData] | None = None  # Any: as AnyColumn
        self._kept: tuple[list[Hashable], Hashable | None] = ([], None)
        self._empty: EmptyState | None = None
        self._is_loading = False
        self._layout_changed = False
        self._is_own = False
        self._is_fitting = False
        self._put_away: set[int] = set()
        self.setItemDelegate(RowDelegate(self))
        self._dress()
        self.setModel(model)
        self._set_columns()
        self.setSortingEnabled(True)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        theme.changed.connect(self.viewport().update)

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW)
        rows.setDefaultSectionSize(theme.ROW)
        head = self.horizontalHeader()
        head.setFont(theme.font(12, 400))
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(40)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    # -- columns -------------------------------------------------------------------------------------

    def _set_columns(self) -> None:
        head = self.horizontalHeader()
        # given the table's own, the header asks at each paint whether all of a million rows are chosen
        head.setSelectionModel(QItemSelectionModel(self._rows, head))
        remembered = QSettings().value(self._settings_key())
        if remembered is not None:
            head.restoreState(remembered)
            self._is_own = QSettings().value(f"{self._settings_key()}/own", "") == "yes"
        head.setStretchLastSection(self._is_own)
        self._fit_columns()
        head.sectionResized.connect(self._note_width)
        head.sectionMoved.connect(self._note_layout)
        head.sortIndicatorChanged.connect(self._note_layout)
        head.sortIndicatorChanged.connect(self._fit_columns)

    def _settings_key(self) -> str:
        keys = ",".join(column.key for column in self._rows.columns)
        return f"tables/{self.key}/{zlib.crc32(keys.encode()):08x}"  # other columns, other memory

    def _fit_columns(self) -> None:
        """Share the room among the columns, until the user has given one a width of its own."""
        if self._is_own:
            return
        head = self.horizontalHeader()
        shown = [position for position in range(len(self._rows.columns)) if position not in self._put_away]
        rooms = [room_of(self._rows.columns[position], self._title_width(position)) for position in shown]
        found = dict(zip(shown, widths(rooms, self.viewport().width()), strict=True))
        self._is_fitting = True
        for position in range(len(self._rows.columns)):
            width = found.get(position, 0)
            head.setSectionHidden(position, not width)
            if width:
                head.resizeSection(position, width)
        self._is_fitting = False

    def setColumnHidden(self, column: int, hide: bool) -> None:  # noqa: FBT001 - Qt's own
        """Put a column away, or show it again; the others share its room."""
        (self._put_away.add if hide else self._put_away.discard)(column)
        self._is_fitting = True
        super().setColumnHidden(column, hide)
        self._is_fitting = False
        self._fit_columns()

    def _title_width(self, position: int) -> int:
        """The room a column's title needs: with the arrow, if it is the one that is sorted by."""
        head = self.horizontalHeader()
        if position == head.sortIndicatorSection():
            return head.sectionSizeHint(position)
        return head.fontMetrics().horizontalAdvance(_(self._rows.columns[position].title)) + 2 * PADDING + 2

    def _note_layout(self) -> None:
        self._layout_changed = True

    def _note_width(self) -> None:
        if not self._is_fitting:
            self._layout_changed = self._is_own = True
            self.horizontalHeader().setStretchLastSection(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the columns if the user changed them."""
        if self._layout_changed:
            QSettings().setValue(self._settings_key(), self.horizontalHeader().saveState())
            QSettings().setValue(f"{self._settings_key()}/own", "yes" if self._is_own else "no")
            self._layout_changed = False
        super().hideEvent(event)

    # -- rows ----------------------------------------------------------------------------------------

    def chosen_ranges(self) -> tuple[range, ...]:
        """The positions of the selected rows, from top to bottom."""
        chosen = self.selectionModel().selection()
        spans = {(chosen.at(n).top(), chosen.at(n).bottom()) for n in range(chosen.count())}
        return tuple(range(top, bottom + 1) for top, bottom in sorted(spans))

    def chosen_count(self) -> int:
        """How many rows are selected, also where that is a million."""
        return sum(len(span) for span in self.chosen_ranges())

    def chosen_rows(self) -> tuple[Any, ...]:  # Any: as AnyColumn
        """The selected rows from top to bottom, at most 2,000; those still on their way are left out."""
        positions = islice(chain.from_iterable(self.chosen_ranges()), MOST_CHOSEN)
        rows = (self._rows.peek(position) for position in positions)
        return tuple(row for row in rows if row is not None)

    def current_row(self) -> Any:  # Any: as AnyColumn
        """The row the keyboard is on, or None."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def choose(self, identity: Hashable) -> bool:
        """Select the row of that identity and bring it into view; False if it is not shown."""
        position = self._position_of(identity)
        if position is None:
            return False
        self.choose_at(position)
        return True

    def choose_at(self, position: int) -> None:
        """Select the row at a position alone, whatever keys are held: Qt's `selectRow` adds it with Ctrl."""
        index = self._rows.index(position, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def _position_of(self, identity: Hashable) -> int | None:
        finder = getattr(self._rows, "position_of", None)
        found = finder(identity) if finder is not None else None
        return found if isinstance(found, int) else None

    def _keep(self) -> None:
        identity = getattr(self._rows, "identity", None)
        if identity is None:
            self._kept = ([], None)
            return
        current = self.current_row()
        chosen = [identity(row) for row in self.chosen_rows()]
        self._kept = (chosen, identity(current) if current is not None else None)

    def _restore(self) -> None:
        chosen, current = self._kept
        selection = self.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        for identity in chosen:
            position = self._position_of(identity)
            if position is not None:
                selection.select(self._rows.index(position, 0), flag.Select | flag.Rows)
        position = self._position_of(current) if current is not None else None
        if position is not None:
            selection.setCurrentIndex(self._rows.index(position, 0), flag.NoUpdate)
        self._show_empty()

    def _tell_chosen(self) -> None:
        self.rows_chosen.emit(self.chosen_rows())

    def _open(self, index: Index) -> None:
        row = self._rows.row_at(index.row())
        if row is not None:
            self.row_opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete asks for deletion; the rest moves and selects."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.chosen_rows():
            self.delete_wanted.emit(self.chosen_rows())
        else:
            super().keyPressEvent(event)

    # -- dragging ------------------------------------------------------------------------------------

    def set_drag(self, make_mime: Callable[[tuple[Any, ...]], QMimeData]) -> None:  # Any: as AnyColumn
        """Let the selected rows be dragged out as the mime data made of them."""
        self._make_mime = make_mime
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the selected rows."""
        rows = self.chosen_rows()
        if self._make_mime is None or not rows:
            return
        drag = QDrag(self)
        drag.setMimeData(self._make_mime(rows))
        drag.exec(Qt.DropAction.MoveAction)

    # -- empty ---------------------------------------------------------------------------------------

    def set_empty(self, state: EmptyState) -> None:
        """What to say when there is nothing to show."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = state
        state.setParent(self.viewport())
        self._show_empty()

    def set_loading(self, *, is_loading: bool) -> None:
        """While rows are on their way nothing is said to be empty."""
        self._is_loading = is_loading
        self._show_empty()

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(not self._is_loading and self._rows.rowCount() == 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew; keep the empty state in the middle."""
        super().resizeEvent(event)
        self._fit_columns()
        self._show_empty()

    def changeEvent(self, event: QEvent) -> None:
        """Titles follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            last = len(self._rows.columns) - 1
            self._rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
