"""What people do with service orders: open one, change it with its lines, take it to another stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.queries.order_details import LineFields, OrderFields
from app.work import Work
from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.stages import Reason, Stage, StageChange
from models.technicians import Skill, Technician
from models.terms import Right
from resources.texts import _


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line as it is to be: id 0 makes a new one, `seen` is the version the person saw.

    Attributes:
        line: its number, or 0 for the next free one.
    """

    fields: LineFields
    id: int = 0
    seen: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class LineKey:
    """A line as a person saw it."""

    id: int
    seen: int


@dataclass(frozen=True, slots=True)
class OrderSaved:
    """What saving gave: the order's version now, and keys of the lines as they were given."""

    id: int
    number: str
    version: int
    lines: tuple[LineKey, ...] = ()


def open_order(work: Work, *, fields: OrderFields, lines: Sequence[LineChange] = ()) -> OrderSaved:
    """Make an order by hand: next number, first stage, service level of its agreement (domain.md 5.4, 7).

    Raises:
        Refused: no customer, an agreement that does not cover it, a place of somebody else.
    """
    work.require(Right.EDIT_ORDERS)
    company = _numbering(work)
    first = _first_stage(work)
    order = ServiceOrder(
        number=company.order_number(),
        customer_id=_customer(work, fields).id,
        stage_id=first.id,
        created_at=work.now,
    )
    _fill(work, order, fields)
    _check_parts(work, order, today=_today(work, company), check_agreement=True)
    if order.agreement_id is not None:
        order.service_level_id = work.get(Agreement, order.agreement_id).service_level_id
    saved = [_save_line(work, order, change) for change in lines]
    work.add(order)
    work.add(_entered(work, order, first))
    return OrderSaved(order.id, order.number, order.version, _keys(saved))


def change_order(
    work: Work,
    *,
    order_id: int,
    seen: int,
    fields: OrderFields | None = None,
    lines: Sequence[LineChange] = (),
    removed: Sequence[LineKey] = (),
) -> OrderSaved:
    """Change header, skills and lines of an order together; None leaves the header.

    Raises:
        Refused: stage, progress or a rule forbids it.
        Conflict: somebody changed the order or one of these lines first.
    """
    work.require(Right.EDIT_ORDERS)
    order = _locked(work, order_id, seen)
    order.require_modifiable(work.get(Stage, order.stage_id))
    if fields is not None:
        before = (order.agreement_id, order.service_date)
        _fill(work, order, fields)
        changed = before != (order.agreement_id, order.service_date)
        _check_parts(work, order, today=_today(work, work.company()), check_agreement=changed)
    for key in removed:
        line = _line(work, order, key.id, key.seen)
        order.lines.remove(line)
        work.session.delete(line)  # said outright: an orphan would be missing from the audit
    work.session.flush()  # a line that was removed gives its number free
    saved = [_save_line(work, order, change) for change in lines]
    order.recompute_progress()
    work.session.flush()  # versions are part of the answer
    return OrderSaved(order.id, order.number, order.version, _keys(saved))


def change_stage(
    work: Work, *, order_id: int, seen: int, stage_id: int, reason_id: int | None = None, note: str = ""
) -> OrderSaved:
    """Take an order to another stage and write it in the log (domain.md 6.1, examples.md C).

    Raises:
        Refused: the stage does not follow, or asks for a reason.
        Conflict: somebody changed the order first.
    """
    work.require(Right.CHANGE_STAGE)
    order = work.get(ServiceOrder, order_id, seen=seen)
    current, target = work.get(Stage, order.stage_id), work.get(Stage, stage_id)
    order.require_enter(current, target, has_reason=reason_id is not None)
    if reason_id is not None:
        work.get(Reason, reason_id)
    order.stage_id = target.id
    work.add(_entered(work, order, target, reason_id=reason_id, note=note))
    return OrderSaved(order.id, order.number, order.version)


def _locked(work: Work, order_id: int, seen: int) -> ServiceOrder:
    """The order with lines and skills; nobody else may add lines until the commit."""
    loaded = work.session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.id == order_id)
        .options(selectinload(ServiceOrder.lines), selectinload(ServiceOrder.skills))
        .with_for_update(of=ServiceOrder)
    ).one_or_none()
    checked = work.get(ServiceOrder, order_id, seen=seen)
    return loaded or checked


def _numbering(work: Work) -> Company:
    """The company, locked: two people who open an order at once get two numbers."""
    return work.session.scalars(
        select(Company).with_for_update().execution_options(populate_existing=True)
    ).one()


def _first_stage(work: Work) -> Stage:
    found = work.session.scalars(
        select(Stage).where(Stage.parent_id.is_(None)).order_by(Stage.position)
    ).first()
    if found is None:
        raise Refused(_("There is no first stage."), remedy=_("Make a stage that follows none."))
    return found


def _today(work: Work, company: Company) -> date:
    return work.now.astimezone(company.zone).date()


def _customer(work: Work, fields: OrderFields) -> Customer:
    if not fields.customer:
        raise Refused(_("An order is for a customer."), remedy=_("Choose one."), field="customer")
    return work.get(Customer, fields.customer.id)


def _fill(work: Work, order: ServiceOrder, fields: OrderFields) -> None:
    order.customer_id = _customer(work, fields).id
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


def _check_parts(work: Work, order: ServiceOrder, *, today: date, check_agreement: bool) -> None:
    """What the order names exists and is its customer's; the agreement covers it."""
    site = work.get(Site, order.site_id) if order.site_id else None
    contact = work.get(Contact, order.contact_id) if order.contact_id else None
    agreement = work.get(Agreement, order.agreement_id) if order.agreement_id else None
    if order.preferred_technician_id:
        work.get(Technician, order.preferred_technician_id)
    order.require_own(site, contact, agreement)
    if agreement is not None and check_agreement:
        order.require_covered(agreement, today=today)


def _line(work: Work, order: ServiceOrder, line_id: int, seen: int) -> OrderLine:
    """A line of that order, and no other's, that may be changed."""
    line = work.get(OrderLine, line_id, seen=seen)
    if line.order_id != order.id:
        raise Missing(_("It is gone; somebody deleted it."))
    line.require_modifiable()
    return line


def _save_line(work: Work, order: ServiceOrder, change: LineChange) -> OrderLine:
    if change.id:
        line = _line(work, order, change.id, change.seen)
    else:
        following = max((line.line for line in order.lines), default=0) + 1
        line = OrderLine(line=change.line or following, type=change.fields.type)
        order.lines.append(line)
    _fill_line(line, change.fields)
    return line


def _fill_line(line: OrderLine, fields: LineFields) -> None:
    line.type = fields.type
    line.description = fields.description.strip() or None
    line.item_id = fields.item.id or None
    line.technician_id = fields.technician.id or None
    line.object_id = fields.service_object.id or None
    line.task_id = fields.task.id or None
    line.quantity = fields.quantity
    line.cost_price, line.sales_price = fields.cost_price, fields.sales_price
    line.starts_after, line.ends_before = fields.starts_after, fields.ends_before
    line.signed_off = fields.signed_off


def _entered(
    work: Work, order: ServiceOrder, stage: Stage, *, reason_id: int | None = None, note: str = ""
) -> StageChange:
    return StageChange(
        order_id=order.id,
        stage_id=stage.id,
        entered_at=work.now,
        entered_by=work.user.name,
        reason_id=reason_id,
        note=note.strip() or None,
    )


def _keys(lines: Sequence[OrderLine]) -> tuple[LineKey, ...]:
    return tuple(LineKey(line.id, line.version) for line in lines)
