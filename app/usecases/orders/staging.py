"""Take an order to another stage, take that back, and keep its log of stages and reasons (domain.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.usecases.orders.parts import entered
from app.work import Work
from models.clocks import ClockAct, ClockFields, end_clock
from models.errors import Conflict, Refused
from models.flow import Flow, came_from, may_enter, open_entry, who_may_enter
from models.orders import ServiceOrder
from models.service_levels import ClockEvent
from models.stages import Reason, Stage, StageChange
from models.terms import Right, StageLogKind
from models.users import Role
from resources.texts import _


@dataclass(frozen=True, slots=True)
class StageMoved:
    """An order in its new stage, and all that is needed to take the step back.

    Attributes:
        version: of the order now.
        from_id, to_id: the stages.
        entry_id, left_id: lines of the log: of the stage entered, and of the one left, if it had one.
        event_id: line of the clock's log, if the stage stopped the clock.
        clock: the order's clock before.
    """

    id: int
    number: str
    version: int
    from_id: int
    to_id: int
    entry_id: int
    left_id: int | None
    event_id: int | None
    clock: ClockFields


@dataclass(frozen=True, slots=True)
class StageTakenBack:
    """The order after a step was taken back."""

    id: int
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log that a person wrote, as it is or as it was."""

    id: int
    order_id: int
    stage_id: int
    entered_at: datetime
    entered_by: str
    reason_id: int | None
    note: str


def change_stage(
    work: Work, *, order_id: int, seen: int, stage_id: int, reason_id: int | None = None, note: str = ""
) -> StageMoved:
    """Take an order to another stage and write it in the log (domain.md 6.1, examples.md C).

    The stage it leaves is stamped. A stage that stops the clock ends the recording of time. Those may who
    have a role that the stage names; where it names none, all who may change stages.

    Raises:
        Refused: the stage does not follow, is not for this person's role, or asks for a reason; or the
            service level is exceeded and the company wants to know why (examples.md D5).
        Conflict: somebody changed the order first.
    """
    work.require(Right.READ)
    order = work.get(ServiceOrder, order_id, seen=seen)
    flow = Flow.read(work.session)
    target = flow.stages.get(stage_id) or work.get(Stage, stage_id)
    _require_role(work, target)
    flow.require_enter(
        order, target, came_from=came_from(work.session, order), has_reason=reason_id is not None
    )
    if reason_id is not None:
        work.get(Reason, reason_id)
    before, clock = order.stage_id, ClockFields.of(order)
    event = None
    if target.stops_clock:
        act = ClockAct(work.now, work.user.name, work.company(), reason_id=reason_id, note=note)
        event = end_clock(work.session, order, act)
    left = open_entry(work.session, order)
    if left is not None:
        left.left_at = work.now
    order.stage_id = target.id
    entry = work.add(entered(work, order, target, reason_id=reason_id, note=note))
    return StageMoved(
        id=order.id,
        number=order.number,
        version=order.version,
        from_id=before,
        to_id=target.id,
        entry_id=entry.id,
        left_id=left.id if left is not None else None,
        event_id=event.id if event is not None else None,
        clock=clock,
    )


def take_back_stage(work: Work, *, seen: int, moved: StageMoved) -> StageTakenBack:
    """Undo a change of stage: as if the order had never left, with the reason of its entry then.

    Raises:
        Refused: the stage it entered is not for this person's role.
        Conflict: somebody changed the order since.
    """
    work.require(Right.READ)
    order = work.get(ServiceOrder, moved.id, seen=seen)
    entered_stage = Flow.read(work.session).stages.get(moved.to_id) or work.get(Stage, moved.to_id)
    _require_role(work, entered_stage)
    target = work.get(Stage, moved.from_id)
    if order.stage_id != moved.to_id:
        raise Conflict(_("Order {order} has gone to another stage since.").format(order=order.number))
    for kind, row_id in ((StageChange, moved.entry_id), (ClockEvent, moved.event_id)):
        row = work.session.get(kind, row_id) if row_id is not None else None
        if row is not None:
            work.session.delete(row)
    left = work.session.get(StageChange, moved.left_id) if moved.left_id is not None else None
    if left is not None:
        left.left_at = None
    order.stage_id = target.id
    moved.clock.put_on(order)
    work.session.flush()
    return StageTakenBack(order.id, order.number, order.version)


def add_log_line(work: Work, *, order_id: int, reason_id: int | None = None, note: str = "") -> LogLine:
    """Write a line in the order's log by hand (domain.md 6.2).

    Raises:
        Refused: neither a reason nor a note.
    """
    work.require(Right.EDIT_ORDERS)
    order = work.get(ServiceOrder, order_id)
    if reason_id is None and not note.strip():
        raise Refused(_("A line of the log says something: choose a reason or write a note."), field="note")
    if reason_id is not None:
        work.get(Reason, reason_id)
    line = StageChange(
        order_id=order.id,
        stage_id=order.stage_id,
        entered_at=work.now,
        entered_by=work.user.name,
        reason_id=reason_id,
        note=note.strip() or None,
        kind=StageLogKind.MANUAL,
    )
    return _line(work.add(line))


def remove_log_line(work: Work, *, line_id: int) -> LogLine:
    """Remove a line that a person wrote; those the program wrote are history.

    Raises:
        Refused: the program wrote it.
    """
    work.require(Right.EDIT_ORDERS)
    line = work.get(StageChange, line_id)
    if line.kind is not StageLogKind.MANUAL:
        raise Refused(_("Only lines that a person wrote can be removed from the log."))
    removed = _line(line)
    work.session.delete(line)
    return removed


def restore_log_line(work: Work, *, line: LogLine) -> LogLine:
    """Bring back a line that was removed, under its old id."""
    work.require(Right.EDIT_ORDERS)
    row = StageChange(
        order_id=work.get(ServiceOrder, line.order_id).id,
        stage_id=line.stage_id,
        entered_at=line.entered_at,
        entered_by=line.entered_by,
        reason_id=line.reason_id,
        note=line.note or None,
        kind=StageLogKind.MANUAL,
    )
    row.id = line.id
    return _line(work.add(row))


def _require_role(work: Work, stage: Stage) -> None:
    if not may_enter(stage, work.user.role):
        roles = work.session.scalars(select(Role).order_by(Role.id)).all()
        raise Refused(who_may_enter(stage, roles), field="stage")


def _line(row: StageChange) -> LogLine:
    return LogLine(
        id=row.id,
        order_id=row.order_id,
        stage_id=row.stage_id,
        entered_at=row.entered_at,
        entered_by=row.entered_by,
        reason_id=row.reason_id,
        note=row.note or "",
    )
