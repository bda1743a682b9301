"""Flow: widgets side by side that go on in the next line where one is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays widgets out like words, those that do not show left out; `gap` in logical pixels, both ways."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put one more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at a place out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @property
    def length(self) -> int:
        """Width of all of them in one line."""
        widths = [item.sizeHint().width() + self._gap for item in self._items if not item.isEmpty()]
        return max(sum(widths) - self._gap, 0)

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget into its place."""
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        """At least the widest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest and the highest of all."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, moves: bool) -> int:
        """Height of all lines; widgets stand in the middle of theirs."""
        left, top, high = rect.left(), rect.top(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left + size.width() > rect.right() + 1 and line:
                _move(line if moves else [], high)
                left, top, high, line = rect.left(), top + high + self._gap, 0, []
            line.append((item, QRect(QPoint(left, top), size)))
            left += size.width() + self._gap
            high = max(high, size.height())
        _move(line if moves else [], high)
        return top + high - rect.top()


def _move(line: list[tuple[QLayoutItem, QRect]], high: int) -> None:
    """Put the widgets of a line into its middle."""
    for item, place in line:
        item.setGeometry(place.translated(0, (high - place.height()) // 2))
