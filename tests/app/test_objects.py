"""Service objects: parents, one item for one object, the tree, the timeline (domain.md 3, 21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.context import Context
from app.queries.object_timeline import EventKind, object_timeline
from app.queries.object_tree import object_parts, objects_saying
from app.usecases.masters import save_row
from app.work import Work
from models.errors import Refused
from models.objects import ServiceObject
from models.repairs import RepairLine, RepairStage
from tests.builders import MONDAY, a_customer, a_line, a_site, a_visit, an_item, an_object, an_order


def saved(context: Context, row: ServiceObject, **values: Any) -> None:  # values of any column
    """Change an object as its form does."""
    context.run(save_row, kind="service_object", row_id=row.id, seen=row.version, values=values)


def forbid_sharing(work: Work) -> None:
    """Let every object have an item to itself."""
    work.company().one_item_many_objects = False


@pytest.fixture
def building(context: Context) -> list[ServiceObject]:
    """A building, a lift in it, a motor in that."""
    found = [context.run(an_object, name=name, code=name)[0] for name in ("Building", "Lift", "Motor")]
    for whole, part in pairwise(found):
        saved(context, part, parent_id=whole.id)
    return [context.run(fetch, row_id=row.id)[0] for row in found]


def fetch(work: Work, *, row_id: int) -> ServiceObject:
    """An object as it is now."""
    return work.get(ServiceObject, row_id)


def test_an_object_is_no_part_of_itself(context: Context, building: list[ServiceObject]) -> None:
    whole, _lift, motor = building
    for parent in (whole, motor):
        with pytest.raises(Refused, match="Building cannot be a part of itself"):
            saved(context, whole, parent_id=parent.id)


def test_the_tree_is_read_level_by_level(context: Context, building: list[ServiceObject]) -> None:
    whole, lift, motor = building
    assert [(row.name, row.parts) for row in context.read(object_parts, 0)] == [("Building", 1)]
    assert [row.id for row in context.read(object_parts, lift.id)] == [motor.id]
    assert {row.id for row in context.read(objects_saying, "mot")} == {whole.id, lift.id, motor.id}


def test_an_item_belongs_to_one_object_where_the_company_says_so(context: Context) -> None:
    item, _changes = context.run(an_item)
    context.run(an_object, code="PUMP-1", item_id=item.id, serial_number="77")
    other, _changes = context.run(an_object, serial_number="77")
    saved(context, other, item_id=item.id)
    context.run(forbid_sharing)
    third, _changes = context.run(an_object, serial_number="77")
    with pytest.raises(Refused, match="Object PUMP-1 is this item with this serial number already"):
        saved(context, third, item_id=item.id)
    saved(context, third, item_id=item.id, serial_number="78")


def test_an_object_stands_at_a_site_of_its_customer(context: Context) -> None:
    row, _changes = context.run(an_object)
    site, _changes = context.run(a_site, customer=context.run(a_customer)[0])
    with pytest.raises(Refused, match="belongs to another customer"):
        saved(context, row, site_id=site.id)


def repaired(work: Work, *, order_id: int, object_id: int, at: datetime) -> None:
    """A repair that is finished."""
    stage = work.add(RepairStage(code="RDY", name="Ready", finished=True, position=90))
    work.add(
        RepairLine(
            order_id=order_id, line=1, created_at=at, object_id=object_id, title="Leaks", stage_id=stage.id,
            finished_at=at + timedelta(days=2),
        )
    )  # fmt: skip


def test_the_timeline_tells_what_happened_newest_first(context: Context) -> None:
    row, _changes = context.run(an_object, installed_on=date(2020, 5, 1), warranty_until=date(2030, 4, 30))
    lines = [a_line(object_id=row.id), a_line(object_id=row.id)]
    order, _changes = context.run(an_order, lines=lines, number="SO-1")
    context.run(a_visit, order=order)
    waiting, _changes = context.run(
        an_order, lines=[a_line(object_id=row.id)], number="SO-2", service_date=date(2026, 12, 1)
    )
    context.run(repaired, order_id=order.id, object_id=row.id, at=MONDAY)
    events = context.read(object_timeline, row.id)
    assert [(event.kind, event.number, event.on) for event in events] == [
        (EventKind.WARRANTY_ENDS, "", date(2030, 4, 30)),
        (EventKind.ORDER, "SO-2", date(2026, 12, 1)),
        (EventKind.REPAIR, "SO-1", date(2026, 11, 25)),
        (EventKind.VISIT, "SO-1", date(2026, 11, 23)),
        (EventKind.INSTALLED, "", date(2020, 5, 1)),
    ]
    assert [event.order_id for event in events[1:4]] == [waiting.id, order.id, order.id]
