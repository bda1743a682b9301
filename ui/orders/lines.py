"""The tab with the lines of an order: hours, expenses, items and fees in one table, edited by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.queries.order_details import NONE, Choice, LineFields
from models.terms import TransactionType
from resources.texts import _, format_money, format_number
from ui import theme
from ui.orders.drafts import LineDraft
from ui.orders.line_columns import COLUMNS, TYPE_NAMES, Editor, amount
from ui.orders.line_model import MARK_ROLE, LinesModel
from ui.orders.lookups import Searches, shown, taken
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.lookup import Lookup, Search

Index = QModelIndex | QPersistentModelIndex
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineDelegate(QStyledItemDelegate):
    """Makes the editor of each cell and paints the hairline below it."""

    def __init__(
        self,
        searches: Mapping[str, Search],
        categories: Callable[[Callable[[], LineFields]], Search],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._searches, self._categories = searches, categories

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text under its title, and the hairline; the cell with the keyboard has a frame."""
        rect: QRect = option.rect
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.tokens.accent_surface)
        elif ground is not None:
            painter.fillRect(rect, ground)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.tokens.faint_line)
        column = COLUMNS[index.column()]
        inside = rect.adjusted(10, 0, -10, -1)
        font = theme.font(tabular=column.is_right)
        painter.setFont(font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        mark = index.data(MARK_ROLE)
        if mark:
            painter.setFont(theme.font(10))
            painter.setPen(theme.tokens.muted)
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, mark)
            inside.adjust(QFontMetrics(theme.font(10)).horizontalAdvance(mark) + 4, 0, 0, 0)
            painter.setFont(font)
            painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        words = str(index.data())
        elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width() + 1)
        painter.drawText(inside, index.data(Qt.ItemDataRole.TextAlignmentRole), elided)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.tokens.accent, 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A search, the types, or a line of text."""
        column = COLUMNS[index.column()]
        if column.editor is Editor.LOOKUP:
            model, place = index.model(), QPersistentModelIndex(index)
            if column.field == "category" and isinstance(model, LinesModel):
                search = self._categories(lambda: model.at(place))
            else:
                search = self._searches[column.field]
            lookup = Lookup(search, parent=parent)
            lookup.chosen.connect(lambda _choice: self.commitData.emit(lookup))
            return lookup
        if column.editor is Editor.TYPE:
            box = QComboBox(parent)
            for kind, name in TYPE_NAMES.items():
                box.addItem(_(name), kind)
            box.activated.connect(lambda _index: self._commit_and_close(box))
            return box
        if column.editor is Editor.NOTE:
            return NoteEdit(parent)
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        line.setMaxLength(200)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with what the cell holds."""
        model = index.model()
        if not isinstance(model, LinesModel):
            return
        if isinstance(editor, Lookup):
            editor.set_choice(shown(model.field(index)))
            editor.selectAll()
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(model.field(index)))
        elif isinstance(editor, NoteEdit):
            editor.setPlainText(model.field(index))
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)).replace("\u202f", "").strip())
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed or chosen."""
        if isinstance(editor, Lookup):
            is_emptied = not editor.text().strip()
            model.setData(index, NONE if is_emptied else taken(editor.choice()))
        elif isinstance(editor, QComboBox):
            model.setData(index, TransactionType(editor.currentData()))
        elif isinstance(editor, NoteEdit):
            model.setData(index, editor.toPlainText().strip())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over its cell; a note has room for several lines below it."""
        if isinstance(editor, NoteEdit):
            rect: QRect = option.rect
            editor.setGeometry(rect.left(), rect.top(), max(rect.width(), 320), 4 * theme.CONTROL)
        else:
            super().updateEditorGeometry(editor, option, index)

    def _commit_and_close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class NoteEdit(QPlainTextEdit):
    """A note of several lines in a cell: Ctrl+Enter or Tab takes it, Escape gives it up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAutoFillBackground(True)


class LinesTable(QTableView):
    """The table: typing edits, Enter too; Delete removes lines, Insert adds one like the last.

    Signals:
        add_wanted(): Insert was pressed.
        refused(str): why a line stays.
    """

    add_wanted = Signal()
    refused = Signal(str)

    def __init__(
        self,
        model: LinesModel,
        delegate_searches: Mapping[str, Search],
        categories: Callable[[Callable[[], LineFields]], Search],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(LineDelegate(delegate_searches, categories, self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.CONTROL)
        self.verticalHeader().setDefaultSectionSize(theme.CONTROL)
        head = self.horizontalHeader()
        head.setFont(theme.font(12, 400))
        head.setHighlightSections(False)
        head.setMinimumSectionSize(36)
        for position, column in enumerate(COLUMNS):
            head.resizeSection(position, max(column.width, head.sectionSizeHint(position)))
        self.clicked.connect(self._toggle)
        self._empty = EmptyState(
            _("No lines yet: hours, expenses, items and fees of this order go here."),
            icon="list",
            action=_("Add a line"),
            on_action=self.add_wanted.emit,
        )
        self._empty.setParent(self.viewport())
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._show_empty)

    def set_addable(self, *, is_addable: bool) -> None:
        """Whether the empty table offers to add a line."""
        self._empty.button.setVisible(is_addable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the empty state in the middle."""
        super().resizeEvent(event)
        self._show_empty()

    def _show_empty(self) -> None:
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(self._lines.rowCount() == 0)

    def chosen_rows(self) -> list[int]:
        """The rows in which a cell is selected."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def edit_first(self, row: int) -> None:
        """Start typing in the first cell of a line that its type has, after the type."""
        for position in range(2, len(COLUMNS)):
            index = self._lines.index(row, position)
            if not self._lines.why_not(index):
                self.setCurrentIndex(index)
                self.edit(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Delete removes lines, Insert adds one, space signs off."""
        index = self.currentIndex()
        if event.key() in _KEYS and index.isValid():
            self._edit_or_say_why(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.remove_chosen()
        elif event.key() == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        elif event.key() == Qt.Key.Key_Space and index.isValid() and self._is_check(index):
            self._toggle(index)
        else:
            super().keyPressEvent(event)

    def remove_chosen(self) -> None:
        """Remove the selected lines, or say why one stays."""
        self.refused.emit(self._lines.remove(self.chosen_rows()))

    def _edit_or_say_why(self, index: Index) -> None:
        """Edit a cell; Enter also comes here from the editor it has just closed, and then does nothing."""
        if self.state() == QAbstractItemView.State.EditingState:
            return
        if self._lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif self._is_check(index):
            self._toggle(index)
        else:
            self.refused.emit(self._lines.why_not(index))

    def _is_check(self, index: Index) -> bool:
        return COLUMNS[index.column()].editor is Editor.CHECK

    def _toggle(self, index: Index) -> None:
        if self._is_check(index):
            self._lines.setData(index, not self._lines.field(index))


class LinesTab(QWidget):
    """Buttons that add a line of each type, the table, and totals.

    Signals:
        edited(): a line was changed, added or removed.
        complained(str): what is wrong with the last entry, or "".
    """

    edited = Signal()
    complained = Signal(str)

    def __init__(self, searches: Searches, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LinesModel(searches.items.get, today=today, parent=self)
        asked = {
            "item": searches.find_items(),
            "service_object": searches.objects(),
            "task": searches.tasks(),
            "technician": searches.technicians(),
        }
        self.table = LinesTable(self.model, asked, searches.categories, self)
        self._technician: Choice = NONE
        self._currency = ""
        self.add_buttons = {kind: QPushButton(_(name)) for kind, name in TYPE_NAMES.items()}
        self.remove_button = QPushButton(_("Remove"))
        self._totals = plain_label(weight=500)
        self._totals.setFont(theme.font(13, 500, tabular=True))
        self._lay_out()
        self._connect()

    def show_lines(
        self, lines: Sequence[LineDraft], *, currency: str, technician: Choice, is_read_only: bool
    ) -> None:
        """Show the lines of an order; new ones are for the technician."""
        self._currency, self._technician = currency, technician
        self.model.show_lines(lines, is_read_only=is_read_only)
        for button in (*self.add_buttons.values(), self.remove_button):
            button.setEnabled(not is_read_only)
        self.table.set_addable(is_addable=not is_read_only)
        self._tell_totals()

    def add(self, kind: TransactionType) -> None:
        """Add a line and start typing in it."""
        row = self.model.add(kind, self._technician)
        self.table.setFocus()
        self.table.edit_first(row)

    def finish_typing(self) -> None:
        """Take what is being typed into the line it belongs to."""
        editor = self.table.focusWidget()
        if editor is not None and editor is not self.table and self.table.isAncestorOf(editor):
            self.table.setFocus()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        for button in self.add_buttons.values():
            theme.set_icon(button, "plus")
            bar.addWidget(button)
        theme.set_icon(self.remove_button, "trash")
        self.remove_button.setProperty("flat", True)
        bar.addWidget(self.remove_button)
        bar.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._totals)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        for kind, button in self.add_buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.add(kind))
        self.remove_button.clicked.connect(lambda _checked: self.table.remove_chosen())
        self.table.add_wanted.connect(self._add_alike)
        self.table.refused.connect(self.complained)
        self.model.complained.connect(self.complained)
        self.model.edited.connect(self._on_edited)

    def _add_alike(self) -> None:
        lines = self.model.lines
        if self.remove_button.isEnabled():
            self.add(lines[-1].fields.type if lines else TransactionType.HOUR)

    def _on_edited(self) -> None:
        self._tell_totals()
        self.edited.emit()

    def _tell_totals(self) -> None:
        lines = self.model.lines
        hours = sum(
            (line.fields.quantity for line in lines if line.fields.type is TransactionType.HOUR), Decimal(0)
        )
        self._totals.setText(
            _("{hours} h  ·  cost {cost}  ·  sales {sales}").format(
                hours=format_number(hours),
                cost=format_money(_sum(lines, "cost_price"), self._currency or "EUR"),
                sales=format_money(_sum(lines, "sales_price"), self._currency or "EUR"),
            )
        )


def _sum(lines: Sequence[LineDraft], price: str) -> int:
    amounts: list[Any] = [amount(line, price) for line in lines]  # None where there is no price
    return sum(cents for cents in amounts if cents is not None)
