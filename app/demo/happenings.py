"""What happened to the orders of the demo company: clocks, sign-offs, occurrences, postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.demo.company import DemoCompany
from app.demo.plans import Plan
from app.usecases.posting import Selection, post_lines
from app.work import Work
from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.clock_face import ClockFields, clock_fields
from models.opening import work_calendar
from models.orders import OrderLine, ServiceOrder
from models.recurrence import occurrences, window
from models.relations import OrderObject, OrderTask
from models.service_levels import ClockEvent
from models.signing import follow_lines
from models.stages import Stage
from models.terms import ClockAction, ClockStatus, LevelSource, LineStatus, Origin, VisitStatus
from models.worktime import WorkCalendar

_PLANNER = "Ilse Kamphuis"
_POSTED_AFTER = timedelta(days=2)
_NEAR = timedelta(days=45)

Made = Sequence[tuple[ServiceOrder, Plan]]


@dataclass
class Happenings:
    """Lets things happen to orders that are not written yet, and keeps the log of their clocks.

    Attributes:
        events: what is to be written once orders have ids: order, action, instant, recorded, reason.
    """

    work: Work
    made: DemoCompany
    stages: dict[int, Stage]
    events: list[tuple[ServiceOrder, ClockAction, datetime, int, int | None]] = field(default_factory=list)
    _calendars: dict[int, WorkCalendar] = field(default_factory=dict)

    def happen(self, orders: Made) -> None:
        """Occurrences are told, clocks run, work is signed off."""
        _tell_occurrences(self.work, orders)
        for order, plan in orders:
            self._run_clock(order, plan)
            _sign_off(order, plan)

    def write(self, orders: Made) -> None:
        """The logs, and what orders name, now that they have ids."""
        now = self.work.now
        self.work.session.add_all(
            ClockEvent(
                order_id=order.id,
                action=action,
                at=at,
                made_by=_PLANNER,
                made_at=min(at, now),
                recorded=recorded,
                reason_id=reason,
            )
            for order, action, at, recorded, reason in self.events
        )
        for order, _plan in orders:
            objects = dict.fromkeys(line.object_id for line in order.lines if line.object_id)
            tasks = dict.fromkeys(line.task_id for line in order.lines if line.task_id)
            self.work.session.add_all(OrderObject(order_id=order.id, object_id=each) for each in objects)
            self.work.session.add_all(OrderTask(order_id=order.id, task_id=each) for each in tasks)

    def _run_clock(self, order: ServiceOrder, plan: Plan) -> None:
        """From when the order came, or its day if it was generated, until it was done; held as it waits."""
        agreement = self.made.agreements.get(order.agreement_id or 0)
        level = self.made.levels_by_id.get(agreement.service_level_id or 0) if agreement else None
        if level is None:
            return
        begins = order.created_at
        if order.origin is Origin.SYSTEM and order.service_date is not None:
            begins = datetime.combine(order.service_date, time(0), self.made.zone)
        if level.id not in self._calendars:
            calendar = work_calendar(self.work.session, level.calendar_id, self.made.company)
            self._calendars[level.id] = calendar
        fields = clock_fields(level, self._calendars[level.id], begins, source=LevelSource.AGREEMENT)
        fields.put_on(order)
        if fields.clock_started_at is not None:
            self.events.append((order, ClockAction.START, fields.clock_started_at, 0, None))
            self._end_clock(order, plan, self._calendars[level.id])

    def _end_clock(self, order: ServiceOrder, plan: Plan, calendar: WorkCalendar) -> None:
        fields, stage = ClockFields.of(order), self.stages[order.stage_id]
        clock, started = fields.face(calendar), fields.clock_started_at
        if clock is None or started is None or not (stage.stops_clock or stage.code == "waiting"):
            return
        is_done = plan.status is VisitStatus.DONE and plan.stay is not None
        ended = datetime.fromtimestamp(plan.stay.ends, UTC) if is_done and plan.stay else None
        at = max(ended or self.work.now - timedelta(hours=2), started)
        held = not stage.stops_clock
        if held and at > self.work.now:
            return
        status = ClockStatus.HELD if held else ClockStatus.STOPPED
        fields.with_clock(clock.paused(int(at.timestamp()), status)).put_on(order)
        reason = self.made.reasons["ONDERDEEL"].id if held else None
        action = ClockAction.HOLD if held else ClockAction.STOP
        self.events.append((order, action, at, order.clock_recorded, reason))


def _tell_occurrences(work: Work, orders: Made) -> None:
    """Lines of periodic work say which occurrence of which agreement line they are."""
    agreements = {
        each.id: each
        for each in work.session.scalars(select(Agreement).options(selectinload(Agreement.lines)))
    }
    intervals = {each.id: each for each in work.session.scalars(select(Interval))}
    windows = {each.id: each for each in work.session.scalars(select(TimeWindow))}
    taken: set[tuple[int, date]] = set()
    for order, plan in orders:
        agreement = agreements.get(order.agreement_id or 0)
        if agreement is None or order.origin is not Origin.SYSTEM or plan.job.day is None:
            continue
        for line in order.lines:
            source = next(
                (
                    each
                    for each in agreement.lines
                    if (each.type, each.object_id) == (line.type, line.object_id)
                ),
                None,
            )
            day = _nearest(agreement, source, intervals, plan.job.day) if source else None
            if source is not None and day is not None and (source.id, day) not in taken:
                taken.add((source.id, day))
                _tell(line, source, day, windows.get(source.time_window_id or 0))


def _nearest(
    agreement: Agreement, line: AgreementLine, intervals: dict[int, Interval], day: date
) -> date | None:
    """The occurrence of a line that lies nearest to a day."""
    interval = intervals.get(line.interval_id or 0)
    if interval is None:
        return None
    first, last = max(agreement.starts_on, day - _NEAR), min(agreement.ends_on or day + _NEAR, day + _NEAR)
    due = occurrences(line.anchor(agreement), interval.unit, interval.every, first, last)
    return min(due, key=lambda each: abs(each - day), default=None)


def _tell(line: OrderLine, source: AgreementLine, day: date, known: TimeWindow | None) -> None:
    line.agreement_line_id, line.calculated_date = source.id, day
    method = known.method if known else None
    days = (known.days_before, known.days_after) if known else (0, 0)
    line.range_from, line.range_to = window(day, method, *days)


def _sign_off(order: ServiceOrder, plan: Plan) -> None:
    """The technician signs what was done, as the visit ends."""
    if plan.status is not VisitStatus.DONE or plan.stay is None:
        return
    starts, ends = (datetime.fromtimestamp(at, UTC) for at in (plan.stay.starts, plan.stay.ends))
    for line in order.lines:
        if line.status is LineStatus.CREATED:
            line.executed_on, line.started_at, line.ended_at = plan.job.day or starts.date(), starts, ends
            line.sign_off(at=ends, by=plan.stay.technician.name)
    follow_lines(order, at=ends, by=plan.stay.technician.name)


def post_old(work: Work, orders: Made) -> None:
    """What was done two days ago is posted."""
    before = work.now - _POSTED_AFTER
    done = [
        order.id
        for order, plan in orders
        if plan.status is VisitStatus.DONE
        and plan.stay is not None
        and datetime.fromtimestamp(plan.stay.ends, UTC) < before
    ]
    if done:
        post_lines(work, selection=Selection(order_ids=tuple(done)), posted_on=before.date())
