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

Standing = tuple[Priority, date | None, time | None, time | None]
"""Priority, day, earliest and latest start of an order."""


@dataclass(frozen=True, slots=True)
class Promise:
    """How urgent an order is and when its visit may start; wall times of the company.

    Attributes:
        seen: the version that a person saw; 0 for whichever it has.
        keeps_window: only the priority is meant; day and times stay.
        standing: what must still stand there, as undo asks for; then the version does not matter.
    """

    order_id: int
    seen: int
    priority: Priority
    service_date: date | None = None
    earliest_start: time | None = None
    latest_start: time | None = None
    keeps_window: bool = False
    standing: Standing | None = None

    @property
    def says(self) -> Standing:
        """Priority, day and bounds."""
        return self.priority, self.service_date, self.earliest_start, self.latest_start


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
    order = locked(work, promise.order_id, promise.seen if promise.standing is None else 0)
    if promise.standing not in (None, (order.priority, *_window(order))):
        raise work.conflict(ServiceOrder, order.id)
    order.require_modifiable(work.get(Stage, order.stage_id))
    before = Promise(order.id, order.version, order.priority, *_window(order))
    order.priority = promise.priority
    if not promise.keeps_window:
        order.service_date = promise.service_date
        order.earliest_start, order.latest_start = promise.earliest_start, promise.latest_start
        if order.service_date != before.service_date:
            company = work.company()
            check_header(work, order, company, check_agreement=True)
            note_conflict(work, order, company)
    return order, before


def _window(order: ServiceOrder) -> tuple[date | None, time | None, time | None]:
    return order.service_date, order.earliest_start, order.latest_start
