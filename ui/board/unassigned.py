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
from ui.board.arranging import NOWHERE, Grouping, LaneOrder, bands_of, holders, skill_place
from ui.board.geometry import Ints

if TYPE_CHECKING:
    from ui.board.model import BoardModel

MOST_ROWS = 2
"""Sub-rows of a strip; what finds no room in them is only counted."""
MORNING = 8 * 3_600
"""Wall time at which a day begins on which nobody works."""


@dataclass(frozen=True, slots=True)
class Strips:
    """Pseudo visits as parallel arrays.

    Attributes:
        ids: the orders' ids below zero.
        group: position in `keys` of the group each stands in.
        left_out: dated orders that find no room, by group key.
        on_day: dated orders by day number of the window, those left out too.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    subrow: Ints
    group: Ints
    keys: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    on_day: Mapping[int, int] = field(default_factory=dict)

    def rows_between(self, starts: int, ends: int) -> dict[str, int]:
        """How many sub-rows each group's strip needs for [starts, ends); none for those without orders."""
        seen = ((self.starts < ends) & (self.ends > starts)).nonzero()[0]
        rows = np.zeros(len(self.keys), dtype=np.int64)
        np.maximum.at(rows, self.group[seen], self.subrow[seen] + 1)
        return {key: int(count) for key, count in zip(self.keys, rows.tolist(), strict=True) if count}


_NONE = np.zeros(0, dtype=np.int64)
NO_STRIPS = Strips(_NONE, _NONE, _NONE, _NONE, _NONE)


def strips_of(model: BoardModel, how: LaneOrder, waiting: Iterable[WaitingRow]) -> Strips:
    """Lay out the waiting orders that are promised for a time or a day of the window."""
    dated = [(start, row) for row in waiting if (start := _day_of(model, row)) is not None]
    if not dated:
        return NO_STRIPS
    known = {band.key for band in bands_of(model, how, {})}
    where = _Where(model, how.grouping, known)
    days: dict[tuple[str, int], list[WaitingRow]] = defaultdict(list)
    for number, row in dated:
        days[where.group_of(row), number].append(row)
    keys = tuple(dict.fromkeys(key for key, _number in days))
    laid: list[tuple[int, int, int, int, int]] = []
    left_out = Counter[str]()
    for (key, number), orders in sorted(days.items(), key=lambda entry: (entry[0][0], entry[0][1])):
        found = _laid_out(model, number, orders)
        laid += [(*one, keys.index(key)) for one in found]
        left_out[key] += len(orders) - len(found)
    columns = np.array(laid, dtype=np.int64).reshape(len(laid), 5)
    counts = Counter(number for number, _row in dated)
    ids, starts, ends, subrow, group = (columns[:, n].copy() for n in range(5))
    return Strips(ids, starts, ends, subrow, group, keys, +left_out, dict(counts))


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
    for row in sorted(orders, key=lambda one: _urgency(one, midnight)):
        length = max(row.duration_minutes, 5) * 60
        if row.promise_from > midnight:
            starts: Iterable[int] = (row.promise_from,)
        else:
            ends = {
                end for spans in taken for _begin, end in spans if morning < end and end + length <= after
            }
            starts = sorted({morning, *ends})
        place = _room(taken, starts, length)
        if place is None:
            continue
        start, at = place
        taken[at].append((start, start + length))
        found.append((-row.order_id, start, start + length, at))
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
