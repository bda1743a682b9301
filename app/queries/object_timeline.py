"""The life of a service object: installed, serviced, repaired, out of warranty (domain.md 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.company import Company
from models.errors import Missing
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder
from models.relations import OrderObject
from models.repairs import Diagnosis, RepairLine, RepairStage, Resolution, Symptom
from models.stages import Stage
from models.technicians import Technician
from models.terms import VisitStatus
from models.visits import Visit
from resources.texts import _

NEWEST = 500
"""Orders looked at."""


class EventKind(StrEnum):
    """What happened to an object."""

    INSTALLED = "installed"
    WARRANTY_ENDS = "warranty_ends"
    ORDER = "order"
    VISIT = "visit"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One thing that happened, or will.

    Attributes:
        on: the company's day.
        title, detail: what, and more of it; both may be of several lines.
        order_id: what opens, 0 for nothing; number is what it is called.
        status: of a visit.
        state: stage of an order or a repair, in the users' words.
    """

    kind: EventKind
    on: date
    title: str
    detail: str = ""
    order_id: int = 0
    number: str = ""
    status: VisitStatus | None = None
    state: str = ""


def object_timeline(session: Session, object_id: int) -> list[TimelineEvent]:
    """What happened to an object by day, newest first; the orders are the newest 500. Six statements.

    Raises:
        Missing: it is gone.
    """
    row = session.get(ServiceObject, object_id)
    if row is None:
        raise Missing(_("It is gone; somebody deleted it."))
    zone = ZoneInfo(session.scalars(select(Company.time_zone)).one())
    orders = _orders(session, object_id)
    visits = _visits(session, list(orders), zone)
    planned = {event.order_id for event in visits}
    events = [event for order_id, event in orders.items() if order_id not in planned]
    events += visits
    events += _repairs(session, object_id, zone)
    if row.installed_on:
        events.append(TimelineEvent(EventKind.INSTALLED, row.installed_on, _("Installed")))
    if row.warranty_until:
        events.append(
            TimelineEvent(EventKind.WARRANTY_ENDS, row.warranty_until, _("Last day of the warranty"))
        )
    events.sort(key=lambda event: (event.on, event.number), reverse=True)
    return events


def _orders(session: Session, object_id: int) -> dict[int, TimelineEvent]:
    """Orders that name the object, by id, on their service date or the day they were made."""
    by_line = select(OrderLine.order_id).where(OrderLine.object_id == object_id)
    related = select(OrderObject.order_id).where(OrderObject.object_id == object_id)
    rows = session.execute(
        select(
            ServiceOrder.id, ServiceOrder.number, ServiceOrder.description, ServiceOrder.service_date,
            ServiceOrder.created_at, Stage.name,
        )
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .where(or_(ServiceOrder.id.in_(by_line), ServiceOrder.id.in_(related)))
        .order_by(ServiceOrder.id.desc())
        .limit(NEWEST)
    ).all()  # fmt: skip
    tasks = _tasks(session, object_id)
    found = {}
    for row_id, number, description, service_date, created_at, stage in rows:
        on = service_date or created_at.date()
        detail = tasks.get(row_id, "")
        found[row_id] = TimelineEvent(EventKind.ORDER, on, description, detail, row_id, number, state=stage)
    return found


def _tasks(session: Session, object_id: int) -> dict[int, str]:
    """What was asked for the object on each order, in words."""
    rows = session.execute(
        select(OrderLine.order_id, func.coalesce(ServiceTask.name, OrderLine.description, ""))
        .outerjoin(ServiceTask, ServiceTask.id == OrderLine.task_id)
        .where(OrderLine.object_id == object_id)
        .order_by(OrderLine.order_id, OrderLine.line)
    )
    found: dict[int, dict[str, None]] = {}
    for order_id, words in rows:
        if words:
            found.setdefault(order_id, {})[words] = None
    return {order_id: ", ".join(words) for order_id, words in found.items()}


def _visits(session: Session, order_ids: list[int], zone: ZoneInfo) -> list[TimelineEvent]:
    rows = session.execute(
        select(
            ServiceOrder.id, ServiceOrder.number, ServiceOrder.description, Visit.starts_at, Visit.status,
            Technician.name,
        )
        .join(ServiceOrder, ServiceOrder.id == Visit.order_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id.in_(order_ids))
    )  # fmt: skip
    return [
        TimelineEvent(
            EventKind.VISIT, starts_at.astimezone(zone).date(), description, technician, order_id, number,
            status=status,
        )
        for order_id, number, description, starts_at, status, technician in rows
    ]  # fmt: skip


def _repairs(session: Session, object_id: int, zone: ZoneInfo) -> list[TimelineEvent]:
    rows: Any = session.execute(  # rows of columns of several classes
        select(
            RepairLine.created_at, RepairLine.finished_at, RepairLine.title, Symptom.name, Diagnosis.name,
            Resolution.name, ServiceOrder.id, ServiceOrder.number, func.coalesce(RepairStage.name, ""),
        )
        .join(ServiceOrder, ServiceOrder.id == RepairLine.order_id)
        .outerjoin(Symptom, Symptom.id == RepairLine.symptom_id)
        .outerjoin(Diagnosis, Diagnosis.id == RepairLine.diagnosis_id)
        .outerjoin(Resolution, Resolution.id == RepairLine.resolution_id)
        .outerjoin(RepairStage, RepairStage.id == RepairLine.stage_id)
        .where(RepairLine.object_id == object_id)
    )  # fmt: skip
    found = []
    for created, finished, title, symptom, diagnosis, resolution, order_id, number, stage in rows:
        on = (finished or created).astimezone(zone).date()
        detail = " → ".join(part for part in (symptom, diagnosis, resolution) if part and part != title)
        found.append(
            TimelineEvent(EventKind.REPAIR, on, title or symptom or "", detail, order_id, number, state=stage)
        )
    return found
