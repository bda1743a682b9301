"""The table of keys: every command with its key, to be searched, changed and reset; clashes are told."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from resources.texts import N_, _
from ui import keymap
from ui.keymap import Command
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.keyboard import key_text
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeyField(QLineEdit):
    """Takes the next key that is pressed, whatever it is; Backspace takes the key away.

    Signals:
        pressed(str): a key in Qt's portable form, or "" for none.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        """Wait for a key."""
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(_("Press the new key"))
        self.setAccessibleName(_("New key"))

    def event(self, event: QEvent) -> bool:
        """Every key is meant for this field, also those of the window; Tab and Esc lead on as ever."""
        if not isinstance(event, QKeyEvent) or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Escape):
            return super().event(event)
        if event.key() == Qt.Key.Key_Backtab or event.key() in _ALONE:
            return super().event(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            is_none = event.key() == Qt.Key.Key_Backspace and not event.modifiers()
            self.pressed.emit("" if is_none else key_text(event))
        return True


class KeymapPage(QWidget):
    """All commands with the keys in force; what is chosen can be given another one."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        """Show these commands."""
        super().__init__(parent)
        self._commands = tuple(commands)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Search a command or a key"))
        self.filter.setClearButtonEnabled(True)
        self.model: RowsModel[Command] = RowsModel(_columns(), identity=lambda command: command.name)
        self.table = RowsTable(self.model, key="keymap")
        self.key = KeyField()
        self.said = plain_label(px=12, is_quiet=True)
        self.said.setWordWrap(True)
        self.one = QPushButton(_("Usual key"))
        self.all = QPushButton(_("All usual keys"))
        self.letters = QCheckBox(_("Single letters do something on the board"))
        self.letters.setChecked(keymap.letters_work())
        self.model.set_rows(self._commands)
        self._lay_out()
        self._connect()
        if self._commands:
            self.table.selectRow(0)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.key, 1)
        below.addWidget(self.one)
        below.addStretch(1)
        below.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addWidget(self.said)
        column.addWidget(self.letters)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.model.filter)
        self.table.rows_chosen.connect(lambda _rows: self._tell())
        self.table.row_opened.connect(lambda _row: self.key.setFocus())
        self.key.pressed.connect(self.give)
        self.one.clicked.connect(self._reset_one)
        self.all.clicked.connect(lambda: keymap.reset())
        self.letters.toggled.connect(lambda on: keymap.let_letters_work(on=on))
        keymap.changed.connect(self._renew)

    @property
    def chosen(self) -> Command | None:
        """The command in hand."""
        rows = self.table.chosen_rows()
        return rows[0] if rows else None

    def give(self, key: str) -> None:
        """Give the command in hand a key; one that is taken stays where it is, and says whose it is."""
        command = self.chosen
        if command is None:
            self.said.setText(_("Choose a command first."))
            return
        other = keymap.clash(command, key, self._commands)
        if other is not None:
            words = _("{key} is the key of “{command}” already; give that one another key first.")
            self.said.setText(words.format(key=keymap.native(key), command=other.text))
            return
        keymap.set_key(command.name, key, usual=command.key)
        self._tell()

    def _reset_one(self) -> None:
        if self.chosen is not None:
            other = keymap.clash(self.chosen, self.chosen.key, self._commands)
            if other is None:
                keymap.reset(self.chosen.name)
            else:
                words = _("{key} is the key of “{command}” now.")
                self.said.setText(words.format(key=keymap.native(self.chosen.key), command=other.text))

    def _renew(self) -> None:
        name = self.chosen.name if self.chosen is not None else ""
        self.letters.setChecked(keymap.letters_work())
        self.model.set_rows(self._commands)
        if name:
            self.table.choose(name)
        self._tell()

    def _tell(self) -> None:
        command = self.chosen
        self.one.setEnabled(command is not None and command.name in keymap.own())
        self.all.setEnabled(bool(keymap.own()))
        self.key.setText("")
        if command is None:
            self.said.setText("")
            return
        words = _("{command}: {help}. Backspace takes the key away.")
        self.said.setText(words.format(command=command.text, help=command.help.rstrip(".")))


def _columns() -> tuple[Column[Command], ...]:
    return (
        Column("text", N_("Command"), 210, text=lambda command: command.text, weight=600),
        Column("key", N_("Key"), 130, text=keys_text),
        Column("usual", N_("Usual"), 110, text=_usual_text),
        Column("group", N_("Where"), 190, text=lambda command: command.where or command.group),
    )


def keys_text(command: Command) -> str:
    """The keys in force, as this system writes them."""
    keys = (keymap.key_of(command.name, command.key), *command.also)
    return ", ".join(keymap.native(key) for key in keys if key)


def _usual_text(command: Command) -> str:
    """The usual key, where it is another now."""
    return keymap.native(command.key) if command.name in keymap.own() else ""
