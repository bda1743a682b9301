"""Item requirements of an order: asked for, ordered, delivered, canceled (domain.md 5.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import func, select

from app.usecases.orders.kept import KeptRow, bring_back, keep
from app.work import Work
from models.errors import Refused
from models.items import Item
from models.objects import ServiceObject
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import RequirementStatus, Right
from resources.texts import _


class RequirementAction(StrEnum):
    """What can be noted about item requirements."""

    ORDER = "order"
    DELIVER = "deliver"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class RequirementFields:
    """What a person edits of an item requirement; ids are 0 for none, prices in minor units a unit.

    Attributes:
        needed_on: the date by which they must be there.
        cost_price, sales_price: None for the item's own.
    """

    item_id: int = 0
    quantity: Decimal = Decimal(1)
    needed_on: date | None = None
    description: str = ""
    object_id: int = 0
    cost_price: int | None = None
    sales_price: int | None = None


@dataclass(frozen=True, slots=True)
class RequirementKey:
    """An item requirement in the version that a person saw; 0 for whichever it has."""

    id: int
    seen: int = 0


@dataclass(frozen=True, slots=True)
class RequirementState:
    """How far an item requirement is in a version of it."""

    id: int
    version: int
    status: RequirementStatus
    delivered: Decimal


@dataclass(frozen=True, slots=True)
class RequirementsTurned:
    """How far they were, and how far they are now."""

    before: tuple[RequirementState, ...]
    after: tuple[RequirementState, ...]


def add_requirement(work: Work, *, order_id: int, fields: RequirementFields) -> RequirementKey:
    """Ask for parts on an order.

    Raises:
        Refused: neither agreement nor project on the order, no item, nothing needed, a stage that forbids it.
    """
    work.require(Right.EDIT_ORDERS)
    order = _held(work, order_id)
    why = order.why_no_account()
    if why:
        raise Refused(why, remedy=_("Give it one of both; item requirements are accounted to it."))
    last = select(func.max(ItemRequirement.line)).where(ItemRequirement.order_id == order_id)
    row = ItemRequirement(
        order_id=order_id,
        line=(work.session.scalar(last) or 0) + 1,
        item_id=_item(work, fields).id,
    )
    _fill(work, row, fields)
    work.add(row)
    return RequirementKey(row.id, row.version)


def change_requirement(work: Work, *, row: RequirementKey, fields: RequirementFields) -> RequirementKey:
    """Change what is asked for; what is delivered or canceled stays.

    Raises:
        Refused: it is delivered or canceled, or fewer are asked for than have come.
        Conflict: somebody changed it first.
    """
    work.require(Right.EDIT_ORDERS)
    found = _row(work, row)
    _held(work, found.order_id)
    why = found.why_not_modify()
    if why:
        raise Refused(why)
    _fill(work, found, fields)
    if found.delivered and found.delivered == found.quantity:
        found.status = RequirementStatus.DELIVERED
    work.session.flush()
    return RequirementKey(found.id, found.version)


def turn_requirements(
    work: Work,
    *,
    rows: Sequence[RequirementKey],
    action: RequirementAction,
    quantity: Decimal | None = None,
) -> RequirementsTurned:
    """Note that they were ordered, came, or are not needed any more.

    Args:
        work: the unit of work.
        rows: which.
        action: what happened.
        quantity: how many came, of each; None for all that were missing.

    Raises:
        Refused: one of them is delivered or canceled, more came than were asked for.
        Conflict: somebody changed one of them first.
    """
    work.require(Right.EDIT_ORDERS)
    found = [_row(work, row) for row in rows]
    before = tuple(_state(row) for row in found)
    for row in found:
        if action is RequirementAction.ORDER:
            row.order()
        elif action is RequirementAction.CANCEL:
            row.cancel()
        else:
            row.deliver(row.missing if quantity is None else quantity)
    work.session.flush()
    return RequirementsTurned(before, tuple(_state(row) for row in found))


def put_requirements(
    work: Work, *, now: Sequence[RequirementState], wanted: Sequence[RequirementState]
) -> RequirementsTurned:
    """Undo `turn_requirements`: they are as far again as they were.

    Raises:
        Refused: its order is canceled or posted by now, so it is needed no more.
        Conflict: somebody brought one of them further since.
    """
    work.require(Right.EDIT_ORDERS)
    found = [work.get(ItemRequirement, state.id) for state in now]
    for row, state, goal in zip(found, now, wanted, strict=True):
        if (row.status, row.delivered) != (state.status, state.delivered):
            raise work.conflict(ItemRequirement, row.id)
        if row.status is RequirementStatus.CANCELED:
            _held(work, row.order_id)  # an order that is canceled by now needs no parts
        row.status, row.delivered = goal.status, goal.delivered
    work.session.flush()
    return RequirementsTurned(tuple(now), tuple(_state(row) for row in found))


def delete_requirements(work: Work, *, rows: Sequence[RequirementKey]) -> tuple[KeptRow, ...]:
    """Delete item requirements that were never ordered.

    Raises:
        Refused: one was ordered or came.
        Conflict: somebody changed one of them first.
    """
    work.require(Right.EDIT_ORDERS)
    found = [_row(work, row) for row in rows]
    for row in found:
        _held(work, row.order_id)
        why = row.why_not_delete()
        if why:
            raise Refused(why)
    kept = tuple(keep(row) for row in found)
    for row in found:
        work.session.delete(row)
    work.session.flush()
    return kept


def restore_requirements(work: Work, *, rows: Sequence[KeptRow]) -> tuple[RequirementKey, ...]:
    """Bring deleted item requirements back under their ids."""
    work.require(Right.EDIT_ORDERS)
    for row in rows:
        _held(work, row.values["order_id"])
    return tuple(RequirementKey(row.id, row.version) for row in bring_back(work, rows))


def _held(work: Work, order_id: int) -> ServiceOrder:
    """The order, to which nobody else adds at the same time, and which may be changed."""
    order = work.session.get(ServiceOrder, order_id, with_for_update=True)
    order = order or work.get(ServiceOrder, order_id)
    order.require_modifiable(work.get(Stage, order.stage_id))
    return order


def _row(work: Work, key: RequirementKey) -> ItemRequirement:
    return work.get(ItemRequirement, key.id, seen=key.seen or None)


def _item(work: Work, fields: RequirementFields) -> Item:
    if not fields.item_id:
        raise Refused(_("An item requirement names an item."), remedy=_("Choose one."), field="item")
    return work.get(Item, fields.item_id)


def _fill(work: Work, row: ItemRequirement, fields: RequirementFields) -> None:
    item = _item(work, fields)
    row.item_id = item.id
    row.quantity, row.needed_on = fields.quantity, fields.needed_on
    row.description = fields.description.strip() or item.name
    row.object_id = work.get(ServiceObject, fields.object_id).id if fields.object_id else None
    row.cost_price = item.cost_price if fields.cost_price is None else fields.cost_price
    row.sales_price = item.sales_price if fields.sales_price is None else fields.sales_price


def _state(row: ItemRequirement) -> RequirementState:
    return RequirementState(row.id, row.version, row.status, row.delivered)
