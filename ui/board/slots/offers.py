"""Who could take a waiting order or a visit on a day, and from when: the best first. No Qt.

A quick look for lists while typing, judged by the one judge; the exact best places are `slots`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models import fit
from ui.board.editing.placements import Placement
from ui.board.model import BoardModel

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Chance:
    """A place on one lane, and what it would mean."""

    place: Placement
    verdict: fit.Verdict

    @property
    def cost(self) -> tuple[int, int, float, int]:
        """Fewer broken rules, fewer minutes by which they are broken or that are driven, earlier."""
        hard, broken = len(self.verdict.hard), len(self.verdict.findings)
        minutes = self.verdict.travel_in.minutes + self.verdict.travel_out.minutes
        minutes += sum(finding.minutes for finding in self.verdict.findings)
        return hard, broken, minutes, self.place.starts


def chance_at(model: BoardModel, place: Placement) -> Chance:
    """What a place as it is would mean."""
    return Chance(place, model.judge([place])[0])


def first_chance(model: BoardModel, place: Placement, lane: int, span: tuple[int, int]) -> Chance:
    """The first start within a span at which nothing is broken on a lane, else the one that breaks least."""
    best: Chance | None = None
    for starts in _starts(model, place, lane, span):
        found = chance_at(model, place.moved(lane=lane, starts=starts))
        if not found.verdict.findings:
            return found
        if best is None or found.cost < best.cost:
            best = found
    return best if best is not None else chance_at(model, place.moved(lane=lane, starts=span[0]))


def _starts(model: BoardModel, place: Placement, lane: int, span: tuple[int, int]) -> list[int]:
    """Starts worth a look: shifts with the way from home, ends of visits with the way there, the promise."""
    row, leg = model.lanes[lane], model.leg
    begin, end = span
    found: set[int] = set()
    for starts, ends in row.shifts:
        if ends > begin and starts < end:
            found |= {max(starts, begin), starts + int(leg(row.home_site_id, place.site_id).minutes * MINUTE)}
    for stop in model.judging.stops(lane, begin - 86_400, end):
        if stop.visit_id != place.visit_id or not place.visit_id:
            found.add(stop.ends + int(leg(stop.site_id, place.site_id).minutes * MINUTE))
    low = max(begin, place.promise_from) if place.promise_from < end else begin
    return sorted({max(-(-at // MINUTE) * MINUTE, low) for at in found or {begin} if at < end})


def nearest_lanes(model: BoardModel, place: Placement, lanes: Sequence[int]) -> list[int]:
    """Lanes with the skills asked for first; among them those that begin their day nearest to the place."""
    wanted = {skill for skill, _name in place.needs}
    rows = model.lanes
    if model.travel is None:
        minutes = np.zeros(len(lanes))
    else:
        homes = np.array([rows[lane].home_site_id for lane in lanes], dtype=np.int64)
        minutes, _kilometres, _source = model.travel.legs(homes, np.full(len(lanes), place.site_id))
    lacks = [not wanted <= {skill for skill, _name in rows[lane].skills} for lane in lanes]
    return [lanes[at] for at in np.lexsort((minutes, np.array(lacks, dtype=bool))).tolist()]


def day_span(model: BoardModel, place: Placement, day_of: int, now: int) -> tuple[int, int]:
    """The day to look at, epoch seconds: that of the promise if it is read, else that of an instant.

    What is past is left out: a promise that is over, a day before today, the hours of today until now.
    """
    days = model.days
    wanted = place.promise_from or place.promise_to
    is_over = (place.promise_to or place.promise_from) < now
    at = day_of if is_over or not model.window.starts <= wanted < model.window.ends else wanted
    if model.window.starts <= now < model.window.ends:
        at = max(at, now)
    number = days.number(at)
    begin, end = int(days.midnights[number]), int(days.midnights[number + 1])
    if begin <= now < end - 3600:
        begin = -(-now // (5 * MINUTE)) * 5 * MINUTE
    return begin, end


def shown_lanes(hidden: frozenset[int], count: int) -> Sequence[int]:
    """Lanes that no filter has taken away."""
    return [lane for lane in range(count) if lane not in hidden]
