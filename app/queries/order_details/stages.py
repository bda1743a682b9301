"""The stages of an order as its bar and log show them: where it may go, for whom, with which reason."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.order_details.shapes import StageLogRow, StageOption
from models.company import Company
from models.flow import Flow, came_from, may_enter, who_may_enter
from models.orders import ServiceOrder
from models.stages import Reason, Stage, StageChange
from models.terms import ClockStatus
from models.users import Role


def stage_options(session: Session, order: ServiceOrder, company: Company) -> tuple[StageOption, ...]:
    """Every stage as seen from the one the order is in.

    A reason is asked for on the way, so it is no obstacle here.
    """
    flow = Flow.read(session)
    roles = session.scalars(select(Role).order_by(Role.id)).all()
    origin = came_from(session, order)
    next_ids = {stage.id for stage in flow.next_of(order.stage_id)}
    return tuple(
        StageOption(
            id=stage.id,
            name=stage.name,
            is_current=stage.id == order.stage_id,
            is_before=flow.leads_to(stage.id, order.stage_id),
            needs_reason=stage.needs_reason or _asks_now(order, stage, company),
            why_not=flow.why_not_enter(order, stage, came_from=origin, has_reason=True) or "",
            is_next=stage.id in next_ids,
            colour=stage.colour or "",
            for_roles=frozenset(role.id for role in roles if may_enter(stage, role)),
            only_roles=who_may_enter(stage, roles),
            reason_after=_asks_from(order, stage, company),
        )
        for stage in flow.stages.values()
    )


def stage_log(session: Session, order_id: int) -> tuple[StageLogRow, ...]:
    """The log of an order, the newest line first."""
    rows = session.execute(
        select(StageChange, Stage.name, Reason.name)
        .join(Stage, Stage.id == StageChange.stage_id)
        .outerjoin(Reason, Reason.id == StageChange.reason_id)
        .where(StageChange.order_id == order_id)
        .order_by(StageChange.entered_at.desc(), StageChange.id.desc())
    )
    return tuple(
        StageLogRow(
            stage=stage,
            entered_at=entry.entered_at,
            entered_by=entry.entered_by,
            reason=reason or "",
            note=entry.note or "",
            id=entry.id,
            kind=entry.kind,
            left_at=entry.left_at,
        )
        for entry, stage, reason in rows
    )


def _asks_now(order: ServiceOrder, stage: Stage, company: Company) -> bool:
    """A held clock that is exceeded stays so until it ends."""
    ends = stage.stops_clock and company.reason_on_exceeding and order.clock is ClockStatus.HELD
    return ends and order.clock_recorded > order.clock_limit


def _asks_from(order: ServiceOrder, stage: Stage, company: Company) -> int:
    """Epoch seconds from which the clock that the stage ends is exceeded and wants a reason; 0 never."""
    due = order.clock_due_at
    runs = order.clock is ClockStatus.RUNNING and due is not None
    if not (runs and due and stage.stops_clock and company.reason_on_exceeding):
        return 0
    return int(due.timestamp())
