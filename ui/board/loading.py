"""What the board reads: its window, travel and waiting list; on a reader thread, handed over whole."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from app.context import Context
from app.queries.board import (
    Needs,
    VisitColumns,
    WaitingRow,
    board_window,
    needs_by_orders,
    orders_of_visits,
    visits_by_ids,
    waiting_orders,
)
from app.queries.order_list import list_setting
from app.queries.travel import travel
from models.distances import Travel
from models.errors import Expected
from ui.board.model import BoardModel, only_rows
from ui.jobs import Jobs

BEFORE, AFTER = 10, 35
"""Days that are read before and after the one asked for."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A board, ready to be shown: indexed, with its travel worked out."""

    model: BoardModel
    travel: Travel
    waiting: list[WaitingRow]
    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class Renewed:
    """Visits read anew; those asked for that are not among them are gone."""

    columns: VisitColumns
    needs: dict[int, Needs]
    removed: tuple[int, ...]

    def without(self, visit_ids: Collection[int]) -> Renewed:
        """The same but for some visits."""
        if not visit_ids:
            return self
        kept = [at for at, one in enumerate(self.columns.id.tolist()) if one not in visit_ids]
        removed = tuple(one for one in self.removed if one not in visit_ids)
        return Renewed(only_rows(self.columns, kept), self.needs, removed)


@dataclass(frozen=True, slots=True)
class WaitingNews:
    """Waiting orders read anew.

    Attributes:
        rows: those that wait.
        order_ids: those that were asked for; None for the whole list.
    """

    rows: list[WaitingRow]
    order_ids: tuple[int, ...] | None


class Renewal:
    """Reads the same again and again, one reading at a time, so that none overtakes another."""

    def __init__(
        self,
        jobs: Jobs,
        query: Callable[..., Any],  # any query; what it reads is typed where it arrives
        *,
        done: Callable[[Any], object],
        owner: QObject,
    ) -> None:
        """Hand each answer to `done` while the owner is there."""
        self._jobs, self._query, self._done, self._owner = jobs, query, done, owner
        self._is_reading, self._once_more = False, False

    def ask(self) -> None:
        """Read; while a reading is under way, which may be older, read once more after it."""
        if self._is_reading:
            self._once_more = True
            return
        self._is_reading, self._once_more = True, False
        self._jobs.read(self._query, done=self._on_read, failed=self._on_failed, owner=self._owner)

    def _on_read(self, rows: Any) -> None:  # as above
        self._is_reading = False
        self._done(rows)
        if self._once_more:
            self.ask()

    def _on_failed(self, error: Expected) -> None:
        self._is_reading = False
        self._jobs.went_wrong.emit(error)


def load_board(context: Context, day: date | None, known: Travel | None) -> Loaded:
    """The window around a day (None: today in the company's zone); travel is read when none is known."""
    zone = context.read(list_setting).zone
    shown = day if day is not None else context.clock().astimezone(ZoneInfo(zone)).date()
    window = context.read(
        board_window, starts=_midnight(shown, -BEFORE, zone), ends=_midnight(shown, AFTER, zone)
    )
    ways = known if known is not None else context.read(travel)
    model = BoardModel(window, ways)
    model.measure_all()
    waiting = context.read(waiting_orders)
    model.learn(waiting)
    return Loaded(model, ways, waiting, zone, shown)


def read_visits(context: Context, visit_ids: tuple[int, ...]) -> Renewed:
    """Some visits with the skills their orders ask for."""
    columns = context.read(visits_by_ids, visit_ids)
    found = set(columns.id.tolist())
    needs = context.read(needs_by_orders, sorted(set(columns.order_id.tolist())))
    return Renewed(columns, needs, tuple(one for one in visit_ids if one not in found))


def read_waiting(context: Context, some: tuple[tuple[int, ...], tuple[int, ...]] | None) -> WaitingNews:
    """Some waiting orders, by their ids and by those of their visits; all (None) when a visit is gone."""
    if some is not None:
        order_ids, visit_ids = some
        found = context.read(orders_of_visits, visit_ids) if visit_ids else {}
        if len(found) == len(visit_ids):
            asked = tuple(sorted({*order_ids, *found.values()}))
            return WaitingNews(context.read(waiting_orders, among=asked), asked)
    return WaitingNews(context.read(waiting_orders), None)


def _midnight(day: date, days: int, zone: str) -> int:
    at = day + timedelta(days=days)
    return int(datetime(at.year, at.month, at.day, tzinfo=ZoneInfo(zone)).timestamp())
