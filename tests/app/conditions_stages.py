"""Conditions of stages, service levels and repairs (domain.md 21)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.context import Context
from app.queries.order_details import Choice, OrderFields, order_details
from app.queries.repairs import RepairFields
from app.usecases.clocks import ClockWish, change_clock
from app.usecases.masters import delete_row, save_row
from app.usecases.orders import change_stage, open_order
from app.usecases.orders.signing import sign_off
from app.usecases.repairs import save_repair
from app.work import Work
from models.repairs import Diagnosis, DiagnosisArea, Symptom, SymptomArea
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.terms import ClockAction
from tests.app.conditions import condition
from tests.app.conditions_orders import ordered
from tests.builders import a_customer, a_line, a_service_level, an_object, an_order, the_stage
from tests.conftest import Clock


def stage(context: Context, code: str) -> Stage:
    """A stage that ships."""
    return context.run(the_stage, code=code)[0]


def go(context: Context, order_id: int, code: str) -> None:
    """Take the order to a stage, without a reason."""
    seen = context.read(order_details, order_id).version
    context.run(change_stage, order_id=order_id, seen=seen, stage_id=stage(context, code).id)


def act(context: Context, order_id: int, action: ClockAction, **why: Any) -> None:
    """Do something to the order's clock, without a reason."""
    seen = context.read(order_details, order_id).version
    context.run(change_clock, order_id=order_id, seen=seen, wish=ClockWish(action, **why))


def running(context: Context, *, hours_ago: int = 0, **demands: bool) -> int:
    """Order SO-00001 with a level of eight hours, taken so many hours ago; what the company demands."""

    def arrange(work: Work) -> tuple[int, int]:
        for name, value in demands.items():
            setattr(work.company(), name, value)
        return a_customer(work).id, a_service_level(work).id

    customer_id, level_id = context.run(arrange)[0]
    fields = OrderFields(customer=Choice(customer_id), level=Choice(level_id))
    order_id: int = context.run(open_order, fields=fields)[0].id
    clock = context.clock
    if isinstance(clock, Clock):
        clock.forward(hours=hours_ago)
    return order_id


@condition("Stage 1", "There is a first stage already; say which one this follows.")
def a_second_first_stage(context: Context) -> None:
    values = {"code": "x", "name": "Extra", "position": 9, "parent_id": None}
    context.run(save_row, kind="stage", row_id=0, seen=0, values=values)


@condition("Stage 1", "A stage keeps the stage it follows.")
def a_stage_follows_another_one(context: Context) -> None:
    finished = stage(context, "finished")
    values = {"parent_id": stage(context, "planning").id}
    context.run(save_row, kind="stage", row_id=finished.id, seen=finished.version, values=values)


@condition("Stage 1", "“Canceled” is still used by orders (1).")
def a_stage_in_use_is_deleted(context: Context) -> None:
    context.run(an_order, stage="canceled")
    row = stage(context, "canceled")
    context.run(delete_row, kind="stage", row_id=row.id, seen=row.version)


@condition("Stage 1", "“In process” is still used by stages (2).")
def a_stage_that_others_follow_is_deleted(context: Context) -> None:
    row = stage(context, "in_process")
    context.run(delete_row, kind="stage", row_id=row.id, seen=row.version)


@condition("Stage/SLA 1", "Stage Canceled asks for a reason.")
def a_stage_asks_for_a_reason(context: Context) -> None:
    go(context, ordered(context).id, "canceled")


@condition("Stage/SLA 1", "Canceling the clock of order SO-00001 asks for a reason.")
def canceling_a_clock_asks_for_a_reason(context: Context) -> None:
    act(context, running(context, reason_on_clock_cancel=True), ClockAction.CANCEL)


@condition("Stage/SLA 1", "The service level of order SO-00001 is exceeded; give a reason.")
def stopping_an_exceeded_clock_asks_for_a_reason(context: Context) -> None:
    act(context, running(context, hours_ago=9, reason_on_exceeding=True), ClockAction.STOP)


@condition("Stage/SLA 1", "The service level of order SO-00001 is exceeded; give a reason.")
def signing_off_an_exceeded_order_asks_for_a_reason(context: Context) -> None:
    context.run(sign_off, order_ids=[running(context, hours_ago=9, reason_on_exceeding=True)])


@condition("Stage/SLA 1", "The service level of order SO-00001 is exceeded; give a reason.")
def a_stage_that_stops_an_exceeded_clock_asks_for_a_reason(context: Context) -> None:
    order_id = running(context, hours_ago=9, reason_on_exceeding=True)
    go(context, order_id, "in_process")
    go(context, order_id, "finished")


@condition("SLA 1", "The clock of order SO-00001 is running already.")
def starting_a_clock_that_runs(context: Context) -> None:
    act(context, running(context), ClockAction.START)


@condition("SLA 1", "The clock of order SO-1 has not been started.")
def stopping_a_clock_that_was_not_started(context: Context) -> None:
    act(context, ordered(context).id, ClockAction.STOP)


@condition("SLA 1", "The clock of order SO-00001 starts on 23 Nov 2026 08:00; choose a time after that.")
def stopping_a_clock_before_its_start(context: Context) -> None:
    order_id = running(context, hours_ago=1)
    act(context, order_id, ClockAction.STOP, at=context.clock() - timedelta(hours=2))


@condition("SLA 1", "Service level Gold is suspended; it starts no clock.")
def starting_a_clock_of_a_suspended_level(context: Context) -> None:
    order_id = running(context)
    act(context, order_id, ClockAction.CANCEL)

    def suspend(work: Work) -> None:
        for level in work.session.scalars(select(ServiceLevel)):
            level.suspended = True

    context.run(suspend)
    act(context, order_id, ClockAction.START)


@condition("Repair 1", "“Compressor” belongs to another customer.")
def repairing_the_object_of_another_customer(context: Context) -> None:
    """An object of the order's own customer joins the order by itself; another one's is refused."""
    thing = context.run(an_object)[0]
    fields = RepairFields(title="Bromt", object_id=thing.id)
    context.run(save_repair, order_id=ordered(context).id, fields=fields)


def areas(work: Work) -> tuple[int, int, int, int]:
    """An area on either side, and a code of another area on either side."""
    here, there = (work.add(SymptomArea(code=name, name=name)) for name in ("Geluid", "Water"))
    motor, pump = (work.add(DiagnosisArea(code=name, name=name)) for name in ("Motor", "Pomp"))
    leaks = work.add(Symptom(area_id=there.id, code="1", name="Lekt"))
    worn = work.add(Diagnosis(area_id=pump.id, code="1", name="Versleten"))
    return here.id, leaks.id, motor.id, worn.id


@condition("Repair 1", "Symptom “Lekt” does not belong to area “Geluid”.")
def a_symptom_of_another_area(context: Context) -> None:
    area_id, symptom_id, _motor, _worn = context.run(areas)[0]
    fields = RepairFields(title="Lekt", symptom_area_id=area_id, symptom_id=symptom_id)
    context.run(save_repair, order_id=ordered(context).id, fields=fields)


@condition("Repair 1", "Diagnosis “Versleten” does not belong to area “Motor”.")
def a_diagnosis_of_another_area(context: Context) -> None:
    _area, _symptom, area_id, diagnosis_id = context.run(areas)[0]
    fields = RepairFields(title="Lekt", diagnosis_area_id=area_id, diagnosis_id=diagnosis_id)
    context.run(save_repair, order_id=ordered(context, a_line(line=1)).id, fields=fields)
