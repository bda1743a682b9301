"""What blocks and their legend can say beyond the board's own columns: read only when somebody wants it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.customers import Contact, Customer
from models.orders import ServiceOrder
from models.service_levels import ServiceLevel
from models.terms import LONGEST_VISIT
from models.visits import Visit

_MOST_IDS = 5_000


class VisitText(NamedTuple):
    """More about the order of a visit; what is unknown is empty."""

    description: str
    agreement: str
    phone: str


class MeaningNames(NamedTuple):
    """Names by id."""

    agreements: dict[int, str]
    service_levels: dict[int, str]


def visit_texts(session: Session, *, starts: datetime, ends: datetime) -> dict[int, VisitText]:
    """By order id, for the orders with visits that touch [starts, ends); the telephone is the contact's,
    else the customer's."""
    order, visit = ServiceOrder.__table__.c, Visit.__table__.c
    inside = select(visit.order_id).where(
        visit.starts_at >= starts - LONGEST_VISIT, visit.starts_at < ends, visit.ends_at > starts
    )
    phone = func.coalesce(func.nullif(Contact.__table__.c.phone, ""), Customer.__table__.c.phone, "")
    rows = session.execute(
        select(order.id, order.description, func.coalesce(Agreement.__table__.c.code, ""), phone)
        .select_from(ServiceOrder.__table__)
        .join(Customer.__table__, Customer.__table__.c.id == order.customer_id)
        .outerjoin(Contact.__table__, Contact.__table__.c.id == order.contact_id)
        .outerjoin(Agreement.__table__, Agreement.__table__.c.id == order.agreement_id)
        .where(order.id.in_(inside))
    )
    return {row[0]: VisitText(row[1] or "", row[2], row[3] or "") for row in rows}


def meaning_names(session: Session, agreement_ids: Collection[int]) -> MeaningNames:
    """Codes and names of some agreements, and the names of all service levels."""
    row, ids = Agreement.__table__.c, sorted(agreement_ids)[:_MOST_IDS]
    agreements = {}
    for first in range(0, len(ids), 500):
        found = session.execute(
            select(row.id, row.code, row.name).where(row.id.in_(ids[first : first + 500]))
        )
        agreements.update({key: f"{code} {name}".strip() for key, code, name in found})
    level = ServiceLevel.__table__.c
    levels = {key: name for key, name in session.execute(select(level.id, level.name))}
    return MeaningNames(agreements, levels)
