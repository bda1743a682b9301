"""Worked examples C and D: stages, and the clocks of service levels, through the use cases."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.context import Context
from app.queries.order_clock import OrderClock, order_clock
from app.queries.order_details import Choice, OrderFields, order_details
from app.usecases.clocks import ClockWish, change_clock
from app.usecases.masters import delete_row, save_row
from app.usecases.orders import change_stage, open_order
from app.work import Work
from models.clocks import begin_clock
from models.endings import why_not_post
from models.errors import Refused
from models.stages import Stage
from models.terms import ClockAction, ClockState, ClockStatus, LevelSource, Origin
from tests.builders import (
    a_customer,
    a_group,
    a_reason,
    a_service_level,
    an_agreement,
    an_order,
    the_stage,
)
from tests.conftest import Clock

MONDAY_8 = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Monday 23 November 2026, 08:00 in Amsterdam."""


def at(hour: float, *, days: int = 0) -> datetime:
    """Amsterdam time on that Monday, or so many days later."""
    return MONDAY_8 + timedelta(days=days, hours=hour - 8)


def ordered(context: Context, **level: object) -> int:
    """An order made by hand now, under an agreement with a level of eight hours."""

    def agreed(work: Work) -> tuple[int, int]:
        made = a_service_level(work, **level)
        agreement = an_agreement(work, service_level_id=made.id)
        return agreement.id, agreement.customer_id

    (agreement_id, customer_id), _ = context.run(agreed)
    fields = OrderFields(customer=Choice(customer_id), agreement=Choice(agreement_id))
    return context.run(open_order, fields=fields)[0].id


def shown(context: Context, order_id: int) -> OrderClock:
    return context.read(order_clock, order_id, now=context.clock())


def act(context: Context, order_id: int, action: ClockAction, **why: object) -> None:
    seen = shown(context, order_id).version
    context.run(change_clock, order_id=order_id, seen=seen, wish=ClockWish(action, **why))


def go(context: Context, order_id: int, code: str, **why: object) -> None:
    seen = context.read(order_details, order_id).version
    stage_id = context.run(the_stage, code=code)[0].id
    context.run(change_stage, order_id=order_id, seen=seen, stage_id=stage_id, **why)


def demand(context: Context, **settings: object) -> None:
    """Set switches of the company."""

    def switch(work: Work) -> None:
        for name, value in settings.items():
            setattr(work.company(), name, value)

    context.run(switch)


# -- C. stages -------------------------------------------------------------------------------------------


def test_c1_from_planning_both_children_are_offered(context: Context) -> None:
    order, _ = context.run(an_order)
    stages = context.read(order_details, order.id).stages
    assert {stage.name for stage in stages if stage.is_next} == {"In process", "Canceled"}


def test_c1_a_second_first_stage_is_refused(context: Context) -> None:
    values = {"code": "new", "name": "New", "position": 9}
    with pytest.raises(Refused, match="There is a first stage already"):
        context.run(save_row, kind="stage", row_id=0, seen=0, values=values)


def test_c1_the_parent_of_a_stage_stays_after_saving(context: Context) -> None:
    stage, _ = context.run(the_stage, code="finished")
    planning, _ = context.run(the_stage, code="planning")
    with pytest.raises(Refused, match="keeps the stage it follows"):
        context.run(
            save_row, kind="stage", row_id=stage.id, seen=stage.version, values={"parent_id": planning.id}
        )


@pytest.mark.parametrize("code", ["planning", "waiting"])
def test_a_stage_with_children_or_in_use_is_not_deleted(context: Context, code: str) -> None:
    context.run(an_order, stage="waiting")
    stage, _ = context.run(the_stage, code=code)
    with pytest.raises(Refused, match="still used by"):
        context.run(delete_row, kind="stage", row_id=stage.id, seen=stage.version)


def test_c2_posting_is_refused_before_the_last_stage(context: Context) -> None:
    def why(work: Work, code: str) -> str | None:
        agreement = an_agreement(work)
        order = an_order(work, stage=code, agreement_id=agreement.id, customer_id=agreement.customer_id)
        return why_not_post(order, work.get(Stage, order.stage_id))

    assert "does not allow" in (context.run(why, code="in_process")[0] or "")
    assert context.run(why, code="finished")[0] is None


def test_c3_a_stage_that_asks_for_a_reason_is_refused_without(context: Context) -> None:
    order, _ = context.run(an_order)
    with pytest.raises(Refused, match="Stage Canceled asks for a reason"):
        go(context, order.id, "canceled")
    reason, _ = context.run(a_reason)
    go(context, order.id, "canceled", reason_id=reason.id)


# -- D. service levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "percent", "state"),
    [
        (6, "75.00", ClockState.OK),
        (8, "100.00", ClockState.WARNING),
        (10, "125.00", ClockState.EXCEEDED),
    ],
)
def test_d1_compliance(context: Context, clock: Clock, hours: int, percent: str, state: ClockState) -> None:
    order_id = ordered(context)
    clock.forward(hours=hours)
    found = shown(context, order_id).clock
    assert found is not None
    assert (found.compliance, found.state) == (Decimal(percent), state)


def test_d2_the_latest_completion_moves_by_the_time_held(context: Context, clock: Clock) -> None:
    order_id = ordered(context)
    assert shown(context, order_id).clock.due == at(16).timestamp()
    clock.now = at(10)
    act(context, order_id, ClockAction.HOLD)
    clock.now = at(13)
    act(context, order_id, ClockAction.RESUME)
    found = shown(context, order_id)
    assert found.clock.due == at(19).timestamp()
    assert found.clock.recorded == 2 * 3600
    assert [(row.seconds, row.times) for row in found.held] == [(3 * 3600, 1)]


def test_d2_the_same_said_afterwards(context: Context, clock: Clock) -> None:
    order_id = ordered(context)
    clock.now = at(14)
    act(context, order_id, ClockAction.HOLD, at=at(10))
    act(context, order_id, ClockAction.RESUME, at=at(13))
    assert shown(context, order_id).clock.due == at(19).timestamp()
    assert shown(context, order_id).clock.recorded == 3 * 3600


def test_d3_a_request_on_saturday_starts_on_monday_if_there_is_a_calendar(
    context: Context, clock: Clock
) -> None:
    clock.now = at(11, days=-2)
    values = {"code": "OFFICE", "name": "Office", "opens": time(8), "closes": time(17)}
    calendar, _ = context.run(save_row, kind="calendar", row_id=0, seen=0, values=values)
    at_once = ordered(context)
    assert shown(context, at_once).clock.started == clock.now.timestamp()
    later = ordered(context, calendar_id=calendar.id)
    assert shown(context, later).clock.started == at(8).timestamp()
    assert shown(context, later).clock.recorded == 0


@pytest.mark.parametrize(("follows", "level"), [(False, None), (True, "Gold")])
def test_d4_generated_orders_have_a_level_only_if_the_company_says_so(
    context: Context, *, follows: bool, level: str | None
) -> None:
    demand(context, generated_get_level=follows)

    def generated(work: Work) -> int:
        agreement = an_agreement(work, service_level_id=a_service_level(work).id)
        made = an_order(
            work, agreement_id=agreement.id, customer_id=agreement.customer_id, origin=Origin.SYSTEM
        )
        begin_clock(work.session, made, now=work.now, by=work.user.name, company=work.company())
        return made.id

    order_id, _ = context.run(generated)
    found = shown(context, order_id)
    assert (found.level.name if found.level else None) == level
    assert (found.clock is not None) is follows
    by_hand = shown(context, ordered(context))
    assert by_hand.level is not None
    assert by_hand.level.source is LevelSource.AGREEMENT


@pytest.mark.parametrize("how", ["stop", "stage"])
def test_d5_ending_an_exceeded_clock_asks_for_a_reason(context: Context, clock: Clock, how: str) -> None:
    demand(context, reason_on_exceeding=True)
    order_id = ordered(context)
    go(context, order_id, "in_process")
    reason, _ = context.run(a_reason)
    clock.forward(hours=9)

    def end(**why: object) -> None:
        if how == "stop":
            act(context, order_id, ClockAction.STOP, **why)
        else:
            go(context, order_id, "finished", **why)

    with pytest.raises(Refused, match="exceeded; give a reason"):
        end()
    end(reason_id=reason.id)
    found = shown(context, order_id)
    assert found.clock.status is ClockStatus.STOPPED
    assert found.clock.compliance == Decimal("112.50")
    assert found.log[-1].reason == "Klant belt af"


def test_a_group_gives_its_level_where_the_agreement_has_none_and_the_order_wins(context: Context) -> None:
    def made(work: Work) -> tuple[int, int]:
        silver, own = a_service_level(work, name="Silver"), a_service_level(work, name="Own")
        agreement = an_agreement(work, group=a_group(work, service_level_id=silver.id))
        fields = {"agreement_id": agreement.id, "customer_id": agreement.customer_id}
        orders = (an_order(work, **fields), an_order(work, service_level_id=own.id, **fields))
        return orders[0].id, orders[1].id

    (by_group, by_own), _ = context.run(made)
    levels = [shown(context, order_id).level for order_id in (by_group, by_own)]
    assert [(level.name, level.source, level.owner) for level in levels if level] == [
        ("Silver", LevelSource.GROUP, "Premium"),
        ("Own", LevelSource.ORDER, ""),
    ]


def test_a_customer_without_an_agreement_has_no_clock(context: Context) -> None:
    customer, _ = context.run(a_customer)
    order, _ = context.run(open_order, fields=OrderFields(customer=Choice(customer.id)))
    assert shown(context, order.id).clock is None
