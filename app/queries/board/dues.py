"""When the service levels of orders run out: what the board marks visits and waiting orders with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import cast, func, select, text
from sqlalchemy.orm import Session

from models.base import BIG, epoch_of
from models.company import Company
from models.opening import work_calendar
from models.orders import OPEN_CLOCK, ServiceOrder
from models.service_levels import ServiceLevel
from models.terms import ClockStatus, Progress
from models.timetables import Timetable
from models.vectors import Integers, packed

_ORDER = ServiceOrder


@dataclass(frozen=True, slots=True)
class OrderDues:
    """Running clocks of orders in process, by order id (ascending); instants in epoch seconds.

    Attributes:
        due: latest completion.
        soon: from when on the order is in danger.
    """

    order_id: Integers
    due: Integers
    soon: Integers


def order_dues(session: Session) -> OrderDues:
    """When every running clock runs out, and from when on that is near; one statement where there are none.

    Held clocks are left out: they run out at no known time.
    """
    columns = (
        _ORDER.id,
        func.coalesce(epoch_of(_ORDER.clock_due_at), 0),
        func.coalesce(epoch_of(_ORDER.clock_since), 0),
        _ORDER.clock_recorded,
        _ORDER.clock_limit,
        func.coalesce(_ORDER.service_level_id, 0),
    )
    running = select(*(packed(cast(column, BIG)) for column in columns)).where(
        text(f"service_order.{OPEN_CLOCK}"),
        _ORDER.clock == ClockStatus.RUNNING,
        _ORDER.progress == Progress.IN_PROCESS,
    )
    vectors: Sequence[Integers] = session.execute(running).one()
    order_id, due, since, recorded, limit, level = vectors
    if not len(order_id):
        return OrderDues(order_id, due, due)
    soon = np.zeros_like(due)
    company = session.scalars(select(Company)).one()
    levels = {row.id: row for row in session.scalars(select(ServiceLevel))}
    for level_id in np.unique(level).tolist():
        known = levels.get(level_id)
        calendar = work_calendar(session, known.calendar_id if known is not None else None, company)
        percent = (known.warning_percent if known is not None else None) or company.clock_warning_percent
        mine = level == level_id
        table = Timetable(calendar, first=int(since[mine].min()), last=int(due[mine].max()))
        soon[mine] = table.add(since[mine], limit[mine] * percent // 100 - recorded[mine])
    by_id = np.argsort(order_id)
    return OrderDues(order_id[by_id], due[by_id], soon[by_id])
