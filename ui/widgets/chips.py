"""FilterChips: a row of words with counts of which one, or several, are on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from resources.texts import format_number
from ui import theme

HEIGHT = 26
PADDING = 10


class FilterChip(QAbstractButton):
    """One word, its count quietly behind it."""

    def __init__(self, key: str, word: str) -> None:
        super().__init__()
        self.key = key
        self._count: int | None = None
        self.setText(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """How many there are; None shows no number."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {self._number()}".strip())
        self.updateGeometry()
        self.update()

    def _number(self) -> str:
        return "" if self._count is None else format_number(self._count)

    def sizeHint(self) -> QSize:
        """As wide as word and count."""
        width = QFontMetrics(theme.font(13, 600)).horizontalAdvance(self.text()) + 2 * PADDING
        if self._count is not None:
            width += 5 + QFontMetrics(theme.font(11, 500, tabular=True)).horizontalAdvance(self._number())
        return QSize(width, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour; space and Enter switch."""
        step = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}.get(Qt.Key(event.key()))
        if step is not None:
            self.focusNextPrevChild(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, word and count."""
        tokens, rect = theme.tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setPen(QPen(tokens.accent, 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_surface if self.isChecked() else tokens.faint_line)
            painter.drawRoundedRect(rect, 5, 5)
        font = theme.font(13, 600 if self.isChecked() else 400)
        painter.setFont(font)
        painter.setPen(tokens.accent if self.isChecked() else tokens.muted)
        painter.drawText(rect.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count is not None:
            left = PADDING + QFontMetrics(font).horizontalAdvance(self.text()) + 5
            painter.setFont(theme.font(11, 500, tabular=True))
            painter.drawText(rect.adjusted(left, 1, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._number())


class FilterChips(QWidget):
    """Chips of (key, translated word); by default exactly one is on, else any number.

    Signals:
        chosen(object): tuple of the keys that are on, when the user changed them.
    """

    chosen = Signal(object)

    def __init__(
        self, chips: Sequence[tuple[str, str]], *, is_exclusive: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_exclusive = is_exclusive
        self._chips: dict[str, FilterChip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key, word in chips:
            chip = self._chips[key] = FilterChip(key, word)
            chip.clicked.connect(lambda _checked, key=key: self._clicked(key))
            row.addWidget(chip)
        row.addStretch(1)
        if is_exclusive and chips:
            self._chips[chips[0][0]].setChecked(True)

    def current(self) -> tuple[str, ...]:
        """The keys that are on."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def set_current(self, keys: Sequence[str]) -> None:
        """Switch on these and no others, without telling."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)

    def set_count(self, key: str, count: int | None) -> None:
        """Say how many a chip would show; raises KeyError for an unknown key."""
        self._chips[key].set_count(count)

    def chip(self, key: str) -> FilterChip:
        """The chip of a key; raises KeyError for an unknown one."""
        return self._chips[key]

    def _clicked(self, key: str) -> None:
        if self._is_exclusive:
            self.set_current((key,))
        self.chosen.emit(self.current())
