"""Cards for editors: a header that says what, who, where and when, labelled facts, and titled sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.badge import Badge, Chip
from ui.widgets.tips import plain_tip


def plain_label(text: str = "", *, px: int = 13, weight: int = 400, is_quiet: bool = False) -> QLabel:
    """A label that shows text as typed, never as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(theme.font(px, weight))
    label.setProperty("quiet", is_quiet)
    return label


class ElidedLabel(QLabel):
    """One line of plain text that gives way: what does not fit is elided, and whole in the tip."""

    def __init__(self, *, px: int = 13, weight: int = 400) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(px, weight))

    def minimumSizeHint(self) -> QSize:
        """Some letters at least."""
        return QSize(min(72, super().sizeHint().width()), super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter.setPen(theme.tokens.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


class Facts(QWidget):
    """Rows of a quiet label and what it says; values wrap, can be selected, and are plain text."""

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 88) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._values: list[QLabel] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show pairs of translated label and value; those without a value are left out."""
        pairs = tuple((label, value) for label, value in facts if value)
        if [label for label, _value in pairs] != [label for label, _value in self._pairs]:
            self._lay_out([label for label, _value in pairs])
        self._pairs = pairs
        for value, (_label, text) in zip(self._values, pairs, strict=True):
            value.setText(text)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown."""
        return self._pairs

    def _lay_out(self, labels: Sequence[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._values = []
        top = Qt.AlignmentFlag.AlignTop
        for row, text in enumerate(labels):
            label, value = plain_label(text, is_quiet=True), plain_label()
            label.setMinimumWidth(self._label_width)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setBuddy(value)
            self._grid.addWidget(label, row, 0, top)
            self._grid.addWidget(value, row, 1, top)
            self._values.append(value)


class HeaderCard(QFrame):
    """The top of an editor: title, one line below, chips for its state, facts, and actions at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._title = ElidedLabel(px=15, weight=600)
        self._line = plain_label(is_quiet=True)
        self._chips: list[Badge] = []
        self.facts = Facts()
        self._badges, self._own_badges, self._actions = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._badges.setSpacing(6)
        self._own_badges.setSpacing(6)
        self._actions.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title)
        top.addLayout(self._badges)
        top.addLayout(self._own_badges)
        top.addStretch(1)
        top.addLayout(self._actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._line)
        column.addSpacing(6)
        column.addWidget(self.facts)

    def show_head(self, title: str, line: str = "", *, chips: Sequence[Chip] = ()) -> None:
        """Say what this is, and in which state."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        while len(self._chips) < len(chips):
            self._chips.append(Badge(chips[0]))
            self._badges.addWidget(self._chips[-1])
        for position, badge in enumerate(self._chips):
            badge.setVisible(position < len(chips))
            if position < len(chips):
                badge.show_chip(chips[position])

    def add_badge(self, badge: Badge) -> None:
        """Put a badge after the chips that keeps itself up to date."""
        self._own_badges.addWidget(badge)

    def add_action(self, button: QWidget) -> None:
        """Put a button at the right of the title."""
        self._actions.addWidget(button)


class Section(QFrame):
    """A titled card around one widget."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title = plain_label(title, weight=600)
        self.body = body
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(body)


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline across."""
    line = QFrame(parent)
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    return line
