"""What the board's rules ask for besides shifts and skills: how they are taken, parts, periods, locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.queries.board.rows import NamedSpans
from models import fit
from models.agreements import Agreement
from models.items import Item
from models.requirements import ItemRequirement
from models.rule_settings import RuleSetting
from models.technicians import Certificate, DayLock, Exclusion, Technician
from models.terms import RequirementStatus
from models.worktime import local_epoch
from resources.texts import format_number

TECHNICIAN = Technician.__table__.c
_ONE_DAY = timedelta(days=1)


def rule_book(session: Session) -> fit.RuleBook:
    """How the company takes the rules; what it says of rules this program does not know is left out."""
    rows = session.scalars(select(RuleSetting)).all()
    if not rows:
        return fit.RULES
    known = {row.rule: row for row in rows if row.rule in set(fit.Rule)}
    return fit.RuleBook(
        {fit.Rule(code): row.strictness for code, row in known.items()},
        frozenset(fit.Rule(code) for code, row in known.items() if row.asks_reason),
    )


def missing_parts(session: Session, condition: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """What item requirements still wait for, in words by order, of the requirements that meet a condition."""
    wanted, item = ItemRequirement.__table__.c, Item.__table__.c
    rows = session.execute(
        select(wanted.order_id, wanted.quantity, wanted.delivered, item.name)
        .join_from(ItemRequirement.__table__, Item.__table__, item.id == wanted.item_id)
        .where(
            condition,
            wanted.status.not_in((RequirementStatus.DELIVERED, RequirementStatus.CANCELED)),
            wanted.quantity > wanted.delivered,
        )
        .order_by(wanted.order_id, wanted.line)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for order_id, quantity, delivered, name in rows:
        found[order_id] += (_part(quantity - delivered, name),)
    return dict(found)


def _part(missing: Decimal, name: str) -> str:
    return f"{format_number(missing)} × {name}"


def periods(session: Session, condition: ColumnElement[bool], zone: str) -> dict[int, fit.Period]:
    """When the agreements that meet a condition are valid, by id."""
    agreement = Agreement.__table__.c
    rows = session.execute(
        select(agreement.id, agreement.code, agreement.starts_on, agreement.ends_on).where(condition)
    )
    return {row.id: period_of(row.code, row.starts_on, row.ends_on, zone) for row in rows}


def period_of(code: str, first: date | None, last: date | None, zone: str) -> fit.Period:
    """The validity of an agreement as the judge takes it: local days, both inclusive."""
    return fit.Period(
        code,
        local_epoch(first, time(0), zone) if first else 0,
        local_epoch(last + _ONE_DAY, time(0), zone) if last else 0,
        first,
        last,
    )


def expiries(
    session: Session, chosen: ColumnElement[bool], zone: str
) -> dict[int, dict[int, tuple[int, date]]]:
    """Skills that expire, by technician: the first instant after the last day, and that day."""
    known = Certificate.__table__.c
    rows = session.execute(
        select(known.technician_id, known.skill_id, known.valid_until)
        .join_from(Certificate.__table__, Technician.__table__, TECHNICIAN.id == known.technician_id)
        .where(chosen)
    )
    found: dict[int, dict[int, tuple[int, date]]] = defaultdict(dict)
    for technician_id, skill_id, last in rows:
        found[technician_id][skill_id] = local_epoch(last + _ONE_DAY, time(0), zone), last
    return found


def day_locks(
    session: Session, chosen: ColumnElement[bool], *, days: tuple[date, date], zone: str
) -> dict[int, NamedSpans]:
    """Days closed to planning between two local dates, both inclusive, by technician."""
    lock = DayLock.__table__.c
    rows = session.execute(
        select(lock.technician_id, lock.on_date, lock.reason)
        .join_from(DayLock.__table__, Technician.__table__, TECHNICIAN.id == lock.technician_id)
        .where(chosen, lock.on_date.between(*days))
        .order_by(lock.on_date)
    )
    found: dict[int, NamedSpans] = defaultdict(tuple)
    for technician_id, day, reason in rows:
        span = local_epoch(day, time(0), zone), local_epoch(day + _ONE_DAY, time(0), zone), reason
        found[technician_id] += (span,)
    return found


def exclusions(session: Session, chosen: ColumnElement[bool]) -> Mapping[int, dict[int, str]]:
    """Customers to whom technicians are not sent, with the reasons, by technician."""
    exclusion = Exclusion.__table__.c
    rows = session.execute(
        select(exclusion.technician_id, exclusion.customer_id, exclusion.reason)
        .join_from(Exclusion.__table__, Technician.__table__, TECHNICIAN.id == exclusion.technician_id)
        .where(chosen)
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for technician_id, customer_id, reason in rows:
        found[technician_id][customer_id] = reason
    return found
