"""A run of the generator as people see it: preview, progress, cancel, refusals, undoing, prices, search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from app import generating_command
from app.context import Context
from app.generating import generate
from app.queries.due import HeldBack, due_preview, outlook, prospect
from app.queries.order_list import OrderFilter, OrderView, order_ids
from app.usecases.generation import undo_run
from app.work import Work
from models.calendars import Calendar
from models.errors import Refused
from models.generation import GenerationRun
from models.journal import AuditRow
from models.orders import OrderLine, ServiceOrder
from models.requirements import ItemRequirement
from models.service_levels import ServiceLevel
from models.stages import StageChange
from models.terms import IntervalUnit, ItemSetup, PriceSource, TransactionType, WindowMethod
from models.users import Role
from tests.app.agreed import a_request, agreed, made, run
from tests.builders import a_visit, an_item, an_order

WEEK = IntervalUnit.WEEK
MARCH = date(2026, 3, 1), date(2026, 3, 31)
WEEKLY = {"every": (1, WEEK), "starts_on": date(2026, 3, 2)}


def orders(context: Context) -> list[ServiceOrder]:
    """Every order, by number."""
    with context.database.reading() as session:
        return list(session.scalars(select(ServiceOrder).order_by(ServiceOrder.number)))


def count(context: Context, kind: type[Any]) -> int:
    """How many rows of a class there are."""
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_the_preview_says_what_the_run_then_makes(context: Context) -> None:
    agreed(context, [{**WEEKLY, "description": "Filters"}, {**WEEKLY, "stopped": True}], name="Onderhoud")
    preview = context.read(due_preview, a_request(*MARCH))
    assert (len(preview.orders), preview.lines, preview.agreements) == (5, 5, 1)
    assert preview.held_counts == {HeldBack.STOPPED: 5}
    assert (preview.orders[0].name, preview.orders[0].customer) == ("Onderhoud", "Bakkerij Smit")
    assert count(context, ServiceOrder) == 0
    result = run(context, *MARCH)
    assert [order.on for order in result.orders] == [order.on for order in preview.orders]
    assert result.held == preview.held_counts
    assert [line.text for line in made(context)] == ["Filters"] * 5


def test_a_quick_look_counts_as_a_close_one_does(context: Context) -> None:
    agreed(context, [WEEKLY, {**WEEKLY, "window": (WindowMethod.WEEK,)}])
    agreed(context, [WEEKLY], ends_on=date(2026, 3, 10))
    agreed(context, [{**WEEKLY, "stopped": True}, {"starts_on": date(2026, 3, 9)}])
    agreed(context, [WEEKLY], suspended=True)
    agreed(context, [WEEKLY], template=True)
    agreed(context, [{**WEEKLY, "every": (1, IntervalUnit.MONTH), "type": TransactionType.FEE}])
    run(context, date(2026, 3, 1), date(2026, 3, 12))
    some = frozenset(TransactionType) - {TransactionType.FEE}
    for options in ({}, {"continuous": True}, {"types": some}):
        request = a_request(date(2026, 2, 20), date(2026, 3, 25), **options)
        seen, ahead = context.read(outlook, request), context.read(prospect, request)
        held: dict[HeldBack, int] = {}
        for due in seen.due.values():
            if not due.orders:
                for _line, reason, times in due.held:
                    held[reason] = held.get(reason, 0) + times
        lines = {row_id: sum(len(order.lines) for order in due.orders) for row_id, due in seen.due.items()}
        assert ahead.due == {row_id: number for row_id, number in lines.items() if number}
        assert ahead.held == held


def test_progress_counts_agreements_and_cancel_leaves_whole_ones(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        agreed(context, [WEEKLY])
    monkeypatch.setattr("app.generating.BATCH", 1)
    seen: list[tuple[int, int]] = []
    result = generate(
        context,
        a_request(*MARCH),
        progress=lambda done, of: seen.append((done, of)),
        is_cancelled=lambda: len(seen) == 2,
    )
    assert (seen, result.is_cancelled, len(result.orders)) == ([(1, 3), (2, 3)], True, 10)
    assert len(run(context, *MARCH).orders) == 5


def test_an_agreement_that_cannot_be_done_does_not_stop_the_others(context: Context) -> None:
    def never(work: Work) -> int:
        calendar = work.add(Calendar(code="NEVER", name="Never", open_days=""))
        return work.add(ServiceLevel(code="8H", name="8 hours", hours=8, calendar_id=calendar.id)).id

    level_id, _changes = context.run(never)
    fine, broken = agreed(context, [WEEKLY]), agreed(context, [WEEKLY], service_level_id=level_id)
    result = run(context, *MARCH)
    assert {order.agreement_id for order in result.orders} == {fine}
    assert [(each.agreement_id, each.why) for each in result.refused] == [
        (
            broken,
            "This calendar has no open day in the next ten years."
            " Choose a day of the week on which it is open.",
        )
    ]


def test_numbers_in_use_are_left_out(context: Context) -> None:
    for number in ("SO-00002", "SO-00004"):
        context.run(an_order, number=number)
    agreed(context, [WEEKLY])
    assert [order.number for order in run(context, *MARCH).orders] == [
        f"SO-{number:05d}" for number in (1, 3, 5, 6, 7)
    ]


def test_only_those_who_keep_agreements_generate(context: Context) -> None:
    agreed(context, [WEEKLY])
    with context.database.reading() as session:
        reader = session.scalars(select(Role).where(Role.code == "reader")).one()
    context.user.role = reader
    with pytest.raises(Refused, match="You may not do that"):
        run(context, *MARCH)


def test_an_item_line_set_up_so_becomes_a_requirement(context: Context) -> None:
    item, _changes = context.run(lambda work: an_item(work).id)
    line = {**WEEKLY, "type": TransactionType.ITEM, "item_id": item, "item_setup": ItemSetup.REQUIREMENT}
    agreed(context, [{**line, "quantity": Decimal("2.5")}, WEEKLY])
    result = run(context, *MARCH)
    with context.database.reading() as session:
        asked = session.scalars(select(ItemRequirement).order_by(ItemRequirement.id)).all()
    assert (len(result.orders), result.lines, len(made(context)), len(asked)) == (5, 10, 5, 5)
    assert (asked[0].quantity, asked[0].needed_on, asked[0].line) == (Decimal("2.5"), date(2026, 3, 2), 1)
    assert run(context, *MARCH).orders == run(context, *MARCH, continuous=True).orders == ()


def test_a_line_has_the_price_agreed_else_that_of_its_item(context: Context) -> None:
    item, _changes = context.run(lambda work: an_item(work, cost_price=800, sales_price=1250).id)
    agreed(
        context,
        [{**WEEKLY, "type": TransactionType.ITEM, "item_id": item, "sales_price": 990}],
    )
    run(context, *MARCH)
    with context.database.reading() as session:
        line = session.scalars(select(OrderLine).limit(1)).one()
    assert (line.sales_price, line.sales_source) == (990, PriceSource.AGREEMENT)
    assert (line.cost_price, line.cost_source) == (800, PriceSource.ITEM)


def test_a_generated_order_is_found_by_its_text_and_entered_its_stage(context: Context) -> None:
    agreed(context, [WEEKLY], name="Koelcel\tnoord \\ zuid")
    result = run(context, *MARCH)
    found = context.read(order_ids, OrderView(shown=OrderFilter(text="koelcel")))
    assert sorted(found) == sorted(order.id for order in result.orders)
    assert orders(context)[0].description == "Koelcel\tnoord \\ zuid"
    assert count(context, StageChange) == 5


def test_what_a_run_makes_is_told_by_the_run_and_not_by_the_audit(context: Context) -> None:
    agreed(context, [WEEKLY])
    result = run(context, *MARCH)
    with context.database.reading() as session:
        kinds = set(session.scalars(select(AuditRow.kind)))
        row = session.get(GenerationRun, result.run_id)
    assert kinds.isdisjoint({"service_order", "order_line"})
    assert row is not None
    assert (row.orders, row.lines, row.made_by) == (5, 5, context.user.name)
    assert {order.id for order in result.orders} == result.changes.ids("service_order")


def test_undoing_a_run_leaves_nothing_of_it(context: Context) -> None:
    agreed(context, [WEEKLY, {**WEEKLY, "window": (WindowMethod.WEEK,)}])
    first = run(context, *MARCH)
    undone, _changes = context.run(undo_run, run_id=first.run_id)
    assert (undone.deleted, undone.kept) == (5, ())
    assert [count(context, kind) for kind in (ServiceOrder, OrderLine, StageChange)] == [0, 0, 0]
    assert context.run(undo_run, run_id=first.run_id)[0].deleted == 0
    assert len(run(context, *MARCH).orders) == 5


def change_description(work: Work, order_id: int) -> None:
    """Write another description."""
    work.get(ServiceOrder, order_id).description = "Ask for the key"


def plan(work: Work, order_id: int) -> None:
    """Plan a visit."""
    a_visit(work, order=work.get(ServiceOrder, order_id))


def sign_off(work: Work, order_id: int) -> None:
    """Sign its line off."""
    line = work.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).one()
    line.sign_off(at=work.now, by="Anna")


def remove_line(work: Work, order_id: int) -> None:
    """Take its line away."""
    for line in work.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)):
        work.session.delete(line)


@pytest.mark.parametrize(
    ("touch", "why"),
    [
        (plan, "is planned"),
        (sign_off, "was signed off"),
        (change_description, "was changed"),
        (remove_line, "was changed"),
    ],
)
def test_undoing_keeps_what_somebody_touched(
    context: Context, touch: Callable[[Work, int], None], why: str
) -> None:
    agreed(context, [WEEKLY])
    result = run(context, *MARCH)
    context.run(touch, result.orders[1].id)
    undone, _changes = context.run(undo_run, run_id=result.run_id)
    assert undone.deleted == 4
    assert [(kept.order_id, why in kept.why) for kept in undone.kept] == [(result.orders[1].id, True)]
    assert [order.id for order in orders(context)] == [result.orders[1].id]


@pytest.mark.parametrize(
    ("orders", "lines", "said"),
    [
        (0, 0, "No order is due."),
        (1, 1, "1 order with 1 line:"),
        (1, 2, "1 order with 2 lines:"),
        (2, 2, "2 orders with 2 lines:"),
    ],
)
def test_the_command_line_counts_orders_and_lines_each_for_itself(orders: int, lines: int, said: str) -> None:
    assert generating_command._counted(orders, lines) == said
