"""Plan, move, drop, restore, lock and follow visits: one or several in one transaction.

Every placement is judged again under the lock of its technicians by the same `models.fit` that judged the
drag. Hard findings refuse; soft ones are returned. A dropped visit is deleted and its order waits again; what
brings it back keeps its id, so that earlier edits of it can still be undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update

from app.queries.board import Place, VisitColumns, judge_places, visits_by_ids
from app.work import Work
from models import fit
from models.base import Base
from models.customers import Customer, Site
from models.errors import Conflict, Missing, Overlap, Refused
from models.journal import ChangeRow
from models.moves import Move, Step, steps_of
from models.orders import ServiceOrder
from models.stages import Stage
from models.terms import Lock, Right, VisitStatus
from models.visits import OPEN, Visit
from resources.texts import _

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a visit shall stand.

    Attributes:
        visit_id: the visit; for a new one 0, or the id it had before it was undone.
        order_id, technician_id: for whom, by whom.
        starts, ends: aware instants.
        seen: version of the visit that the person saw; for a new visit of the order, 0 to ask nothing.
        overlap_reason: why it may overlap other visits; empty forbids it.
    """

    visit_id: int
    order_id: int
    technician_id: int
    starts: datetime
    ends: datetime
    seen: int
    overlap_reason: str = ""

    @property
    def place(self) -> Place:
        """The same in epoch seconds, as the board judges it."""
        return Place(
            visit_id=self.visit_id,
            order_id=self.order_id,
            technician_id=self.technician_id,
            starts=int(self.starts.timestamp()),
            ends=int(self.ends.timestamp()),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one placement.

    Attributes:
        visit_id, version: of the visit now.
        findings: what it breaks all the same: soft findings, and an overlap that was allowed.
        before: where it stood, to be handed in to go back; None for a new one.
    """

    visit_id: int
    version: int
    findings: tuple[fit.Finding, ...]
    before: Placement | None


@dataclass(frozen=True, slots=True)
class Planned:
    """Answer of what places visits: the rows as they are now, and a `Placed` for each placement in order."""

    visits: VisitColumns
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """A visit in the version that a person saw."""

    visit_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class NewStatus:
    """What status a visit shall have."""

    visit_id: int
    seen: int
    status: VisitStatus


@dataclass(frozen=True, slots=True)
class NewLock:
    """What of a visit shall not be moved any more; None unlocks it."""

    visit_id: int
    seen: int
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class DroppedVisit:
    """A visit that went back to the waiting list, with all that is needed to restore it.

    Attributes:
        beside: other visits its order had then; a further one was planned by somebody meanwhile.
    """

    placement: Placement
    status: VisitStatus
    lock: Lock | None
    beside: frozenset[int]


def plan_visits(work: Work, *, placements: Sequence[Placement], again: bool = False) -> Planned:
    """Make visits for orders.

    Args:
        work: the unit of work.
        placements: one for each new visit.
        again: another visit although the order has one.

    Raises:
        Refused: a hard finding (`Overlap` for one), or an order whose stage forbids changes.
        Conflict: an order was changed, or planned by somebody else.
    """
    work.require(Right.PLAN)
    work.lock_technicians(placement.technician_id for placement in placements)
    orders = _orders(work, placements)
    if not again:
        _require_unplanned(work, orders)
    findings = _judge(work, placements)
    visits = _insert(work, placements, orders)
    return _planned(work, visits, findings, [None] * len(visits))


def move_visits(work: Work, *, placements: Sequence[Placement], going_back: bool = False) -> Planned:
    """Move visits in time, to other technicians, or change their length.

    Several may change places with one another: only where they stand in the end counts.

    Args:
        work: the unit of work.
        placements: one for each visit.
        going_back: to where they stood before; then of all findings only an overlap refuses.

    Raises:
        Refused: a hard finding (`Overlap` for one), a lock, a finished or cancelled visit.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    visits = _locked(work, placements)
    findings = _judge(work, placements, going_back=going_back)
    stood = [_placement_of(visit) for visit in visits]
    by_id = {visit.id: visit for visit in visits}
    wanted = {placement.visit_id: placement for placement in placements}
    for step in steps_of([_move(visit, wanted[visit.id]) for visit in visits]):
        _take(work, step, by_id, wanted)
    return _planned(work, visits, findings, stood)


def unschedule_visits(work: Work, *, visits: Sequence[SeenVisit]) -> tuple[DroppedVisit, ...]:
    """Drop visits back to the waiting list; the answer brings them back by `restore_visits`.

    Raises:
        Refused: work has begun, or a visit is locked.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    found = _locked(work, visits)
    standing = _visits_of(work, {visit.order_id for visit in found})
    going = {visit.id for visit in found}
    dropped = []
    for visit in found:
        why = visit.why_not_unschedule()
        if why:
            raise Refused(why)
        beside = frozenset(standing[visit.order_id] - going)
        dropped.append(DroppedVisit(_placement_of(visit), visit.status, visit.lock, beside))
        work.session.delete(visit)
    work.session.flush()
    return tuple(dropped)


def restore_visits(work: Work, *, visits: Sequence[DroppedVisit]) -> Planned:
    """Bring dropped visits back as they were, under their ids unless those were given away meanwhile.

    Raises:
        Overlap: somebody else has taken the place.
        Conflict: the order was planned by somebody else meanwhile.
    """
    work.require(Right.PLAN)
    placements = [visit.placement for visit in visits]
    work.lock_technicians(placement.technician_id for placement in placements)
    orders = _orders(work, placements, check=False)
    _require_unplanned(work, orders, known={one for visit in visits for one in visit.beside})
    findings = _judge(work, placements, going_back=True)
    restored = _insert(work, placements, orders)
    for visit, dropped in zip(restored, visits, strict=True):
        visit.status, visit.lock = dropped.status, dropped.lock
    work.session.flush()
    for visit, dropped in zip(restored, visits, strict=True):
        # A version that nobody has seen: who still holds the dropped one gets a conflict.
        newer = dropped.placement.seen + 1
        work.session.execute(update(Visit).where(Visit.id == visit.id).values(version=newer))
    return _planned(work, restored, findings, [None] * len(restored))


def set_status(work: Work, *, visits: Sequence[NewStatus]) -> VisitColumns:
    """Say how far visits are.

    Raises:
        Refused: a finished visit cannot be cancelled, nor a cancelled one be finished.
        Overlap: a visit is opened again and its place was given to another.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    found = _locked(work, visits)
    pairs = list(zip(found, visits, strict=True))
    for visit, wish in pairs:
        why = visit.why_not_become(wish.status)
        if why:
            raise Refused(why)
    reopened = [v for v, wish in pairs if v.status is VisitStatus.CANCELLED and wish.status in OPEN]
    _judge(work, [_placement_of(visit) for visit in reopened], going_back=True)
    for visit, wish in pairs:
        visit.status = wish.status
    work.session.flush()
    return visits_by_ids(work.session, [visit.id for visit in found])


def set_lock(work: Work, *, visits: Sequence[NewLock]) -> VisitColumns:
    """Say what of visits may not be moved.

    Raises:
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    found = _locked(work, visits)
    for visit, wish in zip(found, visits, strict=True):
        visit.lock = wish.lock
    work.session.flush()
    return visits_by_ids(work.session, [visit.id for visit in found])


def _locked(work: Work, wishes: Sequence[Placement | SeenVisit | NewStatus | NewLock]) -> list[Visit]:
    """The visits in the order of the wishes, their technicians locked, their versions compared.

    The technicians are read and locked before the visits are loaded, so that what is compared is what was
    committed when the lock was given.
    """
    ids = [wish.visit_id for wish in wishes]
    people = set(work.session.scalars(select(Visit.technician_id).where(Visit.id.in_(ids))))
    people |= {wish.technician_id for wish in wishes if isinstance(wish, Placement)}
    work.lock_technicians(people)
    found = _load(work, Visit, ids)
    for wish in wishes:
        visit = found.get(wish.visit_id)
        if visit is None or (isinstance(wish, Placement) and visit.order_id != wish.order_id):
            raise Missing(_("The visit is gone; somebody took it off the board."))
        if visit.version != wish.seen:
            raise work.conflict(Visit, visit.id)
    return [found[visit_id] for visit_id in ids]


def _load(work: Work, kind: type[Row], ids: Iterable[int | None], *, hold: bool = False) -> dict[int, Row]:
    """Rows by id, in one statement; held, nobody changes them before the commit.

    What is copied onto a visit is held: who renames a customer cannot see a visit that is not committed yet.
    """
    column = kind.__table__.c.id
    wanted = sorted({row_id for row_id in ids if row_id})
    chosen = select(kind).where(column.in_(wanted)).order_by(column)
    rows = work.session.scalars(chosen.with_for_update(read=True) if hold else chosen)
    return {row.id: row for row in rows}  # type: ignore[attr-defined]  # all that is asked for has an id


def _orders(work: Work, placements: Sequence[Placement], *, check: bool = True) -> dict[int, ServiceOrder]:
    """The orders, held against others who plan them at the same time."""
    ids = sorted({placement.order_id for placement in placements})
    rows = work.session.scalars(
        select(ServiceOrder).where(ServiceOrder.id.in_(ids)).order_by(ServiceOrder.id).with_for_update()
    )
    orders = {order.id: order for order in rows}
    stages = _load(work, Stage, (order.stage_id for order in orders.values()))
    for placement in placements:
        order = orders.get(placement.order_id)
        if order is None:
            raise Missing(_("The order is gone; somebody deleted it."))
        if check and placement.seen and order.version != placement.seen:
            raise work.conflict(ServiceOrder, order.id)
        if check:
            order.require_modifiable(stages[order.stage_id])
    return orders


def _visits_of(work: Work, order_ids: Iterable[int]) -> dict[int, set[int]]:
    """Visits by order, the cancelled ones left out."""
    rows = work.session.execute(
        select(Visit.order_id, Visit.id).where(
            Visit.order_id.in_(sorted(order_ids)), Visit.status != VisitStatus.CANCELLED
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for order_id, visit_id in rows:
        found[order_id].add(visit_id)
    return found


def _require_unplanned(
    work: Work, orders: Mapping[int, ServiceOrder], *, known: Collection[int] = ()
) -> None:
    """Say who was first when an order has a visit that the person did not know of."""
    for order_id, visit_ids in sorted(_visits_of(work, orders).items()):
        for visit_id in sorted(visit_ids.difference(known)):
            raise _planned_already(work, orders[order_id], visit_id)


def _planned_already(work: Work, order: ServiceOrder, visit_id: int) -> Conflict:
    by = work.session.scalar(
        select(ChangeRow.made_by)
        .where(ChangeRow.kind == Visit.__tablename__, ChangeRow.row_id == visit_id)
        .order_by(ChangeRow.id)
        .limit(1)
    )
    sentence = _("{name} planned {order} already.").format(name=by or _("Somebody else"), order=order.number)
    return Conflict(sentence, kind=ServiceOrder.__tablename__, row_id=order.id, by=by or "")


def _judge(
    work: Work, placements: Sequence[Placement], *, going_back: bool = False
) -> list[tuple[fit.Finding, ...]]:
    """What each placement breaks; refuse what may not be."""
    verdicts = judge_places(work.session, [placement.place for placement in placements])
    for placement, verdict in zip(placements, verdicts, strict=True):
        for finding in verdict.hard:
            _refuse(work, placement, finding, going_back=going_back)
    return [verdict.findings for verdict in verdicts]


def _refuse(work: Work, placement: Placement, finding: fit.Finding, *, going_back: bool) -> None:
    overlaps = finding.rule is fit.Rule.OVERLAP
    if (overlaps and placement.overlap_reason) or (going_back and not overlaps):
        return
    number = work.session.scalar(select(ServiceOrder.number).where(ServiceOrder.id == placement.order_id))
    sentence = _("{order}: {finding}.").format(order=number, finding=finding.text)
    raise Overlap(sentence) if overlaps else Refused(sentence)


def _insert(work: Work, placements: Sequence[Placement], orders: Mapping[int, ServiceOrder]) -> list[Visit]:
    """New visits, with what the board shows of their orders."""
    zone = work.company().zone
    customers = _load(work, Customer, (order.customer_id for order in orders.values()), hold=True)
    sites = _load(work, Site, (order.site_id for order in orders.values()), hold=True)
    taken = _load(work, Visit, (placement.visit_id for placement in placements))
    visits = []
    for placement in placements:
        order = orders[placement.order_id]
        visit = Visit(
            order_id=order.id,
            technician_id=placement.technician_id,
            starts_at=placement.starts,
            ends_at=placement.ends,
            overlap_reason=placement.overlap_reason or None,
        )
        if placement.visit_id and placement.visit_id not in taken:
            visit.id = placement.visit_id
        visit.describe(order, customers[order.customer_id], sites.get(order.site_id or 0), zone)
        visits.append(visit)
    work.session.add_all(visits)
    work.session.flush()
    return visits


def _placement_of(visit: Visit) -> Placement:
    """Where a visit stands."""
    return Placement(
        visit_id=visit.id,
        order_id=visit.order_id,
        technician_id=visit.technician_id,
        starts=visit.starts_at,
        ends=visit.ends_at,
        seen=visit.version,
        overlap_reason=visit.overlap_reason or "",
    )


def _move(visit: Visit, wish: Placement) -> Move:
    old, new = _placement_of(visit).place, wish.place
    return Move(visit.id, old.technician_id, old.starts, old.ends, new.technician_id, new.starts, new.ends)


def _take(work: Work, step: Step, visits: Mapping[int, Visit], wanted: Mapping[int, Placement]) -> None:
    """Move the visits of one step, or set aside those that stand in the way of a ring."""
    for visit_id in step.park:
        visits[visit_id].overlap_reason = _("Changes places")
    for visit_id in step.visit_ids:
        visit, wish = visits[visit_id], wanted[visit_id]
        visit.place(technician_id=wish.technician_id, starts=wish.starts, ends=wish.ends)
        visit.overlap_reason = wish.overlap_reason or None
    # The database judges each step by itself, so each must reach it before the next.
    work.session.flush()


def _planned(
    work: Work,
    visits: Sequence[Visit],
    findings: Sequence[tuple[fit.Finding, ...]],
    stood: Sequence[Placement | None],
) -> Planned:
    columns = visits_by_ids(work.session, [visit.id for visit in visits])
    versions = dict(zip(columns.id.tolist(), columns.version.tolist(), strict=True))
    return Planned(
        columns,
        tuple(
            Placed(visit.id, versions[visit.id], found, _back(before, versions[visit.id]))
            for visit, found, before in zip(visits, findings, stood, strict=True)
        ),
    )


def _back(before: Placement | None, version: int) -> Placement | None:
    """The way back, from the version that the visit has now."""
    return replace(before, seen=version) if before is not None else None
