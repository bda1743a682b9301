"""Delete orders with their parts, and restore them (domain.md 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from app.usecases.orders.ending import (
    LeftOut,
    SeenOrder,
    Versions,
    hold_technicians,
    leave_out,
    loaded,
    sorted_out,
    stages_of,
)
from app.usecases.orders.kept import KeptRow, bring_back, bring_back_visits, keep
from app.usecases.orders.lines import LineKey
from app.usecases.orders.parts import OrderSaved
from app.work import Work
from models.endings import ties_of, why_not_delete
from models.errors import Refused
from models.orders import OrderLine, ServiceOrder
from models.relations import OrderObject, OrderTask
from models.repairs import RepairLine
from models.service_levels import ClockEvent
from models.stages import StageChange
from models.technicians import Skill
from models.terms import Right
from models.visits import Visit
from resources.texts import _

_PARTS: tuple[Any, ...] = (Visit, RepairLine, OrderObject, OrderTask, ClockEvent, StageChange)
"""Kinds of rows that go with an order, beside its lines and skills; each names it in `order_id`."""


@dataclass(frozen=True, slots=True)
class DeletedOrder:
    """An order that was deleted, with all that is needed to restore it."""

    order: KeptRow
    parts: tuple[KeptRow, ...]
    skills: tuple[int, ...]

    @property
    def id(self) -> int:
        """Its id."""
        return self.order.id

    @property
    def number(self) -> str:
        """Its number."""
        return str(self.order.values["number"])

    def versions(self, *, newer: int = 0) -> Versions:
        """Those that it and its lines had, or have once they are brought back (1 newer)."""
        lines = [part for part in self.parts if part.kind == OrderLine.__tablename__]
        keys = tuple(LineKey(line.id, line.version + newer) for line in lines)
        return Versions(self.order.version + newer, keys)


@dataclass(frozen=True, slots=True)
class OrdersDeleted:
    """What became of a batch."""

    done: tuple[DeletedOrder, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class OrdersRestored:
    """Orders that came back; `lost` counts visits whose place was given away meanwhile.

    Attributes:
        before: the versions of each of them when it was deleted.
        back: their visits that stand on the board again, each one version newer.
    """

    done: tuple[OrderSaved, ...] = ()
    before: tuple[Versions, ...] = ()
    back: tuple[KeptRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    lost: int = 0


def delete_orders(work: Work, *, orders: Sequence[SeenOrder], is_strict: bool = False) -> OrdersDeleted:
    """Delete orders with lines, repair lines, logs and planned visits.

    Args:
        work: the unit of work.
        orders: which; never all by naming none.
        is_strict: refuse when one of them is; else those stay and are named.

    Raises:
        Refused: when strict, what forbids it: the stage, item requirements, postings, begun visits.
        Conflict: somebody changed one of them since it was seen.
    """
    work.require(Right.EDIT_ORDERS)
    hold_technicians(work, [order.id for order in orders])
    found, left_out = loaded(work, orders)
    ties, stages = ties_of(work.session, found), stages_of(work)
    going, refused = sorted_out(
        found.values(), lambda order: why_not_delete(order, stages[order.stage_id], ties[order.id])
    )
    left_out += leave_out(refused, is_strict=is_strict)
    return OrdersDeleted(remove(work, going), tuple(left_out))


def remove(work: Work, orders: Sequence[ServiceOrder]) -> tuple[DeletedOrder, ...]:
    """Delete orders whose lines and skills are loaded; nothing forbids it."""
    parts: dict[int, list[KeptRow]] = {order.id: [keep(line) for line in order.lines] for order in orders}
    for kind in _PARTS:
        of_these = select(kind).where(kind.order_id.in_(list(parts))).order_by(kind.id)
        for row in work.session.scalars(of_these).all():
            parts[row.order_id].append(keep(row))
            work.session.delete(row)
    work.session.flush()
    kept = [
        DeletedOrder(keep(order), tuple(parts[order.id]), tuple(skill.id for skill in order.skills))
        for order in orders
    ]
    for order in orders:
        work.session.delete(order)
    work.session.flush()
    return tuple(kept)


def restore_orders(work: Work, *, orders: Sequence[DeletedOrder]) -> OrdersRestored:
    """Bring deleted orders back under their ids, with their parts.

    An order of which a line was generated again meanwhile is left out; so is a visit whose place was given
    away.
    """
    work.require(Right.EDIT_ORDERS)
    made_again, there = _made_again(work, orders), _there(work, orders)
    going, left_out = [], []
    for deleted in orders:
        why = _why_not_restore(deleted, made_again, there)
        if why:
            left_out.append(LeftOut(deleted.id, deleted.number, why))
        else:
            going.append(deleted)
    if left_out and not going:
        raise Refused(left_out[0].why)
    restored, back, lost = restore(work, going)
    done = tuple(
        OrderSaved(order.id, order.number, order.version, deleted.versions(newer=1).lines)
        for order, deleted in zip(restored, going, strict=True)
    )
    before = tuple(deleted.versions() for deleted in going)
    return OrdersRestored(done, before, back, tuple(left_out), lost)


def restore(
    work: Work, orders: Sequence[DeletedOrder]
) -> tuple[list[ServiceOrder], tuple[KeptRow, ...], int]:
    """Bring them back; which of their visits stand again, and how many could not."""
    restored: list[ServiceOrder] = bring_back(work, [deleted.order for deleted in orders])
    for order, deleted in zip(restored, orders, strict=True):
        if deleted.skills:
            set_committed_value(order, "skills", [])
            order.skills = list(work.session.scalars(select(Skill).where(Skill.id.in_(deleted.skills))))
    parts = [part for deleted in orders for part in deleted.parts]
    bring_back(work, [part for part in parts if part.kind != Visit.__tablename__])
    visits = [part for part in parts if part.kind == Visit.__tablename__]
    back = bring_back_visits(work, visits)
    return restored, back, len(visits) - len(back)


def _there(work: Work, orders: Sequence[DeletedOrder]) -> set[int]:
    """Ids of those that are there already."""
    ids = [deleted.id for deleted in orders]
    found: set[int] = set()
    for first in range(0, len(ids), 500):
        some = ServiceOrder.id.in_(ids[first : first + 500])
        found.update(work.session.scalars(select(ServiceOrder.id).where(some)))
    return found


def _why_not_restore(deleted: DeletedOrder, made_again: set[tuple[int, object]], there: set[int]) -> str:
    if deleted.id in there:
        return _("Order {order} is there already.").format(order=deleted.number)
    if any(pair in made_again for pair in _occurrences(deleted)):
        return _("Order {order} was generated again meanwhile.").format(order=deleted.number)
    return ""


def _occurrences(deleted: DeletedOrder) -> Iterator[tuple[int, object]]:
    for part in deleted.parts:
        if part.kind == OrderLine.__tablename__ and part.values["agreement_line_id"]:
            yield part.values["agreement_line_id"], part.values["calculated_date"]


def _made_again(work: Work, orders: Sequence[DeletedOrder]) -> set[tuple[int, object]]:
    """Which occurrences of the deleted lines have a line now."""
    wanted = {pair for deleted in orders for pair in _occurrences(deleted)}
    found: set[tuple[int, object]] = set()
    some = sorted(wanted, key=str)
    for first in range(0, len(some), 200):
        chosen = [
            and_(OrderLine.agreement_line_id == line, OrderLine.calculated_date == day)
            for line, day in some[first : first + 200]
        ]
        rows = work.session.execute(
            select(OrderLine.agreement_line_id, OrderLine.calculated_date).where(or_(*chosen))
        )
        found.update((line or 0, day) for line, day in rows)
    return found
