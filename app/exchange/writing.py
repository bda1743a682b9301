"""Writes a plan: through the session, so that rules, journal and audit see it; travel times in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import selectinload

from app.exchange.description import Column, Table
from app.exchange.following import FOLLOWING
from app.exchange.kinds import Local, Value
from app.exchange.known import Known, references, referred
from app.exchange.plan import attributes
from app.exchange.planned import PlannedRow, TablePlan
from app.work import Work
from models.base import Base
from models.customers import Customer, Site
from models.errors import Refused
from models.flow import first_stage
from models.opening import work_calendar
from models.orders import ServiceOrder
from models.postings import Posting
from models.repairs import RepairLine, RepairStage
from models.terms import LevelSource
from models.visits import OPEN, Visit
from models.worktime import WorkCalendar
from resources.texts import _

_AT_ONCE = 250

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
        for some in _parts(plan):
            if some[0].stored is None:
                self._create(plan.table, some)
            else:
                self._update(plan.table, some)
            self._watch(len(some))
        following = FOLLOWING.get(plan.table.name)
        if following is not None:
            following(self._work, self._known, plan)

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
            taken = {**self._order_starts(taken), **taken}
        if table.mapped is RepairLine:
            taken = {**self._repair_starts(taken), **taken}
        if table.mapped is Posting:
            taken["reverses_id"] = self._reversed_by(planned)
        for column in table.lists:
            taken[column.stored_as] = self._listed(column, planned)
        return table.mapped(**taken)

    def _order_starts(self, taken: dict[str, object]) -> dict[str, object]:
        """What a new order has where the file says nothing."""
        named = LevelSource.ORDER if taken.get("service_level_id") else None
        return {
            "stage_id": taken.get("stage_id") or self._first_stage,
            "created_at": self._work.now,
            "service_level_source": named,
            "calendar_conflict": isinstance(on := taken.get("service_date"), date)
            and not self._calendar.is_open(on),
        }

    @cached_property
    def _calendar(self) -> WorkCalendar:
        """When service is given: orders on a closed date are flagged (domain.md 21)."""
        company = self._work.company()
        return work_calendar(self._work.session, company.calendar_id, company)

    def _repair_starts(self, taken: dict[str, object]) -> dict[str, object]:
        """When a new repair was written down, and that it is over in a finished stage (domain.md 11)."""
        created = taken.get("created_at") or self._work.now
        is_over = taken.get("stage_id") in self._finished_stages
        return {"created_at": created, "finished_at": created if is_over else None}

    @cached_property
    def _finished_stages(self) -> frozenset[int]:
        return frozenset(
            self._work.session.scalars(select(RepairStage.id).where(RepairStage.finished.is_(True)))
        )

    def _reversed_by(self, planned: PlannedRow) -> int | None:
        """The posting that this one takes back: that of the same line with the opposite turn."""
        order, line, turn = (planned.named[name] for name in ("order", "line", "turn"))
        if not isinstance(turn, int) or turn > 0:
            return None
        try:
            return self._known.id_of("postings", (order, line, -turn))
        except KeyError as error:
            raise Refused(
                _("Line {line} of order {order}: what is taken back is missing.").format(
                    line=line, order=order
                )
            ) from error

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

    def _listed(self, column: Column, planned: PlannedRow) -> list[Any]:  # rows of the class referred to
        mapped: Any = referred(column).mapped
        keys = references(column, planned.named, self._known)
        return [self._work.get(mapped, self._known.id_of(column.refers, key)) for key in keys]

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
        return first_stage(self._work.session).id

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


def _parts(plan: TablePlan) -> Iterator[list[PlannedRow]]:
    """Rows that can be written at once, in an order in which none needs a later one.

    Visits: never anybody twice on the way, so what ends or shrinks goes first. Rows that follow rows of their
    own table come after these, each generation at once.
    """
    freeing = [each for each in plan.updates if plan.table.mapped is Visit and _frees(each)]
    others = [each for each in plan.updates if each not in freeing] if freeing else plan.updates
    yield from _some(freeing, _AT_ONCE)
    depths = sorted({each.depth for each in plan.written})
    for depth in depths:
        for rows in (others, plan.creates):
            some = [each for each in rows if each.depth == depth] if len(depths) > 1 else rows
            yield from _some(some, _AT_ONCE)


def _frees(planned: PlannedRow) -> bool:
    """Whether a changed visit takes less of its technician's time than it did."""
    return "ends" not in planned.changed and (
        planned.named.get("status") not in OPEN or bool(planned.named.get("overlap_reason"))
    )


def _some(rows: Sequence[Thing], step: int) -> Iterator[list[Thing]]:
    for start in range(0, len(rows), step):
        yield list(rows[start : start + step])
