"""What an order's clock shows: recorded, due, remaining, compliance (domain.md 7; examples.md D).

Pure arithmetic over a working calendar. Instants are epoch seconds (UTC), lengths are seconds of the
calendar's working time; without a calendar that is plain time. Limit, recording and remaining time all count
so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from models.terms import ClockState, ClockStatus, LevelSource
from models.worktime import ALWAYS_OPEN, WorkCalendar

if TYPE_CHECKING:
    from models.orders import ServiceOrder
    from models.service_levels import ServiceLevel

HOUR = 3600
_DAY = 24 * HOUR
_HUNDREDTH = Decimal("0.01")


def day_seconds(calendar: WorkCalendar) -> int:
    """What a day of a service level is worth: the hours from opening to closing of one working day.

    A level of "2 days" with a calendar from 08:00 to 17:00 is thus 18 hours; without a calendar, or with one
    that is open round the clock, 48. It is the nominal day, also where spring takes an hour from a night.
    """
    opens, closes = (each.hour * HOUR + each.minute * 60 for each in (calendar.opens, calendar.closes))
    return (closes - opens) % _DAY or _DAY


def limit_seconds(level: ServiceLevel, calendar: WorkCalendar) -> int:
    """The working seconds that a service level allows."""
    return level.days * day_seconds(calendar) + level.hours * HOUR + level.minutes * 60


def compliance(recorded: int, limit: int) -> Decimal:
    """Recorded time in percent of the limit, two decimals; above 100 it was not met (examples.md D1)."""
    return (Decimal(recorded * 100) / limit).quantize(_HUNDREDTH, ROUND_HALF_UP)


def state_of(recorded: int, limit: int, *, warning_percent: int) -> ClockState:
    """Whether that much recorded time is in order, close to the limit, or above it."""
    if recorded > limit:
        return ClockState.EXCEEDED
    return ClockState.WARNING if recorded * 100 >= limit * warning_percent else ClockState.OK


@dataclass(frozen=True, slots=True)
class Clock:
    """An order's clock since its last change; each transition gives the clock after it.

    Attributes:
        status: what it does since `since`.
        started: when its first recording began or will begin.
        since: when it took that status.
        recorded: seconds recorded until `since`.
        limit: seconds allowed.
        due: the latest completion; while it does not run, as if it went on at `since`.
        calendar: whose working time is counted.
    """

    status: ClockStatus
    started: int
    since: int
    recorded: int
    limit: int
    due: int
    calendar: WorkCalendar = field(default=ALWAYS_OPEN, compare=False)

    def recorded_at(self, at: int) -> int:
        """Seconds recorded by an instant that is not before `since`."""
        if self.status is not ClockStatus.RUNNING:
            return self.recorded
        return self.recorded + self.calendar.seconds_between(self.since, at)

    def due_at(self, at: int) -> int:
        """The latest completion, if a clock that does not run went on at that instant (examples.md D2)."""
        if self.status is ClockStatus.RUNNING:
            return self.due
        return self.calendar.add(self.due, self.calendar.seconds_between(self.since, at))

    def remaining_at(self, at: int) -> int:
        """Seconds left of the limit; below zero, how long it has been exceeded."""
        return self.limit - self.recorded_at(at)

    def compliance_at(self, at: int) -> Decimal:
        """Percent of the limit recorded by an instant."""
        return compliance(self.recorded_at(at), self.limit)

    def state_at(self, at: int, *, warning_percent: int) -> ClockState:
        """In order, in danger or exceeded; what has ended within its limit is in order."""
        ended = self.status in (ClockStatus.STOPPED, ClockStatus.CANCELED)
        return state_of(self.recorded_at(at), self.limit, warning_percent=101 if ended else warning_percent)

    def paused(self, at: int, status: ClockStatus) -> Clock:
        """Held, stopped or canceled at an instant: what was recorded by then stays."""
        return replace(self, status=status, since=at, recorded=self.recorded_at(at), due=self.due_at(at))

    def resumed(self, at: int) -> Clock:
        """Running again from an instant on; the due time has moved by the working time in between."""
        return replace(self, status=ClockStatus.RUNNING, since=at, due=self.due_at(at))


def new_clock(limit: int, calendar: WorkCalendar, at: int) -> Clock:
    """A clock that begins at the first working time from an instant on (examples.md D3).

    Raises:
        Refused: the calendar is never open.
    """
    begins = calendar.next_opening(at)
    return Clock(
        status=ClockStatus.RUNNING,
        started=begins,
        since=begins,
        recorded=0,
        limit=limit,
        due=calendar.add(begins, limit),
        calendar=calendar,
    )


@dataclass(frozen=True, slots=True)
class ClockFields:
    """The columns of an order that tell its clock, for one order or for rows written in bulk."""

    service_level_id: int | None = None
    service_level_source: LevelSource | None = None
    clock: ClockStatus | None = None
    clock_started_at: datetime | None = None
    clock_due_at: datetime | None = None
    clock_since: datetime | None = None
    clock_recorded: int = 0
    clock_limit: int = 0

    @classmethod
    def of(cls, order: ServiceOrder) -> ClockFields:
        """What an order says now."""
        return cls(**{name: getattr(order, name) for name in cls.__slots__})

    def values(self) -> dict[str, Any]:  # a value of each column's own type
        """By column."""
        return {name: getattr(self, name) for name in self.__slots__}

    def put_on(self, order: ServiceOrder) -> None:
        """Write them onto an order."""
        for name, value in self.values().items():
            setattr(order, name, value)

    def with_clock(self, clock: Clock) -> ClockFields:
        """The same level, that clock."""
        return replace(
            self,
            clock=clock.status,
            clock_started_at=instant(clock.started),
            clock_due_at=instant(clock.due),
            clock_since=instant(clock.since),
            clock_recorded=clock.recorded,
            clock_limit=clock.limit,
        )

    def face(self, calendar: WorkCalendar) -> Clock | None:
        """The clock they tell, counted in a calendar; None where there is none."""
        started, due, since = self.clock_started_at, self.clock_due_at, self.clock_since
        if self.clock is None or started is None or due is None or since is None:
            return None
        return Clock(
            status=self.clock,
            started=int(started.timestamp()),
            since=int(since.timestamp()),
            recorded=self.clock_recorded,
            limit=self.clock_limit,
            due=int(due.timestamp()),
            calendar=calendar,
        )


def clock_fields(
    level: ServiceLevel, calendar: WorkCalendar, at: datetime, *, source: LevelSource | None = None
) -> ClockFields:
    """The columns of an order that follows a level from an instant on; no session, for many orders at once.

    The clock begins at the calendar's next opening from `at`, which may lie in the future: until then nothing
    is recorded. A suspended level is named but starts no clock. Orders of one level and one instant share the
    answer, so whoever makes many keeps it by these two.

    Raises:
        Refused: the calendar is never open.
    """
    followed = ClockFields(service_level_id=level.id, service_level_source=source)
    if level.suspended:
        return followed
    return followed.with_clock(new_clock(limit_seconds(level, calendar), calendar, int(at.timestamp())))


def instant(seconds: int) -> datetime:
    """Epoch seconds as an aware instant."""
    return datetime.fromtimestamp(seconds, UTC)
