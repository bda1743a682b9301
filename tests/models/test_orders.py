"""Rules of service orders and stages as tables, without a database (examples.md B and C; domain.md 5, 6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from models.agreements import Agreement
from models.customers import Contact, Site
from models.errors import Refused
from models.orders import OrderLine, ServiceOrder, progress_of, promised
from models.stages import Stage
from models.terms import LineStatus, Progress, TransactionType

C, P, X = LineStatus.CREATED, LineStatus.POSTED, LineStatus.CANCELED
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def an_order(**fields: object) -> ServiceOrder:
    usual = {
        "number": "SO-1",
        "customer_id": 1,
        "stage_id": 1,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return ServiceOrder(**{**usual, **fields})


def a_line(**fields: object) -> OrderLine:
    return OrderLine(**{"line": 1, "type": TransactionType.HOUR, **fields})


def a_stage(number: int, parent: int | None = None, **fields: object) -> Stage:
    stage = Stage(code=f"s{number}", name=f"Stage {number}", parent_id=parent, **fields)
    stage.id = number
    return stage


@pytest.mark.parametrize(
    ("statuses", "progress"),
    [
        ([C, C, C], Progress.IN_PROCESS),
        ([X, C, C], Progress.IN_PROCESS),
        ([C, X, P], Progress.IN_PROCESS),
        ([X, X, X], Progress.CANCELED),
        ([P, P, P], Progress.POSTED),
        ([P, X, X], Progress.POSTED),
        ([], Progress.IN_PROCESS),
        ([P, X, C], Progress.IN_PROCESS),
    ],
)
def test_progress_follows_from_the_lines(statuses: list[LineStatus], progress: Progress) -> None:
    assert progress_of(statuses) is progress


PLANNING, FINISHED = a_stage(1), a_stage(4, 2, may_modify=False)


@pytest.mark.parametrize("progress", [Progress.POSTED, Progress.CANCELED])
def test_a_finished_order_keeps_its_fields(progress: Progress) -> None:
    order = an_order(progress=progress)
    with pytest.raises(Refused, match="is finished"):
        order.require_modifiable(PLANNING)


def test_a_stage_may_forbid_changes() -> None:
    an_order().require_modifiable(PLANNING)
    with pytest.raises(Refused, match="does not allow changes"):
        an_order().require_modifiable(FINISHED)


@pytest.mark.parametrize(("status", "may"), [(C, True), (P, False), (X, False)])
def test_only_a_created_line_may_be_changed(status: LineStatus, *, may: bool) -> None:
    line = a_line(status=status)
    assert (line.why_not_modify() is None) is may
    if not may:
        with pytest.raises(Refused):
            line.require_modifiable()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"quantity": Decimal(-1)}, ["quantity"]),
        ({"type": TransactionType.ITEM}, ["item"]),
        ({"type": TransactionType.ITEM, "item_id": 1, "quantity": Decimal(0)}, []),
    ],
)
def test_a_line_is_sound(fields: dict[str, object], wrong: list[str]) -> None:
    assert [field for field, _sentence in a_line(**fields).problems()] == wrong


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"duration_minutes": 0}, ["duration_minutes"]),
        ({"duration_minutes": 7 * 24 * 60}, []),
        ({"duration_minutes": 7 * 24 * 60 + 1}, ["duration_minutes"]),
        ({"earliest_start": time(9), "latest_start": time(8)}, ["latest_start"]),
        ({"earliest_start": time(9), "latest_start": time(9)}, []),
    ],
)
def test_an_order_is_sound(fields: dict[str, object], wrong: list[str]) -> None:
    assert [field for field, _sentence in an_order(**fields).problems()] == wrong


@pytest.mark.parametrize(
    ("day", "earliest", "latest", "bounds"),
    [
        (None, time(9), time(10), (None, None)),
        (date(2026, 11, 23), time(9), time(12), ("2026-11-23T08:00", "2026-11-23T11:00")),
        (date(2026, 11, 23), None, None, ("2026-11-22T23:00", "2026-11-23T22:59")),
        (date(2026, 10, 25), None, None, ("2026-10-24T22:00", "2026-10-25T22:59")),
        (date(2026, 7, 1), time(8), None, ("2026-07-01T06:00", "2026-07-01T21:59")),
    ],
)
def test_the_promise_bounds_the_start_in_the_companys_time(
    day: date | None, earliest: time | None, latest: time | None, bounds: tuple[str | None, str | None]
) -> None:
    told = tuple(
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if at else None
        for at in promised(day, earliest, latest, AMSTERDAM)
    )
    assert told == bounds


def an_agreement(**fields: object) -> Agreement:
    usual = dict(code="A-1", name="Service", customer_id=1, group_id=1, starts_on=date(2011, 1, 1))
    return Agreement(**{**usual, "ends_on": date(2011, 12, 31), **fields})


@pytest.mark.parametrize(
    ("service_date", "today", "may"),
    [
        (date(2011, 1, 1), date(2020, 1, 1), True),
        (date(2011, 12, 31), date(2020, 1, 1), True),
        (date(2010, 12, 31), date(2011, 5, 1), False),
        (date(2012, 1, 1), date(2011, 5, 1), False),
        (None, date(2011, 5, 1), True),
        (None, date(2012, 1, 1), False),
    ],
)
def test_an_agreement_covers_its_days(service_date: date | None, today: date, *, may: bool) -> None:
    order = an_order(service_date=service_date)
    if may:
        order.require_covered(an_agreement(), today=today)
    else:
        with pytest.raises(Refused) as refusal:
            order.require_covered(an_agreement(), today=today)
        assert refusal.value.field == "agreement"


@pytest.mark.parametrize("fields", [{"suspended": True}, {"template": True}])
def test_a_suspended_agreement_and_a_template_cover_nothing(fields: dict[str, object]) -> None:
    with pytest.raises(Refused):
        an_order(service_date=date(2011, 5, 1)).require_covered(
            an_agreement(**fields), today=date(2011, 5, 1)
        )


@pytest.mark.parametrize("field", ["site", "contact", "agreement"])
def test_parts_of_another_customer_are_refused(field: str) -> None:
    parts = {
        "site": Site(code="S", customer_id=2, name="Elsewhere"),
        "contact": Contact(customer_id=2, name="Elsewhere"),
        "agreement": an_agreement(customer_id=2, name="Elsewhere"),
    }
    given = {name: parts[name] if name == field else None for name in parts}
    with pytest.raises(Refused, match="Elsewhere") as refusal:
        an_order().require_own(**given)
    assert refusal.value.field == field
