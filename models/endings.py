"""How orders end before their time, and what keeps them: cancel, revoke, delete, move (domain.md 5.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.errors import Refused
from models.orders import OrderLine, ServiceOrder, progress_of
from models.postings import Posting
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import LineStatus, Progress, RequirementStatus, VisitStatus
from models.visits import Visit
from resources.texts import _, ngettext

BEGUN = (VisitStatus.WORKING, VisitStatus.DONE)
"""Statuses of visits on which work has begun; such a visit keeps its order."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What else hangs on an order and keeps it from being canceled or deleted (domain.md 5.6, 5.7).

    Attributes:
        requirements: its item requirements; `wanted` counts those that are not canceled.
        postings: what was posted from it, taken back or not.
        begun: visits on which work has begun or is done.
    """

    requirements: int = 0
    wanted: int = 0
    postings: int = 0
    begun: int = 0


NO_TIES = Ties()
"""Nothing hangs on the order."""


def ties_of(session: Session, order_ids: Collection[int]) -> dict[int, Ties]:
    """What hangs on these orders, by order; three statements however many they are."""
    ids = list(order_ids)
    wanted = ItemRequirement.status != RequirementStatus.CANCELED
    all_required = _counted(session, ItemRequirement, ids)
    still_wanted = _counted(session, ItemRequirement, ids, wanted) if all_required else {}
    posted = _counted(session, Posting, ids)
    begun = _counted(session, Visit, ids, Visit.status.in_(BEGUN))
    return {
        order_id: Ties(
            all_required.get(order_id, 0),
            still_wanted.get(order_id, 0),
            posted.get(order_id, 0),
            begun.get(order_id, 0),
        )
        for order_id in ids
    }


def why_not_cancel(order: ServiceOrder, stage: Stage, ties: Ties) -> str | None:
    """Why an order may not be canceled as a whole, or None (domain.md 5.6); its lines are loaded."""
    why = _why_not_end(order, stage)
    if why is not None:
        return why
    posted = next((line.line for line in order.lines if line.status is LineStatus.POSTED), None)
    if posted is not None:
        return _("Line {line} of order {order} is posted, so the order cannot be canceled.").format(
            line=posted, order=order.number
        )
    if not order.lines:
        return _("Order {order} has no lines that could be canceled; delete it instead.").format(
            order=order.number
        )
    return _why_wanted(order, ties) or _why_begun(order, ties)


def why_not_cancel_line(order: ServiceOrder, line: OrderLine, stage: Stage, ties: Ties) -> str | None:
    """Why a line may not be canceled, or None (domain.md 5.6); the lines of its order are loaded.

    With the last line the order is canceled, so work that has begun on it counts then.
    """
    why = line.why_not_modify() or _why_not_end(order, stage) or _why_wanted(order, ties)
    if why is not None:
        return why
    left = [each.status for each in order.lines if each is not line]
    is_last = progress_of([*left, LineStatus.CANCELED]) is Progress.CANCELED
    return _why_begun(order, ties) if is_last else None


def require_open_line(order: ServiceOrder) -> None:
    """Refuse to take the last open line off an order that has canceled ones; its progress is computed.

    It would be canceled by that, with its visits on the board and its clock running.
    """
    if order.progress is Progress.CANCELED:
        raise Refused(
            _("Only canceled lines would be left on order {order}.").format(order=order.number),
            remedy=_("Cancel the line or the order instead."),
        )


def require_unposted(session: Session, lines: Collection[OrderLine]) -> None:
    """Refuse to remove lines from which something was posted, even if it was taken back."""
    ids = [line.id for line in lines]
    kept = set(session.scalars(select(Posting.order_line_id).where(Posting.order_line_id.in_(ids))))
    for line in lines:
        if line.id in kept:
            raise Refused(
                _("Something was posted from line {line}, so it is kept.").format(line=line.line),
                remedy=_("Cancel it instead."),
            )


def why_not_revoke(order: ServiceOrder, stage: Stage) -> str | None:
    """Why an order may not be brought back from being canceled, or None (domain.md 5.6)."""
    if order.progress is not Progress.CANCELED:
        return _("Order {order} is not canceled.").format(order=order.number)
    return _why_not_revoke_in(order, stage)


def why_not_revoke_line(order: ServiceOrder, line: OrderLine, stage: Stage) -> str | None:
    """Why a line may not be brought back from being canceled, or None."""
    if line.status is not LineStatus.CANCELED:
        return _("Line {line} is not canceled.").format(line=line.line)
    return _why_not_revoke_in(order, stage)


def why_not_delete(order: ServiceOrder, stage: Stage, ties: Ties) -> str | None:
    """Why an order may not be deleted, or None (domain.md 5.7)."""
    if not stage.may_delete:
        return _("Stage {stage} does not allow order {order} to be deleted.").format(
            stage=stage.name, order=order.number
        )
    if ties.requirements:
        return ngettext(
            "Order {order} has {n} item requirement; delete that first.",
            "Order {order} has {n} item requirements; delete them first.",
            ties.requirements,
        ).format(order=order.number, n=ties.requirements)
    if ties.postings or order.progress is Progress.POSTED:
        return _("Something of order {order} was posted, so it is kept.").format(order=order.number)
    return _why_begun(order, ties)


def why_not_post(order: ServiceOrder, stage: Stage) -> str | None:
    """Why nothing of an order may be posted, or None (domain.md 5.4, 5.10); lines have rules of their own."""
    if order.progress is Progress.CANCELED:
        return _("Order {order} is canceled.").format(order=order.number)
    if not stage.may_post:
        return _("Stage {stage} does not allow order {order} to be posted.").format(
            stage=stage.name, order=order.number
        )
    return order.why_no_account()


def why_not_move_lines(source: ServiceOrder, target: ServiceOrder) -> str | None:
    """Why lines of an order may not go to that other one, or None (domain.md 5.5)."""
    if target.id == source.id:
        return _("The lines are on order {order} already.").format(order=source.number)
    if source.agreement_id is None:
        return _("Order {order} has no agreement; lines move between orders of one agreement.").format(
            order=source.number
        )
    if target.agreement_id != source.agreement_id:
        return _("Orders {order} and {target} do not belong to one agreement.").format(
            order=source.number, target=target.number
        )
    return None


def _why_not_end(order: ServiceOrder, stage: Stage) -> str | None:
    """What forbids to cancel anything: the progress, the stage."""
    if order.progress is Progress.CANCELED:
        return _("Order {order} is canceled already.").format(order=order.number)
    if order.progress is Progress.POSTED:
        return _("Order {order} is posted; it stays as it is.").format(order=order.number)
    if not stage.may_cancel:
        return _("Stage {stage} does not allow order {order} to be canceled.").format(
            stage=stage.name, order=order.number
        )
    return None


def _why_wanted(order: ServiceOrder, ties: Ties) -> str | None:
    if not ties.wanted:
        return None
    return ngettext(
        "Order {order} has {n} item requirement; cancel or delete that first.",
        "Order {order} has {n} item requirements; cancel or delete them first.",
        ties.wanted,
    ).format(order=order.number, n=ties.wanted)


def _why_begun(order: ServiceOrder, ties: Ties) -> str | None:
    return _("Work on {order} has begun.").format(order=order.number) if ties.begun else None


def _why_not_revoke_in(order: ServiceOrder, stage: Stage) -> str | None:
    if stage.may_cancel:
        return None
    return _("In stage {stage} order {order} stays canceled.").format(stage=stage.name, order=order.number)


def _counted(
    session: Session,
    kind: Any,  # a mapped class with an order_id
    ids: list[int],
    *conditions: ColumnElement[bool],
) -> dict[int, int]:
    rows = session.execute(
        select(kind.order_id, func.count()).where(kind.order_id.in_(ids), *conditions).group_by(kind.order_id)
    )
    return {order_id: count for order_id, count in rows}
