"""Who may take visits over: everybody, the team, or some that are ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.queries.board import LaneRow
from resources.texts import _, ngettext

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class PeopleButton(QPushButton):
    """Says who may take visits, and opens a list to choose others.

    Signals:
        chosen(): other people.
    """

    chosen = Signal()

    def __init__(self, lanes: Sequence[LaneRow], *, without: int, parent: QWidget | None = None) -> None:
        """Everybody but the lane with that index (-1 for none)."""
        super().__init__(parent)
        self._lanes, self._without = lanes, without
        self.list = QListWidget()
        self.list.setMinimumSize(280, 320)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Find a technician or team"))
        self.filter.setClearButtonEnabled(True)
        self._pop_up = QFrame(self, Qt.WindowType.Popup)
        column = QVBoxLayout(self._pop_up)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        for at, row in enumerate(lanes):
            if at != without:
                item = QListWidgetItem(f"{row.name} · {row.team}" if row.team else row.name)
                item.setData(Qt.ItemDataRole.UserRole, at)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_UNCHECKED)
                self.list.addItem(item)
        self.filter.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.clicked.connect(self._open)
        self._tell()

    def lanes(self) -> frozenset[int]:
        """Indexes of those who may; all but the one left out when nobody is ticked."""
        ticked = self._ticked()
        if ticked:
            return frozenset(ticked)
        return frozenset(range(len(self._lanes))) - {self._without}

    def tick(self, lanes: frozenset[int]) -> None:
        """Tick these and no others."""
        for item in self._items():
            on = int(item.data(Qt.ItemDataRole.UserRole)) in lanes
            item.setCheckState(_CHECKED if on else _UNCHECKED)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _ticked(self) -> list[int]:
        return [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() == _CHECKED
        ]

    def _open(self) -> None:
        self._pop_up.move(self.mapToGlobal(QPoint(0, self.height())))
        self._pop_up.show()
        self.filter.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold())

    def _tell(self) -> None:
        ticked = self._ticked()
        if not ticked:
            self.setText(_("Everybody"))
        elif len(ticked) == 1:
            self.setText(self._lanes[ticked[0]].name)
        else:
            self.setText(ngettext("{n} technician", "{n} technicians", len(ticked)).format(n=len(ticked)))
        self.chosen.emit()
