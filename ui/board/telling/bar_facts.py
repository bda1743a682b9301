"""What the board tells the status bar: which service level breaks next, how long the waiting list takes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from resources.texts import _, format_minutes, format_number, ngettext
from ui.board.columns import CANCELLED, DONE
from ui.board.layout.lane_desk import lane_desk

if TYPE_CHECKING:
    from ui.board.page import BoardPage

RENEW_MS = 400
"""Several changes in a row are told of once."""
_DAY = 1440


class BarFacts(QObject):
    """Facts of one board."""

    def __init__(self, page: BoardPage) -> None:
        """Tell again whenever rows or the minute change."""
        super().__init__(page)
        self._page = page
        self._soon = QTimer(self, singleShot=True, interval=RENEW_MS)
        self._soon.timeout.connect(self.tell)
        page.planning.rows_changed.connect(self._soon.start)
        page.waiting.changed.connect(self._soon.start)

    def tell(self) -> None:
        """Say both."""
        order_id, due = self._next_breach()
        now = self._page.view.scene.now
        self._page.breach_told.emit(self._breach_text(order_id, due - now) if order_id else "", order_id)
        self._page.clearing_told.emit(self._clearing_text())

    def _next_breach(self) -> tuple[int, int]:
        """The order whose running clock ends first from now on, and when; zeros for none.

        What is overdue has broken already, and done visits break nothing.
        """
        model, now = self._page.view.scene.model, self._page.view.scene.now
        orders, dues = model.dues.order_id, model.dues.due
        table = model.table
        over = np.isin(table.status[table.order], (DONE, CANCELLED))
        coming = (dues >= now) & ~np.isin(orders, table.order_id[table.order][over])
        if not coming.any():
            return 0, 0
        at = int(np.argmin(np.where(coming, dues, np.iinfo(np.int64).max)))
        return int(orders[at]), int(dues[at])

    def _breach_text(self, order_id: int, seconds: int) -> str:
        minutes = seconds // 60
        if minutes >= 2 * _DAY:
            days = minutes // _DAY
            left = ngettext("{n} day", "{n} days", days).format(n=format_number(days))
        else:
            left = format_minutes(minutes)
        number = self._number(order_id)
        return _("Next breach in {time}: {order}").format(time=left, order=number)

    def _number(self, order_id: int) -> str:
        row = self._page.waiting.rows_known().get(order_id)
        if row is not None:
            return row.number
        table = self._page.view.scene.model.table
        slots = table.order[table.order_id[table.order] == order_id]
        return table.number[int(slots[0])] if len(slots) else _("an order not in view")

    def _clearing_text(self) -> str:
        if not self._page.waiting.rows:
            return ""
        days = lane_desk(self._page).days_to_clear()
        if days is None:
            return _("Waiting list: more than the time in view")
        whole = max(ceil(days), 1)
        words = ngettext("Waiting list: {n} day of work", "Waiting list: {n} days of work", whole)
        return words.format(n=format_number(whole))
