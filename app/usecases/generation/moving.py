"""The order of one occurrence goes along when that is moved (domain.md 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.usecases.generation.numbers import take_numbers
from app.work import Work
from models.agreements import AgreementLine
from models.clocks import begin_clock
from models.errors import Missing, Refused
from models.flow import first_stage
from models.opening import work_calendar
from models.orders import OrderLine, ServiceOrder
from models.postings import Posting
from models.relations import OrderObject
from models.requirements import ItemRequirement
from models.stages import Stage, StageChange
from models.terms import ClockStatus, Origin
from models.visits import Visit
from resources.texts import _, format_date

Part = OrderLine | ItemRequirement
_CARRIED = (
    "customer_id", "site_id", "agreement_id", "contact_id", "description", "priority", "earliest_start",
    "latest_start", "preferred_technician_id", "name", "one_time_address", "caller", "caller_phone",
    "project_id", "responsible_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the line of an occurrence is now; `split_from` is the order it left, or 0."""

    order_id: int
    number: str
    was_on: date
    split_from: int = 0


def move_ordered(
    work: Work, *, line: AgreementLine, calculated: date, to: date | None, into_order_id: int = 0
) -> Moved | None:
    """Give the order of an occurrence another date, or its line another order; None when there is no order.

    With no date nothing is moved and the answer only tells which order it is.

    Raises:
        Refused: stage, progress or status of the line forbid it; the order to go into does not suit.
    """
    part = _part_of(work, line.id, calculated)
    if part is None:
        return None
    order = _loaded(work, part.order_id)
    was_on = order.service_date or calculated
    if to is None or to == was_on:
        return Moved(order.id, order.number, was_on)
    order.require_modifiable(work.get(Stage, order.stage_id))
    if isinstance(part, OrderLine):
        part.require_modifiable()
    if into_order_id:
        target = _joined(work, order, part, into_order_id, to)
        return Moved(target.id, target.number, was_on)
    if _parts_in(work, order.id) == 1:
        _redate(work, order, to)
        return Moved(order.id, order.number, was_on)
    own = _split(work, order, part, line, to)
    return Moved(own.id, own.number, was_on, split_from=order.id)


def _part_of(work: Work, line_id: int, calculated: date) -> Part | None:
    named = {"agreement_line_id": line_id, "calculated_date": calculated}
    line = work.session.scalars(select(OrderLine).filter_by(**named)).one_or_none()
    return line or work.session.scalars(select(ItemRequirement).filter_by(**named)).one_or_none()


def _loaded(work: Work, order_id: int) -> ServiceOrder:
    statement = select(ServiceOrder).where(ServiceOrder.id == order_id)
    found = work.session.scalars(
        statement.options(
            selectinload(ServiceOrder.lines), selectinload(ServiceOrder.skills)
        ).with_for_update(of=ServiceOrder)
    ).one_or_none()
    if found is None:
        raise Missing(_("It is gone; somebody deleted it."))
    return found


def _parts_in(work: Work, order_id: int) -> int:
    counts = (
        work.session.scalar(select(func.count()).select_from(kind).where(kind.order_id == order_id)) or 0
        for kind in (OrderLine, ItemRequirement)
    )
    return sum(counts)


def _redate(work: Work, order: ServiceOrder, to: date) -> None:
    """Another service date: whether it is closed is asked anew, and a clock yet to start starts with it."""
    company = work.company()
    calendar = work_calendar(work.session, company.calendar_id, company)
    order.service_date = to
    order.calendar_conflict = company.calendar_id is not None and not calendar.is_open(to)
    starts = order.clock_started_at
    if order.clock is ClockStatus.RUNNING and starts is not None and starts > work.now:
        _begin_clock(work, order, to)


def _begin_clock(work: Work, order: ServiceOrder, on: date) -> None:
    company = work.company()
    midnight = datetime.combine(on, time(0), company.zone)
    begin_clock(
        work.session, order, now=work.now, by=work.user.name, company=company, at=max(midnight, work.now)
    )


def _split(work: Work, order: ServiceOrder, part: Part, line: AgreementLine, to: date) -> ServiceOrder:
    """An order of its own for one line of another, in the first stage."""
    first = first_stage(work.session)
    own = ServiceOrder(
        number=take_numbers(work.session, 1)[0],
        stage_id=first.id,
        created_at=work.now,
        origin=Origin.SYSTEM,
        duration_minutes=line.duration_minutes or order.duration_minutes,
        skills=list(order.skills),
        **{name: getattr(order, name) for name in _CARRIED},
    )
    _redate(work, own, to)
    work.add(own)
    work.add(StageChange(order_id=own.id, stage_id=first.id, entered_at=work.now, entered_by=work.user.name))
    _carry(work, part, order, own)
    if part.object_id is not None:
        work.add(OrderObject(order_id=own.id, object_id=part.object_id))
    if order.service_level_id is not None:
        _begin_clock(work, own, to)
    return own


def _joined(work: Work, order: ServiceOrder, part: Part, target_id: int, to: date) -> ServiceOrder:
    """Put a line into another order of the agreement on that date; an order left empty is deleted."""
    target = _loaded(work, target_id)
    if target.agreement_id != order.agreement_id or target.service_date != to:
        raise Refused(
            _("Order {order} is not of this agreement and on {date}.").format(
                order=target.number, date=format_date(to)
            )
        )
    target.require_modifiable(work.get(Stage, target.stage_id))
    _carry(work, part, order, target)
    if not _parts_in(work, order.id) and not _is_used(work, order.id):
        work.session.delete(order)
        work.session.flush()
    return target


def _is_used(work: Work, order_id: int) -> bool:
    """Whether more hangs on an order than its lines."""
    kinds = (Visit, Posting)
    return any(
        work.session.scalar(select(kind.id).where(kind.order_id == order_id).limit(1)) is not None
        for kind in kinds
    )


def _carry(work: Work, part: Part, order: ServiceOrder, target: ServiceOrder) -> None:
    """Take a line from one order to another; it gets the next number there."""
    kind = type(part)
    highest = work.session.scalar(select(func.max(kind.line)).where(kind.order_id == target.id)) or 0
    part.order_id, part.line = target.id, highest + 1
    work.session.flush()  # lines are read anew where they are now
    for each in (order, target):
        work.session.refresh(each, ["lines"])
        each.recompute_progress()
