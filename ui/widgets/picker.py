"""Picker: a line to type in and what answers to it below, laid over a window; Enter takes, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label

WIDTH = 620
ROWS = 12
"""So many rows are seen at once."""
TOP = 64
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be taken.

    Attributes:
        text: translated.
        run: does it, after the picker has closed.
        detail: said quietly behind the text.
        key: the key that does the same, as this system writes it.
        why_not: why it cannot be taken now, or None.
        also: more words by which it is found.
    """

    text: str
    run: Callable[[], object]
    detail: str = ""
    key: str = ""
    why_not: str | None = None
    also: str = ""


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Other entries."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.text, entry.detail, entry.key, entry.why_not)))
        return None


class _Row(QStyledItemDelegate):
    """Text, then its detail or why it cannot be; the key at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, theme.ROW + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Rows):
            return
        entry, tokens = model.entries[index.row()], theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_surface)
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 5, 5)
        room = rect.adjusted(14, 0, -14, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if entry.key:
            painter.setFont(theme.font(12, tabular=True))
            painter.setPen(tokens.muted)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, entry.key)
            room.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(entry.key) - 12, 0)
        font = theme.font(13, 500)
        painter.setFont(font)
        painter.setPen(tokens.text if entry.why_not is None else tokens.disabled)
        metrics = QFontMetrics(font)
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, text)
        room.adjust(metrics.horizontalAdvance(text) + 10, 0, 0, 0)
        self._detail(painter, room, entry)
        painter.restore()

    def _detail(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        words = entry.detail if entry.why_not is None else entry.why_not
        if not words or room.width() < 40:
            return
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.tokens.muted if entry.why_not is None else theme.tokens.warning)
        said = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)


class Picker(QFrame):
    """Lies over a window until something is taken or the person turns elsewhere.

    Signals:
        closed(): it is gone; the keyboard is where it was.
    """

    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        find: Callable[[str], Sequence[Entry]],
        *,
        prompt: str,
        title: str = "",
        hint: str = "",
    ) -> None:
        """Offer what `find` answers for what is typed; words are translated."""
        super().__init__(host)
        self._host, self._find = host, find
        self._before = QApplication.focusWidget() or host.window().focusWidget()
        self._is_closing = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.line = QLineEdit()
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(title or prompt)
        self.line.setFont(theme.font(15))
        self.rows = _Rows(self)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.nothing = plain_label(_("Nothing answers to that."), is_quiet=True)
        self.nothing.setContentsMargins(14, 6, 14, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        if title:
            head = plain_label(title, px=12, weight=600, is_quiet=True)
            head.setContentsMargins(6, 0, 6, 0)
            column.addWidget(head)
        for part in (self.line, self.list, self.nothing):
            column.addWidget(part)
        if hint:
            foot = plain_label(hint, px=12, is_quiet=True)
            foot.setContentsMargins(6, 0, 6, 2)
            column.addWidget(foot)
        self.line.textChanged.connect(self.renew)
        self.line.installEventFilter(self)
        host.installEventFilter(self)

    def open(self, text: str = "") -> None:
        """Show it with the keyboard in its line."""
        self.line.setText(text)
        self.line.selectAll()
        self.renew()
        self.show()
        self.raise_()
        if not self.window().isActiveWindow():  # asked for in the window of a pane
            self.window().activateWindow()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self) -> None:
        """Ask again what answers to what is typed."""
        self.rows.show(self._find(self.line.text()))
        count = len(self.rows.entries)
        self.list.setVisible(bool(count))
        self.list.setFixedHeight(min(max(count, 1), ROWS) * (theme.ROW + 2) + 2)
        self.nothing.setVisible(not count)
        if count:
            self.list.setCurrentIndex(self.rows.index(0))
        self._place()

    def _place(self) -> None:
        width = min(WIDTH, self._host.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._host.width() - width) // 2, min(TOP, max(self._host.height() - self.height(), 0)))

    @property
    def current(self) -> Entry | None:
        """What Enter would take."""
        at = self.list.currentIndex().row()
        return self.rows.entries[at] if 0 <= at < len(self.rows.entries) else None

    def _take(self, at: int) -> None:
        entry = self.rows.entries[at] if 0 <= at < len(self.rows.entries) else None
        if entry is None or entry.why_not is not None:
            return
        self.leave()
        entry.run()

    def leave(self) -> None:
        """Close; the keyboard goes back to where it was."""
        if self._is_closing:
            return
        self._is_closing = True
        had_it = self.line.hasFocus()
        self.hide()
        if had_it and self._before is not None and isValid(self._before):
            if self._before.window() is not self.window():
                self._before.window().activateWindow()
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line; the size of the window; the keyboard going elsewhere."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.line and event.type() == QEvent.Type.FocusOut:
            if self.isVisible() and not self.line.hasFocus():
                self.leave()
        elif watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex().row())
            return True
        step = _STEPS.get(key, 0)
        if step and self.rows.entries:
            at = min(max(self.list.currentIndex().row() + step, 0), len(self.rows.entries) - 1)
            self.list.setCurrentIndex(self.rows.index(at))
        return bool(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens.edge, 1))
        painter.setBrush(theme.tokens.surface)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
