"""Item requirements of an order, each with what can be done with it now (domain.md 5.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.items import Item
from models.objects import ServiceObject
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import RequirementStatus


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """An item requirement; ids are 0 for none, prices in minor units of the company's currency a unit.

    Attributes:
        missing: how many are still to come.
        is_generated: it came from a line of the agreement.
        why_not_order, why_not_deliver, why_not_cancel, why_not_delete: why not now, or empty.
    """

    id: int
    version: int
    line: int
    item_id: int
    item: str
    item_code: str
    unit: str
    quantity: Decimal
    delivered: Decimal
    missing: Decimal
    needed_on: date | None
    status: RequirementStatus
    description: str
    object_id: int
    service_object: str
    cost_price: int | None
    sales_price: int | None
    is_generated: bool
    why_not_order: str
    why_not_deliver: str
    why_not_cancel: str
    why_not_delete: str


@dataclass(frozen=True, slots=True)
class Requirements:
    """The item requirements of an order, and why none may be added, or empty."""

    rows: tuple[RequirementRow, ...]
    why_not_add: str


def requirements_of(session: Session, order_id: int) -> Requirements:
    """By their numbers; three statements."""
    order = session.get(ServiceOrder, order_id)
    if order is None:
        return Requirements((), "")
    stage = session.get_one(Stage, order.stage_id)
    why = order.why_not_modify(stage) or order.why_no_account() or ""
    found = session.execute(
        select(ItemRequirement, Item, ServiceObject.name)
        .join(Item, Item.id == ItemRequirement.item_id)
        .outerjoin(ServiceObject, ServiceObject.id == ItemRequirement.object_id)
        .where(ItemRequirement.order_id == order_id)
        .order_by(ItemRequirement.line)
    )
    return Requirements(tuple(_row(row, item, name or "") for row, item, name in found), why)


def _row(row: ItemRequirement, item: Item, service_object: str) -> RequirementRow:
    why = row.why_not_modify() or ""
    return RequirementRow(
        id=row.id,
        version=row.version,
        line=row.line,
        item_id=item.id,
        item=item.name,
        item_code=item.code,
        unit=item.unit or "",
        quantity=row.quantity,
        delivered=row.delivered,
        missing=row.missing,
        needed_on=row.needed_on,
        status=row.status,
        description=row.description,
        object_id=row.object_id or 0,
        service_object=service_object,
        cost_price=row.cost_price,
        sales_price=row.sales_price,
        is_generated=row.agreement_line_id is not None,
        why_not_order=row.why_not_order() or "",
        why_not_deliver=why,
        why_not_cancel=row.why_not_cancel() or "",
        why_not_delete=row.why_not_delete() or "",
    )
