"""The documented examples of generating orders (examples.md A, D4), through use cases on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.context import Context
from app.queries.due import HeldBack, due_preview
from app.queries.order_details import Choice, OrderFields
from app.usecases.masters import save_row
from app.usecases.orders import open_order
from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.errors import Refused
from models.orders import OrderLine, ServiceOrder
from models.relations import AgreementObject, OrderObject
from models.service_levels import ClockEvent, ServiceLevel
from models.terms import (
    ClockStatus,
    Combine,
    IntervalUnit,
    LevelSource,
    Origin,
    TransactionType,
    WindowMethod,
)
from tests.app.agreed import a_request, agreed, closed, made, run
from tests.builders import a_task, an_item, an_object

WEEK, MONTH = IntervalUnit.WEEK, IntervalUnit.MONTH
APRIL = date(2007, 4, 1), date(2007, 4, 30)


def april(*numbers: int) -> list[date]:
    """Days of April 2007."""
    return [date(2007, 4, number) for number in numbers]


def example_a1(context: Context, combine: Combine) -> int:
    """Weekly SAL1 on X-1, biweekly SAL2 and weekly SAL3 on X-2."""
    (one, two), _changes = context.run(lambda work: (an_object(work).id, an_object(work).id))
    starts = {"starts_on": date(2007, 4, 1)}
    return agreed(
        context,
        [
            {"description": "SAL1", "every": (1, WEEK), "object_id": one, **starts},
            {"description": "SAL2", "every": (2, WEEK), "object_id": two, **starts},
            {"description": "SAL3", "every": (1, WEEK), "object_id": two, **starts},
        ],
        starts_on=date(2007, 3, 31),
        combine=combine,
    )


def test_a1_by_service_object_ten_orders(context: Context) -> None:
    example_a1(context, Combine.OBJECT)
    result = run(context, *APRIL)
    assert (len(result.orders), result.lines) == (10, 13)
    orders = Counter(line.number for line in made(context))
    texts: dict[str, list[str]] = {}
    for line in made(context):
        assert line.on == line.calculated == line.range_from == line.range_to
        texts.setdefault(line.number, []).append(line.text)
    assert Counter(tuple(each) for each in texts.values()) == {
        ("SAL1",): 5,
        ("SAL2", "SAL3"): 3,
        ("SAL3",): 2,
    }
    both = {line.on for line in made(context) if orders[line.number] == 2}
    assert sorted(both) == april(1, 15, 29)


def test_a1_by_service_agreement_five_orders(context: Context) -> None:
    example_a1(context, Combine.AGREEMENT)
    result = run(context, *APRIL)
    assert [(order.on.day, order.lines) for order in result.orders] == [
        (1, 3),
        (8, 2),
        (15, 3),
        (22, 2),
        (29, 3),
    ]


@pytest.mark.parametrize(("interval", "days"), [((10, IntervalUnit.DAY), (1, 11, 21)), ((3, WEEK), (1, 22))])
def test_a3_an_interval_is_range_times_frequency(
    context: Context, interval: tuple[int, IntervalUnit], days: tuple[int, ...]
) -> None:
    agreed(context, [{"every": interval, "starts_on": APRIL[0]}], starts_on=APRIL[0])
    run(context, *APRIL)
    assert [line.on for line in made(context)] == april(*days)


def test_a4_a_run_is_clipped_to_the_validity_of_the_agreement(context: Context) -> None:
    agreed(context, [{"every": (1, WEEK)}], starts_on=date(2012, 1, 1), ends_on=date(2012, 12, 31))
    result = run(context, date(2012, 11, 1), date(2013, 2, 1))
    days = [line.on for line in made(context)]
    assert (days[0], days[-1], len(days)) == (date(2012, 11, 4), date(2012, 12, 30), 9)
    assert result.held == {HeldBack.OUTSIDE: 4}


@pytest.mark.parametrize(
    ("day", "is_accepted"),
    [
        (date(2010, 12, 31), False),
        (date(2011, 1, 1), True),
        (date(2011, 12, 31), True),
        (date(2012, 1, 1), False),
    ],
)
def test_a6_an_order_by_hand_keeps_to_the_agreements_period(
    context: Context, day: date, *, is_accepted: bool
) -> None:
    agreement_id = agreed(context, [], starts_on=date(2011, 1, 1), ends_on=date(2011, 12, 31))

    def order(work: Work) -> object:
        agreement = work.get(Agreement, agreement_id)
        fields = OrderFields(
            customer=Choice(agreement.customer_id), agreement=Choice(agreement.id), service_date=day
        )
        return open_order(work, fields=fields)

    if is_accepted:
        context.run(order)
        return
    with pytest.raises(Refused, match=f"{day} lies outside the validity of agreement"):
        context.run(order)


def test_a8_an_order_on_a_closed_day_is_made_and_flagged(context: Context) -> None:
    agreement_id = agreed(context, [{"every": (1, WEEK), "starts_on": APRIL[0]}], starts_on=APRIL[0])
    closed(context, date(2007, 4, 8))
    preview = context.read(due_preview, a_request(*APRIL, agreement_id))
    assert [(order.on.day, order.reason) for order in preview.orders if order.conflict] == [(8, "Inventory")]
    result = run(context, *APRIL)
    assert [order.on.day for order in result.conflicts] == [8]
    assert [line.on.day for line in made(context) if line.conflict] == [8]


def test_a8_without_a_calendar_no_day_is_closed(context: Context) -> None:
    agreed(context, [{"every": (1, WEEK), "starts_on": APRIL[0]}], starts_on=APRIL[0])
    assert run(context, *APRIL).conflicts == ()


def test_a8_a_line_with_a_window_moves_off_a_closed_day_when_asked(context: Context) -> None:
    manual = {"window": (WindowMethod.MANUAL, 3, 3)}
    agreed(
        context,
        [{"starts_on": date(2007, 4, 8), **manual}, {"starts_on": date(2007, 4, 22)}],
        starts_on=APRIL[0],
    )
    closed(context, *april(7, 8, 9, 22))
    result = run(context, *APRIL, move_off_closed=True)
    assert [(order.on.day, order.conflict) for order in result.orders] == [(6, False), (22, True)]
    moved = made(context)[0]
    assert (moved.calculated.day, moved.range_from.day, moved.range_to.day) == (8, 5, 11)


@pytest.mark.parametrize(
    ("calculated", "last"), [(date(2012, 2, 15), date(2012, 2, 29)), (date(2017, 2, 15), date(2017, 2, 28))]
)
def test_a9_a_month_window_reaches_from_the_first_to_the_last_of_the_month(
    context: Context, calculated: date, last: date
) -> None:
    agreed(
        context,
        [{"starts_on": calculated, "window": (WindowMethod.MONTH,)}],
        starts_on=calculated.replace(day=1),
    )
    run(context, calculated.replace(day=1), last)
    (line,) = made(context)
    assert (line.on, line.range_from, line.range_to) == (calculated, calculated.replace(day=1), last)


def test_a9_lines_meet_on_the_earliest_open_day_of_both_windows(context: Context) -> None:
    month = (WindowMethod.MONTH,)
    agreed(
        context,
        [
            {"starts_on": date(2012, 2, 15), "window": month},
            {"starts_on": date(2012, 2, 20), "window": (WindowMethod.MANUAL, 16, 0)},
        ],
        starts_on=date(2012, 1, 1),
    )
    closed(context, open_days="mon;tue;wed;thu;fri")
    run(context, date(2012, 2, 1), date(2012, 2, 29))
    assert [(line.on, line.calculated.day) for line in made(context)] == [
        (date(2012, 2, 6), 15),  # the 4th is a Saturday
        (date(2012, 2, 6), 20),
    ]


def example_a13(context: Context, combine: Combine) -> None:
    """Two tasks of three lines each on gearbox GB-1234, once."""

    def parts(work: Work) -> tuple[int, int, int, int]:
        return a_task(work).id, a_task(work).id, an_item(work).id, an_object(work, code="GB-1234").id

    (cleaning, routine, item, gearbox), _changes = context.run(parts)
    hour, expense, stock = TransactionType.HOUR, TransactionType.EXPENSE, TransactionType.ITEM
    lines = [
        {"description": "Inspection and cleaning", "type": hour, "task_id": cleaning},
        {"description": "Travel", "type": expense, "task_id": cleaning},
        {"description": "Materials", "type": stock, "item_id": item, "task_id": cleaning},
        {"description": "Routine replacement", "type": hour, "task_id": routine},
        {"description": "GR-1", "type": stock, "item_id": item, "task_id": routine},
        {"description": "GR-5", "type": stock, "item_id": item, "task_id": routine},
    ]
    agreed(
        context,
        [{**line, "object_id": gearbox, "starts_on": APRIL[0]} for line in lines],
        starts_on=APRIL[0],
        combine=combine,
    )


@pytest.mark.parametrize(
    ("combine", "types", "lines"),
    [
        (Combine.TASK, frozenset(TransactionType), [3, 3]),
        (Combine.OBJECT, frozenset(TransactionType), [6]),
        (Combine.AGREEMENT, frozenset(TransactionType), [6]),
        (Combine.TASK, frozenset({TransactionType.HOUR}), [1, 1]),
    ],
)
def test_a13_lines_of_a_task_form_one_order(
    context: Context, combine: Combine, types: frozenset[TransactionType], lines: list[int]
) -> None:
    example_a13(context, combine)
    result = run(context, *APRIL, types=types)
    assert [order.lines for order in result.orders] == lines
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OrderObject)) == len(lines)


def test_a15_a_template_gives_no_order(context: Context) -> None:
    agreement_id = agreed(
        context, [{"every": (1, WEEK)}, {"every": (1, MONTH)}], starts_on=APRIL[0], template=True
    )
    preview = context.read(due_preview, a_request(*APRIL, agreement_id))
    assert (preview.orders, preview.held_counts) == ((), {HeldBack.TEMPLATE: 6})
    result = run(context, *APRIL)
    assert (result.run_id, result.orders, made(context)) == (0, (), [])


def test_a15_an_agreement_with_orders_cannot_become_a_template(context: Context) -> None:
    agreement_id = agreed(context, [{"every": (1, WEEK)}], starts_on=APRIL[0])
    run(context, *APRIL)
    with pytest.raises(Refused, match="cannot be a template"):
        context.run(save_row, kind="agreement", row_id=agreement_id, seen=1, values={"template": True})


def levelled(context: Context, *, gets_level: bool) -> None:
    """An agreement with a service level of eight hours, due on 2 April."""

    def arrange(work: Work) -> int:
        work.company().generated_get_level = gets_level
        return work.add(ServiceLevel(code="8H", name="Within 8 hours", hours=8)).id

    level_id, _changes = context.run(arrange)
    agreed(context, [{"starts_on": date(2007, 4, 2)}], starts_on=APRIL[0], service_level_id=level_id)


def the_order(context: Context) -> ServiceOrder:
    """The only one there is."""
    with context.database.reading() as session:
        return session.scalars(select(ServiceOrder)).one()


def test_d4_a_generated_order_has_no_level_where_the_company_wants_none(context: Context) -> None:
    levelled(context, gets_level=False)
    run(context, *APRIL)
    order = the_order(context)
    assert (order.service_level_id, order.clock, order.clock_started_at) == (None, None, None)


def test_d4_a_generated_order_has_the_agreements_level_from_its_date_on(context: Context) -> None:
    levelled(context, gets_level=True)
    run(context, *APRIL)
    order = the_order(context)
    midnight = datetime(2007, 4, 1, 22, tzinfo=UTC)  # in Amsterdam, in summer
    assert (order.service_level_source, order.clock) == (LevelSource.AGREEMENT, ClockStatus.RUNNING)
    assert (order.clock_started_at, order.clock_due_at) == (midnight, midnight + timedelta(hours=8))
    with context.database.reading() as session:
        assert [(event.order_id, event.at) for event in session.scalars(select(ClockEvent))] == [
            (order.id, midnight)
        ]


def test_what_an_order_takes_over_from_its_agreement(context: Context) -> None:
    agreement_id = agreed(
        context,
        [{"starts_on": APRIL[0], "duration_minutes": 45, "description": "Filters"}],
        starts_on=APRIL[0],
        name="Onderhoud",
    )

    def relate(work: Work) -> int:
        thing = an_object(work)
        work.add(AgreementObject(agreement_id=agreement_id, object_id=thing.id, reference="roof"))
        return thing.id

    related, _changes = context.run(relate)
    result = run(context, *APRIL)
    order = the_order(context)
    assert (order.number, order.description, order.duration_minutes) == (
        result.orders[0].number,
        "Onderhoud",
        45,
    )
    assert (order.origin, order.run_id, order.version) == (Origin.SYSTEM, result.run_id, 1)
    with context.database.reading() as session:
        line = session.scalars(select(OrderLine)).one()
        kept = session.execute(select(OrderObject.object_id, OrderObject.reference)).all()
        source = session.scalars(select(AgreementLine.id)).one()
    assert (line.line, line.description, line.agreement_line_id) == (1, "Filters", source)
    assert [tuple(row) for row in kept] == [(related, "roof")]
