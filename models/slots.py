"""The best places for a visit among technicians and days, exact, with costs and reasons (optimiser.md 5).

A place is a gap of `models.gaps` with its best start in it. Every part of the cost grows or stays as the
start moves back within a day, so the best start of a gap is its first one, or the first of the next day where
it goes on over midnight, and one sweep over all gaps finds them. They are then taken in order of cost and
shown to the one judge, `models.fit`: a hard finding strikes a place out, a soft one that the sweep does not
price adds `SOFT_RULE`; it goes on until ten are proven.

A place is offered where the technician has the skills, may come, is there, arrives after the travel from
the place before, and leaves in time for the one after. Late promises, missed deadlines and overtime are
offered at their price. Times are epoch seconds (UTC), costs minutes of driving. Pure numpy, no database.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models import fit
from models.gaps import (
    FROM,
    IS_FIRST,
    IS_LAST,
    KEY,
    LANE,
    LEAVES,
    MOST_OVERTIME,
    OPENS,
    REACHES,
    SAVED,
    SHIFT_ENDS,
    SHUTS,
    TO,
    Gaps,
    Ints,
)
from resources.texts import _, format_minutes, ngettext

Costs = npt.NDArray[np.float64]

GRID = 300
"""Places start on whole five minutes, as people speak of time; the board's finest snap."""
BEST = 10
"""Places in a list: one key each, and as many as are read."""

# Weights in minutes of driving, so that they can be compared by anybody. None is a company's own affair:
# they order places that all are allowed, and the list says what each one costs.
OVERTIME = 2.0
"""A minute of overtime: paid half as much again to double, and asked as a favour."""
BROKEN_PROMISE = 120.0
"""A start outside the promised time: the customer is telephoned, and waited for nothing."""
LATE = 0.5
"""A minute later than promised or than the service level allows: sooner stays better when all are late."""
MISSED_DEADLINE = 240.0
"""An end behind the service level's: agreed in writing and counted in reports, so worth twice a promise."""
NOT_PREFERRED = 20.0
"""Somebody else than the preferred technician: learns the place anew."""
DAY_LATER = 12.0
"""A day of waiting: a tour two days on is worth some 24 minutes of driving, not more."""
SOFT_RULE = 60.0
"""Any other soft rule that the judge finds broken: an hour of driving is better than a broken rule."""

PRICED = frozenset({fit.Rule.SHIFT, fit.Rule.TRAVEL, fit.Rule.WINDOW, fit.Rule.DEADLINE})
"""Rules whose breach is in the cost already."""

EVERYWHERE = frozenset({fit.Rule.PART, fit.Rule.LOCK})
"""Rules that say the same of every place that is offered: where one refuses, nothing is looked further."""

Judge = Callable[[int, int], fit.Verdict]
"""The verdict on a wish in a lane (index) at a start."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be placed.

    Attributes:
        minutes: how long it takes, travel not counted.
        site_id: where, 0 when unknown: then it costs no travel.
        needs: skills asked for, (id, name).
        promise_from, promise_to: bounds of the start, 0 for none; it is not placed before the first.
        due: when the service level wants it done, 0 for none.
        preferred_id: technician asked for, 0 for none.
        customer_id: for whom, 0 when unknown; who is not to be sent there is left out.
        visit_id: the visit that is to stand elsewhere, 0 for a new one; it is in nobody's way.
        earliest, latest: bounds of the start that the person chose; `earliest` is at least the present.
        lanes: indexes of the lanes to look at, None for all.
        urgency: how many times as much as usual a day of waiting counts.
    """

    minutes: int
    site_id: int = 0
    needs: tuple[tuple[int, str], ...] = ()
    promise_from: int = 0
    promise_to: int = 0
    due: int = 0
    preferred_id: int = 0
    customer_id: int = 0
    visit_id: int = 0
    earliest: int = 0
    latest: int = 0
    lanes: frozenset[int] | None = None
    urgency: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a wish: `lane` is an index, times epoch seconds, `cost` and the rest minutes.

    Attributes:
        travel: extra minutes of driving on that day.
        overtime: minutes worked or driven home after the shift.
        late: minutes later than promised.
        overdue: minutes after the service level's end.
        is_preferred: whether it is the technician asked for.
        is_promised: whether it keeps a promise that was made.
        is_between: whether the technician comes from one visit and goes on to another.
        findings: what the judge says besides.
    """

    lane: int
    starts: int
    ends: int
    cost: float
    travel: float = 0.0
    overtime: float = 0.0
    late: float = 0.0
    overdue: float = 0.0
    is_preferred: bool = False
    is_promised: bool = False
    is_between: bool = False
    findings: tuple[fit.Finding, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it does in the list, in the current language; what is bad comes first."""
        told = []
        if self.overdue > 0:
            told.append(_("{time} after the service level").format(time=_long(self.overdue)))
        if self.late > 0:
            told.append(_("{time} late").format(time=_long(self.late)))
        if self.overtime > 0:
            told.append(_("{time} overtime").format(time=_whole(self.overtime)))
        told += [finding.text for finding in self.findings if finding.rule not in PRICED]
        if self.is_promised:
            told.append(_("as promised"))
        if self.is_preferred:
            told.append(_("preferred technician"))
        if self.is_between and self.travel < ON_THE_WAY:
            told.append(_("on the way"))
        return tuple(told)


DAY_MINUTES = 24 * 60
ON_THE_WAY = 5.0
"""Extra minutes under which a place lies on the way between two visits."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best places, dearer ones last, and how many gaps have room at all."""

    slots: tuple[Slot, ...]
    count: int


class Priced(NamedTuple):
    """What places cost, in minutes; `room` is whether the next stop is reached and overtime bearable."""

    room: npt.NDArray[np.bool_]
    cost: Costs
    travel: Costs
    over: Costs
    late: Costs
    overdue: Costs

    def only(self, at: Ints) -> Priced:
        """Some of them."""
        numbers = (self.cost, self.travel, self.over, self.late, self.overdue)
        return Priced(self.room[at], *(column[at] for column in numbers))


class Sweep(NamedTuple):
    """What one sweep over all gaps found: column of `Gaps.rows`, lane, start; `total` gaps have room.

    A gap that goes on over midnight may be there twice, with its first start on either day.
    """

    row: Ints
    lane: Ints
    starts: Ints
    priced: Priced
    total: int


def find(
    gaps: Gaps,
    wish: Wish,
    *,
    judge: Judge | None = None,
    count: int = BEST,
    among: frozenset[int] | None = None,
) -> Found:
    """The best places for a wish; equal costs in order of start, then of lane.

    Args:
        gaps: where there is room.
        wish: what is to be placed.
        judge: asked about every place that would be in the list; None when nothing else can be broken.
        count: how many places are wanted.
        among: lanes, when only few of them are to be looked at: others cost no time then.
    """
    lane = _lane_of(gaps, wish.visit_id)
    if lane >= 0:
        with gaps.as_if(lane, gaps.stops[lane].without(wish.visit_id)):
            return _ranked(gaps, wish, sweep(gaps, wish, among=among), judge, count)
    return _ranked(gaps, wish, sweep(gaps, wish, among=among), judge, count)


def _ranked(gaps: Gaps, wish: Wish, found: Sweep, judge: Judge | None, count: int) -> Found:
    taken: dict[int, Slot] = {}
    proven: list[tuple[tuple[float, int, int], int, Slot]] = []
    refused: list[int] = []
    for at in _in_order(found, count):
        bound = float(found.priced.cost[at]), int(found.starts[at]), int(found.lane[at])
        _take(taken, proven, count, bound)
        if len(taken) >= count:
            break
        findings = judge(bound[2], bound[1]).findings if judge is not None else ()
        row = int(found.row[at])
        if any(finding.hard for finding in findings):
            refused.append(row)
            if any(finding.hard and finding.rule in EVERYWHERE for finding in findings):
                return Found((), 0)
        else:
            slot = _slot(gaps, wish, found, at, findings)
            heapq.heappush(proven, ((slot.cost, slot.starts, slot.lane), row, slot))
    _take(taken, proven, count, (np.inf, 0, 0))
    closed = sum(refused.count(row) == np.count_nonzero(found.row == row) for row in set(refused))
    return Found(tuple(taken.values()), found.total - closed)


def _take(
    taken: dict[int, Slot],
    proven: list[tuple[tuple[float, int, int], int, Slot]],
    count: int,
    bound: tuple[float, int, int],
) -> None:
    """Take what is proven to be cheaper than all that was not judged yet, one place of each gap."""
    while proven and proven[0][0] < bound and len(taken) < count:
        _key, row, slot = heapq.heappop(proven)
        taken.setdefault(row, slot)


def sweep(gaps: Gaps, wish: Wish, *, among: frozenset[int] | None = None) -> Sweep:
    """Every gap with room for a wish, its first start there and what that costs, priced rules only.

    With `among` the gaps of those lanes alone.
    """
    wants = wants_of((wish,))
    if among is None:
        which, rows = None, gaps.rows
        into, out = (
            legs[rows[column]]
            for legs, column in zip(_legs(gaps, gaps.places, wish), (FROM, TO), strict=True)
        )
    else:
        which = np.concatenate([gaps.rows_of(lane) for lane in sorted(among)])
        rows = gaps.rows[:, which]
        into, out = _legs(gaps, gaps.places[rows[FROM]], wish)[0], _legs(gaps, gaps.places[rows[TO]], wish)[1]
    at, starts = _starts_by_day(gaps, rows, into, wants)
    until = able_until(gaps, wish, among=among)
    kept = np.flatnonzero(starts + wants.seconds <= until[rows[LANE, at]])
    at, starts = at[kept], starts[kept]
    rows = rows[:, at]
    priced = price(rows, into[at], out[at], starts, wants)
    if wish.preferred_id:
        technicians = np.array([one.technician_id for one in gaps.lanes], dtype=np.int64)
        other = technicians[rows[LANE]] != wish.preferred_id
        priced = priced._replace(cost=priced.cost + NOT_PREFERRED * other)
    kept = np.flatnonzero(priced.room)
    found = at[kept] if which is None else which[at[kept]]
    return Sweep(found, rows[LANE, kept], starts[kept], priced.only(kept), len(np.unique(found)))


def _starts_by_day(gaps: Gaps, rows: Ints, into: Ints, wants: Wants) -> tuple[Ints, Ints]:
    """Numbers of gaps with their first starts; then those that go on over midnight, with the next day's."""
    starts, room = first_starts(rows, into, wants)
    days = gaps.midnights
    midnight = days[np.minimum(days.searchsorted(starts, side="right"), len(days) - 1)]
    at = np.flatnonzero(room)
    later = np.flatnonzero(room & (midnight < np.minimum(rows[SHUTS], rows[SHIFT_ENDS])))
    next_day = wants._replace(not_before=np.maximum(wants.not_before, midnight[later]))
    more, room = first_starts(rows[:, later], into[later], next_day)
    return np.concatenate((at, later[room])), np.concatenate((starts[at], more[room]))


class Wants(NamedTuple):
    """Wishes as columns, or one wish as columns of length 1: seconds, instants, weights."""

    seconds: Ints
    not_before: Ints
    promise_to: Ints
    due: Ints
    latest: Ints
    urgency: Costs


def wants_of(wishes: Sequence[Wish]) -> Wants:
    """Wishes as columns; what is not bounded is bounded by the end of time."""
    return Wants(
        np.array([wish.minutes * 60 for wish in wishes], dtype=np.int64),
        np.array([max(wish.earliest, wish.promise_from) for wish in wishes], dtype=np.int64),
        np.array([wish.promise_to or KEY for wish in wishes], dtype=np.int64),
        np.array([wish.due or KEY for wish in wishes], dtype=np.int64),
        np.array([wish.latest or KEY for wish in wishes], dtype=np.int64),
        np.array([wish.urgency for wish in wishes], dtype=np.float64),
    )


def first_starts(rows: Ints, into: Ints, wants: Wants) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The first start in gaps after `into` seconds of travel, and whether it lies in the shift and in time.

    Gaps and wishes are of equal number, or one of either.
    """
    arrive = rows[LEAVES] + into - (fit.TRAVEL_SLACK - 1)
    starts = np.maximum(np.maximum(rows[OPENS], arrive), wants.not_before)
    starts = -(-starts // GRID) * GRID
    room = (starts + wants.seconds <= rows[SHUTS]) & (starts < np.minimum(rows[SHIFT_ENDS], wants.latest))
    return starts, room


def price(rows: Ints, into: Ints, out: Ints, starts: Ints, wants: Wants) -> Priced:
    """What starts in gaps cost; `into` and `out` are seconds of travel to the place and on from it."""
    ends = starts + wants.seconds
    leaves = ends + out
    is_last = rows[IS_LAST] > 0
    room = rows[REACHES] - leaves >= np.where(is_last, -MOST_OVERTIME, 1 - fit.TRAVEL_SLACK)
    travel = np.maximum(into + out - rows[SAVED], 0) / 60
    over = np.where(is_last, np.maximum(leaves - rows[SHIFT_ENDS], 0), 0) / 60
    late = np.maximum(starts - wants.promise_to, 0) / 60
    overdue = np.maximum(ends - wants.due, 0) / 60
    cost = travel + OVERTIME * over + LATE * (late + overdue)
    cost += BROKEN_PROMISE * (late > 0) + MISSED_DEADLINE * (overdue > 0)
    cost += (starts - wants.not_before) * (DAY_LATER * wants.urgency / 86_400)
    return Priced(room, cost, travel, over, late, overdue)


def _legs(gaps: Gaps, places: Ints, wish: Wish) -> tuple[Ints, Ints]:
    """Whole seconds of travel from places (site ids) to a wish's, and from it to them."""
    if gaps.travel is None or not wish.site_id or not len(places):
        nothing = np.zeros(len(places), dtype=np.int64)
        return nothing, nothing
    into = gaps.travel.legs(places, [wish.site_id])[0]
    out = gaps.travel.legs([wish.site_id], places)[0]
    return np.rint(into * 60).astype(np.int64), np.rint(out * 60).astype(np.int64)


def able_until(gaps: Gaps, wish: Wish, *, among: frozenset[int] | None = None) -> Ints:
    """By lane, until when the technician may do it: 0 for never, for want of a skill or leave to come.

    With `among` only those lanes are looked at; the others say 0.
    """
    until = np.zeros(len(gaps.lanes), dtype=np.int64)
    for at in range(len(gaps.lanes)) if among is None else among:
        if wish.lanes is None or at in wish.lanes:
            until[at] = able_until_in(gaps.lanes[at], wish)
    return until


def able_until_in(lane: fit.Lane, wish: Wish) -> int:
    """Until when one technician may do it: until the first of the skills expires; 0 for never."""
    if wish.customer_id in lane.excluded:
        return 0
    until = KEY
    for skill, _name in wish.needs:
        if skill not in lane.skills:
            return 0
        if skill in lane.expiries:
            until = min(until, lane.expiries[skill][0])
    return until


def _lane_of(gaps: Gaps, visit_id: int) -> int:
    """The lane a visit stands in, -1 for none."""
    if visit_id:
        for lane, stops in enumerate(gaps.stops):
            if (stops.visit_id == visit_id).any():
                return lane
    return -1


def _in_order(found: Sweep, count: int) -> Iterator[int]:
    """Positions of a sweep by cost, start and lane; all are sorted only when the first ones do not do."""
    cost = found.priced.cost
    total, first = len(cost), AT_ONCE * count
    border = np.inf
    if total > first:
        border = np.partition(cost, first)[first]
    for part in (cost <= border, cost > border):
        at = np.flatnonzero(part)
        yield from at[np.lexsort((found.lane[at], found.starts[at], cost[at]))].tolist()


AT_ONCE = 4
"""Times as many places as wanted are sorted at first: few of them are refused."""


def _slot(gaps: Gaps, wish: Wish, found: Sweep, at: int, findings: tuple[fit.Finding, ...]) -> Slot:
    """A place with its whole cost."""
    lane, starts = int(found.lane[at]), int(found.starts[at])
    rows, row = gaps.rows, int(found.row[at])
    broken = sum(finding.rule not in PRICED for finding in findings)
    return Slot(
        lane=lane,
        starts=starts,
        ends=starts + wish.minutes * 60,
        cost=float(found.priced.cost[at]) + SOFT_RULE * broken,
        travel=float(found.priced.travel[at]),
        overtime=float(found.priced.over[at]),
        late=float(found.priced.late[at]),
        overdue=float(found.priced.overdue[at]),
        is_preferred=gaps.lanes[lane].technician_id == wish.preferred_id != 0,
        is_promised=bool(wish.promise_to) and not found.priced.late[at],
        is_between=not (rows[IS_FIRST, row] or rows[IS_LAST, row]),
        findings=tuple(findings),
    )


def _long(minutes: float) -> str:
    """A time that may be days: "3 days", "2 h 10"."""
    days = int(minutes // DAY_MINUTES)
    return ngettext("{n} day", "{n} days", days).format(n=days) if days else _whole(minutes)


def _whole(minutes: float) -> str:
    return format_minutes(int(-(-minutes // 1)))
