"""Lines of an agreement on an order made by hand: as lines, or as item requirements (domain.md 1.3, 5.4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from app.usecases.orders.lines import price_lines
from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.copying import order_line_from
from models.errors import Missing, Refused
from models.items import Item
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.terms import ItemSetup, TransactionType
from resources.texts import _


def take_agreed_lines(work: Work, order: ServiceOrder, line_ids: Collection[int], *, on: date) -> None:
    """Put lines of its agreement on an order that is added and whose lines are loaded.

    Item lines that are set up so become item requirements, needed on the order's date.

    Raises:
        Refused: the order has no agreement, a line is of another one, stopped, or not valid on that date.
    """
    if order.agreement_id is None:
        raise Refused(_("The order has no agreement of which it could take lines."), field="agreement")
    agreement = work.get(Agreement, order.agreement_id)
    chosen = work.session.scalars(
        select(AgreementLine).where(AgreementLine.id.in_(set(line_ids))).order_by(AgreementLine.line)
    ).all()
    if len(chosen) < len(set(line_ids)):
        raise Missing(_("It is gone; somebody deleted it."))
    for line in chosen:
        if line.agreement_id != agreement.id:
            raise Refused(_("Line {line} is of another agreement.").format(line=line.line))
        why = line.why_no_order(agreement, on)
        if why:
            raise Refused(why)
        if line.type is TransactionType.ITEM and line.item_setup is ItemSetup.REQUIREMENT:
            _require(work, order, line)
        else:
            number = max((each.line for each in order.lines), default=0) + 1
            order.lines.append(order_line_from(line, number=number))
    price_lines(work, order)
    work.session.flush()


def _require(work: Work, order: ServiceOrder, line: AgreementLine) -> None:
    last = select(func.max(ItemRequirement.line)).where(ItemRequirement.order_id == order.id)
    item = work.get(Item, line.item_id or 0)
    work.add(
        ItemRequirement(
            order_id=order.id,
            line=(work.session.scalar(last) or 0) + 1,
            item_id=item.id,
            quantity=line.quantity,
            needed_on=order.service_date,
            description=line.description or item.name,
            object_id=line.object_id,
            cost_price=item.cost_price if line.cost_price is None else line.cost_price,
            sales_price=item.sales_price if line.sales_price is None else line.sales_price,
            agreement_line_id=line.id,
        )
    )
