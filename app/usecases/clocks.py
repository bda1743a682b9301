"""Start, hold, resume, stop and cancel the clock of an order, and take such an act back (domain.md 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.work import Work
from models.clocks import (
    ClockAct,
    ClockFields,
    cancel_clock,
    hold_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from models.errors import Conflict
from models.orders import ServiceOrder
from models.service_levels import ClockEvent
from models.stages import Reason, StageChange
from models.terms import ClockAction, Right, StageLogKind
from resources.texts import _

_ACTS: dict[ClockAction, Callable[[Session, ServiceOrder, ClockAct], ClockEvent]] = {
    ClockAction.START: start_clock,
    ClockAction.HOLD: hold_clock,
    ClockAction.RESUME: resume_clock,
    ClockAction.STOP: stop_clock,
    ClockAction.CANCEL: cancel_clock,
}


@dataclass(frozen=True, slots=True)
class ClockWish:
    """What is to be done to a clock: at an instant, or now; and why."""

    action: ClockAction
    at: datetime | None = None
    reason_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClockChanged:
    """An order's clock after an act, and all that is needed to take it back.

    Attributes:
        version: of the order now.
        at: the instant that counted.
        event_id: the line of the clock's log.
        before: the clock as it was.
    """

    order_id: int
    number: str
    version: int
    action: ClockAction
    at: datetime
    event_id: int
    before: ClockFields


@dataclass(frozen=True, slots=True)
class ClockTakenBack:
    """The order after an act on its clock was taken back."""

    order_id: int
    version: int


def change_clock(work: Work, *, order_id: int, seen: int, wish: ClockWish) -> ClockChanged:
    """Do something to the clock of an order, now or at an instant in the past.

    Raises:
        Refused: what `models.clocks` refuses: a clock that is not in the right state, an instant in the
            future or before the last change, a suspended level, a reason that is missing.
        Conflict: somebody changed the order first.
    """
    work.require(Right.EDIT_ORDERS)
    order = work.get(ServiceOrder, order_id, seen=seen)
    if wish.reason_id is not None:
        work.get(Reason, wish.reason_id)
    before = ClockFields.of(order)
    act = ClockAct(
        work.now, work.user.name, work.company(), at=wish.at, reason_id=wish.reason_id, note=wish.note
    )
    event = _ACTS[wish.action](work.session, order, act)
    work.session.flush()
    return ClockChanged(
        order_id=order.id,
        number=order.number,
        version=order.version,
        action=wish.action,
        at=event.at,
        event_id=event.id,
        before=before,
    )


def take_back_clock(work: Work, *, seen: int, changed: ClockChanged) -> ClockTakenBack:
    """Undo the last act on a clock: as if it had never been done, its lines in the logs go with it.

    Raises:
        Conflict: somebody changed the order since.
    """
    work.require(Right.EDIT_ORDERS)
    order = work.get(ServiceOrder, changed.order_id, seen=seen)
    last = work.session.scalars(
        select(ClockEvent.id).where(ClockEvent.order_id == order.id).order_by(ClockEvent.id.desc()).limit(1)
    ).first()
    if last != changed.event_id:
        raise Conflict(_("The clock of order {order} was changed since.").format(order=order.number))
    event = work.get(ClockEvent, changed.event_id)
    if changed.action in (ClockAction.STOP, ClockAction.CANCEL):
        _forget_reason(work, event)
    work.session.delete(event)
    changed.before.put_on(order)
    work.session.flush()
    return ClockTakenBack(order.id, order.version)


def _forget_reason(work: Work, event: ClockEvent) -> None:
    """Remove the line that the act wrote in the log of reasons, if it wrote one."""
    kind = StageLogKind.CLOSE if event.action is ClockAction.STOP else StageLogKind.CANCEL
    work.session.execute(
        delete(StageChange).where(
            StageChange.order_id == event.order_id,
            StageChange.kind == kind,
            StageChange.entered_by == event.made_by,
            StageChange.entered_at.in_((event.at, event.made_at)),  # later, where it had not begun
        )
    )
