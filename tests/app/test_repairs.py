"""Repairs of an order and what worked before, on both databases (domain.md 11, 21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.context import Context
from app.queries.order_history import order_history
from app.queries.repairs import Nearness, RepairFields, RepairRow, Suggestion, repair_sheet, suggestions
from app.usecases.masters import delete_row
from app.usecases.repairs import RepairSaved, remove_repair, restore_repair, save_repair
from app.work import Work
from models.base import Base
from models.errors import Conflict, Refused
from models.orders import ServiceOrder
from models.repairs import (
    Diagnosis,
    DiagnosisArea,
    RepairLine,
    RepairStage,
    Resolution,
    Symptom,
    SymptomArea,
)
from models.terms import LineStatus
from tests.builders import a_customer, a_line, an_item, an_object, an_order
from tests.conftest import Clock

WET = RepairFields(title="Water on the floor")


def coded(kind: type[Base], **fields: Any) -> Any:  # a row of any class with a code
    def make(work: Work) -> Base:
        return work.add(kind(**{"code": fields["name"][:12], **fields}))

    return make


class Codes:
    """Two areas on either side with a code each, a resolution, and the stages of a repair."""

    def __init__(self, context: Context) -> None:
        def made(kind: type[Base], **fields: Any) -> int:
            return context.run(coded(kind, **fields))[0].id

        self.water, self.noise = made(SymptomArea, name="Water"), made(SymptomArea, name="Noise")
        self.leaks = made(Symptom, name="Leaks", area_id=self.water)
        self.drips = made(Symptom, name="Drips", area_id=self.water)
        self.pump = made(DiagnosisArea, name="Pump")
        self.seal = made(Diagnosis, name="Worn seal", area_id=self.pump)
        self.crack = made(Diagnosis, name="Cracked housing", area_id=self.pump)
        self.sealed = made(Resolution, name="Seal replaced")
        self.swapped = made(Resolution, name="Pump swapped")
        self.open = made(RepairStage, name="Open")
        self.ready = made(RepairStage, name="Ready", finished=True, position=9)


def saved(context: Context, order: ServiceOrder, fields: RepairFields, **more: Any) -> RepairSaved:
    return context.run(save_repair, order_id=order.id, fields=fields, **more)[0]


def rows(context: Context, order: ServiceOrder) -> tuple[RepairRow, ...]:
    return context.read(repair_sheet, order.id).rows


def test_repairs_are_numbered_within_their_order(context: Context) -> None:
    first, second = (context.run(an_order)[0] for _n in range(2))
    assert [saved(context, order, WET).line for order in (first, first, second)] == [1, 2, 1]
    assert [row.fields.title for row in rows(context, first)] == ["Water on the floor"] * 2


def test_a_repair_names_what_is_wrong_or_is_refused(context: Context) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    with pytest.raises(Refused, match="Repair 1 says neither what is wrong nor which symptom") as refusal:
        saved(context, order, RepairFields(symptom_area_id=codes.water, note="?"))
    assert refusal.value.field == "title"
    saved(context, order, RepairFields(symptom_id=codes.leaks))
    assert rows(context, order)[0].fields.symptom_area_id == codes.water  # the symptom brought it along


def test_a_code_of_another_area_is_refused(context: Context) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    wrong = RepairFields(symptom_area_id=codes.noise, symptom_id=codes.leaks)
    with pytest.raises(Refused, match="Symptom “Leaks” does not belong to area “Noise”") as refusal:
        saved(context, order, wrong)
    assert refusal.value.field == "symptom"
    other = context.run(coded(DiagnosisArea, name="Frame"))[0].id
    with pytest.raises(Refused, match="Diagnosis “Worn seal” does not belong to area “Frame”") as refusal:
        saved(context, order, replace(WET, diagnosis_area_id=other, diagnosis_id=codes.seal))
    assert refusal.value.field == "diagnosis"
    assert rows(context, order) == ()


def test_the_object_of_a_repair_joins_the_order(context: Context) -> None:
    customer, _ = context.run(a_customer)
    order, _ = context.run(an_order, customer=customer)
    thing, _ = context.run(an_object, customer=customer, name="Pump 1")
    saved(context, order, replace(WET, object_id=thing.id))
    saved(context, order, replace(WET, object_id=thing.id))
    assert [each.name for each in context.read(repair_sheet, order.id).objects] == ["Pump 1"]


def test_an_object_of_another_customer_is_refused(context: Context) -> None:
    order, _ = context.run(an_order)
    thing, _ = context.run(an_object, name="Their pump")
    with pytest.raises(Refused, match="“Their pump” belongs to another customer") as refusal:
        saved(context, order, replace(WET, object_id=thing.id))
    assert refusal.value.field == "object"
    assert context.read(repair_sheet, order.id).objects == ()


def test_a_finished_stage_stamps_the_end_and_leaving_it_takes_it_away(context: Context, clock: Clock) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    line = saved(context, order, replace(WET, stage_id=codes.open))
    assert line.finished_at is None
    clock.forward(hours=1)
    ready = replace(WET, stage_id=codes.ready)
    line = saved(context, order, ready, line_id=line.id, seen=line.version)
    ended = clock.now
    assert line.finished_at == ended
    clock.forward(hours=1)
    line = saved(context, order, replace(ready, note="Tidy"), line_id=line.id, seen=line.version)
    assert line.finished_at == ended  # it stayed in that stage
    line = saved(context, order, replace(WET, stage_id=codes.open), line_id=line.id, seen=line.version)
    assert line.finished_at is None
    again = saved(context, order, ready, line_id=line.id, seen=line.version, finished_at=ended)
    assert again.finished_at == ended  # as undo puts it back


@pytest.mark.parametrize("status", [LineStatus.POSTED, LineStatus.CANCELED])
def test_a_posted_or_canceled_order_keeps_its_repairs(context: Context, status: LineStatus) -> None:
    order, _ = context.run(an_order)
    line = saved(context, order, WET)

    def close(work: Work) -> None:
        work.session.add(a_line(order_id=order.id, status=status))
        work.session.flush()
        row = work.session.get_one(ServiceOrder, order.id)
        work.session.refresh(row, ["lines"])
        row.recompute_progress()

    context.run(close)
    for act in (
        lambda: saved(context, order, WET),
        lambda: saved(context, order, WET, line_id=line.id, seen=line.version),
        lambda: context.run(remove_repair, line_id=line.id, seen=line.version),
    ):
        with pytest.raises(Refused, match="is finished; it stays as it is"):
            act()


def test_a_stage_that_allows_no_changes_keeps_repairs_as_they_are(context: Context) -> None:
    order, _ = context.run(an_order, stage="canceled")
    with pytest.raises(Refused, match="does not allow changes to order"):
        saved(context, order, WET)


def test_a_removed_repair_comes_back_as_it_was(context: Context) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    line = saved(context, order, replace(WET, symptom_id=codes.leaks, stage_id=codes.ready))
    (before,) = rows(context, order)
    removed, _ = context.run(remove_repair, line_id=line.id, seen=line.version)
    assert rows(context, order) == ()
    context.run(restore_repair, removed=removed)
    (after,) = rows(context, order)
    assert replace(after, version=before.version) == before
    assert after.version > before.version


def test_a_removed_repair_takes_the_next_number_when_its_own_is_taken(context: Context) -> None:
    order, _ = context.run(an_order)
    line = saved(context, order, WET)
    removed, _ = context.run(remove_repair, line_id=line.id, seen=line.version)
    saved(context, order, replace(WET, title="Another"))
    assert context.run(restore_repair, removed=removed)[0].line == 2


def test_the_second_of_two_people_who_change_a_repair_is_told(context: Context) -> None:
    order, _ = context.run(an_order)
    line = saved(context, order, WET)
    saved(context, order, replace(WET, note="Mine"), line_id=line.id, seen=line.version)
    with pytest.raises(Conflict):
        saved(context, order, replace(WET, note="Yours"), line_id=line.id, seen=line.version)


def test_a_code_in_use_is_not_deleted(context: Context) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    saved(context, order, RepairFields(symptom_id=codes.leaks))
    with pytest.raises(Refused, match=r"“Leaks” is still used by repairs \(1\)"):
        context.run(delete_row, kind="symptom", row_id=codes.leaks, seen=1)
    with pytest.raises(Refused, match=r"“Water” is still used by .*symptoms \(2\)"):
        context.run(delete_row, kind="symptom_area", row_id=codes.water, seen=1)


# -- suggestions ---------------------------------------------------------------------------------------


def closed(context: Context, codes: Codes, times: int, **fields: Any) -> None:
    """So many finished repairs of a leak: an hour apart, the first on 12 March."""
    order, _ = context.run(an_order)

    def write(work: Work) -> None:
        for number in range(times):
            at = datetime(2026, 3, 12, 9, tzinfo=UTC) + timedelta(hours=number)
            usual = {"symptom_area_id": codes.water, "symptom_id": codes.leaks, "stage_id": codes.ready}
            line = {"line": number + 1, "order_id": order.id, "created_at": at, "finished_at": at}
            work.add(RepairLine(**{**usual, **line, **fields}))

    context.run(write)


def told(found: tuple[Suggestion, ...]) -> list[tuple[str, str, int, Nearness, int]]:
    return [(each.diagnosis, each.resolution, each.times, each.nearness, each.near) for each in found]


def test_what_closed_repairs_of_a_symptom_is_suggested_most_frequent_first(context: Context) -> None:
    codes = Codes(context)
    closed(context, codes, 2, diagnosis_id=codes.crack, resolution_id=codes.swapped)
    closed(context, codes, 7, diagnosis_id=codes.seal, resolution_id=codes.sealed)
    closed(context, codes, 3, resolution_id=codes.swapped)
    found = context.read(suggestions, symptom_area_id=codes.water, symptom_id=codes.leaks)
    assert told(found) == [
        ("Worn seal", "Seal replaced", 7, Nearness.ANY, 7),
        ("", "Pump swapped", 3, Nearness.ANY, 3),
        ("Cracked housing", "Pump swapped", 2, Nearness.ANY, 2),
    ]
    assert found[0].last == datetime(2026, 3, 12, 15, tzinfo=UTC)
    assert (found[0].diagnosis_area_id, found[0].diagnosis_id) == (codes.pump, codes.seal)


def test_what_did_not_close_a_repair_or_says_no_resolution_is_not_suggested(context: Context) -> None:
    codes = Codes(context)
    closed(context, codes, 4, resolution_id=codes.sealed, finished_at=None, stage_id=codes.open)
    closed(context, codes, 4, diagnosis_id=codes.seal)
    closed(context, codes, 1, resolution_id=codes.swapped, symptom_id=codes.drips)
    assert context.read(suggestions, symptom_id=codes.leaks) == ()
    assert told(context.read(suggestions, symptom_area_id=codes.water)) == [
        ("", "Pump swapped", 1, Nearness.ANY, 1)
    ]
    assert context.read(suggestions) == ()


def test_the_same_object_comes_before_its_item_its_group_and_all_others(context: Context) -> None:
    codes = Codes(context)
    item, _ = context.run(an_item)
    mine, twin, kin, other = (
        context.run(an_object, item_id=item_id, group=group)[0].id
        for item_id, group in ((item.id, "Pumps"), (item.id, "Old"), (None, "Pumps"), (None, None))
    )
    ways = [context.run(coded(Resolution, name=f"Way {number}"))[0].id for number in range(4)]
    for way, thing, times in zip(ways, (other, kin, twin, mine), (9, 7, 5, 1), strict=True):
        closed(context, codes, times, resolution_id=way, object_id=thing)
    closed(context, codes, 2, resolution_id=ways[2], object_id=other)
    found = context.read(suggestions, object_id=mine, symptom_id=codes.leaks)
    assert [(each.resolution, each.nearness, each.near, each.times) for each in found] == [
        ("Way 3", Nearness.OBJECT, 1, 1),
        ("Way 2", Nearness.ITEM, 5, 7),
        ("Way 1", Nearness.GROUP, 7, 7),
        ("Way 0", Nearness.ANY, 9, 9),
    ]


def test_repairs_are_told_in_the_history_of_their_order(context: Context) -> None:
    order, _ = context.run(an_order)
    codes = Codes(context)
    line = saved(context, order, RepairFields(title="Wet floor", symptom_id=codes.leaks))
    changed = RepairFields(title="Wet floor", symptom_id=codes.leaks, diagnosis_id=codes.seal)
    line = saved(context, order, changed, line_id=line.id, seen=line.version)
    context.run(remove_repair, line_id=line.id, seen=line.version)
    told = {row.what: row.changes for row in context.read(order_history, order.id)}
    assert {"Repair 1 added", "Repair 1 changed", "Repair 1 removed"} <= set(told)
    assert ("Diagnosis", "", "Worn seal") in {
        (each.field, each.before, each.after) for each in told["Repair 1 changed"]
    }
