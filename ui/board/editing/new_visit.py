"""Who is to be visited then? A small chooser at a place of the board: a waiting order, or a new request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.queries.board import WaitingRow
from models import fit
from resources.texts import _, format_minutes
from ui import theme
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.gestures import Drop
from ui.board.model import BoardModel
from ui.widgets.cards import plain_label
from ui.widgets.tips import plain_tip

SHOWN = 8
LEAST = 3
WIDTH = 420
_MARKS = {"good": "good", "warning": "warning", "error": "bad"}


class NewVisit(QFrame):
    """Type a few letters of an order, customer or town; Enter plans the first one there.

    Signals:
        chosen(Drop): an order is to get this visit.
        request_wanted(): none of these; somebody is calling.
    """

    chosen = Signal(object)
    request_wanted = Signal()

    def __init__(
        self,
        model: BoardModel,
        waiting: Mapping[int, WaitingRow],
        where: tuple[int, int, int],
        parent: QWidget,
    ) -> None:
        """Ask for lane, start and end (`where`; epoch seconds); an end of 0 leaves it to the order."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._model, self._where = model, where
        self._rows = sorted(waiting.values(), key=self._rank)
        self._texts = [
            f"{row.number} {row.customer} {row.town} {row.description}".casefold() for row in self._rows
        ]
        self._found: list[tuple[WaitingRow, Placement, fit.Verdict]] = []
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Order, customer or town…"))
        self.words.setAccessibleName(_("Order to plan here"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.request = QPushButton(_("New request…"))
        theme.set_icon(self.request, "phone")
        self._lay_out()
        self.words.textChanged.connect(self._search)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        self.request.clicked.connect(self._ask)
        self._search("")

    def _lay_out(self) -> None:
        lane, starts, ends = self._where
        wall = self._model.days.wall(starts)
        title = f"{self._model.lanes[lane].name} · {wall:%H:%M}"
        if ends:
            title += f"–{self._model.days.wall(ends):%H:%M} · {format_minutes((ends - starts) // 60)}"
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addWidget(plain_label(title, px=12, is_quiet=True))
        for part in (self.words, self.list, self.request):
            column.addWidget(part)
        self.setFixedWidth(WIDTH)
        self.list.setFixedHeight(min(max(len(self._rows), LEAST), SHOWN) * theme.ROW + 6)
        self.setFocusProxy(self.words)

    def open_at(self, at: QPoint) -> None:
        """Show at a point of the screen, whole."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        left = min(max(at.x(), area.left()), area.right() - self.width())
        top = at.y() if at.y() + self.height() <= area.bottom() else at.y() - self.height() - 40
        self.move(left, max(top, area.top()))
        self.show()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    # ------------------------------------------------------------------ finding

    def _rank(self, row: WaitingRow) -> tuple[bool, int, int]:
        """Promised for that time first, then what runs out first, then the oldest."""
        starts = self._where[1]
        promised = row.promise_from <= starts <= row.promise_to
        return not promised, row.due or 1 << 40, row.order_id

    def _place(self, row: WaitingRow) -> Placement:
        lane, starts, ends = self._where
        place = waiting_placement(row, lane=lane, starts=starts)
        return replace(place, ends=ends) if ends else place

    def _search(self, typed: str) -> None:
        wanted = typed.casefold().split()
        pairs = zip(self._rows, self._texts, strict=True)
        hits = (row for row, text in pairs if all(word in text for word in wanted))
        self._found = []
        for row, _number in zip(hits, range(SHOWN), strict=False):
            place = self._place(row)
            self._found.append((row, place, self._model.judge([place])[0]))
        self._found.sort(key=lambda found: (bool(found[2].hard), not found[2].fits))
        self.list.clear()
        for row, _place, verdict in self._found:
            self.list.addItem(self._item(row, verdict))
        if self._found:
            self.list.setCurrentRow(0)

    def _item(self, row: WaitingRow, verdict: fit.Verdict) -> QListWidgetItem:
        parts = (row.number, row.customer, row.town, format_minutes(row.duration_minutes))
        text = " · ".join(part for part in parts if part)
        name = "error" if verdict.hard else "good" if verdict.fits else "warning"
        item = QListWidgetItem(theme.icon(name, _MARKS[name]), text)
        told = verdict.text or _("Fits")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}; {told}")
        item.setToolTip(plain_tip(told))
        return item

    # ------------------------------------------------------------------ choosing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go through the orders while typing; Enter takes one."""
        if watched is not self.words or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            row = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentRow())
            return True
        return False

    def _take(self, at: int) -> None:
        if not 0 <= at < len(self._found):
            return
        row, place, verdict = self._found[at]
        technician = self._model.lanes[place.lane].technician_id
        self.close()
        self.chosen.emit(Drop(row.order_id, row.version, technician, place.starts, place.ends, verdict))

    def _ask(self) -> None:
        self.close()
        self.request_wanted.emit()
