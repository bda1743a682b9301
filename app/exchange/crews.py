"""Visits that go together: in files the crews of an order have numbers, in the database the id of a visit.

The number says nothing but which visits of an order go together. Crews are counted by their first visit, by
start and technician, so that equal plans have equal numbers in every database and every file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bulk import among
from app.exchange.kinds import CREW, Value
from app.work import Work
from models.technicians import Technician
from models.visits import Visit

if TYPE_CHECKING:
    from app.exchange.known import Known
    from app.exchange.planned import TablePlan
    from app.exchange.sheets import Sheet

_Member = tuple[Any, int, tuple[Any, ...]]
"""An order, its crew as it is called, and what sorts the visit."""


def crew_numbers(session: Session, crew_ids: Collection[int]) -> dict[int, int]:
    """The numbers of crews, by id."""
    orders = select(Visit.order_id).where(among(Visit.crew_id, crew_ids))  # type: ignore[arg-type]  # never null here
    rows = session.execute(
        select(Visit.order_id, Visit.crew_id, Visit.starts_at, Technician.code, Visit.id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id.in_(orders), Visit.crew_id > 0)
    )
    counted = _counted((order_id, crew_id, tuple(first)) for order_id, crew_id, *first in rows if crew_id)
    return {crew_id: number for (_order_id, crew_id), number in counted.items()}


def renumber(sheet: Sheet) -> None:
    """Let the crews of a file have the numbers that an export would give them."""
    names = [column.name for column in sheet.columns]
    places = [at for at, column in enumerate(sheet.columns) if column.kind is CREW]
    for place in places:
        order, starts, technician = (names.index(name) for name in ("order", "starts", "technician"))
        numbers = _counted(
            (row.values[order], crew, (row.values[starts], row.values[technician], row.number))
            for row in sheet.rows
            if isinstance(crew := row.values[place], int)
        )
        for at, row in enumerate(sheet.rows):
            number = numbers.get((row.values[order], _number(row.values[place])))
            if number is not None:
                values = (*row.values[:place], number, *row.values[place + 1 :])
                sheet.rows[at] = replace(row, values=values)


def form_crews(work: Work, known: Known, plan: TablePlan) -> None:
    """Give written visits the crew of their number: one that the order has, or else their own."""
    named = [each for each in plan.written if each.named.get("crew") is not None]
    order_ids = {known.id_of("orders", (each.named["order"],)) for each in named}
    if not order_ids:
        return
    crews = select(Visit).where(among(Visit.order_id, order_ids), Visit.crew_id.is_not(None))
    visits = work.session.scalars(crews.order_by(Visit.id)).all()
    formed = crew_numbers(work.session, {crew for visit in visits if (crew := visit.crew_id or 0) > 0})
    ids = {
        (visit.order_id, -formed[crew]): crew for visit in visits if (crew := visit.crew_id or 0) in formed
    }
    for visit in visits:
        if visit.crew_id is not None and visit.crew_id < 0:
            visit.crew_id = ids.setdefault((visit.order_id, visit.crew_id), visit.id)
    work.session.flush()


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _counted(members: Iterable[_Member]) -> dict[tuple[Any, int], int]:
    """The number of each crew of an order, by its first visit."""
    first: dict[Any, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for order, crew, place in members:
        known = first[order].get(crew)
        first[order][crew] = place if known is None else min(known, place)
    return {
        (order, crew): number
        for order, crews in first.items()
        for number, crew in enumerate(sorted(crews, key=crews.__getitem__), start=1)
    }
