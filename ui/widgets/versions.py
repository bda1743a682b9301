"""VersionsCard: somebody was first; what both changed is there to choose from (board.md 5, 55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from resources.texts import _
from ui.widgets.cards import plain_label
from ui.widgets.tips import plain_tip

SHOWN = 40
"""Characters of a text that stand beside its radio button."""


@dataclass(frozen=True, slots=True)
class Version:
    """One thing both changed: its key, its translated name, and both texts."""

    key: str
    label: str
    theirs: str
    mine: str


class VersionsCard(QFrame):
    """Theirs above mine for each thing, theirs chosen; hidden until there is something to choose.

    Signals:
        settled(object): frozenset of the keys of which mine was chosen, when the person goes on.
        dropped(): the person takes everything of theirs.
    """

    settled = Signal(object)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_wide: bool = False) -> None:
        """With `is_wide` mine stands beside theirs, in two columns."""
        super().__init__(parent)
        self._is_wide = is_wide
        self.setProperty("card", True)
        self._sentence = plain_label(weight=600)
        self._sentence.setWordWrap(True)
        self._body = QWidget()
        self._groups: dict[str, QButtonGroup] = {}
        self.keep = QPushButton(_("Save this choice"))
        self.keep.setProperty("primary", True)
        self.drop = QPushButton(_("Drop my changes"))
        self.keep.clicked.connect(lambda: self.settled.emit(self.mine()))
        self.drop.clicked.connect(lambda: self.dropped.emit())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        buttons.addWidget(self.keep)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(10)
        self._column.addWidget(self._sentence)
        self._column.addWidget(self._body)
        self._column.addLayout(buttons)
        self.hide()

    def ask(self, sentence: str, versions: Sequence[Version]) -> None:
        """Show who was first and what both changed; theirs is chosen until the person chooses mine."""
        self._sentence.setText(sentence)
        self._groups = {}
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        if self._is_wide:
            grid.setColumnStretch(1, 1)
            for column, whose in ((1, _("Theirs")), (2, _("Mine"))):
                grid.addWidget(plain_label(whose, px=12, is_quiet=True), 0, column)
        for row, version in enumerate(versions):
            group = self._groups[version.key] = QButtonGroup(body)
            choices = [_choice(text or "–") for text in (version.theirs, version.mine)]
            for number, choice in enumerate(choices, start=1):
                group.addButton(choice, number)
            group.button(1).setChecked(True)
            grid.addWidget(plain_label(version.label), row + 1 if self._is_wide else 2 * row, 0)
            for number, choice in enumerate(choices):
                if self._is_wide:
                    grid.addWidget(choice, row + 1, number + 1)
                    continue
                whose = _("Mine") if number else _("Theirs")
                grid.addWidget(plain_label(whose, px=12, is_quiet=True), 2 * row + number, 1)
                grid.addWidget(choice, 2 * row + number, 2)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        self.show()

    def choose_mine(self, key: str) -> None:
        """Choose mine of one; raises KeyError for a key that is not asked."""
        self._groups[key].button(2).setChecked(True)

    def mine(self) -> frozenset[str]:
        """Keys of which mine is chosen."""
        return frozenset(key for key, group in self._groups.items() if group.checkedId() == 2)


def _choice(text: str) -> QRadioButton:
    """A choice on one line; what is long is whole in the tip."""
    line = " ".join(text.split())
    shown = line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
    choice = QRadioButton(shown.replace("&", "&&"))
    choice.setAccessibleName(line)
    choice.setToolTip(plain_tip(text) if shown != text else "")
    return choice
