"""What became of the occurrences of agreement lines: generated before, moved or skipped by people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.queries.due.request import Request
from models.agreements import Agreement, AgreementLine
from models.due import Known, Period
from models.generation import Occurrence
from models.orders import OrderLine
from models.requirements import ItemRequirement
from models.terms import ItemSetup

KINDS = (OrderLine, ItemRequirement)
"""What is made of an occurrence."""
Kind = type[OrderLine] | type[ItemRequirement]
Chosen = ColumnElement[bool] | None
Dates = dict[int, set[date]]


def known_lines(session: Session, chosen: Chosen, request: Request) -> dict[int, Known]:
    """By agreement line; lines that were never generated nor decided about are left out.

    Args:
        chosen: which agreements, as a condition on `Agreement`; None for all.
    """
    period = request.period
    moved, skipped = decisions(session, chosen, period)
    decided = set(moved) | set(skipped)
    existing: Dates = defaultdict(set)
    found: dict[int, Known] = {}
    for kind in KINDS:
        if request.options.continuous:
            _add(session, dates_within(kind, chosen, period), existing)
        else:
            _continue(session, last_and_count(kind, chosen, period), found)
        if decided:
            rows = select(kind.agreement_line_id, kind.calculated_date)
            _add(session, rows.where(kind.agreement_line_id.in_(decided)), existing)
    for line_id in decided | set(existing):
        dates, mine = existing.get(line_id, set()), moved.get(line_id, {})
        early = {day for day, to in mine.items() if to < day}
        found[line_id] = Known(
            last=max(dates - early, default=None),
            existing=dates,
            moved=mine,
            skipped=skipped.get(line_id, ()),
        )
    return found


def decisions(
    session: Session, chosen: Chosen, period: Period
) -> tuple[dict[int, dict[date, date]], dict[int, set[date]]]:
    """Moves and skips that matter to the period: into it, out of it, or from after it to before."""
    inside = period.first, period.last
    matters = or_(
        Occurrence.calculated_date.between(*inside),
        Occurrence.moved_to.between(*inside),
        and_(Occurrence.moved_to < Occurrence.calculated_date, Occurrence.calculated_date > period.last),
    )
    statement = select(
        Occurrence.agreement_line_id, Occurrence.calculated_date, Occurrence.moved_to, Occurrence.skipped
    ).where(matters)
    if chosen is not None:
        statement = statement.join(AgreementLine, AgreementLine.id == Occurrence.agreement_line_id)
        statement = statement.join(Agreement, Agreement.id == AgreementLine.agreement_id).where(chosen)
    moved: dict[int, dict[date, date]] = defaultdict(dict)
    skipped: dict[int, set[date]] = defaultdict(set)
    for line_id, day, to, is_skipped in session.connection().execute(statement):
        if is_skipped:
            skipped[line_id].add(day)
        elif to is not None:
            moved[line_id][day] = to
    return moved, skipped


def last_and_count(
    kind: Kind, chosen: Chosen, period: Period, *, day: type[Date | String] = Date
) -> Select[int, Any, int]:  # a date, or its text
    """Last date and number of dates in the period of every line that has any: a seek in the index a line.

    Args:
        day: as what dates are read; as texts for columns, which take them as they come.
    """
    mine = kind.agreement_line_id == AgreementLine.id
    last = select(func.max(kind.calculated_date)).where(mine).scalar_subquery()
    inside = kind.calculated_date.between(period.first, period.last)
    there = select(func.count()).where(mine, inside).scalar_subquery()
    return select(AgreementLine.id, type_coerce(last, day), there).where(*_only(kind, chosen))


def dates_within(
    kind: Kind, chosen: Chosen, period: Period, *, day: type[Date | String] = Date
) -> Select[int | None, Any]:  # a date, or its text
    """Dates of the period that have an order; read as `last_and_count` says."""
    inside = kind.calculated_date.between(period.first, period.last)
    dates = select(kind.agreement_line_id, type_coerce(kind.calculated_date, day))
    if chosen is None:
        return dates.where(inside, kind.agreement_line_id.is_not(None))
    return dates.join(AgreementLine, AgreementLine.id == kind.agreement_line_id).where(
        inside, *_only(kind, chosen)
    )


def _only(kind: Kind, chosen: Chosen) -> list[ColumnElement[bool]]:
    """Conditions on lines: of the agreements chosen; requirements only come of lines that ask for them."""
    conditions = []
    if kind is ItemRequirement:
        conditions.append(AgreementLine.item_setup == ItemSetup.REQUIREMENT)
    if chosen is not None:
        conditions.append(AgreementLine.agreement_id.in_(select(Agreement.id).where(chosen)))
    return conditions


def _continue(session: Session, statement: Select[int, date | None, int], found: dict[int, Known]) -> None:
    for line_id, last, there in session.connection().execute(statement):
        if last is not None:
            before = found.get(line_id, Known(last, 0))
            found[line_id] = Known(max(last, before.last or last), there + before.there)


def _add(session: Session, statement: Select[int | None, date | None], existing: Dates) -> None:
    for line_id, day in session.connection().execute(statement):
        if line_id is not None and day is not None:
            existing[line_id].add(day)
