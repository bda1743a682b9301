"""A year of one agreement: each line with its occurrences, what became of them and where they may move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.company import Company
from models.generation import Occurrence
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.opening import work_calendar
from models.orders import OrderLine, ServiceOrder
from models.recurrence import occurrences, window
from models.stages import Stage
from models.terms import IntervalUnit, LineStatus, Progress, VisitStatus
from models.visits import counting_visits

ONE_DAY = timedelta(days=1)


class MarkState(StrEnum):
    """What became of an occurrence.

    Planned: no order yet. Missed: its date passed and no order was made. Generated: its order is to come.
    Late: the order's date passed and it is not done. Done: its visit is done, or it is signed off, posted or
    in a stage that ends the work. Skipped: a person wants no order for it. Canceled: order or line is.
    """

    PLANNED = "planned"
    GENERATED = "generated"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class StripMark:
    """One occurrence of one line.

    Attributes:
        calculated: its date by the interval, which names it.
        on: where it stands: moved there, or the service date of its order.
        first, last: the time window around its calculated date, inside the validity of its line.
        is_moved: a person moved this one.
        order_id, number: its order; 0 and "" before there is one.
        note: what the person wrote who moved or skipped it.
        version: of what the person decided; 0 for nothing.
    """

    line_id: int
    calculated: date
    on: date
    state: MarkState
    first: date
    last: date
    is_moved: bool = False
    order_id: int = 0
    number: str = ""
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class StripLine:
    """One line of the agreement.

    Attributes:
        unit, every: its interval; no unit for a line that falls due once.
        first, last: its validity inside the agreement's; no last is open.
        held: why no orders come from it, as a sentence, or "".
        marks: the occurrences that stand in the year, by date.
    """

    id: int
    line: int
    name: str
    unit: IntervalUnit | None
    every: int
    first: date
    last: date | None
    held: str
    marks: tuple[StripMark, ...]


@dataclass(frozen=True, slots=True)
class YearStrip:
    """An agreement's year; closed are days on which the company is closed, with the reason or ""."""

    agreement_id: int
    code: str
    year: int
    first: date
    last: date | None
    today: date
    lines: tuple[StripLine, ...]
    closed: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class _Ordered:
    """The order line of an occurrence, with what tells its state."""

    order_id: int
    number: str
    on: date | None
    progress: Progress
    status: LineStatus
    executed_on: date | None
    is_signed_off: bool
    ends_work: bool
    visit: VisitStatus | None

    @property
    def is_canceled(self) -> bool:
        """Whether nobody goes there for it."""
        return LineStatus.CANCELED is self.status or self.progress is Progress.CANCELED

    @property
    def is_done(self) -> bool:
        """Whether the work is over."""
        is_posted = LineStatus.POSTED is self.status or self.progress is Progress.POSTED
        is_executed = self.executed_on is not None or self.is_signed_off or self.ends_work
        return is_posted or is_executed or self.visit is VisitStatus.DONE


@dataclass(frozen=True, slots=True)
class _Series:
    """What is known of one line before its marks are made."""

    row: AgreementLine
    interval: Interval | None
    time_window: TimeWindow | None
    ordered: Mapping[date, _Ordered]
    decided: Mapping[date, Occurrence]


def year_strip(session: Session, agreement_id: int, year: int, *, today: date) -> YearStrip | None:
    """The year of an agreement, or None if the agreement is gone; in nine statements at most."""
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        return None
    ordered = _ordered(session, agreement_id, year)
    decided = _decided(session, agreement_id)
    lines = []
    for row, interval, time_window, name in _lines(session, agreement_id):
        series = _Series(row, interval, time_window, ordered.get(row.id, {}), decided.get(row.id, {}))
        validity = _validity(agreement, row)
        marks = tuple(_marks(series, validity, year, today))
        lines.append(
            StripLine(row.id, row.line, name, *_interval(interval), *validity, _held(agreement, row), marks)
        )
    return YearStrip(
        agreement.id, agreement.code, year, agreement.starts_on, agreement.ends_on, today,
        tuple(lines), _closed(session, year),
    )  # fmt: skip


def _lines(session: Session, agreement_id: int) -> Any:  # rows of three mapped classes and a name
    name = func.coalesce(AgreementLine.description, ServiceTask.name, ServiceObject.name, Item.name, "")
    return session.execute(
        select(AgreementLine, Interval, TimeWindow, name)
        .outerjoin(Interval, Interval.id == AgreementLine.interval_id)
        .outerjoin(TimeWindow, TimeWindow.id == AgreementLine.time_window_id)
        .outerjoin(ServiceTask, ServiceTask.id == AgreementLine.task_id)
        .outerjoin(ServiceObject, ServiceObject.id == AgreementLine.object_id)
        .outerjoin(Item, Item.id == AgreementLine.item_id)
        .where(AgreementLine.agreement_id == agreement_id)
        .order_by(AgreementLine.line)
    )


def _ordered(session: Session, agreement_id: int, year: int) -> dict[int, dict[date, _Ordered]]:
    """Order lines by agreement line and calculated date, those that stand in the year or were due in it."""
    stands, due = (
        column.between(date(year, 1, 1), date(year, 12, 31))
        for column in (ServiceOrder.service_date, OrderLine.calculated_date)
    )
    rows: Sequence[Any] = session.execute(  # tuples that end in the order of _Ordered
        select(
            OrderLine.agreement_line_id, OrderLine.calculated_date, ServiceOrder.id, ServiceOrder.number,
            ServiceOrder.service_date, ServiceOrder.progress, OrderLine.status, OrderLine.executed_on,
            or_(OrderLine.signed_off, ServiceOrder.signed_off_at.is_not(None)), Stage.stops_clock,
        )
        .join(ServiceOrder, ServiceOrder.id == OrderLine.order_id)
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .join(AgreementLine, AgreementLine.id == OrderLine.agreement_line_id)
        .where(
            AgreementLine.agreement_id == agreement_id,
            OrderLine.calculated_date.is_not(None),
            or_(stands, due),
        )
    ).all()  # fmt: skip
    visits = counting_visits(session, {row[2] for row in rows})
    found: dict[int, dict[date, _Ordered]] = {}
    for line_id, calculated, *rest in rows:
        visit = visits.get(rest[0])
        found.setdefault(line_id, {})[calculated] = _Ordered(*rest, visit=visit[2] if visit else None)
    return found


def _decided(session: Session, agreement_id: int) -> dict[int, dict[date, Occurrence]]:
    rows = session.scalars(
        select(Occurrence)
        .join(AgreementLine, AgreementLine.id == Occurrence.agreement_line_id)
        .where(AgreementLine.agreement_id == agreement_id)
    )
    found: dict[int, dict[date, Occurrence]] = {}
    for row in rows:
        found.setdefault(row.agreement_line_id, {})[row.calculated_date] = row
    return found


def _interval(interval: Interval | None) -> tuple[IntervalUnit | None, int]:
    return (interval.unit, interval.every) if interval else (None, 1)


def _validity(agreement: Agreement, line: AgreementLine) -> tuple[date, date | None]:
    first = max(agreement.starts_on, line.starts_on or agreement.starts_on)
    ends = [day for day in (agreement.ends_on, line.ends_on) if day is not None]
    return first, min(ends, default=None)


def _held(agreement: Agreement, line: AgreementLine) -> str:
    """Why no orders come from this line, whatever the date (domain.md 1.6)."""
    return line.why_no_order(agreement, _validity(agreement, line)[0]) or ""


def _marks(
    series: _Series, validity: tuple[date, date | None], year: int, today: date
) -> Iterator[StripMark]:
    marks = (_mark(series, day, validity, today) for day in _calculated(series, validity, year))
    yield from sorted((mark for mark in marks if mark.on.year == year), key=lambda mark: mark.on)


def _calculated(series: _Series, validity: tuple[date, date | None], year: int) -> set[date]:
    """Dates by the interval in the year, and those that orders or people brought into it."""
    first, last = validity
    begins, ends = max(first, date(year, 1, 1)), min(last or date.max, date(year, 12, 31))
    found = set(series.ordered) | set(series.decided)
    if begins <= ends:
        start = series.row.starts_on or first
        found.update(occurrences(start, *_interval(series.interval), begins, ends))
    return found


def _mark(series: _Series, day: date, validity: tuple[date, date | None], today: date) -> StripMark:
    order, person = series.ordered.get(day), series.decided.get(day)
    moved_to = person.moved_to if person else None
    on = (order.on if order else moved_to) or day
    method = series.time_window
    first, last = window(day, method.method, method.days_before, method.days_after) if method else (day, day)
    return StripMark(
        series.row.id, day, on, _state(order, person, on, today),
        max(first, validity[0]), min(last, validity[1] or date.max), moved_to is not None,
        order.order_id if order else 0, order.number if order else "",
        person.note if person else "", person.version if person else 0,
    )  # fmt: skip


def _state(order: _Ordered | None, person: Occurrence | None, on: date, today: date) -> MarkState:
    if order is None:
        if person is not None and person.skipped:
            return MarkState.SKIPPED
        return MarkState.PLANNED if on >= today else MarkState.MISSED
    if order.is_canceled:
        return MarkState.CANCELED
    if order.is_done:
        return MarkState.DONE
    return MarkState.GENERATED if on >= today else MarkState.LATE


def _closed(session: Session, year: int) -> dict[date, str]:
    """Closed days of the company's calendar in the year; none without a calendar (domain.md 5.3, rule 5)."""
    company = session.scalars(select(Company)).one()
    calendar = work_calendar(session, company.calendar_id, company)
    days = (date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    return {day: calendar.closed.get(day, "") for day in days if not calendar.is_open(day)}
