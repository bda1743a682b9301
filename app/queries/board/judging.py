"""Does it fit there? The facts of the lanes concerned, and the verdict of the one judge, `models.fit`."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import Session

from app.queries.board import facts
from app.queries.board.lanes import company_days, instant, lane_rows
from app.queries.board.rows import LaneRow, Needs
from app.queries.board.visits import VISIT, needs_by_orders
from models import fit
from models.agreements import Agreement
from models.base import epoch_of
from models.company import Company
from models.customers import Site
from models.distances import Travel
from models.errors import Missing
from models.orders import ServiceOrder, promised
from models.requirements import ItemRequirement
from models.terms import LONGEST_VISIT, ClockStatus, Lock, Progress, VisitStatus
from models.travel import TravelTime
from models.visits import Visit
from models.worktime import local_epoch
from resources.texts import _

_NEAR = 2 * fit.DAY
"""Stops and shifts within this many seconds around a place take part in judging it."""

_Entry = tuple[tuple[int, int, int], fit.Stop]
"""A stop of a lane under what orders it: its start, 0 if it stands or 1 if proposed, visit or index."""
_key = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit would stand; `visit_id` 0 for a new one, times in epoch seconds."""

    visit_id: int
    order_id: int
    technician_id: int
    starts: int
    ends: int


def judge_places(session: Session, places: Sequence[Place]) -> list[fit.Verdict]:
    """What each place would mean, all of them taken at once, as the company takes the rules.

    However many they are, in as many statements.

    Raises:
        Missing: an order or a technician is gone.
    """
    bench = Bench(session, places)
    return [bench.verdict(at) for at in range(len(places))]


class Bench:
    """Judges places that are all taken at once; the facts are read once, and places may be left out later.

    Raises:
        Missing: an order or a technician is gone.
    """

    def __init__(self, session: Session, places: Sequence[Place]) -> None:
        """Read the facts of the lanes concerned, around all places."""
        self._places = list(places)
        self._lanes: dict[int, list[_Entry]] = defaultdict(list)
        self._aside: dict[int, tuple[int, _Entry]] = {}
        if places:
            self._read(session)

    def _read(self, session: Session) -> None:
        places = self._places
        self._stood = _standing(session, [place.visit_id for place in places if place.visit_id])
        spans: list[Place | _Stand] = [*places, *self._stood.values()]
        starts = min(span.starts for span in spans) - _NEAR
        ends = max(span.ends for span in spans) + _NEAR
        people = {place.technician_id for place in spans}
        self._rules = facts.rule_book(session)
        days = company_days(session, starts=starts, ends=ends)
        lanes = {
            lane.technician_id: lane
            for lane in lane_rows(session, days, starts=starts, ends=ends, only=sorted(people))
        }
        if people - lanes.keys():
            raise Missing(_("The technician is gone; somebody deleted it."))
        self._proposals = _proposals(session, places, days.zone)
        stops = _stops(session, people, starts=starts, ends=ends)
        self._travel = _travel(session, lanes.values(), self._proposals, stops)
        self._facts = {person: row.judged(days.closed_spans) for person, row in lanes.items()}
        self._lay_out(stops)

    def _lay_out(self, stops: Mapping[int, Iterable[fit.Stop]]) -> None:
        """The lanes' stops as they would be when all places are taken."""
        moving = {place.visit_id for place in self._places}
        for person, known in stops.items():
            for stop in known:
                entry = (stop.starts, 0, stop.visit_id), stop
                if stop.visit_id in moving:
                    self._aside[stop.visit_id] = person, entry
                else:
                    self._lanes[person].append(entry)
        for at, place in enumerate(self._places):
            self._lanes[place.technician_id].append(self._entry(at))
        for lane in self._lanes.values():
            lane.sort(key=_key)

    def _entry(self, at: int) -> _Entry:
        place, proposal = self._places[at], self._proposals[at]
        stop = fit.Stop(place.visit_id, place.starts, place.ends, proposal.site_id, proposal.label)
        return (place.starts, 1, at), stop

    def verdict(self, at: int) -> fit.Verdict:
        """What the place with this index would mean now."""
        place = self._places[at]
        lane, own = self._facts[place.technician_id], (place.starts, 1, at)
        around = [stop for key, stop in self._lanes[place.technician_id] if key != own]
        verdict = fit.judge(self._proposals[at], lane, around, self._travel.leg, self._rules)
        moved = _move_findings(place, self._stood.get(place.visit_id), self._facts)
        return fit.with_findings(verdict, moved, self._rules)

    def leave_out(self, at: int) -> set[int]:
        """Take a place back, so that its visit stays where it stands; the places that this may touch."""
        place = self._places[at]
        lane, own = self._lanes[place.technician_id], (place.starts, 1, at)
        del lane[bisect_left(lane, own, key=_key)]
        touched = self._near(place.technician_id, place.starts, place.ends)
        if place.visit_id in self._aside:
            person, entry = self._aside.pop(place.visit_id)
            insort(self._lanes[person], entry, key=_key)
            touched |= self._near(person, entry[1].starts, entry[1].ends)
        return touched

    def _near(self, person: int, starts: int, ends: int) -> set[int]:
        """Places on a lane so near to a span that what happens there may be part of their verdict."""
        return {
            key[2]
            for key, stop in self._lanes[person]
            if key[1] and stop.starts < ends + _NEAR and stop.ends > starts - _NEAR
        }


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a visit stands now."""

    technician_id: int
    starts: int
    ends: int
    lock: Lock | None


def _standing(session: Session, visit_ids: Sequence[int]) -> dict[int, _Stand]:
    """Where those of the visits that exist stand, by id."""
    rows = session.execute(
        select(
            VISIT.id, VISIT.technician_id, epoch_of(VISIT.starts_at), epoch_of(VISIT.ends_at), VISIT.move_lock
        ).where(VISIT.id.in_(visit_ids))
    )
    return {row[0]: _Stand(*row[1:]) for row in rows}


def _move_findings(
    place: Place, stood: _Stand | None, lanes: Mapping[int, fit.Lane]
) -> tuple[fit.Finding, ...]:
    """What a visit's lock and days closed to planning say against coming there, or leaving where it is."""
    there = fit.judge_days(lanes[place.technician_id], place.starts, place.ends)
    if stood is None:
        return there
    changes_time = (place.starts, place.ends) != (stood.starts, stood.ends)
    changes_person = place.technician_id != stood.technician_id
    if not (changes_time or changes_person):
        return ()
    locked = fit.judge_move(stood.lock, changes_time=changes_time, changes_person=changes_person)
    left = fit.judge_days(lanes[stood.technician_id], stood.starts, stood.ends)
    return (*locked, *there, *(finding for finding in left if finding not in there))


def why_not(session: Session, *, places: Sequence[Place]) -> list[tuple[str, ...]]:
    """For each place the sentences that refuse it; nothing where it may be taken.

    Raises:
        Missing: an order, a technician or a visit is gone.
    """
    verdicts = judge_places(session, places)
    return [
        (*_refusals(session, place), *(finding.text for finding in verdict.hard))
        for place, verdict in zip(places, verdicts, strict=True)
    ]


def _refusals(session: Session, place: Place) -> Iterable[str]:
    """What the visit itself says against being moved there."""
    if not place.visit_id:
        return ()
    visit = session.get(Visit, place.visit_id)
    if visit is None:
        raise Missing(_("The visit is gone; somebody deleted it."))
    why = visit.why_not_move(changes_time=False, changes_person=False)
    return (why,) if why else ()


def _proposals(session: Session, places: Sequence[Place], zone: str) -> list[fit.Proposal]:
    order = ServiceOrder.__table__.c
    wanted = sorted({place.order_id for place in places})
    rows = session.execute(
        select(
            order.id,
            order.number,
            func.coalesce(order.site_id, 0).label("site_id"),
            order.service_date,
            order.earliest_start,
            order.latest_start,
            order.customer_id,
            order.agreement_id,
            case((_is_running(), func.coalesce(epoch_of(order.clock_due_at), 0)), else_=0).label("due"),
        ).where(order.id.in_(wanted))
    )
    orders = {row.id: row for row in rows}
    if len(orders) < len(wanted):
        raise Missing(_("The order is gone; somebody deleted it."))
    needs = needs_by_orders(session, wanted)
    parts = facts.missing_parts(session, ItemRequirement.__table__.c.order_id.in_(wanted))
    named = sorted({row.agreement_id for row in orders.values() if row.agreement_id})
    valid = facts.periods(session, Agreement.__table__.c.id.in_(named), zone)
    return [
        replace(
            _proposal(place, orders[place.order_id], needs.get(place.order_id, ()), zone),
            parts=parts.get(place.order_id, ()),
            agreement=valid.get(orders[place.order_id].agreement_id),
        )
        for place in places
    ]


def _is_running() -> ColumnElement[bool]:
    """Whether an order's service level runs out at a known time."""
    order = ServiceOrder.__table__.c
    return and_(order.clock == ClockStatus.RUNNING, order.progress == Progress.IN_PROCESS)


def _proposal(
    place: Place, order: Row[*tuple[Any, ...]], needs: Needs, zone: str
) -> fit.Proposal:  # an order's row
    first, last = promised(order.service_date, order.earliest_start, order.latest_start, ZoneInfo(zone))
    return fit.Proposal(
        starts=place.starts,
        ends=place.ends,
        visit_id=place.visit_id,
        site_id=order.site_id,
        needs=needs,
        promise_from=int(first.timestamp()) if first else 0,
        promise_to=int(last.timestamp()) if last else 0,
        label=order.number,
        customer_id=order.customer_id,
        due=order.due,
        day=_local_day(place.starts, zone),
    )


def _local_day(instant: int, zone: str) -> tuple[int, int]:
    """The local day of an instant, from midnight to midnight."""
    day = datetime.fromtimestamp(instant, ZoneInfo(zone)).date()
    return local_epoch(day, time(0), zone), local_epoch(day + timedelta(days=1), time(0), zone)


def _stops(session: Session, people: Iterable[int], *, starts: int, ends: int) -> dict[int, list[fit.Stop]]:
    """Visits that are not cancelled, by technician and start."""
    rows = session.execute(
        select(
            VISIT.technician_id,
            VISIT.id,
            epoch_of(VISIT.starts_at),
            epoch_of(VISIT.ends_at),
            func.coalesce(VISIT.site_id, 0),
            VISIT.order_number,
        )
        .where(
            VISIT.technician_id.in_(sorted(people)),
            VISIT.starts_at >= instant(starts) - LONGEST_VISIT,
            VISIT.starts_at < instant(ends),
            VISIT.ends_at > instant(starts),
            VISIT.status != VisitStatus.CANCELLED,
        )
        .order_by(VISIT.starts_at, VISIT.id)
    )
    found: dict[int, list[fit.Stop]] = defaultdict(list)
    for technician_id, *stop in rows:
        found[technician_id].append(fit.Stop(*stop))
    return found


def _travel(
    session: Session,
    lanes: Iterable[LaneRow],
    proposals: Iterable[fit.Proposal],
    stops: Mapping[int, Iterable[fit.Stop]],
) -> Travel:
    """Travel between the sites concerned only: a company may have a hundred thousand."""
    wanted = sorted(
        {lane.home_site_id for lane in lanes}
        | {proposal.site_id for proposal in proposals}
        | {stop.site_id for lane in stops.values() for stop in lane}
    )
    company, site, leg = Company.__table__.c, Site.__table__.c, TravelTime.__table__.c
    factor, speed = session.execute(select(company.travel_factor, company.travel_speed)).one()
    sites = session.execute(select(site.id, site.latitude, site.longitude).where(site.id.in_(wanted))).all()
    legs = session.execute(
        select(leg.from_site_id, leg.to_site_id, leg.minutes, leg.kilometres).where(
            leg.from_site_id.in_(wanted), leg.to_site_id.in_(wanted)
        )
    ).all()
    return Travel(
        site_ids=[row[0] for row in sites],
        latitudes=np.array([row[1] for row in sites], dtype=np.float64),
        longitudes=np.array([row[2] for row in sites], dtype=np.float64),
        from_ids=[row[0] for row in legs],
        to_ids=[row[1] for row in legs],
        minutes=[row[2] for row in legs],
        kilometres=np.array([row[3] for row in legs], dtype=np.float64),
        factor=factor,
        speed_kmh=speed,
    )
