"""The header of an order: fields, what they may name, what its agreement fills in (domain.md 5.1, 5.4)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.queries.order_details import OrderFields
from app.work import Work
from models.agreements import Agreement
from models.clock_face import Clock, ClockFields, clock_fields, limit_seconds
from models.clocks import ClockAct, begin_clock, cancel_clock, level_of
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Refused
from models.opening import is_closed, work_calendar
from models.orders import ServiceOrder
from models.projects import Project
from models.service_levels import ServiceLevel
from models.technicians import Skill, Technician
from models.terms import ClockStatus, LevelSource
from resources.texts import _

_ON = (ClockStatus.RUNNING, ClockStatus.HELD)


def customer_of(work: Work, fields: OrderFields) -> Customer:
    """The customer that the fields name."""
    if not fields.customer:
        raise Refused(_("An order is for a customer."), remedy=_("Choose one."), field="customer")
    return work.get(Customer, fields.customer.id)


def fill(work: Work, order: ServiceOrder, fields: OrderFields) -> None:
    """Write the fields of the header onto an order, but for its service level; its skills are loaded."""
    order.customer_id = customer_of(work, fields).id
    order.site_id = fields.site.id or None
    order.contact_id = fields.contact.id or None
    order.agreement_id = fields.agreement.id or None
    order.project_id = fields.project.id or None
    order.preferred_technician_id = fields.technician.id or None
    order.responsible_id = fields.responsible.id or None
    order.name = fields.name.strip()
    order.description = fields.description.strip()
    order.caller, order.caller_phone = fields.caller.strip(), fields.caller_phone.strip()
    order.one_time_address = fields.one_time_address.strip()
    order.priority = fields.priority
    order.service_date = fields.service_date
    order.earliest_start, order.latest_start = fields.earliest_start, fields.latest_start
    order.duration_minutes = fields.duration_minutes
    order.split_rule = fields.split
    wanted = {skill.id for skill in fields.skills}
    if wanted != {skill.id for skill in order.skills}:
        order.skills = list(work.session.scalars(select(Skill).where(Skill.id.in_(wanted))))
        flag_modified(order, "description")  # raises the version, which another table alone does not


def check_header(work: Work, order: ServiceOrder, company: Company, *, check_agreement: bool) -> None:
    """What the order names exists and is its customer's; the agreement covers it.

    Args:
        work: the unit of work.
        order: as it is to be.
        company: its settings: whether an order may belong to no agreement.
        check_agreement: whether agreement or date changed; what was accepted before stays.

    Raises:
        Refused: its `field` names what is wrong.
    """
    site = work.get(Site, order.site_id) if order.site_id else None
    contact = work.get(Contact, order.contact_id) if order.contact_id else None
    agreement = work.get(Agreement, order.agreement_id) if order.agreement_id else None
    for technician_id in (order.preferred_technician_id, order.responsible_id):
        if technician_id:
            work.get(Technician, technician_id)
    order.require_own(site, contact, agreement)
    if order.project_id:
        _require_project(order, work.get(Project, order.project_id))
    if not check_agreement:
        return
    if agreement is not None:
        order.require_covered(agreement, today=today_of(work, company))
    elif not company.allow_without_agreement:
        raise Refused(
            _("An order belongs to an agreement."),
            remedy=_("Choose one; the company's settings allow no order without."),
            field="agreement",
        )


def take_from_agreement(work: Work, order: ServiceOrder) -> None:
    """Fill in what was left empty from the agreement (domain.md 1.2, 5.4)."""
    if order.agreement_id is None:
        return
    agreement = work.get(Agreement, order.agreement_id)
    order.description = order.description or agreement.name
    order.site_id = order.site_id or agreement.site_id
    order.contact_id = order.contact_id or agreement.contact_id
    order.project_id = order.project_id or agreement.project_id
    order.responsible_id = order.responsible_id or agreement.responsible_id
    order.preferred_technician_id = order.preferred_technician_id or agreement.preferred_technician_id


def note_conflict(work: Work, order: ServiceOrder, company: Company) -> None:
    """Mark an order whose date is closed in the company's calendar; it is kept all the same."""
    order.calendar_conflict = is_closed(work.session, company, order.service_date)


def own_level(order: ServiceOrder) -> int:
    """The id of the order's own service level, 0 where it follows another's or none."""
    is_own = order.service_level_source in (None, LevelSource.ORDER)
    return (order.service_level_id or 0) if is_own else 0


def follow_level(work: Work, order: ServiceOrder, company: Company, level_id: int) -> None:
    """Let an order follow its own level, or with 0 its agreement's; the clock counts from where it began.

    A clock that runs without a level any more is canceled; one that is stopped stays as it is.

    Raises:
        Refused: canceling the clock asks for a reason.
    """
    order.service_level_id = level_id or None
    order.service_level_source = LevelSource.ORDER if level_id else None
    level, source = level_of(work.session, order, company)
    if level is None:
        if order.clock in _ON:
            cancel_clock(work.session, order, ClockAct(work.now, work.user.name, company))
        return
    order.service_level_id, order.service_level_source = level.id, source
    if order.clock in _ON:
        _count_anew(work, order, level, source, company)
    elif order.clock is None:
        begin_clock(work.session, order, now=work.now, by=work.user.name, company=company)


def today_of(work: Work, company: Company) -> date:
    """The company's day."""
    return work.now.astimezone(company.zone).date()


def _require_project(order: ServiceOrder, project: Project) -> None:
    if project.customer_id not in (None, order.customer_id):
        raise Refused(
            _("“{name}” belongs to another customer.").format(name=project.name),
            remedy=_("Choose one of this customer, or none."),
            field="project",
        )


def _count_anew(
    work: Work, order: ServiceOrder, level: ServiceLevel, source: LevelSource | None, company: Company
) -> None:
    """Another limit for a clock that is on: what was recorded stays, the latest completion follows."""
    calendar = work_calendar(work.session, level.calendar_id, company)
    fields = ClockFields.of(order)
    face = fields.face(calendar)
    if face is None:
        return
    if not face.recorded and face.status is ClockStatus.RUNNING and order.clock_started_at is not None:
        clock_fields(level, calendar, order.clock_started_at, source=source).put_on(order)
        return
    limit = limit_seconds(level, calendar)
    due = calendar.add(face.since, max(0, limit - face.recorded))
    clock = Clock(face.status, face.started, face.since, face.recorded, limit, due, calendar)
    fields.with_clock(clock).put_on(order)
