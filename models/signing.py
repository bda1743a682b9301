"""Signing off orders: the whole one, and what the lines say of it (domain.md 5.10, 6.2).

Signing off approves what was done; it changes nothing of it, so no stage forbids it.
"""

from __future__ import annotations

from datetime import datetime

from models.errors import Refused
from models.orders import ServiceOrder
from models.terms import LineStatus, Progress
from resources.texts import _


def why_not_sign_off(order: ServiceOrder) -> str | None:
    """Why an order may not be signed off as a whole, or None."""
    if order.progress is Progress.CANCELED:
        return _("Order {order} is canceled; there is nothing to sign off.").format(order=order.number)
    return None


def sign_off(order: ServiceOrder, *, at: datetime, by: str) -> None:
    """Sign off an order with every line that is still open; its lines are loaded. Twice is as good as once.

    Raises:
        Refused: it is canceled.
    """
    why = why_not_sign_off(order)
    if why:
        raise Refused(why, field="signed_off")
    for line in order.lines:
        if line.status is LineStatus.CREATED:
            line.sign_off(at=at, by=by)
    _stamp(order, at=at, by=by)


def why_not_take_back(order: ServiceOrder) -> str | None:
    """Why the sign-off of an order stays, or None."""
    if order.progress is Progress.POSTED:
        return _("Order {order} is posted, so its sign-off stays.").format(order=order.number)
    return None


def take_back(order: ServiceOrder) -> None:
    """Let an order be open again with every line that is not posted; its lines are loaded.

    Raises:
        Refused: it is posted.
    """
    why = why_not_take_back(order)
    if why:
        raise Refused(why, field="signed_off")
    for line in order.lines:
        if line.status is LineStatus.CREATED:
            line.take_back_sign_off()
    order.signed_off_at, order.signed_off_by = None, ""


def is_all_signed(order: ServiceOrder) -> bool:
    """Whether there are lines that count and all of them are signed off; the lines are loaded."""
    counting = [line.signed_off for line in order.lines if line.status is not LineStatus.CANCELED]
    return bool(counting) and all(counting)


def follow_lines(order: ServiceOrder, *, at: datetime, by: str) -> bool:
    """Let the order follow its lines: signed off once all are, open again once one is not.

    Returns:
        whether the order was signed off just now.
    """
    if not is_all_signed(order):
        if any(line.status is LineStatus.CREATED for line in order.lines):
            order.signed_off_at, order.signed_off_by = None, ""
        return False
    if order.signed_off_at is not None:
        return False
    _stamp(order, at=at, by=by)
    return True


def _stamp(order: ServiceOrder, *, at: datetime, by: str) -> None:
    if order.signed_off_at is None:
        order.signed_off_at, order.signed_off_by = at, by
