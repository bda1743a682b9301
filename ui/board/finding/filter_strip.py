"""The chips of the board's filter, in a strip under the toolbar; the strip is there while one is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from resources.texts import N_, _, format_number
from ui import theme
from ui.board.finding.finding import BoardFilter, Chip
from ui.widgets.cards import plain_label

Choices = Sequence[tuple[Any, str]]  # Any: an id, a name or a position
NAMES = {
    Chip.GROUP: N_("Group"),
    Chip.SKILL: N_("Skill"),
    Chip.TERRITORY: N_("Territory"),
    Chip.STATUS: N_("Status"),
    Chip.AGREEMENT: N_("Agreement"),
    Chip.PRIORITY: N_("Priority"),
    Chip.LEVEL: N_("Service level"),
    Chip.CUSTOMER: N_("Customer"),
}
"""What chips are called, in English."""
_OF_LEGEND = frozenset({Chip.PRIORITY, Chip.LEVEL, Chip.CUSTOMER})
"""Chips that the legend puts here; they show while they are on."""
_READY = {
    "has_free_time": N_("Free time ≥ 2 h"),
    "fits_selected": N_("Can do the selected job"),
}
_HEIGHT, _PADDING = 26, 10


class StayingMenu(QMenu):
    """A menu of which several entries are ticked, so it stays open while they are."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick and stay."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar ticks and stays; Enter ticks and closes."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class ChipButton(QAbstractButton):
    """One chip: its name, and what is chosen of it; one with choices opens their menu."""

    def __init__(self, name: str, *, has_menu: bool) -> None:
        super().__init__()
        self._name, self._has_menu = name, has_menu
        self._said = name
        self._is_on = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def say(self, chosen: Sequence[str], *, is_on: bool) -> None:
        """Show what is chosen."""
        more = f" +{format_number(len(chosen) - 1)}" if len(chosen) > 1 else ""
        said = f"{self._name}: {chosen[0]}{more}" if chosen else self._name
        if (said, is_on) != (self._said, self._is_on):
            self._said, self._is_on = said, is_on
            self.setAccessibleName(said)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words and its arrow."""
        width = QFontMetrics(theme.font(13, 600)).horizontalAdvance(self._said) + 2 * _PADDING
        return QSize(min(width, 260) + (16 if self._has_menu else 0), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, words, arrow."""
        tokens, rect = theme.tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.accent if self.hasFocus() or self._is_on else tokens.line, 1))
        painter.setBrush(tokens.accent_surface if self._is_on else tokens.surface)
        painter.drawRoundedRect(rect, 5, 5)
        font = theme.font(13, 600 if self._is_on else 400)
        painter.setFont(font)
        painter.setPen(tokens.accent if self._is_on else tokens.text)
        room = self.width() - 2 * _PADDING - (16 if self._has_menu else 0) + 2
        words = QFontMetrics(font).elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect.adjusted(_PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if self._has_menu:
            ratio = self.devicePixelRatioF()
            arrow = theme.pixmap("down", 14, ink="accent" if self._is_on else "muted", ratio=ratio)
            painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)


class FilterStrip(QWidget):
    """Chips in one row.

    Signals:
        wanted(BoardFilter): the person wants something else.
    """

    wanted = Signal(object)

    def __init__(self, choices: Callable[[Chip], Choices], parent: QWidget | None = None) -> None:
        """Ask for what can be chosen when a menu opens."""
        super().__init__(parent)
        self._choices = choices
        self._filter = BoardFilter()
        self._chips = {chip: ChipButton(_(name), has_menu=True) for chip, name in NAMES.items()}
        self._ready = {name: ChipButton(_(words), has_menu=False) for name, words in _READY.items()}
        self.hides = ChipButton(_("Hide instead of dim"), has_menu=False)
        self.told = plain_label(px=12, is_quiet=True)
        self.clear = QPushButton(_("Show everything"))
        self.clear.setProperty("flat", True)
        self.clear.clicked.connect(lambda: self.wanted.emit(BoardFilter(hides=self._filter.hides)))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(6)
        for chip, button in self._chips.items():
            button.clicked.connect(lambda _on=False, chip=chip: self._open(chip))
            row.addWidget(button)
        for name, button in self._ready.items():
            button.clicked.connect(lambda _on=False, name=name: self._toggle(name))
            row.addWidget(button)
        self.hides.clicked.connect(lambda _on=False: self._toggle("hides"))
        row.addWidget(self.hides)
        row.addStretch(1)
        row.addWidget(self.told)
        row.addWidget(self.clear)
        self.hide()

    def button(self, what: Chip | str) -> ChipButton:
        """The button of a chip, or of a ready one by its field's name."""
        return self._chips[what] if isinstance(what, Chip) else {**self._ready, "hides": self.hides}[what]

    def show_filter(self, wanted: BoardFilter) -> None:
        """Say what is chosen."""
        self._filter = wanted
        for chip, button in self._chips.items():
            values = getattr(wanted, chip.value)
            names = [name for value, name in self._choices(chip) if value in values] if values else []
            button.say(names, is_on=bool(values))
            button.setVisible(bool(values) or chip not in _OF_LEGEND)
        for name, button in self._ready.items():
            button.say((), is_on=getattr(wanted, name))
        self.hides.say((), is_on=wanted.hides)
        self.clear.setVisible(not wanted.is_empty)

    def menu_of(self, chip: Chip) -> StayingMenu:
        """The choices of a chip, ticked where they are chosen."""
        menu = StayingMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("All"), lambda: self.wanted.emit(self._filter.without(chip)))
        menu.addSeparator()
        for value, name in self._choices(chip):
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in getattr(self._filter, chip.value))
            action.triggered.connect(
                lambda _on=False, value=value: self.wanted.emit(self._filter.toggled(chip, value))
            )
        return menu

    def _open(self, chip: Chip) -> None:
        button = self._chips[chip]
        self.menu_of(chip).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _toggle(self, name: str) -> None:
        turned: dict[str, Any] = {name: not getattr(self._filter, name)}  # Any: fields of several kinds
        self.wanted.emit(replace(self._filter, **turned))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet ground and a hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.tokens.line)
