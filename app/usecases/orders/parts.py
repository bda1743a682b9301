"""What the use cases of orders share: an order's keys, its parts, its lines, its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.queries.order_details import OrderFields
from app.usecases.orders.lines import LineKey
from app.work import Work
from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Refused
from models.orders import ServiceOrder
from models.stages import Stage, StageChange
from models.technicians import Skill, Technician
from resources.texts import _


@dataclass(frozen=True, slots=True)
class OrderSaved:
    """What saving gave: the order's version now, and keys of the lines as they were given."""

    id: int
    number: str
    version: int
    lines: tuple[LineKey, ...] = ()


def locked(work: Work, order_id: int, seen: int) -> ServiceOrder:
    """The order with lines and skills; nobody else may add lines until the commit."""
    loaded = work.session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.id == order_id)
        .options(selectinload(ServiceOrder.lines), selectinload(ServiceOrder.skills))
        .with_for_update(of=ServiceOrder)
    ).one_or_none()
    checked = work.get(ServiceOrder, order_id, seen=seen)
    return loaded or checked


def numbering(work: Work) -> Company:
    """The company, locked: two people who open an order at once get two numbers."""
    return work.session.scalars(
        select(Company).with_for_update().execution_options(populate_existing=True)
    ).one()


def first_stage(work: Work) -> Stage:
    """The stage in which orders begin; refused where there is none."""
    found = work.session.scalars(
        select(Stage).where(Stage.parent_id.is_(None)).order_by(Stage.position)
    ).first()
    if found is None:
        raise Refused(_("There is no first stage."), remedy=_("Make a stage that follows none."))
    return found


def today_of(work: Work, company: Company) -> date:
    """The company's day."""
    return work.now.astimezone(company.zone).date()


def customer_of(work: Work, fields: OrderFields) -> Customer:
    """The customer that the fields name."""
    if not fields.customer:
        raise Refused(_("An order is for a customer."), remedy=_("Choose one."), field="customer")
    return work.get(Customer, fields.customer.id)


def fill(work: Work, order: ServiceOrder, fields: OrderFields) -> None:
    """Write the fields of the header onto an order; its skills are loaded."""
    order.customer_id = customer_of(work, fields).id
    order.site_id = fields.site.id or None
    order.contact_id = fields.contact.id or None
    order.agreement_id = fields.agreement.id or None
    order.preferred_technician_id = fields.technician.id or None
    order.description = fields.description.strip()
    order.priority = fields.priority
    order.service_date = fields.service_date
    order.earliest_start, order.latest_start = fields.earliest_start, fields.latest_start
    order.duration_minutes = fields.duration_minutes
    wanted = {skill.id for skill in fields.skills}
    if wanted != {skill.id for skill in order.skills}:
        order.skills = list(work.session.scalars(select(Skill).where(Skill.id.in_(wanted))))
        flag_modified(order, "description")  # raises the version, which another table alone does not


def check_parts(work: Work, order: ServiceOrder, *, today: date, check_agreement: bool) -> None:
    """What the order names exists and is its customer's; the agreement covers it."""
    site = work.get(Site, order.site_id) if order.site_id else None
    contact = work.get(Contact, order.contact_id) if order.contact_id else None
    agreement = work.get(Agreement, order.agreement_id) if order.agreement_id else None
    if order.preferred_technician_id:
        work.get(Technician, order.preferred_technician_id)
    order.require_own(site, contact, agreement)
    if agreement is not None and check_agreement:
        order.require_covered(agreement, today=today)


def entered(
    work: Work, order: ServiceOrder, stage: Stage, *, reason_id: int | None = None, note: str = ""
) -> StageChange:
    """The log's line of a stage that an order enters now."""
    return StageChange(
        order_id=order.id,
        stage_id=stage.id,
        entered_at=work.now,
        entered_by=work.user.name,
        reason_id=reason_id,
        note=note.strip() or None,
    )
