"""Opening and changing service orders, on both databases (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from sqlalchemy import event

from app.context import Context
from app.queries.order_details import Choice, LineFields, OrderDetails, OrderFields, order_details
from app.usecases.orders import LineChange, LineKey, change_order, open_order
from models.errors import Conflict, Missing, Refused
from models.orders import ServiceOrder
from models.terms import LineStatus, PriceSource, Priority, Progress, TransactionType
from tests.builders import (
    a_contact,
    a_customer,
    a_line,
    a_service_level,
    a_site,
    a_skill,
    a_visit,
    an_agreement,
    an_item,
    an_order,
)


def details(context: Context, order: ServiceOrder) -> OrderDetails:
    return context.read(order_details, order.id)


def an_order_with(context: Context, **fields: object) -> ServiceOrder:
    return context.run(an_order, **fields)[0]


def test_a_new_order_gets_the_next_number_and_the_first_stage(context: Context) -> None:
    customer, _ = context.run(a_customer)
    fields = OrderFields(customer=Choice(customer.id), description="  Lift hangs ", priority=Priority.HIGH)
    first, changes = context.run(open_order, fields=fields)
    second, _ = context.run(open_order, fields=fields)
    assert (first.number, second.number) == ("SO-00001", "SO-00002")
    assert first.id in changes.ids("service_order")
    opened = context.read(order_details, first.id)
    assert opened.fields == replace(fields, description="Lift hangs")
    assert [stage.name for stage in opened.stages if stage.is_current] == ["Planning"]
    assert [entry.stage for entry in opened.stage_log] == ["Planning"]


def test_a_new_order_keeps_its_lines(context: Context) -> None:
    customer, _ = context.run(a_customer)
    item, _ = context.run(an_item)
    hours = LineFields(quantity=Decimal("1.5"), starts_after=time(9))
    part = LineFields(
        type=TransactionType.ITEM,
        item=Choice(item.id),
        cost_price=800,
        cost_source=PriceSource.ITEM,
        sales_price=1250,
        sales_source=PriceSource.TYPED,
    )
    saved, _ = context.run(
        open_order,
        fields=OrderFields(customer=Choice(customer.id)),
        lines=(LineChange(hours), LineChange(part)),
    )
    lines = context.read(order_details, saved.id).lines
    assert [(line.line, line.fields) for line in lines] == [(1, hours), (2, part)]
    assert saved.lines == tuple(LineKey(line.id, line.version) for line in lines)


def test_an_order_without_a_customer_is_refused(context: Context) -> None:
    with pytest.raises(Refused) as refusal:
        context.run(open_order, fields=OrderFields())
    assert refusal.value.field == "customer"


def test_an_order_keeps_a_customer_when_it_is_changed(context: Context) -> None:
    order = an_order_with(context)
    with pytest.raises(Refused, match="An order is for a customer") as caught:
        context.run(change_order, order_id=order.id, seen=1, fields=OrderFields(description="Nobody's"))
    assert caught.value.field == "customer"


def test_a_line_of_another_order_is_not_changed(context: Context) -> None:
    first, second = an_order_with(context, lines=[a_line()]), an_order_with(context, lines=[a_line()])
    line = details(context, second).lines[0]
    for change in (
        {"lines": [LineChange(LineFields(), id=line.id, seen=line.version)]},
        {"removed": [LineKey(line.id, line.version)]},
    ):
        with pytest.raises(Missing):
            context.run(change_order, order_id=first.id, seen=1, **change)


def test_a_refused_order_uses_up_no_number(context: Context) -> None:
    customer, _ = context.run(a_customer)
    with pytest.raises(Refused):
        context.run(open_order, fields=OrderFields(customer=Choice(customer.id), duration_minutes=0))
    saved, _ = context.run(open_order, fields=OrderFields(customer=Choice(customer.id)))
    assert saved.number == "SO-00001"


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 12, 31)])
def test_an_order_may_fall_on_the_first_and_last_day_of_its_agreement(context: Context, on: date) -> None:
    agreement, _ = context.run(an_agreement)
    fields = OrderFields(
        customer=Choice(agreement.customer_id), agreement=Choice(agreement.id), service_date=on
    )
    assert context.run(open_order, fields=fields)[0].id


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 1, 1)])
def test_an_order_outside_its_agreement_is_refused(context: Context, on: date) -> None:
    agreement, _ = context.run(an_agreement)
    fields = OrderFields(
        customer=Choice(agreement.customer_id), agreement=Choice(agreement.id), service_date=on
    )
    with pytest.raises(Refused) as refusal:
        context.run(open_order, fields=fields)
    assert refusal.value.field == "agreement"


def test_an_order_made_by_hand_has_the_service_level_of_its_agreement(context: Context) -> None:
    level, _ = context.run(a_service_level)
    agreement, _ = context.run(an_agreement, service_level_id=level.id)
    fields = OrderFields(customer=Choice(agreement.customer_id), agreement=Choice(agreement.id))
    saved, _ = context.run(open_order, fields=fields)
    assert context.read(order_details, saved.id).service_level == level.name


def test_a_site_of_somebody_else_is_refused(context: Context) -> None:
    customer, _ = context.run(a_customer)
    elsewhere, _ = context.run(a_site)
    fields = OrderFields(customer=Choice(customer.id), site=Choice(elsewhere.id))
    with pytest.raises(Refused) as refusal:
        context.run(open_order, fields=fields)
    assert refusal.value.field == "site"


def test_an_order_that_ended_up_outside_its_agreement_can_still_be_described(context: Context) -> None:
    agreement, _ = context.run(an_agreement, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    order = an_order_with(context, customer_id=agreement.customer_id, agreement_id=agreement.id)
    fields = replace(details(context, order).fields, description="Still here")
    saved, _ = context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    assert saved.version == order.version + 1


def test_changing_an_order_changes_what_its_visits_show(context: Context) -> None:
    site, _ = context.run(a_site, city="Assen")
    order = an_order_with(context, customer_id=site.customer_id)
    context.run(a_visit, order=order)
    fields = replace(details(context, order).fields, site=Choice(site.id), priority=Priority.HIGH)
    context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    visit = context.read(order_details, order.id)
    assert visit.place.town == "8011 MC Assen"


def test_skills_are_replaced_by_those_wanted(context: Context) -> None:
    gas, lift = context.run(a_skill)[0], context.run(a_skill, name="Lift")[0]
    order = an_order_with(context, skills=[gas])
    fields = replace(details(context, order).fields, skills=(Choice(lift.id),))
    context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    assert details(context, order).fields.skills == (Choice(lift.id),)


def test_header_and_lines_are_saved_together_or_not_at_all(context: Context) -> None:
    order = an_order_with(context)
    fields = replace(details(context, order).fields, description="Never")
    wrong = LineFields(type=TransactionType.ITEM)
    with pytest.raises(Refused) as refusal:
        context.run(
            change_order, order_id=order.id, seen=order.version, fields=fields, lines=(LineChange(wrong),)
        )
    assert refusal.value.field == "item"
    assert details(context, order).fields.description == order.description


def test_lines_are_added_changed_and_removed_at_once(context: Context) -> None:
    order = an_order_with(context, lines=[a_line(line=1), a_line(line=2)])
    stays, goes = details(context, order).lines
    changed = LineChange(replace(stays.fields, quantity=Decimal(3)), id=stays.id, seen=stays.version)
    added = LineChange(LineFields(type=TransactionType.FEE, description="Call-out", sales_price=7500))
    saved, changes = context.run(
        change_order,
        order_id=order.id,
        seen=order.version,
        lines=(changed, added),
        removed=(LineKey(goes.id, goes.version),),
    )
    lines = details(context, order).lines
    assert [(line.line, line.fields.quantity) for line in lines] == [(1, Decimal(3)), (2, Decimal(1))]
    assert saved.lines == tuple(LineKey(line.id, line.version) for line in lines)
    assert order.id in changes.ids("service_order")


def test_the_second_of_two_editors_is_told_who_was_first(context: Context) -> None:
    order = an_order_with(context)
    fields = details(context, order).fields
    context.run(change_order, order_id=order.id, seen=1, fields=replace(fields, description="Mine"))
    with pytest.raises(Conflict) as conflict:
        context.run(change_order, order_id=order.id, seen=1, fields=replace(fields, description="Late"))
    assert conflict.value.by == context.user.name
    assert (conflict.value.kind, conflict.value.row_id) == ("service_order", order.id)


def test_a_line_that_somebody_changed_is_a_conflict_of_that_line(context: Context) -> None:
    order = an_order_with(context, lines=[a_line()])
    (line,) = details(context, order).lines
    change = LineChange(replace(line.fields, quantity=Decimal(2)), id=line.id, seen=line.version)
    context.run(change_order, order_id=order.id, seen=order.version, lines=(change,))
    with pytest.raises(Conflict) as conflict:
        context.run(change_order, order_id=order.id, seen=order.version, lines=(change,))
    assert conflict.value.kind == "order_line"


@pytest.mark.parametrize("status", [LineStatus.POSTED, LineStatus.CANCELED])
def test_a_posted_or_canceled_line_stays(context: Context, status: LineStatus) -> None:
    order = an_order_with(context, lines=[a_line(), a_line(status=status)])
    line = details(context, order).lines[1]
    assert line.why_not
    key = LineKey(line.id, line.version)
    with pytest.raises(Refused):
        context.run(change_order, order_id=order.id, seen=order.version, removed=(key,))


def test_an_order_whose_lines_are_all_posted_stays(context: Context) -> None:
    order = an_order_with(context, lines=[a_line(status=LineStatus.POSTED)])
    opened = details(context, order)
    assert opened.progress is Progress.POSTED
    assert opened.why_not_modify
    with pytest.raises(Refused):
        context.run(change_order, order_id=order.id, seen=order.version, fields=opened.fields)


def test_removing_the_last_open_line_lets_the_progress_follow(context: Context) -> None:
    order = an_order_with(context, lines=[a_line(), a_line(status=LineStatus.POSTED)])
    open_line = details(context, order).lines[0]
    context.run(
        change_order,
        order_id=order.id,
        seen=order.version,
        removed=(LineKey(open_line.id, open_line.version),),
    )
    assert details(context, order).progress is Progress.POSTED


def test_what_is_gone_is_missing(context: Context) -> None:
    with pytest.raises(Missing):
        context.read(order_details, 999)
    with pytest.raises(Missing):
        context.run(change_order, order_id=999, seen=1)


def test_opening_an_order_takes_the_same_statements_however_large_it_is(context: Context) -> None:
    small = an_order_with(context)
    contact, _ = context.run(a_contact)
    skills = [context.run(a_skill)[0] for _number in range(3)]
    large = an_order_with(
        context,
        customer_id=contact.customer_id,
        contact_id=contact.id,
        skills=skills,
        lines=[a_line() for _number in range(20)],
    )
    context.run(a_visit, order=large)
    counts = []
    for order in (small, large):
        said: list[str] = []
        engine = context.database.engine

        def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement != "BEGIN":
                said.append(statement)  # noqa: B023 - removed before the next order

        event.listen(engine, "before_cursor_execute", hear)
        context.read(order_details, order.id)
        event.remove(engine, "before_cursor_execute", hear)
        counts.append(len(said))
    assert counts[0] == counts[1] <= 22
