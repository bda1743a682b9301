"""The list of offered places: two lines each, with the digit that takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.board.slots.slot_search import Offer
from ui.board.slots.slot_words import driving_words, travel_words
from ui.widgets.tips import plain_tip

HEIGHT = 58
NUMBER = 34
"""Width of the column with the digit."""


class OfferRow:
    """One place in words."""

    def __init__(self, offer: Offer, *, who: str, when: str, why: str) -> None:
        """Take translated words."""
        self.offer, self.who, self.when, self.why = offer, who, when, why
        self.travel = travel_words(offer.slot)

    @property
    def sentence(self) -> str:
        """All of it, as it is read aloud."""
        driving = driving_words(self.offer.slot)
        return ", ".join(filter(None, (str(self.offer.number), self.who, self.when, driving, self.why)))


class OffersModel(QAbstractListModel):
    """The places in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """None yet."""
        super().__init__(parent)
        self.rows: tuple[OfferRow, ...] = ()

    def show_rows(self, rows: tuple[OfferRow, ...]) -> None:
        """Other places."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many places."""
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The sentence, for assistive technology and as the tip."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.rows[index.row()].sentence)
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.rows[index.row()].sentence if role in wanted else None


class _Delegate(QStyledItemDelegate):
    """Paints digit, technician, extra travel; under it when and why."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines and a half."""
        return QSize(200, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one place."""
        model = index.model()
        if not isinstance(model, OffersModel):
            return
        row, tokens, rect = model.rows[index.row()], theme.tokens, QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.accent_surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.faint_line)
        _digit(painter, rect, row.offer.number)
        inside = rect.adjusted(NUMBER, 5, -12, -6)
        high = inside.height() // 3
        lines = [QRect(inside.left(), inside.top() + n * high, inside.width(), high) for n in range(3)]
        right = _words(painter, lines[0], row.travel, Ink("muted"), to_right=True)
        _words(painter, lines[0].adjusted(0, 0, -right - 8, 0), row.who, Ink("text", 13, 600))
        _words(painter, lines[1], row.when, Ink("text"))
        slot = row.offer.slot
        is_dear = slot.late or slot.overdue or slot.overtime or slot.findings
        _words(painter, lines[2], row.why, Ink("warning" if is_dear else "muted"))


def _digit(painter: QPainter, rect: QRect, number: int) -> None:
    disc = QRectF(rect.left() + 9, rect.top() + 8, 18, 18)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.accent)
    painter.drawEllipse(disc)
    painter.setPen(theme.tokens.surface)
    painter.setFont(theme.font(11, 700, tabular=True))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))


def _no_mime(_offer: Offer) -> QMimeData:
    return QMimeData()


class Ink(NamedTuple):
    """Token, size in pixels and weight of a line."""

    token: str
    px: int = 12
    weight: int = 400


def _words(painter: QPainter, rect: QRect, words: str, ink: Ink, *, to_right: bool = False) -> int:
    """Write a line, shortened where there is no room; returns its width."""
    painter.setFont(theme.font(ink.px, ink.weight, tabular=True))
    painter.setPen(theme.colour(ink.token))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


class OfferList(QListView):
    """Places to take by double click, Enter, a digit, or by dragging onto the board.

    Signals:
        taken(object): the Offer that was chosen.
        pointed(int): number of the place under the pointer or the keyboard, 0 for none.
        shown(object): the Offer that was clicked on or walked to, to be brought into view.
    """

    taken = Signal(object)
    pointed = Signal(int)
    shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._is_showing = False
        self.offers = OffersModel(self)
        self.setModel(self.offers)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.entered.connect(lambda index: self.pointed.emit(self.offers.rows[index.row()].offer.number))
        self.doubleClicked.connect(lambda index: self.taken.emit(self.offers.rows[index.row()].offer))
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.viewport().update)
        self.make_mime: Callable[[Offer], QMimeData] = _no_mime

    def show_rows(self, rows: tuple[OfferRow, ...]) -> None:
        """Other places; the one with the keyboard keeps its number."""
        if [row.offer for row in rows] == [row.offer for row in self.offers.rows]:
            return
        at, top = self.currentIndex().row(), self.verticalScrollBar().value()
        self._is_showing = True
        self.offers.show_rows(rows)
        if rows and self.hasFocus():
            self.setCurrentIndex(self.offers.index(min(max(at, 0), len(rows) - 1)))
        self.verticalScrollBar().setValue(top)
        self._is_showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current place, a digit the place of that number (0 is the tenth)."""
        number = event.key() - Qt.Key.Key_0 if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else -1
        wanted = [row.offer for row in self.offers.rows if row.offer.number == (number or 10)]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.taken.emit(self.offers.rows[self.currentIndex().row()].offer)
        elif number >= 0 and wanted:
            self.taken.emit(wanted[0])
        else:
            super().keyPressEvent(event)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's own name
        """Carry what the place is for onto the board."""
        index = self.currentIndex()
        if not index.isValid():
            return
        mime = self.make_mime(self.offers.rows[index.row()].offer)
        if mime.formats():
            drag = QDrag(self)
            drag.setMimeData(mime)
            drag.exec(Qt.DropAction.MoveAction)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            offer = self.offers.rows[index.row()].offer
            self.pointed.emit(offer.number)
            if not self._is_showing:  # the board does not move by itself
                self.shown.emit(offer)
        else:
            self.pointed.emit(0)
