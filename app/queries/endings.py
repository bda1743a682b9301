"""What canceling, revoking or deleting orders would do, order by order; where lines may move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.customers import Customer, Site
from models.endings import BEGUN, Ties, ties_of, why_not_cancel, why_not_delete, why_not_revoke
from models.orders import OrderLine, ServiceOrder
from models.stages import Stage
from models.terms import LineStatus, Progress, VisitStatus
from models.visits import Visit
from resources.texts import _

MOST = 20_000
"""Orders of one batch."""
SHOWN = 500
"""Rows of a preview; of all others the number is told."""
_PORTION = 500


class Ending(StrEnum):
    """What is done to a batch of orders."""

    CANCEL = "cancel"
    REVOKE = "revoke"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An order of a batch; `why` says why it stays as it is, or is empty."""

    id: int
    number: str
    customer: str
    description: str
    service_date: date | None
    progress: Progress
    why: str


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """What a batch would do.

    Attributes:
        going: ids of the orders it would end, in the order given.
        rows: the first of them; `left_out`: the first of those that stay.
        left_count: how many stay.
        visits: planned visits that would leave the board.
    """

    going: tuple[int, ...]
    rows: tuple[BatchRow, ...]
    left_out: tuple[BatchRow, ...]
    left_count: int
    visits: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An order to which lines may move."""

    id: int
    version: int
    number: str
    description: str
    site: str
    service_date: date | None
    stage: str
    lines: int


@dataclass(frozen=True, slots=True)
class MovableLine:
    """A line of an order with what it says; `why_not_move` and the like are empty where it can be done."""

    id: int
    line: int
    description: str
    status: LineStatus
    why_not_move: str


@dataclass(frozen=True, slots=True)
class MovingChoices:
    """Lines of an order, and orders of its agreement in process they may go to."""

    version: int
    number: str
    service_date: date | None
    lines: tuple[MovableLine, ...]
    targets: tuple[TargetRow, ...]
    why_no_target: str


def preview_batch(session: Session, ending: Ending, order_ids: Sequence[int]) -> BatchPreview:
    """Judge each order of a batch by the rules that hold when it is done; five statements for 500 orders."""
    stages = {stage.id: stage for stage in session.scalars(select(Stage))}
    going: list[int] = []
    rows: list[BatchRow] = []
    left_out: list[BatchRow] = []
    left_count = 0
    for first in range(0, len(order_ids), _PORTION):
        portion = [int(row_id) for row_id in order_ids[first : first + _PORTION]]
        for row in _judged(session, ending, portion, stages):
            if row.why:
                left_count += 1
                left_out += [row] if len(left_out) < SHOWN else []
            else:
                going.append(row.id)
                rows += [row] if len(rows) < SHOWN else []
    visits = 0 if ending is Ending.REVOKE else _planned_visits(session, going)
    return BatchPreview(tuple(going), tuple(rows), tuple(left_out), left_count, visits)


def moving_choices(session: Session, order_id: int) -> MovingChoices:
    """Lines of an order that may move, and where to; three statements."""
    order = session.get_one(ServiceOrder, order_id)
    lines = session.scalars(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.line)
    ).all()
    why = ""
    if order.agreement_id is None:
        why = _("Order {order} has no agreement; its lines can only go to a new order.").format(
            order=order.number
        )
    return MovingChoices(
        version=order.version,
        number=order.number,
        service_date=order.service_date,
        lines=tuple(
            MovableLine(line.id, line.line, line.description or "", line.status, line.why_not_modify() or "")
            for line in lines
        ),
        targets=_targets(session, order) if order.agreement_id is not None else (),
        why_no_target=why,
    )


def _targets(session: Session, order: ServiceOrder) -> tuple[TargetRow, ...]:
    counted = select(func.count(OrderLine.id)).where(OrderLine.order_id == ServiceOrder.id).scalar_subquery()
    found = session.execute(
        select(
            ServiceOrder.id,
            ServiceOrder.version,
            ServiceOrder.number,
            ServiceOrder.description,
            Site.name,
            ServiceOrder.service_date,
            Stage.name,
            counted,
        )
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .where(
            ServiceOrder.agreement_id == order.agreement_id,
            ServiceOrder.id != order.id,
            ServiceOrder.progress == Progress.IN_PROCESS,
            Stage.may_modify.is_(True),
        )
        .order_by(ServiceOrder.service_date, ServiceOrder.id)
        .limit(SHOWN)
    )
    return tuple(
        TargetRow(row_id, version, number, text, site or "", on, stage, lines)
        for row_id, version, number, text, site, on, stage, lines in found
    )


def _judged(
    session: Session, ending: Ending, order_ids: Sequence[int], stages: dict[int, Stage]
) -> list[BatchRow]:
    """The orders in the order of the ids; those that are gone are left out."""
    found = session.execute(
        select(ServiceOrder, Customer.name)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .where(ServiceOrder.id.in_(order_ids))
        .options(selectinload(ServiceOrder.lines))
    )
    orders = {order.id: (order, name) for order, name in found}
    ties = ties_of(session, order_ids)
    why_not = _RULES[ending]
    rows = []
    for order_id in order_ids:
        if order_id not in orders:
            continue
        order, customer = orders[order_id]
        why = why_not(order, stages[order.stage_id], ties[order_id])
        rows.append(
            BatchRow(
                order.id, order.number, customer, order.description, order.service_date, order.progress,
                why or "",
            )
        )  # fmt: skip
    session.expunge_all()
    return rows


_RULES: dict[Ending, Callable[[ServiceOrder, Stage, Ties], str | None]] = {
    Ending.CANCEL: why_not_cancel,
    Ending.REVOKE: lambda order, stage, _ties: why_not_revoke(order, stage),
    Ending.DELETE: why_not_delete,
}


def _planned_visits(session: Session, order_ids: Sequence[int]) -> int:
    stays = (*BEGUN, VisitStatus.CANCELLED)
    counted = 0
    for first in range(0, len(order_ids), _PORTION):
        statement = select(func.count(Visit.id)).where(
            Visit.order_id.in_(order_ids[first : first + _PORTION]), Visit.status.not_in(stays)
        )
        counted += session.scalar(statement) or 0
    return counted
