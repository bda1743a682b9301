"""The waiting list: orders in process that nobody is booked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal_column, select, true
from sqlalchemy.orm import Session

from app.queries.board import facts
from app.queries.board.rows import Needs, WaitingRow
from app.queries.board.visits import VISIT, needs_where
from models.agreements import Agreement
from models.base import epoch_of
from models.company import Company
from models.customers import Customer, Site
from models.fit import Period
from models.orders import ServiceOrder, order_skill, promised
from models.requirements import ItemRequirement
from models.stages import Stage
from models.technicians import Technician
from models.terms import ClockStatus, SplitRule, VisitStatus

ORDER = ServiceOrder.__table__.c
_MOST_IDS = 10_000


def _waits() -> ColumnElement[bool]:
    """In process, in a stage in which time counts, without a visit that is not cancelled.

    The words are literals: only then may a database use the partial index of what is in process.
    """
    cancelled: ColumnElement[str] = literal_column(f"'{VisitStatus.CANCELLED.value}'")
    booked = select(VISIT.id).where(VISIT.order_id == ORDER.id, VISIT.status != cancelled)
    stage = Stage.__table__.c
    ended = select(stage.id).where(stage.stops_clock)
    return and_(
        ORDER.progress == literal_column("'in_process'"),
        ORDER.stage_id.not_in(ended),
        ~booked.correlate(ServiceOrder.__table__).exists(),
    )


def waiting_orders(session: Session, *, among: Collection[int] | None = None) -> list[WaitingRow]:
    """Orders that wait for a visit, oldest first, in six statements; of all, or `among` these ids.

    A finished visit takes an order off this list too; what still remains to be done is for a person to say,
    by planning another visit from the order.
    """
    zone = ZoneInfo(session.execute(select(Company.__table__.c.time_zone)).scalar_one())
    asked = _waits() if among is None else and_(ORDER.id.in_(list(among)), _waits())
    ids = session.execute(select(ORDER.id).where(asked)).scalars().all()
    # A database that is told the few ids looks up their customers, and does not read all there are.
    waiting: Sequence[int] | Select[tuple[int]] = ids
    if len(ids) > _MOST_IDS:
        waiting = select(ORDER.id).where(asked)
    rows = list(session.execute(_select_rows().where(ORDER.id.in_(waiting))))
    needs = needs_where(session, order_skill.c.order_id.in_(waiting))
    parts = facts.missing_parts(session, ItemRequirement.__table__.c.order_id.in_(waiting))
    period = lru_cache(maxsize=None)(partial(facts.period_of, zone=zone.key))
    return [
        _waiting_row(
            row,
            needs.get(row.id, ()),
            zone,
            parts=parts.get(row.id, ()),
            period=period(row.agreement, row.valid_from, row.valid_to) if row.agreement else None,
        )
        for row in rows
    ]


def orders_of_visits(session: Session, visit_ids: Collection[int]) -> dict[int, int]:
    """The orders of visits, by visit id; visits that are gone are left out."""
    rows = session.execute(select(VISIT.id, VISIT.order_id).where(VISIT.id.in_(list(visit_ids))))
    return {visit_id: order_id for visit_id, order_id in rows}


def _select_rows() -> Select[*tuple[Any, ...]]:  # columns of several types
    customer, site, agreement = Customer.__table__.c, Site.__table__.c, Agreement.__table__.c
    responsible = Technician.__table__.c
    return (
        select(
            ORDER.id,
            ORDER.number,
            customer.name.label("customer"),
            func.coalesce(site.city, "").label("town"),
            func.coalesce(ORDER.site_id, 0).label("site_id"),
            func.coalesce(site.name, "").label("site"),
            epoch_of(ORDER.created_at).label("made_at"),
            func.coalesce(responsible.name, "").label("responsible"),
            ORDER.duration_minutes,
            ORDER.service_date,
            ORDER.earliest_start,
            ORDER.latest_start,
            ORDER.priority,
            ORDER.customer_id,
            ORDER.agreement_id,
            func.coalesce(agreement.code, "").label("agreement"),
            agreement.starts_on.label("valid_from"),
            agreement.ends_on.label("valid_to"),
            ORDER.description,
            ORDER.version,
            func.coalesce(ORDER.split_rule, Company.__table__.c.split_rule).label("split"),
            func.coalesce(ORDER.preferred_technician_id, 0).label("preferred"),
            case((ORDER.clock == ClockStatus.RUNNING, epoch_of(ORDER.clock_due_at)), else_=0).label("due"),
        )
        .select_from(ServiceOrder.__table__.join(Customer.__table__, customer.id == ORDER.customer_id))
        .join(Company.__table__, true())
        .outerjoin(Site.__table__, site.id == ORDER.site_id)
        .outerjoin(Agreement.__table__, agreement.id == ORDER.agreement_id)
        .outerjoin(Technician.__table__, responsible.id == ORDER.responsible_id)
        .order_by(ORDER.id)
    )


def _waiting_row(
    row: Row[*tuple[Any, ...]],  # columns of several types
    needs: Needs,
    zone: ZoneInfo,
    *,
    parts: tuple[str, ...],
    period: Period | None,
) -> WaitingRow:
    promise = promised(row.service_date, row.earliest_start, row.latest_start, zone)
    return WaitingRow(
        order_id=row.id,
        number=row.number,
        customer=row.customer,
        town=row.town,
        site_id=row.site_id,
        needs=needs,
        duration_minutes=row.duration_minutes,
        promise_from=_epoch(promise[0]),
        promise_to=_epoch(promise[1]),
        priority=row.priority,
        service_date=row.service_date,
        agreement=row.agreement,
        description=row.description,
        version=row.version,
        preferred_technician_id=row.preferred,
        due=row.due or 0,
        split=SplitRule(row.split),
        site=row.site,
        made_at=row.made_at,
        responsible=row.responsible,
        customer_id=row.customer_id,
        agreement_id=row.agreement_id or 0,
        parts=parts,
        period=period,
    )


def _epoch(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment is not None else 0
