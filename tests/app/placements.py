"""Placements of visits, in the words of tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.context import Context
from app.usecases.visits import Placement
from app.work import Work
from models.orders import ServiceOrder
from models.technicians import Technician
from models.visits import Visit
from tests.builders import MONDAY

HOUR = timedelta(hours=1)


def to(visit: Visit, *, hours: float = 0, technician: Technician | None = None, **fields: Any) -> Placement:
    """Where a visit stands, so many hours later, perhaps at another technician's."""
    placement = Placement(
        visit_id=visit.id,
        order_id=visit.order_id,
        technician_id=technician.id if technician else visit.technician_id,
        starts=visit.starts_at + hours * HOUR,
        ends=visit.ends_at + hours * HOUR,
        seen=visit.version,
    )
    return replace(placement, **fields)


def new(order: ServiceOrder, technician: Technician, starts: datetime = MONDAY) -> Placement:
    """An hour for an order."""
    return Placement(0, order.id, technician.id, starts, starts + HOUR, order.version)


def board(context: Context) -> dict[int, tuple[int, datetime, datetime]]:
    """Where all visits stand."""

    def stand(work: Work) -> dict[int, tuple[int, datetime, datetime]]:
        return {v.id: (v.technician_id, v.starts_at, v.ends_at) for v in work.session.scalars(select(Visit))}

    return context.run(stand)[0]
