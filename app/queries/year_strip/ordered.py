"""What stands on orders for the occurrences of an agreement: order lines, and requirements of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.agreements import AgreementLine
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import LineStatus, Progress, RequirementStatus, VisitStatus
from models.visits import counting_visits


@dataclass(frozen=True, slots=True)
class Ordered:
    """What stands on an order for an occurrence, with what tells its state.

    Attributes:
        on: the order's service date.
        ends_work, may_modify: the order is in a stage that ends the work, or that allows changes.
        is_line_canceled, is_line_done: of the line or requirement itself.
        visit: status of the visit that counts.
    """

    order_id: int
    number: str
    on: date | None
    progress: Progress
    ends_work: bool
    may_modify: bool
    is_line_canceled: bool
    is_line_done: bool
    visit: VisitStatus | None = None

    @property
    def is_canceled(self) -> bool:
        """Whether nobody goes there for it."""
        return self.is_line_canceled or self.progress is Progress.CANCELED

    @property
    def is_done(self) -> bool:
        """Whether the work is over."""
        is_ended = self.ends_work or self.progress is Progress.POSTED
        return is_ended or self.is_line_done or self.visit is VisitStatus.DONE


def ordered(session: Session, agreement_id: int, year: int) -> dict[int, dict[date, Ordered]]:
    """By agreement line and calculated date: what stands in the year, or was due in it. Three statements."""
    which = agreement_id, year
    is_signed_off = or_(OrderLine.signed_off, ServiceOrder.signed_off_at.is_not(None))
    is_done = or_(OrderLine.status == LineStatus.POSTED, OrderLine.executed_on.is_not(None), is_signed_off)
    is_canceled = OrderLine.status == LineStatus.CANCELED
    is_needless = ItemRequirement.status == RequirementStatus.CANCELED
    is_there = ItemRequirement.status == RequirementStatus.DELIVERED
    rows = [
        *_standing(session, OrderLine, which, is_canceled, is_done),
        *_standing(session, ItemRequirement, which, is_needless, is_there),
    ]
    visits = counting_visits(session, {row[2] for row in rows})
    found: dict[int, dict[date, Ordered]] = {}
    for line_id, calculated, *columns in rows:
        made = Ordered(*columns)
        visit = visits.get(made.order_id)
        found.setdefault(line_id, {})[calculated] = replace(made, visit=visit[2]) if visit else made
    return found


def _standing(
    session: Session,
    kind: type[OrderLine] | type[ItemRequirement],
    which: tuple[int, int],
    is_canceled: ColumnElement[bool],
    is_done: ColumnElement[bool],
) -> Sequence[Any]:  # rows: agreement line, calculated date, then what Ordered has
    agreement_id, year = which
    stands, due = (
        column.between(date(year, 1, 1), date(year, 12, 31))
        for column in (ServiceOrder.service_date, kind.calculated_date)
    )
    return session.execute(
        select(
            kind.agreement_line_id, kind.calculated_date, ServiceOrder.id, ServiceOrder.number,
            ServiceOrder.service_date, ServiceOrder.progress, Stage.stops_clock, Stage.may_modify,
            is_canceled, is_done,
        )
        .join(ServiceOrder, ServiceOrder.id == kind.order_id)
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .join(AgreementLine, AgreementLine.id == kind.agreement_line_id)
        .where(AgreementLine.agreement_id == agreement_id, or_(stands, due))
        .where(kind.calculated_date.is_not(None))
    ).all()  # fmt: skip
