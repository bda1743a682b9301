"""Reads of the waiting list what changed, and the whole list only where nobody can say what that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject

from app.changes import Changes
from models.errors import Expected
from ui.board.editing.commands import dropped_by
from ui.board.loading import WaitingNews, read_waiting
from ui.board.model import BoardModel
from ui.edits import Edits
from ui.jobs import Jobs

WHOLE_KINDS = ("order_skill", "customer", "site", "stage", "service_level")
"""Kinds of which one row may change many orders of the list."""
MOST = 300
"""More changed orders and visits than this are read as a whole list."""


@dataclass(slots=True)
class _Pending:
    """What is to be read: all, or some orders, and those of some visits."""

    is_whole: bool = False
    orders: set[int] = field(default_factory=set)
    visits: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.orders or self.visits)

    def add(self, other: _Pending) -> None:
        """This and the other."""
        self.is_whole = self.is_whole or other.is_whole
        self.orders |= other.orders
        self.visits |= other.visits


class WaitingRenewal(QObject):
    """Renews one board's waiting list, one reading at a time, so that none overtakes another."""

    def __init__(
        self,
        jobs: Jobs,
        edits: Edits,
        *,
        model: Callable[[], BoardModel],
        done: Callable[[WaitingNews], object],
        owner: QObject,
    ) -> None:
        """Hand what was read to `done`; `model` gives the visits of the board as they stand."""
        super().__init__(owner)
        self._jobs, self._model, self._done = jobs, model, done
        self._pending, self._missed = _Pending(), _Pending()
        self._dropped: dict[int, int] = {}
        self._is_reading = False
        edits.applied.connect(self._on_applied)

    def _on_applied(self, _edit: object, answer: Any) -> None:  # Any: a use case's own answer
        """Our own edit took visits off the board before their change is told."""
        for was in dropped_by(answer):
            self._dropped[was.placement.visit_id] = was.placement.order_id

    @property
    def is_asked(self) -> bool:
        """Whether something was noted that is not being read yet."""
        return bool(self._pending)

    def note(self, changes: Changes) -> None:
        """Somebody committed: remember what of the list that may concern."""
        pending = self._pending
        if changes.touches(*WHOLE_KINDS) or changes.reloads("visit", "service_order"):
            pending.is_whole = True
        pending.orders |= changes.ids("service_order") - {0}
        table = self._model().table
        for visit_id in changes.ids("visit") - {0}:
            slot = table.slot(visit_id)
            order_id = int(table.order_id[slot]) if slot >= 0 else self._dropped.pop(visit_id, 0)
            if order_id:
                pending.orders.add(order_id)
            else:
                pending.visits.add(visit_id)

    def ask(self, *, is_loading: bool = False) -> None:
        """Read what was noted; while a whole board is on its way, which may be older, once more after it."""
        if is_loading:
            self._missed.add(self._pending)
        if self._is_reading or not self._pending:
            return
        wanted, self._pending, self._is_reading = self._pending, _Pending(), True
        is_whole = wanted.is_whole or len(wanted.orders) + len(wanted.visits) > MOST
        some = None if is_whole else (tuple(sorted(wanted.orders)), tuple(sorted(wanted.visits)))
        self._jobs.gather(read_waiting, some, done=self._on_read, failed=self._on_failed, owner=self)

    def catch_up(self) -> None:
        """A whole board is shown: read again what changed while it was read."""
        self._pending.add(self._missed)
        self._missed = _Pending()
        self.ask()

    def _on_read(self, news: WaitingNews) -> None:
        self._is_reading = False
        self._done(news)
        self.ask()

    def _on_failed(self, error: Expected) -> None:
        self._is_reading = False
        self._pending.is_whole = True
        self._jobs.went_wrong.emit(error)
