"""Waiting orders that have a date, drawn faint in a strip above the lanes they are likely to go to. No Qt.

They are no visits: their ids are the orders' below zero, nothing of them is saved or counted as booked. One
with a promised time stands there; one that has only a date stands where the strip has room on that day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from app.queries.board import WaitingRow
from models.terms import Priority
from ui.board.geometry import Ints
from ui.board.layout.arranging import NOWHERE, Grouping, LaneOrder, bands_of, holders, skill_place

if TYPE_CHECKING:
    from ui.board.model import BoardModel

MOST_ROWS = 2
"""Sub-rows of a strip; what finds no room in them is only counted."""
MORNING = 8 * 3_600
"""Wall time at which a day begins on which nobody works."""


Cell = tuple[str, int]
"""A group's key and a day number of the window."""


@dataclass(frozen=True, slots=True)
class Strips:
    """Pseudo visits as parallel arrays.

    Attributes:
        ids: the orders' ids below zero.
        group: position in `keys` of the group each stands in.
        counts: dated orders by group key and day number of the window, those that find no room too.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    subrow: Ints
    group: Ints
    keys: tuple[str, ...] = ()
    counts: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def on_day(self) -> Mapping[int, int]:
        """Dated orders by day number of the window."""
        found = Counter[int]()
        for (_key, number), count in self.counts.items():
            found[number] += count
        return found

    def waiting_in(self, key: str, days: tuple[int, int]) -> int:
        """Dated orders of a group on the days [first, last)."""
        return sum(self.counts.get((key, number), 0) for number in range(*days))

    def rows_between(self, starts: int, ends: int) -> dict[str, int]:
        """How many sub-rows each group's strip needs for [starts, ends); none for those without orders."""
        seen = ((self.starts < ends) & (self.ends > starts)).nonzero()[0]
        rows = np.zeros(len(self.keys), dtype=np.int64)
        np.maximum.at(rows, self.group[seen], self.subrow[seen] + 1)
        return {key: int(count) for key, count in zip(self.keys, rows.tolist(), strict=True) if count}


_NONE = np.zeros(0, dtype=np.int64)
NO_STRIPS = Strips(_NONE, _NONE, _NONE, _NONE, _NONE)


class StripBook:
    """The strips of one model and order of lanes; only what changed is laid out anew."""

    def __init__(self, model: BoardModel, how: LaneOrder) -> None:
        """Nothing waits yet."""
        self.model, self.how = model, how
        known = {band.key for band in bands_of(model, how, {})}
        self._where = _Where(model, how.grouping, known)
        self._seen: dict[int, WaitingRow] = {}
        self._cell_of: dict[int, Cell] = {}
        self._cells: dict[Cell, dict[int, WaitingRow]] = defaultdict(dict)
        self._laid: dict[Cell, Ints] = {}

    def renew(self, waiting: Mapping[int, WaitingRow]) -> Strips:
        """Lay out the orders that are promised for a time or a day of the window."""
        stale = {cell for gone in self._seen.keys() - waiting.keys() if (cell := self._take_out(gone))}
        for order_id, row in waiting.items():
            before = self._seen.get(order_id)
            if before is row or (before is not None and _place_of(before) == _place_of(row)):
                continue
            stale |= {cell for cell in (self._take_out(order_id), self._put_in(row)) if cell}
        self._seen = dict(waiting)
        for cell in stale:
            rows = self._cells[cell]
            if rows:
                laid = _laid_out(self.model, cell[1], list(rows.values()))
                self._laid[cell] = np.array(laid, dtype=np.int64).reshape(len(laid), 4)
            else:
                del self._cells[cell]
                self._laid.pop(cell, None)
        return self._gathered()

    def _take_out(self, order_id: int) -> Cell | None:
        cell = self._cell_of.pop(order_id, None)
        if cell is not None:
            del self._cells[cell][order_id]
        return cell

    def _put_in(self, row: WaitingRow) -> Cell | None:
        number = _day_of(self.model, row)
        if number is None:
            return None
        cell = self._where.group_of(row), number
        self._cell_of[row.order_id] = cell
        self._cells[cell][row.order_id] = row
        return cell

    def _gathered(self) -> Strips:
        if not self._laid:
            return NO_STRIPS
        keys = tuple(dict.fromkeys(key for key, _number in sorted(self._laid)))
        place = {key: at for at, key in enumerate(keys)}
        parts = [self._laid[cell] for cell in sorted(self._laid)]
        lengths = [len(part) for part in parts]
        ids, starts, ends, subrow = np.concatenate(parts).T.copy()
        group = np.repeat(np.array([place[cell[0]] for cell in sorted(self._laid)]), lengths)
        counts = {cell: len(rows) for cell, rows in self._cells.items()}
        return Strips(ids, starts, ends, subrow, group.astype(np.int64), keys, counts)


def strips_of(model: BoardModel, how: LaneOrder, waiting: Iterable[WaitingRow]) -> Strips:
    """The strips of waiting orders, all laid out at once."""
    return StripBook(model, how).renew({row.order_id: row for row in waiting})


def _place_of(row: WaitingRow) -> tuple[object, ...]:
    """What decides where an order is drawn."""
    return (
        row.promise_from,
        row.service_date,
        row.duration_minutes,
        row.preferred_technician_id,
        row.town,
        row.needs,
        row.priority,
    )


def _day_of(model: BoardModel, row: WaitingRow) -> int | None:
    """Number of the day of the window an order is promised for."""
    days = model.days
    if row.promise_from:
        inside = model.window.starts <= row.promise_from < model.window.ends
        return days.number(row.promise_from) if inside else None
    if row.service_date is None:
        return None
    number = (row.service_date - days.first).days
    return number if 0 <= number < days.count else None


class _Where:
    """Which group a waiting order is drawn in."""

    def __init__(self, model: BoardModel, grouping: Grouping, known: set[str]) -> None:
        self._grouping, self._known = grouping, known
        self._skills = holders(model.lanes)
        self._team = {row.technician_id: f"team {row.team_id}" for row in model.lanes if row.team_id}
        towns: dict[str, Counter[str]] = defaultdict(Counter)
        for row in model.lanes:
            if row.region and row.team_id:
                towns[row.region][f"team {row.team_id}"] += 1
        self._team_in = {town: count.most_common(1)[0][0] for town, count in towns.items()}

    def group_of(self, row: WaitingRow) -> str:
        """Key of the group, `NOWHERE` when none of them is likelier than others."""
        if self._grouping is Grouping.TEAM:
            key = self._team.get(row.preferred_technician_id) or self._team_in.get(row.town, NOWHERE)
        elif self._grouping is Grouping.SKILL:
            key = skill_place(row.needs, self._skills)[0] if row.needs else NOWHERE
        elif self._grouping is Grouping.REGION:
            key = f"region {row.town}"
        else:
            key = "all"
        return key if key in self._known else NOWHERE


Laid = tuple[int, int, int, int]
"""Id below zero, start, end, sub-row."""
Place = tuple[int, int]
"""Start and sub-row."""


def _laid_out(model: BoardModel, number: int, orders: Sequence[WaitingRow]) -> list[Laid]:
    """Orders of one strip and day: promised times first, the others where there is room after them."""
    midnight, after = model.days.bounds(number)
    morning = _morning(model, number)
    taken: list[list[tuple[int, int]]] = [[] for _row in range(MOST_ROWS)]
    found: list[Laid] = []
    too_long = after - midnight
    for row in sorted(orders, key=lambda one: _urgency(one, midnight)):
        length = max(row.duration_minutes, 5) * 60
        if row.promise_from > midnight:
            starts: Iterable[int] = (row.promise_from,)
        elif length >= too_long:
            continue
        else:
            ends = {
                end for spans in taken for _begin, end in spans if morning < end and end + length <= after
            }
            starts = sorted({morning, *ends})
        place = _room(taken, starts, length)
        if place is not None:
            start, at = place
            taken[at].append((start, start + length))
            found.append((-row.order_id, start, start + length, at))
        elif row.promise_from <= midnight:
            too_long = length
    return [one for one in found if one[1] >= midnight]


def _room(taken: Sequence[Sequence[tuple[int, int]]], starts: Iterable[int], length: int) -> Place | None:
    """The first of `starts` at which a sub-row is free for so long, and that sub-row."""
    for start in starts:
        for at, spans in enumerate(taken):
            if all(end <= start or begin >= start + length for begin, end in spans):
                return start, at
    return None


def _urgency(row: WaitingRow, midnight: int) -> tuple[bool, int, int, int]:
    """Promised times in their order, then the whole day's by priority, the oldest first."""
    return row.promise_from <= midnight, row.promise_from, -tuple(Priority).index(row.priority), row.order_id


def _morning(model: BoardModel, number: int) -> int:
    """When work begins on a day; at a usual time where nobody works."""
    midnight, after = model.days.bounds(number)
    begins = model.shifts.starts[(model.shifts.starts >= midnight) & (model.shifts.starts < after)]
    return int(begins.min()) if len(begins) else model.days.shifted(midnight, MORNING)
