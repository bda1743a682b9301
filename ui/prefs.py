"""Preferences: a dialog built from the descriptions of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from resources.texts import N_, _
from ui import theme
from ui.keymap import Command
from ui.keymap_page import KeymapPage
from ui.widgets.cards import plain_label

_TITLES = {
    "language": N_("&Language"),
    "scheme": N_("&Colours"),
    "palette": N_("Colour &vision"),
    "density": N_("L&anes"),
    "system_font": N_("&Font"),
    "paper": N_("&Paper"),
    "database": N_("&Database"),
}
"""In the order of the dialog."""

_WORDS = {
    ("language", ""): N_("As the system"),
    ("language", "en"): "English",
    ("language", "nl"): "Nederlands",
    ("language", "da"): "Dansk",
    ("scheme", "system"): N_("As the system"),
    ("scheme", "light"): N_("Light"),
    ("scheme", "dark"): N_("Dark"),
    ("palette", "standard"): N_("All colours"),
    ("palette", "protan"): N_("Red looks dark (protanopia)"),
    ("palette", "deutan"): N_("Red and green look alike (deuteranopia)"),
    ("palette", "tritan"): N_("Blue and green look alike (tritanopia)"),
    ("density", "comfortable"): N_("Comfortable"),
    ("density", "compact"): N_("Compact"),
    ("paper", "a4"): "A4",
    ("paper", "letter"): "Letter",
}


class PreferencesDialog(QDialog):
    """One row a setting, with its help below; nothing is kept before Save.

    Signals:
        chosen(Settings): the person agreed to these.
    """

    chosen = Signal(object)

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, *, commands: Sequence[Command] = ()
    ) -> None:
        """Start from settings as they are; keys of commands are changed on a page of their own, at once."""
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(_("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(580)
        self._parts: dict[str, QWidget] = {}
        rows = QGridLayout()
        rows.setHorizontalSpacing(20)
        rows.setVerticalSpacing(3)
        rows.setColumnStretch(1, 1)
        known = {setting.name: setting for setting in fields(Settings)}
        for name, title in _TITLES.items():
            described = known[name].metadata
            part = self._part(name, described["choices"], getattr(settings, name))
            self._parts[name] = part
            label = QLabel(_(title), self)
            label.setBuddy(part)
            label.setFixedHeight(theme.CONTROL)
            help_text = plain_label(_(described["help"]), px=12, is_quiet=True)
            help_text.setWordWrap(True)
            at = rows.rowCount()
            rows.addWidget(label, at, 0)
            rows.addWidget(part, at, 1)
            rows.addWidget(help_text, at + 1, 1)
            rows.setRowMinimumHeight(at + 2, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(16)
        column.addWidget(plain_label(_("Preferences"), px=18, weight=600))
        column.addWidget(self._pages(rows, commands), 1)
        column.addWidget(self._buttons())

    def _pages(self, rows: QGridLayout, commands: Sequence[Command]) -> QWidget:
        """Settings, and beside them the keys, where there are any."""
        general = QWidget(self)
        column = QVBoxLayout(general)
        column.setContentsMargins(0, 12 if commands else 0, 0, 0)
        column.addLayout(rows)
        column.addStretch(1)
        if not commands:
            return general
        keys = KeymapPage(commands, self)
        keys.setContentsMargins(0, 12, 0, 0)
        pages = QTabWidget(self)
        pages.addTab(general, _("General"))
        pages.addTab(keys, _("Keys"))
        pages.setMinimumHeight(480)
        self.setMinimumWidth(720)
        return pages

    def _buttons(self) -> QDialogButtonBox:
        known = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(known.Save | known.Cancel, parent=self)
        theme.make_primary(buttons.button(known.Save))
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        return buttons

    def _part(self, name: str, choices: tuple[str, ...], value: object) -> QWidget:
        if choices:
            box = QComboBox(self)
            for choice in choices:
                box.addItem(_(_WORDS[name, choice]), choice)
            box.setCurrentIndex(box.findData(value))
            return box
        if isinstance(value, bool):
            check = QCheckBox(_("The system's own"), self)
            check.setChecked(value)
            return check
        return QLineEdit(str(value), self)

    def _save(self) -> None:
        values: dict[str, Any] = {name: _value(part) for name, part in self._parts.items()}  # each its type
        self.chosen.emit(replace(self._settings, **values))
        self.accept()


def _value(part: QWidget) -> str | bool:
    if isinstance(part, QComboBox):
        return str(part.currentData())
    if isinstance(part, QCheckBox):
        return part.isChecked()
    return part.text().strip() if isinstance(part, QLineEdit) else ""
