"""Take a working request over the phone: a short form becomes an order with its clock (domain.md 5.4, 11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import select

from app.queries.order_details import Choice, OrderFields
from app.usecases.orders.lines import price_lines
from app.usecases.orders.opening import begun, settle
from app.usecases.orders.parts import numbering
from app.work import Work
from models.agreements import Agreement
from models.company import Company
from models.coverage import Job, the_one_covering
from models.customers import Site
from models.errors import Refused
from models.objects import ServiceObject
from models.orders import OrderLine, ServiceOrder
from models.relations import OrderObject
from models.repairs import RepairLine, RepairStage, Symptom, SymptomArea
from models.service_levels import ServiceLevel
from models.terms import LevelSource, Priority, Right, TransactionType
from resources.texts import _

FIND = -1
"""Says that the agreement is to be found."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a caller asks for; ids are 0 for none, times are local to the company.

    Attributes:
        title: what is wrong, in the caller's words.
        agreement_id: `FIND` for the one that covers it, 0 for none.
        service_date: the day wanted; none for as soon as can be.
    """

    customer_id: int
    title: str = ""
    site_id: int = 0
    object_id: int = 0
    contact_id: int = 0
    symptom_area_id: int = 0
    symptom_id: int = 0
    caller: str = ""
    caller_phone: str = ""
    service_date: date | None = None
    earliest_start: time | None = None
    latest_start: time | None = None
    duration_minutes: int = 60
    priority: Priority = Priority.NORMAL
    technician_id: int = 0
    agreement_id: int = FIND


@dataclass(frozen=True, slots=True)
class RequestTaken:
    """The order it became.

    Attributes:
        agreement: code of the agreement it falls under, or empty.
        level, level_source: the service level it follows, or empty, and whose that is.
        due_at: latest completion, aware UTC; none without a clock.
        is_conflict: the day wanted is closed in the company's calendar.
        zone: the company's.
    """

    id: int
    number: str
    version: int
    agreement: str
    level: str
    level_source: LevelSource | None
    due_at: datetime | None
    is_conflict: bool
    zone: str


def take_request(work: Work, *, request: Request) -> RequestTaken:
    """Make the order, an hour line for the work, a repair line of what is wrong, and start the clock.

    Raises:
        Refused: no customer, nothing said of what is wrong, a part of somebody else, no agreement where one
            is asked for.
    """
    work.require(Right.EDIT_ORDERS)
    if not request.title.strip() and not request.symptom_id:
        raise Refused(_("Say what is wrong."), field="title")
    company = numbering(work)
    fields = _fields(work, request, today=work.now.astimezone(company.zone).date())
    order = begun(work, company, fields)
    order.lines.append(_work_line(request, fields.description))
    price_lines(work, order)
    settle(work, order, company)
    _relate(work, order, request)
    work.add(_repair_line(work, order, request))
    return _taken(work, order, company)


def _fields(work: Work, request: Request, *, today: date) -> OrderFields:
    title = request.title.strip()
    if not title:
        title = work.get(Symptom, request.symptom_id).name
    fields = OrderFields(
        customer=Choice(request.customer_id),
        site=Choice(_site(work, request)),
        contact=Choice(request.contact_id),
        description=title,
        priority=request.priority,
        service_date=request.service_date,
        earliest_start=request.earliest_start,
        latest_start=request.latest_start,
        duration_minutes=request.duration_minutes,
        technician=Choice(request.technician_id),
        caller=request.caller,
        caller_phone=request.caller_phone,
    )
    agreement_id = request.agreement_id
    if agreement_id == FIND:
        job = Job(request.customer_id, request.service_date or today, fields.site.id, request.object_id)
        agreement = the_one_covering(work.session, job)
        agreement_id = agreement.id if agreement is not None else 0
    return replace(fields, agreement=Choice(agreement_id))


def _site(work: Work, request: Request) -> int:
    """The site said, else the object's, else the customer's only one."""
    if request.site_id:
        return request.site_id
    if request.object_id:
        of_object = work.get(ServiceObject, request.object_id).site_id
        if of_object:
            return of_object
    some = select(Site.id).where(Site.customer_id == request.customer_id).limit(2)
    sites = work.session.scalars(some).all()
    return sites[0] if len(sites) == 1 else 0


def _work_line(request: Request, title: str) -> OrderLine:
    """The hours that are expected, so that the order can be signed off, posted, or canceled."""
    hours = (Decimal(request.duration_minutes) / 60).quantize(Decimal("0.01"))
    return OrderLine(
        line=1,
        type=TransactionType.HOUR,
        description=title.splitlines()[0],
        quantity=hours.normalize(),
        object_id=request.object_id or None,
        technician_id=request.technician_id or None,
    )


def _relate(work: Work, order: ServiceOrder, request: Request) -> None:
    """The object belongs to the order; it has to be the customer's."""
    if not request.object_id:
        return
    order.require_own_object(work.get(ServiceObject, request.object_id))
    known = select(OrderObject.id).where(
        OrderObject.order_id == order.id, OrderObject.object_id == request.object_id
    )
    if work.session.scalar(known) is None:
        work.add(OrderObject(order_id=order.id, object_id=request.object_id))


def _repair_line(work: Work, order: ServiceOrder, request: Request) -> RepairLine:
    """What the caller noticed, in the first stage of repairs."""
    first = select(RepairStage).where(RepairStage.finished.is_(False)).order_by(RepairStage.position)
    stage = work.session.scalars(first.limit(1)).first()
    line = RepairLine(
        order_id=order.id,
        line=1,
        created_at=work.now,
        object_id=request.object_id or None,
        title=request.title.strip().splitlines()[0] if request.title.strip() else order.description,
        stage_id=stage.id if stage is not None else None,
    )
    area = work.get(SymptomArea, request.symptom_area_id) if request.symptom_area_id else None
    symptom = work.get(Symptom, request.symptom_id) if request.symptom_id else None
    if symptom is not None and area is None:
        area = work.get(SymptomArea, symptom.area_id)
    line.take_symptom(area, symptom)
    return line


def _taken(work: Work, order: ServiceOrder, company: Company) -> RequestTaken:
    agreement = work.get(Agreement, order.agreement_id) if order.agreement_id else None
    level = work.get(ServiceLevel, order.service_level_id) if order.service_level_id else None
    return RequestTaken(
        id=order.id,
        number=order.number,
        version=order.version,
        agreement=agreement.code if agreement is not None else "",
        level=level.name if level is not None else "",
        level_source=order.service_level_source,
        due_at=order.clock_due_at,
        is_conflict=order.calendar_conflict,
        zone=company.time_zone,
    )
