"""Cancel orders and lines, and take that back (domain.md 5.6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.usecases.orders.kept import KeptRow, bring_back_visits, keep
from app.usecases.orders.lines import LineKey
from app.usecases.orders.parts import locked
from app.work import Work
from models.clocks import ClockAct, end_clock, hold_clock, reopen_clock
from models.company import Company
from models.endings import (
    BEGUN,
    ties_of,
    why_not_cancel,
    why_not_cancel_line,
    why_not_revoke,
    why_not_revoke_line,
)
from models.errors import Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.stages import Stage
from models.terms import ClockStatus, LineStatus, Progress, Right, VisitStatus
from models.visits import Visit
from resources.texts import _


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """An order in the version that a person saw; 0 for whichever it has."""

    id: int
    seen: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An order of a batch that stayed as it was, and why."""

    order_id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions an order and its lines have."""

    order: int
    lines: tuple[LineKey, ...]


@dataclass(frozen=True, slots=True)
class EndedOrder:
    """An order after it was canceled, or after that was taken back.

    Attributes:
        now, before: versions of it and its lines after and before.
        again: once it was taken back, the versions of old whose state is there again; None where somebody
            else changed it meanwhile.
        lines: ids of the lines whose status changed.
        visits: what went off the board with it.
        back: which of them stand there again, each one version newer.
        lost: visits that could not come back because their place was given away.
        ended_clock: what its clock was until then, if it was on.
    """

    id: int
    number: str
    now: Versions
    before: Versions
    lines: tuple[int, ...]
    visits: tuple[KeptRow, ...] = ()
    back: tuple[KeptRow, ...] = ()
    lost: int = 0
    ended_clock: ClockStatus | None = None
    again: Versions | None = None

    @property
    def version(self) -> int:
        """Its own now."""
        return self.now.order


@dataclass(frozen=True, slots=True)
class OrdersEnded:
    """What became of a batch."""

    done: tuple[EndedOrder, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def cancel_orders(work: Work, *, orders: Sequence[SeenOrder], is_strict: bool = False) -> OrdersEnded:
    """Cancel whole orders: their open lines, and their planned visits, which go off the board; clocks end.

    Args:
        work: the unit of work.
        orders: which.
        is_strict: refuse when one of them is; else those stay as they were and are named.

    Raises:
        Refused: when strict, what forbids it.
        Conflict: somebody changed one of them since it was seen.
    """
    work.require(Right.EDIT_ORDERS)
    hold_technicians(work, [order.id for order in orders])
    found, left_out = loaded(work, orders)
    ties, stages, company = ties_of(work.session, found), stages_of(work), work.company()
    going, refused = sorted_out(
        found.values(),
        lambda order: why_not_cancel(order, stages[order.stage_id], ties[order.id]),
    )
    left_out += leave_out(refused, is_strict=is_strict)
    before = {order.id: _versions(order) for order in going}
    statuses = {order.id: _cancel(order.lines) for order in going}
    for order in going:
        order.recompute_progress()
    visits = take_off_board(work, statuses)
    clocks = {order.id: _end_clock(work, order, company) for order in going}
    work.session.flush()
    done = [
        replace(
            _ended(order, before[order.id], statuses[order.id]),
            visits=tuple(visits.get(order.id, ())),
            ended_clock=clocks[order.id],
        )
        for order in going
    ]
    return OrdersEnded(tuple(done), tuple(left_out))


def revoke_orders(work: Work, *, orders: Sequence[SeenOrder], is_strict: bool = False) -> OrdersEnded:
    """Bring canceled orders back: every line is open again. Visits and clocks do not come back by this.

    Raises:
        Refused: when strict, for an order that is not canceled or whose stage forbids it.
        Conflict: somebody changed one of them since it was seen.
    """
    work.require(Right.EDIT_ORDERS)
    found, left_out = loaded(work, orders)
    stages = stages_of(work)
    going, refused = sorted_out(found.values(), lambda order: why_not_revoke(order, stages[order.stage_id]))
    left_out += leave_out(refused, is_strict=is_strict)
    before = {order.id: _versions(order) for order in going}
    changed = {order.id: _reopen(order.lines) for order in going}
    for order in going:
        order.recompute_progress()
    work.session.flush()
    done = [_ended(order, before[order.id], changed[order.id]) for order in going]
    return OrdersEnded(tuple(done), tuple(left_out))


def cancel_lines(work: Work, *, order_id: int, seen: int, line_ids: Collection[int]) -> EndedOrder:
    """Cancel lines of an order; with the last open one the order is canceled and leaves the board.

    Raises:
        Refused: the stage forbids it, item requirements exist, a line is posted or canceled.
        Conflict: somebody changed the order first.
    """
    work.require(Right.EDIT_ORDERS)
    hold_technicians(work, [order_id])
    order = locked(work, order_id, seen)
    stage, ties = work.get(Stage, order.stage_id), ties_of(work.session, [order_id])[order_id]
    before, lines = _versions(order), _lines(order, line_ids)
    for line in lines:
        why = why_not_cancel_line(order, line, stage, ties)
        if why:
            raise Refused(why)
        line.status = LineStatus.CANCELED
    order.recompute_progress()
    work.session.flush()
    is_over = order.progress is Progress.CANCELED
    visits = take_off_board(work, [order_id]).get(order_id, ()) if is_over else ()
    ended = _end_clock(work, order, work.company()) if is_over else None
    work.session.flush()
    done = _ended(order, before, tuple(line.id for line in lines))
    return replace(done, visits=tuple(visits), ended_clock=ended)


def revoke_lines(work: Work, *, order_id: int, seen: int, line_ids: Collection[int]) -> EndedOrder:
    """Open canceled lines of an order again.

    Raises:
        Refused: a line is not canceled, or the stage forbids it.
        Conflict: somebody changed the order first.
    """
    work.require(Right.EDIT_ORDERS)
    order = locked(work, order_id, seen)
    stage = work.get(Stage, order.stage_id)
    before, lines = _versions(order), _lines(order, line_ids)
    for line in lines:
        why = why_not_revoke_line(order, line, stage)
        if why:
            raise Refused(why)
    changed = _reopen(lines)
    order.recompute_progress()
    work.session.flush()
    return _ended(order, before, changed)


def undo_cancel(work: Work, *, orders: Sequence[EndedOrder]) -> OrdersEnded:
    """Undo what `cancel_orders` or `cancel_lines` did: just those lines, and the visits with them.

    A visit whose place was given away meanwhile stays off the board and is counted.
    """
    work.require(Right.EDIT_ORDERS)
    found, left_out = loaded(work, [SeenOrder(order.id) for order in orders])
    done = []
    for ended in orders:
        order = found.get(ended.id)
        if order is None:
            continue
        before = _versions(order)
        changed = _reopen([line for line in order.lines if line.id in ended.lines])
        order.recompute_progress()
        if ended.ended_clock and order.clock is ClockStatus.STOPPED:
            act = ClockAct(work.now, work.user.name, work.company())
            reopen_clock(work.session, order, act)
            if ended.ended_clock is ClockStatus.HELD:
                hold_clock(work.session, order, act)
        work.session.flush()
        back = bring_back_visits(work, ended.visits)
        lost = len(ended.visits) - len(back)
        again = ended.before if before == ended.now else None
        done.append(replace(_ended(order, before, changed), back=back, lost=lost, again=again))
    return OrdersEnded(tuple(done), tuple(left_out))


def loaded(work: Work, orders: Sequence[SeenOrder]) -> tuple[dict[int, ServiceOrder], list[LeftOut]]:
    """The orders with their lines, held until the commit, in the order asked for; those gone are left out."""
    ids = [order.id for order in orders]
    rows = work.session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.id.in_(ids))
        .order_by(ServiceOrder.id)
        .options(selectinload(ServiceOrder.lines), selectinload(ServiceOrder.skills))
        .with_for_update(of=ServiceOrder)
        .execution_options(populate_existing=True)
    )
    by_id = {row.id: row for row in rows}
    found: dict[int, ServiceOrder] = {}
    left_out = []
    for wanted in orders:
        order = by_id.get(wanted.id)
        if order is None:
            left_out.append(LeftOut(wanted.id, "", _("The order is gone; somebody deleted it.")))
        elif wanted.seen and order.version != wanted.seen:
            raise work.conflict(ServiceOrder, order.id)
        else:
            found[order.id] = order
    return found, left_out


def stages_of(work: Work) -> dict[int, Stage]:
    """Every stage by id."""
    return {stage.id: stage for stage in work.session.scalars(select(Stage))}


def sorted_out(
    orders: Iterable[ServiceOrder], why_not: Callable[[ServiceOrder], str | None]
) -> tuple[list[ServiceOrder], list[tuple[ServiceOrder, str]]]:
    """Those with which it can be done, and those with which it cannot, each with its sentence."""
    going, refused = [], []
    for order in orders:
        why = why_not(order)
        if why:
            refused.append((order, why))
        else:
            going.append(order)
    return going, refused


def leave_out(refused: Sequence[tuple[ServiceOrder, str]], *, is_strict: bool) -> list[LeftOut]:
    """Those of a batch that stay as they are; when strict the first of them refuses everything."""
    if refused and is_strict:
        raise Refused(refused[0][1])
    return [LeftOut(order.id, order.number, why) for order, why in refused]


def hold_technicians(work: Work, order_ids: Collection[int]) -> None:
    """Let nobody plan the people who have visits of these orders, before the orders themselves are held."""
    people = select(Visit.technician_id).where(Visit.order_id.in_(list(order_ids))).distinct()
    work.lock_technicians(work.session.scalars(people))


def take_off_board(work: Work, order_ids: Collection[int] | Mapping[int, object]) -> dict[int, list[KeptRow]]:
    """Delete the visits of these orders on which no work has begun; what they were, by order."""
    stays = (*BEGUN, VisitStatus.CANCELLED)
    visits = work.session.scalars(
        select(Visit)
        .where(Visit.order_id.in_(list(order_ids)), Visit.status.not_in(stays))
        .order_by(Visit.id)
    ).all()
    kept: dict[int, list[KeptRow]] = {}
    for visit in visits:
        kept.setdefault(visit.order_id, []).append(keep(visit))
        work.session.delete(visit)
    return kept


def _lines(order: ServiceOrder, line_ids: Collection[int]) -> list[OrderLine]:
    found = [line for line in order.lines if line.id in set(line_ids)]
    if not found or len(found) < len(set(line_ids)):
        raise Missing(_("It is gone; somebody deleted it."))
    return found


def _cancel(lines: Sequence[OrderLine]) -> tuple[int, ...]:
    opened = [line for line in lines if line.status is LineStatus.CREATED]
    for line in opened:
        line.status = LineStatus.CANCELED
    return tuple(line.id for line in opened)


def _reopen(lines: Sequence[OrderLine]) -> tuple[int, ...]:
    canceled = [line for line in lines if line.status is LineStatus.CANCELED]
    for line in canceled:
        line.status = LineStatus.CREATED
    return tuple(line.id for line in canceled)


def _end_clock(work: Work, order: ServiceOrder, company: Company) -> ClockStatus | None:
    """Stop the clock of a canceled order; what it was, if it was on."""
    was = order.clock
    act = ClockAct(work.now, work.user.name, company)
    return was if end_clock(work.session, order, act, is_canceled=True) is not None else None


def _ended(order: ServiceOrder, before: Versions, lines: tuple[int, ...]) -> EndedOrder:
    return EndedOrder(order.id, order.number, _versions(order), before, lines)


def _versions(order: ServiceOrder) -> Versions:
    lines = sorted(order.lines, key=lambda line: line.id)
    return Versions(order.version, tuple(LineKey(line.id, line.version) for line in lines))
