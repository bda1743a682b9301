"""SourceTree: templates in the tree of their groups, agreements and orders, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.queries.copying import CopySources, GroupNode, SourceRow, copy_sources
from app.usecases.copying import Place, PlaceKind
from resources.texts import _, format_number, ngettext
from ui import theme
from ui.records.desk import Desk

TYPING_MS = 150
_PLACE = Qt.ItemDataRole.UserRole
_INTO_TREE = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SourceTree(QWidget):
    """The left side of the copy dialog.

    Signals:
        chosen(object, str, bool): the Place now chosen, what it is called, and whether it is a template;
            None and "" for a group.
    """

    chosen = Signal(object, str, bool)

    def __init__(self, desk: Desk, target: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._target = desk, target
        self._asked = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search code, name or customer"))
        self.search.setAccessibleName(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setAccessibleName(_("Copy from"))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, self.tree.header().ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, self.tree.header().ResizeMode.ResizeToContents)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.read)
        self.tree.currentItemChanged.connect(lambda item, _old: self._tell(item))

    def read(self) -> None:
        """Read what says the text."""
        self._asked += 1
        asked = self._asked
        is_order = self._target.kind is PlaceKind.ORDER

        def done(found: CopySources) -> None:
            if asked == self._asked:
                self._show(found)

        self._desk.jobs.read(
            copy_sources,
            self.search.text(),
            with_orders=is_order,
            without=0 if is_order else self._target.id,
            done=done,
            owner=self,
        )

    def _show(self, found: CopySources) -> None:
        self.tree.clear()
        is_searched = bool(self.search.text().strip())
        templates = self._root(_("Templates"), len(found.templates), "copy")
        self._add_groups(templates, found.groups, found.templates, is_searched=is_searched)
        agreements = self._root(_("Agreements"), len(found.agreements), "agreements")
        for row in found.agreements:
            self._add(agreements, row, PlaceKind.AGREEMENT)
        roots = [templates, agreements]
        if self._target.kind is PlaceKind.ORDER:
            orders = self._root(_("Orders"), len(found.orders), "orders")
            for row in found.orders:
                if row.id != self._target.id:
                    self._add(orders, row, PlaceKind.ORDER)
            roots.append(orders)
        for root in roots:
            root.setExpanded(is_searched or root is templates or not found.templates)
            root.setHidden(not root.childCount())
        if is_searched:
            self._choose_first(roots)

    def _root(self, title: str, count: int, icon: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.tree, [title, format_number(count) if count else ""])
        item.setIcon(0, theme.icon(icon))
        item.setFont(0, theme.font(13, 600))
        return item

    def _add_groups(
        self,
        root: QTreeWidgetItem,
        groups: Sequence[GroupNode],
        templates: Sequence[SourceRow],
        *,
        is_searched: bool,
    ) -> None:
        """Groups below their parents, templates in their groups; while searching no empty groups."""
        items: dict[int, QTreeWidgetItem] = {}
        known = {group.id: group for group in groups}

        def item_of(group: GroupNode) -> QTreeWidgetItem:
            if group.id not in items:
                above = known.get(group.parent_id)
                parent = item_of(above) if above is not None else root
                made = items[group.id] = QTreeWidgetItem(parent, [group.name, ""])
                made.setIcon(0, theme.icon("folder"))
                made.setExpanded(True)
            return items[group.id]

        wanted = {row.group_id for row in templates} if is_searched else set(known)
        for group in groups:
            if group.id in wanted:
                item_of(group)
        for row in templates:
            group_of = known.get(row.group_id)
            self._add(item_of(group_of) if group_of is not None else root, row, PlaceKind.AGREEMENT)

    def _add(self, parent: QTreeWidgetItem, row: SourceRow, kind: PlaceKind) -> None:
        called = f"{row.code}  {' '.join(row.name.split())}"
        lines = ngettext("{n} line", "{n} lines", row.lines).format(n=format_number(row.lines))
        item = QTreeWidgetItem(parent, [called, lines])
        item.setForeground(1, theme.tokens.muted)
        item.setToolTip(0, "")
        item.setData(0, _PLACE, (Place(kind, row.id), called, row))

    def _choose_first(self, roots: Sequence[QTreeWidgetItem]) -> None:
        """The first thing found is chosen, so that Enter takes it."""
        for root in roots:
            stack = [root]
            while stack:
                item = stack.pop(0)
                if item.data(0, _PLACE) is not None:
                    self.tree.setCurrentItem(item)
                    return
                stack[:0] = [child for n in range(item.childCount()) if (child := item.child(n)) is not None]

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        held = item.data(0, _PLACE) if item is not None else None
        if held is None:
            self.chosen.emit(None, "", False)
        else:
            place, called, row = held
            title = f"{called} · {row.detail}" if row.detail else called
            self.chosen.emit(place, title, row.is_template)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter in the search go to what was found."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _INTO_TREE
        ):
            top = self.tree.topLevelItem(0)
            if self.tree.currentItem() is None and top is not None:
                self.tree.setCurrentItem(top)
            self.tree.setFocus()
            return True
        return super().eventFilter(watched, event)
