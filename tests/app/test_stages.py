"""Taking orders from stage to stage, on both databases (domain.md 6, examples.md C)."""

from __future__ import annotations

import pytest

from app.context import Context
from app.queries.order_details import order_details
from app.usecases.orders import change_order, change_stage
from models.errors import Conflict, Refused
from models.orders import ServiceOrder
from models.terms import LineStatus
from tests.builders import a_line, a_reason, an_order, the_stage


def stage_id(context: Context, code: str) -> int:
    return context.run(the_stage, code=code)[0].id


def go(context: Context, order: ServiceOrder, code: str, **more: object) -> int:
    seen = context.read(order_details, order.id).version
    answer, _ = context.run(
        change_stage, order_id=order.id, seen=seen, stage_id=stage_id(context, code), **more
    )
    return answer.version


def test_from_planning_both_branches_are_offered_and_nothing_else(context: Context) -> None:
    order, _ = context.run(an_order)
    stages = context.read(order_details, order.id).stages
    assert {stage.name for stage in stages if not stage.why_not} == {"In process", "Canceled"}
    assert all(stage.why_not for stage in stages if stage.name in ("Planning", "Finished"))


def test_an_order_goes_on_and_back_again_and_each_step_is_logged(context: Context) -> None:
    order, _ = context.run(an_order)
    go(context, order, "in_process")
    go(context, order, "planning")
    log = context.read(order_details, order.id).stage_log
    assert [entry.stage for entry in log] == ["Planning", "In process"]
    assert all(entry.entered_by == context.user.name for entry in log)


def test_a_stage_that_does_not_follow_is_refused(context: Context) -> None:
    order, _ = context.run(an_order)
    with pytest.raises(Refused, match="Finished does not follow Planning"):
        go(context, order, "finished")


def test_a_stage_that_asks_for_a_reason_is_refused_without_one(context: Context) -> None:
    order, _ = context.run(an_order, stage="in_process")
    with pytest.raises(Refused, match="asks for a reason"):
        go(context, order, "waiting")
    assert not context.read(order_details, order.id).stage_log


def test_the_reason_and_its_note_are_kept(context: Context) -> None:
    order, _ = context.run(an_order, stage="in_process")
    reason, _ = context.run(a_reason, name="Part on order")
    go(context, order, "waiting", reason_id=reason.id, note=" two weeks ")
    (entry,) = context.read(order_details, order.id).stage_log
    assert (entry.stage, entry.reason, entry.note) == ("Waiting for parts", "Part on order", "two weeks")


def test_a_stage_without_the_right_to_modify_forbids_changes(context: Context) -> None:
    order, _ = context.run(an_order, stage="canceled")
    opened = context.read(order_details, order.id)
    assert opened.why_not_modify
    with pytest.raises(Refused, match="does not allow changes"):
        context.run(change_order, order_id=order.id, seen=order.version, fields=opened.fields)


def test_a_posted_order_stays_in_its_stage(context: Context) -> None:
    order, _ = context.run(an_order, lines=[a_line(status=LineStatus.POSTED)])
    assert all(stage.why_not for stage in context.read(order_details, order.id).stages)
    with pytest.raises(Refused):
        go(context, order, "in_process")


def test_the_second_who_changes_the_stage_is_told(context: Context) -> None:
    order, _ = context.run(an_order)
    go(context, order, "in_process")
    with pytest.raises(Conflict):
        context.run(
            change_stage, order_id=order.id, seen=order.version, stage_id=stage_id(context, "finished")
        )


def test_the_bar_tells_what_lies_behind(context: Context) -> None:
    order, _ = context.run(an_order, stage="finished")
    stages = context.read(order_details, order.id).stages
    assert {stage.name for stage in stages if stage.is_before} == {"Planning", "In process"}
    assert [stage.name for stage in stages if stage.is_current] == ["Finished"]
