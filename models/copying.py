"""Lines made of other lines, and relations that come by themselves (domain.md 1.7, 2, 3.2, 4).

The functions on lines touch no database. Those that relate add what is missing and leave what is there, so a
user never has to relate an object or a task before a line can name it (domain.md 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import AgreementLine
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.relations import AgreementObject, AgreementTask, OrderObject, OrderTask
from models.terms import Origin, PriceSource

Relation = AgreementObject | AgreementTask | OrderObject | OrderTask


def order_line_from(
    line: AgreementLine,
    *,
    number: int,
    calculated_date: date | None = None,
    quantity: Decimal | None = None,
    is_own: bool = True,
    origin: Origin = Origin.USER,
) -> OrderLine:
    """A line of an order made of an agreement's line; not added to anything yet.

    Args:
        line: what it is made of.
        number: its number on the order.
        calculated_date: the date it fell due, for a generated line.
        quantity: instead of the line's own.
        is_own: the order is of that agreement, so the line keeps what it was made of; not of a template.
        origin: who made it.
    """
    agreed = PriceSource.AGREEMENT
    return OrderLine(
        line=number,
        type=line.type,
        description=line.description,
        object_id=line.object_id,
        task_id=line.task_id,
        technician_id=line.technician_id,
        item_id=line.item_id,
        category_id=line.category_id,
        quantity=line.quantity if quantity is None else quantity,
        cost_price=line.cost_price,
        sales_price=line.sales_price,
        cost_source=agreed if line.cost_price is not None else None,
        sales_source=agreed if line.sales_price is not None else None,
        starts_after=line.earliest_start,
        ends_before=line.latest_start,
        note=line.note,
        calculated_date=calculated_date,
        agreement_line_id=line.id if is_own else None,
        origin=origin,
    )


def order_line_copy(line: OrderLine, *, number: int, quantity: Decimal | None = None) -> OrderLine:
    """A line like another line of an order, but open: nothing was done, signed off or posted on it."""
    return OrderLine(
        line=number,
        type=line.type,
        description=line.description,
        object_id=line.object_id,
        task_id=line.task_id,
        technician_id=line.technician_id,
        item_id=line.item_id,
        category_id=line.category_id,
        quantity=line.quantity if quantity is None else quantity,
        cost_price=line.cost_price,
        sales_price=line.sales_price,
        cost_source=line.cost_source,
        sales_source=line.sales_source,
        cost_note=line.cost_note,
        price_note=line.price_note,
        currency=line.currency,
        starts_after=line.starts_after,
        ends_before=line.ends_before,
        note=line.note,
    )


def agreement_line_from(
    line: AgreementLine,
    *,
    number: int,
    quantity: Decimal | None = None,
    site_id: int | None = None,
    starts_on: date | None = None,
) -> AgreementLine:
    """A line of an agreement like another, not stopped; not added to anything yet.

    Args:
        line: what it is made of.
        number: its number under the agreement.
        quantity, site_id: instead of the line's own.
        starts_on: where its series begins instead; its end is dropped then, for it belongs to the old start.
    """
    return AgreementLine(
        line=number,
        type=line.type,
        description=line.description,
        interval_id=line.interval_id,
        time_window_id=line.time_window_id,
        starts_on=starts_on or line.starts_on,
        ends_on=None if starts_on else line.ends_on,
        object_id=line.object_id,
        task_id=line.task_id,
        technician_id=line.technician_id,
        item_id=line.item_id,
        quantity=line.quantity if quantity is None else quantity,
        cost_price=line.cost_price,
        sales_price=line.sales_price,
        earliest_start=line.earliest_start,
        latest_start=line.latest_start,
        site_id=site_id or line.site_id,
        category_id=line.category_id,
        item_setup=line.item_setup,
        duration_minutes=line.duration_minutes,
        note=line.note,
    )


def relate_agreement(
    session: Session, agreement_id: int, object_ids: Iterable[int | None], task_ids: Iterable[int | None]
) -> list[Relation]:
    """Relate objects and tasks to an agreement where they are not; the relations added."""
    known_objects = _known(session, AgreementObject.object_id, AgreementObject.agreement_id, agreement_id)
    known_tasks = _known(session, AgreementTask.task_id, AgreementTask.agreement_id, agreement_id)
    made: list[Relation] = [
        *(
            AgreementObject(agreement_id=agreement_id, object_id=each)
            for each in _new(object_ids, known_objects)
        ),
        *(AgreementTask(agreement_id=agreement_id, task_id=each) for each in _new(task_ids, known_tasks)),
    ]
    session.add_all(made)
    return made


def relate_order(
    session: Session, order_id: int, object_ids: Iterable[int | None], task_ids: Iterable[int | None]
) -> list[Relation]:
    """Relate objects and tasks to an order where they are not; the relations added.

    Tasks of the order's agreement are there anyway (domain.md 4).
    """
    known_objects = _known(session, OrderObject.object_id, OrderObject.order_id, order_id)
    known_tasks = _known(session, OrderTask.task_id, OrderTask.order_id, order_id)
    of_order = select(ServiceOrder.agreement_id).where(ServiceOrder.id == order_id).scalar_subquery()
    known_tasks |= set(
        session.scalars(select(AgreementTask.task_id).where(AgreementTask.agreement_id == of_order))
    )
    made: list[Relation] = [
        *(OrderObject(order_id=order_id, object_id=each) for each in _new(object_ids, known_objects)),
        *(OrderTask(order_id=order_id, task_id=each) for each in _new(task_ids, known_tasks)),
    ]
    session.add_all(made)
    return made


def _known(session: Session, column: Any, owner: Any, owner_id: int) -> set[int]:  # two mapped attributes
    return set(session.scalars(select(column).where(owner == owner_id)))


def _new(ids: Iterable[int | None], known: set[int]) -> list[int]:
    """Ids that are not known, each once, in their order."""
    return [each for each in dict.fromkeys(ids) if each and each not in known]
