"""Whose papers are printed: visits of a day in route order, visits of orders, orders by number or day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.papers.shared import local_day
from models.company import Company
from models.orders import OrderLine, ServiceOrder
from models.technicians import Team, Technician
from models.terms import LineStatus, VisitStatus
from models.visits import Visit


def route_ids(session: Session, *, day: date, technician_codes: Sequence[str] = ()) -> list[int]:
    """Visits that start on a local day, by team and technician, each in route order."""
    zone = ZoneInfo(session.scalars(select(Company.time_zone)).one())
    starts, ends = local_day(day, zone)
    wanted = (
        select(Visit.id)
        .join(Technician, Technician.id == Visit.technician_id)
        .outerjoin(Team, Team.id == Technician.team_id)
        .where(Visit.starts_at >= starts, Visit.starts_at < ends, Visit.status != VisitStatus.CANCELLED)
        .order_by(Team.name, Technician.name, Technician.id, Visit.starts_at)
    )
    if technician_codes:
        wanted = wanted.where(Technician.code.in_(technician_codes))
    return list(session.scalars(wanted))


def visit_ids_of_orders(session: Session, order_ids: Iterable[int]) -> list[int]:
    """Visits of these orders, earliest first; cancelled ones have no paper."""
    wanted = (
        select(Visit.id)
        .where(Visit.order_id.in_(list(order_ids)), Visit.status != VisitStatus.CANCELLED)
        .order_by(Visit.starts_at, Visit.id)
    )
    return list(session.scalars(wanted))


def unknown_technicians(session: Session, codes: Sequence[str]) -> list[str]:
    """Which of these codes no technician has."""
    known = set(session.scalars(select(Technician.code).where(Technician.code.in_(codes))))
    return [code for code in codes if code not in known]


def order_ids_by_number(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """Orders by their numbers; numbers that no order has are left out."""
    rows = session.execute(
        select(ServiceOrder.number, ServiceOrder.id).where(ServiceOrder.number.in_(numbers))
    )
    return {number: row_id for number, row_id in rows}


def order_ids_of_visits(session: Session, *, visit_ids: Sequence[int]) -> list[int]:
    """The orders of visits, each once, in the order of the visits."""
    rows = session.execute(select(Visit.id, Visit.order_id).where(Visit.id.in_(visit_ids)))
    by_visit = {visit_id: order_id for visit_id, order_id in rows}
    return list(dict.fromkeys(by_visit[visit_id] for visit_id in visit_ids if visit_id in by_visit))


def order_ids_of_day(session: Session, *, day: date) -> list[int]:
    """Orders visited on a local day, in route order, then those of which a line was done that day."""
    visited = order_ids_of_visits(session, visit_ids=route_ids(session, day=day))
    done = session.scalars(
        select(OrderLine.order_id)
        .where(OrderLine.executed_on == day, OrderLine.status != LineStatus.CANCELED)
        .order_by(OrderLine.order_id)
    )
    return list(dict.fromkeys([*visited, *done]))
