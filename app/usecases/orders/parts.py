"""What the use cases of orders share: an order's keys, its parts, its lines, its log."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.usecases.orders.lines import LineKey
from app.work import Work
from models.company import Company
from models.orders import ServiceOrder
from models.stages import Stage, StageChange


@dataclass(frozen=True, slots=True)
class OrderSaved:
    """What saving gave: the order's version now, and keys of the lines as they were given."""

    id: int
    number: str
    version: int
    lines: tuple[LineKey, ...] = ()


def locked(work: Work, order_id: int, seen: int) -> ServiceOrder:
    """The order with lines and skills; nobody else may add lines until the commit. `seen` 0: any version."""
    loaded = work.session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.id == order_id)
        .options(selectinload(ServiceOrder.lines), selectinload(ServiceOrder.skills))
        .with_for_update(of=ServiceOrder)
    ).one_or_none()
    checked = work.get(ServiceOrder, order_id, seen=seen or None)
    return loaded or checked


def numbering(work: Work) -> Company:
    """The company, locked: two people who open an order at once get two numbers."""
    return work.session.scalars(
        select(Company).with_for_update().execution_options(populate_existing=True)
    ).one()


def entered(
    work: Work, order: ServiceOrder, stage: Stage, *, reason_id: int | None = None, note: str = ""
) -> StageChange:
    """The log's line of a stage that an order enters now."""
    return StageChange(
        order_id=order.id,
        stage_id=stage.id,
        entered_at=work.now,
        entered_by=work.user.name,
        reason_id=reason_id,
        note=note.strip() or None,
    )
