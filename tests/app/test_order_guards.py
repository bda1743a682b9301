"""What an order refuses whatever a window shows: half endings, undo that loses, lines without a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.order_details import Choice, LineFields, OrderDetails, OrderFields, order_details
from app.usecases.clocks import ClockWish, change_clock
from app.usecases.copying import CopyTerms, LinesCopied, Place, PlaceKind, copy_lines, remove_copies
from app.usecases.orders import (
    LineChange,
    LineKey,
    LinesMoved,
    Request,
    SeenOrder,
    cancel_orders,
    change_order,
    combine_orders,
    move_lines,
    open_order,
    put_lines_back,
    split_order,
    take_request,
)
from app.usecases.orders.requiring import (
    RequirementAction,
    RequirementKey,
    put_requirements,
    turn_requirements,
)
from app.work import Work
from models.agreements import Agreement
from models.calendars import Calendar
from models.clocks import begin_clock
from models.errors import Missing, Refused
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.terms import ClockAction, ClockStatus, ItemSetup, LineStatus, TransactionType
from tests.builders import (
    a_customer,
    a_line,
    a_price,
    a_service_level,
    a_visit,
    an_agreement,
    an_agreement_line,
    an_item,
    an_object,
    an_order,
)
from tests.conftest import Clock


def stored(context: Context, order_id: int) -> OrderDetails:
    return context.read(order_details, order_id)


def clocked(work: Work) -> ServiceOrder:
    """An order with one line whose clock of eight hours runs."""
    order = an_order(work, service_level_id=a_service_level(work).id, lines=[a_line()])
    begin_clock(work.session, order, now=work.now, by=work.user.name, company=work.company())
    work.session.flush()
    return order


def clock_of(context: Context, order: ServiceOrder) -> ClockStatus | None:
    return context.read(lambda session: session.get_one(ServiceOrder, order.id).clock)


def half_canceled(context: Context, agreement: Agreement) -> ServiceOrder:
    """An order with a visit, an open line and a canceled one."""
    lines = [a_line(line=1), a_line(line=2, status=LineStatus.CANCELED)]
    order, _ = context.run(
        an_order, customer_id=agreement.customer_id, agreement_id=agreement.id, lines=lines
    )
    context.run(a_visit, order=order)
    return order


def test_no_clock_goes_on_for_a_canceled_order(context: Context) -> None:
    order, _ = context.run(clocked)
    context.run(cancel_orders, orders=[SeenOrder(order.id)])
    seen = stored(context, order.id).version
    with pytest.raises(Refused, match="is canceled; revoke that first"):
        context.run(change_clock, order_id=order.id, seen=seen, wish=ClockWish(ClockAction.RESUME))
    assert clock_of(context, order) is ClockStatus.STOPPED


def test_canceling_an_order_that_is_late_asks_for_no_reason(context: Context, clock: Clock) -> None:
    context.run(lambda work: setattr(work.company(), "reason_on_exceeding", True))
    order, _ = context.run(clocked)
    clock.forward(hours=30)
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)
    assert clock_of(context, order) is ClockStatus.STOPPED


def test_a_line_names_no_object_of_another_customer(context: Context) -> None:
    order, _ = context.run(an_order)
    elsewhere, _ = context.run(a_customer)
    thing, _ = context.run(an_object, customer=elsewhere)
    line = LineChange(LineFields(service_object=Choice(thing.id)))
    with pytest.raises(Refused, match="belongs to another customer"):
        context.run(change_order, order_id=order.id, seen=order.version, lines=[line])


def test_the_last_open_line_is_not_taken_off_what_is_else_canceled(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    order, goal = half_canceled(context, agreement), half_canceled(context, agreement)
    seen = stored(context, order.id)
    line = seen.lines[0]
    with pytest.raises(Refused, match="Only canceled lines would be left"):
        context.run(
            change_order, order_id=order.id, seen=seen.version, removed=[LineKey(line.id, line.version)]
        )
    with pytest.raises(Refused, match="Only canceled lines would be left"):
        context.run(move_lines, order=SeenOrder(order.id), line_ids=[line.id], target=SeenOrder(goal.id))
    assert len(stored(context, order.id).visits) == 1


def test_canceled_lines_go_along_when_orders_are_combined(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    first, second = half_canceled(context, agreement), half_canceled(context, agreement)
    moved, _ = context.run(combine_orders, orders=[SeenOrder(first.id), SeenOrder(second.id)])
    assert len(stored(context, first.id).lines) == 4
    with pytest.raises(Missing):
        stored(context, second.id)
    context.run(put_lines_back, moved=moved)
    statuses = [line.status for line in stored(context, second.id).lines]
    assert statuses == [LineStatus.CREATED, LineStatus.CANCELED]


def split(context: Context) -> LinesMoved:
    """An order of two lines of which the second is split off."""
    agreement, _ = context.run(an_agreement)
    lines = [a_line(line=1), a_line(line=2)]
    order, _ = context.run(
        an_order, customer_id=agreement.customer_id, agreement_id=agreement.id, lines=lines
    )
    second = stored(context, order.id).lines[1].id
    return context.run(
        split_order, order=SeenOrder(order.id), line_ids=[second], service_date=date(2026, 12, 2)
    )[0]


def test_undoing_a_split_keeps_what_was_added_since(context: Context) -> None:
    with_line, with_visit = split(context), split(context)
    added = LineChange(LineFields(description="by a colleague"))
    target = with_line.target
    context.run(change_order, order_id=target.id, seen=target.version, lines=[added])
    order, _ = context.run(lambda work: work.get(ServiceOrder, with_visit.target.id))
    context.run(a_visit, order=order)
    for moved in (with_line, with_visit):
        with pytest.raises(Refused, match="more than what was split off"):
            context.run(put_lines_back, moved=moved)
    assert len(stored(context, target.id).lines) == 2


def with_calendar(work: Work) -> None:
    """The company is open on weekdays."""
    work.company().calendar_id = work.add(Calendar(code="WEEK", name="Weekdays")).id


def test_a_date_set_while_copying_is_held_against_the_calendar(context: Context) -> None:
    context.run(with_calendar)
    source, _ = context.run(an_order, lines=[a_line()])
    target, _ = context.run(an_order, service_date=date(2026, 11, 25))
    line = stored(context, source.id).lines[0].id
    places = [Place(PlaceKind.ORDER, order.id) for order in (source, target)]
    terms = CopyTerms(starts_on=date(2026, 11, 28))
    made, _ = context.run(copy_lines, source=places[0], target=places[1], line_ids=[line], terms=terms)
    conflicts = [context.read(in_conflict, target.id)]
    context.run(remove_copies, copied=made)
    assert [*conflicts, context.read(in_conflict, target.id)] == [True, False]


def in_conflict(session: Session, order_id: int) -> bool:
    return session.get_one(ServiceOrder, order_id).calendar_conflict


def copied_requirement(context: Context) -> tuple[LinesCopied, int]:
    """An item requirement copied from an agreement's line: what the copying did, and its id."""
    item, _ = context.run(an_item)
    line = an_agreement_line(
        type=TransactionType.ITEM, item_id=item.id, quantity=Decimal(2), item_setup=ItemSetup.REQUIREMENT
    )
    agreement, _ = context.run(an_agreement, lines=[line])
    order, _ = context.run(an_order, agreement_id=agreement.id)
    source, target = Place(PlaceKind.AGREEMENT, agreement.id), Place(PlaceKind.ORDER, order.id)
    made, _ = context.run(copy_lines, source=source, target=target, line_ids=[agreement.lines[0].id])
    return made, context.read(lambda session: session.scalars(select(ItemRequirement.id)).one())


def test_undoing_a_copy_keeps_the_parts_that_came(context: Context) -> None:
    made, row_id = copied_requirement(context)
    context.run(turn_requirements, rows=[RequirementKey(row_id)], action=RequirementAction.DELIVER)
    with pytest.raises(Refused, match="was ordered; cancel it instead"):
        context.run(remove_copies, copied=made)


def test_parts_of_an_order_canceled_since_are_not_needed_again(context: Context) -> None:
    made, row_id = copied_requirement(context)
    turned, _ = context.run(turn_requirements, rows=[RequirementKey(row_id)], action=RequirementAction.CANCEL)
    order = made.target
    line = LineChange(LineFields())
    context.run(change_order, order_id=order.id, seen=stored(context, order.id).version, lines=[line])
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)
    with pytest.raises(Refused, match="is finished; it stays as it is"):
        context.run(put_requirements, now=turned.after, wanted=turned.before)


def test_lines_of_a_request_and_of_an_agreement_get_the_prices_of_the_list(context: Context) -> None:
    context.run(a_price, amount=8250)
    customer, _ = context.run(a_customer)
    taken, _ = context.run(take_request, request=Request(customer.id, title="No heating"))
    agreement, _ = context.run(
        an_agreement, lines=[an_agreement_line(line=1), an_agreement_line(line=2, sales_price=100)]
    )
    fields = OrderFields(
        customer=Choice(agreement.customer_id),
        agreement=Choice(agreement.id),
        service_date=date(2026, 11, 25),
    )
    opened, _ = context.run(open_order, fields=fields, agreement_lines=[line.id for line in agreement.lines])
    prices = [line.fields.sales_price for made in (taken, opened) for line in stored(context, made.id).lines]
    assert prices == [8250, 8250, 100]
