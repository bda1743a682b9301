"""Preferences: a dialog built from the descriptions of the settings."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from resources.texts import N_, _

_TITLES = {
    "database": N_("Database"),
    "language": N_("Language"),
    "scheme": N_("Colours"),
    "density": N_("Lanes"),
    "system_font": N_("System font"),
    "paper": N_("Paper"),
}
_WORDS = {
    ("language", ""): N_("As the system"),
    ("language", "en"): "English",
    ("language", "nl"): "Nederlands",
    ("language", "da"): "Dansk",
    ("scheme", "system"): N_("As the system"),
    ("scheme", "light"): N_("Light"),
    ("scheme", "dark"): N_("Dark"),
    ("density", "comfortable"): N_("Comfortable"),
    ("density", "compact"): N_("Compact"),
    ("paper", "a4"): "A4",
    ("paper", "letter"): "Letter",
}


class PreferencesDialog(QDialog):
    """One row a setting, with its help below.

    Signals:
        chosen(Settings): the person agreed to these.
    """

    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(_("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._parts: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(4)
        for setting in fields(Settings):
            part = self._part(setting.name, setting.metadata["choices"], getattr(settings, setting.name))
            self._parts[setting.name] = part
            title = QLabel(_(_TITLES[setting.name]), self)
            title.setBuddy(part)
            help_text = QLabel(_(setting.metadata["help"]), self)
            help_text.setProperty("quiet", True)
            help_text.setWordWrap(True)
            for row in (title, part, help_text):
                column.addWidget(row)
            column.addSpacing(10)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _part(self, name: str, choices: tuple[str, ...], value: object) -> QWidget:
        if choices:
            box = QComboBox(self)
            for choice in choices:
                box.addItem(_(_WORDS[name, choice]), choice)
            box.setCurrentIndex(box.findData(value))
            return box
        if isinstance(value, bool):
            check = QCheckBox(_("Use it"), self)
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
