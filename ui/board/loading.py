"""What the board reads: its window, travel and waiting list; on a reader thread, handed over whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.context import Context
from app.queries.board import (
    Needs,
    VisitColumns,
    WaitingRow,
    board_window,
    needs_by_orders,
    visits_by_ids,
    waiting_orders,
)
from app.queries.order_list import list_setting
from app.queries.travel import travel
from models.distances import Travel
from ui.board.model import BoardModel, only_rows

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


def _midnight(day: date, days: int, zone: str) -> int:
    at = day + timedelta(days=days)
    return int(datetime(at.year, at.month, at.day, tzinfo=ZoneInfo(zone)).timestamp())
