"""How the board is printed: how many days, upright or on its side, in colour or in grey."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from resources.texts import _, ngettext

DAYS = (1, 5, 7, 14)
_LISTS = ("list", "conflicts")
_GRIDS = ("day", "week")


class BoardChoices(QWidget):
    """Choices of the board's papers.

    Signals:
        changed(): something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """One day, on its side, in grey, as most printers are."""
        super().__init__(parent)
        self.length = QComboBox()
        for count in DAYS:
            self.length.addItem(ngettext("{n} day", "{n} days", count).format(n=count), count)
        self.length.setAccessibleName(_("How many days"))
        self.turn = QComboBox()
        self.turn.addItem(_("Landscape"), False)
        self.turn.addItem(_("Portrait"), True)
        self.turn.setAccessibleName(_("Landscape or portrait"))
        self.colour = QCheckBox(_("In colour"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.length, self.turn, self.colour):
            row.addWidget(part)
        self._kind = ""
        self.length.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.turn.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.colour.toggled.connect(lambda _on: self.changed.emit())

    def show_for(self, kind: str) -> None:
        """Show what there is to choose for a kind of board, nothing for other papers; tells nothing."""
        self.setVisible(bool(kind))
        self.colour.setVisible(kind in _GRIDS)
        if kind and kind != self._kind:
            self.length.blockSignals(True)
            self.turn.blockSignals(True)
            if "week" in (kind, self._kind):
                self.length.setCurrentIndex(DAYS.index(7 if kind == "week" else 1))
            if (kind in _LISTS) is not (self._kind in _LISTS):
                self.turn.setCurrentIndex(int(kind in _LISTS))
            self.length.blockSignals(False)
            self.turn.blockSignals(False)
            self._kind = kind

    def days(self) -> int:
        """How many days are printed."""
        return int(self.length.currentData())

    def is_upright(self) -> bool:
        """Whether the paper stands upright."""
        return bool(self.turn.currentData())

    def in_colour(self) -> bool:
        """Whether blocks have coloured grounds."""
        return self.colour.isChecked()
