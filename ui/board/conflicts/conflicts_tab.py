"""The tab of conflicts: every broken rule of what was read, grouped, with the way there and a way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QTreeView, QVBoxLayout, QWidget

from resources.texts import _, format_number, ngettext
from ui.board.conflicts.conflict_book import Conflict
from ui.board.conflicts.conflict_rows import Group, GroupBy
from ui.board.conflicts.conflict_tree import ConflictPainter, ConflictTree, Says
from ui.board.conflicts.way_out import WayOut
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.segmented import Segmented

PAD = 12


class ConflictView(QTreeView):
    """The list itself.

    Signals:
        opened(): Enter was pressed on the current row, or it was double-clicked.
    """

    opened = Signal()

    def __init__(self, tree: ConflictTree) -> None:
        """Show a tree."""
        super().__init__()
        self.setModel(tree)
        self.setItemDelegate(ConflictPainter(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(False)
        self.setIndentation(14)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Conflicts"))
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


class ConflictsTab(QWidget):
    """Groups of conflicts, and of the current one what is wrong and what would mend it.

    Signals:
        regrouped(): another grouping is wanted, or those allowed for a reason too.
        jump_wanted(object): the board is to show this conflict.
        chosen(object): this conflict is the current one; None for none.
    """

    regrouped = Signal()
    jump_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, says: Says, parent: QWidget | None = None) -> None:
        """List nothing yet."""
        super().__init__(parent)
        self.tree = ConflictTree(says, self)
        self.view = ConflictView(self.tree)
        self.by = Segmented(
            [(GroupBy.RULE, _("Rule")), (GroupBy.TECHNICIAN, _("Technician")), (GroupBy.DAY, _("Day"))]
        )
        self.by.setAccessibleName(_("Group by"))
        self.allowed = QCheckBox(_("Also what was allowed"))
        self.sum = plain_label(px=12, is_quiet=True)
        self.sum.setWordWrap(True)
        self.details = plain_label()
        self.details.setWordWrap(True)
        self.buttons = QHBoxLayout()
        self.good = EmptyState(_("No rule is broken in these days."), icon="good")
        self._lay_out()
        self.by.chosen.connect(lambda _key: self.regrouped.emit())
        self.allowed.toggled.connect(lambda _on: self.regrouped.emit())
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentChanged.connect(self._tell)
        self.show_groups([], 0)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(PAD, PAD, PAD, 6)
        head.setSpacing(6)
        for part in (self.by, self.allowed, self.sum):
            head.addWidget(part)
        foot = QVBoxLayout()
        foot.setContentsMargins(PAD, 8, PAD, PAD)
        foot.addWidget(self.details)
        foot.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.good, 1)
        column.addLayout(foot)

    @property
    def grouping(self) -> GroupBy:
        """What stands together."""
        return GroupBy(self.by.current())

    @property
    def current(self) -> Conflict | None:
        """The conflict of the current row."""
        return self.tree.conflict(self.view.currentIndex())

    def show_groups(self, groups: Sequence[Group], total: int) -> None:
        """Show other groups; what was open and current stays so."""
        before = self.current
        first_time = not self.tree.groups
        shut = {
            group.key
            for at, group in enumerate(self.tree.groups)
            if not self.view.isExpanded(self.tree.index(at, 0))
        }
        self.tree.show_groups(groups)
        for at, group in enumerate(groups):
            is_small = len(groups) < 4 or len(group.rows) <= 8
            self.view.setExpanded(
                self.tree.index(at, 0), group.key not in shut if not first_time else is_small
            )
        listed = sum(len(group.rows) for group in groups)
        self.sum.setText(self._sum_words(total, listed))
        self.sum.setVisible(bool(listed))
        self.view.setVisible(bool(listed))
        self.good.setVisible(not listed)
        self._stay_at(before)
        self._tell()

    @staticmethod
    def _sum_words(total: int, listed: int) -> str:
        words = ngettext("{n} broken rule", "{n} broken rules", total).format(n=format_number(total))
        if listed >= total:
            return words
        return words + "; " + _("the first {n} are listed").format(n=format_number(listed))

    def _stay_at(self, before: Conflict | None) -> None:
        if before is None:
            return
        wanted = (before.visit_id, before.rule)
        for at, group in enumerate(self.tree.groups):
            for row, conflict in enumerate(group.rows):
                if (conflict.visit_id, conflict.rule) == wanted:
                    self.view.setCurrentIndex(self.tree.index(row, 0, self.tree.index(at, 0)))
                    return

    def _tell(self, _now: QModelIndex | None = None, _before: QModelIndex | None = None) -> None:
        self.chosen.emit(self.current)

    def _open(self) -> None:
        index = self.view.currentIndex()
        conflict = self.tree.conflict(index)
        if conflict is not None:
            self.jump_wanted.emit(conflict)
        elif index.isValid():
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def show_details(self, words: str, ways: Sequence[WayOut]) -> None:
        """Say what is wrong with the current one, and offer what would mend it."""
        self.details.setText(words)
        self.details.setVisible(bool(words))
        while (item := self.buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for way in ways:
            button = QPushButton(way.words)
            button.clicked.connect(lambda _on=False, way=way: way.take())
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
