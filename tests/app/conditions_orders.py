"""Conditions of orders and addresses (domain.md 21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.context import Context
from app.queries.customers import orders_at_site
from app.queries.endings import Ending, preview_batch
from app.queries.order_details import Choice, OrderFields, order_details
from app.usecases.orders import (
    SeenOrder,
    cancel_orders,
    change_order,
    delete_orders,
    move_lines,
    open_order,
)
from app.usecases.orders.requiring import RequirementFields, add_requirement
from app.usecases.posting import Selection, post_lines
from app.work import Work
from models.calendars import Calendar, ClosedDay
from models.orders import OrderLine, ServiceOrder
from models.requirements import ItemRequirement
from models.terms import LineStatus, TransactionType
from tests.app.agreed import agreed as generated_of
from tests.app.agreed import made, run
from tests.app.conditions import condition
from tests.app.conditions_agreements import FIRST, agreed, order_on
from tests.builders import (
    a_customer,
    a_line,
    a_project,
    a_site,
    an_agreement,
    an_agreement_line,
    an_item,
    an_order,
    the_stage,
)
from tests.conftest import NOW


def ordered(context: Context, *lines: OrderLine, **fields: Any) -> ServiceOrder:
    """Order SO-1 with these lines."""
    return context.run(an_order, lines=lines, **{"number": "SO-1", **fields})[0]


def forbid(context: Context, *flags: str) -> None:
    """Let the first stage forbid something."""

    def arrange(work: Work) -> None:
        for flag in flags:
            setattr(the_stage(work), flag, False)

    context.run(arrange)


def with_requirement(work: Work, *, order_id: int) -> None:
    """A part that the order waits for."""
    work.add(ItemRequirement(order_id=order_id, line=1, item_id=an_item(work).id))


def posted(context: Context, **selection: Any) -> str:
    """What posting says of the lines it leaves out."""
    report = context.run(post_lines, selection=Selection(**selection), posted_on=NOW.date())[0]
    return " ".join(each.why for each in report.left_out)


@condition("Order 1", "SO-00001")
def a_number_is_always_there(context: Context) -> str:
    """Not refused: every database has its numbers, so the generator never lacks one."""
    agreement_id = generated_of(context, [{}], starts_on=FIRST)
    run(context, FIRST, FIRST, agreement_id)
    return made(context)[0].number


@condition("Order 2", "2027-01-01 lies outside the validity of agreement A1.")
def an_order_after_its_agreement(context: Context) -> None:
    order_on(context, agreed(context), date(2027, 1, 1))


@condition("Order 2", "2026-01-01 lies outside the dates of line 1.")
def an_order_before_its_agreement_line(context: Context) -> None:
    line = an_agreement_line(line=1, starts_on=date(2026, 2, 1))
    agreement = agreed(context, line)
    order_on(context, agreement, FIRST, line.id)


@condition("Order 3", "made and marked")
def an_order_on_a_closed_day(context: Context) -> str:
    """A warning: the order is made and marked."""

    def arrange(work: Work) -> int:
        calendar = work.add(Calendar(code="NL", name="Nederland"))
        work.add(ClosedDay(calendar_id=calendar.id, on_date=date(2026, 11, 24)))
        work.company().calendar_id = calendar.id
        return a_customer(work).id

    customer_id = context.run(arrange)[0]
    fields = OrderFields(customer=Choice(customer_id), service_date=date(2026, 11, 24))
    saved = context.run(open_order, fields=fields)[0]
    order = context.read(lambda session: session.get_one(ServiceOrder, saved.id))
    return "made and marked" if order.calendar_conflict else "made"


@condition("Order 4", "An order belongs to an agreement.")
def an_order_without_agreement(context: Context) -> None:
    def arrange(work: Work) -> int:
        work.company().allow_without_agreement = False
        return a_customer(work).id

    context.run(open_order, fields=OrderFields(customer=Choice(context.run(arrange)[0])))


@condition("Order 4", "Order SO-1 has neither an agreement nor a project.")
def posting_without_an_account(context: Context) -> str:
    order = ordered(context, a_line(line=1, signed_off=True), stage="finished")
    return posted(context, order_ids=(order.id,))


@condition("Order 4", "Order SO-1 has neither an agreement nor a project.")
def a_part_without_an_account(context: Context) -> None:
    order, item = ordered(context), context.run(an_item)[0]
    context.run(add_requirement, order_id=order.id, fields=RequirementFields(item_id=item.id))


@condition("Order 5", "Stage Planning does not allow changes to order SO-1.")
def changing_in_a_stage_that_forbids_it(context: Context) -> None:
    order = ordered(context)
    forbid(context, "may_modify")
    fields = OrderFields(customer=Choice(order.customer_id), description="Anders")
    context.run(change_order, order_id=order.id, seen=1, fields=fields)


@condition("Order 5", "Stage Planning does not allow order SO-1 to be deleted.")
def deleting_in_a_stage_that_forbids_it(context: Context) -> None:
    order = ordered(context)
    forbid(context, "may_delete")
    context.run(delete_orders, orders=[SeenOrder(order.id)], is_strict=True)


@condition("Order 5", "Stage Planning does not allow order SO-1 to be canceled.")
def canceling_in_a_stage_that_forbids_it(context: Context) -> None:
    order = ordered(context, a_line(line=1))
    forbid(context, "may_cancel")
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)


@condition("Order 5", "Stage Planning does not allow order SO-1 to be posted.")
def posting_in_a_stage_that_forbids_it(context: Context) -> str:
    order = ordered(context, a_line(line=1, signed_off=True))
    return posted(context, order_ids=(order.id,))


@condition("Order 6", "Order SO-1 has 1 item requirement; cancel or delete that first.")
def canceling_with_item_requirements(context: Context) -> None:
    order = ordered(context, a_line(line=1))
    context.run(with_requirement, order_id=order.id)
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)


@condition("Order 6", "Line 1 of order SO-1 is posted, so the order cannot be canceled.")
def canceling_what_is_partly_posted(context: Context) -> None:
    order = ordered(context, a_line(line=1, status=LineStatus.POSTED), a_line(line=2))
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)


@condition("Order 6", "Order SO-1 is posted; it stays as it is.")
def canceling_what_is_posted(context: Context) -> None:
    order = ordered(context, a_line(line=1, status=LineStatus.POSTED))
    context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)


@condition("Order 6", "Order SO-1 has 1 item requirement; delete that first.")
def deleting_with_item_requirements(context: Context) -> None:
    order = ordered(context)
    context.run(with_requirement, order_id=order.id)
    context.run(delete_orders, orders=[SeenOrder(order.id)], is_strict=True)


def chargeable(context: Context, *lines: OrderLine) -> ServiceOrder:
    """A finished order with a project to charge."""
    project = context.run(a_project)[0]
    return ordered(context, *lines, stage="finished", project_id=project.id)


@condition("Order 7", "Line 1 is not signed off.")
def posting_a_line_that_nobody_signed(context: Context) -> str:
    return posted(context, order_ids=(chargeable(context, a_line(line=1)).id,))


@condition("Order 7", "")
def posting_a_type_that_is_not_ticked(context: Context) -> str:
    """Skipped without a word, and left as it was."""
    order = chargeable(context, a_line(line=1, signed_off=True))
    said = posted(context, order_ids=(order.id,), types=frozenset({TransactionType.FEE}))
    (line,) = context.read(order_details, order.id).lines
    return said if line.status is LineStatus.CREATED else "posted"


@condition("Order 8", "Line 1 of order SO-1 comes to more than can be posted.")
def posting_what_the_ledger_cannot_hold(context: Context) -> str:
    """The line stays as it was and is told; the other is posted."""
    much = a_line(line=1, signed_off=True, quantity=Decimal(10**9), sales_price=10**9)
    order = chargeable(context, much, a_line(line=2, signed_off=True))
    said = posted(context, order_ids=(order.id,))
    statuses = [line.status for line in context.read(order_details, order.id).lines]
    return said if statuses == [LineStatus.CREATED, LineStatus.POSTED] else str(statuses)


@condition("Order 9", "Orders SO-1 and SO-2 do not belong to one agreement.")
def lines_go_to_an_order_of_another_agreement(context: Context) -> None:
    line = a_line(line=1)
    rows = [context.run(an_agreement)[0] for _each in range(2)]
    source = ordered(context, line, agreement_id=rows[0].id, customer_id=rows[0].customer_id)
    target = context.run(an_order, number="SO-2", agreement_id=rows[1].id, customer_id=rows[1].customer_id)[0]
    context.run(move_lines, order=SeenOrder(source.id), line_ids=[line.id], target=SeenOrder(target.id))


@condition("Order 10", "0 orders would go, 1 is left")
def deleting_without_saying_which(context: Context) -> str:
    """Never "all" by an empty choice: a batch deletes what it names, and the dialog asks for the number."""
    ordered(context)
    preview = context.read(preview_batch, Ending.DELETE, ())
    context.run(delete_orders, orders=[SeenOrder(row_id) for row_id in preview.going])
    left = context.read(lambda session: len(session.scalars(select(ServiceOrder)).all()))
    return f"{len(preview.going)} orders would go, {left} is left"


@condition("Address 1", "1 order goes there")
def an_address_that_orders_share_is_changed(context: Context) -> str:
    """A warning: the page says how many orders in process a change holds for too."""
    site = context.run(a_site)[0]
    ordered(context, customer_id=site.customer_id, site_id=site.id)
    return f"{context.read(orders_at_site, site.id)} order goes there"
