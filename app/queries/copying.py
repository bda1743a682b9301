"""What lines can be copied from, and what a renewal would be: the choices of two dialogs (domain.md 1.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine, Interval, TemplateGroup
from models.customers import Customer
from models.errors import Missing
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder
from models.renewing import next_code, next_period, why_not_carry
from models.search import SHORTEST, contains, has_name, like
from models.terms import TransactionType
from resources.texts import _

MOST = 60
"""Agreements and orders offered at once; typing finds the others."""


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A template group; parent 0 is a root."""

    id: int
    parent_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A template, agreement or order with lines.

    Attributes:
        detail: the customer; of a template its code alone says what it is.
        group_id: of a template, 0 for none.
        is_template: whether it is one; its objects and tasks always come along.
    """

    id: int
    code: str
    name: str
    detail: str
    lines: int
    group_id: int = 0
    is_template: bool = False


@dataclass(frozen=True, slots=True)
class CopySources:
    """What lines can be copied from; agreements and orders at most 60 each, the newest first."""

    groups: tuple[GroupNode, ...]
    templates: tuple[SourceRow, ...]
    agreements: tuple[SourceRow, ...]
    orders: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that might be copied.

    Attributes:
        why_not: why it is not, or "".
    """

    id: int
    line: int
    type: TransactionType
    description: str
    object: str
    task: str
    quantity: Decimal
    interval: str
    starts_on: date | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """A line of an agreement that is to be renewed; `why_not` says why it stays behind, or ""."""

    line: int
    description: str
    interval: str
    why_not: str


@dataclass(frozen=True, slots=True)
class RenewalProposal:
    """What the next period would be, and why there is none: `why_not`, or ""."""

    id: int
    version: int
    code: str
    name: str
    customer: str
    old_starts_on: date
    old_ends_on: date | None
    new_code: str
    starts_on: date
    ends_on: date
    lines: tuple[RenewalLine, ...]
    why_not: str


def copy_sources(session: Session, text: str, *, with_orders: bool, without: int = 0) -> CopySources:
    """What says every word of a text, in five statements at most.

    Args:
        session: where to read.
        text: words of code, name or customer; "" for the newest.
        with_orders: whether orders are wanted too.
        without: an agreement that is left out, 0 for none.
    """
    groups = session.execute(
        select(
            TemplateGroup.id,
            func.coalesce(TemplateGroup.parent_id, 0),
            TemplateGroup.code,
            TemplateGroup.name,
        ).order_by(TemplateGroup.code)
    )
    counted = (
        select(func.count(AgreementLine.id))
        .where(AgreementLine.agreement_id == Agreement.id)
        .scalar_subquery()
    )
    agreements = (
        select(
            Agreement.id, Agreement.code, Agreement.name, Customer.name, counted,
            func.coalesce(Agreement.template_group_id, 0), Agreement.template,
        )
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(*_says(text, Agreement.code, Agreement.name, Customer.name), Agreement.id != without)
    )  # fmt: skip
    templates = session.execute(agreements.where(Agreement.template.is_(True)).order_by(Agreement.code))
    others = session.execute(
        agreements.where(Agreement.template.is_(False)).order_by(Agreement.id.desc()).limit(MOST)
    )
    return CopySources(
        tuple(GroupNode(*row) for row in groups),
        tuple(SourceRow(*row) for row in templates),
        tuple(SourceRow(*row) for row in others),
        _orders(session, text) if with_orders else (),
    )


def agreement_source_lines(session: Session, agreement_id: int) -> list[SourceLine]:
    """The lines of an agreement or template. Two statements."""
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        return []
    rows = session.execute(
        select(
            AgreementLine, func.coalesce(ServiceObject.name, ""), func.coalesce(ServiceTask.name, ""),
            func.coalesce(Item.name, ""), func.coalesce(Interval.code, ""),
        )
        .outerjoin(ServiceObject, ServiceObject.id == AgreementLine.object_id)
        .outerjoin(ServiceTask, ServiceTask.id == AgreementLine.task_id)
        .outerjoin(Item, Item.id == AgreementLine.item_id)
        .outerjoin(Interval, Interval.id == AgreementLine.interval_id)
        .where(AgreementLine.agreement_id == agreement_id)
        .order_by(AgreementLine.line)
    )  # fmt: skip
    return [
        SourceLine(
            line.id, line.line, line.type, line.description or item, thing, task, line.quantity, interval,
            line.starts_on, line.why_not_copy(agreement) or "",
        )
        for line, thing, task, item, interval in rows
    ]  # fmt: skip


def order_source_lines(session: Session, order_id: int) -> list[SourceLine]:
    """The lines of an order. One statement."""
    rows = session.execute(
        select(
            OrderLine.id, OrderLine.line, OrderLine.type,
            func.coalesce(OrderLine.description, Item.name, ""), func.coalesce(ServiceObject.name, ""),
            func.coalesce(ServiceTask.name, ""), OrderLine.quantity,
        )
        .outerjoin(ServiceObject, ServiceObject.id == OrderLine.object_id)
        .outerjoin(ServiceTask, ServiceTask.id == OrderLine.task_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line)
    )  # fmt: skip
    return [SourceLine(*row, "", None) for row in rows]


def renewal_proposal(session: Session, agreement_id: int) -> RenewalProposal:
    """The period of the same length that follows, with a code that is free.

    Raises:
        Missing: it is gone.
    """
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        raise Missing(_("It is gone; somebody deleted it."))
    customer = session.scalars(select(Customer.name).where(Customer.id == agreement.customer_id)).one()
    renewal = session.scalar(select(Agreement.code).where(Agreement.renewal_of_id == agreement.id).limit(1))
    stem = agreement.code.rpartition("-")[0] if agreement.renewal_of_id else agreement.code
    taken = set(
        session.scalars(select(Agreement.code).where(Agreement.code.like(f"{like(stem)}-%", escape="\\")))
    )
    ends = agreement.ends_on or agreement.starts_on
    starts_on, ends_on = next_period(agreement.starts_on, ends)
    name = func.coalesce(AgreementLine.description, ServiceTask.name, ServiceObject.name, Item.name, "")
    lines = session.execute(
        select(AgreementLine, name, func.coalesce(Interval.code, ""))
        .outerjoin(ServiceTask, ServiceTask.id == AgreementLine.task_id)
        .outerjoin(ServiceObject, ServiceObject.id == AgreementLine.object_id)
        .outerjoin(Item, Item.id == AgreementLine.item_id)
        .outerjoin(Interval, Interval.id == AgreementLine.interval_id)
        .where(AgreementLine.agreement_id == agreement.id)
        .order_by(AgreementLine.line)
    )
    return RenewalProposal(
        agreement.id, agreement.version, agreement.code, agreement.name, customer, agreement.starts_on,
        agreement.ends_on, next_code(agreement.code, taken, is_renewal=agreement.renewal_of_id is not None),
        starts_on, ends_on,
        tuple(
            RenewalLine(line.line, called, interval, why_not_carry(line, agreement) or "")
            for line, called, interval in lines
        ),
        agreement.why_not_renew(renewed_by=renewal or "") or "",
    )  # fmt: skip


def _orders(session: Session, text: str) -> tuple[SourceRow, ...]:
    counted = select(func.count(OrderLine.id)).where(OrderLine.order_id == ServiceOrder.id).scalar_subquery()
    rows = session.execute(
        select(ServiceOrder.id, ServiceOrder.number, ServiceOrder.description, Customer.name, counted)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .where(*_found(text))
        .order_by(ServiceOrder.id.desc())
        .limit(MOST)
    )
    return tuple(SourceRow(*row) for row in rows)


def _found(text: str) -> list[ColumnElement[bool]]:
    """Orders by the index of their texts; words too short for it are looked for in their numbers."""
    words = text.split()
    if any(len(word) >= SHORTEST for word in words):
        return [contains(ServiceOrder.id, words)]
    return [has_name(ServiceOrder.number, f"%{like(word)}%") for word in words]


def _says(text: str, *columns: Any) -> list[ColumnElement[bool]]:  # text columns
    """Every word occurs in one of the columns."""
    return [or_(*(has_name(column, f"%{like(word)}%") for column in columns)) for word in text.split()]
