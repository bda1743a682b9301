"""The list of orders: its order as a vector of ids, its first page at once, any page by ids (data.md 2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import ColumnElement, FromClause, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company
from models.customers import Customer, Site
from models.orders import OrderLine, ServiceOrder
from models.search import SHORTEST, begins, by_name, contains, has_name, like
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Technician
from models.terms import ClockStatus, LineStatus, Priority, Progress, VisitStatus
from models.vectors import Ids, ids_of
from models.visits import Visit, counting_visits

T = TypeVar("T")
FIRST_PAGE = 100
_SMALL = 50_000
"""Fewer orders than this are found first and then sorted."""
_NUMBER = re.compile(r"[A-Za-z]{0,10}-?\d+")
_SORTED = (
    ServiceOrder.id,
    ServiceOrder.number,
    ServiceOrder.service_date,
    ServiceOrder.customer_id,
    ServiceOrder.priority,
    ServiceOrder.stage_id,
)
_BY_PRIORITY = (Priority.LOW, Priority.NORMAL, Priority.HIGH)


class OrderSort(StrEnum):
    """What the list can be sorted by; undated orders come last either way."""

    NUMBER = "number"
    SERVICE_DATE = "service_date"
    CUSTOMER = "customer"
    PRIORITY = "priority"
    STAGE = "stage"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are shown; what is empty does not restrict.

    Attributes:
        is_planned: true for orders with a visit that is not cancelled, false for orders in process that
            still need one.
        first, last: bounds of the service date, both included.
        text: the beginning of a number, or words of number, customer and description.
        responsible_id: who answers for it.
        clocks: status of the time recording.
        is_ready: true for orders in process with a signed-off line, in a stage that allows posting.
    """

    progress: frozenset[Progress] = frozenset()
    stages: frozenset[int] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    is_planned: bool | None = None
    customer_id: int = 0
    agreement_id: int = 0
    first: date | None = None
    last: date | None = None
    text: str = ""
    responsible_id: int = 0
    clocks: frozenset[ClockStatus] = frozenset()
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class OrderView:
    """Which orders, in which order."""

    sort: OrderSort = OrderSort.CREATED
    descends: bool = True
    shown: OrderFilter = OrderFilter()


@dataclass(frozen=True, slots=True)
class OrderListRow:
    """One order of the list.

    Attributes:
        visit_at: aware UTC start of the visit that counts: the first one still to come, else the last made.
        clock, due_at: status of the time recording, and the latest completion by it, aware UTC.
    """

    id: int
    number: str
    customer: str
    town: str
    description: str
    priority: Priority
    stage: str
    service_date: date | None
    technician: str
    visit_at: datetime | None
    progress: Progress
    agreement: str
    version: int
    responsible: str = ""
    level: str = ""
    clock: ClockStatus | None = None
    due_at: datetime | None = None
    has_conflict: bool = False


def order_ids(session: Session, view: OrderView) -> Ids:
    """The ids of every order of the view, in its order: an int64 vector, a million in a few hundred ms."""
    vectors = [ids_of(session, part) for part in _segments(session, view)]
    return vectors[0] if len(vectors) == 1 else np.concatenate(vectors)


def first_orders(session: Session, view: OrderView) -> list[OrderListRow]:
    """The first hundred rows of the view, while its vector is still on its way."""
    ids: list[int] = []
    for part in _segments(session, view):
        ids.extend(session.scalars(part.limit(FIRST_PAGE - len(ids))))
        if len(ids) >= FIRST_PAGE:
            break
    rows = order_rows(session, ids)
    return [rows[row_id] for row_id in ids if row_id in rows]


def order_rows(session: Session, ids: Collection[int]) -> dict[int, OrderListRow]:
    """Rows of the list by their ids; ids that are gone are left out. Two statements."""
    wanted = [int(row_id) for row_id in ids]
    visits = counting_visits(session, wanted)
    statement = (
        select(
            ServiceOrder.id,
            ServiceOrder.number,
            Customer.name.label("customer"),
            Site.city.label("town"),
            ServiceOrder.description,
            ServiceOrder.priority,
            Stage.name.label("stage"),
            ServiceOrder.service_date,
            ServiceOrder.progress,
            Agreement.code.label("agreement"),
            ServiceOrder.version,
            Technician.name.label("responsible"),
            ServiceLevel.name.label("level"),
            ServiceOrder.clock,
            ServiceOrder.clock_due_at.label("due_at"),
            ServiceOrder.calendar_conflict.label("has_conflict"),
        )
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .outerjoin(Agreement, Agreement.id == ServiceOrder.agreement_id)
        .outerjoin(Technician, Technician.id == ServiceOrder.responsible_id)
        .outerjoin(ServiceLevel, ServiceLevel.id == ServiceOrder.service_level_id)
        .where(ServiceOrder.id.in_(wanted))
    )
    found = {}
    for row in session.execute(statement):
        technician, starts, _status = visits.get(row.id, ("", None, None))
        found[row.id] = OrderListRow(
            id=row.id, number=row.number, customer=row.customer, town=row.town or "",
            description=row.description, priority=row.priority, stage=row.stage,
            service_date=row.service_date, technician=technician, visit_at=starts, progress=row.progress,
            agreement=row.agreement or "", version=row.version, responsible=row.responsible or "",
            level=row.level or "", clock=row.clock, due_at=row.due_at, has_conflict=row.has_conflict,
        )  # fmt: skip
    return found


def _segments(session: Session, view: OrderView) -> Iterator[Select[int]]:
    """Selects of ids that follow one another in the list.

    Each walks one index in its direction, which gives the first page at once, unless the choice is small:
    then it is found first and sorted, because walking a million orders for it would take longer.
    """
    source = _source(session, view)
    row_id = source.c.id
    by_id = _directed(row_id, view)
    chosen = select(row_id)
    if view.sort is OrderSort.CREATED:
        yield chosen.order_by(by_id)
    elif view.sort is OrderSort.NUMBER:
        yield chosen.order_by(_directed(source.c.number, view))
    elif view.sort is OrderSort.SERVICE_DATE:
        dated = chosen.where(source.c.service_date.is_not(None))
        yield dated.order_by(_directed(source.c.service_date, view), by_id)
        yield chosen.where(source.c.service_date.is_(None)).order_by(by_id)
    elif view.sort is OrderSort.CUSTOMER:
        named = chosen.join(Customer, Customer.id == source.c.customer_id)
        yield named.order_by(
            _directed(by_name(Customer.name), view), _directed(source.c.customer_id, view), by_id
        )
    elif view.sort is OrderSort.PRIORITY:
        for priority in _turned(_BY_PRIORITY, view):
            yield chosen.where(source.c.priority == priority).order_by(by_id)
    else:
        stages = session.scalars(select(Stage.id).order_by(Stage.position, Stage.id)).all()
        for stage_id in _turned(stages, view):
            yield chosen.where(source.c.stage_id == stage_id).order_by(by_id)


def _source(session: Session, view: OrderView) -> FromClause:
    """The orders to choose from: a subquery, closed by a limit where it is small enough to be sorted."""
    conditions = _conditions(session, view.shown)
    planning = _planning_conditions(view.shown)
    if not conditions and not planning:
        return ServiceOrder.__table__
    narrow = select(*_SORTED).where(*conditions, *planning)
    is_small = bool(conditions) and not _is_in_order(view) and _is_small(session, conditions)
    return narrow.limit(_SMALL).subquery() if is_small else narrow.subquery()


def _is_in_order(view: OrderView) -> bool:
    """Whether one index holds just these orders as they were created, so that nothing is to be sorted."""
    empty = OrderFilter()
    held = (
        OrderFilter(progress=frozenset({Progress.IN_PROCESS})),
        replace(empty, stages=view.shown.stages),
        replace(empty, priorities=view.shown.priorities),
        replace(empty, customer_id=view.shown.customer_id),
    )
    is_single = len(view.shown.stages) <= 1 and len(view.shown.priorities) <= 1
    return view.sort is OrderSort.CREATED and is_single and view.shown in held


def _is_small(session: Session, conditions: Sequence[ColumnElement[bool]]) -> bool:
    """Whether few orders answer; whether they are planned is left out, for counting that takes long."""
    some = select(ServiceOrder.id).where(*conditions).limit(_SMALL).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) < _SMALL


def _turned(values: Sequence[T], view: OrderView) -> Sequence[T]:
    return values[::-1] if view.descends else values


def _directed(column: ColumnElement[Any], view: OrderView) -> ColumnElement[Any]:  # of any type
    return column.desc() if view.descends else column.asc()


def _conditions(session: Session, shown: OrderFilter) -> list[ColumnElement[bool]]:
    choices: tuple[tuple[Any, Collection[Any]], ...] = (  # attributes of several types and their values
        (ServiceOrder.progress, shown.progress),
        (ServiceOrder.stage_id, shown.stages),
        (ServiceOrder.priority, shown.priorities),
        (ServiceOrder.customer_id, {shown.customer_id} - {0}),
        (ServiceOrder.agreement_id, {shown.agreement_id} - {0}),
        (ServiceOrder.responsible_id, {shown.responsible_id} - {0}),
        (ServiceOrder.clock, shown.clocks),
    )
    found = [_one_of(column, values) for column, values in choices if values]
    if shown.first is not None:
        found.append(ServiceOrder.service_date >= shown.first)
    if shown.last is not None:
        found.append(ServiceOrder.service_date <= shown.last)
    if shown.is_planned is False or shown.is_ready:
        found.append(ServiceOrder.progress == Progress.IN_PROCESS)
    if shown.is_ready:
        allowing = select(Stage.id).where(Stage.may_post.is_(True))
        found.append(ServiceOrder.stage_id.in_(allowing))
        found.append(or_(ServiceOrder.agreement_id.is_not(None), ServiceOrder.project_id.is_not(None)))
    if shown.text.strip():
        found.append(_text_condition(session, shown.text.strip()))
    return found


def _planning_conditions(shown: OrderFilter) -> tuple[ColumnElement[bool], ...]:
    if shown.is_ready:
        signed = (
            select(OrderLine.id)
            .where(
                OrderLine.order_id == ServiceOrder.id,
                OrderLine.status == LineStatus.CREATED,
                OrderLine.signed_off.is_(True),
            )
            .exists()
        )
        return (signed,)
    if shown.is_planned is None:
        return ()
    visited = (
        select(Visit.id)
        .where(Visit.order_id == ServiceOrder.id, Visit.status != VisitStatus.CANCELLED)
        .exists()
    )
    return (visited if shown.is_planned else ~visited,)


def _one_of(column: Any, values: Collection[Any]) -> ColumnElement[bool]:  # a mapped attribute of any type
    """One value as equality, which lets an index on it give the order as well."""
    condition: ColumnElement[bool] = (
        column == next(iter(values)) if len(values) == 1 else column.in_(sorted(values))
    )
    return condition


def _text_condition(session: Session, text: str) -> ColumnElement[bool]:
    """A number's beginning as a range; else words through the trigram index; short ones as beginnings."""
    if _NUMBER.fullmatch(text):
        by_number = _number_ranges(session, text.upper())
        if len(text) < SHORTEST or session.scalar(select(ServiceOrder.id).where(by_number).limit(1)):
            return by_number
    words = text.split()
    if any(len(word) >= SHORTEST for word in words):
        return contains(ServiceOrder.id, words)
    beginnings = [_begins(word) for word in words]
    return and_(*beginnings) if beginnings else false()


def _number_ranges(session: Session, text: str) -> ColumnElement[bool]:
    """Numbers that begin with the text; bare digits also with the company's prefix, padded or not."""
    beginnings = [text]
    if text.isdigit():
        prefix = session.scalar(select(Company.order_prefix)) or ""
        beginnings += [f"{prefix}{text}", f"{prefix}{text:0>5}"]
    return or_(*(begins(ServiceOrder.number, beginning) for beginning in dict.fromkeys(beginnings)))


def _begins(word: str) -> ColumnElement[bool]:
    customers = select(Customer.id).where(has_name(Customer.name, f"{like(word)}%"))
    return or_(begins(ServiceOrder.number, word.upper()), ServiceOrder.customer_id.in_(customers))


@dataclass(frozen=True, slots=True)
class ListSetting:
    """What the list needs to know of the company: its time zone, and its stages as (id, name)."""

    zone: str
    stages: tuple[tuple[int, str], ...]


def list_setting(session: Session) -> ListSetting:
    """Zone and stages."""
    zone = session.scalar(select(Company.time_zone)) or "UTC"
    stages = session.execute(select(Stage.id, Stage.name).order_by(Stage.position, Stage.id))
    return ListSetting(zone, tuple((row_id, name) for row_id, name in stages))
