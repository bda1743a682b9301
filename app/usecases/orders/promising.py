"""Say what is urgent and what was promised, for several orders at once, without opening them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from app.usecases.orders.header import check_header, note_conflict
from app.usecases.orders.parts import locked
from app.work import Work
from models.orders import ServiceOrder
from models.stages import Stage
from models.terms import Priority, Right


@dataclass(frozen=True, slots=True)
class Promise:
    """How urgent an order is and when its visit may start; wall times of the company.

    Attributes:
        seen: the version that a person saw; 0 for whichever it has.
        keeps_window: only the priority is meant; day and times stay.
    """

    order_id: int
    seen: int
    priority: Priority
    service_date: date | None = None
    earliest_start: time | None = None
    latest_start: time | None = None
    keeps_window: bool = False


def promise_orders(work: Work, *, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Change priorities and promised windows; answers what was before, in the versions there are now.

    Raises:
        Refused: a stage or rule forbids it; its `field` names what is wrong.
        Conflict: somebody changed one of the orders first.
    """
    work.require(Right.EDIT_ORDERS)
    before = [_change(work, promise) for promise in sorted(promises, key=lambda one: one.order_id)]
    work.session.flush()  # versions are part of the answer
    return tuple(
        Promise(
            order.id,
            order.version,
            was.priority,
            was.service_date,
            was.earliest_start,
            was.latest_start,
        )
        for order, was in before
    )


def _change(work: Work, promise: Promise) -> tuple[ServiceOrder, Promise]:
    order = locked(work, promise.order_id, promise.seen)
    order.require_modifiable(work.get(Stage, order.stage_id))
    window = order.service_date, order.earliest_start, order.latest_start
    before = Promise(order.id, order.version, order.priority, *window)
    order.priority = promise.priority
    if not promise.keeps_window:
        order.service_date = promise.service_date
        order.earliest_start, order.latest_start = promise.earliest_start, promise.latest_start
        if order.service_date != before.service_date:
            company = work.company()
            check_header(work, order, company, check_agreement=True)
            note_conflict(work, order, company)
    return order, before
