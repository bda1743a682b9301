"""A year of one agreement: where each occurrence stands, and what became of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.context import Context
from app.queries.year_strip import MarkState, StripMark, YearStrip, year_strip
from app.work import Work
from models.agreements import Agreement, Interval, TimeWindow
from models.calendars import Calendar, ClosedDay
from models.generation import Occurrence
from models.terms import IntervalUnit, LineStatus, VisitStatus, WindowMethod
from tests.builders import a_line, a_visit, an_agreement, an_agreement_line, an_order

TODAY = date(2026, 11, 23)


def monthly(work: Work) -> Agreement:
    """A line on the 15th of each month from March, that may move within the month."""
    every_month = work.add(Interval(code="M", unit=IntervalUnit.MONTH))
    in_month = work.add(TimeWindow(code="IM", method=WindowMethod.MONTH))
    line = an_agreement_line(
        line=10,
        description="Onderhoud",
        interval_id=every_month.id,
        time_window_id=in_month.id,
        starts_on=date(2026, 3, 15),
    )
    return an_agreement(work, code="A-1", lines=[line])


@pytest.fixture
def agreement(context: Context) -> Agreement:
    return context.run(monthly)[0]


def shown(context: Context, agreement: Agreement, year: int = 2026) -> YearStrip:
    strip = context.read(year_strip, agreement.id, year, today=TODAY)
    assert strip is not None
    return strip


def marks(context: Context, agreement: Agreement) -> dict[date, StripMark]:
    """The marks of the one line by their calculated dates."""
    (line,) = shown(context, agreement).lines
    return {mark.calculated: mark for mark in line.marks}


def make_order(work: Work, *, of: Agreement, due: date, status: LineStatus, on: date | None = None) -> int:
    """An order for one occurrence."""
    line = a_line(agreement_line_id=of.lines[0].id, calculated_date=due, status=status)
    order = an_order(
        work, agreement_id=of.id, customer_id=of.customer_id, service_date=on or due, lines=[line]
    )
    return order.id


def test_what_is_to_come_is_planned_and_what_passed_without_an_order_is_missed(
    context: Context, agreement: Agreement
) -> None:
    found = marks(context, agreement)
    assert list(found) == [date(2026, month, 15) for month in range(3, 13)]
    assert found[date(2026, 11, 15)].state is MarkState.MISSED
    assert found[date(2026, 12, 15)].state is MarkState.PLANNED
    assert (found[date(2026, 12, 15)].first, found[date(2026, 12, 15)].last) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
    )


def test_a_window_ends_where_its_line_begins(context: Context, agreement: Agreement) -> None:
    assert marks(context, agreement)[date(2026, 3, 15)].first == date(2026, 3, 15)


def test_orders_are_late_done_canceled_or_to_come(context: Context, agreement: Agreement) -> None:
    due = [date(2026, month, 15) for month in (9, 10, 11, 12)]
    statuses = (LineStatus.POSTED, LineStatus.CANCELED, LineStatus.CREATED, LineStatus.CREATED)
    for day, status in zip(due, statuses, strict=True):
        context.run(make_order, of=agreement, due=day, status=status)
    found = marks(context, agreement)
    assert [found[day].state for day in due] == [
        MarkState.DONE,
        MarkState.CANCELED,
        MarkState.LATE,
        MarkState.GENERATED,
    ]
    assert "is done" in found[due[0]].fixed
    assert found[due[2]].fixed == ""
    assert found[due[3]].number.startswith("SO-")


def test_an_order_stands_on_its_service_date_and_is_done_with_its_visit(
    context: Context, agreement: Agreement
) -> None:
    def visited(work: Work) -> None:
        order_id = make_order(
            work, of=agreement, due=date(2026, 11, 15), status=LineStatus.CREATED, on=date(2026, 11, 17)
        )
        order = work.get(type(an_order(work)), order_id)
        a_visit(work, order=order, status=VisitStatus.DONE)

    context.run(visited)
    mark = marks(context, agreement)[date(2026, 11, 15)]
    assert (mark.on, mark.state) == (date(2026, 11, 17), MarkState.DONE)


def test_what_people_decided_is_shown(context: Context, agreement: Agreement) -> None:
    line_id = agreement.lines[0].id

    def decide(work: Work) -> None:
        named = {"agreement_line_id": line_id}
        work.add(Occurrence(**named, calculated_date=date(2026, 12, 15), moved_to=date(2026, 12, 20)))
        work.add(Occurrence(**named, calculated_date=date(2026, 11, 15), skipped=True, note="Dicht"))

    context.run(decide)
    found = marks(context, agreement)
    moved, skipped = found[date(2026, 12, 15)], found[date(2026, 11, 15)]
    assert (moved.on, moved.is_moved, moved.version) == (date(2026, 12, 20), True, 1)
    assert (skipped.state, skipped.note) == (MarkState.SKIPPED, "Dicht")


def test_a_stopped_line_says_why_nothing_comes_of_it(context: Context) -> None:
    def stopped(work: Work) -> Agreement:
        return an_agreement(work, code="A-2", lines=[an_agreement_line(line=10, stopped=True)])

    (line,) = shown(context, context.run(stopped)[0]).lines
    assert line.held == "Line 10 of agreement A-2 is stopped."
    assert (line.unit, len(line.marks)) == (None, 1)


def test_closed_days_are_those_of_the_companys_calendar(context: Context, agreement: Agreement) -> None:
    assert shown(context, agreement).closed == {}

    def close(work: Work) -> None:
        calendar = work.add(Calendar(code="C", name="Standard"))
        work.add(ClosedDay(calendar_id=calendar.id, on_date=date(2026, 12, 24), reason="Kerstavond"))
        work.company().calendar_id = calendar.id

    context.run(close)
    closed = shown(context, agreement).closed
    assert closed[date(2026, 12, 24)] == "Kerstavond"
    assert closed[date(2026, 12, 26)] == ""
    assert date(2026, 12, 23) not in closed


def test_another_year_is_another_strip_and_one_that_is_gone_is_none(
    context: Context, agreement: Agreement
) -> None:
    assert shown(context, agreement, 2027).lines[0].marks == ()
    assert context.read(year_strip, 4711, 2026, today=TODAY) is None
