"""Reads a year of one agreement: each line with its occurrences, what became of them, where they may move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.year_strip.ordered import Ordered, ordered
from app.queries.year_strip.rows import MarkState, StripLine, StripMark, YearStrip
from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.company import Company
from models.generation import Occurrence
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.opening import work_calendar
from models.recurrence import occurrences, window
from models.terms import IntervalUnit
from resources.texts import _


@dataclass(frozen=True, slots=True)
class _Series:
    """What is known of one line before its marks are made."""

    row: AgreementLine
    interval: Interval | None
    time_window: TimeWindow | None
    ordered: Mapping[date, Ordered]
    decided: Mapping[date, Occurrence]


def year_strip(session: Session, agreement_id: int, year: int, *, today: date) -> YearStrip | None:
    """The year of an agreement, or None if the agreement is gone; in ten statements at most."""
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        return None
    standing = ordered(session, agreement_id, year)
    decided = _decided(session, agreement_id)
    lines = []
    for row, interval, time_window, name in _lines(session, agreement_id):
        series = _Series(row, interval, time_window, standing.get(row.id, {}), decided.get(row.id, {}))
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
        start = series.row.series_from or series.row.starts_on or first
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
        max(first, validity[0]), min(last, validity[1] or date.max),
        moved_to is not None, _fixed(order, person),
        order.order_id if order else 0, order.number if order else "",
        person.note if person else "", person.version if person else 0,
    )  # fmt: skip


def _fixed(order: Ordered | None, person: Occurrence | None) -> str:
    """Why an occurrence stays where it is, or "": its order goes along only while that may be changed."""
    if order is None:
        is_skipped = person is not None and person.skipped
        return _("It is skipped; take that back before you move it.") if is_skipped else ""
    if order.is_canceled:
        return _("Order {order} is canceled; it stays as it is.").format(order=order.number)
    if order.is_done:
        return _("Order {order} is done; it stays as it is.").format(order=order.number)
    if not order.may_modify:
        return _("Order {order} is in a stage that allows no changes.").format(order=order.number)
    return ""


def _state(order: Ordered | None, person: Occurrence | None, on: date, today: date) -> MarkState:
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
