"""Somebody was first: what both changed, side by side, to be chosen field by field; theirs by default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
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

from app.queries.order_details import LineFields
from resources.texts import N_, _, ngettext
from ui.orders.drafts import Difference, new_line
from ui.orders.header_form import FIELD_NAMES, said
from ui.orders.line_columns import COLUMNS
from ui.widgets.cards import plain_label

_LINE_NAMES = {column.field: column.title for column in COLUMNS if column.field}
_LONGEST = 160


class ConflictPanel(QFrame):
    """A card over the editor's body; nothing is lost before it is answered.

    Signals:
        resolved(object): keys of the differences for which mine was chosen; saving goes on with them.
        given_up(): forget mine and show theirs.
    """

    resolved = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._title = plain_label(weight=600)
        self._line = plain_label(is_quiet=True)
        self._line.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self.mine: dict[str, QRadioButton] = {}
        self.theirs: dict[str, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self.save_button = QPushButton(_("Save with these choices"))
        self.save_button.setProperty("primary", True)
        self.give_up_button = QPushButton(_("Forget mine, show theirs"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.give_up_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addLayout(self._grid)
        column.addLayout(buttons)
        self.save_button.clicked.connect(lambda _checked: self.resolved.emit(self.chosen()))
        self.give_up_button.clicked.connect(lambda _checked: self.given_up.emit())

    def ask(self, by: str, differences: Sequence[Difference]) -> None:
        """Show what both changed, and who the other one is."""
        name = by or _("Somebody else")
        self._title.setText(_("{name} saved this order while you were at it").format(name=name))
        self._line.setText(
            ngettext(
                "One thing you both changed. Everything else you changed is kept.",
                "{n} things you both changed. Everything else you changed is kept.",
                len(differences),
            ).format(n=len(differences))
        )
        self._clear()
        for position, title in enumerate((N_("Field"), N_("Theirs"), N_("Yours"))):
            self._grid.addWidget(plain_label(_(title), is_quiet=True, px=12), 0, position)
        for row, difference in enumerate(differences, 1):
            self._show_difference(row, difference)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.show()
        self.save_button.setFocus()

    def chosen(self) -> frozenset[str]:
        """Keys for which mine was chosen."""
        return frozenset(key for key, button in self.mine.items() if button.isChecked())

    def _show_difference(self, row: int, difference: Difference) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(plain_label(field_name(difference)), row, 0, middle)
        group = QButtonGroup(self)
        self._groups.append(group)
        sides = ((1, difference.theirs, self.theirs), (2, difference.mine, self.mine))
        for position, value, buttons in sides:
            words = side(difference, value)
            button = QRadioButton(words.replace("&", "&&"))
            button.setAccessibleName(words)
            group.addButton(button)
            buttons[difference.key] = button
            self._grid.addWidget(button, row, position, middle)
        self.theirs[difference.key].setChecked(True)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for group in self._groups:
            group.deleteLater()
        self._groups, self.mine, self.theirs = [], {}, {}


def field_name(difference: Difference) -> str:
    """What differs, in words."""
    if not difference.line:
        return _(FIELD_NAMES[difference.field])
    if not difference.field:
        return _("Line {line}").format(line=difference.line)
    return _("Line {line} · {field}").format(line=difference.line, field=_(_LINE_NAMES[difference.field]))


def side(difference: Difference, value: object) -> str:
    """One side's value in words, on one line."""
    if value is None and not difference.field:
        return _("Removed")
    if isinstance(value, LineFields):
        return _("Keep, with what was changed")
    if difference.line and not isinstance(value, str):
        column = next(column for column in COLUMNS if column.field == difference.field)
        only: dict[str, Any] = {difference.field: value}  # the field's own type
        line = new_line(LineFields(**only))
        return column.shows(line) or "–"
    words = " ".join(said(difference.field, value).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
