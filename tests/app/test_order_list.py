"""The list of orders on both databases: every sort and filter, the first page, the vector, the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import event

from app.context import Context
from app.queries.order_list import (
    OrderFilter,
    OrderSort,
    OrderView,
    first_orders,
    list_setting,
    order_ids,
    order_rows,
)
from app.work import Work
from models.customers import Customer
from models.orders import OrderLine
from models.terms import ClockStatus, LineStatus, Priority, Progress, VisitStatus
from tests.builders import (
    a_line,
    a_service_level,
    a_site,
    a_stage,
    a_technician,
    a_visit,
    an_agreement,
    an_order,
)
from tests.conftest import NOW

_IN_PROCESS = frozenset({Progress.IN_PROCESS})


def numbers(context: Context, **view: object) -> list[str]:
    """Numbers in the order of a view; the first page and the vector agree."""
    asked = OrderView(**view)
    ids = context.read(order_ids, asked)
    rows = context.read(order_rows, ids.tolist())
    assert [row.id for row in context.read(first_orders, asked)] == ids[:100].tolist()
    return [rows[row_id].number for row_id in ids.tolist()]


def shown(context: Context, **chosen: object) -> set[str]:
    return set(numbers(context, shown=OrderFilter(**chosen)))


@pytest.fixture
def orders(context: Context) -> Context:
    """Five orders that differ in everything a list can be sorted and filtered by."""

    def fill(work: Work) -> None:
        smit = a_site(work, customer=work.add(_customer("Smit")), city="Zwolle")
        hotel = _customer("hotel De Haven")
        work.add(hotel)
        agreement = an_agreement(work, customer=hotel, code="A-7")
        extra = dict(priority=Priority.HIGH, service_date=date(2026, 11, 25))
        first = an_order(work, number="SO-00001", customer_id=smit.customer_id, site_id=smit.id, **extra)
        an_order(work, number="SO-00002", customer=hotel, service_date=date(2026, 11, 23), stage="in_process")
        an_order(work, number="SO-00010", customer=hotel, agreement_id=agreement.id, priority=Priority.LOW)
        done = an_order(work, number="R-7", customer_id=smit.customer_id, lines=[_posted()])
        an_order(work, number="SO-00123", customer=hotel, description="Lift 100% kapot", stage="in_process")
        anna = a_technician(work, name="Anna")
        a_visit(work, order=first, technician=anna)
        a_visit(work, order=done, status=VisitStatus.DONE)

    context.run(fill)
    return context


def _customer(name: str) -> Customer:
    return Customer(code=name, name=name)


def _posted() -> object:
    return a_line(status=LineStatus.POSTED)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (OrderSort.NUMBER, ["R-7", "SO-00001", "SO-00002", "SO-00010", "SO-00123"]),
        (OrderSort.CREATED, ["SO-00001", "SO-00002", "SO-00010", "R-7", "SO-00123"]),
        (OrderSort.SERVICE_DATE, ["SO-00002", "SO-00001", "SO-00010", "R-7", "SO-00123"]),
        (OrderSort.PRIORITY, ["SO-00010", "SO-00002", "R-7", "SO-00123", "SO-00001"]),
        (OrderSort.STAGE, ["SO-00001", "SO-00010", "R-7", "SO-00002", "SO-00123"]),
    ],
)
def test_every_sort_goes_up(orders: Context, sort: OrderSort, expected: list[str]) -> None:
    assert numbers(orders, sort=sort, descends=False) == expected


@pytest.mark.parametrize("sort", [OrderSort.NUMBER, OrderSort.CREATED, OrderSort.PRIORITY, OrderSort.STAGE])
def test_down_is_up_reversed(orders: Context, sort: OrderSort) -> None:
    up = numbers(orders, sort=sort, descends=False)
    assert numbers(orders, sort=sort, descends=True) == up[::-1]


def test_undated_orders_come_last_either_way(orders: Context) -> None:
    down = numbers(orders, sort=OrderSort.SERVICE_DATE, descends=True)
    assert down[:2] == ["SO-00001", "SO-00002"]


def test_customers_are_sorted_by_name(orders: Context) -> None:
    named = numbers(orders, sort=OrderSort.CUSTOMER, descends=False)
    assert set(named[-2:]) == {"SO-00001", "R-7"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"progress": frozenset({Progress.POSTED})}, {"R-7"}),
        ({"progress": _IN_PROCESS, "is_planned": True}, {"SO-00001"}),
        ({"is_planned": True}, {"SO-00001", "R-7"}),
        ({"is_planned": False}, {"SO-00002", "SO-00010", "SO-00123"}),
        ({"priorities": frozenset({Priority.HIGH, Priority.LOW})}, {"SO-00001", "SO-00010"}),
        ({"first": date(2026, 11, 24)}, {"SO-00001"}),
        ({"first": date(2026, 11, 23), "last": date(2026, 11, 25)}, {"SO-00001", "SO-00002"}),
        ({"last": date(2026, 11, 22)}, set()),
    ],
)
def test_every_filter_keeps_what_it_says(
    orders: Context, chosen: dict[str, object], expected: set[str]
) -> None:
    assert shown(orders, **chosen) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SO-0001", {"SO-00010"}),
        ("so-00", {"SO-00001", "SO-00002", "SO-00010", "SO-00123"}),
        ("R-7", {"R-7"}),
        ("123", {"SO-00123"}),
        ("1", {"SO-00001"}),
        ("haven", {"SO-00002", "SO-00010", "SO-00123"}),
        ("HAVEN lift", {"SO-00123"}),
        ("lift 10", {"SO-00123"}),
        ("sm", {"SO-00001", "R-7"}),
        ("100%", {"SO-00123"}),
        ("_0%", set()),
        ('"', set()),
        ('lift" OR "haven', set()),
        ("NEAR(lift haven)", set()),
        ("nothing of the kind", set()),
        ("   ", {"SO-00001", "SO-00002", "SO-00010", "SO-00123", "R-7"}),
    ],
)
def test_search_finds_numbers_and_words_and_takes_signs_literally(
    orders: Context, text: str, expected: set[str]
) -> None:
    assert shown(orders, text=text) == expected


def test_stage_customer_and_agreement_restrict(orders: Context) -> None:
    rows = orders.read(order_rows, orders.read(order_ids, OrderView()).tolist()).values()
    stage_id = next(row_id for row_id, name in orders.read(list_setting).stages if name == "In process")
    assert shown(orders, stages=frozenset({stage_id})) == {"SO-00002", "SO-00123"}
    assert {row.number for row in rows if row.agreement == "A-7"} == {"SO-00010"}
    assert shown(orders, customer_id=1, text="so-") == {"SO-00001"}
    assert shown(orders, agreement_id=1) == {"SO-00010"}


def test_a_row_tells_place_stage_and_visit(orders: Context) -> None:
    rows = {row.number: row for row in orders.read(first_orders, OrderView())}
    row = rows["SO-00001"]
    assert (row.customer, row.town, row.stage, row.technician) == ("Smit", "Zwolle", "Planning", "Anna")
    assert row.visit_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert rows["SO-00002"].visit_at is None
    assert rows["R-7"].progress is Progress.POSTED


def test_the_visit_told_is_the_next_one_else_the_last_one_made(context: Context) -> None:
    order, _ = context.run(an_order)
    morning = datetime(2026, 11, 23, 8, tzinfo=UTC)
    made = {}
    for days, status in ((-3, "done"), (-1, "done"), (1, "planned"), (2, "planned"), (0, "cancelled")):
        starts = morning + timedelta(days=days)
        made[days], _ = context.run(a_visit, order=order, starts=starts, status=VisitStatus(status))
    assert context.read(order_rows, [order.id])[order.id].visit_at == morning + timedelta(days=1)

    def cancel(work: Work) -> None:
        for days in (1, 2):
            work.get(type(made[days]), made[days].id).status = VisitStatus.CANCELLED

    context.run(cancel)
    assert context.read(order_rows, [order.id])[order.id].visit_at == morning - timedelta(days=1)


def test_a_renamed_customer_is_found_by_the_new_name(orders: Context) -> None:
    def rename(work: Work) -> None:
        work.get(Customer, 1).name = "Van Dongen"

    orders.run(rename)
    assert shown(orders, text="dongen") == {"SO-00001", "R-7"}
    assert shown(orders, text="smit") == set()


def test_a_new_stage_has_its_place_in_the_sort(orders: Context) -> None:
    orders.run(a_stage, code="before", name="Before", position=0, parent_id=1)

    def add(work: Work) -> None:
        an_order(work, number="SO-77777", stage="before")

    orders.run(add)
    assert numbers(orders, sort=OrderSort.STAGE, descends=False)[0] == "SO-77777"


def test_the_vector_is_of_64_bits_and_empty_where_nothing_is(context: Context) -> None:
    for view in (OrderView(), OrderView(sort=OrderSort.PRIORITY), OrderView(shown=OrderFilter(text="zzz"))):
        ids = context.read(order_ids, view)
        assert ids.dtype == np.int64
        assert ids.size == 0


def test_rows_that_are_gone_are_left_out(context: Context) -> None:
    order, _ = context.run(an_order)
    assert set(context.read(order_rows, [order.id, 999])) == {order.id}


def test_a_page_takes_two_statements(orders: Context) -> None:
    ids = orders.read(order_ids, OrderView()).tolist()
    said: list[str] = []
    engine = orders.database.engine
    hear = lambda _c, _cursor, statement, *_rest: said.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", hear)
    orders.read(order_rows, ids)
    event.remove(engine, "before_cursor_execute", hear)
    assert len([statement for statement in said if statement != "BEGIN"]) == 2


def test_orders_ready_to_post_are_signed_off_and_allowed(context: Context) -> None:
    def fill(work: Work) -> None:
        agreement = an_agreement(work)
        under = {"customer_id": agreement.customer_id, "agreement_id": agreement.id}

        def signed() -> list[OrderLine]:
            return [a_line(signed_off=True)]

        an_order(work, number="READY", stage="finished", **under, lines=signed())
        an_order(work, number="EARLY", stage="planning", **under, lines=signed())
        an_order(work, number="OPEN", stage="finished", **under, lines=[a_line()])
        an_order(work, number="LOOSE", stage="finished", lines=signed())

    context.run(fill)
    assert shown(context, is_ready=True) == {"READY"}


def test_orders_by_who_answers_for_them_and_by_their_clock(context: Context) -> None:
    def fill(work: Work) -> int:
        person = a_technician(work, name="Bas Mulder")
        due = NOW + timedelta(hours=4)
        running = dict(clock=ClockStatus.RUNNING, clock_due_at=due, service_level_id=a_service_level(work).id)
        an_order(work, number="MINE", responsible_id=person.id, **running)
        an_order(work, number="HELD", clock=ClockStatus.HELD)
        an_order(work, number="PLAIN", calendar_conflict=True)
        return person.id

    person_id, _ = context.run(fill)
    assert shown(context, responsible_id=person_id) == {"MINE"}
    assert shown(context, clocks=frozenset({ClockStatus.HELD})) == {"HELD"}
    rows = {row.number: row for row in context.read(first_orders, OrderView())}
    mine = rows["MINE"]
    assert (mine.responsible, mine.level, mine.clock) == ("Bas Mulder", "Gold", ClockStatus.RUNNING)
    assert mine.due_at == NOW + timedelta(hours=4)
    assert rows["PLAIN"].has_conflict
