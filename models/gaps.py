"""Free time of every technician as flat rows: where a visit could still be put (optimiser.md 5).

One row is one gap: free of visits, absences and days closed to planning, inside one shift and the overtime
behind it. It says from where and when the technician leaves at the earliest and where and when the next
stop is due at the latest, so that a new place is judged against all gaps in one sweep of numpy. Who comes
before and after is told by the rules of `models.fit`: the stop of the same shift, else home at its start,
or by its end. Visits that stand on the board stay where they stand; their customers were told. Pure numpy,
no database.

Times are epoch seconds (UTC), columns int64 or float64. Inside, time and lane are one number, lane × KEY +
time, so that one sorted search answers for all lanes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models import fit
from models.distances import Travel

Ints = npt.NDArray[np.int64]

KEY = 1 << 36
"""Distance between the keys of two lanes; larger than any epoch second."""
MOST_OVERTIME = 60 * 60
"""Seconds behind a shift in which a place may still end and the way home be driven: an hour over is the
most that people asked at short notice agree to; what needs more is for a person to decide."""
SPARE = 2
"""Rows kept free behind the gaps of a shift, so that a few more visits find room without moving others."""
FIRST_ID = np.iinfo(np.int64).min
LAST_ID = np.iinfo(np.int64).max

(LANE, SHIFT_ENDS, OPENS, SHUTS, LEAVES, FROM, IS_FIRST, REACHES, TO, IS_LAST, SAVED) = range(11)
"""Columns of `Gaps.rows`.

LANE: index of the lane. SHIFT_ENDS: when its shift ends. OPENS, SHUTS: the free time, overtime with it.
LEAVES: when the technician can leave the place before. REACHES: when the next stop begins, or the shift
ends. FROM, TO: those places, as positions in `Gaps.places`. IS_FIRST: 1 when the technician comes from home.
IS_LAST: 1 when only the way home follows.
SAVED: seconds of the leg from the place before to the one after, which a visit in between saves.
"""
COLUMNS = 11
EMPTY = -1
"""SHUTS of a row that holds no gap."""


class Stops(NamedTuple):
    """Visits of one or more lanes as columns, by start; cancelled ones left out."""

    visit_id: Ints
    starts: Ints
    ends: Ints
    site_id: Ints

    def without(self, visit_id: int) -> Stops:
        """All but one visit."""
        return Stops(*(column[self.visit_id != visit_id] for column in self))

    def plus(self, *, visit_id: int, starts: int, ends: int, site_id: int) -> Stops:
        """The same with one visit more."""
        at = int(self.starts.searchsorted(starts, side="right"))
        more = (visit_id, starts, ends, site_id)
        return Stops(*(np.insert(column, at, one) for column, one in zip(self, more, strict=True)))


NO_STOPS = Stops(*(np.zeros(0, dtype=np.int64) for _column in range(4)))


class _Times(NamedTuple):
    """Shifts of lanes, and when people are away or their days closed to planning; keys, sorted.

    `closes` is when a visit of the shift must be over.
    """

    lane: Ints
    begins: Ints
    ends: Ints
    closes: Ints
    away_from: Ints
    away_to: Ints

    def touching(self, starts: int, ends: int) -> tuple[int, int]:
        """Shifts [first, last) that a span of time touches (keys)."""
        first = self.closes.searchsorted(starts, side="right")
        return int(first), int(self.begins.searchsorted(ends, side="left"))

    def part(self, first: int, last: int) -> _Times:
        """Some shifts of one lane, with the absences around them."""
        gone = slice(
            int(self.away_to_reach().searchsorted(self.begins[first], side="right")),
            int(self.away_from.searchsorted(self.closes[last - 1], side="left")),
        )
        lane, begins, ends, closes = (column[first:last] for column in self[:4])
        return _Times(lane, begins, ends, closes, self.away_from[gone], self.away_to[gone])

    def away_to_reach(self) -> Ints:
        """Until when anybody was away who began to be before, in the order of the absences."""
        return np.maximum.accumulate(self.away_to)


class Gaps:
    """The gaps of all lanes between two instants.

    Attributes:
        rows: shape (COLUMNS, n), int64; see the names of the columns.
        places: ids of the sites that FROM and TO speak of.
        lanes, stops: what it was made of; `renew` changes the stops.
        midnights: when local days begin, in order, where they are known.
    """

    def __init__(
        self,
        lanes: Sequence[fit.Lane],
        stops: Sequence[Stops],
        travel: Travel | None,
        midnights: Sequence[int] | Ints = (),
    ) -> None:
        """Index lanes, whose shifts are in order and apart, and the stops of each; no travel: all unknown."""
        self.lanes = tuple(lanes)
        self.midnights = np.append(np.asarray(midnights, dtype=np.int64), KEY)
        self.stops = list(stops)
        self.travel = travel
        self._times = _times(self.lanes)
        self._homes = np.array([lane.home_site_id for lane in self.lanes], dtype=np.int64)
        lane_of = np.repeat(np.arange(len(self.stops)), [len(one.starts) for one in self.stops])
        together = Stops(*(np.concatenate(columns) for columns in zip(NO_STOPS, *self.stops, strict=True)))
        found, shift = self._find(self._times, together, lane_of)
        nowhere = np.zeros(1, dtype=np.int64)  # the place that rows without a gap speak of
        sites = np.concatenate((nowhere, found[FROM], found[TO]))
        self.places, at = np.unique(sites, return_inverse=True)
        found[FROM], found[TO] = np.split(at[1:], 2)
        self._place_at = {place: number for number, place in enumerate(self.places.tolist())}
        self._lay_out(found, shift)

    def _lay_out(self, found: Ints, shift: Ints) -> None:
        """Give every shift its rows, and some to spare."""
        counts = np.bincount(shift, minlength=len(self._times.lane))
        rooms = counts + SPARE
        begins = np.cumsum(rooms) - rooms
        self._rooms, self._begins = rooms.tolist(), begins.tolist()
        self.rows = np.zeros((COLUMNS, int(rooms.sum())), dtype=np.int64)
        self.rows[SHUTS] = EMPTY
        self.rows[:, np.arange(len(shift)) + (begins - np.cumsum(counts) + counts)[shift]] = found

    def renew(self, lane: int, stops: Stops) -> None:
        """Take the stops of one lane anew; only the shifts of those that differ are looked at."""
        changed = _changed(self.stops[lane], stops)
        self.stops[lane] = stops
        if changed is None:
            return
        first, last = self._times.touching(changed[0] + lane * KEY, changed[1] + lane * KEY)
        if first >= last:
            return
        found, shift = self._find(self._times.part(first, last), stops, np.full(len(stops.starts), lane))
        for column in (FROM, TO):
            found[column] = [self._place(site) for site in found[column].tolist()]
        borders = shift.searchsorted(np.arange(last - first + 1)).tolist()
        for at in range(last - first):
            self._write(first + at, found[:, borders[at] : borders[at + 1]])

    def rows_of(self, lane: int) -> Ints:
        """Columns of `rows` that are of one lane, empty ones among them."""
        first, last = self._times.lane.searchsorted((lane, lane + 1)).tolist()
        spans = zip(self._begins[first:last], self._rooms[first:last], strict=True)
        parts = [np.arange(begin, begin + room) for begin, room in spans]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def copy(self) -> Gaps:
        """The same gaps, to be tried out with other stops."""
        other = copy(self)
        other.stops = list(self.stops)
        other.rows = self.rows.copy()
        other._rooms, other._begins = list(self._rooms), list(self._begins)
        other._place_at = dict(self._place_at)
        return other

    @contextmanager
    def as_if(self, lane: int, stops: Stops) -> Iterator[None]:
        """Inside, a lane has other stops."""
        before = self.stops[lane]
        self.renew(lane, stops)
        try:
            yield
        finally:
            self.renew(lane, before)

    def _write(self, shift: int, found: Ints) -> None:
        count = found.shape[1]
        if count > self._rooms[shift]:
            self._move(shift, count + SPARE)
        first = self._begins[shift]
        self.rows[:, first : first + count] = found
        self.rows[SHUTS, first + count : first + self._rooms[shift]] = EMPTY

    def _move(self, shift: int, room: int) -> None:
        """Give a shift more rows, behind all others."""
        first = self._begins[shift]
        self.rows[SHUTS, first : first + self._rooms[shift]] = EMPTY
        self._begins[shift], self._rooms[shift] = self.rows.shape[1], room
        more = np.zeros((COLUMNS, room), dtype=np.int64)
        self.rows = np.concatenate((self.rows, more), axis=1)

    def _place(self, site: int) -> int:
        at = self._place_at.get(site)
        if at is None:
            at = self._place_at[site] = len(self.places)
            self.places = np.append(self.places, site)
        return at

    def _find(self, times: _Times, stops: Stops, lane_of: Ints) -> tuple[Ints, Ints]:
        """The gaps of some shifts, with site ids for their places, and which shift each is of."""
        begun, ended = stops.starts + lane_of * KEY, stops.ends + lane_of * KEY
        shift, opens, shuts = _free(times, begun, ended)
        base = times.lane[shift] * KEY
        starts, ends = times.begins[shift], times.ends[shift]
        at = begun.searchsorted(opens, side="right")
        last_end, last = _latest(ended)
        leaves = last_end[at]
        comes = leaves > starts
        following = np.append(begun, LAST_ID)[at]
        goes = following < ends
        sites = np.append(stops.site_id, 0)
        home = self._homes[times.lane[shift]]
        found = np.empty((COLUMNS, len(shift)), dtype=np.int64)
        found[LANE], found[SHIFT_ENDS] = times.lane[shift], ends - base
        found[OPENS], found[SHUTS] = opens - base, shuts - base
        found[LEAVES] = np.where(comes, leaves, starts) - base
        found[FROM] = np.where(comes, sites[last[at]], home)
        found[IS_FIRST] = ~comes
        found[REACHES] = np.where(goes, following, ends) - base
        found[TO] = np.where(goes, sites[at], home)
        found[IS_LAST] = ~goes
        found[SAVED] = self._seconds(found[FROM], found[TO])
        return found, shift

    def _seconds(self, froms: Ints, tos: Ints) -> Ints:
        """Whole seconds of travel between sites, as `models.fit` rounds them."""
        if self.travel is None:
            return np.zeros(len(froms), dtype=np.int64)
        if len(froms) < FEW:
            pairs = zip(froms.tolist(), tos.tolist(), strict=True)
            return np.array([round(self.travel.leg(*pair).minutes * 60) for pair in pairs], dtype=np.int64)
        return np.rint(self.travel.legs(froms, tos)[0] * 60).astype(np.int64)


FEW = 24
"""Legs up to this many are looked up one by one: they are remembered, and arrays that small cost more."""


def _free(times: _Times, begun: Ints, ended: Ints) -> tuple[Ints, Ints, Ints]:
    """Free time inside shifts: which shift, from when, until when (keys); none begins in overtime."""
    if len(times.away_from):
        begun, ended = np.concatenate((begun, times.away_from)), np.concatenate((ended, times.away_to))
        order = np.argsort(begun, kind="stable")
        begun, ended = begun[order], ended[order]
    after = np.concatenate(([FIRST_ID], np.maximum.accumulate(ended)))
    before = np.append(begun, LAST_ID)
    low = before.searchsorted(times.begins, side="right")
    high = after.searchsorted(times.closes, side="left")
    counts = np.maximum(high - low, 0)
    until = counts.cumsum()
    shift = np.arange(len(counts)).repeat(counts)
    gap = np.arange(int(until[-1]) if len(until) else 0) + (low + counts - until).repeat(counts)
    opens = np.maximum(after[gap], times.begins[shift])
    shuts = np.minimum(before[gap], times.closes[shift])
    kept = (opens < shuts) & (opens < times.ends[shift])
    return shift[kept], opens[kept], shuts[kept]


def _latest(ended: Ints) -> tuple[Ints, Ints]:
    """Of the first 0, 1, 2 … stops: the latest end, and which stop that is (the later of equal ones)."""
    reach = np.maximum.accumulate(ended)
    which = np.maximum.accumulate(np.where(ended == reach, np.arange(len(ended)), 0))
    return np.concatenate(([FIRST_ID], reach)), np.concatenate(([-1], which))


def _changed(before: Stops, after: Stops) -> tuple[int, int] | None:
    """From when until when two lists of stops differ; None when they are the same."""
    count = min(len(before.starts), len(after.starts))
    head = _alike(before, after, slice(0, count), slice(0, count))
    same = count if head.all() else int(head.argmin())
    left, right = len(before.starts) - count, len(after.starts) - count
    tail = _alike(before, after, slice(left, None), slice(right, None))[same:][::-1]
    end = len(tail) if tail.all() else int(tail.argmin())
    gone = slice(same, len(before.starts) - end)
    come = slice(same, len(after.starts) - end)
    starts = np.concatenate((before.starts[gone], after.starts[come]))
    if not len(starts):
        return None
    return int(starts.min()), int(np.concatenate((before.ends[gone], after.ends[come])).max())


def _alike(before: Stops, after: Stops, left: slice, right: slice) -> npt.NDArray[np.bool_]:
    same = np.ones(len(before.starts[left]), dtype=np.bool_)
    for one, other in zip(before, after, strict=True):
        same &= one[left] == other[right]
    return same


def _times(lanes: Sequence[fit.Lane]) -> _Times:
    """Shifts and absences of lanes in keys."""
    shifts = np.array(
        [(at, starts, ends) for at, lane in enumerate(lanes) for starts, ends in lane.shifts], dtype=np.int64
    ).reshape(-1, 3)
    away = np.array(
        [(at, *away[:2]) for at, lane in enumerate(lanes) for away in (*lane.absences, *lane.day_locks)],
        dtype=np.int64,
    ).reshape(-1, 3)
    base = shifts[:, 0] * KEY
    begins, ends = shifts[:, 1] + base, shifts[:, 2] + base
    closes = np.minimum(ends + MOST_OVERTIME, np.maximum(np.append(begins[1:], LAST_ID)[: len(ends)], ends))
    gone = away[np.argsort(away[:, 0] * KEY + away[:, 1], kind="stable")]
    base = gone[:, 0] * KEY
    return _Times(shifts[:, 0], begins, ends, closes, gone[:, 1] + base, gone[:, 2] + base)
