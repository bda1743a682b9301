"""Item requirements: what they need, how far they go, what comes of agreement lines (domain.md 5.8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.context import Context
from app.queries.order_details import Choice, OrderFields, order_details
from app.queries.requirements import RequirementRow, requirements_of
from app.usecases.orders import open_order
from app.usecases.orders.requiring import (
    RequirementAction,
    RequirementFields,
    RequirementKey,
    add_requirement,
    change_requirement,
    delete_requirements,
    put_requirements,
    restore_requirements,
    turn_requirements,
)
from models.errors import Conflict, Refused
from models.orders import ServiceOrder
from models.terms import ItemSetup, LineStatus, RequirementStatus, TransactionType
from tests.builders import (
    a_line,
    a_site,
    a_technician,
    an_agreement,
    an_agreement_line,
    an_item,
    an_object,
    an_order,
)

ORDER, DELIVER, CANCEL = RequirementAction


def an_order_under_agreement(context: Context, **fields: object) -> ServiceOrder:
    agreement, _ = context.run(an_agreement)
    order, _ = context.run(an_order, customer_id=agreement.customer_id, agreement_id=agreement.id, **fields)
    return order


def a_requirement(context: Context, *, quantity: str = "3", **fields: object) -> tuple[int, RequirementKey]:
    order = an_order_under_agreement(context, lines=[a_line()])
    item, _ = context.run(an_item)
    wanted = RequirementFields(item_id=item.id, quantity=Decimal(quantity), **fields)
    return order.id, context.run(add_requirement, order_id=order.id, fields=wanted)[0]


def row(context: Context, order_id: int) -> RequirementRow:
    return context.read(requirements_of, order_id).rows[0]


def key(context: Context, order_id: int) -> RequirementKey:
    found = row(context, order_id)
    return RequirementKey(found.id, found.version)


def turn(context: Context, order_id: int, action: RequirementAction, quantity: str | None = None) -> None:
    wanted = None if quantity is None else Decimal(quantity)
    context.run(turn_requirements, rows=[key(context, order_id)], action=action, quantity=wanted)


def test_a_requirement_takes_name_and_prices_of_its_item(context: Context) -> None:
    order_id, _ = a_requirement(context, needed_on=date(2026, 11, 25))
    found = row(context, order_id)
    assert (found.line, found.description, found.unit) == (1, "Filter", "pcs")
    assert (found.cost_price, found.sales_price, found.needed_on) == (800, 1250, date(2026, 11, 25))
    assert (found.status, found.missing) == (RequirementStatus.OPEN, Decimal(3))


def test_parts_are_ordered_come_in_two_deliveries_and_stay(context: Context) -> None:
    order_id, _ = a_requirement(context)
    turn(context, order_id, ORDER)
    assert row(context, order_id).status is RequirementStatus.ORDERED
    turn(context, order_id, DELIVER, "1")
    assert (row(context, order_id).status, row(context, order_id).missing) == (
        RequirementStatus.ORDERED,
        Decimal(2),
    )
    turn(context, order_id, DELIVER)
    assert (row(context, order_id).status, row(context, order_id).missing) == (
        RequirementStatus.DELIVERED,
        Decimal(0),
    )
    for action in (ORDER, DELIVER, CANCEL):
        with pytest.raises(Refused, match="is delivered; it stays"):
            turn(context, order_id, action)


@pytest.mark.parametrize(
    ("quantity", "said"), [("4", "only 3 are still to come"), ("0", "more than nothing"), ("-1", "more than")]
)
def test_no_more_comes_than_was_asked_for(context: Context, quantity: str, said: str) -> None:
    order_id, _ = a_requirement(context)
    with pytest.raises(Refused, match=said):
        turn(context, order_id, DELIVER, quantity)


def test_what_came_in_part_is_lowered_rather_than_canceled(context: Context) -> None:
    order_id, _ = a_requirement(context)
    turn(context, order_id, DELIVER, "1")
    with pytest.raises(Refused, match="lower its quantity instead"):
        turn(context, order_id, CANCEL)
    item_id = row(context, order_id).item_id
    fields = RequirementFields(item_id=item_id, quantity=Decimal("0.5"))
    with pytest.raises(Refused, match="1 have come already"):
        context.run(change_requirement, row=key(context, order_id), fields=fields)
    context.run(change_requirement, row=key(context, order_id), fields=RequirementFields(item_id, Decimal(1)))
    assert row(context, order_id).status is RequirementStatus.DELIVERED


def test_a_canceled_requirement_stays_canceled(context: Context) -> None:
    order_id, _ = a_requirement(context)
    turn(context, order_id, CANCEL)
    with pytest.raises(Refused, match="is canceled; it stays"):
        turn(context, order_id, DELIVER)


def test_each_step_is_taken_back(context: Context) -> None:
    order_id, seen = a_requirement(context)
    turned, _ = context.run(turn_requirements, rows=[seen], action=DELIVER, quantity=Decimal(2))
    context.run(put_requirements, now=turned.after, wanted=turned.before)
    assert (row(context, order_id).status, row(context, order_id).delivered) == (
        RequirementStatus.OPEN,
        Decimal(0),
    )
    with pytest.raises(Conflict):
        context.run(put_requirements, now=turned.after, wanted=turned.before)


def test_only_what_was_never_ordered_is_deleted_and_comes_back(context: Context) -> None:
    order_id, seen = a_requirement(context)
    kept, _ = context.run(delete_requirements, rows=[seen])
    assert context.read(requirements_of, order_id).rows == ()
    context.run(restore_requirements, rows=kept)
    assert row(context, order_id).id == seen.id
    turn(context, order_id, ORDER)
    with pytest.raises(Refused, match="cancel it instead"):
        context.run(delete_requirements, rows=[key(context, order_id)])


def test_a_requirement_needs_an_agreement_or_a_project(context: Context) -> None:
    order, _ = context.run(an_order)
    item, _ = context.run(an_item)
    with pytest.raises(Refused, match="neither an agreement nor a project"):
        context.run(add_requirement, order_id=order.id, fields=RequirementFields(item_id=item.id))
    assert "neither" in context.read(requirements_of, order.id).why_not_add


def test_a_requirement_names_an_item_and_a_quantity(context: Context) -> None:
    order = an_order_under_agreement(context)
    item, _ = context.run(an_item)
    for fields, said in (
        (RequirementFields(), "names an item"),
        (RequirementFields(item.id, Decimal(0)), "more than nothing is needed"),
    ):
        with pytest.raises(Refused, match=said):
            context.run(add_requirement, order_id=order.id, fields=fields)


def test_a_finished_order_takes_no_requirement(context: Context) -> None:
    order = an_order_under_agreement(context, lines=[a_line(status=LineStatus.CANCELED)])
    item, _ = context.run(an_item)
    with pytest.raises(Refused, match="is finished"):
        context.run(add_requirement, order_id=order.id, fields=RequirementFields(item_id=item.id))


def test_lines_of_the_agreement_come_as_lines_and_requirements(context: Context) -> None:
    item, _ = context.run(an_item)
    thing, _ = context.run(an_object)
    lines = [
        an_agreement_line(line=1, description="Inspectie", object_id=thing.id),
        an_agreement_line(
            line=2, type=TransactionType.ITEM, item_id=item.id, quantity=Decimal(2),
            item_setup=ItemSetup.REQUIREMENT,
        ),
        an_agreement_line(line=3, type=TransactionType.ITEM, item_id=item.id),
    ]  # fmt: skip
    agreement, _ = context.run(an_agreement, lines=lines)
    fields = OrderFields(
        customer=Choice(agreement.customer_id), agreement=Choice(agreement.id),
        service_date=date(2026, 11, 30),
    )  # fmt: skip
    chosen = [line.id for line in lines]
    saved, _ = context.run(open_order, fields=fields, agreement_lines=chosen)
    stored = context.read(order_details, saved.id)
    assert [(line.line, line.fields.type) for line in stored.lines] == [
        (1, TransactionType.HOUR),
        (2, TransactionType.ITEM),
    ]
    found = row(context, saved.id)
    assert (found.quantity, found.needed_on, found.is_generated) == (Decimal(2), date(2026, 11, 30), True)


def test_a_stopped_line_of_the_agreement_is_not_taken(context: Context) -> None:
    agreement, _ = context.run(an_agreement, lines=[an_agreement_line(line=1, stopped=True)])
    fields = OrderFields(customer=Choice(agreement.customer_id), agreement=Choice(agreement.id))
    with pytest.raises(Refused, match="is stopped"):
        context.run(open_order, fields=fields, agreement_lines=[agreement.lines[0].id])


def test_what_is_left_empty_comes_from_the_agreement(context: Context) -> None:
    site, _ = context.run(a_site)
    person, _ = context.run(a_technician)
    agreement, _ = context.run(
        an_agreement, customer_id=site.customer_id, site_id=site.id, name="Onderhoud compressoren",
        preferred_technician_id=person.id, responsible_id=person.id,
    )  # fmt: skip
    fields = OrderFields(customer=Choice(site.customer_id), agreement=Choice(agreement.id))
    stored = context.read(order_details, context.run(open_order, fields=fields)[0].id).fields
    assert stored.description == "Onderhoud compressoren"
    assert {stored.technician.id, stored.responsible.id} == {person.id}
    assert stored.site.id == site.id
