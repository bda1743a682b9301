"""One order with everything its editor shows: header, lines, visits, stages with why not, stage log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, selectinload

from app.queries.order_details.lines import lines_of, named
from app.queries.order_details.shapes import (
    NONE,
    Choice,
    NewOrderForm,
    Obstacles,
    OrderDetails,
    OrderFields,
    OrderVisitRow,
    Place,
)
from app.queries.order_details.stages import stage_log, stage_options
from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.endings import ties_of, why_not_cancel, why_not_delete, why_not_revoke
from models.errors import Missing
from models.flow import first_stage
from models.opening import work_calendar
from models.orders import ServiceOrder, order_skill
from models.projects import Project
from models.service_levels import ServiceLevel
from models.stages import Reason, Stage
from models.technicians import Skill, Technician
from models.terms import LevelSource, Progress
from models.visits import Visit
from resources.texts import _

_RESPONSIBLE = aliased(Technician)
"""Who answers for an order, beside who is preferred for it."""


def order_details(session: Session, order_id: int) -> OrderDetails:
    """Everything of one order, in some twenty statements however large it is.

    Raises:
        Missing: it is gone.
    """
    joined = session.execute(_header(order_id)).one_or_none()
    if joined is None:
        raise Missing(_("The order is gone; somebody deleted it."))
    order, customer, site, contact, *_others, level = joined
    current = session.scalars(select(Stage).where(Stage.id == order.stage_id)).one()
    company = session.scalars(select(Company)).one()
    wanted, skills = _skills(session, order_id)
    return OrderDetails(
        id=order_id,
        version=order.version,
        number=order.number,
        progress=order.progress,
        origin=order.origin,
        created_at=order.created_at,
        service_level=level.name if level is not None else "",
        fields=_fields(tuple(joined), wanted),
        place=_place(customer, site, contact),
        why_not_modify=order.why_not_modify(current) or "",
        lines=lines_of(session, order_id, company.zone),
        visits=_visits(session, order_id),
        stages=stage_options(session, order, company),
        stage_log=stage_log(session, order_id),
        reasons=tuple(
            Choice(row_id, name)
            for row_id, name in session.execute(select(Reason.id, Reason.name).order_by(Reason.code))
        ),
        skills=skills,
        zone=company.time_zone,
        currency=company.currency,
        service_level_source=order.service_level_source,
        levels=_levels(session, level),
        obstacles=_obstacles(session, order, current),
        conflict=_conflict(session, order, company),
        site_orders=_site_orders(session, order),
    )


def _header(order_id: int) -> Any:  # a select of the mapped rows it joins
    """The order with the rows that its header names; its lines are loaded beside."""
    return (
        select(
            ServiceOrder, Customer, Site, Contact, Agreement, Technician, _RESPONSIBLE, Project, ServiceLevel
        )
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .outerjoin(Contact, Contact.id == ServiceOrder.contact_id)
        .outerjoin(Agreement, Agreement.id == ServiceOrder.agreement_id)
        .outerjoin(Technician, Technician.id == ServiceOrder.preferred_technician_id)
        .outerjoin(_RESPONSIBLE, _RESPONSIBLE.id == ServiceOrder.responsible_id)
        .outerjoin(Project, Project.id == ServiceOrder.project_id)
        .outerjoin(ServiceLevel, ServiceLevel.id == ServiceOrder.service_level_id)
        .where(ServiceOrder.id == order_id)
        .options(selectinload(ServiceOrder.lines))
    )


def new_order_form(session: Session) -> NewOrderForm:
    """What the editor of a new order needs; the number is the one it will probably get.

    Raises:
        Refused: there is no stage in which an order could begin.
    """
    company = session.scalars(select(Company)).one()
    return NewOrderForm(
        number=f"{company.order_prefix}{company.next_order:05d}",
        stage=first_stage(session).name,
        skills=_all_skills(session),
        zone=company.time_zone,
        currency=company.currency,
        levels=_levels(session, None),
        needs_agreement=not company.allow_without_agreement,
    )


def _fields(joined: tuple[Any, ...], skills: tuple[Choice, ...]) -> OrderFields:  # the mapped rows it joins
    order: ServiceOrder
    agreement: Agreement | None
    order, customer, site, contact, agreement, technician, responsible, project, level = joined
    is_own = level is not None and order.service_level_source in (None, LevelSource.ORDER)
    return OrderFields(
        customer=named(customer),
        site=named(site),
        contact=named(contact),
        agreement=Choice(agreement.id, f"{agreement.code} {agreement.name}") if agreement else NONE,
        description=order.description,
        priority=order.priority,
        service_date=order.service_date,
        earliest_start=order.earliest_start,
        latest_start=order.latest_start,
        duration_minutes=order.duration_minutes,
        technician=named(technician),
        skills=skills,
        name=order.name,
        project=named(project),
        responsible=named(responsible),
        level=Choice(level.id, level.name) if is_own else NONE,
        caller=order.caller,
        caller_phone=order.caller_phone,
        one_time_address=order.one_time_address,
        split=order.split_rule,
    )


def _levels(session: Session, held: ServiceLevel | None) -> tuple[Choice, ...]:
    """Levels to choose from: those in use, and the one the order follows."""
    rows = session.execute(
        select(ServiceLevel.id, ServiceLevel.name)
        .where(ServiceLevel.suspended.is_(False) | (ServiceLevel.id == (held.id if held else 0)))
        .order_by(ServiceLevel.code)
    )
    return tuple(Choice(row_id, name) for row_id, name in rows)


def _obstacles(session: Session, order: ServiceOrder, stage: Stage) -> Obstacles:
    ties = ties_of(session, [order.id])[order.id]
    return Obstacles(
        cancel=why_not_cancel(order, stage, ties) or "",
        revoke=why_not_revoke(order, stage) or "",
        delete=why_not_delete(order, stage, ties) or "",
        account=order.why_no_account() or "",
    )


def _conflict(session: Session, order: ServiceOrder, company: Company) -> str:
    """Why the service date is closed, in the calendar's own words where it has any (domain.md 5.13)."""
    if not order.calendar_conflict or order.service_date is None:
        return ""
    closed = work_calendar(session, company.calendar_id, company).closed
    return closed[order.service_date] if order.service_date in closed else _("no working day")


def _site_orders(session: Session, order: ServiceOrder) -> int:
    if order.site_id is None:
        return 0
    beside = select(func.count()).where(
        ServiceOrder.site_id == order.site_id,
        ServiceOrder.id != order.id,
        ServiceOrder.progress == Progress.IN_PROCESS,
    )
    return session.scalar(beside) or 0


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
