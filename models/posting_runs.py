"""What a run of posting takes: lines by order, agreement, project, period and type (domain.md 5.10, 21).

A type that is not ticked is skipped without a word, and so is what is posted or canceled already, unless the
line itself was asked for. Everything else that cannot be posted is told, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company
from models.endings import why_not_post
from models.errors import Refused
from models.orders import OrderLine, ServiceOrder
from models.stages import Stage
from models.terms import LineStatus, TransactionType
from resources.texts import _

ALL_TYPES = frozenset(TransactionType)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to post; what is left open takes everything.

    Attributes:
        order_ids, line_ids, agreement_id, project_id: whose lines; together they narrow one another.
        first, last: dates between which a line was done: executed, else its order's service date, else the
            date it was calculated for, else the day the order was made; both included.
        types: the transaction types that are ticked.
    """

    order_ids: tuple[int, ...] = ()
    line_ids: tuple[int, ...] = ()
    agreement_id: int = 0
    project_id: int = 0
    first: date | None = None
    last: date | None = None
    types: frozenset[TransactionType] = field(default=ALL_TYPES)

    def require_sound(self) -> None:
        """Refuse a period that ends before it starts, and no type at all."""
        if self.first is not None and self.last is not None and self.last < self.first:
            raise Refused(_("The period ends before it starts."), field="last")
        if not self.types:
            raise Refused(_("Tick at least one type of line."), field="types")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that was asked for; `why_not` says why it is left out, or is empty."""

    line: OrderLine
    order: ServiceOrder
    why_not: str


def dated(line: OrderLine, order: ServiceOrder, company: Company) -> date:
    """The date on which a line counts as done."""
    known = line.executed_on or order.service_date or line.calculated_date
    return known or order.created_at.astimezone(company.zone).date()


def candidates(session: Session, selection: Selection, company: Company) -> Iterator[Candidate]:
    """The lines that were asked for, by order and line, each with its verdict; one statement.

    Raises:
        Refused: the selection itself makes no sense.
    """
    selection.require_sound()
    whole: dict[int, str] = {}
    for line, order, stage in session.execute(_statement(selection)):
        day = dated(line, order, company)
        if (selection.first and day < selection.first) or (selection.last and day > selection.last):
            continue
        if order.id not in whole:
            whole[order.id] = why_not_post(order, stage) or ""
        yield Candidate(line, order, whole[order.id] or line.why_not_post() or "")


def order_ids(session: Session, selection: Selection) -> list[int]:
    """Orders with lines that were asked for, in the order of their ids: the one to lock them in."""
    rows = _statement(selection).with_only_columns(ServiceOrder.id).order_by(None).distinct()
    return sorted(session.scalars(rows))


def _statement(selection: Selection) -> Select[OrderLine, ServiceOrder, Stage]:
    statement = (
        select(OrderLine, ServiceOrder, Stage)
        .join(ServiceOrder, ServiceOrder.id == OrderLine.order_id)
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .where(OrderLine.type.in_(selection.types))
        .order_by(ServiceOrder.id, OrderLine.line)
        .execution_options(populate_existing=True)
    )
    if selection.line_ids:
        statement = statement.where(OrderLine.id.in_(selection.line_ids))
    else:
        statement = statement.where(OrderLine.status == LineStatus.CREATED)
    if selection.order_ids:
        statement = statement.where(OrderLine.order_id.in_(selection.order_ids))
    if selection.agreement_id:
        statement = statement.where(ServiceOrder.agreement_id == selection.agreement_id)
    if selection.project_id:
        of_agreement = select(Agreement.id).where(Agreement.project_id == selection.project_id)
        by_agreement = and_(ServiceOrder.project_id.is_(None), ServiceOrder.agreement_id.in_(of_agreement))
        statement = statement.where(or_(ServiceOrder.project_id == selection.project_id, by_agreement))
    known = func.coalesce(OrderLine.executed_on, ServiceOrder.service_date, OrderLine.calculated_date)
    if selection.first is not None:
        statement = statement.where(or_(known.is_(None), known >= selection.first))
    if selection.last is not None:
        statement = statement.where(or_(known.is_(None), known <= selection.last))
    return statement
