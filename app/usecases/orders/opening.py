"""Make an order by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.queries.order_details import OrderFields
from app.usecases.orders.agreed_lines import take_agreed_lines
from app.usecases.orders.header import (
    check_header,
    customer_of,
    fill,
    note_conflict,
    take_from_agreement,
)
from app.usecases.orders.lines import LineChange, keys_of, save_lines
from app.usecases.orders.parts import OrderSaved, entered, numbering
from app.work import Work
from models.clocks import begin_clock
from models.company import Company
from models.copying import relate_order
from models.flow import first_stage
from models.orders import OrderLine, ServiceOrder
from models.relations import AgreementObject
from models.stages import Stage
from models.technicians import Skill
from models.terms import LevelSource, Right


def open_order(
    work: Work,
    *,
    fields: OrderFields,
    lines: Sequence[LineChange] = (),
    agreement_lines: Collection[int] = (),
) -> OrderSaved:
    """Make an order by hand: next number, first stage, its own or its agreement's level (domain.md 5.4, 7).

    What is left empty comes from the agreement. On a closed day it is made all the same and marked.

    Args:
        work: the unit of work.
        fields, lines: header and lines as the person made them.
        agreement_lines: lines of the agreement that are copied onto it; those so set up as item requirements.

    Raises:
        Refused: no customer, no agreement where one is asked for, one that does not cover it, a part of
            somebody else.
    """
    work.require(Right.EDIT_ORDERS)
    company = numbering(work)
    order = begun(work, company, fields)
    saved = save_lines(work, order, lines)
    settle(work, order, company)
    if agreement_lines:
        on = order.service_date or work.now.astimezone(company.zone).date()
        work.session.refresh(order, ["lines"])
        take_agreed_lines(work, order, agreement_lines, on=on)
        relate_lines(work, order)
    return OrderSaved(order.id, order.number, order.version, keys_of(saved))


def begun(work: Work, company: Company, fields: OrderFields) -> ServiceOrder:
    """A new order with its header checked, not added yet; `settle` it when its lines are there."""
    order = ServiceOrder(
        number=company.order_number(),
        customer_id=customer_of(work, fields).id,
        stage_id=first_stage(work.session).id,
        created_at=work.now,
    )
    fill(work, order, fields)
    take_from_agreement(work, order)
    check_header(work, order, company, check_agreement=True)
    note_conflict(work, order, company)
    if fields.level:
        order.service_level_id, order.service_level_source = fields.level.id, LevelSource.ORDER
    return order


def settle(work: Work, order: ServiceOrder, company: Company) -> None:
    """Add a new order with its relations, write its first stage in the log and start its clock."""
    work.add(order)
    relate_lines(work, order)
    work.add(entered(work, order, work.get(Stage, order.stage_id)))
    begin_clock(work.session, order, now=work.now, by=work.user.name, company=company)
    work.session.flush()  # the clock is part of the order's version


def relate_lines(work: Work, order: ServiceOrder) -> None:
    """Relate the objects of its agreement, and what its lines name, to an order (domain.md 3.2)."""
    agreed: Sequence[int] = ()
    if order.agreement_id is not None:
        agreed = work.session.scalars(
            select(AgreementObject.object_id).where(AgreementObject.agreement_id == order.agreement_id)
        ).all()
    named = work.session.execute(
        select(OrderLine.object_id, OrderLine.task_id).where(OrderLine.order_id == order.id)
    ).all()
    objects = [*agreed, *(object_id for object_id, _task_id in named)]
    relate_order(work.session, order.id, objects, [task_id for _object_id, task_id in named])


def new_like(work: Work, source: ServiceOrder, service_date: date | None) -> ServiceOrder:
    """A new order with the header of another, for another date; added, without lines.

    Raises:
        Refused: the agreement does not cover the date.
    """
    company = numbering(work)
    own = source.service_level_source in (None, LevelSource.ORDER)
    made = ServiceOrder(
        number=company.order_number(),
        customer_id=source.customer_id,
        stage_id=first_stage(work.session).id,
        created_at=work.now,
        site_id=source.site_id,
        agreement_id=source.agreement_id,
        contact_id=source.contact_id,
        description=source.description,
        priority=source.priority,
        service_date=service_date,
        earliest_start=source.earliest_start,
        latest_start=source.latest_start,
        duration_minutes=source.duration_minutes,
        split_rule=source.split_rule,
        preferred_technician_id=source.preferred_technician_id,
        service_level_id=source.service_level_id if own else None,
        name=source.name,
        one_time_address=source.one_time_address,
        caller=source.caller,
        caller_phone=source.caller_phone,
        project_id=source.project_id,
        responsible_id=source.responsible_id,
    )
    skills = [skill.id for skill in source.skills]
    made.skills = list(work.session.scalars(select(Skill).where(Skill.id.in_(skills))))
    check_header(work, made, company, check_agreement=True)
    note_conflict(work, made, company)
    settle(work, made, company)
    work.session.refresh(made, ["lines"])
    return made
