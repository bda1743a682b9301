"""Everything the inspector and the hover card say about one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from app.queries.board.rows import Needs
from app.queries.board.visits import VISIT, needs_by_orders
from models.agreements import Agreement
from models.base import epoch_of
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Missing
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder, promised
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Technician
from models.terms import ClockStatus, Lock, Priority, Progress, VisitStatus
from models.visits import Visit
from resources.texts import _

_PAST_VISITS = 3


@dataclass(frozen=True, slots=True)
class CardTask:
    """A piece of work on the order."""

    code: str
    name: str
    internal_note: str


@dataclass(frozen=True, slots=True)
class CardObject:
    """A thing that is serviced."""

    code: str
    name: str
    serial_number: str


@dataclass(frozen=True, slots=True)
class CardVisit:
    """A visit to the order, or a past one to the same site; times are epoch seconds."""

    visit_id: int
    order_id: int
    number: str
    description: str
    technician_id: int
    technician: str
    starts: int
    ends: int
    status: VisitStatus
    lock: Lock | None
    overlap_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order as a dispatcher wants to know it; what is unknown is empty, 0 or None.

    Attributes:
        promise_from, promise_to: bounds of the start, epoch seconds.
        due: latest completion of the service level, epoch seconds; 0 while no clock runs.
        visits: all of this order, by start.
        last_visits: the last three finished ones of other orders at the same site, newest first.
    """

    order_id: int
    version: int
    number: str
    description: str
    stage: str
    progress: Progress
    priority: Priority
    service_date: date | None
    promise_from: int
    promise_to: int
    duration_minutes: int
    service_level: str
    customer_id: int
    customer: str
    customer_phone: str
    customer_email: str
    site_id: int
    site: str
    street: str
    postal_code: str
    town: str
    country: str
    access_notes: str
    contact: str
    contact_phone: str
    contact_email: str
    agreement_id: int
    agreement: str
    preferred_technician_id: int
    preferred_technician: str
    needs: Needs
    tasks: tuple[CardTask, ...]
    objects: tuple[CardObject, ...]
    visits: tuple[CardVisit, ...]
    last_visits: tuple[CardVisit, ...]
    due: int = 0
    one_time_address: str = ""
    caller: str = ""
    caller_phone: str = ""


def order_card(session: Session, order_id: int) -> OrderCard:
    """The order with what stands around it, in six statements.

    Raises:
        Missing: there is no such order.
    """
    head = session.execute(_select_head(order_id)).one_or_none()
    if head is None:
        raise Missing(_("The order is gone; somebody deleted it."))
    lines = list(session.execute(_select_lines(order_id)))
    zone = ZoneInfo(head.time_zone)
    promise = promised(head.service_date, head.earliest_start, head.latest_start, zone)
    return OrderCard(
        **{name: value for name, value in head._mapping.items() if name not in _HIDDEN},
        promise_from=int(promise[0].timestamp()) if promise[0] else 0,
        promise_to=int(promise[1].timestamp()) if promise[1] else 0,
        needs=needs_by_orders(session, [order_id]).get(order_id, ()),
        tasks=tuple(dict.fromkeys(CardTask(row.task, row.task_name, row.note) for row in lines if row.task)),
        objects=tuple(
            dict.fromkeys(CardObject(row.object, row.object_name, row.serial) for row in lines if row.object)
        ),
        visits=_visits(session, _select_visits().where(VISIT.order_id == order_id).order_by(VISIT.starts_at)),
        last_visits=_visits(session, _select_last_visits(order_id, head.site_id)),
    )


_HIDDEN = ("time_zone", "earliest_start", "latest_start")


def _text(column: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(column, "")


def _number(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(column, 0)


_ORDER = ServiceOrder.__table__.c
_CUSTOMER = Customer.__table__.c
_SITE = Site.__table__.c
_STAGE = Stage.__table__.c
_LEVEL = ServiceLevel.__table__.c
_PERSON = Technician.__table__.c
_CONTACT = Contact.__table__.c
_AGREEMENT = Agreement.__table__.c
_COMPANY = Company.__table__.c

_HEAD: dict[str, ColumnElement[Any]] = {  # of several types
    "order_id": _ORDER.id,
    "version": _ORDER.version,
    "number": _ORDER.number,
    "description": _ORDER.description,
    "stage": _STAGE.name,
    "progress": _ORDER.progress,
    "priority": _ORDER.priority,
    "service_date": _ORDER.service_date,
    "earliest_start": _ORDER.earliest_start,
    "latest_start": _ORDER.latest_start,
    "duration_minutes": _ORDER.duration_minutes,
    "service_level": _text(_LEVEL.name),
    "due": case((_ORDER.clock == ClockStatus.RUNNING, _number(epoch_of(_ORDER.clock_due_at))), else_=0),
    "customer_id": _CUSTOMER.id,
    "customer": _CUSTOMER.name,
    "customer_phone": _text(_CUSTOMER.phone),
    "customer_email": _text(_CUSTOMER.email),
    "site_id": _number(_SITE.id),
    "site": _text(_SITE.name),
    "street": _text(_SITE.street),
    "postal_code": _text(_SITE.postal_code),
    "town": _text(_SITE.city),
    "country": _text(_SITE.country),
    "access_notes": _text(_SITE.access_notes),
    "contact": _text(_CONTACT.name),
    "contact_phone": _text(_CONTACT.phone),
    "contact_email": _text(_CONTACT.email),
    "agreement_id": _number(_AGREEMENT.id),
    "agreement": _text(_AGREEMENT.code),
    "preferred_technician_id": _number(_PERSON.id),
    "preferred_technician": _text(_PERSON.name),
    "one_time_address": _ORDER.one_time_address,
    "caller": _ORDER.caller,
    "caller_phone": _ORDER.caller_phone,
    "time_zone": _COMPANY.time_zone,
}


def _select_head(order_id: int) -> Select[Any]:  # columns of several types
    return (
        select(*(column.label(name) for name, column in _HEAD.items()))
        .select_from(ServiceOrder.__table__.join(Customer.__table__, _CUSTOMER.id == _ORDER.customer_id))
        .join(Stage.__table__, _STAGE.id == _ORDER.stage_id)
        .join(Company.__table__, true())
        .outerjoin(Site.__table__, _SITE.id == _ORDER.site_id)
        .outerjoin(Contact.__table__, _CONTACT.id == _ORDER.contact_id)
        .outerjoin(Agreement.__table__, _AGREEMENT.id == _ORDER.agreement_id)
        .outerjoin(ServiceLevel.__table__, _LEVEL.id == _ORDER.service_level_id)
        .outerjoin(Technician.__table__, _PERSON.id == _ORDER.preferred_technician_id)
        .where(_ORDER.id == order_id)
    )


def _select_lines(order_id: int) -> Select[Any]:  # columns of several types
    line, task, thing = OrderLine.__table__, ServiceTask.__table__, ServiceObject.__table__
    return (
        select(
            task.c.code.label("task"),
            task.c.name.label("task_name"),
            _text(task.c.internal_note).label("note"),
            thing.c.code.label("object"),
            thing.c.name.label("object_name"),
            _text(thing.c.serial_number).label("serial"),
        )
        .select_from(line.outerjoin(task, task.c.id == line.c.task_id))
        .outerjoin(thing, thing.c.id == line.c.object_id)
        .where(line.c.order_id == order_id)
        .order_by(line.c.line)
    )


def _select_visits() -> Select[Any]:  # columns of several types, named as CardVisit has them
    order, person = ServiceOrder.__table__, Technician.__table__
    return (
        select(
            VISIT.id.label("visit_id"),
            VISIT.order_id,
            VISIT.order_number.label("number"),
            order.c.description,
            VISIT.technician_id,
            person.c.name.label("technician"),
            epoch_of(VISIT.starts_at).label("starts"),
            epoch_of(VISIT.ends_at).label("ends"),
            VISIT.status,
            VISIT.move_lock.label("lock"),
            _text(VISIT.overlap_reason).label("overlap_reason"),
            VISIT.version,
        )
        .select_from(Visit.__table__.join(order, order.c.id == VISIT.order_id))
        .join(person, person.c.id == VISIT.technician_id)
    )


def _select_last_visits(order_id: int, site_id: int) -> Select[Any]:  # as _select_visits
    return (
        _select_visits()
        .where(VISIT.site_id == site_id, VISIT.order_id != order_id, VISIT.status == VisitStatus.DONE)
        .order_by(VISIT.starts_at.desc())
        .limit(_PAST_VISITS)
    )


def _visits(session: Session, chosen: Select[Any]) -> tuple[CardVisit, ...]:  # as _select_visits
    return tuple(CardVisit(**row._mapping) for row in session.execute(chosen))
