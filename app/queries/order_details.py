"""One order with everything its editor shows: header, lines, visits, stages with why not, stage log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Missing
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder, order_skill
from models.service_levels import ServiceLevel
from models.stages import Reason, Stage, StageChange
from models.technicians import Skill, Technician
from models.terms import LineStatus, Lock, Origin, Priority, Progress, TransactionType, VisitStatus
from models.visits import Visit
from resources.texts import _


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that another one names; id 0 names none. Equal by id: what it is called may change."""

    id: int = 0
    name: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return self.id != 0


NONE = Choice()


@dataclass(frozen=True, slots=True)
class OrderFields:
    """What a person edits of an order; times are local to the company, the length in minutes."""

    customer: Choice = NONE
    site: Choice = NONE
    contact: Choice = NONE
    agreement: Choice = NONE
    description: str = ""
    priority: Priority = Priority.NORMAL
    service_date: date | None = None
    earliest_start: time | None = None
    latest_start: time | None = None
    duration_minutes: int = 60
    technician: Choice = NONE
    skills: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class LineFields:
    """What a person edits of a line; prices in minor units of the company's currency a unit."""

    type: TransactionType = TransactionType.HOUR
    description: str = ""
    item: Choice = NONE
    technician: Choice = NONE
    service_object: Choice = NONE
    task: Choice = NONE
    quantity: Decimal = Decimal(1)
    cost_price: int | None = None
    sales_price: int | None = None
    starts_after: time | None = None
    ends_before: time | None = None
    signed_off: bool = False


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line as stored; `why_not` says why it may not be changed, or is empty."""

    id: int
    version: int
    line: int
    status: LineStatus
    unit: str
    fields: LineFields
    why_not: str


@dataclass(frozen=True, slots=True)
class OrderVisitRow:
    """A visit of the order; instants are aware UTC."""

    id: int
    version: int
    technician_id: int
    technician: str
    starts: datetime
    ends: datetime
    status: VisitStatus
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage on the bar; `why_not` says why the order may not go there now, or is empty."""

    id: int
    name: str
    is_current: bool
    is_before: bool
    needs_reason: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class StageLogRow:
    """When the order entered a stage, by whom and why."""

    stage: str
    entered_at: datetime
    entered_by: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where and whom to ask, to be shown beside the choice."""

    street: str = ""
    town: str = ""
    access_notes: str = ""
    customer_phone: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What the editor opens.

    Attributes:
        why_not_modify: why header and lines may not be changed, or empty.
        zone, currency: the company's.
        skills: all there are, to choose from.
    """

    id: int
    version: int
    number: str
    progress: Progress
    origin: Origin
    created_at: datetime
    service_level: str
    fields: OrderFields
    place: Place
    why_not_modify: str
    lines: tuple[OrderLineRow, ...]
    visits: tuple[OrderVisitRow, ...]
    stages: tuple[StageOption, ...]
    stage_log: tuple[StageLogRow, ...]
    reasons: tuple[Choice, ...]
    skills: tuple[Choice, ...]
    zone: str
    currency: str


@dataclass(frozen=True, slots=True)
class NewOrderForm:
    """What a new order starts with."""

    number: str
    stage: str
    skills: tuple[Choice, ...]
    zone: str
    currency: str


def order_details(session: Session, order_id: int) -> OrderDetails:
    """Everything of one order, in nine statements however large it is.

    Raises:
        Missing: it is gone.
    """
    joined = session.execute(
        select(ServiceOrder, Customer, Site, Contact, Agreement, Technician, ServiceLevel.name)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .outerjoin(Contact, Contact.id == ServiceOrder.contact_id)
        .outerjoin(Agreement, Agreement.id == ServiceOrder.agreement_id)
        .outerjoin(Technician, Technician.id == ServiceOrder.preferred_technician_id)
        .outerjoin(ServiceLevel, ServiceLevel.id == ServiceOrder.service_level_id)
        .where(ServiceOrder.id == order_id)
    ).one_or_none()
    if joined is None:
        raise Missing(_("The order is gone; somebody deleted it."))
    order, customer, site, contact, *_others, service_level = joined
    stages = session.scalars(select(Stage).order_by(Stage.position, Stage.id)).all()
    current = next(stage for stage in stages if stage.id == order.stage_id)
    company = session.scalars(select(Company)).one()
    wanted, skills = _skills(session, order_id)
    return OrderDetails(
        id=order_id,
        version=order.version,
        number=order.number,
        progress=order.progress,
        origin=order.origin,
        created_at=order.created_at,
        service_level=service_level or "",
        fields=_fields(tuple(joined), wanted),
        place=_place(customer, site, contact),
        why_not_modify=order.why_not_modify(current) or "",
        lines=_lines(session, order_id),
        visits=_visits(session, order_id),
        stages=tuple(_option(order, current, stage, list(stages)) for stage in stages),
        stage_log=_stage_log(session, order_id),
        reasons=tuple(
            Choice(row_id, name)
            for row_id, name in session.execute(select(Reason.id, Reason.name).order_by(Reason.code))
        ),
        skills=skills,
        zone=company.time_zone,
        currency=company.currency,
    )


def new_order_form(session: Session) -> NewOrderForm:
    """What the editor of a new order needs; the number is the one it will probably get."""
    company = session.scalars(select(Company)).one()
    first = session.scalars(
        select(Stage.name).where(Stage.parent_id.is_(None)).order_by(Stage.position)
    ).first()
    return NewOrderForm(
        number=f"{company.order_prefix}{company.next_order:05d}",
        stage=first or "",
        skills=_all_skills(session),
        zone=company.time_zone,
        currency=company.currency,
    )


def _fields(joined: tuple[Any, ...], skills: tuple[Choice, ...]) -> OrderFields:  # the mapped rows it joins
    order: ServiceOrder
    agreement: Agreement | None
    order, customer, site, contact, agreement, technician, _service_level = joined
    return OrderFields(
        customer=_named(customer),
        site=_named(site),
        contact=_named(contact),
        agreement=Choice(agreement.id, f"{agreement.code} {agreement.name}") if agreement else NONE,
        description=order.description,
        priority=order.priority,
        service_date=order.service_date,
        earliest_start=order.earliest_start,
        latest_start=order.latest_start,
        duration_minutes=order.duration_minutes,
        technician=_named(technician),
        skills=skills,
    )


def _named(row: Customer | Site | Contact | Technician | ServiceObject | ServiceTask | None) -> Choice:
    return Choice(row.id, row.name) if row is not None else NONE


def _place(customer: Customer, site: Site | None, contact: Contact | None) -> Place:
    return Place(
        street=(site.street or "") if site else "",
        town=" ".join(part for part in (site.postal_code, site.city) if part) if site else "",
        access_notes=(site.access_notes or "") if site else "",
        customer_phone=customer.phone or "",
        contact_phone=(contact.phone or "") if contact else "",
        contact_email=(contact.email or "") if contact else "",
    )


def _all_skills(session: Session) -> tuple[Choice, ...]:
    rows = session.execute(select(Skill.id, Skill.name).order_by(Skill.code))
    return tuple(Choice(row_id, name) for row_id, name in rows)


def _skills(session: Session, order_id: int) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Those the order asks for, and all there are."""
    known = _all_skills(session)
    wanted = set(session.scalars(select(order_skill.c.skill_id).where(order_skill.c.order_id == order_id)))
    return tuple(skill for skill in known if skill.id in wanted), known


def _lines(session: Session, order_id: int) -> tuple[OrderLineRow, ...]:
    rows = session.execute(
        select(OrderLine, ServiceObject, ServiceTask, Technician, Item)
        .outerjoin(ServiceObject, ServiceObject.id == OrderLine.object_id)
        .outerjoin(ServiceTask, ServiceTask.id == OrderLine.task_id)
        .outerjoin(Technician, Technician.id == OrderLine.technician_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line)
    )
    return tuple(_line(*row) for row in rows)


def _line(
    line: OrderLine,
    service_object: ServiceObject | None,
    task: ServiceTask | None,
    technician: Technician | None,
    item: Item | None,
) -> OrderLineRow:
    fields = LineFields(
        type=line.type,
        description=line.description or "",
        item=Choice(item.id, f"{item.code} {item.name}") if item else NONE,
        technician=_named(technician),
        service_object=_named(service_object),
        task=_named(task),
        quantity=line.quantity,
        cost_price=line.cost_price,
        sales_price=line.sales_price,
        starts_after=line.starts_after,
        ends_before=line.ends_before,
        signed_off=line.signed_off,
    )
    return OrderLineRow(
        id=line.id,
        version=line.version,
        line=line.line,
        status=line.status,
        unit=(item.unit or "") if item else "",
        fields=fields,
        why_not=line.why_not_modify() or "",
    )


def _visits(session: Session, order_id: int) -> tuple[OrderVisitRow, ...]:
    rows = session.execute(
        select(Visit, Technician.name)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id == order_id)
        .order_by(Visit.starts_at, Visit.id)
    )
    return tuple(
        OrderVisitRow(
            id=visit.id,
            version=visit.version,
            technician_id=visit.technician_id,
            technician=name,
            starts=visit.starts_at,
            ends=visit.ends_at,
            status=visit.status,
            lock=visit.lock,
        )
        for visit, name in rows
    )


def _option(order: ServiceOrder, current: Stage, stage: Stage, stages: list[Stage]) -> StageOption:
    """A stage as seen from the current one; a reason is asked for on the way, so it is no obstacle here."""
    return StageOption(
        id=stage.id,
        name=stage.name,
        is_current=stage.id == current.id,
        is_before=stage.leads_to(current, stages),
        needs_reason=stage.needs_reason,
        why_not=order.why_not_enter(current, stage, has_reason=True) or "",
    )


def _stage_log(session: Session, order_id: int) -> tuple[StageLogRow, ...]:
    rows = session.execute(
        select(StageChange, Stage.name, Reason.name)
        .join(Stage, Stage.id == StageChange.stage_id)
        .outerjoin(Reason, Reason.id == StageChange.reason_id)
        .where(StageChange.order_id == order_id)
        .order_by(StageChange.entered_at.desc(), StageChange.id.desc())
    )
    return tuple(
        StageLogRow(stage, entry.entered_at, entry.entered_by, reason or "", entry.note or "")
        for entry, stage, reason in rows
    )
