"""Everything a work receipt says, as `reports.work_receipt.WorkReceipt`: delivered work, no internal note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from app.queries.papers.shared import (
    PARTY_COLUMNS,
    by_first,
    contact_of,
    customer_of,
    letterhead_of,
    lines_of,
    repairs_of,
    site_of,
    tasks_of,
    within,
)
from models.company import Company
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder
from models.requirements import ItemRequirement
from models.technicians import Technician
from models.terms import LineStatus, RequirementStatus, TransactionType, VisitStatus
from models.visits import Visit
from reports.work_receipt import (
    ReceiptLine,
    ReceiptRepair,
    ReceiptTask,
    ReceiptVisit,
    WorkReceipt,
)

_ORDER_COLUMNS: tuple[Any, ...] = (  # columns of many types
    ServiceOrder.id,
    ServiceOrder.number,
    ServiceOrder.name,
    ServiceOrder.description,
    ServiceOrder.one_time_address,
    ServiceOrder.signed_off_at,
    ServiceOrder.signed_off_by,
    *PARTY_COLUMNS,
)
_LINE_COLUMNS: tuple[Any, ...] = (  # columns of many types
    OrderLine.order_id,
    OrderLine.type,
    OrderLine.description,
    OrderLine.quantity,
    OrderLine.executed_on,
    OrderLine.started_at,
    OrderLine.ended_at,
    OrderLine.sales_price,
    OrderLine.currency,
    ServiceObject.code.label("object_code"),
    ServiceTask.name.label("task_name"),
    Technician.name.label("technician"),
    Item.name.label("item_name"),
    Item.unit,
)
_PART_COLUMNS: tuple[Any, ...] = (  # columns of many types
    ItemRequirement.order_id,
    ItemRequirement.description,
    ItemRequirement.delivered,
    ItemRequirement.sales_price,
    ServiceObject.code.label("object_code"),
    Item.name.label("item_name"),
    Item.unit,
)
_VISIT_COLUMNS: tuple[Any, ...] = (  # columns of many types
    Visit.order_id,
    Visit.starts_at,
    Visit.ends_at,
    Visit.status,
    Technician.name,
)
_MADE = (VisitStatus.WORKING, VisitStatus.DONE)


def work_receipts(
    session: Session, order_ids: Sequence[int], *, with_prices: bool = False
) -> list[WorkReceipt]:
    """One receipt an order of which something was delivered, in the order given; seven statements.

    Delivered is a line that was posted, signed off or has the date on which it was done; a part that came;
    and a repair that is finished.
    """
    company = session.scalars(select(Company)).one()
    orders = {row.id: row for row in session.execute(_orders(order_ids))}
    lines = by_first(session.execute(_lines(orders)))
    parts = by_first(session.execute(_parts(orders)))
    repairs = by_first(session.execute(repairs_of(orders)))
    tasks = by_first(session.execute(tasks_of(orders, "external_note")))
    visits = by_first(session.execute(_visits(orders)))
    receipts = []
    for order_id in dict.fromkeys(order_ids):
        if order_id not in orders:
            continue
        receipt = replace(
            _receipt(company, orders[order_id]),
            lines=(
                *(_line(line, company) for line in lines[order_id]),
                *(_part(part, company) for part in parts[order_id]),
            ),
            repairs=tuple(_repair(repair, company.zone) for repair in repairs[order_id]),
            tasks=tuple(
                ReceiptTask(task.task_code, task.task_name, task.object_code or "", task.note)
                for task in tasks[order_id]
            ),
            visits=_made(visits[order_id], company.zone),
            with_prices=with_prices,
        )
        if not receipt.is_empty:
            receipts.append(receipt)
    return receipts


def _receipt(company: Company, row: Row[Any]) -> WorkReceipt:
    """What the order's own row says."""
    return WorkReceipt(
        letterhead=letterhead_of(company),
        language=row.language or company.language,
        number=row.number,
        name=row.name,
        description=row.description,
        customer=customer_of(row),
        site=site_of(row),
        contact=contact_of(row),
        one_time_address=row.one_time_address,
        signed_off_at=_local(row.signed_off_at, company.zone),
        signed_off_by=row.signed_off_by,
    )


def _orders(order_ids: Iterable[int]) -> Select[Any]:
    return (
        select(*_ORDER_COLUMNS)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .outerjoin(Contact, Contact.id == ServiceOrder.contact_id)
        .where(ServiceOrder.id.in_(list(order_ids)))
    )


def _lines(order_ids: Iterable[int]) -> Select[Any]:
    delivered = or_(
        OrderLine.status == LineStatus.POSTED,
        OrderLine.signed_off.is_(True),
        OrderLine.executed_on.is_not(None),
    )
    return lines_of(order_ids, _LINE_COLUMNS, delivered)


def _parts(order_ids: Iterable[int]) -> Select[Any]:
    return (
        select(*_PART_COLUMNS)
        .join(Item, Item.id == ItemRequirement.item_id)
        .outerjoin(ServiceObject, ServiceObject.id == ItemRequirement.object_id)
        .where(
            ItemRequirement.order_id.in_(list(order_ids)),
            ItemRequirement.delivered > Decimal(0),
            ItemRequirement.status != RequirementStatus.CANCELED,
        )
        .order_by(ItemRequirement.order_id, ItemRequirement.line)
    )


def _visits(order_ids: Iterable[int]) -> Select[Any]:
    return (
        select(*_VISIT_COLUMNS)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id.in_(list(order_ids)), Visit.status != VisitStatus.CANCELLED)
        .order_by(Visit.order_id, Visit.starts_at, Visit.id)
    )


def _line(line: Row[Any], company: Company) -> ReceiptLine:
    starts, ends = _local(line.started_at, company.zone), _local(line.ended_at, company.zone)
    return ReceiptLine(
        type=line.type,
        description=line.description or line.item_name or line.task_name or "",
        object_code=line.object_code or "",
        technician=line.technician or "",
        done_on=line.executed_on,
        starts=starts.time() if starts is not None else None,
        ends=ends.time() if ends is not None else None,
        quantity=line.quantity,
        unit=line.unit or "",
        price=line.sales_price,
        currency=line.currency or company.currency,
    )


def _part(part: Row[Any], company: Company) -> ReceiptLine:
    return ReceiptLine(
        type=TransactionType.ITEM,
        description=part.description or part.item_name,
        object_code=part.object_code or "",
        quantity=part.delivered,
        unit=part.unit or "",
        price=part.sales_price,
        currency=company.currency,
    )


def _repair(repair: Row[Any], zone: ZoneInfo) -> ReceiptRepair:
    finished = _local(repair.finished_at, zone)
    return ReceiptRepair(
        title=repair.title,
        object_code=repair.object_code or "",
        symptom=within(repair.symptom_area, repair.symptom),
        diagnosis=within(repair.diagnosis_area, repair.diagnosis),
        resolution=repair.resolution or "",
        technician=repair.technician or "",
        finished=finished.date() if finished is not None else None,
        stage=repair.stage or "",
    )


def _made(visits: Sequence[Row[Any]], zone: ZoneInfo) -> tuple[ReceiptVisit, ...]:
    """The visits that were made; where nobody keeps their status, all there are."""
    made = [visit for visit in visits if visit.status in _MADE] or visits
    return tuple(_visit(visit, zone) for visit in made)


def _visit(visit: Row[Any], zone: ZoneInfo) -> ReceiptVisit:
    starts, ends = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)
    return ReceiptVisit(starts.date(), starts.time(), ends.time(), visit.name)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at is not None else None
