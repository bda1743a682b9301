"""The bar at the bottom of the editor: there only when something was changed, or when something is wrong."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from resources.texts import _, ngettext
from ui.widgets.cards import plain_label

SAVE_KEYS = "Ctrl+S"


class Ask(Enum):
    """What the bar asks."""

    NOTHING = auto()
    SAVE = auto()
    LEAVE = auto()


class SaveBar(QFrame):
    """Says how much was changed, or that leaving would lose it.

    Signals:
        save_wanted(), discard_wanted(), stay_wanted(): the buttons.
    """

    save_wanted = Signal()
    discard_wanted = Signal()
    stay_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.asks = Ask.NOTHING
        self.is_saving = False
        self.words = plain_label(weight=500)
        self.problem = plain_label()
        self.problem.setProperty("wrong", True)
        self.save, self.discard, self.stay = QPushButton(), QPushButton(), QPushButton(_("Stay"))
        self.save.setProperty("primary", True)
        self.save.setToolTip(SAVE_KEYS)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.problem, 1)
        for button, signal in (
            (self.stay, self.stay_wanted),
            (self.discard, self.discard_wanted),
            (self.save, self.save_wanted),
        ):
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.hide()

    def tell(self, changes: int, *, is_new: bool = False) -> None:
        """Say how many things were changed; nothing hides the bar, unless something is wrong."""
        self.asks = Ask.SAVE if changes else Ask.NOTHING
        self.words.setVisible(bool(changes))
        for button in (self.save, self.discard):
            button.setVisible(bool(changes))
        counted = ngettext("One change", "{n} changes", changes).format(n=changes)
        self.words.setText(_("New order") if is_new else counted)
        self.save.setText(_("Save order") if is_new else _("Save"))
        self.discard.setText(_("Discard"))
        self.stay.hide()
        self.setVisible(bool(changes) or bool(self.problem.text()))

    def tell_closed(self, why: str) -> None:
        """Say why nothing can be changed here."""
        self.asks = Ask.NOTHING
        self.words.setText(why)
        self.words.show()
        for button in (self.save, self.discard, self.stay):
            button.hide()
        self.show()

    def ask_to_leave(self) -> None:
        """Say that leaving would lose what was changed."""
        self.asks = Ask.LEAVE
        self.words.setText(_("Your changes are not saved."))
        self.save.setText(_("Save and leave"))
        self.discard.setText(_("Leave without saving"))
        for part in (self.words, self.stay, self.discard, self.save):
            part.show()
        self.show()
        self.save.setFocus()

    def complain(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self.problem.setText(sentence)
        self.setVisible(bool(sentence) or self.asks is not Ask.NOTHING)

    def set_saving(self, *, is_saving: bool) -> None:
        """While a save runs it cannot be asked for again."""
        self.is_saving = is_saving
        self.save.setEnabled(not is_saving)
        self.discard.setEnabled(not is_saving)
