"""The History tab: who changed the selected order and its visits, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.order_history import FieldChange, HistoryRow, order_history
from models.errors import Expected
from resources.texts import _, format_instant
from ui.jobs import Ticket
from ui.widgets.cards import plain_label, rule
from ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from ui.board.page import BoardPage

MOST = 60
"""So many writes are listed; the order's own page has all of them."""
KINDS = ("service_order", "visit", "order_line")


class History(QWidget):
    """A list of writes, newest first; read while it is seen."""

    def __init__(self, page: BoardPage) -> None:
        """Stand in the side tabs of a page."""
        super().__init__()
        self._page = page
        self._order_id = 0
        self._ticket: Ticket | None = None
        self.entries: list[tuple[str, str]] = []
        self.empty = EmptyState(_("Select a visit or a waiting order."), icon="changelog")
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        column.addWidget(self.empty)
        page.side.add("history", _("History"), self)
        page.side.shown.connect(lambda _name: self.renew())
        page.view.selection_changed.connect(self.renew)
        page.waiting.chosen.connect(lambda _rows: self.renew())
        page.live.changed.connect(self._on_changed)
        self._say(_("Select a visit or a waiting order."))

    def renew(self) -> None:
        """Read what happened to the order of the inspector, if anybody looks."""
        if self._page.side.current != "history":
            return
        order_id = self._page.inspector.order_id
        if order_id != self._order_id:
            self._order_id = order_id
            if not order_id:
                self._say(_("Select a visit or a waiting order."))
                return
            self._read()

    def _read(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = self._page.jobs.read(
            order_history, self._order_id, done=self._show, failed=self._on_failed, owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._order_id and changes.touches(*KINDS):
            if self._page.side.current == "history":
                self._read()
            else:
                self._order_id = 0

    def _on_failed(self, error: Expected) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.entries = []
        self._area.hide()
        self.empty.say(sentence)
        self.empty.show()

    def _show(self, rows: Sequence[HistoryRow]) -> None:
        if not rows:
            self._say(_("Nothing has happened to this order yet."))
            return
        zone = self._page.view.scene.model.window.zone
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(3)
        self.entries = []
        for at, row in enumerate(rows[:MOST]):
            if at:
                column.addSpacing(6)
                column.addWidget(rule())
                column.addSpacing(6)
            words = "\n".join(_words(change) for change in row.changes)
            self.entries.append((row.what, words))
            self._entry(column, row, format_instant(row.at, zone), words)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._area.show()
        self.empty.hide()

    def _entry(self, column: QVBoxLayout, row: HistoryRow, when: str, words: str) -> None:
        for label in (
            plain_label(row.what, weight=600),
            plain_label(f"{when} · {row.by}", px=11, is_quiet=True),
            plain_label(words, px=12),
        ):
            if label.text():
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(label)


def _words(change: FieldChange) -> str:
    before, after = (" ".join(text.split()) for text in (change.before, change.after))
    if not before:
        return f"{change.field}: {after}"
    return f"{change.field}: {before} → {after or '–'}"
