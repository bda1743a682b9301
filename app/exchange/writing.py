"""Writes a plan: through the session, so that rules, journal and audit see it; travel times in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import selectinload

from app.exchange.description import Column, Table
from app.exchange.kinds import Local, Value
from app.exchange.known import Known, references
from app.exchange.plan import attributes
from app.exchange.planned import PlannedRow, TablePlan
from app.work import Work
from models.base import Base
from models.customers import Customer, Site
from models.errors import Refused
from models.orders import ServiceOrder
from models.stages import Stage
from models.technicians import Skill
from models.visits import OPEN, Visit
from resources.texts import _

_AT_ONCE = 250
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)

Thing = TypeVar("Thing")


class Writing:
    """Writes the tables of one import, one after the other."""

    def __init__(self, work: Work, known: Known, local: Local, watch: Callable[[int], None]) -> None:
        self._work = work
        self._known = known
        self._local = local
        self._watch = watch

    def write(self, plan: TablePlan) -> None:
        """Write one table; what it refers to is written."""
        if plan.table.is_bulk:
            self._write_bulk(plan)
            return
        if plan.table.mapped is Visit:
            self._lock_technicians(plan)
        for some in _parts(plan, self._step(plan.table)):
            if some[0].stored is None:
                self._create(plan.table, some)
            else:
                self._update(plan.table, some)
            self._watch(len(some))
        if plan.table.name == "order_lines":
            self._recompute_progress(plan)
        if plan.table.mapped is ServiceOrder and plan.creates:
            self._move_next_number(plan)

    def _step(self, table: Table) -> int:
        """How many rows are written at once: one where the next may refer to it."""
        return 1 if table.name in table.referred else _AT_ONCE

    def _create(self, table: Table, planned: Sequence[PlannedRow]) -> None:
        rows = [self._new(table, each) for each in planned]
        if table.mapped is Visit:
            self._describe(rows)
        self._work.session.add_all(rows)
        self._work.session.flush()  # the next table needs the ids
        for row, each in zip(rows, planned, strict=True):
            self._known.add(table, each.key(table), row.id)

    def _new(self, table: Table, planned: PlannedRow) -> Any:  # a row of any mapped class with an id
        taken = self._stored(table, planned.named)
        if table.mapped is ServiceOrder:
            taken = {
                "stage_id": taken.get("stage_id") or self._first_stage,
                "created_at": self._work.now,
                **taken,
            }
        if table.mapped is Stage:
            taken = {"position": self._next_position(), **taken}
        for column in table.lists:
            taken[column.stored_as] = self._listed(column, planned)
        return table.mapped(**taken)

    def _update(self, table: Table, planned: Sequence[PlannedRow]) -> None:
        mapped: Any = table.mapped  # its columns are found by name
        ids = [each.stored.id for each in planned if each.stored is not None]
        loaded = [selectinload(getattr(mapped, column.stored_as)) for column in table.lists]
        found = self._work.session.scalars(select(mapped).where(mapped.id.in_(ids)).options(*loaded))
        rows = {row.id: row for row in found}
        for each in planned:
            row = rows.get(each.stored.id if each.stored else 0)
            if row is None:
                raise Refused(_("Somebody deleted a row of {table} meanwhile.").format(table=table.name))
            self._change(table, row, each)
        self._work.session.flush()  # in the order in which the plan has them

    def _change(self, table: Table, row: Base, planned: PlannedRow) -> None:
        taken = self._stored(table, planned.named)
        for name in planned.changed:
            column = table.column(name)
            if column in table.lists and column is not None:
                setattr(row, column.stored_as, self._listed(column, planned))
            elif column is not None:
                setattr(row, column.stored_as, taken[column.stored_as])

    def _listed(self, column: Column, planned: PlannedRow) -> list[Skill]:
        ids = [self._known.id_of(column.refers, key) for key in references(column, planned.named)]
        return [self._work.get(Skill, skill_id) for skill_id in ids]

    def _write_bulk(self, plan: TablePlan) -> None:
        """Past the session: a fortieth of the time, for rows that have no rules but their own."""
        table = plan.table.mapped.__table__
        keys = [column.stored_as for name in plan.table.key if (column := plan.table.column(name))]
        for some in _some(plan.creates, 1000):
            self._work.session.execute(insert(table), [self._taken(plan.table, each) for each in some])  # type: ignore[arg-type]
            self._watch(len(some))
        change = (
            update(table)  # type: ignore[arg-type]  # a mapped table
            .where(*(table.c[key] == bindparam(f"key_{key}") for key in keys))
            .values(
                {each.name: bindparam(f"to_{each.name}") for each in table.columns if each.name not in keys}
            )
        )
        for some in _some(plan.updates, 1000):
            rows = [self._taken(plan.table, each) for each in some]
            named = [
                {f"{'key' if name in keys else 'to'}_{name}": value for name, value in row.items()}
                for row in rows
            ]
            self._work.session.connection().execute(change, named)
            self._watch(len(some))
        if plan.creates or plan.updates:
            self._work.note(plan.table.mapped.__tablename__, 0, "reload")

    def _taken(self, table: Table, planned: PlannedRow) -> dict[str, object]:
        every = {column.name: None for column in table.columns}
        return self._stored(table, {**every, **planned.named})

    def _stored(self, table: Table, named: dict[str, Value]) -> dict[str, object]:
        try:
            return attributes(table, named, self._known, self._local)
        except ValueError as error:  # somebody gave an item another currency meanwhile
            raise Refused(str(error)) from error

    @cached_property
    def _first_stage(self) -> int:
        query = select(Stage.id).where(Stage.parent_id.is_(None)).order_by(Stage.position, Stage.id).limit(1)
        found = self._work.session.scalar(query)
        if found is None:
            raise Refused(_("There is no first stage that a new order could be in."))
        return found

    def _next_position(self) -> int:
        return (self._work.session.scalar(select(func.max(Stage.position))) or 0) + 1

    def _describe(self, visits: Sequence[Visit]) -> None:
        """Let new visits show what the board shows of their orders."""
        orders = self._by_id(ServiceOrder, {visit.order_id for visit in visits})
        customers = self._by_id(Customer, {order.customer_id for order in orders.values()})
        sites = self._by_id(Site, {order.site_id for order in orders.values() if order.site_id})
        for visit in visits:
            order = orders[visit.order_id]
            site = sites[order.site_id] if order.site_id else None
            visit.describe(order, customers[order.customer_id], site, self._local.zone)

    def _by_id(self, kind: type[Thing], ids: set[int]) -> dict[int, Thing]:
        """Rows by id, held: nobody changes what is copied before the copies are committed."""
        mapped: Any = kind  # its columns are found by name
        chosen = select(mapped).where(mapped.id.in_(ids)).order_by(mapped.id).with_for_update(read=True)
        return {row.id: row for row in self._work.session.scalars(chosen)}

    def _lock_technicians(self, plan: TablePlan) -> None:
        codes = {str(each.named["technician"]) for each in (*plan.creates, *plan.updates)}
        self._work.lock_technicians(self._known.id_of("technicians", (code,)) for code in codes)

    def _recompute_progress(self, plan: TablePlan) -> None:
        changed = {
            self._known.id_of("orders", (each.named["order"],)) for each in (*plan.creates, *plan.updates)
        }
        for ids in _some(sorted(changed), _AT_ONCE):
            query = (
                select(ServiceOrder).where(ServiceOrder.id.in_(ids)).options(selectinload(ServiceOrder.lines))
            )
            for order in self._work.session.scalars(query.execution_options(populate_existing=True)):
                order.recompute_progress()
            self._work.session.flush()

    def _move_next_number(self, plan: TablePlan) -> None:
        """Let the next order get a number that no imported one has."""
        company = self._work.company()
        numbers = (str(each.named["number"]) for each in plan.creates)
        ends = (
            number.removeprefix(company.order_prefix)
            for number in numbers
            if number.startswith(company.order_prefix)
        )
        highest = max((int(end) for end in ends if _NUMBER.fullmatch(end)), default=0)
        company.next_order = max(company.next_order, highest + 1)


def _parts(plan: TablePlan, step: int) -> Iterator[list[PlannedRow]]:
    """Rows in an order that never books anybody twice on the way: what ends or shrinks goes first."""
    freeing = [each for each in plan.updates if plan.table.mapped is Visit and _frees(each)]
    others = [each for each in plan.updates if each not in freeing] if freeing else plan.updates
    for rows in (freeing, others, plan.creates):
        yield from _some(rows, step)


def _frees(planned: PlannedRow) -> bool:
    """Whether a changed visit takes less of its technician's time than it did."""
    return "ends" not in planned.changed and (
        planned.named.get("status") not in OPEN or bool(planned.named.get("overlap_reason"))
    )


def _some(rows: Sequence[Thing], step: int) -> Iterator[list[Thing]]:
    for start in range(0, len(rows), step):
        yield list(rows[start : start + step])
