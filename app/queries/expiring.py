"""Agreements that end soon, or ended lately without being renewed (domain.md 1.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.agreements import Agreement, AgreementGroup, AgreementLine
from models.customers import Customer
from models.orders import ServiceOrder

HORIZONS = (30, 60, 90)
"""Days ahead that people look at."""

FORGOTTEN = 30
"""Days for which an agreement that ended without being renewed is still listed."""


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """One agreement that ends.

    Attributes:
        days_left: until its last day, which still counts; below zero it has ended.
        renewed_by: code of the agreement that is its next period, or "".
        lines, orders: how many lines it has, and how many orders came from it.
    """

    id: int
    code: str
    name: str
    customer: str
    group: str
    ends_on: date
    renewed_by: str
    lines: int
    orders: int
    version: int
    days_left: int


def expiring(session: Session, *, today: date, within: int | None = None) -> tuple[ExpiringRow, ...]:
    """Agreements that end within so many days (None: whenever), the first to end first. One statement.

    Those that ended in the last 30 days are there until they are renewed; templates never are.
    """
    renewal = aliased(Agreement)
    renewed_by = func.coalesce(
        select(func.min(renewal.code)).where(renewal.renewal_of_id == Agreement.id).scalar_subquery(), ""
    )
    lines = select(func.count(AgreementLine.id)).where(AgreementLine.agreement_id == Agreement.id)
    orders = select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == Agreement.id)
    rows: Any = session.execute(  # tuples in the order of ExpiringRow
        select(
            Agreement.id, Agreement.code, Agreement.name, Customer.name, AgreementGroup.name,
            Agreement.ends_on, renewed_by, lines.scalar_subquery(), orders.scalar_subquery(),
            Agreement.version,
        )
        .join(Customer, Customer.id == Agreement.customer_id)
        .join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .where(*_conditions(today, within))
        .order_by(Agreement.ends_on, Agreement.code)
    )  # fmt: skip
    return tuple(ExpiringRow(*(*row, (row[5] - today).days)) for row in rows)


def expiring_counts(session: Session, *, today: date) -> Mapping[int, int]:
    """How many agreements end within each of the horizons; 0 stands for all. One statement."""
    ends = session.scalars(select(Agreement.ends_on).where(*_conditions(today, None))).all()
    days = [(day - today).days for day in ends if day is not None]
    return {**{limit: sum(left <= limit for left in days) for limit in HORIZONS}, 0: len(days)}


def _conditions(today: date, within: int | None) -> tuple[Any, ...]:  # clauses on Agreement
    renewal = aliased(Agreement)
    is_renewed = exists().where(renewal.renewal_of_id == Agreement.id)
    is_forgotten = and_(Agreement.ends_on >= today - timedelta(FORGOTTEN), ~is_renewed)
    found: list[Any] = [Agreement.template.is_(False), or_(Agreement.ends_on >= today, is_forgotten)]
    if within is not None:
        found.append(Agreement.ends_on <= today + timedelta(within))
    return tuple(found)
