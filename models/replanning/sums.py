"""What days of lanes add up to: work, travel, overtime, broken promises, conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.replanning.shapes import Field, Span, Stand, in_order


@dataclass(frozen=True, slots=True)
class Sums:
    """Minutes of work, travel and overtime; how many promises are broken, how many visits overlap."""

    work: int = 0
    travel: int = 0
    overtime: int = 0
    broken: int = 0
    conflicts: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.work + other.work,
            self.travel + other.travel,
            self.overtime + other.overtime,
            self.broken + other.broken,
            self.conflicts + other.conflicts,
        )


def sums_of(field: Field, days: Iterable[tuple[int, Span]]) -> Sums:
    """The sums of some days of some lanes; a visit counts on the day on which it starts."""
    total = Sums()
    for lane, (starts, ends) in days:
        mine = [one for one in field.of(lane) if starts <= one.starts < ends]
        until = max([ends, *(one.ends for one in mine)])
        total += _day(field, lane, mine, field.working(lane, starts, until))
    return total


def _day(field: Field, lane: int, visits: Sequence[Stand], working: Sequence[Span]) -> Sums:
    outside = sum(one.length - _inside(one, working) for one in visits)
    return Sums(
        work=sum(one.length for one in visits) // 60,
        travel=round(_travel(field, lane, visits)),
        overtime=outside // 60,
        broken=sum(_is_broken(one) for one in visits),
        conflicts=_overlapping(visits),
    )


def _inside(one: Stand, working: Sequence[Span]) -> int:
    return sum(max(min(one.ends, ends) - max(one.starts, begins), 0) for begins, ends in working)


def _travel(field: Field, lane: int, visits: Sequence[Stand]) -> float:
    """Minutes from home to the first, on to each, and home again."""
    if not visits:
        return 0.0
    home = field.homes.get(lane, 0)
    sites = [home, *(one.site_id for one in in_order(visits)), home]
    return sum(field.minutes(a, b) for a, b in pairwise(sites))


def _is_broken(one: Stand) -> bool:
    too_late = bool(one.promise_to) and one.starts > one.promise_to
    return too_late or bool(one.promise_from and one.starts < one.promise_from)


def _overlapping(visits: Sequence[Stand]) -> int:
    """Visits that begin before an earlier one has ended."""
    count, until = 0, 0
    for one in in_order(visits):
        count += one.starts < until
        until = max(until, one.ends)
    return count
