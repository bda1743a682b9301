"""What the short form for a request by phone asks: who calls, what is known of the job (domain.md 5.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import AgreementGroup
from models.clock_face import clock_fields
from models.company import Company
from models.coverage import Job, covering
from models.customers import Contact, Customer, Site
from models.objects import ServiceObject
from models.opening import work_calendar
from models.orders import ServiceOrder
from models.repairs import Symptom, SymptomArea
from models.search import by_name, has_name, like
from models.service_levels import ServiceLevel
from models.terms import LevelSource, Progress

LIMIT = 20
_SHORTEST_NUMBER = 4
"""Digits from which a text is also looked for in telephone numbers."""


@dataclass(frozen=True, slots=True)
class CallerRow:
    """Somebody who may be calling: a customer, and the person there if the text found one.

    Attributes:
        detail: what tells it from others: telephone, code.
        contact_id: 0 where the customer itself was found.
    """

    customer_id: int
    customer: str
    detail: str
    contact_id: int = 0
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """A symptom within its area."""

    id: int
    name: str
    area_id: int
    area: str


@dataclass(frozen=True, slots=True)
class CoveringRow:
    """An agreement that covers the job, the level it gives, and by when the work would be done.

    Attributes:
        due_at: latest completion if the clock began now, aware UTC; none without a level.
    """

    id: int
    code: str
    name: str
    level: str
    level_source: LevelSource | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenOrderRow:
    """An order in process for the same customer, which the caller may mean."""

    id: int
    number: str
    description: str
    service_date: date | None


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What is known of a job before it is an order.

    Attributes:
        sites: (id, name) of the customer's, at most two; one is chosen at once.
        agreements: those that cover it, by code.
        needs_agreement: the company allows no order without one.
        closed: why the day wanted is no working day, empty if it is one; "-" where no reason is given.
        warranty_until: of the object.
        open_orders: the newest of the customer's orders in process.
        zone: the company's.
    """

    sites: tuple[tuple[int, str], ...]
    agreements: tuple[CoveringRow, ...]
    needs_agreement: bool
    closed: str
    warranty_until: date | None
    open_orders: tuple[OpenOrderRow, ...]
    open_count: int
    zone: str


def find_callers(session: Session, text: str) -> list[CallerRow]:
    """Customers and their people by name, code, or a part of a telephone number, at most twenty."""
    words, digits = text.split(), re.sub(r"\D", "", text)
    if len(digits) >= _SHORTEST_NUMBER and not re.search(r"[^\d\s+()./-]", text):
        return _by_phone(session, digits.removeprefix("0031").removeprefix("31").lstrip("0") or digits)
    if not words:
        return _customers(session, ())
    beginning = f"{like(' '.join(words))}%"
    first = _customers(
        session, (or_(has_name(Customer.name, beginning), has_name(Customer.code, beginning)),)
    )
    everywhere = [has_name(Customer.name, f"%{like(word)}%") for word in words]
    rest = _customers(session, everywhere) if len(first) < LIMIT else []
    known = {row.customer_id for row in first}
    found = first + [row for row in rest if row.customer_id not in known]
    people = [has_name(Contact.name, f"%{like(word)}%") for word in words]
    return (found + (_people(session, people) if len(found) < LIMIT else []))[:LIMIT]


@dataclass(frozen=True, slots=True)
class RequestSetting:
    """What the form starts with: the company's time zone, every symptom by area and code."""

    zone: str
    symptoms: tuple[SymptomRow, ...]


def request_setting(session: Session) -> RequestSetting:
    """Zone and symptoms."""
    rows = session.execute(
        select(Symptom.id, Symptom.name, SymptomArea.id, SymptomArea.name)
        .join(SymptomArea, SymptomArea.id == Symptom.area_id)
        .order_by(SymptomArea.code, Symptom.code)
    )
    zone = session.scalar(select(Company.time_zone)) or "UTC"
    return RequestSetting(zone, tuple(SymptomRow(*row) for row in rows))


def job_facts(
    session: Session,
    customer_id: int,
    *,
    now: datetime,
    site_id: int = 0,
    object_id: int = 0,
    on: date | None = None,
) -> JobFacts:
    """What is known of a job on a day, today without one: agreements with their levels, calendar, orders."""
    company = session.scalars(select(Company)).one()
    job = Job(customer_id, on or now.astimezone(company.zone).date(), site_id, object_id)
    calendar = work_calendar(session, company.calendar_id, company)
    thing = session.get(ServiceObject, job.object_id) if job.object_id else None
    closed = "" if calendar.is_open(job.on) else calendar.closed.get(job.on, "-")
    some = select(Site.id, Site.name).where(Site.customer_id == job.customer_id).order_by(Site.code).limit(2)
    open_orders, count = _open_orders(session, job.customer_id)
    return JobFacts(
        sites=tuple((row_id, name) for row_id, name in session.execute(some)),
        agreements=tuple(_covering(session, job, company, now)),
        needs_agreement=not company.allow_without_agreement,
        closed=closed,
        warranty_until=thing.warranty_until if thing is not None else None,
        open_orders=open_orders,
        open_count=count,
        zone=company.time_zone,
    )


def _covering(session: Session, job: Job, company: Company, now: datetime) -> list[CoveringRow]:
    rows = []
    for agreement in covering(session, job):
        level_id, source = agreement.service_level_id, LevelSource.AGREEMENT
        if level_id is None:
            group = session.get_one(AgreementGroup, agreement.group_id)
            level_id, source = group.service_level_id, LevelSource.GROUP
        level = session.get(ServiceLevel, level_id) if level_id is not None else None
        due = None
        if level is not None:
            calendar = work_calendar(session, level.calendar_id, company)
            due = clock_fields(level, calendar, now).clock_due_at
        name = level.name if level is not None else ""
        rows.append(
            CoveringRow(agreement.id, agreement.code, agreement.name, name, source if level else None, due)
        )
    return rows


def _open_orders(session: Session, customer_id: int) -> tuple[tuple[OpenOrderRow, ...], int]:
    conditions = (
        ServiceOrder.customer_id == customer_id,
        ServiceOrder.progress == Progress.IN_PROCESS,
    )
    count = session.scalar(select(func.count(ServiceOrder.id)).where(*conditions)) or 0
    rows = session.execute(
        select(ServiceOrder.id, ServiceOrder.number, ServiceOrder.description, ServiceOrder.service_date)
        .where(*conditions)
        .order_by(ServiceOrder.id.desc())
        .limit(3)
    )
    return tuple(OpenOrderRow(*row) for row in rows), count


def _customers(session: Session, conditions: Any) -> list[CallerRow]:  # conditions of any kind
    rows = session.execute(
        select(Customer.id, Customer.name, Customer.phone, Customer.code)
        .where(*conditions)
        .order_by(by_name(Customer.name), Customer.id)
        .limit(LIMIT)
    )
    return [CallerRow(row_id, name, phone or code, phone=phone or "") for row_id, name, phone, code in rows]


def _people(session: Session, conditions: Any) -> list[CallerRow]:  # conditions of any kind
    rows = session.execute(
        select(Customer.id, Customer.name, Contact.id, Contact.name, Contact.phone)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(*conditions)
        .order_by(by_name(Customer.name), Contact.id)
        .limit(LIMIT)
    )
    return [
        CallerRow(row_id, name, " · ".join(part for part in (person, phone) if part), contact_id, person,
                  phone or "")
        for row_id, name, contact_id, person, phone in rows
    ]  # fmt: skip


def _by_phone(session: Session, digits: str) -> list[CallerRow]:
    people = _people(session, (_has_digits(Contact.phone, digits),))
    return (_customers(session, (_has_digits(Customer.phone, digits),)) + people)[:LIMIT]


def _has_digits(column: Any, digits: str) -> ColumnElement[bool]:  # a mapped text attribute
    """Whether a number contains these digits, however it is written."""
    bare = column
    for sign in (" ", "-", "(", ")", ".", "/"):
        bare = func.replace(bare, sign, "")
    found: ColumnElement[bool] = bare.like(f"%{digits}%")
    return found
