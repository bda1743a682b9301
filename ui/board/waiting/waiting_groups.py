"""Heads of groups in the waiting list: what rows can be grouped by, and how a head is painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from app.queries.board import WaitingRow
from models.terms import Priority
from resources.texts import N_, _, format_minutes, format_number, ngettext
from ui import theme
from ui.board.waiting.waiting_columns import NEVER, WaitingWords
from ui.board.waiting.waiting_model import GroupKey, WaitingModel
from ui.widgets.cells import RowDelegate
from ui.widgets.columns import Index
from ui.widgets.term_names import PRIORITY_NAMES

GROUPS = {
    "": N_("No groups"),
    "customer": N_("Customer"),
    "town": N_("Town"),
    "needs": N_("Skills"),
    "promised": N_("Promised day"),
    "priority": N_("Priority"),
    "agreement": N_("Agreement"),
    "responsible": N_("Owner"),
}
"""What rows can be grouped by, in English."""
_PRIORITIES = tuple(Priority)


def group_key(name: str, words: WaitingWords) -> GroupKey | None:
    """What rows of one group have in common; None for no groups."""
    keys: dict[str, GroupKey] = {
        "customer": lambda row: _named(row.customer),
        "town": lambda row: _named(row.town or _("No town")),
        "needs": lambda row: _named(", ".join(need for _id, need in row.needs) or _("No skill")),
        "promised": lambda row: (words.promised_on(row) or NEVER, words.day_words(row) or _("No window")),
        "priority": lambda row: (-_PRIORITIES.index(row.priority), _(PRIORITY_NAMES[row.priority])),
        "agreement": lambda row: _named(row.agreement or _("No agreement")),
        "responsible": lambda row: _named(row.responsible or _("No owner")),
    }
    return keys.get(name)


def _named(name: str) -> tuple[str, str]:
    return name.casefold(), name


def jobs_text(rows: Sequence[WaitingRow]) -> str:
    """How many jobs and how long: "7 jobs, 11 h 30"."""
    minutes = sum(row.duration_minutes for row in rows)
    count = len(rows)
    jobs = ngettext("{n} job", "{n} jobs", count).format(n=format_number(count))
    return _("{jobs}, {time}").format(jobs=jobs, time=format_minutes(minutes))


class GroupDelegate(RowDelegate):
    """Paints heads of groups across the whole row, orders as every table does."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell; of a head, the part of it that lies in this cell."""
        model, table = index.model(), self.parent()
        head = model.head_at(index.row()) if isinstance(model, WaitingModel) else None
        if head is None or not isinstance(table, QTableView):
            super().paint(painter, option, index)
            return
        name, rows, is_open = head
        rect: QRect = option.rect
        whole = QRect(0, rect.top(), table.viewport().width(), rect.height())
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, theme.tokens.window)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.tokens.line)
        ratio = painter.device().devicePixelRatioF()
        arrow = theme.pixmap("down" if is_open else "right", 16, ink="muted", ratio=ratio)
        painter.drawPixmap(8, whole.center().y() - 8, arrow)
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.tokens.text)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(whole.adjusted(30, 0, 0, 0), flags, name)
        left = 30 + painter.fontMetrics().horizontalAdvance(name) + 10
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(theme.tokens.muted)
        painter.drawText(whole.adjusted(left, 0, 0, 0), flags, jobs_text(rows))
        painter.restore()
