"""Make an order by hand."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.order_details import OrderFields
from app.usecases.orders.lines import LineChange, keys_of, save_lines
from app.usecases.orders.parts import (
    OrderSaved,
    check_parts,
    customer_of,
    entered,
    fill,
    first_stage,
    numbering,
    today_of,
)
from app.work import Work
from models.agreements import Agreement
from models.orders import ServiceOrder
from models.terms import Right


def open_order(work: Work, *, fields: OrderFields, lines: Sequence[LineChange] = ()) -> OrderSaved:
    """Make an order by hand: next number, first stage, service level of its agreement (domain.md 5.4, 7).

    Raises:
        Refused: no customer, an agreement that does not cover it, a place of somebody else.
    """
    work.require(Right.EDIT_ORDERS)
    company = numbering(work)
    first = first_stage(work)
    order = ServiceOrder(
        number=company.order_number(),
        customer_id=customer_of(work, fields).id,
        stage_id=first.id,
        created_at=work.now,
    )
    fill(work, order, fields)
    check_parts(work, order, today=today_of(work, company), check_agreement=True)
    if order.agreement_id is not None:
        order.service_level_id = work.get(Agreement, order.agreement_id).service_level_id
    saved = save_lines(work, order, lines)
    work.add(order)
    work.add(entered(work, order, first))
    return OrderSaved(order.id, order.number, order.version, keys_of(saved))
