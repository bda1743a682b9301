"""Priorities and promised windows of several orders, in one step and back."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from app.context import Context
from app.usecases.orders import Promise, promise_orders
from app.work import Work
from models.errors import Conflict
from models.orders import ServiceOrder
from models.terms import Priority
from tests.builders import an_order

DAY = date(2026, 11, 24)


def two_orders(work: Work) -> list[tuple[int, int]]:
    """Ids and versions."""
    return [(order.id, order.version) for order in (an_order(work, number=f"SO-{n}") for n in (1, 2))]


def stored(work: Work) -> list[tuple[Priority, date | None, time | None, time | None]]:
    """What the orders promise."""
    orders = work.session.scalars(select(ServiceOrder).order_by(ServiceOrder.id))
    return [(o.priority, o.service_date, o.earliest_start, o.latest_start) for o in orders]


def test_a_priority_leaves_the_window_alone_and_goes_back(context: Context) -> None:
    orders = context.run(two_orders)[0]
    before = context.run(stored)[0]
    wanted = [Promise(order_id, seen, Priority.HIGH, keeps_window=True) for order_id, seen in orders]
    was = context.run(promise_orders, promises=wanted)[0]
    after = context.run(stored)[0]
    assert [one[0] for one in after] == [Priority.HIGH, Priority.HIGH]
    assert [one[1:] for one in after] == [one[1:] for one in before]
    context.run(promise_orders, promises=was)
    assert context.run(stored)[0] == before


def test_a_window_is_promised_and_taken_back(context: Context) -> None:
    orders = context.run(two_orders)[0]
    before = context.run(stored)[0]
    wanted = [Promise(orders[0][0], orders[0][1], Priority.NORMAL, DAY, time(9), time(11))]
    was = context.run(promise_orders, promises=wanted)[0]
    assert context.run(stored)[0][0] == (Priority.NORMAL, DAY, time(9), time(11))
    context.run(promise_orders, promises=was)
    assert context.run(stored)[0] == before


def test_somebody_elses_change_is_not_overwritten(context: Context) -> None:
    (order_id, seen), _other = context.run(two_orders)[0]
    wanted = [Promise(order_id, seen, Priority.HIGH, keeps_window=True)]
    context.run(promise_orders, promises=wanted)
    with pytest.raises(Conflict):
        context.run(promise_orders, promises=wanted)
