"""The history of an order in words, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from app.context import Context
from app.queries.order_details import Choice, LineFields, order_details
from app.queries.order_history import FieldChange, HistoryRow, order_history
from app.usecases.orders import LineChange, LineKey, change_order, change_stage
from app.work import Work
from models.orders import ServiceOrder
from models.relations import OrderObject, OrderTask
from models.requirements import ItemRequirement
from models.service_levels import ClockEvent
from models.stages import StageChange
from models.terms import ClockAction, Priority, RequirementStatus, StageLogKind
from models.visits import Visit
from tests.builders import (
    a_line,
    a_reason,
    a_task,
    a_technician,
    a_visit,
    an_item,
    an_object,
    an_order,
    the_stage,
)


def history(context: Context, order: ServiceOrder) -> list[HistoryRow]:
    return context.read(order_history, order.id)


def test_a_changed_header_is_told_field_by_field_with_names(context: Context) -> None:
    order, _ = context.run(an_order)
    anna, _ = context.run(a_technician, name="Anna")
    fields = replace(
        context.read(order_details, order.id).fields,
        priority=Priority.HIGH,
        service_date=date(2026, 11, 24),
        latest_start=time(12, 30),
        duration_minutes=90,
        technician=Choice(anna.id),
    )
    context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    changed, opened = history(context, order)
    assert (opened.what, opened.changes) == ("Order created", ())
    assert changed.what == "Order changed"
    assert changed.by == context.user.name
    assert set(changed.changes) == {
        FieldChange("Priority", "Normal", "High"),
        FieldChange("Service date", "", "24/11/2026"),
        FieldChange("Latest start", "", "12:30"),
        FieldChange("Duration", "1 h", "1 h 30"),
        FieldChange("Preferred technician", "", "Anna"),
    }


def test_lines_are_told_also_after_they_were_removed(context: Context) -> None:
    order, _ = context.run(an_order, lines=[a_line(line=1)])
    (line,) = context.read(order_details, order.id).lines
    added = LineChange(LineFields(quantity=Decimal("1.5"), sales_price=7500))
    context.run(
        change_order,
        order_id=order.id,
        seen=order.version,
        lines=(added,),
        removed=(LineKey(line.id, line.version),),
    )
    told = {row.what: row.changes for row in history(context, order)}
    assert set(told) == {"Order created", "Line 1 added", "Line 1 removed"}
    newest = next(row for row in history(context, order) if row.what == "Line 1 added")
    assert FieldChange("Quantity", "", "1.5") in newest.changes
    assert FieldChange("Sales price", "", "€75.00") in newest.changes


def test_visits_are_told_in_the_companys_time(context: Context) -> None:
    order, _ = context.run(an_order)
    visit, _ = context.run(a_visit, order=order)

    def take_off(work: Work) -> None:
        work.session.delete(work.get(Visit, visit.id))

    context.run(take_off)
    removed, planned, _opened = history(context, order)
    assert (removed.what, planned.what) == ("Visit taken off the board", "Visit planned")
    assert FieldChange("Start", "", "23 Nov 2026 09:00") in planned.changes


def test_a_stage_is_told_by_its_name(context: Context) -> None:
    order, _ = context.run(an_order)
    stage = context.run(the_stage, code="in_process")[0]
    context.run(change_stage, order_id=order.id, seen=order.version, stage_id=stage.id)
    assert history(context, order)[0].changes == (FieldChange("Stage", "Planning", "In process"),)


def test_the_history_of_another_order_is_not_told(context: Context) -> None:
    order, _ = context.run(an_order)
    context.run(an_order, lines=[a_line()])
    assert [row.what for row in history(context, order)] == ["Order created"]


def test_the_clock_is_told_with_the_reasons_given_for_it(context: Context) -> None:
    order, _ = context.run(an_order)
    reason, _ = context.run(a_reason, name="Waits for a part")

    def write(work: Work) -> None:
        signed = {"order_id": order.id, "made_by": "Mette", "made_at": work.now, "at": work.now}
        work.add(ClockEvent(action=ClockAction.HOLD, recorded=5400, reason_id=reason.id, **signed))
        work.add(ClockEvent(action=ClockAction.RESUME, note="It is here", **signed))
        stage = {"order_id": order.id, "stage_id": order.stage_id, "entered_by": "Mette"}
        for kind, note in ((StageLogKind.CLOSE, None), (StageLogKind.MANUAL, "Called twice")):
            given = reason.id if kind is StageLogKind.CLOSE else None
            work.add(StageChange(entered_at=work.now, kind=kind, note=note, reason_id=given, **stage))

    context.run(write)
    told = {row.what: {(each.field, each.after) for each in row.changes} for row in history(context, order)}
    assert told["Clock held"] == {("Recorded", "1 h 30"), ("Reason", "Waits for a part")}
    assert told["Clock resumed"] == {("Note", "It is here")}
    assert told["Noted by hand"] == {("Stage", "Planning"), ("Note", "Called twice")}
    assert "Reason for stopping the clock" not in told  # the clock's own line says it


def test_item_requirements_objects_and_tasks_are_told(context: Context) -> None:
    order, _ = context.run(an_order)

    def write(work: Work) -> None:
        item, task = an_item(work, name="Filter"), a_task(work, name="Leak test")
        thing = an_object(work, name="Pump 1")
        work.add(OrderObject(order_id=order.id, object_id=thing.id))
        work.add(OrderTask(order_id=order.id, task_id=task.id, external_note="Kom later"))
        needed = work.add(ItemRequirement(order_id=order.id, line=1, item_id=item.id, quantity=Decimal(3)))
        needed.status, needed.needed_on = RequirementStatus.ORDERED, date(2026, 11, 30)

    context.run(write)
    told = {row.what: {(each.field, each.after) for each in row.changes} for row in history(context, order)}
    assert told["Object added"] == {("Object", "Pump 1")}
    assert told["Task added"] == {("Task", "Leak test"), ("Note for the customer", "Kom later")}
    assert told["Item requirement 1 added"] == {("Item", "Filter"), ("Quantity", "3")}
    assert told["Item requirement 1 changed"] == {("Status", "Ordered"), ("Needed on", "30/11/2026")}
