"""Take an order to another stage."""

from __future__ import annotations

from app.usecases.orders.parts import OrderSaved, entered
from app.work import Work
from models.orders import ServiceOrder
from models.stages import Reason, Stage
from models.terms import Right


def change_stage(
    work: Work, *, order_id: int, seen: int, stage_id: int, reason_id: int | None = None, note: str = ""
) -> OrderSaved:
    """Take an order to another stage and write it in the log (domain.md 6.1, examples.md C).

    Raises:
        Refused: the stage does not follow, or asks for a reason.
        Conflict: somebody changed the order first.
    """
    work.require(Right.CHANGE_STAGE)
    order = work.get(ServiceOrder, order_id, seen=seen)
    current, target = work.get(Stage, order.stage_id), work.get(Stage, stage_id)
    order.require_enter(current, target, has_reason=reason_id is not None)
    if reason_id is not None:
        work.get(Reason, reason_id)
    order.stage_id = target.id
    work.add(entered(work, order, target, reason_id=reason_id, note=note))
    return OrderSaved(order.id, order.number, order.version)
