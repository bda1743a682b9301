"""Timeline: what happened to an object down a line, newest first, under headings of years."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.queries.object_timeline import EventKind, TimelineEvent
from resources.texts import N_, _, format_weekday_date
from ui import theme
from ui.widgets.badge import Chip, Mark, chip_width, paint_chip, status_chip

EVENT = Qt.ItemDataRole.UserRole
_YEAR_HEIGHT, _EVENT_HEIGHT = 34, 50
_LINE_X, _TEXT_X, _DATE_WIDTH = 28, 54, 92
_ICONS = {
    EventKind.INSTALLED: "plug",
    EventKind.WARRANTY_ENDS: "star",
    EventKind.ORDER: "orders",
    EventKind.VISIT: "calendar",
    EventKind.REPAIR: "wrench",
}
_NAMES = {
    EventKind.INSTALLED: N_("Installed"),
    EventKind.WARRANTY_ENDS: N_("Warranty"),
    EventKind.ORDER: N_("Order"),
    EventKind.VISIT: N_("Visit"),
    EventKind.REPAIR: N_("Repair"),
}
Index = QModelIndex | QPersistentModelIndex


class Timeline(QListView):
    """Events of an object; Enter or a double click opens the order of one.

    Signals:
        order_wanted(int): somebody wants to see that order.
    """

    order_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_EventDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Timeline"))
        self.activated.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def show_events(self, events: Sequence[TimelineEvent]) -> None:
        """Show events that come newest first."""
        self._model.clear()
        year = 0
        for event in events:
            if event.on.year != year:
                year = event.on.year
                heading = QStandardItem(str(year))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self._model.appendRow(heading)
            item = QStandardItem(_said(event))
            item.setData(event, EVENT)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._model.appendRow(item)

    def words(self) -> list[str]:
        """What each row says, headings too."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def _open(self, index: QModelIndex) -> None:
        event = index.data(EVENT)
        if isinstance(event, TimelineEvent) and event.order_id:
            self.order_wanted.emit(event.order_id)


class _EventDelegate(QStyledItemDelegate):
    """Paints headings and events; the line runs through all of them."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading is lower than an event."""
        return QSize(200, _EVENT_HEIGHT if index.data(EVENT) is not None else _YEAR_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        event, rect = index.data(EVENT), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(event, TimelineEvent):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_event(painter, rect, event, is_chosen=chosen)
        else:
            painter.setFont(theme.font(13, 600))
            painter.setPen(theme.tokens.text)
            year = rect.adjusted(16, 6, 0, 0)
            painter.drawText(year, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.restore()

    def _paint_event(self, painter: QPainter, rect: QRect, event: TimelineEvent, *, is_chosen: bool) -> None:
        tokens = theme.tokens
        if is_chosen:
            painter.fillRect(rect, tokens.accent_surface)
        painter.setPen(QPen(tokens.line, 1.5))
        painter.drawLine(QPointF(_LINE_X, rect.top()), QPointF(_LINE_X, rect.bottom() + 1))
        middle = QPointF(_LINE_X, rect.center().y())
        is_repair = event.kind is EventKind.REPAIR
        painter.setBrush(tokens.warning_surface if is_repair else tokens.surface)
        painter.setPen(QPen(tokens.warning if is_repair else tokens.line, 1.5))
        painter.drawEllipse(middle, 12, 12)
        ratio = painter.device().devicePixelRatio()
        picture = theme.pixmap(_ICONS[event.kind], 14, ink="warning" if is_repair else "muted", ratio=ratio)
        painter.drawPixmap(QPointF(middle.x() - 7, middle.y() - 7), picture)
        right = self._paint_chip(painter, rect, event)
        text = QRect(_TEXT_X, rect.top() + 6, _DATE_WIDTH, 18)
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(tokens.muted)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, format_weekday_date(event.on))
        self._paint_words(painter, QRect(_TEXT_X + _DATE_WIDTH + 8, rect.top(), right, rect.height()), event)

    def _paint_words(self, painter: QPainter, rect: QRect, event: TimelineEvent) -> None:
        """Title and detail between the date and the chip; rect's width is where they end."""
        room = max(0, rect.width() - rect.left() - 8)
        top = QRect(rect.left(), rect.top() + 6, room, 18)
        below = QRect(_TEXT_X, rect.top() + 26, room + rect.left() - _TEXT_X, 18)
        for where, words, weight, ink in (
            (top, _title(event), 500, theme.tokens.text),
            (below, " · ".join(part for part in (_(_NAMES[event.kind]), event.number, event.detail) if part),
             400, theme.tokens.muted),
        ):  # fmt: skip
            font = theme.font(13 if weight == 500 else 12, weight)
            painter.setFont(font)
            painter.setPen(ink)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_chip(self, painter: QPainter, rect: QRect, event: TimelineEvent) -> int:
        """The state at the right; returns where it begins."""
        chip = _chip(event)
        if chip is None:
            return rect.right()
        width = chip_width(chip)
        left = rect.right() - width - 16
        paint_chip(painter, QRectF(left, rect.center().y() - 10, width, 20), chip)
        return left


def _chip(event: TimelineEvent) -> Chip | None:
    if event.status is not None:
        return status_chip(event.status)
    return Chip(event.state, "neutral", Mark.RING) if event.state else None


def _title(event: TimelineEvent) -> str:
    return " ".join(event.title.split()) or _(_NAMES[event.kind])


def _said(event: TimelineEvent) -> str:
    """The whole of it in words, for search and for those who do not see it."""
    parts = (format_weekday_date(event.on), _(_NAMES[event.kind]), event.number, _title(event), event.detail)
    return " · ".join(part for part in parts if part)
