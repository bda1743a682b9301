"""What runs out next: orders with a clock, by how little time they have left (domain.md 7).

All clocks are read as columns and counted as vectors; only the rows that are shown get names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, case, cast, func, or_, select, text
from sqlalchemy.orm import Session

from models.base import BIG, epoch_of
from models.clock_face import compliance
from models.company import Company
from models.customers import Customer, Site
from models.opening import work_calendar
from models.orders import OPEN_CLOCK, ServiceOrder
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Team, Technician
from models.terms import ClockState, ClockStatus, Priority, Progress, VisitStatus
from models.timetables import Timetable
from models.vectors import Integers, packed
from models.visits import Visit, counting_visits
from models.worktime import WorkCalendar

SHOWN = 200
"""Rows that are named at once; nobody reads further down a list of what is urgent."""
_STATES = (ClockState.EXCEEDED, ClockState.WARNING, ClockState.OK)


@dataclass(frozen=True, slots=True)
class WatchFilter:
    """Which clocks are shown; what is empty does not restrict.

    Attributes:
        text: part of an order's number, of its customer's name or town.
        levels: ids of service levels.
        team_id: the team of whoever visits, or is preferred while nobody does.
        states: how the orders with a running clock stand.
        with_running, with_held: which of the two kinds of clocks are listed; counted are both.
    """

    text: str = ""
    levels: frozenset[int] = frozenset()
    team_id: int = 0
    states: frozenset[ClockState] = frozenset()
    with_running: bool = True
    with_held: bool = True


@dataclass(frozen=True, slots=True)
class WatchRow:
    """An order with a clock.

    Attributes:
        due: latest completion in epoch seconds; of a held clock, if it were resumed now.
        recorded, limit: seconds; `remaining` is below zero once it is exceeded.
        percent: of the limit recorded, as the order's compliance.
        visit_at: aware UTC start of the visit that counts, or None.
    """

    order_id: int
    number: str
    customer: str
    town: str
    description: str
    priority: Priority
    stage: str
    level: str
    is_held: bool
    state: ClockState
    due: int
    recorded: int
    limit: int
    remaining: int
    percent: float
    technician: str
    visit_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class WatchList:
    """The rows to show, how many there are of each, and when that was.

    Attributes:
        rows: running clocks by due time, exceeded ones first; then held ones.
        counts: running clocks of each state, whatever states are shown.
        held: clocks that are held.
        total: how many answer the filter; `rows` are the first of them.
        levels: service levels to choose from, by id.
        now: epoch seconds for which it is true.
        zone: the company's.
    """

    rows: tuple[WatchRow, ...]
    counts: Mapping[ClockState, int]
    held: int
    total: int
    levels: Mapping[int, str]
    teams: Mapping[int, str]
    now: int
    zone: str


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Clocks as columns; `state` counts in `_STATES`, `level` in ids."""

    order_id: Integers
    held: Integers
    level: Integers
    since: Integers
    recorded: Integers
    limit: Integers
    due: Integers
    state: Integers

    def only(self, chosen: Integers) -> _Clocks:
        """Those at some positions, in their order."""
        return _Clocks(*(getattr(self, name)[chosen] for name in self.__slots__))


def watch_list(
    session: Session, *, now: datetime, shown: WatchFilter = WatchFilter(), limit: int = SHOWN
) -> WatchList:
    """The clocks of orders in process, those that run out first at the top.

    Some ten statements however many clocks there are; a clock that has not begun yet is not shown.
    """
    at = int(now.timestamp())
    company = session.scalars(select(Company)).one()
    levels = {level.id: level for level in session.scalars(select(ServiceLevel).order_by(ServiceLevel.code))}
    read = _read(session, shown, at)
    calendars = _calendars(session, company, levels, read["level"])
    clocks = _counted(read, levels, calendars, company.clock_warning_percent, at)
    running = clocks.held == 0
    counts = {state: int(np.sum(running & (clocks.state == n))) for n, state in enumerate(_STATES)}
    chosen = _ordered(clocks, shown)
    return WatchList(
        rows=_named(session, clocks.only(chosen[:limit]), levels, calendars, at),
        counts=counts,
        held=int(np.sum(~running)),
        total=len(chosen),
        levels={level.id: level.name for level in levels.values()},
        teams=_teams(session),
        now=at,
        zone=company.time_zone,
    )


def _read(session: Session, shown: WatchFilter, at: int) -> dict[str, Integers]:
    """The columns of the clocks that the filter lets pass, whatever their state, in one statement."""
    order = ServiceOrder
    numbers: dict[str, Any] = {  # columns and expressions of integers
        "order_id": order.id,
        "held": case((order.clock == ClockStatus.HELD, 1), else_=0),
        "level": func.coalesce(order.service_level_id, 0),
        "since": func.coalesce(epoch_of(order.clock_since), 0),
        "started": func.coalesce(epoch_of(order.clock_started_at), 0),
        "recorded": order.clock_recorded,
        "limit": order.clock_limit,
        "due": func.coalesce(epoch_of(order.clock_due_at), 0),
    }
    wanted = select(*(packed(cast(column, BIG)) for column in numbers.values())).where(
        text(f"service_order.{OPEN_CLOCK}"),
        order.progress == Progress.IN_PROCESS,
        *_conditions(shown),
    )
    if shown.text:
        wanted = wanted.join(Customer, Customer.id == order.customer_id)
        wanted = wanted.outerjoin(Site, Site.id == order.site_id)
    read = dict(zip(numbers, session.execute(wanted).one(), strict=True))
    begun = (read["started"] <= at) & (read["limit"] > 0)
    return {name: values[begun] for name, values in read.items() if name != "started"}


def _conditions(shown: WatchFilter) -> list[ColumnElement[bool]]:
    order = ServiceOrder
    found: list[ColumnElement[bool]] = []
    if shown.levels:
        found.append(order.service_level_id.in_(shown.levels))
    if shown.team_id:
        people = select(Technician.id).where(Technician.team_id == shown.team_id)
        visited = select(Visit.order_id).where(
            Visit.technician_id.in_(people), Visit.status != VisitStatus.CANCELLED
        )
        found.append(or_(order.id.in_(visited), order.preferred_technician_id.in_(people)))
    for word in shown.text.split():
        columns = (order.number, Customer.name, Site.city)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return found


def _calendars(
    session: Session, company: Company, levels: Mapping[int, ServiceLevel], used: Integers
) -> dict[int, WorkCalendar]:
    """The calendar of each level that is used, by the level's id."""
    known: dict[int | None, WorkCalendar] = {}
    found = {}
    for level_id in np.unique(used).tolist():
        calendar_id = levels[level_id].calendar_id if level_id in levels else None
        if calendar_id not in known:
            known[calendar_id] = work_calendar(session, calendar_id, company)
        found[level_id] = known[calendar_id]
    return found


def _counted(
    read: Mapping[str, Integers],
    levels: Mapping[int, ServiceLevel],
    calendars: Mapping[int, WorkCalendar],
    warning_percent: int,
    at: int,
) -> _Clocks:
    """Recorded time and state at an instant, level by level in its calendar."""
    recorded, state = read["recorded"].copy(), np.zeros_like(read["recorded"])
    for level_id, calendar in calendars.items():
        mine = read["level"] == level_id
        since = read["since"][mine]
        passed = Timetable(calendar, first=int(since.min()), last=at).between(since, np.full_like(since, at))
        recorded[mine] += np.where(read["held"][mine] == 1, 0, passed)
        own = levels[level_id].warning_percent if level_id in levels else None
        state[mine] = _state_of(recorded[mine], read["limit"][mine], own or warning_percent)
    return _Clocks(**{**read, "recorded": recorded, "state": state})


def _state_of(recorded: Integers, limit: Integers, warning_percent: int) -> Integers:
    """As `models.clock_face.state_of`, for many: positions in `_STATES`."""
    in_danger = (recorded * 100 >= limit * warning_percent).astype(np.int64)
    exceeded = (recorded > limit).astype(np.int64)
    found: Integers = 2 - in_danger - exceeded  # a warning comes at 100 percent at the latest
    return found


def _ordered(clocks: _Clocks, shown: WatchFilter) -> Integers:
    """Positions of the clocks to show: running ones by due time, then held ones by what they have left."""
    states = [n for n, state in enumerate(_STATES) if not shown.states or state in shown.states]
    is_held = clocks.held == 1
    seen = np.where(is_held, shown.with_held, shown.with_running & np.isin(clocks.state, states))
    urgency = np.where(is_held, clocks.limit - clocks.recorded, clocks.due)
    order = np.lexsort((clocks.order_id, urgency, clocks.held))
    found: Integers = order[seen[order]]
    return found


def _named(
    session: Session,
    clocks: _Clocks,
    levels: Mapping[int, ServiceLevel],
    calendars: Mapping[int, WorkCalendar],
    at: int,
) -> tuple[WatchRow, ...]:
    """The rows in the order of the columns, with names, in two statements."""
    ids = clocks.order_id.tolist()
    known = _names(session, ids)
    visits = counting_visits(session, ids)
    rows = []
    for order_id, held, level_id, since, recorded, limit, due, state in zip(
        *(getattr(clocks, name).tolist() for name in _Clocks.__slots__), strict=True
    ):
        technician, visit_at, _status = visits.get(order_id, ("", None, None))
        level, calendar = levels.get(level_id), calendars[level_id]
        rows.append(
            WatchRow(
                order_id=order_id,
                **known[order_id],
                level=level.name if level is not None else "",
                is_held=bool(held),
                state=_STATES[state],
                due=calendar.add(due, calendar.seconds_between(since, at)) if held else due,
                recorded=recorded,
                limit=limit,
                remaining=limit - recorded,
                percent=float(compliance(recorded, limit)),
                technician=technician,
                visit_at=visit_at,
            )
        )
    return tuple(rows)


def _names(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:  # fields of a row
    order = ServiceOrder
    found = session.execute(
        select(
            order.id,
            order.number,
            Customer.name.label("customer"),
            func.coalesce(Site.city, "").label("town"),
            order.description,
            order.priority,
            Stage.name.label("stage"),
            order.version,
        )
        .join(Customer, Customer.id == order.customer_id)
        .join(Stage, Stage.id == order.stage_id)
        .outerjoin(Site, Site.id == order.site_id)
        .where(order.id.in_(ids))
    ).mappings()
    return {row["id"]: {name: row[name] for name in row if name != "id"} for row in found}


def _teams(session: Session) -> dict[int, str]:
    rows = session.execute(select(Team.id, Team.name).order_by(Team.code))
    return {row_id: name for row_id, name in rows}
