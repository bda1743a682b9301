"""Sign off lines and orders, and take that back (domain.md 5.10, 6.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.work import Work
from models import signing
from models.clocks import ClockAct, end_clock
from models.company import Company
from models.errors import Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.stages import Reason, StageChange
from models.terms import Right, StageLogKind
from resources.texts import _


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed off or opened again: ids of lines and of whole orders; and why others were not."""

    line_ids: tuple[int, ...] = ()
    order_ids: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The reason given for an order whose clock ran out."""

    reason_id: int | None = None
    note: str = ""


def sign_off(
    work: Work,
    *,
    order_ids: Sequence[int] = (),
    line_ids: Sequence[int] = (),
    reason_id: int | None = None,
    note: str = "",
) -> Signed:
    """Sign off whole orders, or lines; an order follows as soon as all of its lines are signed off.

    With the order its clock ends, which asks for a reason where it ran out and the company wants one. Signing
    again changes nothing. Of several, those that can be are signed off and the others are told.

    Raises:
        Refused: none of them may be signed off.
        Missing: an order or a line is gone.
    """
    work.require(Right.SIGN_OFF)
    if reason_id is not None:
        work.get(Reason, reason_id)
    why, company = Why(reason_id, note.strip()), work.company()

    def act(order: ServiceOrder, lines: Sequence[OrderLine]) -> None:
        had = order.signed_off_at
        if not lines:
            signing.sign_off(order, at=work.now, by=work.user.name)
        for line in lines:
            line.sign_off(at=work.now, by=work.user.name)
        signing.follow_lines(order, at=work.now, by=work.user.name)
        if had is None and order.signed_off_at is not None:
            close(work, order, company, why)

    return _for_each(work, act, order_ids, line_ids)


def take_back_sign_off(work: Work, *, order_ids: Sequence[int] = (), line_ids: Sequence[int] = ()) -> Signed:
    """Open orders or lines again that are not posted; a clock that has ended stays so.

    Raises:
        Refused: none of them may be opened again.
        Missing: an order or a line is gone.
    """
    work.require(Right.SIGN_OFF)

    def act(order: ServiceOrder, lines: Sequence[OrderLine]) -> None:
        if not lines:
            signing.take_back(order)
        for line in lines:
            line.take_back_sign_off()
        signing.follow_lines(order, at=work.now, by=work.user.name)

    return _for_each(work, act, order_ids, line_ids)


def close(work: Work, order: ServiceOrder, company: Company, why: Why) -> None:
    """End the clock of an order that was just signed off, with the reason in the log (domain.md 6.2)."""
    act = ClockAct(work.now, work.user.name, company, reason_id=why.reason_id, note=why.note)
    ended = end_clock(work.session, order, act)
    if ended is not None and (why.reason_id is not None or why.note):
        work.add(
            StageChange(
                order_id=order.id,
                stage_id=order.stage_id,
                entered_at=work.now,
                entered_by=work.user.name,
                reason_id=why.reason_id,
                note=why.note or None,
                kind=StageLogKind.CLOSE,
            )
        )


def _for_each(
    work: Work,
    act: Callable[[ServiceOrder, Sequence[OrderLine]], None],
    order_ids: Sequence[int],
    line_ids: Sequence[int],
) -> Signed:
    """Act on each order, each as a whole or not at all."""
    whole, wanted = set(order_ids), set(line_ids)
    orders = _locked(work, whole, wanted)
    changed: list[int] = []
    of_orders: list[int] = []
    refused: list[str] = []
    for order in orders:
        chosen = () if order.id in whole else [line for line in order.lines if line.id in wanted]
        before = {line.id: line.signed_off for line in order.lines}
        signed = order.signed_off_at is not None
        try:
            with work.session.begin_nested():
                act(order, chosen)
                work.session.flush()
        except Refused as error:
            if len(orders) == 1:
                raise
            refused.append(str(error))
            continue
        changed.extend(line.id for line in order.lines if line.signed_off != before[line.id])
        if signed != (order.signed_off_at is not None):
            of_orders.append(order.id)
    if refused and len(refused) == len(orders):
        raise Refused(refused[0])
    return Signed(tuple(changed), tuple(of_orders), tuple(refused))


def _locked(work: Work, order_ids: set[int], line_ids: set[int]) -> Sequence[ServiceOrder]:
    """Those orders, and those of the lines, with all lines; nobody else changes them before the commit."""
    session = work.session
    rows = session.execute(select(OrderLine.id, OrderLine.order_id).where(OrderLine.id.in_(line_ids)))
    owners = {line_id: order_id for line_id, order_id in rows}
    ids = order_ids | set(owners.values())
    orders = session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.id.in_(ids))
        .order_by(ServiceOrder.id)
        .options(selectinload(ServiceOrder.lines))
        .with_for_update(of=ServiceOrder)
        .execution_options(populate_existing=True)
    ).all()
    if len(owners) < len(line_ids) or len(orders) < len(ids):
        raise Missing(_("It is gone; somebody deleted it."))
    return orders
