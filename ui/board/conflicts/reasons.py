"""Ask for a reason before something is done that a rule speaks against."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from resources.texts import _
from ui.widgets.cards import plain_label


class ReasonDialog(QDialog):
    """One line for the reason; nothing goes on without it.

    Signals:
        given(str): the reason.
    """

    given = Signal(str)

    def __init__(self, title: str, words: str, parent: QWidget) -> None:
        """Say what it is about."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        label = plain_label(words)
        label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for part in (label, self.reason, self.buttons):
            column.addWidget(part)
        self.setMinimumWidth(420)
        self.reason.textChanged.connect(lambda _text: self._offer())
        self.buttons.accepted.connect(self._give)
        self.buttons.rejected.connect(self.reject)
        self._offer()
        self.reason.setFocus()

    def _offer(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.reason.text().strip()))

    def _give(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self.given.emit(reason)
