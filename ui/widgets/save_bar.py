"""SaveBar: says that something is not saved yet, or why it cannot be; Save and Discard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from resources.texts import _
from ui.widgets.cards import plain_label


class SaveBar(QWidget):
    """The last line of an editor; hidden while nothing was changed.

    Signals:
        save_wanted(): the person wants it saved.
        discard_wanted(): the person wants it as it was.
    """

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = plain_label(weight=500)
        self.words.setWordWrap(True)
        self.discard = QPushButton(_("Discard"))
        self.save = QPushButton(_("Save"))
        self.save.setProperty("primary", True)
        self.discard.clicked.connect(lambda: self.discard_wanted.emit())
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.save)
        self.hide()

    def offer(self, *, is_dirty: bool, is_new: bool = False) -> None:
        """Show itself where there is something to save."""
        self._say(_("Not saved yet.") if is_new else _("Changes are not saved yet."), is_wrong=False)
        self.save.setText(_("Create") if is_new else _("Save"))
        self.set_busy(is_busy=False)
        self.setVisible(is_dirty or is_new)

    def refuse(self, sentence: str) -> None:
        """Say why it was not saved."""
        self._say(sentence, is_wrong=True)
        self.set_busy(is_busy=False)
        self.show()

    def set_busy(self, *, is_busy: bool) -> None:
        """While it is being saved it cannot be saved again."""
        self.save.setEnabled(not is_busy)
        self.discard.setEnabled(not is_busy)

    def _say(self, sentence: str, *, is_wrong: bool) -> None:
        self.words.setText(sentence)
        self.words.setProperty("wrong", is_wrong)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
