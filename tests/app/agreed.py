"""What tests of the generator share: intervals by a word, a run, and what it made as plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from app.context import Context
from app.generating import Result, generate
from app.queries.due import Choice, Options, Period, Request
from app.work import Work
from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.calendars import Calendar, ClosedDay
from models.orders import OrderLine, ServiceOrder
from models.terms import IntervalUnit, WindowMethod
from tests.builders import an_agreement, an_agreement_line


class Made(NamedTuple):
    """A line that was made, with what its order says."""

    number: str
    on: date
    calculated: date
    text: str
    range_from: date
    range_to: date
    conflict: bool


def every(work: Work, count: int, unit: IntervalUnit) -> int:
    """The id of an interval, made when there is none yet."""
    code = f"{count} {unit}"
    found = work.session.scalars(select(Interval).where(Interval.code == code)).one_or_none()
    return (found or work.add(Interval(code=code, unit=unit, every=count))).id


def a_window(work: Work, method: WindowMethod, before: int = 0, after: int = 0) -> int:
    """The id of a new time window."""
    code = f"{method} {before} {after}"
    return work.add(TimeWindow(code=code, method=method, days_before=before, days_after=after)).id


def agreed(context: Context, lines: Sequence[dict[str, Any]], **fields: Any) -> int:  # columns of both
    """An agreement with these lines, each with `every` and `window` for its interval and window; its id."""

    def arrange(work: Work) -> Agreement:
        made: list[AgreementLine] = []
        for number, line in enumerate(lines, start=1):
            rest = dict(line)
            if "every" in rest:
                rest["interval_id"] = every(work, *rest.pop("every"))
            if "window" in rest:
                rest["time_window_id"] = a_window(work, *rest.pop("window"))
            made.append(an_agreement_line(**{"line": number, **rest}))
        return an_agreement(work, lines=made, **{"ends_on": None, **fields})

    return context.run(arrange)[0].id


def closed(context: Context, *days: date, open_days: str = "mon;tue;wed;thu;fri;sat;sun") -> None:
    """Give the company a calendar that is closed on these days."""

    def arrange(work: Work) -> None:
        calendar = work.add(Calendar(code="SERVICE", name="Service", open_days=open_days))
        for day in days:
            work.add(ClosedDay(calendar_id=calendar.id, on_date=day, reason="Inventory"))
        work.company().calendar_id = calendar.id

    context.run(arrange)


def a_request(first: date, last: date, *agreement_ids: int, **options: Any) -> Request:  # fields of Options
    """What a person asks."""
    return Request(Period(first, last), Options(**options), Choice(agreement_ids=agreement_ids))


def run(context: Context, first: date, last: date, *agreement_ids: int, **options: Any) -> Result:
    """One run over these agreements, or all."""
    return generate(context, a_request(first, last, *agreement_ids, **options))


def made(context: Context) -> list[Made]:
    """Every generated line, by order and number."""
    with context.database.reading() as session:
        rows = session.execute(
            select(
                ServiceOrder.number,
                ServiceOrder.service_date,
                OrderLine.calculated_date,
                OrderLine.description,
                OrderLine.range_from,
                OrderLine.range_to,
                ServiceOrder.calendar_conflict,
            )
            .join(ServiceOrder, ServiceOrder.id == OrderLine.order_id)
            .where(OrderLine.calculated_date.is_not(None))
            .order_by(ServiceOrder.number, OrderLine.line)
        )
        return [Made(*row) for row in rows]
