"""Putting due lines on as few orders as possible: interval stabbing over open days (domain.md 1.5, 5.3).

Pure: dates only, no database. All lines given together share one key, so any of them may share an order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from models.recurrence import shifted

OpenDay = Callable[[date], bool]
"""Whether service is given on a date."""
_ONE_DAY = timedelta(days=1)


class DueLine(NamedTuple):
    """One occurrence of an agreement line that an order is to be made for.

    Attributes:
        line_id: the agreement line.
        line: its number within the agreement.
        calculated: the date by its interval, which names the occurrence.
        range_from, range_to: its time window; the calculated date twice where it has none.
        first, last: the dates its order may get: the window inside the period, the agreement's validity and
            the line's end; both the date to which a person moved it.
    """

    line_id: int
    line: int
    calculated: date
    range_from: date
    range_to: date
    first: date
    last: date


def place(
    lines: Sequence[DueLine], *, is_open: OpenDay, move_off_closed: bool
) -> Mapping[date, list[DueLine]]:
    """Dates with the lines that share an order on each; every line stands between its first and last date.

    A line that may not move stays on its date, closed or not. One that may goes where a line that stays is
    (on its own date, else on the nearest open one); of the others those are put together whose ranges have
    an open day in common, greedily from the earliest end, which gives the fewest dates there can be. Lines
    put together get the earliest open day they have in common; lines of one date, which need not move, keep
    it. That date may be closed: with `move_off_closed` they go to the nearest open one they have in common.
    """
    orders: dict[date, list[DueLine]] = {}
    loose: list[DueLine] = []
    for line in lines:
        narrowed = line if line.first == line.last else _narrowed(line, is_open)
        if narrowed.first == narrowed.last and not is_open(narrowed.first):
            orders.setdefault(narrowed.first, []).append(line)
        elif line.first == line.last:
            orders.setdefault(line.first, []).append(line)
        else:
            loose.append(narrowed)
    left = _join(orders, loose, is_open) if orders and loose else loose
    for group in _stabbed(left):
        day = _day_of(group, is_open=is_open, move_off_closed=move_off_closed)
        orders.setdefault(day, []).extend(group)
    return orders


def _narrowed(line: DueLine, is_open: OpenDay) -> DueLine:
    """The line with its range cut to begin and end on open days; on its own date if no day of it is open."""
    first, last = line.first, line.last
    while first < last and not is_open(first):
        first += _ONE_DAY
    if not is_open(first):
        return line._replace(first=line.calculated, last=line.calculated)
    while not is_open(last):
        last -= _ONE_DAY
    return line._replace(first=first, last=last)


def _join(orders: dict[date, list[DueLine]], loose: Iterable[DueLine], is_open: OpenDay) -> list[DueLine]:
    """Put lines on dates that are taken anyway; those for which there is none are left."""
    taken = sorted(day for day in orders if is_open(day))
    left = []
    for line in loose:
        day = line.calculated if line.calculated in orders else _nearest(taken, line)
        if day is None:
            left.append(line)
        else:
            orders[day].append(line)
    return left


def _nearest(taken: Sequence[date], line: DueLine) -> date | None:
    """The date within the line's range that is nearest to its calculated one, the earlier of two."""
    place = bisect_left(taken, line.calculated)
    near = [day for day in taken[max(0, place - 1) : place + 1] if line.first <= day <= line.last]
    return min(near, key=lambda day: abs(day - line.calculated), default=None)


def _stabbed(lines: Sequence[DueLine]) -> list[list[DueLine]]:
    """Groups with a day in common, as few as can be: each ends where the first of its ranges ends."""
    groups: list[list[DueLine]] = []
    end = date.min
    for line in sorted(lines, key=lambda line: (line.last, line.first, line.line, line.calculated)):
        if groups and line.first <= end:
            groups[-1].append(line)
        else:
            groups.append([line])
            end = line.last
    return groups


def _day_of(group: Sequence[DueLine], *, is_open: OpenDay, move_off_closed: bool) -> date:
    day = group[0].calculated
    if any(line.calculated != day for line in group):
        return max(line.first for line in group)
    if is_open(day) or not move_off_closed:
        return day
    first, last = max(line.first for line in group), min(line.last for line in group)
    for distance in range(1, max(abs(day - first), abs(last - day)).days + 1):
        for near in (shifted(day, -distance), shifted(day, distance)):
            if first <= near <= last and is_open(near):
                return near
    return day
