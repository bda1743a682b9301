"""Orders laid through free working time: one after another, in pieces, over several lanes. No Qt.

All instants are epoch seconds. A gap of free time has the travel from the visit before and to the one after
taken off already, so what is laid in it leaves time to drive (board.md 5, 33 and 34).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models import fit
from models.terms import SplitRule
from ui.board.editing.placements import Placement, stop_of
from ui.board.model import BoardModel

AHEAD = 21 * 86_400
"""Free time is looked for this many seconds ahead."""
LEAST_PIECE = 30 * 60
"""A piece of a split job takes at least this long, but for the last one."""
CANDIDATES = 12
"""So many lanes, those that begin nearest, are looked at for each order that is spread."""


def whole_minute(instant: float) -> int:
    """Rounded up to a whole minute."""
    return int(-(-instant // 60) * 60)


@dataclass(frozen=True, slots=True)
class Job:
    """A waiting order that is to be laid: where it would begin, and how it may be split."""

    place: Placement
    rule: SplitRule


class LaneTime:
    """The working time of one lane from an instant on, and what stands in it."""

    def __init__(
        self,
        model: BoardModel,
        lane: int,
        since: int,
        *,
        ahead: int = AHEAD,
        without: Collection[int] = (),
    ) -> None:
        """Look at a lane; nothing before `since` matters but for the visit one comes from.

        `without` are ids of visits that stand in nobody's way.
        """
        self._model, self._lane, self._since = model, lane, since
        row = model.lanes[lane]
        self._home = row.home_site_id
        self._shifts = [span for span in row.shifts if since < span[1] and span[0] < since + ahead]
        self._away = [span[:2] for span in (*row.absences, *row.day_locks) if span[1] > since]
        stops = model.judging.stops(lane, since - 86_400, since + ahead)
        self._stops = [stop for stop in stops if stop.visit_id not in without or not stop.visit_id]

    def take(self, place: Placement) -> None:
        """What is laid now stands in the way of what comes after."""
        self._stops.append(stop_of(place))
        self._stops.sort(key=lambda stop: stop.starts)

    def gaps(self, site_id: int, *, since: int) -> Iterator[tuple[int, int]]:
        """Free spans for work at a site from an instant on, travel taken off."""
        for begin, end in self._shifts:
            if end <= since:
                continue
            for opens, closes in _without(begin, end, self._away):
                yield from self._between_stops(site_id, max(opens, since), closes, (begin, end))

    def _between_stops(
        self, site_id: int, opens: int, closes: int, shift: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        before: fit.Stop | None = None
        at = opens
        for stop in self._stops:
            if stop.ends <= at:
                if stop.ends > shift[0] and stop.starts < shift[1]:
                    at = max(at, self._leaving(stop, site_id))
                continue
            if stop.starts >= closes:
                before = stop
                break
            until = stop.starts - self._minutes(site_id, stop.site_id)
            if until > at:
                yield at, until
            at = max(at, self._leaving(stop, site_id))
        last = closes
        if before is not None and before.starts < shift[1]:
            last = min(last, before.starts - self._minutes(site_id, before.site_id))
        if last > at:
            yield at, last

    def _leaving(self, stop: fit.Stop, site_id: int) -> int:
        """When one coming from a stop is at a site."""
        return whole_minute(stop.ends + self._minutes(stop.site_id, site_id))

    def _minutes(self, a: int, b: int) -> int:
        """Seconds on the road, whole minutes rounded up."""
        return whole_minute(self._model.leg(a, b).minutes * 60)

    def rest_of_shift(self, instant: int) -> int:
        """Seconds from an instant to the end of the shift it lies in; 0 outside any."""
        return next((end - instant for begin, end in self._shifts if begin <= instant < end), 0)

    def first_start(self, place: Placement) -> int | None:
        """The first start from the placement's own on at which it fits whole; None when there is none."""
        length = place.ends - place.starts
        for opens, closes in self.gaps(place.site_id, since=place.starts):
            if closes - opens >= length:
                return opens
        return None

    def pieces(self, job: Job) -> list[Placement]:
        """The job from its own start on, in one piece or split by its rule."""
        place, length = job.place, job.place.ends - job.place.starts
        rest = self.rest_of_shift(place.starts)
        if job.rule is SplitRule.NONE or not rest:
            return [place]
        first = next(self.gaps(place.site_id, since=place.starts), None)
        if first is None or first[0] > place.starts:
            return [place]  # it meets another visit at once: that is for the judge to say
        room = rest if job.rule is SplitRule.PER_DAY else first[1] - first[0]
        if length <= room:
            return [place]
        return self._split(place, length, once_a_shift=job.rule is SplitRule.PER_DAY) or [place]

    def _split(self, place: Placement, length: int, *, once_a_shift: bool) -> list[Placement]:
        found: list[Placement] = []
        left, taken = length, -1
        for opens, closes in self.gaps(place.site_id, since=place.starts):
            shift = next(at for at, span in enumerate(self._shifts) if span[0] <= opens < span[1])
            room = min(closes - opens, left)
            if room < min(LEAST_PIECE, left) or (once_a_shift and shift == taken):
                continue
            found.append(replace(place, starts=opens, ends=opens + room))
            left, taken = left - room, shift
            if not left:
                return found
        return []


def _without(begin: int, end: int, away: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a span outside the spans of `away`."""
    at = begin
    for starts, ends in sorted(away):
        if ends <= at or starts >= end:
            continue
        if starts > at:
            yield at, starts
        at = max(at, ends)
    if at < end:
        yield at, end


def flowing(model: BoardModel, jobs: Sequence[Job]) -> list[list[Placement]]:
    """Jobs of one lane one after another from the first one's start, each as its pieces.

    The first stands where it is dropped; the others begin in the first gap that holds them whole, else they
    are split by their own rule; when no working time is left the rest follows the last one.
    """
    laid: list[list[Placement]] = []
    lane, at = jobs[0].place.lane, jobs[0].place.starts
    time = LaneTime(model, lane, at)
    for job in jobs:
        place = job.place.moved(lane=lane, starts=at)
        if laid:
            place = _next_of(model, time, replace(job, place=place), laid[-1][-1])
        pieces = time.pieces(replace(job, place=place))
        for piece in pieces:
            time.take(piece)
        laid.append(pieces)
        at = pieces[-1].ends
    return laid


def _next_of(model: BoardModel, time: LaneTime, job: Job, last: Placement) -> Placement:
    """Where a job begins after the last one."""
    place = job.place
    start = time.first_start(place)
    if start is None and job.rule is not SplitRule.NONE:
        gap = next(
            (gap for gap in time.gaps(place.site_id, since=place.starts) if gap[1] - gap[0] >= LEAST_PIECE),
            None,
        )
        start = gap[0] if gap else None
    if start is None:
        start = whole_minute(place.starts + model.leg(last.site_id, place.site_id).minutes * 60)
    return place.moved(lane=place.lane, starts=start)


def spread(model: BoardModel, jobs: Sequence[Job], lanes: Sequence[int]) -> list[list[Placement]]:
    """Each job on the lane that takes it best from its start on, that day; in list order.

    The best lane has the skills, breaks no rule and costs least: minutes of travel to and from it, and a
    quarter of the minutes it begins later. A job that fits nowhere stays on its own lane.
    """
    times: dict[int, LaneTime] = {}
    found = []
    for job in jobs:
        best: tuple[float, Placement] | None = None
        for lane in _nearest(model, job.place, lanes):
            time = times.setdefault(lane, LaneTime(model, lane, job.place.starts))
            cost, place = _cost(model, time, job.place, lane)
            if place is not None and (best is None or cost < best[0]):
                best = cost, place
        place = best[1] if best else job.place
        times.setdefault(place.lane, LaneTime(model, place.lane, job.place.starts)).take(place)
        found.append([place])
    return found


def _cost(model: BoardModel, time: LaneTime, place: Placement, lane: int) -> tuple[float, Placement | None]:
    start = time.first_start(place.moved(lane=lane, starts=place.starts))
    days = model.days
    if start is None or days.number(start) != days.number(place.starts):
        return 0.0, None
    there = place.moved(lane=lane, starts=start)
    verdict = time_verdict(model, there)
    late = (start - place.starts) / 240
    cost = verdict.travel_in.minutes + verdict.travel_out.minutes + late + 60 * len(verdict.soft)
    return cost, None if verdict.hard else there


def time_verdict(model: BoardModel, place: Placement) -> fit.Verdict:
    """What the one judge says of a placement."""
    return model.judge([place])[0]


def _nearest(model: BoardModel, place: Placement, lanes: Sequence[int]) -> list[int]:
    """The lanes with the skills asked for that begin their day nearest to the place."""
    wanted = {skill for skill, _name in place.needs}
    able = [lane for lane in lanes if wanted <= {skill for skill, _name in model.lanes[lane].skills}]
    if len(able) <= CANDIDATES or model.travel is None:
        return able[:CANDIDATES]
    homes = np.array([model.lanes[lane].home_site_id for lane in able], dtype=np.int64)
    minutes, _kilometres, _source = model.travel.legs(homes, np.full(len(able), place.site_id))
    order = np.argsort(minutes, kind="stable")[:CANDIDATES].tolist()
    return [able[at] for at in order]
