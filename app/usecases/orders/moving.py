"""Move lines between orders of one agreement, combine orders, split one (domain.md 5.5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.usecases.orders.ending import SeenOrder, hold_technicians, loaded, stages_of
from app.usecases.orders.opening import new_like
from app.usecases.orders.parts import OrderSaved
from app.usecases.orders.removing import DeletedOrder, remove, restore
from app.work import Work
from models.endings import NO_TIES, require_open_line, ties_of, why_not_delete, why_not_move_lines
from models.errors import Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.relations import OrderObject, OrderTask
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.terms import LONGEST_VISIT, LineStatus, Right
from models.visits import Visit
from resources.texts import _

_MOVABLE: dict[str, Any] = {
    kind.__tablename__: kind for kind in (OrderLine, ItemRequirement, RepairLine, OrderObject, OrderTask)
}
"""Parts that can go from one order to another, by table."""
_NUMBERED: tuple[Any, ...] = (ItemRequirement, RepairLine)
"""Of these, those beside the lines that are numbered within their order."""


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A part of an order that went to another: its number before, 0 for one that has none."""

    kind: str
    id: int
    from_order: int
    number: int


@dataclass(frozen=True, slots=True)
class LinesMoved:
    """What moving, combining or splitting did; `put_lines_back` undoes it.

    Attributes:
        target: the order the lines are on now.
        opened: whether that order was made for them.
        deleted: orders that were empty then.
        duration_minutes: the target's length before.
    """

    target: OrderSaved
    rows: tuple[MovedRow, ...]
    deleted: tuple[DeletedOrder, ...] = ()
    opened: bool = False
    duration_minutes: int = 0


def move_lines(
    work: Work,
    *,
    order: SeenOrder,
    line_ids: Collection[int],
    target: SeenOrder,
    delete_empty: bool = False,
) -> LinesMoved:
    """Move open lines to another order of the same agreement.

    Args:
        work: the unit of work.
        order, line_ids: where they are, and which.
        target: where they go.
        delete_empty: delete the order they came from when nothing is left on it.

    Raises:
        Refused: another agreement, a stage that forbids it, a line that is posted or canceled.
        Conflict: somebody changed one of both first.
    """
    work.require(Right.EDIT_ORDERS)
    hold_technicians(work, [order.id])
    source, goal = _both(work, [order, target])
    why = why_not_move_lines(source, goal)
    if why:
        raise Refused(why, remedy=_("Choose another order of that agreement."))
    before = goal.duration_minutes
    rows = _move(work, _chosen(source, line_ids), goal)
    deleted = _delete_empty(work, [source]) if delete_empty else ()
    return LinesMoved(_saved(work, goal), rows, deleted, duration_minutes=before)


def combine_orders(work: Work, *, orders: Sequence[SeenOrder]) -> LinesMoved:
    """Put everything that is open on several orders of one agreement and site onto the first.

    What is canceled goes along, unless something posted stays behind with it. The others are deleted with the
    visits planned for them; the first takes as long as all of them.

    Raises:
        Refused: fewer than two, several agreements or sites, a stage that forbids it.
        Conflict: somebody changed one of them first.
    """
    work.require(Right.EDIT_ORDERS)
    if len(orders) < 2:
        raise Refused(_("Choose two orders or more."))
    hold_technicians(work, [order.id for order in orders])
    goal, *others = _both(work, orders)
    before = goal.duration_minutes
    rows: list[MovedRow] = []
    for other in others:
        why = why_not_move_lines(other, goal)
        if why:
            raise Refused(why, remedy=_("Choose orders of one agreement."))
        if other.site_id != goal.site_id:
            raise Refused(
                _("Orders {order} and {target} are for different sites.").format(
                    order=other.number, target=goal.number
                )
            )
        rows += _move(work, _going(other), goal)
        rows += _move_parts(work, other, goal)
        goal.duration_minutes = min(
            goal.duration_minutes + other.duration_minutes, LONGEST_VISIT // timedelta(minutes=1)
        )
    deleted = _delete_empty(work, [other for other in others if not other.lines])
    return LinesMoved(_saved(work, goal), tuple(rows), deleted, duration_minutes=before)


def split_order(
    work: Work, *, order: SeenOrder, line_ids: Collection[int], service_date: date | None
) -> LinesMoved:
    """Put some lines on a new order like this one, for another date.

    Raises:
        Refused: no line is left behind, the agreement does not cover the date, a stage forbids it.
        Conflict: somebody changed the order first.
    """
    work.require(Right.EDIT_ORDERS)
    (source,) = _both(work, [order])
    lines = _chosen(source, line_ids)
    if len(lines) == len(source.lines):
        raise Refused(
            _("Something must stay on order {order}.").format(order=source.number),
            remedy=_("To move all of it, give it another date."),
        )
    made = new_like(work, source, service_date)
    rows = _move(work, lines, made)
    _relate_moved(work, source, made, lines)
    return LinesMoved(_saved(work, made), rows, opened=True, duration_minutes=made.duration_minutes)


def put_lines_back(work: Work, *, moved: LinesMoved) -> OrderSaved:
    """Undo a move: the lines go back to where they were, deleted orders return, a made one goes.

    Raises:
        Refused: one of the orders may not be changed any more.
        Missing: one of them is gone.
    """
    work.require(Right.EDIT_ORDERS)
    restore(work, moved.deleted)
    ids = list(dict.fromkeys([moved.target.id, *(row.from_order for row in moved.rows)]))
    work.session.expire_all()
    goal = _both(work, [SeenOrder(row_id) for row_id in ids])[0]
    for row in moved.rows:
        kept = work.session.get(_MOVABLE[row.kind], row.id)
        if kept is None or kept.order_id != goal.id:
            raise Missing(_("It is gone; somebody deleted it."))
        kept.order_id = row.from_order
        if row.number:
            kept.line = row.number
    work.session.flush()
    work.session.expire_all()
    back = _both(work, [SeenOrder(row_id) for row_id in ids], check=False)
    for order in back:
        order.recompute_progress()
        work.note(ServiceOrder.__tablename__, order.id, "update")
    if moved.opened:
        _require_untouched(work, back[0])
        remove(work, back[:1])
        return _saved(work, back[1])
    back[0].duration_minutes = moved.duration_minutes
    return _saved(work, back[0])


def _require_untouched(work: Work, order: ServiceOrder) -> None:
    """Refuse to take an order away that has become more than the lines that were split off."""
    tied = ties_of(work.session, [order.id])[order.id] != NO_TIES
    parts = (Visit, RepairLine)
    if order.lines or tied or any(_of(work, kind, order) for kind in parts):
        raise Refused(
            _("Order {order} has got more than what was split off.").format(order=order.number),
            remedy=_("Move its lines back by hand."),
        )


def _both(work: Work, orders: Sequence[SeenOrder], *, check: bool = True) -> list[ServiceOrder]:
    """The orders with lines and skills, all of which may be changed."""
    found, gone = loaded(work, orders)
    if gone:
        raise Missing(gone[0].why)
    stages = stages_of(work)
    for order in found.values():
        if check:
            order.require_modifiable(stages[order.stage_id])
    return [found[order.id] for order in orders]


def _chosen(source: ServiceOrder, line_ids: Collection[int]) -> list[OrderLine]:
    wanted = set(line_ids)
    lines = [line for line in source.lines if line.id in wanted]
    if len(lines) < len(wanted):
        raise Missing(_("It is gone; somebody deleted it."))
    if not lines:
        raise Refused(_("Choose a line or more."))
    for line in lines:
        line.require_modifiable()
    return lines


def _going(order: ServiceOrder) -> list[OrderLine]:
    """The lines that leave an order when it is combined: all, or the open ones where some are posted."""
    if all(line.status is not LineStatus.POSTED for line in order.lines):
        return list(order.lines)
    return [line for line in order.lines if line.status is LineStatus.CREATED]


def _move(work: Work, lines: Sequence[OrderLine], goal: ServiceOrder) -> tuple[MovedRow, ...]:
    """Lines to the end of another order."""
    following = max((line.line for line in goal.lines), default=0) + 1
    rows = []
    sources: dict[int, None] = {}
    for number, line in enumerate(lines, following):
        rows.append(MovedRow(OrderLine.__tablename__, line.id, line.order_id, line.line))
        sources[line.order_id] = None
        line.order_id, line.line = goal.id, number
    work.session.flush()
    for order_id in (*sources, goal.id):
        order = work.get(ServiceOrder, order_id)
        work.session.refresh(order, ["lines"])
        order.recompute_progress()
        require_open_line(order)
        work.note(ServiceOrder.__tablename__, order_id, "update")
    return tuple(rows)


def _move_parts(work: Work, source: ServiceOrder, goal: ServiceOrder) -> list[MovedRow]:
    """Item requirements, repair lines and relations to another order; what it has already stays behind."""
    rows = []
    for kind in _NUMBERED:
        numbers = work.session.scalars(select(kind.line).where(kind.order_id == goal.id))
        following = max(numbers, default=0) + 1
        of_source = select(kind).where(kind.order_id == source.id).order_by(kind.line)
        for number, row in enumerate(work.session.scalars(of_source).all(), following):
            rows.append(MovedRow(kind.__tablename__, row.id, source.id, row.line))
            row.order_id, row.line = goal.id, number
        work.session.flush()
    for part, name in ((OrderObject, "object_id"), (OrderTask, "task_id")):
        held = {getattr(row, name) for row in _of(work, part, goal)}
        for row in _of(work, part, source):
            if getattr(row, name) not in held:
                rows.append(MovedRow(part.__tablename__, row.id, source.id, 0))
                row.order_id = goal.id
        work.session.flush()
    return rows


def _relate_moved(work: Work, source: ServiceOrder, made: ServiceOrder, lines: Sequence[OrderLine]) -> None:
    """A new order has the relations that its lines name."""
    objects = {line.object_id for line in lines}
    tasks = {line.task_id for line in lines}
    for one in _of(work, OrderObject, source):
        if one.object_id in objects:
            work.add(OrderObject(order_id=made.id, object_id=one.object_id, reference=one.reference))
    for task in _of(work, OrderTask, source):
        if task.task_id in tasks:
            work.add(
                OrderTask(
                    order_id=made.id,
                    task_id=task.task_id,
                    internal_note=task.internal_note,
                    external_note=task.external_note,
                )
            )


def _of(work: Work, kind: Any, order: ServiceOrder) -> list[Any]:  # a mapped class with an order_id
    return list(work.session.scalars(select(kind).where(kind.order_id == order.id).order_by(kind.id)))


def _delete_empty(work: Work, orders: Sequence[ServiceOrder]) -> tuple[DeletedOrder, ...]:
    """Delete those of them that have no lines any more."""
    empty = [order for order in orders if not order.lines]
    ties, stages = ties_of(work.session, [order.id for order in empty]), stages_of(work)
    for order in empty:
        why = why_not_delete(order, stages[order.stage_id], ties.get(order.id, NO_TIES))
        if why:
            raise Refused(why)
    return remove(work, empty)


def _saved(work: Work, order: ServiceOrder) -> OrderSaved:
    work.session.flush()
    return OrderSaved(order.id, order.number, order.version)
