"""Begin a run of the generator, and undo one as far as nobody has touched what it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from app.queries.due import ALL_TYPES, Request
from app.work import Work
from models.generation import GenerationRun
from models.journal import AuditRow
from models.orders import OrderLine, ServiceOrder
from models.postings import Posting
from models.relations import OrderObject, OrderTask
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.search import removed_from
from models.service_levels import ClockEvent
from models.stages import StageChange
from models.terms import ClockAction, LineStatus, RequirementStatus, Right, StageLogKind
from models.visits import Visit
from resources.texts import N_, _

_REMOVED: ColumnElement[str] = literal_column("'delete'")  # literally, as the index has it


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order of a run that stays, and why, as a sentence."""

    order_id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing a run did: how many orders went, and which stay."""

    deleted: int
    kept: tuple[KeptOrder, ...]


def start_run(work: Work, *, request: Request) -> int:
    """Write down that a run begins: its period, who asked, and how; the run's id."""
    work.require(Right.EDIT_AGREEMENTS)
    period, options = request.period, request.options
    said = [kind.value for kind in sorted(options.types)] if options.types != ALL_TYPES else []
    said += ["continuous"] if options.continuous else []
    said += ["move_off_closed"] if options.move_off_closed else []
    run = GenerationRun(
        first=period.first,
        last=period.last,
        made_at=work.now,
        made_by=work.user.name,
        options=";".join(said),
    )
    return work.add(run).id


def undo_run(work: Work, *, run_id: int) -> Undone:
    """Delete the orders of a run that nobody has touched; a second time it finds nothing more to do.

    An order stays that is planned, was moved to another stage, signed off, posted or changed in any way.

    Raises:
        Missing: the run is gone.
    """
    work.require(Right.EDIT_AGREEMENTS)
    run = work.get(GenerationRun, run_id)
    work.take_long()
    session = work.session
    # Nobody plans or changes one of them meanwhile.
    made = session.scalars(
        select(ServiceOrder.id).where(ServiceOrder.run_id == run_id).with_for_update()
    ).all()
    touched = _touched()
    kept = _kept(session, run_id, touched)
    if len(made) > len(kept):
        work.write_in_bulk()
        untouched = not_(or_(*(condition for _why, condition in touched)))
        session.execute(
            delete(ServiceOrder)
            .where(ServiceOrder.run_id == run_id, untouched)
            .execution_options(synchronize_session=False)
        )
        for kind in (ServiceOrder, OrderLine):
            work.note(kind.__tablename__, 0, "reload")
    run.undone_at = work.now
    return Undone(len(made) - len(kept), tuple(kept[order_id] for order_id in sorted(kept)))


Touch = tuple[str, ColumnElement[bool]]


def _kept(session: Session, run_id: int, touched: Sequence[Touch]) -> dict[int, KeptOrder]:
    """Orders that stay, each with the first reason for it."""
    kept: dict[int, KeptOrder] = {}
    for why, condition in touched:
        rows = session.execute(
            select(ServiceOrder.id, ServiceOrder.number).where(ServiceOrder.run_id == run_id, condition)
        )
        for order_id, number in rows:
            kept.setdefault(order_id, KeptOrder(order_id, number, _(why).format(order=number)))
    return kept


def _touched() -> list[Touch]:
    """Why an order stays, as a sentence with `{order}`, and the condition on it; the weightiest first."""
    made = and_(OrderLine.status == LineStatus.CREATED, OrderLine.agreement_line_id.is_not(None))
    asked = and_(
        ItemRequirement.status == RequirementStatus.OPEN, ItemRequirement.agreement_line_id.is_not(None)
    )
    removed = select(removed_from(AuditRow.fields)).where(
        AuditRow.kind == OrderLine.__tablename__, AuditRow.op == _REMOVED
    )
    return [
        (N_("Order {order} was posted."), _has(Posting)),
        (N_("Order {order} is planned."), _has(Visit)),
        (
            N_("Order {order} was signed off."),
            or_(ServiceOrder.signed_off_at.is_not(None), _has(OrderLine, OrderLine.signed_off.is_(True))),
        ),
        (
            N_("Order {order} went on to another stage or has an entry in its log."),
            or_(
                _has(StageChange, StageChange.left_at.is_not(None)),
                _has(StageChange, StageChange.kind != StageLogKind.STAGE_CHANGE),
                _has(ClockEvent, ClockEvent.action != ClockAction.START),
            ),
        ),
        (
            N_("Order {order} was changed."),
            or_(
                ServiceOrder.version > 1,
                _has(OrderLine, or_(OrderLine.version > 1, not_(made))),
                _has(ItemRequirement, or_(ItemRequirement.version > 1, not_(asked))),
                _has(RepairLine),
                _has(OrderTask),
                _has(OrderObject, OrderObject.version > 1),
                ServiceOrder.id.in_(removed),
            ),
        ),
    ]


def _has(kind: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:  # a class with an order_id
    return exists().where(kind.order_id == ServiceOrder.id, *conditions)
