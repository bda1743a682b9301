"""The lines of an order with what they name."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.order_details.shapes import (
    NONE,
    Choice,
    LineFields,
    OrderLineRow,
)
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine
from models.projects import Category
from models.technicians import Technician


def lines_of(session: Session, order_id: int, zone: ZoneInfo) -> tuple[OrderLineRow, ...]:
    """The lines of an order, in one statement; times of day in the zone."""
    rows = session.execute(
        select(OrderLine, ServiceObject, ServiceTask, Technician, Item, Category)
        .outerjoin(ServiceObject, ServiceObject.id == OrderLine.object_id)
        .outerjoin(ServiceTask, ServiceTask.id == OrderLine.task_id)
        .outerjoin(Technician, Technician.id == OrderLine.technician_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .outerjoin(Category, Category.id == OrderLine.category_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line)
    )
    return tuple(_line(tuple(row), zone) for row in rows)


def _line(joined: tuple[Any, ...], zone: ZoneInfo) -> OrderLineRow:  # the mapped rows it joins
    line: OrderLine
    line, service_object, task, technician, item, category = joined
    fields = LineFields(
        type=line.type,
        category=named(category),
        description=line.description or "",
        item=Choice(item.id, f"{item.code} {item.name}") if item else NONE,
        technician=named(technician),
        service_object=named(service_object),
        task=named(task),
        quantity=line.quantity,
        cost_price=line.cost_price,
        sales_price=line.sales_price,
        starts_after=line.starts_after,
        ends_before=line.ends_before,
        signed_off=line.signed_off,
        cost_source=line.cost_source,
        sales_source=line.sales_source,
        currency=line.currency or "",
        executed_on=line.executed_on,
        started=_local(line.started_at, zone),
        ended=_local(line.ended_at, zone),
        note=line.note,
    )
    return OrderLineRow(
        id=line.id,
        version=line.version,
        line=line.line,
        status=line.status,
        unit=(item.unit or "") if item else "",
        fields=fields,
        why_not=line.why_not_modify() or "",
        cost_note=line.cost_note,
        price_note=line.price_note,
        signed_off_at=line.signed_off_at.astimezone(zone) if line.signed_off_at else None,
        signed_off_by=line.signed_off_by,
    )


def _local(at: datetime | None, zone: ZoneInfo) -> time | None:
    return at.astimezone(zone).time().replace(second=0, microsecond=0) if at is not None else None


def named(
    row: Customer | Site | Contact | Technician | ServiceObject | ServiceTask | Category | None,
) -> Choice:
    """A row to choose by its name; none for none."""
    return Choice(row.id, row.name) if row is not None else NONE
