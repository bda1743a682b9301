"""Visits that would double-book a technician: among themselves, or with visits of the database.

The database refuses them in any case; this says which rows they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.kinds import INSTANT, Value
from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from models.technicians import Technician
from models.terms import LONGEST_VISIT
from models.visits import OPEN, Visit
from resources.texts import _

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Booking:
    starts: datetime
    ends: datetime
    order: str
    row: int  # in the file, 0 in the database


def find(at: Planning, plan: TablePlan) -> None:
    """Note every row of the file whose visit overlaps another of the same technician."""
    booked: dict[str, list[_Booking]] = defaultdict(list)
    for planned in (*plan.creates, *plan.updates):
        booking = None if _is_allowed(at, planned) else _booking(planned)
        if booking is not None:
            booked[str(planned.named["technician"])].append(booking)
    if not booked:
        return
    ours = {planned.stored.id for planned in plan.updates if planned.stored is not None}
    for technician, booking in _stored(at.session, booked, ours):
        booked[technician].append(booking)
    for technician, bookings in booked.items():
        for later, earlier in _clashes(bookings):
            row, other = (later, earlier) if later.row else (earlier, later)
            when = INSTANT.write(other.starts, at.local)
            at.problems.add(
                RowProblem(
                    plan.table.name,
                    row.row,
                    "starts",
                    INSTANT.write(row.starts, at.local),
                    _sentence(technician, other, when),
                )
            )


def _sentence(technician: str, other: _Booking, when: str) -> str:
    if other.row:
        return _("{technician} has another visit then: row {row}, at {when}.").format(
            technician=technician, row=other.row, when=when
        )
    return _("{technician} has another visit then: {order}, at {when}.").format(
        technician=technician, order=other.order, when=when
    )


def _is_allowed(at: Planning, planned: PlannedRow) -> bool:
    """Whether the file says why a visit overlaps: it was allowed before, or who imports may allow it."""
    reason = planned.named.get("overlap_reason")
    places = {"technician", "starts", "ends", "status", "overlap_reason"}
    is_known = planned.stored is not None and not places & set(planned.changed)
    return bool(reason) and (is_known or at.user is None or at.user.may_break(str(reason)))


def _booking(planned: PlannedRow) -> _Booking | None:
    """The time a visit takes of its technician."""
    named = planned.named
    status: Value = named.get("status", OPEN[0])
    starts, ends = named["starts"], named["ends"]
    if status not in OPEN:
        return None
    if not isinstance(starts, datetime) or not isinstance(ends, datetime) or ends <= starts:
        return None
    return _Booking(starts, ends, str(named["order"]), planned.row.number)


def _stored(
    session: Session, booked: dict[str, list[_Booking]], ours: set[int]
) -> Iterator[tuple[str, _Booking]]:
    times = [booking.starts for bookings in booked.values() for booking in bookings]
    codes = sorted(booked)
    for start in range(0, len(codes), _AT_ONCE):
        query = (
            select(Visit.id, Technician.code, Visit.starts_at, Visit.ends_at, Visit.order_number)
            .join(Technician, Technician.id == Visit.technician_id)
            .where(
                Technician.code.in_(codes[start : start + _AT_ONCE]),
                Visit.starts_at > min(times) - LONGEST_VISIT,
                Visit.starts_at < max(times) + LONGEST_VISIT,
                Visit.status.in_(OPEN),
                Visit.overlap_reason.is_(None),
            )
        )
        for visit_id, code, starts, ends, number in session.execute(query):
            if visit_id not in ours:
                yield code, _Booking(starts, ends, number, 0)


def _clashes(bookings: list[_Booking]) -> Iterator[tuple[_Booking, _Booking]]:
    """Each booking that begins before the one before it has ended, unless both are in the database."""
    last: _Booking | None = None
    for booking in sorted(bookings, key=lambda each: (each.starts, each.ends)):
        if last is not None and booking.starts < last.ends and (booking.row or last.row):
            yield booking, last
        if last is None or booking.ends > last.ends:
            last = booking
