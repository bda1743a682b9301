"""LazyTabs: tabs that read what they show when they are looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget


class LazyTabs(QTabWidget):
    """Tabs with counts in their titles; each tab's reading runs once for what is shown, when it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self._readings: dict[int, Callable[[], object]] = {}
        self._stale: set[int] = set()
        self._titles: list[str] = []
        self.currentChanged.connect(self._read)

    def add(self, page: QWidget, title: str, read: Callable[[], object] | None = None) -> int:
        """Add a page under a translated title; returns its position."""
        position = self.addTab(page, title)
        self._titles.append(title)
        if read is not None:
            self._readings[position] = read
        return position

    def set_count(self, position: int, count: int) -> None:
        """Say how many rows a tab holds; 0 says nothing."""
        title = self._titles[position]
        self.setTabText(position, f"{title}  {count}" if count else title)

    def refresh(self) -> None:
        """Something else is shown, or it changed: read the tab that is seen, the others when they are."""
        self._stale = set(self._readings)
        self._read(self.currentIndex())

    def refresh_one(self, position: int) -> None:
        """What one tab shows has changed: read it if it is seen, else when it is."""
        self._stale.add(position)
        self._read(self.currentIndex())

    def _read(self, position: int) -> None:
        if position in self._stale:
            self._stale.discard(position)
            self._readings[position]()
