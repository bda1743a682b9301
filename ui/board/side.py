"""What stands beside the board: one tab of several, details of the selection first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget


class Side(QWidget):
    """Tabs at the right of the board; a tab is read when it is seen.

    Signals:
        shown(str): the tab of this name came into view.
    """

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Stand there without a tab."""
        super().__init__(parent)
        self._names: list[str] = []
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._on_current)
        self.bar.hide()

    def add(self, name: str, words: str, tab: QWidget) -> None:
        """Put one more tab at the end; `words` are translated already."""
        self._names.append(name)
        self.stack.addWidget(tab)
        self.bar.addTab(words)
        self.bar.setVisible(len(self._names) > 1)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.bar.setCurrentIndex(self._names.index(name))

    @property
    def current(self) -> str:
        """Name of the tab in view."""
        return self._names[self.stack.currentIndex()] if self._names else ""

    def _on_current(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.shown.emit(self.current)
