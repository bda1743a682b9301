"""The row above the waiting list: tabs, what is selected, the filter, groups, the link to the board."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QMenu, QTableView, QToolButton, QWidget

from resources.texts import _
from ui import theme
from ui.board.waiting.waiting_groups import GROUPS
from ui.board.waiting.waiting_tabs import WaitingTabs
from ui.widgets.cards import plain_label

_LINE = 38
_FILTER = 190
_TOOLS = 440
"""Pixels that the filter, the buttons and the sum want beside the tabs."""


class WaitingBar(QWidget):
    """Controls of the list; what they do is the list's affair.

    Attributes:
        row: where one more control can stand at the end.
        group: what rows are grouped by, a key of `GROUPS`.

    Signals:
        group_wanted(str): rows are to be grouped by that.
        sort_wanted(int): rows are to be sorted by that column; once more, the other way round.
    """

    group_wanted = Signal(str)
    sort_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, columns: Sequence[str] = ()) -> None:
        """`columns` are the titles of the list's columns, translated."""
        super().__init__(parent)
        self._group, self._columns = "", tuple(columns)
        self.tabs = WaitingTabs()
        self.footer = plain_label(px=12, is_quiet=True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter…"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(_FILTER)
        self.boxes = _button("filter", _("Filter by column"), is_checkable=True)
        self.grouping = _button("layers", _("Group by"))
        self.link = _button("link", _("Hold the board's filter here too"), is_checkable=True)
        self.grouping.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.grouping)
        menu.aboutToShow.connect(lambda: self._fill_groups(menu))
        self.grouping.setMenu(menu)
        tools = self._tools = QWidget()
        self.row = QHBoxLayout(tools)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.row.addStretch(1)
        self.row.addWidget(self.footer)
        self.row.addSpacing(8)
        for part in (self.filter, self.boxes, self.grouping, self.link):
            self.row.addWidget(part)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(12, 3, 6, 3)
        self._lines.setSpacing(4)
        self._lines.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._lines.addWidget(self.tabs)
        self._lines.addWidget(tools, 1)
        self.setFixedHeight(_LINE)
        self.tabs.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room there is."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the tabs: their counts, those that were saved, a name that is typed."""
        if watched is self.tabs and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Where one line has no room for all, the tools stand below the tabs, and these in several lines."""
        margins, ways = self._lines.contentsMargins(), QBoxLayout.Direction
        room, length = self.width() - margins.left() - margins.right(), self.tabs.length
        is_narrow = room < length + _TOOLS
        self._lines.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self.row.setStretch(0, 0 if is_narrow else 1)
        self.filter.setMaximumWidth(self.width() if is_narrow else _FILTER)
        width = max(room, 1) if is_narrow else length
        high = self.tabs.heightForWidth(width)
        self.tabs.setFixedSize(width, high)
        self.setFixedHeight(_LINE + high + self._lines.spacing() if is_narrow else _LINE)

    @property
    def group(self) -> str:
        """What rows are grouped by."""
        return self._group

    @group.setter
    def group(self, name: str) -> None:
        """Say what rows are grouped by."""
        self._group = name
        self.grouping.setToolTip(_("Group by: {what}").format(what=_(GROUPS[name])))
        theme.set_icon(self.grouping, "layers", "accent" if name else "text")

    def _fill_groups(self, menu: QMenu) -> None:
        menu.clear()
        for name, words in GROUPS.items():
            action = menu.addAction(_(words), partial(self.group_wanted.emit, name))
            action.setCheckable(True)
            action.setChecked(name == self._group)
        sorts = menu.addMenu(_("Sort by"))
        for at, title in enumerate(self._columns):
            sorts.addAction(title, partial(self.sort_wanted.emit, at))


def sort_by(table: QTableView, section: int) -> None:
    """Sort by a column as a click on its title does: once more, and it goes the other way round."""
    head, up = table.horizontalHeader(), Qt.SortOrder.AscendingOrder
    again = head.sortIndicatorSection() == section and head.sortIndicatorOrder() == up
    table.sortByColumn(section, Qt.SortOrder.DescendingOrder if again else up)


def _button(icon: str, words: str, *, is_checkable: bool = False) -> QToolButton:
    button = QToolButton()
    theme.set_icon(button, icon, "text")
    button.setAutoRaise(True)
    button.setCheckable(is_checkable)
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
