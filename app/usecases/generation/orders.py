"""Make the orders of whole agreements in one transaction (domain.md 5.3; architecture.md 3.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table, update

from app.bulk import Cell, next_ids, spelling_of, write_rows, write_search_text
from app.queries.due import Choice, HeldBack, Options, Outlook, Period, Request, held_counts, outlook
from app.usecases.generation.clocks import clocks_of
from app.usecases.generation.details import read_details
from app.usecases.generation.numbers import take_numbers
from app.usecases.generation.prices import prices_of
from app.usecases.generation.rows import (
    CLOCK,
    EVENT,
    LINE,
    OBJECT,
    ORDER,
    REQUIREMENT,
    Desk,
    GeneratedOrder,
    Row,
    Rows,
)
from app.work import Work
from models.agreements import Agreement
from models.base import Base
from models.flow import first_stage
from models.generation import GenerationRun
from models.orders import OrderLine, ServiceOrder
from models.relations import OrderObject
from models.requirements import ItemRequirement
from models.service_levels import ClockEvent
from models.stages import StageChange
from models.terms import ClockAction, Origin, Right

__all__ = ["Generated", "GeneratedOrder", "generate_orders"]

MANY = 200
"""Of more orders than this, other windows are told to read again rather than which ones they are."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What came of some agreements.

    Attributes:
        held: occurrences held back, by reason.
    """

    orders: tuple[GeneratedOrder, ...] = ()
    held: Mapping[HeldBack, int] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """Lines and item requirements made."""
        return sum(order.lines for order in self.orders)


def generate_orders(
    work: Work, *, run_id: int, agreement_ids: Collection[int], period: Period, options: Options
) -> Generated:
    """Make what is due from these agreements, all of it or, when it raises, nothing.

    What is due is worked out here, while nobody else may generate from them; a second run finds nothing left.

    Raises:
        Refused: not permitted; there is no first stage.
        Missing: the run is gone.
    """
    work.require(Right.EDIT_AGREEMENTS)
    run = work.get(GenerationRun, run_id)
    work.lock(Agreement, agreement_ids)
    seen = outlook(work.session, Request(period, options, Choice(agreement_ids=tuple(agreement_ids))))
    rows = _rows(work, seen)
    if rows.made:
        _write(work, rows, run.id)
        _count(work, run.id, rows)
        _note(work, rows)
    return Generated(tuple(rows.made), held_counts(seen))


def _rows(work: Work, seen: Outlook) -> Rows:
    """The rows of every order that is due; numbers are taken last, as others wait for them."""
    rows = Rows()
    due = [(seen.terms[row_id], order) for row_id, each in seen.due.items() for order in each.orders]
    if not due:
        return rows
    session = work.session
    connection = session.connection()
    spelling = spelling_of(connection)
    details = read_details(session, {terms.id for terms, _order in due}, spelling)
    desk = Desk(details, spelling, prices_of(session, spelling), clocks_of(work, details, spelling))
    ids = next_ids(connection, _table(ServiceOrder), len(due))
    numbers = take_numbers(session, len(due))
    for (terms, order), row_id, number in zip(due, ids, numbers, strict=True):
        desk.add(rows, terms, order, row_id=row_id, number=number)
    return rows


def _write(work: Work, rows: Rows, run_id: int) -> None:
    """Orders first, then what refers to them; the run tells who made them, so no row is audited."""
    work.write_in_bulk()
    now = spelling_of(work.session.connection()).instant(work.now)
    stage_id = first_stage(work.session).id
    made = {"stage_id": stage_id, "created_at": now, "run_id": run_id, "origin": Origin.SYSTEM.value}
    names = ORDER + (CLOCK if rows.orders and len(rows.orders[0]) > len(ORDER) else ())
    _write_rows(work, ServiceOrder, names, rows.orders, made)
    write_search_text(work.session.connection(), rows.made[0].id, rows.made[-1].id)
    _write_rows(work, OrderLine, LINE, rows.lines, {"origin": Origin.SYSTEM.value})
    _write_rows(work, ItemRequirement, REQUIREMENT, rows.requirements, {})
    _write_rows(work, OrderObject, OBJECT, rows.objects, {})
    entered = {"stage_id": stage_id, "entered_at": now, "entered_by": work.user.name}
    _write_rows(work, StageChange, ("order_id",), [(order.id,) for order in rows.made], entered)
    started = {"action": ClockAction.START.value, "made_by": work.user.name, "made_at": now}
    _write_rows(work, ClockEvent, EVENT, rows.events, started)


def _write_rows(
    work: Work, kind: type[Base], names: tuple[str, ...], rows: list[Row], always: Mapping[str, Cell]
) -> None:
    if rows:
        write_rows(work.session.connection(), _table(kind), names, rows, always=always)


def _table(kind: type[Base]) -> Table:
    return kind.metadata.tables[kind.__tablename__]


def _count(work: Work, run_id: int, rows: Rows) -> None:
    """Add to the run's sums; past the session, so that two batches of one run do not meet in a version."""
    lines = len(rows.lines) + len(rows.requirements)
    work.session.execute(
        update(GenerationRun)
        .where(GenerationRun.id == run_id)
        .values(orders=GenerationRun.orders + len(rows.made), lines=GenerationRun.lines + lines)
        .execution_options(synchronize_session=False)
    )
    work.note(GenerationRun.__tablename__, run_id, "update")


def _note(work: Work, rows: Rows) -> None:
    kinds = (ServiceOrder, OrderLine) if rows.lines else (ServiceOrder,)
    if len(rows.made) > MANY:
        for kind in kinds:
            work.note(kind.__tablename__, 0, "reload")
        return
    for order in rows.made:
        work.note(ServiceOrder.__tablename__, order.id, "insert")
    for agreement_id in {order.agreement_id for order in rows.made}:
        work.note(Agreement.__tablename__, agreement_id, "update")
