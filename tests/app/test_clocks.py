"""Clocks of orders: what is refused with which sentence, undo, stages, and the list of what runs out next."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from app.context import Context
from app.queries.board import order_dues, waiting_orders
from app.queries.order_clock import OrderClock, clock_now, order_clock
from app.queries.order_details import order_details
from app.queries.soundness import faults
from app.queries.watch_list import WatchFilter, watch_list
from app.usecases.clocks import ClockChanged, ClockWish, change_clock, take_back_clock
from app.usecases.masters import save_row
from app.usecases.orders import (
    StageMoved,
    add_log_line,
    change_stage,
    remove_log_line,
    restore_log_line,
    take_back_stage,
)
from app.work import Work
from models.clocks import begin_clock
from models.errors import Conflict, Refused
from models.orders import ServiceOrder
from models.stages import Stage
from models.terms import ClockAction, ClockState, ClockStatus, LineStatus, Right, StageLogKind
from models.users import Role
from tests.builders import (
    a_customer,
    a_line,
    a_reason,
    a_service_level,
    a_stage,
    a_user,
    an_order,
    the_stage,
)
from tests.conftest import Clock

START, HOLD, RESUME = ClockAction.START, ClockAction.HOLD, ClockAction.RESUME
STOP, CANCEL = ClockAction.STOP, ClockAction.CANCEL


def clocked(work: Work, *, starts: bool = True, name: str = "Gold", **fields: object) -> ServiceOrder:
    """An order with a level of its own of eight hours, begun unless it is said otherwise."""
    order = an_order(work, service_level_id=a_service_level(work, name=name).id, **fields)
    if starts:
        begin_clock(work.session, order, now=work.now, by=work.user.name, company=work.company())
        work.session.flush()
    return order


def shown(context: Context, order_id: int) -> OrderClock:
    return context.read(order_clock, order_id, now=context.clock())


def act(context: Context, order_id: int, action: ClockAction, **why: object) -> ClockChanged:
    seen = shown(context, order_id).version
    return context.run(change_clock, order_id=order_id, seen=seen, wish=ClockWish(action, **why))[0]


def demand(context: Context, name: str) -> None:
    context.run(lambda work: setattr(work.company(), name, True))


@pytest.mark.parametrize(
    ("before", "action", "sentence"),
    [
        ([START], START, "is running already"),
        ([START, HOLD], START, "is held; resume it"),
        ([START, STOP], START, "was started and has stopped; resume it"),
        ([], STOP, "has not been started"),
        ([], HOLD, "has not been started"),
        ([], RESUME, "has no clock to resume"),
        ([], CANCEL, "has no clock; nothing was started"),
        ([START, HOLD], HOLD, "is held already"),
        ([START], RESUME, "is running already"),
        ([START, STOP], STOP, "has stopped already"),
        ([START, CANCEL], STOP, "is canceled; start it first"),
        ([START, CANCEL], CANCEL, "is canceled already"),
    ],
)
def test_what_a_clock_cannot_do_is_said(
    context: Context, before: list[ClockAction], action: ClockAction, sentence: str
) -> None:
    order, _ = context.run(clocked, starts=False)
    for earlier in before:
        act(context, order.id, earlier)
    assert sentence in shown(context, order.id).why_not[action]
    with pytest.raises(Refused, match=sentence):
        act(context, order.id, action)


def test_a_clock_is_not_changed_in_the_future_nor_before_its_last_change(
    context: Context, clock: Clock
) -> None:
    order, _ = context.run(clocked)
    with pytest.raises(Refused, match="has not come yet"):
        act(context, order.id, HOLD, at=clock.now + timedelta(minutes=1))
    with pytest.raises(Refused, match=r"starts on 23 Nov 2026 08:00; choose a time after that"):
        act(context, order.id, HOLD, at=clock.now - timedelta(minutes=1))
    clock.forward(hours=2)
    act(context, order.id, HOLD)
    with pytest.raises(Refused, match=r"last changed on 23 Nov 2026 10:00"):
        act(context, order.id, RESUME, at=clock.now - timedelta(minutes=1))


def test_an_order_without_a_level_and_a_suspended_level_start_no_clock(context: Context) -> None:
    plain, _ = context.run(an_order)
    with pytest.raises(Refused, match="follows no service level; choose one first"):
        act(context, plain.id, START)

    def suspended(work: Work) -> int:
        level = a_service_level(work, name="Old", suspended=True)
        order = an_order(work, service_level_id=level.id)
        begin_clock(work.session, order, now=work.now, by="x", company=work.company())
        return order.id

    order_id, _ = context.run(suspended)
    assert shown(context, order_id).clock is None
    with pytest.raises(Refused, match="Service level Old is suspended"):
        act(context, order_id, START)


def test_canceling_asks_for_a_reason_where_the_company_wants_one(context: Context) -> None:
    demand(context, "reason_on_clock_cancel")
    order, _ = context.run(clocked)
    reason, _ = context.run(a_reason, name="Contract ended")
    assert shown(context, order.id).wants_reason == {CANCEL}
    with pytest.raises(Refused, match="asks for a reason"):
        act(context, order.id, CANCEL)
    act(context, order.id, CANCEL, reason_id=reason.id, note="told by phone")
    (line,) = context.read(order_details, order.id).stage_log
    assert (line.kind, line.reason, line.note) == (StageLogKind.CANCEL, "Contract ended", "told by phone")


def test_after_canceling_a_clock_starts_anew_and_after_stopping_it_goes_on(
    context: Context, clock: Clock
) -> None:
    order, _ = context.run(clocked)
    clock.forward(hours=2)
    act(context, order.id, STOP)
    clock.forward(hours=3)
    act(context, order.id, RESUME)
    assert shown(context, order.id).clock.recorded == 2 * 3600
    act(context, order.id, CANCEL)
    act(context, order.id, START)
    assert shown(context, order.id).clock.recorded == 0
    assert [row.action for row in shown(context, order.id).log] == [START, STOP, RESUME, CANCEL, START]


@pytest.mark.parametrize("action", [HOLD, STOP, CANCEL])
def test_an_act_on_a_clock_can_be_taken_back(context: Context, clock: Clock, action: ClockAction) -> None:
    order, _ = context.run(clocked)
    before = shown(context, order.id)
    clock.forward(hours=1)
    reason, _ = context.run(a_reason)
    changed = act(context, order.id, action, reason_id=reason.id)
    clock.forward(hours=1)
    context.run(take_back_clock, seen=changed.version, changed=changed)
    after = shown(context, order.id)
    assert (after.log, after.clock.due) == (before.log, before.clock.due)
    assert after.clock.recorded == 2 * 3600
    assert not context.read(order_details, order.id).stage_log


def test_an_act_is_not_taken_back_after_another(context: Context) -> None:
    order, _ = context.run(clocked)
    changed = act(context, order.id, HOLD)
    later = act(context, order.id, RESUME)
    with pytest.raises(Conflict, match="was changed since"):
        context.run(take_back_clock, seen=later.version, changed=changed)


def test_what_a_clock_was_held_for_is_summed_by_cause(context: Context, clock: Clock) -> None:
    order, _ = context.run(clocked)
    parts, _ = context.run(a_reason, name="Part on order")
    for cause, hours in (({"reason_id": parts.id}, 2), ({"note": "nobody home"}, 1), ({}, 3)):
        act(context, order.id, HOLD, **cause)
        clock.forward(hours=hours)
        act(context, order.id, RESUME)
    act(context, order.id, HOLD, reason_id=parts.id)
    clock.forward(hours=2)
    held = shown(context, order.id).held
    assert [(row.cause, row.seconds // 3600, row.times) for row in held] == [
        ("Part on order", 4, 2),
        ("", 3, 1),
        ("nobody home", 1, 1),
    ]


# -- stages ----------------------------------------------------------------------------------------------


def go(context: Context, order_id: int, code: str, **why: object) -> StageMoved:
    seen = context.read(order_details, order_id).version
    stage_id = context.run(the_stage, code=code)[0].id
    return context.run(change_stage, order_id=order_id, seen=seen, stage_id=stage_id, **why)[0]


def test_a_stage_that_stops_the_clock_stops_it_and_is_left_again_by_undo(
    context: Context, clock: Clock
) -> None:
    order, _ = context.run(clocked, stage="in_process")
    clock.forward(hours=1)
    moved = go(context, order.id, "finished")
    assert context.read(clock_now, order.id, now=clock.now).status is ClockStatus.STOPPED
    context.run(take_back_stage, seen=moved.version, moved=moved)
    found = shown(context, order.id)
    assert found.clock.status is ClockStatus.RUNNING
    assert [row.action for row in found.log] == [START]
    assert not context.read(order_details, order.id).stage_log


def test_entering_and_leaving_are_stamped_and_undo_keeps_the_first_reason(
    context: Context, clock: Clock
) -> None:
    order, _ = context.run(an_order, stage="in_process")
    reason, _ = context.run(a_reason, name="Part on order")
    go(context, order.id, "waiting", reason_id=reason.id)
    clock.forward(hours=1)
    moved = go(context, order.id, "in_process")
    first, second = reversed(context.read(order_details, order.id).stage_log)
    assert (first.left_at, second.left_at) == (clock.now, None)
    context.run(take_back_stage, seen=moved.version, moved=moved)
    (only,) = context.read(order_details, order.id).stage_log
    assert (only.reason, only.left_at) == ("Part on order", None)
    assert context.run(the_stage, code="waiting")[0].id == next(
        stage.id for stage in context.read(order_details, order.id).stages if stage.is_current
    )


def test_a_stage_for_some_roles_names_them_to_others(context: Context) -> None:
    order, _ = context.run(an_order)

    def for_technicians(work: Work) -> None:
        stage = the_stage(work, "in_process")
        work.session.refresh(stage, ["roles"])
        stage.roles = [
            role for role in work.session.scalars(select(Role)) if role.code in ("technician", "manager")
        ]

    context.run(for_technicians)
    sentence = "Only Service manager and Technician may take orders to stage In process."
    with pytest.raises(Refused, match=sentence):
        go(context, order.id, "in_process")
    options = context.read(order_details, order.id).stages
    (option,) = [stage for stage in options if stage.name == "In process"]
    assert option.only_roles == sentence
    assert context.user.role_id not in option.for_roles


def test_a_reader_may_not_change_stages(context: Context) -> None:
    order, _ = context.run(an_order)
    context.run(a_user)
    reader, _ = context.run(
        lambda work: work.session.scalars(select(Role).where(Role.code == "reader")).one()
    )
    assert not reader.allows(Right.CHANGE_STAGE)
    for option in context.read(order_details, order.id).stages:
        assert reader.id not in option.for_roles


def test_a_reader_takes_no_step_back(context: Context) -> None:
    order, _ = context.run(an_order)
    moved = go(context, order.id, "in_process")
    readers = select(Role).where(Role.code == "reader")
    context.user.role = context.read(lambda session: session.scalars(readers).one())
    with pytest.raises(Refused, match="may take orders to stage In process"):
        context.run(take_back_stage, seen=moved.version, moved=moved)


def test_an_extra_way_joins_two_branches(context: Context) -> None:
    order, _ = context.run(an_order, stage="waiting")
    ends, _ = context.run(the_stage, code="finished")
    with pytest.raises(Refused, match="does not follow"):
        go(context, order.id, "finished")
    waiting, _ = context.run(the_stage, code="waiting")
    values = {"from_id": waiting.id, "to_id": ends.id}
    context.run(save_row, kind="stage_step", row_id=0, seen=0, values=values)
    go(context, order.id, "finished")
    assert context.run(lambda work: work.get(Stage, work.get(ServiceOrder, order.id).stage_id).code)[0] == (
        "finished"
    )


def test_a_way_to_itself_or_one_that_is_there_is_refused(context: Context) -> None:
    planning, _ = context.run(the_stage, code="planning")
    working, _ = context.run(the_stage, code="in_process")
    for target, sentence in ((planning, "not back to its own"), (working, "follows Planning already")):
        values = {"from_id": planning.id, "to_id": target.id}
        with pytest.raises(Refused, match=sentence):
            context.run(save_row, kind="stage_step", row_id=0, seen=0, values=values)


def test_a_person_writes_in_the_log_and_removes_that_alone(context: Context) -> None:
    order, _ = context.run(an_order)
    go(context, order.id, "in_process")
    with pytest.raises(Refused, match="says something"):
        context.run(add_log_line, order_id=order.id, note="  ")
    line, _ = context.run(add_log_line, order_id=order.id, note="customer called")
    entries = context.read(order_details, order.id).stage_log
    assert {(row.kind, row.note) for row in entries} == {
        (StageLogKind.STAGE_CHANGE, ""),
        (StageLogKind.MANUAL, "customer called"),
    }
    (written,) = [row for row in entries if row.kind is StageLogKind.STAGE_CHANGE]
    with pytest.raises(Refused, match="Only lines that a person wrote"):
        context.run(remove_log_line, line_id=written.id)
    removed, _ = context.run(remove_log_line, line_id=line.id)
    context.run(restore_log_line, line=removed)
    assert context.read(order_details, order.id).stage_log == entries


# -- what runs out next ----------------------------------------------------------------------------------


def test_what_runs_out_next_stands_first_and_held_clocks_last(context: Context, clock: Clock) -> None:
    first, _ = context.run(clocked, number="SO-FIRST")
    clock.forward(hours=3)
    second, _ = context.run(clocked, number="SO-SECOND")
    held, _ = context.run(clocked, number="SO-HELD")
    act(context, held.id, HOLD)
    clock.forward(hours=6)
    found = context.read(watch_list, now=clock.now)
    assert [row.number for row in found.rows] == ["SO-FIRST", "SO-SECOND", "SO-HELD"]
    assert [row.state for row in found.rows] == [ClockState.EXCEEDED, ClockState.OK, ClockState.OK]
    assert [row.remaining // 3600 for row in found.rows] == [-1, 2, 8]
    assert [row.percent for row in found.rows] == [112.5, 75.0, 0.0]
    assert found.counts == {ClockState.EXCEEDED: 1, ClockState.WARNING: 0, ClockState.OK: 1}
    assert (found.held, found.rows[2].due) == (1, int(clock.now.timestamp()) + 8 * 3600)
    assert (first.id, second.id) == tuple(row.order_id for row in found.rows[:2])


def test_the_list_is_filtered_by_text_level_and_state(context: Context, clock: Clock) -> None:
    customer, _ = context.run(a_customer, name="Hotel Zuid")
    one, _ = context.run(clocked, name="Gold", customer_id=customer.id)
    two, _ = context.run(clocked, name="Silver")
    clock.forward(hours=7)

    def found(**fields: object) -> list[int]:
        rows = context.read(watch_list, now=clock.now, shown=WatchFilter(**fields)).rows
        return [row.order_id for row in rows]

    silver = next(i for i, name in context.read(watch_list, now=clock.now).levels.items() if name == "Silver")
    assert found(text="hotel zu") == [one.id]
    assert found(levels=frozenset({silver})) == [two.id]
    assert found(states=frozenset({ClockState.WARNING})) == [one.id, two.id]
    assert found(states=frozenset({ClockState.OK})) == []


def test_finished_orders_and_clocks_to_come_are_not_watched(context: Context, clock: Clock) -> None:
    context.run(clocked, lines=[a_line(status=LineStatus.CANCELED)])

    def later(work: Work) -> None:
        order = clocked(work, starts=False)
        tomorrow = work.now + timedelta(days=1)
        begin_clock(work.session, order, now=work.now, by="x", company=work.company(), at=tomorrow)

    context.run(later)
    assert context.read(watch_list, now=clock.now).rows == ()


def test_the_board_learns_when_levels_run_out_and_from_when_on_that_is_near(
    context: Context, clock: Clock
) -> None:
    assert context.read(order_dues).order_id.tolist() == []
    values = {"code": "OFFICE", "name": "Office", "opens": time(8), "closes": time(17)}
    calendar, _ = context.run(save_row, kind="calendar", row_id=0, seen=0, values=values)

    def in_calendar(work: Work) -> int:
        level = a_service_level(work, hours=10, calendar_id=calendar.id, warning_percent=50)
        order = an_order(work, service_level_id=level.id)
        begin_clock(work.session, order, now=work.now, by="x", company=work.company())
        return order.id

    plain, _ = context.run(clocked)
    counted, _ = context.run(in_calendar)
    held, _ = context.run(clocked)
    act(context, held.id, HOLD)
    dues, began = context.read(order_dues), int(clock.now.timestamp())
    assert dues.order_id.tolist() == [plain.id, counted]
    assert [(due - began) / 3600 for due in dues.due.tolist()] == [8, 25]
    assert [(soon - began) / 3600 for soon in dues.soon.tolist()] == [6.4, 5]
    waiting = {row.order_id: row.due for row in context.read(waiting_orders)}
    assert waiting == {plain.id: began + 8 * 3600, counted: began + 25 * 3600, held.id: 0}


def test_a_stage_that_cannot_be_reached_is_a_fault_of_the_database(context: Context) -> None:
    assert context.read(faults) == []

    def circle(work: Work) -> None:
        one = a_stage(work, name="One", parent_id=the_stage(work).id)
        other = a_stage(work, name="Other", parent_id=one.id)
        one.parent_id = other.id

    context.run(circle)
    assert context.read(faults) == ["Stage One cannot be reached.", "Stage Other cannot be reached."]
