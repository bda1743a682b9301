"""ObjectTree: service objects below what they are parts of, read level by level."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.changes import Changes
from app.queries.object_tree import TreeObject, object_parts, objects_saying
from resources.texts import _
from ui import theme
from ui.records.desk import Desk

_ROW = Qt.ItemDataRole.UserRole


class ObjectTree(QTreeWidget):
    """A tree; its levels are read when they are opened, and a text finds objects at any depth.

    Signals:
        row_wanted(int): the object that is now chosen.
    """

    row_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._asked = 0
        self._is_stale = True
        self._wanted = 0
        self.setHeaderLabels([_("Name"), _("Code"), _("Customer")])
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setAccessibleName(_("Objects as a tree"))
        for column, width in enumerate((230, 96, 150)):
            self.setColumnWidth(column, width)
        self.header().setSectionsMovable(False)
        self.itemExpanded.connect(self._on_expanded)
        self.currentItemChanged.connect(self._on_current)
        desk.live.changed.connect(self._on_changed)

    def search(self, text: str) -> None:
        """Show what says a text, or with none the whole tree."""
        if text.strip() != self._text:
            self._text = text.strip()
            self.read()

    def read(self) -> None:
        """Read it again, now or when it is seen; what is chosen stays so where it is shown."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self._asked += 1
        asked, is_search = self._asked, bool(self._text)

        def done(rows: list[TreeObject]) -> None:
            if asked == self._asked:
                self._show(rows, is_search=is_search)

        if is_search:
            self._desk.jobs.read(objects_saying, self._text, done=done, owner=self)
        else:
            self._desk.jobs.read(object_parts, 0, done=done, owner=self)

    def current_id(self) -> int:
        """The object that is chosen, 0 for none."""
        item = self.currentItem()
        return item.data(0, _ROW).id if item is not None else 0

    def _show(self, rows: list[TreeObject], *, is_search: bool) -> None:
        self._wanted = self.current_id()
        self.blockSignals(True)
        self.clear()
        items: dict[int, QTreeWidgetItem] = {}
        known = {row.id: row for row in rows}

        def item_of(row: TreeObject) -> QTreeWidgetItem:
            if row.id not in items:
                above = known.get(row.parent_id)
                items[row.id] = self._item(item_of(above) if above is not None else None, row)
            return items[row.id]

        for row in rows:
            item_of(row)
        for row in rows:
            item = items[row.id]
            if is_search and item.childCount():
                item.setExpanded(True)
            elif row.parts:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        if self._wanted in items:
            self.setCurrentItem(items[self._wanted])
        self.blockSignals(False)

    def _item(self, parent: QTreeWidgetItem | None, row: TreeObject) -> QTreeWidgetItem:
        words = [row.name, row.code, row.customer]
        item = QTreeWidgetItem(parent, words) if parent is not None else QTreeWidgetItem(self, words)
        item.setIcon(0, theme.icon("objects" if row.parts else "package"))
        item.setData(0, _ROW, row)
        return item

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            return
        asked = self._asked

        def done(rows: list[TreeObject]) -> None:
            if asked != self._asked or item.childCount():
                return
            for row in rows:
                made = self._item(item, row)
                if row.parts:
                    made.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)

        self._desk.jobs.read(object_parts, item.data(0, _ROW).id, done=done, owner=self)

    def _on_current(self, item: QTreeWidgetItem | None, _old: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.row_wanted.emit(item.data(0, _ROW).id)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("service_object", "customer"):
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while it was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self.read()
