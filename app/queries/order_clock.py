"""The clock of one order as its tab shows it: whose level and why, what is left, what it was held for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementGroup
from models.calendars import Calendar
from models.clock_face import Clock, limit_seconds
from models.clocks import (
    clock_of,
    level_of,
    why_no_start,
    why_not_cancel,
    why_not_hold,
    why_not_resume,
    why_not_stop,
    why_reason_needed,
)
from models.company import Company
from models.errors import Missing
from models.opening import work_calendar
from models.orders import ServiceOrder
from models.service_levels import ClockEvent, ServiceLevel
from models.stages import Reason
from models.terms import ClockAction, ClockState, ClockStatus, LevelSource
from resources.texts import _

_WHY_NOT: Mapping[ClockAction, Callable[[ServiceOrder], str | None]] = {
    ClockAction.HOLD: why_not_hold,
    ClockAction.RESUME: why_not_resume,
    ClockAction.STOP: why_not_stop,
    ClockAction.CANCEL: why_not_cancel,
}


@dataclass(frozen=True, slots=True)
class LevelShown:
    """The service level that an order follows, or would.

    Attributes:
        source: whose it is; `owner` names the agreement or group.
        seconds: the limit in working seconds.
        calendar: name of the calendar whose working time counts; empty for plain time.
    """

    name: str
    source: LevelSource
    owner: str
    days: int
    hours: int
    minutes: int
    seconds: int
    calendar: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class ClockNow:
    """What a clock shows at an instant; instants in epoch seconds, lengths in working seconds.

    Attributes:
        started: when it began, or will.
        due: latest completion; of a held clock, if it were resumed now.
        remaining: below zero once the limit is exceeded.
        ended: when it was stopped or canceled; 0 while it is on.
    """

    status: ClockStatus
    state: ClockState
    started: int
    due: int
    recorded: int
    limit: int
    remaining: int
    compliance: Decimal
    ended: int


@dataclass(frozen=True, slots=True)
class ClockLogRow:
    """A line of the clock's log; `recorded` is what stood on the clock then, in seconds."""

    action: ClockAction
    at: datetime
    made_by: str
    made_at: datetime
    recorded: int
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class HeldFor:
    """Working seconds for which a clock was held, by the reason that was given; no reason is empty."""

    cause: str
    seconds: int
    times: int


@dataclass(frozen=True, slots=True)
class OrderClock:
    """The tab's rows.

    Attributes:
        clock: none before the first start.
        level: the one the clock counts, else the one it would; none without one.
        why_not: by action, why it cannot be done now, or empty.
        wants_reason: actions that ask for a reason now.
        now: epoch seconds for which it is true.
    """

    order_id: int
    number: str
    version: int
    clock: ClockNow | None
    level: LevelShown | None
    why_not: Mapping[ClockAction, str]
    wants_reason: frozenset[ClockAction]
    log: tuple[ClockLogRow, ...]
    held: tuple[HeldFor, ...]
    reasons: tuple[tuple[int, str], ...]
    now: int
    zone: str


def order_clock(session: Session, order_id: int, *, now: datetime) -> OrderClock:
    """All about the clock of one order.

    Raises:
        Missing: the order is gone.
    """
    order, company = _order(session, order_id)
    clock = clock_of(session, order, company)
    level, source = level_of(session, order, company)
    log = _log(session, order_id)
    followed, whose = _followed(session, order, level, source)
    why_not = {action: why(order) or "" for action, why in _WHY_NOT.items()}
    why_not[ClockAction.START] = why_no_start(order, level) or ""
    reasons = session.execute(select(Reason.id, Reason.name).order_by(Reason.code))
    at = int(now.timestamp())
    return OrderClock(
        order_id=order.id,
        number=order.number,
        version=order.version,
        clock=_shown(clock, _warning(followed, company), at) if clock is not None else None,
        level=_level(session, order, company, followed, whose) if followed and whose else None,
        why_not=why_not,
        wants_reason=_wants_reason(session, order, company, now),
        log=log,
        held=_held(log, clock, at),
        reasons=tuple((row_id, name) for row_id, name in reasons),
        now=at,
        zone=company.time_zone,
    )


def clock_now(session: Session, order_id: int, *, now: datetime) -> ClockNow | None:
    """What the clock of one order shows, for the head of its editor; None without one.

    Raises:
        Missing: the order is gone.
    """
    order, company = _order(session, order_id)
    clock = clock_of(session, order, company)
    if clock is None:
        return None
    level = session.get(ServiceLevel, order.service_level_id) if order.service_level_id else None
    return _shown(clock, _warning(level, company), int(now.timestamp()))


def _order(session: Session, order_id: int) -> tuple[ServiceOrder, Company]:
    order = session.get(ServiceOrder, order_id)
    if order is None:
        raise Missing(_("The order is gone; somebody deleted it."))
    return order, session.scalars(select(Company)).one()


def _warning(level: ServiceLevel | None, company: Company) -> int:
    own = level.warning_percent if level is not None else None
    return own or company.clock_warning_percent


def _shown(clock: Clock, warning_percent: int, at: int) -> ClockNow:
    ended = clock.status in (ClockStatus.STOPPED, ClockStatus.CANCELED)
    return ClockNow(
        status=clock.status,
        state=clock.state_at(at, warning_percent=warning_percent),
        started=clock.started,
        due=clock.due if ended else clock.due_at(at),
        recorded=clock.recorded_at(at),
        limit=clock.limit,
        remaining=clock.remaining_at(at),
        compliance=clock.compliance_at(at),
        ended=clock.since if ended else 0,
    )


def _followed(
    session: Session, order: ServiceOrder, level: ServiceLevel | None, source: LevelSource | None
) -> tuple[ServiceLevel | None, LevelSource | None]:
    """The level that the clock counts, which the agreement may have changed since; else the one to come."""
    if order.clock in (None, ClockStatus.CANCELED) or order.service_level_id is None:
        return level, source
    return session.get(ServiceLevel, order.service_level_id), order.service_level_source or LevelSource.ORDER


def _level(
    session: Session, order: ServiceOrder, company: Company, level: ServiceLevel, source: LevelSource
) -> LevelShown:
    agreement = session.get(Agreement, order.agreement_id) if order.agreement_id is not None else None
    owner = ""
    if agreement is not None and source is LevelSource.AGREEMENT:
        owner = f"{agreement.code} {agreement.name}"
    elif agreement is not None and source is LevelSource.GROUP:
        group = session.get(AgreementGroup, agreement.group_id)
        owner = group.name if group is not None else ""
    calendar = session.get(Calendar, level.calendar_id) if level.calendar_id is not None else None
    is_on = order.clock in (ClockStatus.RUNNING, ClockStatus.HELD, ClockStatus.STOPPED)
    counted = work_calendar(session, level.calendar_id, company)
    return LevelShown(
        name=level.name,
        source=source,
        owner=owner,
        days=level.days,
        hours=level.hours,
        minutes=level.minutes,
        seconds=order.clock_limit if is_on else limit_seconds(level, counted),
        calendar=calendar.name if calendar is not None else "",
        suspended=level.suspended,
    )


def _wants_reason(
    session: Session, order: ServiceOrder, company: Company, now: datetime
) -> frozenset[ClockAction]:
    wanted = set()
    if company.reason_on_clock_cancel:
        wanted.add(ClockAction.CANCEL)
    if why_reason_needed(session, order, now=now, company=company) is not None:
        wanted.add(ClockAction.STOP)
    return frozenset(wanted)


def _log(session: Session, order_id: int) -> tuple[ClockLogRow, ...]:
    rows = session.execute(
        select(ClockEvent, Reason.name)
        .outerjoin(Reason, Reason.id == ClockEvent.reason_id)
        .where(ClockEvent.order_id == order_id)
        .order_by(ClockEvent.id)
    )
    return tuple(
        ClockLogRow(
            action=event.action,
            at=event.at,
            made_by=event.made_by,
            made_at=event.made_at,
            recorded=event.recorded,
            reason=reason or "",
            note=event.note,
        )
        for event, reason in rows
    )


def _held(log: tuple[ClockLogRow, ...], clock: Clock | None, at: int) -> tuple[HeldFor, ...]:
    """What the clock was held for, the longest first; a clock that is held now counts until now."""
    if clock is None:
        return ()
    found: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(log):
        if row.action is not ClockAction.HOLD:
            continue
        later = log[number + 1] if number + 1 < len(log) else None
        until = int(later.at.timestamp()) if later is not None else at
        seconds = clock.calendar.seconds_between(int(row.at.timestamp()), until)
        cause = row.reason or row.note
        known, times = found.get(cause, (0, 0))
        found[cause] = (known + seconds, times + 1)
    held = [HeldFor(cause, seconds, times) for cause, (seconds, times) in found.items()]
    return tuple(sorted(held, key=lambda each: (-each.seconds, each.cause)))
