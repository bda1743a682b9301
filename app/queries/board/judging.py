"""Does it fit there? The facts of the lanes concerned, and the verdict of the one judge, `models.fit`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.queries.board.lanes import company_days, instant, lane_rows
from app.queries.board.rows import LaneRow, Needs
from app.queries.board.visits import VISIT, needs_by_orders
from models import fit
from models.base import epoch_of
from models.company import Company
from models.customers import Site
from models.distances import Travel
from models.errors import Missing
from models.orders import ServiceOrder, promised
from models.terms import LONGEST_VISIT, VisitStatus
from models.travel import TravelTime
from models.visits import Visit
from resources.texts import _

_NEAR = 2 * fit.DAY
"""Stops and shifts within this many seconds around a place take part in judging it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit would stand; `visit_id` 0 for a new one, times in epoch seconds."""

    visit_id: int
    order_id: int
    technician_id: int
    starts: int
    ends: int


def judge_places(session: Session, places: Sequence[Place]) -> list[fit.Verdict]:
    """What each place would mean, all of them taken at once; in eleven statements.

    Raises:
        Missing: an order or a technician is gone.
    """
    if not places:
        return []
    starts = min(place.starts for place in places) - _NEAR
    ends = max(place.ends for place in places) + _NEAR
    people = {place.technician_id for place in places}
    days = company_days(session, starts=starts, ends=ends)
    lanes = {
        lane.technician_id: lane
        for lane in lane_rows(session, days, starts=starts, ends=ends, only=sorted(people))
    }
    if people - lanes.keys():
        raise Missing(_("The technician is gone; somebody deleted it."))
    proposals = _proposals(session, places, ZoneInfo(days.zone))
    stops = _stops(session, people, starts=starts, ends=ends)
    travel = _travel(session, lanes.values(), proposals, stops)
    moving = {place.visit_id for place in places}
    return [
        fit.judge(
            proposal,
            _fit_lane(lanes[place.technician_id]),
            _stops_around(proposal, place, list(zip(places, proposals, strict=True)), stops, moving),
            travel.leg,
        )
        for place, proposal in zip(places, proposals, strict=True)
    ]


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
    why = visit.why_not_move(
        changes_time=(instant(place.starts), instant(place.ends)) != (visit.starts_at, visit.ends_at),
        changes_person=place.technician_id != visit.technician_id,
    )
    return (why,) if why else ()


def _proposals(session: Session, places: Sequence[Place], zone: ZoneInfo) -> list[fit.Proposal]:
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
        ).where(order.id.in_(wanted))
    )
    orders = {row.id: row for row in rows}
    if len(orders) < len(wanted):
        raise Missing(_("The order is gone; somebody deleted it."))
    needs = needs_by_orders(session, wanted)
    return [_proposal(place, orders[place.order_id], needs.get(place.order_id, ()), zone) for place in places]


def _proposal(
    place: Place, order: Row[*tuple[Any, ...]], needs: Needs, zone: ZoneInfo
) -> fit.Proposal:  # an order's row
    first, last = promised(order.service_date, order.earliest_start, order.latest_start, zone)
    return fit.Proposal(
        starts=place.starts,
        ends=place.ends,
        visit_id=place.visit_id,
        site_id=order.site_id,
        needs=needs,
        promise_from=int(first.timestamp()) if first else 0,
        promise_to=int(last.timestamp()) if last else 0,
        label=order.number,
    )


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


def _stops_around(
    proposal: fit.Proposal,
    place: Place,
    together: Sequence[tuple[Place, fit.Proposal]],
    stops: Mapping[int, Sequence[fit.Stop]],
    moving: set[int],
) -> list[fit.Stop]:
    """The lane's stops as they would be when all places are taken."""
    kept = [stop for stop in stops.get(place.technician_id, ()) if stop.visit_id not in moving]
    kept += [
        fit.Stop(other.visit_id, other.starts, other.ends, other.site_id, other.label)
        for where, other in together
        if other is not proposal and where.technician_id == place.technician_id
    ]
    kept.sort(key=lambda stop: stop.starts)
    return kept


def _fit_lane(row: LaneRow) -> fit.Lane:
    return fit.Lane(
        technician_id=row.technician_id,
        name=row.name,
        shifts=row.shifts,
        absences=row.absences,
        skills=frozenset(skill for skill, _name in row.skills),
        home_site_id=row.home_site_id,
    )


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
