"""What stands beside the board: one tab of several, details of the selection first."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui import theme

ICONS = {
    "details": "info",
    "slots": "calendar-plus",
    "conflicts": "warning",
    "history": "changelog",
    "legend": "scheme",
    "table": "grid",
    "capacity": "chart",
}
"""Drawings of the tabs that are known; others show their words' icon, a list."""
_PADDING = 26
"""Pixels that the style puts around the words of a tab."""
_ICON = 16
_SHORT, _GAP = 38, 24
"""Pixels of a tab that is an icon only, and between an icon and its words."""
_MENU = 40
"""Pixels for what stands at the end of the row."""


class Side(QWidget):
    """Tabs at the right of the board; a tab is read when it is seen.

    Where the words of all tabs have no room, every tab but the one in front is an icon with its words in
    the tip.

    Signals:
        shown(str): the tab of this name came into view.
    """

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Stand there without a tab."""
        super().__init__(parent)
        self._names: list[str] = []
        self._words: list[str] = []
        self._icons: list[str] = []
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setIconSize(QSize(_ICON, _ICON))
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.stack = QStackedWidget()
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 6, 0)
        self.head.setSpacing(2)
        self.head.addWidget(self.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._on_current)
        theme.changed.connect(self._dress)

    def add(self, name: str, words: str, tab: QWidget, *, icon: str = "") -> None:
        """Put one more tab at the end; `words` are translated already, `icon` is a shipped drawing."""
        self._names.append(name)
        self._words.append(words)
        self._icons.append(icon or ICONS.get(name, "list"))
        self.stack.addWidget(tab)
        self.bar.addTab(words)
        self._dress()

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front; nothing happens for a name there is none of."""
        if name in self._names:
            self.bar.setCurrentIndex(self._names.index(name))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tabs from left to right."""
        return tuple(self._names)

    @property
    def current(self) -> str:
        """Name of the tab in view."""
        return self._names[self.stack.currentIndex()] if self._names else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words where there is room for them."""
        super().resizeEvent(event)
        self._dress()

    def _on_current(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._dress()
        self.shown.emit(self.current)

    def _dress(self) -> None:
        """Words on every tab; where they have no room, on the one in front alone, or on none."""
        room = self.width() - _MENU
        metrics = self.bar.fontMetrics()
        widths = [metrics.horizontalAdvance(words) + 2 for words in self._words]
        has_room = sum(widths) + _PADDING * len(widths) <= room or len(widths) < 2
        at_front = self.bar.currentIndex()
        front = widths[at_front] if 0 <= at_front < len(widths) else 0
        has_some = _SHORT * len(widths) + front + _GAP <= room
        self._set_tight(on=not has_room)
        for at, words in enumerate(self._words):
            is_short = not has_room and not (has_some and at == at_front)
            self.bar.setTabText(at, "" if is_short else words)
            self.bar.setTabIcon(at, QIcon() if has_room else self._icon(at))
            self.bar.setTabToolTip(at, words if is_short else "")
            self.bar.setAccessibleTabName(at, words)

    def _set_tight(self, *, on: bool) -> None:
        if self.bar.property("tight") is not on:
            self.bar.setProperty("tight", on)
            self.bar.style().unpolish(self.bar)
            self.bar.style().polish(self.bar)

    def _icon(self, at: int) -> QIcon:
        return theme.icon(self._icons[at], "accent" if at == self.bar.currentIndex() else "muted")
