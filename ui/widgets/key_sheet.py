"""The sheet of keys at the edge of a window: what has the keyboard, and the keys that work there.

It leaves the keyboard where it is and follows it about.
"""

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
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from resources.texts import _
from ui import keymap, theme
from ui.keymap import EVERYWHERE, ON_BOARD, Command
from ui.widgets.cards import plain_label

WIDTH = 330
ROW = 25
HEADING = 34
FOLLOW_MS = 60
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Here:
    """What has the keyboard.

    Attributes:
        place: where its keys work, as in `Command.places`.
        name: what it is called, translated: "A visit".
        about: what it is for, translated; "" says nothing.
    """

    place: str
    name: str
    about: str = ""


class _Lines(QAbstractListModel):
    """Headings (texts) and commands."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[tuple[str, str]] = []

    def show(self, lines: Sequence[tuple[str, str]]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text, key = self.lines[index.row()]
            return f"{text}: {key}" if key else text
        return None


class _Line(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        is_heading = isinstance(model, _Lines) and not model.lines[index.row()][1]
        return QSize(100, HEADING if is_heading else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Lines):
            return
        text, key = model.lines[index.row()]
        rect: QRect = option.rect
        room, tokens = rect.adjusted(16, 0, -12, 0), theme.tokens
        painter.save()
        if not key:
            painter.setFont(theme.font(12, 600))
            painter.setPen(tokens.muted)
            painter.drawText(room.adjusted(0, 10, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            wide = self._key(painter, room, key)
            font = theme.font(13)
            painter.setFont(font)
            painter.setPen(tokens.text)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() - wide - 10)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _key(self, painter: QPainter, room: QRect, key: str) -> int:
        """The key on a cap at the right; answers its width."""
        font = theme.font(12, 500, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(key) + 12
        cap = QRect(room.right() - width + 1, room.top() + 3, width, room.height() - 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens.line, 1))
        painter.setBrush(theme.tokens.window)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(font)
        painter.setPen(theme.tokens.text)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        return width


class KeySheet(QFrame):
    """Lies along the right edge of its host until it is closed."""

    def __init__(self, host: QWidget, commands: Sequence[Command], here: Callable[[], Here]) -> None:
        """Show the keys of these commands; `here` says what has the keyboard."""
        super().__init__(host)
        self._host, self._commands, self._here = host, tuple(commands), here
        self._shown: tuple[Here, str] | None = None
        self.setAccessibleName(_("Keys and commands"))
        self.name = plain_label(px=15, weight=600)
        self.about = plain_label(is_quiet=True)
        self.about.setWordWrap(True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Search a command or a key"))
        self.filter.setClearButtonEnabled(True)
        self.closing = QToolButton()
        self.closing.setAutoRaise(True)
        self.closing.setToolTip(_("Close"))
        self.closing.setAccessibleName(_("Close"))
        theme.set_icon(self.closing, "x", "muted")
        self.lines = _Lines(self)
        self.list = QListView()
        self.list.setModel(self.lines)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.closing)
        top = QVBoxLayout()
        top.setContentsMargins(16, 10, 10, 4)
        top.setSpacing(6)
        top.addLayout(head)
        top.addWidget(self.about)
        top.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self.renew())
        self.closing.clicked.connect(self.hide)
        self._soon.timeout.connect(self.renew)
        keymap.changed.connect(self._forget)
        self._host.installEventFilter(self)
        self.filter.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def follow(self) -> None:
        """Something else may have the keyboard: look in a moment."""
        if self.isVisible():
            self._soon.start()

    def _on_focus(self, _before: object, now: object) -> None:
        if now is not self.filter:
            self.follow()

    def _forget(self) -> None:
        self._shown = None
        self.follow()

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.hide()
        else:
            self.open()

    def open(self) -> None:
        """Show it; the keyboard stays where it is."""
        self.filter.clear()
        self._shown = None
        self.renew()
        self._place()
        self.show()
        self.raise_()

    def renew(self) -> None:
        """Say what works where the keyboard is now."""
        here = self._here()
        if self.filter.hasFocus() and self._shown is not None:
            here = self._shown[0]
        if self._shown == (here, self.filter.text()):
            return
        self._shown = here, self.filter.text()
        self.name.setText(here.name)
        self.about.setText(here.about)
        self.about.setVisible(bool(here.about))
        self.lines.show(self.lines_for(here, self.filter.text()))

    def lines_for(self, here: Here, typed: str) -> list[tuple[str, str]]:
        """Headings with "" and commands with their keys; those of the place first."""
        words = typed.casefold().split()
        groups: dict[str, list[tuple[str, str]]] = {here.name: []}
        for command in self._commands:
            key = _keys(command)
            if not key or not (words or _works(command, here.place)):
                continue
            if all(word in f"{command.text} {key} {command.help}".casefold() for word in words):
                heading = here.name if here.place in command.places else command.group
                if _is_moving(command) or command.places & {EVERYWHERE, ON_BOARD}:
                    heading = command.group
                groups.setdefault(heading, []).append((command.text, key))
        groups = {name: _numbered(lines) for name, lines in groups.items()}
        return [line for name, lines in groups.items() if lines for line in ((name, ""), *lines)]

    def _place(self) -> None:
        width = min(WIDTH, self._host.width())
        self.setGeometry(self._host.width() - width, 0, width, self._host.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay along the edge; Esc in the search puts it away."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        is_key = watched is self.filter and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground with an edge at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens.surface)
        painter.fillRect(0, 0, 1, self.height(), theme.tokens.edge)


def _keys(command: Command) -> str:
    keys = (keymap.key_of(command.name, command.key), *command.also)
    return "  ".join(keymap.native(key) for key in keys if key)


def _works(command: Command, place: str) -> bool:
    on_board = place != EVERYWHERE
    return (
        place in command.places or EVERYWHERE in command.places or (on_board and ON_BOARD in command.places)
    )


def _is_moving(command: Command) -> bool:
    return command.name.startswith("walk.")


def _numbered(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Commands that differ by a figure alone, which is their key, are one line: "Take slot 1–9"."""
    found: list[tuple[str, str]] = []
    first = ""
    for text, key in lines:
        if key.isdigit() and text.endswith(f" {key}"):
            stem = text.removesuffix(key)
            if stem == first:
                begin = found[-1][1].partition("…")[0].strip()
                found[-1] = (f"{stem}{begin}–{key}", f"{begin} … {key}")
                continue
            first = stem
        found.append((text, key))
    return found
