"""Reads agreements, their lines and what became of them as plain rows for `models.due`.

Rows are read as columns, never as entities: a run over 20,000 agreements reads them twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from app.bulk import among
from app.queries.due.known import known_lines
from app.queries.due.request import Choice, Request
from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.company import Company
from models.due import AgreementTerms, Due, HeldBack, LineTerms, due_orders
from models.opening import work_calendar
from models.placing import OpenDay
from models.terms import Combine, IntervalUnit, TransactionType, WindowMethod

_TYPES = {word.value: word for word in TransactionType}
_COMBINES = {word.value: word for word in Combine}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the chosen agreements give in the period, by agreement.

    Attributes:
        terms: the agreements in order of their ids.
        due: what each of them gives.
        reasons: closed dates among those of orders, with the reason the calendar names or "".
    """

    terms: Mapping[int, AgreementTerms]
    due: Mapping[int, Due]
    reasons: Mapping[date, str]


def outlook(session: Session, request: Request) -> Outlook:
    """Work out what is due, in at most nine statements however many agreements there are."""
    chosen = chosen_agreements(request.choice)
    terms = _agreements(session, chosen)
    known = known_lines(session, chosen, request)
    is_open, reason_of = open_days(session)
    period, options = request.period, request.options
    due = {
        agreement.id: due_orders(agreement, known, period=period, options=options, is_open=is_open)
        for agreement in terms.values()
    }
    closed = {order.on for each in due.values() for order in each.orders if order.conflict}
    return Outlook(terms, due, {day: reason_of(day) for day in closed})


def held_counts(seen: Outlook) -> dict[HeldBack, int]:
    """Occurrences held back by reason, in the order in which reasons are judged."""
    counts: Counter[HeldBack] = Counter()
    for due in seen.due.values():
        for _line_id, reason, times in due.held:
            counts[reason] += times
    return {reason: counts[reason] for reason in HeldBack if counts[reason]}


def chosen_agreements(choice: Choice) -> ColumnElement[bool] | None:
    """The condition on `Agreement` that a choice makes; None for all of them."""
    conditions: list[ColumnElement[bool]] = []
    if choice.agreement_ids:
        conditions.append(among(Agreement.id, choice.agreement_ids))
    if choice.codes:
        conditions.append(Agreement.code.in_(choice.codes))
    if choice.group_id:
        conditions.append(Agreement.group_id == choice.group_id)
    if choice.customer_id:
        conditions.append(Agreement.customer_id == choice.customer_id)
    return and_(*conditions) if conditions else None


def open_days(session: Session) -> tuple[OpenDay, Callable[[date], str]]:
    """Whether the company's calendar is open on a date, and why it is not; open always without one."""
    company = session.scalars(select(Company)).one()
    calendar = work_calendar(session, company.calendar_id, company)
    if company.calendar_id is None:
        return _always, _no_reason
    remembered: dict[date, bool] = {}

    def is_open(day: date) -> bool:
        known = remembered.get(day)
        if known is None:
            known = remembered[day] = calendar.is_open(day)
        return known

    return is_open, lambda day: calendar.closed.get(day, "")


def _always(_day: date) -> bool:
    return True


def _no_reason(_day: date) -> str:
    return ""


_AGREEMENT = Agreement.__table__.c
_LINE = AgreementLine.__table__.c


def _agreements(session: Session, chosen: ColumnElement[bool] | None) -> dict[int, AgreementTerms]:
    lines = _lines(session, chosen)
    statement = select(
        _AGREEMENT.id,
        _AGREEMENT.starts_on,
        _AGREEMENT.ends_on,
        _AGREEMENT.suspended,
        _AGREEMENT.template,
        type_coerce(_AGREEMENT.combine, String),
        func.coalesce(_AGREEMENT.site_id, 0),
    ).order_by(_AGREEMENT.id)
    if chosen is not None:
        statement = statement.where(chosen)
    found = {}
    for row_id, starts, ends, suspended, template, combine, site in session.connection().execute(statement):
        found[row_id] = AgreementTerms(
            row_id, starts, ends, suspended, template, _COMBINES[combine], site, tuple(lines.get(row_id, ()))
        )
    return found


def _lines(session: Session, chosen: ColumnElement[bool] | None) -> dict[int, list[LineTerms]]:
    statement = select(
        _LINE.agreement_id,
        _LINE.interval_id,
        _LINE.time_window_id,
        _LINE.id,
        _LINE.line,
        type_coerce(_LINE.type, String),
        _LINE.starts_on,
        _LINE.ends_on,
        _LINE.stopped,
        func.coalesce(_LINE.object_id, 0),
        func.coalesce(_LINE.task_id, 0),
        func.coalesce(_LINE.technician_id, 0),
        func.coalesce(_LINE.site_id, 0),
        _LINE.series_from,
    ).order_by(_LINE.agreement_id, _LINE.line)
    if chosen is not None:
        statement = statement.where(_LINE.agreement_id.in_(select(_AGREEMENT.id).where(chosen)))
    intervals: dict[int | None, tuple[IntervalUnit | None, int]] = {None: (None, 1)}
    for interval in session.scalars(select(Interval)):
        intervals[interval.id] = interval.unit, interval.every
    windows: dict[int | None, tuple[WindowMethod | None, int, int]] = {None: (None, 0, 0)}
    for window in session.scalars(select(TimeWindow)):
        windows[window.id] = window.method, window.days_before, window.days_after
    found: dict[int, list[LineTerms]] = defaultdict(list)
    for agreement_id, interval_id, window_id, row_id, line, kind, *rest in session.connection().execute(
        statement
    ):
        found[agreement_id].append(
            LineTerms._make((row_id, line, _TYPES[kind], *intervals[interval_id], *windows[window_id], *rest))
        )
    return found
