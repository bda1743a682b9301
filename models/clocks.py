"""Which service level an order follows, and what may be done to its clock (domain.md 7, 21).

The arithmetic is `models.clock_face`. Each act writes the order's columns, a line of the clock's log, and,
where a reason or note was given on ending it, a line of the log of reasons; it commits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementGroup
from models.clock_face import Clock, ClockFields, clock_fields, instant
from models.company import Company
from models.errors import Refused
from models.opening import work_calendar
from models.orders import ServiceOrder
from models.service_levels import ClockEvent, ServiceLevel
from models.stages import StageChange
from models.terms import ClockAction, ClockStatus, LevelSource, Origin, Progress, StageLogKind
from models.worktime import WorkCalendar
from resources.texts import _, format_instant

__all__ = [
    "Clock",
    "ClockAct",
    "ClockFields",
    "begin_clock",
    "cancel_clock",
    "clock_fields",
    "clock_of",
    "end_clock",
    "hold_clock",
    "level_of",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "why_no_level",
    "why_no_start",
    "why_not_cancel",
    "why_not_hold",
    "why_not_resume",
    "why_not_stop",
    "why_reason_needed",
]

_ON = (ClockStatus.RUNNING, ClockStatus.HELD)


@dataclass(frozen=True, slots=True)
class ClockAct:
    """Who does something to a clock, when, and why.

    Attributes:
        now: aware instant of the request.
        by: name of the person.
        company: for its settings and time zone.
        at: the instant that counts, not after `now`; none for `now`.
        reason_id, note: why.
    """

    now: datetime
    by: str
    company: Company
    at: datetime | None = None
    reason_id: int | None = None
    note: str = ""

    @property
    def instant(self) -> int:
        """The instant that counts, in epoch seconds."""
        return int((self.at or self.now).timestamp())


# -- whose level, which clock ----------------------------------------------------------------------------


def level_of(
    session: Session, order: ServiceOrder, company: Company
) -> tuple[ServiceLevel | None, LevelSource | None]:
    """The service level an order is to follow, and whose it is: its own, its agreement's, or the group's.

    Orders that were generated follow only their own, unless the company gives them the agreement's
    (domain.md 5.3, rule 9; examples.md D4).
    """
    own = order.service_level_source in (None, LevelSource.ORDER)
    if order.service_level_id is not None and own:
        return session.get(ServiceLevel, order.service_level_id), LevelSource.ORDER
    if order.agreement_id is None or (order.origin is Origin.SYSTEM and not company.generated_get_level):
        return None, None
    agreement = session.get(Agreement, order.agreement_id)
    if agreement is None:
        return None, None
    if agreement.service_level_id is not None:
        return session.get(ServiceLevel, agreement.service_level_id), LevelSource.AGREEMENT
    group = session.get(AgreementGroup, agreement.group_id)
    if group is not None and group.service_level_id is not None:
        return session.get(ServiceLevel, group.service_level_id), LevelSource.GROUP
    return None, None


def clock_of(session: Session, order: ServiceOrder, company: Company) -> Clock | None:
    """The clock of an order, counted in its level's calendar; None without one."""
    return ClockFields.of(order).face(_calendar_of(session, order, company)) if order.clock else None


def why_reason_needed(
    session: Session, order: ServiceOrder, *, now: datetime, company: Company
) -> str | None:
    """Why ending the clock of this order asks for a reason, or None (domain.md 6.2, examples.md D5).

    Ask it before stopping the clock by hand, before signing the order off, and before it enters a stage that
    stops the clock.
    """
    if not company.reason_on_exceeding or order.clock not in _ON:
        return None
    clock = clock_of(session, order, company)
    if clock is None or clock.remaining_at(int(now.timestamp())) >= 0:
        return None
    return _("The service level of order {order} is exceeded; give a reason.").format(order=order.number)


# -- what may not be done --------------------------------------------------------------------------------


def why_no_start(order: ServiceOrder, level: ServiceLevel | None) -> str | None:
    """Why no clock may be started with that level, or None: what is finished needs no more time."""
    if order.clock is ClockStatus.RUNNING:
        return _("The clock of order {order} is running already.").format(order=order.number)
    if order.clock is ClockStatus.HELD:
        return _("The clock of order {order} is held; resume it.").format(order=order.number)
    if order.clock is ClockStatus.STOPPED:
        return _("The clock of order {order} was started and has stopped; resume it.").format(
            order=order.number
        )
    if level is None:
        return _why_finished(order) or why_no_level(order)
    if level.suspended:
        return _("Service level {level} is suspended; it starts no clock.").format(level=level.name)
    return _why_finished(order)


def why_not_hold(order: ServiceOrder) -> str | None:
    """Why the clock of an order may not be held, or None."""
    if order.clock is ClockStatus.HELD:
        return _("The clock of order {order} is held already.").format(order=order.number)
    return _why_not_on(order)


def why_not_resume(order: ServiceOrder) -> str | None:
    """Why the clock of an order may not go on, or None; one that has stopped may."""
    if order.clock is None or order.clock is ClockStatus.CANCELED:
        return _("Order {order} has no clock to resume; start one.").format(order=order.number)
    if order.clock is ClockStatus.RUNNING:
        return _("The clock of order {order} is running already.").format(order=order.number)
    return _why_finished(order)


def why_not_stop(order: ServiceOrder) -> str | None:
    """Why the clock of an order may not be stopped, or None."""
    return _why_not_on(order)


def why_not_cancel(order: ServiceOrder) -> str | None:
    """Why the clock of an order may not be canceled, or None."""
    if order.clock is None:
        return _("Order {order} has no clock; nothing was started.").format(order=order.number)
    if order.clock is ClockStatus.CANCELED:
        return _("The clock of order {order} is canceled already.").format(order=order.number)
    return None


def _why_finished(order: ServiceOrder) -> str | None:
    """Why no time runs for an order any more, or None: it is canceled or posted."""
    if order.progress is Progress.CANCELED:
        return _("Order {order} is canceled; revoke that first.").format(order=order.number)
    if order.progress is Progress.POSTED:
        return _("Order {order} is posted; take a posting back first.").format(order=order.number)
    return None


def _why_not_on(order: ServiceOrder) -> str | None:
    if order.clock is None:
        return _("The clock of order {order} has not been started.").format(order=order.number)
    if order.clock is ClockStatus.STOPPED:
        return _("The clock of order {order} has stopped already.").format(order=order.number)
    if order.clock is ClockStatus.CANCELED:
        return _("The clock of order {order} is canceled; start it first.").format(order=order.number)
    return None


# -- what is done ----------------------------------------------------------------------------------------


def begin_clock(
    session: Session,
    order: ServiceOrder,
    *,
    now: datetime,
    by: str,
    company: Company,
    at: datetime | None = None,
) -> None:
    """Give a new order its service level and start its clock; without a level nothing happens.

    The clock begins at the next opening of the level's calendar, without one at once; a suspended level is
    named but starts none. The order may be new: it is flushed.
    """
    level, source = level_of(session, order, company)
    if level is None:
        return
    calendar = work_calendar(session, level.calendar_id, company)
    clock_fields(level, calendar, at or now, source=source).put_on(order)
    if order.clock is not None:
        _log(session, order, ClockAct(now, by, company, order.clock_started_at), ClockAction.START)


def start_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """Start the clock by hand, or anew after it was canceled; it begins at the calendar's next opening.

    Raises:
        Refused: started already, no level or a suspended one, an instant in the future.
    """
    level, source = level_of(session, order, act.company)
    _refuse(why_no_start(order, level))
    if level is None:
        raise Refused(why_no_level(order))
    _refuse_future(act)
    calendar = work_calendar(session, level.calendar_id, act.company)
    clock_fields(level, calendar, act.at or act.now, source=source).put_on(order)
    return _log(session, order, replace(act, at=order.clock_started_at), ClockAction.START)


def hold_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """Hold the clock: nothing is recorded, and the latest completion moves, until it is resumed.

    Raises:
        Refused: not started, held or ended; an instant in the future or before the last one.
    """
    _refuse(why_not_hold(order))
    clock = _clock_for(session, order, act)
    return _put(session, order, act, ClockAction.HOLD, clock.paused(act.instant, ClockStatus.HELD))


def resume_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """Let a held or stopped clock go on.

    Raises:
        Refused: it runs or has not been started; an instant in the future or before the last one.
    """
    _refuse(why_not_resume(order))
    clock = _clock_for(session, order, act)
    return _put(session, order, act, ClockAction.RESUME, clock.resumed(act.instant))


def reopen_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """Take back what `end_clock` did; a clock that had not begun begins when it would have.

    Raises:
        Refused: it runs or has not been started.
    """
    _refuse(why_not_resume(order))
    begun = _not_before_start(order, act)
    clock = _known_clock(session, order, act.company)
    return _put(session, order, begun, ClockAction.RESUME, clock.resumed(begun.instant))


def stop_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """End the recording: the work is done.

    Raises:
        Refused: not started or ended; an instant in the future or before the last one; exceeded, where the
            company asks for a reason then and none is given.
    """
    _refuse(why_not_stop(order))
    clock = _clock_for(session, order, act)
    _refuse_without_reason(session, order, act)
    event = _put(session, order, act, ClockAction.STOP, clock.paused(act.instant, ClockStatus.STOPPED))
    _log_reason(session, order, act, StageLogKind.CLOSE)
    return event


def end_clock(
    session: Session, order: ServiceOrder, act: ClockAct, *, is_canceled: bool = False
) -> ClockEvent | None:
    """End the recording because the order is signed off, canceled or enters a stage that stops it.

    It asks for a reason as `stop_clock` does, but not of an order that is canceled: nothing was late then
    (domain.md 6.2). The log of reasons is left to whoever calls. A clock that has not yet begun ends with
    nothing recorded; an order whose clock is not on gets None.

    Raises:
        Refused: exceeded, where the company asks for a reason then and none is given.
    """
    if order.clock not in _ON:
        return None
    begun = _not_before_start(order, act)
    if not is_canceled:
        _refuse_without_reason(session, order, begun)
    clock = _known_clock(session, order, act.company)
    return _put(session, order, begun, ClockAction.STOP, clock.paused(begun.instant, ClockStatus.STOPPED))


def cancel_clock(session: Session, order: ServiceOrder, act: ClockAct) -> ClockEvent:
    """Let the order follow no service level any more; what was recorded stays in the log.

    Raises:
        Refused: not started or canceled; a reason is missing where the company asks for one.
    """
    _refuse(why_not_cancel(order))
    if act.company.reason_on_clock_cancel and act.reason_id is None:
        sentence = _("Canceling the clock of order {order} asks for a reason.")
        raise Refused(sentence.format(order=order.number), field="reason")
    _refuse_future(act)
    begun = _not_before_start(order, act)
    clock = _known_clock(session, order, act.company).paused(begun.instant, ClockStatus.CANCELED)
    event = _put(session, order, begun, ClockAction.CANCEL, clock)
    _log_reason(session, order, act, StageLogKind.CANCEL)
    return event


# -- parts -----------------------------------------------------------------------------------------------


def why_no_level(order: ServiceOrder) -> str:
    """The sentence for an order that follows no service level."""
    return _("Order {order} follows no service level; choose one first.").format(order=order.number)


def _known_clock(session: Session, order: ServiceOrder, company: Company) -> Clock:
    clock = clock_of(session, order, company)
    if clock is None:
        raise Refused(_("The clock of order {order} has not been started.").format(order=order.number))
    return clock


def _clock_for(session: Session, order: ServiceOrder, act: ClockAct) -> Clock:
    """The clock, where the instant of the act lies after its last change and not in the future."""
    _refuse_future(act)
    clock = _known_clock(session, order, act.company)
    if act.instant >= clock.since:
        return clock
    since = format_instant(instant(clock.since), act.company.time_zone)
    if clock.since == clock.started:
        sentence = _("The clock of order {order} starts on {time}; choose a time after that.")
    else:
        sentence = _("The clock of order {order} was last changed on {time}; choose a time after that.")
    raise Refused(sentence.format(order=order.number, time=since), field="at")


def _not_before_start(order: ServiceOrder, act: ClockAct) -> ClockAct:
    """The act, at the last change of the clock where it would come before it."""
    since = order.clock_since
    return replace(act, at=since) if since is not None and since > (act.at or act.now) else act


def _refuse_future(act: ClockAct) -> None:
    if act.at is not None and act.at > act.now:
        raise Refused(
            _("{time} has not come yet; a clock is changed now or in the past.").format(
                time=format_instant(act.at, act.company.time_zone)
            ),
            field="at",
        )


def _refuse_without_reason(session: Session, order: ServiceOrder, act: ClockAct) -> None:
    if act.reason_id is None:
        _refuse(why_reason_needed(session, order, now=act.at or act.now, company=act.company), "reason")


def _refuse(why: str | None, field: str = "") -> None:
    if why is not None:
        raise Refused(why, field=field)


def _put(
    session: Session, order: ServiceOrder, act: ClockAct, action: ClockAction, clock: Clock
) -> ClockEvent:
    ClockFields.of(order).with_clock(clock).put_on(order)
    return _log(session, order, act, action)


def _log(session: Session, order: ServiceOrder, act: ClockAct, action: ClockAction) -> ClockEvent:
    if order.id is None:
        session.add(order)
        session.flush()
    event = ClockEvent(
        order_id=order.id,
        action=action,
        at=act.at or act.now,
        made_by=act.by,
        made_at=act.now,
        recorded=order.clock_recorded,
        reason_id=act.reason_id,
        note=act.note.strip(),
    )
    session.add(event)
    return event


def _log_reason(session: Session, order: ServiceOrder, act: ClockAct, kind: StageLogKind) -> None:
    """The reason or note that was given, in the order's log of reasons."""
    if act.reason_id is None and not act.note.strip():
        return
    session.add(
        StageChange(
            order_id=order.id,
            stage_id=order.stage_id,
            entered_at=act.at or act.now,
            entered_by=act.by,
            reason_id=act.reason_id,
            note=act.note.strip() or None,
            kind=kind,
        )
    )


def _calendar_of(session: Session, order: ServiceOrder, company: Company) -> WorkCalendar:
    level = session.get(ServiceLevel, order.service_level_id) if order.service_level_id else None
    return work_calendar(session, level.calendar_id if level is not None else None, company)
