"""Tabs of the waiting list: All, Today, Late, No window, and those a person saved by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from resources.texts import N_, _
from ui import theme
from ui.widgets.chips import FilterChip
from ui.widgets.flow import Flow

ALL, TODAY, LATE, NO_WINDOW = "all", "today", "late", "no_window"
_BUILT_IN = {
    ALL: N_("All"),
    TODAY: N_("Today"),
    LATE: N_("Late"),
    NO_WINDOW: N_("No window"),
}
_OWN = "own:"


@dataclass(frozen=True, slots=True)
class OwnTab:
    """A tab that a person saved; `content` is a state of the list, as JSON."""

    sheet_id: int
    name: str
    content: Mapping[str, Any]  # Any: what JSON knows
    is_own: bool = True


class WaitingTabs(QWidget):
    """Chips with counts, of which one is on.

    Signals:
        chosen(str): key of the tab that the person chose.
        save_wanted(str): the list as it stands is to be a tab of that name.
        renew_wanted(int), rename_wanted(int, str), remove_wanted(int): about a saved tab, by sheet id.
    """

    chosen = Signal(str)
    save_wanted = Signal(str)
    renew_wanted = Signal(int)
    rename_wanted = Signal(int, str)
    remove_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, FilterChip] = {}
        self._own: dict[str, OwnTab] = {}
        self._renaming = 0
        self._row = Flow(self)
        for key, word in _BUILT_IN.items():
            self._row.addWidget(self._make(key, _(word)))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of the tab"))
        self.name.setFixedWidth(150)
        self.name.hide()
        self.name.returnPressed.connect(self._named)
        self.name.installEventFilter(self)
        self.plus = QToolButton()
        theme.set_icon(self.plus, "plus", "muted")
        self.plus.setAutoRaise(True)
        words = _("Save the list as it stands, as a tab")
        self.plus.setToolTip(words)
        self.plus.setAccessibleName(words)
        self.plus.clicked.connect(lambda: self._ask_name(0, ""))
        for part in (self.name, self.plus):
            self._row.addWidget(part)
        self._chips[ALL].setChecked(True)

    # ------------------------------------------------------------------ tabs

    @property
    def length(self) -> int:
        """Pixels that all of them take side by side."""
        return self._row.length

    @property
    def current(self) -> str:
        """Key of the tab that is on."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), ALL)

    def own(self, key: str) -> OwnTab | None:
        """The saved tab of a key, None for a built-in one."""
        return self._own.get(key)

    @property
    def own_tabs(self) -> tuple[tuple[str, OwnTab], ...]:
        """Keys and saved tabs."""
        return tuple(self._own.items())

    def set_current(self, key: str) -> None:
        """Switch a tab on, without telling; an unknown one is All."""
        wanted = key if key in self._chips else ALL
        for each, chip in self._chips.items():
            chip.setChecked(each == wanted)

    def set_count(self, key: str, count: int) -> None:
        """Say how many a tab has."""
        if key in self._chips:
            self._chips[key].set_count(count)

    def chip(self, key: str) -> FilterChip:
        """The chip of a tab."""
        return self._chips[key]

    def set_own(self, tabs: Sequence[OwnTab]) -> None:
        """Show these saved tabs after the built-in ones."""
        current = self.current
        for key in self._own:
            chip = self._chips.pop(key)
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._own = {f"{_OWN}{tab.sheet_id}": tab for tab in tabs}
        for key, tab in self._own.items():
            chip = self._make(key, tab.name)
            self._row.addWidget(chip)
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(lambda at, key=key: self._open_menu(key, at))
        for part in (self.name, self.plus):  # they stay at the end
            self._row.removeWidget(part)
            self._row.addWidget(part)
        self.set_current(current)

    def _make(self, key: str, word: str) -> FilterChip:
        chip = self._chips[key] = FilterChip(key, word)
        chip.clicked.connect(lambda _on=False, key=key: self._choose(key))
        return chip

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    # ------------------------------------------------------------------ saving and naming

    def _open_menu(self, key: str, at: QPoint) -> None:
        tab = self._own[key]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in (
            (_("Save the list as it stands here"), lambda: self.renew_wanted.emit(tab.sheet_id)),
            (_("Rename…"), lambda: self._ask_name(tab.sheet_id, tab.name)),
            (_("Delete tab"), lambda: self.remove_wanted.emit(tab.sheet_id)),
        ):
            menu.addAction(words, act).setEnabled(tab.is_own)
        menu.popup(self._chips[key].mapToGlobal(at))

    def _ask_name(self, sheet_id: int, name: str) -> None:
        self._renaming = sheet_id
        self.name.setText(name)
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _named(self) -> None:
        name, sheet_id = self.name.text().strip(), self._renaming
        self.name.hide()
        if not name:
            return
        if sheet_id:
            self.rename_wanted.emit(sheet_id, name)
        else:
            self.save_wanted.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc, or going elsewhere, gives the name up."""
        if watched is self.name:
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self.name.hide()
                return True
            if event.type() == QEvent.Type.FocusOut:
                self.name.hide()
        return super().eventFilter(watched, event)
