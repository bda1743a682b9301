"""The tree of conflicts: groups with their counts, below them a visit with what is wrong with it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from resources.texts import format_number
from ui import theme
from ui.board.conflicts.conflict_book import Conflict
from ui.board.conflicts.conflict_rows import Group
from ui.board.painting import drawings
from ui.board.telling.encoding import KINDS, sign_of

Index = QModelIndex | QPersistentModelIndex
GROUP_HEIGHT, ROW_HEIGHT = 28, 42
PAD = 10
_NOWHERE = QModelIndex()
_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
Says = Callable[[Conflict], tuple[str, str]]
"""A conflict in words: which visit, and what is wrong."""


class ConflictTree(QAbstractItemModel):
    """Groups on top, conflicts below; the words of a conflict are found when it is seen."""

    def __init__(self, says: Says, parent: QObject | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._says = says
        self._words: dict[Conflict, tuple[str, str]] = {}
        self.groups: list[Group] = []

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Take other groups."""
        self.beginResetModel()
        self.groups = list(groups)
        self._words.clear()
        self.endResetModel()

    def conflict(self, index: Index) -> Conflict | None:
        """The conflict at a place of the tree; None at a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self.groups[index.internalId() - 1].rows[index.row()]

    def words(self, conflict: Conflict) -> tuple[str, str]:
        """A conflict in words; kept until other groups come."""
        if conflict not in self._words:
            self._words[conflict] = self._says(conflict)
        return self._words[conflict]

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Where a row is."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt overloads it
        """The group of a conflict."""
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many groups, or conflicts of one."""
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].rows)

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is said, also by a screen reader."""
        if not index.isValid() or role not in _SPOKEN:
            return None
        conflict = self.conflict(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if conflict is None else "<br>".join(map(html.escape, self.words(conflict)))
        if conflict is None:
            group = self.groups[index.row()]
            return f"{group.title}, {format_number(len(group.rows))}"
        return ", ".join(self.words(conflict))


class ConflictPainter(QStyledItemDelegate):
    """Paints groups as headings and conflicts as two lines behind the sign of their rule."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line or two."""
        return QSize(200, ROW_HEIGHT if index.internalId() else GROUP_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, sign and words."""
        tree = index.model()
        if not isinstance(tree, ConflictTree):
            return
        rect = QRect(option.rect)
        state = option.state
        tokens = theme.tokens
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.accent_surface)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.faint_line)
        conflict = tree.conflict(index)
        if conflict is None:
            _paint_group(painter, rect, tree.groups[index.row()])
        else:
            _paint_row(painter, rect, conflict, tree.words(conflict))
        painter.restore()


def _paint_group(painter: QPainter, rect: QRect, group: Group) -> None:
    painter.setFont(theme.font(px=13, weight=600))
    painter.setPen(theme.tokens.text)
    count = format_number(len(group.rows))
    room = painter.fontMetrics().horizontalAdvance(count) + PAD
    inner = rect.adjusted(2, 0, -PAD, 0)
    title = painter.fontMetrics().elidedText(group.title, Qt.TextElideMode.ElideRight, inner.width() - room)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
    painter.setPen(theme.tokens.bad if group.is_hard else theme.tokens.muted)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)


def _paint_row(painter: QPainter, rect: QRect, conflict: Conflict, words: tuple[str, str]) -> None:
    tokens = theme.tokens
    painter.save()
    painter.translate(rect.left() + 2, rect.top() + 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    kind = KINDS[(sign_of(conflict.rule, hard=False) - 1) % len(KINDS)]
    drawings.rule(painter, tokens, kind, hard=conflict.is_hard)
    painter.restore()
    inner = rect.adjusted(24, 3, -PAD, -3)
    half = inner.height() // 2
    for at, (text, ink) in enumerate(zip(words, (tokens.text, tokens.muted), strict=True)):
        painter.setFont(theme.font(px=13 if not at else 12))
        painter.setPen(ink)
        line = QRect(inner.left(), inner.top() + at * half, inner.width(), half)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
