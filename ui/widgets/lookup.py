"""Lookup: a field that searches as you type and shows what it found below, keyboard first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from resources.texts import _
from ui import theme

DELAY_MS = 150
SHOWN = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CHOICE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its value (an id), its name, and a quieter detail such as a town."""

    value: object
    text: str
    detail: str = ""


Search = Callable[[str, Callable[[Sequence[Choice]], None]], None]
"""Asked for what matches a text; answers later on the GUI thread, best first. An answer may never come."""


class _Found(QAbstractListModel):
    """What the last search found."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these and no others."""
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's)
        return 0 if parent.isValid() else len(self.choices)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        choice = self.choices[index.row()]
        if role == CHOICE_ROLE:
            return choice
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        return choice.text if is_words else None


class _ChoiceDelegate(QStyledItemDelegate):
    """Name at the left, detail quietly at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, theme.CONTROL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice = index.data(CHOICE_ROLE)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.tokens.accent_surface)
        inside, font, small = rect.adjusted(10, 0, -10, 0), theme.font(), theme.font(12)
        detail_room = min(QFontMetrics(small).horizontalAdvance(choice.detail), inside.width() // 2)
        name_room = inside.width() - detail_room - 12
        middle = Qt.AlignmentFlag.AlignVCenter
        elided = Qt.TextElideMode.ElideRight
        painter.setFont(font)
        painter.setPen(theme.tokens.text)
        painter.drawText(inside, middle, QFontMetrics(font).elidedText(choice.text, elided, name_room))
        painter.setFont(small)
        painter.setPen(theme.tokens.muted)
        detail = QFontMetrics(small).elidedText(choice.detail, elided, detail_room + 1)
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, detail)


class Lookup(QLineEdit):
    """A line in which a choice is found by typing; down shows the first choices, Escape the old one again.

    Leaving it with a text that names no choice puts the old choice back; leaving it empty chooses nothing.

    Attributes:
        is_quick: Enter on a text that is not searched yet searches at once and takes what it finds first.

    Signals:
        chosen(object): the Choice, or None, when the user chose another.
    """

    chosen = Signal(object)

    def __init__(self, search: Search, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._choice: Choice | None = None
        self._asked = 0
        self.is_quick = False
        self._takes_first = False
        self._found = _Found(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(SHOWN)
        self._popup = QListView()
        self._popup.setProperty("popup", True)
        completer.setPopup(self._popup)
        self._popup.setItemDelegate(_ChoiceDelegate(self._popup))
        completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]
        self.setCompleter(completer)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._ask)
        self.setPlaceholderText(placeholder or _("Type to search"))
        self.textEdited.connect(self._on_typed)

    def choice(self) -> Choice | None:
        """What is chosen."""
        return self._choice

    def set_choice(self, choice: Choice | None) -> None:
        """Show a choice without telling."""
        self._choice = choice
        self._takes_first = False
        self._delay.stop()
        self._asked += 1
        self.setText(choice.text if choice is not None else "")
        self.setCursorPosition(0)

    def _on_typed(self) -> None:
        self._takes_first = False  # an Enter spoke of the text as it was
        self._delay.start()

    def _ask(self) -> None:
        self._asked += 1
        asked = self._asked
        self._search(self.text().strip(), lambda choices: self._answer(asked, choices))

    def _answer(self, asked: int, choices: Sequence[Choice]) -> None:
        if asked != self._asked:
            return
        takes_first, self._takes_first = self._takes_first, False
        if takes_first and choices:
            self._popup.hide()
            self._take(choices[0])
            return
        if not self.hasFocus():
            return
        self._found.show_choices(choices)
        if not choices:
            self._popup.hide()
            return
        self.completer().complete()
        self._popup.setCurrentIndex(self.completer().completionModel().index(0, 0))

    def _picked(self, index: QModelIndex) -> None:
        choice = index.data(CHOICE_ROLE)
        if isinstance(choice, Choice):
            self._take(choice)

    def _take(self, choice: Choice | None) -> None:
        is_other = choice != self._choice
        self.set_choice(choice)
        if is_other:
            self.chosen.emit(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down searches at once; Escape puts the old choice back."""
        is_edited = self.text() != (self._choice.text if self._choice is not None else "")
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self._delay.stop()
            self._ask()
        elif self.is_quick and is_edited and self.text().strip() and event.key() in _ENTER:
            self._takes_first = True
            self._delay.stop()
            self._ask()
        elif event.key() == Qt.Key.Key_Escape and is_edited:
            self.set_choice(self._choice)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what is chosen, unless only the list of choices or another window took the keyboard."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        if not self.text().strip():
            self._take(None)
        elif self._choice is None or self.text() != self._choice.text:
            self.set_choice(self._choice)
