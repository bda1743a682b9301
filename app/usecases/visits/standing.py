"""Visits and their orders held, compared with what was seen, judged, and written: steps of the use cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import select, update

from app.queries.board import judge_places, visits_by_ids
from app.usecases.visits.shapes import (
    DroppedVisit,
    NewLock,
    NewStatus,
    Placed,
    Placement,
    Planned,
    SeenVisit,
)
from app.work import Work
from models import fit
from models.base import Base
from models.customers import Customer, Site
from models.errors import Conflict, Missing, Overlap, Refused
from models.journal import ChangeRow
from models.moves import Move, Step, steps_of
from models.orders import ServiceOrder
from models.stages import Stage
from models.terms import Right, VisitStatus
from models.visits import Visit
from resources.texts import _

Row = TypeVar("Row", bound=Base)


def locked(work: Work, wishes: Sequence[Placement | SeenVisit | NewStatus | NewLock]) -> list[Visit]:
    """The visits in the order of the wishes, their technicians locked, their versions compared.

    The technicians are read and locked before the visits are loaded, so that what is compared is what was
    committed when the lock was given.
    """
    ids = [wish.visit_id for wish in wishes]
    people = set(work.session.scalars(select(Visit.technician_id).where(Visit.id.in_(ids))))
    people |= {wish.technician_id for wish in wishes if isinstance(wish, Placement)}
    work.lock_technicians(people)
    found = load(work, Visit, ids)
    for wish in wishes:
        visit = found.get(wish.visit_id)
        if visit is None or (isinstance(wish, Placement) and visit.order_id != wish.order_id):
            raise Missing(_("The visit is gone; somebody took it off the board."))
        if visit.version != wish.seen:
            raise work.conflict(Visit, visit.id)
    return [found[visit_id] for visit_id in ids]


def load(work: Work, kind: type[Row], ids: Iterable[int | None], *, hold: bool = False) -> dict[int, Row]:
    """Rows by id, in one statement; held, nobody changes them before the commit.

    What is copied onto a visit is held: who renames a customer cannot see a visit that is not committed yet.
    """
    column = kind.__table__.c.id
    wanted = sorted({row_id for row_id in ids if row_id})
    chosen = select(kind).where(column.in_(wanted)).order_by(column)
    rows = work.session.scalars(chosen.with_for_update(read=True) if hold else chosen)
    return {row.id: row for row in rows}  # type: ignore[attr-defined]  # all that is asked for has an id


def held_orders(
    work: Work, placements: Sequence[Placement], *, check: bool = True
) -> dict[int, ServiceOrder]:
    """The orders, held against others who plan them at the same time.

    Raises:
        Missing: one is gone.
        Refused, Conflict: one may not be changed, or was by somebody else; unless nothing is to be checked.
    """
    orders = orders_of(work, placements)
    for error in why_not_plan(work, placements, orders):
        if error is not None and (check or isinstance(error, Missing)):
            raise error
    return orders


def orders_of(work: Work, placements: Sequence[Placement]) -> dict[int, ServiceOrder]:
    """The orders that there are, held."""
    ids = sorted({placement.order_id for placement in placements})
    rows = work.session.scalars(
        select(ServiceOrder).where(ServiceOrder.id.in_(ids)).order_by(ServiceOrder.id).with_for_update()
    )
    return {order.id: order for order in rows}


def why_not_plan(
    work: Work, placements: Sequence[Placement], orders: Mapping[int, ServiceOrder]
) -> Iterator[Conflict | Refused | None]:
    """For each placement what its order says against it, or None."""
    stages = load(work, Stage, (order.stage_id for order in orders.values()))
    for placement in placements:
        order = orders.get(placement.order_id)
        if order is None:
            yield Missing(_("The order is gone; somebody deleted it."))
        elif placement.seen and order.version != placement.seen:
            yield work.conflict(ServiceOrder, order.id)
        else:
            why = order.why_not_modify(stages[order.stage_id])
            yield Refused(why) if why else None


def visits_of(work: Work, order_ids: Iterable[int]) -> dict[int, set[int]]:
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


def require_unplanned(work: Work, orders: Mapping[int, ServiceOrder], *, known: Collection[int] = ()) -> None:
    """Say who was first when an order has a visit that the person did not know of."""
    for conflict in planned_already(work, orders, known=known).values():
        raise conflict


def planned_already(
    work: Work, orders: Mapping[int, ServiceOrder], *, known: Collection[int] = ()
) -> dict[int, Conflict]:
    """The orders that have a visit the person did not know of, by id, with who was first."""
    strange = {order_id: visits.difference(known) for order_id, visits in visits_of(work, orders).items()}
    return {
        order_id: _planned_already(work, orders[order_id], min(visit_ids))
        for order_id, visit_ids in sorted(strange.items())
        if visit_ids
    }


def _planned_already(work: Work, order: ServiceOrder, visit_id: int) -> Conflict:
    by = work.session.scalar(
        select(ChangeRow.made_by)
        .where(ChangeRow.kind == Visit.__tablename__, ChangeRow.row_id == visit_id)
        .order_by(ChangeRow.id)
        .limit(1)
    )
    sentence = _("{name} planned {order} already.").format(name=by or _("Somebody else"), order=order.number)
    return Conflict(sentence, kind=ServiceOrder.__tablename__, row_id=order.id, by=by or "")


def judged(
    work: Work, placements: Sequence[Placement], *, going_back: bool = False
) -> list[tuple[fit.Finding, ...]]:
    """What each placement breaks, all of them standing where they are proposed; refuse what may not be."""
    findings = []
    verdicts = judge_places(work.session, [placement.place for placement in placements])
    for placement, verdict in zip(placements, verdicts, strict=True):
        for finding in verdict.hard:
            if not (going_back and _stands_again(work, placement, placements, finding)):
                _refuse(work, placement, finding)
        findings.append(verdict.findings)
    return findings


def _stands_again(
    work: Work, placement: Placement, placements: Sequence[Placement], finding: fit.Finding
) -> bool:
    """Whether a visit may go back to where it stood although it breaks a rule there.

    It may when it is no overlap, or one that the visits it overlaps were allowed.
    """
    if finding.rule is not fit.Rule.OVERLAP or placement.overlap_reason:
        return True
    together = {other.visit_id for other in placements}
    others = work.session.execute(
        select(Visit.id, Visit.overlap_reason).where(
            Visit.technician_id == placement.technician_id,
            Visit.starts_at < placement.ends,
            Visit.ends_at > placement.starts,
            Visit.status != VisitStatus.CANCELLED,
        )
    )
    if any(not reason for visit_id, reason in others if visit_id not in together):
        return False
    return not any(
        other.technician_id == placement.technician_id
        and other.starts < placement.ends
        and placement.starts < other.ends
        and not other.overlap_reason
        for other in placements
        if other is not placement
    )


def is_allowed(work: Work, placement: Placement) -> bool:
    """Whether a placement may break hard rules; why it overlaps already allows nothing."""
    return work.user.may_break(placement.override_reason)


def refusal(work: Work, placement: Placement, finding: fit.Finding) -> Refused:
    """What to say of a hard finding."""
    number = work.session.scalar(select(ServiceOrder.number).where(ServiceOrder.id == placement.order_id))
    sentence = _("{order}: {finding}.").format(order=number, finding=finding.text)
    return Overlap(sentence) if finding.rule is fit.Rule.OVERLAP else Refused(sentence)


def _refuse(work: Work, placement: Placement, finding: fit.Finding) -> None:
    if placement.override_reason:
        work.require(Right.OVERRIDE)
    if not is_allowed(work, placement):
        raise refusal(work, placement, finding)


def reasoned(placements: Sequence[Placement], findings: Sequence[Sequence[fit.Finding]]) -> list[Placement]:
    """The placements, those that overlap with a reason for the database, the others without one.

    Where overlaps are no hard rule of the company, nobody is asked for a reason.
    """
    return [
        replace(
            place,
            overlap_reason=(place.override_reason or _("Overlaps are allowed"))
            if any(one.rule is fit.Rule.OVERLAP for one in found)
            else "",
        )
        for place, found in zip(placements, findings, strict=True)
    ]


def inserted(work: Work, placements: Sequence[Placement], orders: Mapping[int, ServiceOrder]) -> list[Visit]:
    """New visits, with what the board shows of their orders."""
    zone = work.company().zone
    customers = load(work, Customer, (order.customer_id for order in orders.values()), hold=True)
    sites = load(work, Site, (order.site_id for order in orders.values()), hold=True)
    taken = load(work, Visit, (placement.visit_id for placement in placements))
    visits = []
    for placement in placements:
        order = orders[placement.order_id]
        visit = Visit(
            order_id=order.id,
            technician_id=placement.technician_id,
            starts_at=placement.starts,
            ends_at=placement.ends,
            overlap_reason=placement.overlap_reason or None,
            override_reason=placement.override_reason or None,
            crew_id=max(placement.crew_id or 0, 0) or None,
        )
        if placement.visit_id and placement.visit_id not in taken:
            visit.id = placement.visit_id
        visit.describe(order, customers[order.customer_id], sites.get(order.site_id or 0), zone)
        visits.append(visit)
    work.session.add_all(visits)
    work.session.flush()
    _form_crews(placements, visits)
    work.session.flush()
    return visits


def _form_crews(placements: Sequence[Placement], visits: Sequence[Visit]) -> None:
    """Visits that shall go together get the id of their first as their crew."""
    first: dict[int, int] = {}
    for placement, visit in zip(placements, visits, strict=True):
        crew = placement.crew_id or 0
        if crew < 0:
            visit.crew_id = first.setdefault(crew, visit.id)


def placement_of(visit: Visit) -> Placement:
    """Where a visit stands."""
    return Placement(
        visit_id=visit.id,
        order_id=visit.order_id,
        technician_id=visit.technician_id,
        starts=visit.starts_at,
        ends=visit.ends_at,
        seen=visit.version,
        overlap_reason=visit.overlap_reason or "",
        override_reason=visit.override_reason or "",
        crew_id=visit.crew_id or 0,
    )


def moved(work: Work, visits: Sequence[Visit], placements: Sequence[Placement]) -> list[Placement]:
    """Move visits to their placements, one for each; returns where they stood."""
    stood = [placement_of(visit) for visit in visits]
    by_id = {visit.id: visit for visit in visits}
    wanted = {placement.visit_id: placement for placement in placements}
    for step in steps_of([_move(visit, wanted[visit.id]) for visit in visits]):
        _take(work, step, by_id, wanted)
    return stood


def taken_off(work: Work, visits: Sequence[Visit]) -> tuple[DroppedVisit, ...]:
    """Delete visits; their orders wait again."""
    standing = visits_of(work, {visit.order_id for visit in visits})
    going = {visit.id for visit in visits}
    dropped = []
    for visit in visits:
        why = visit.why_not_unschedule()
        if why:
            raise Refused(why)
        beside = frozenset(standing[visit.order_id] - going)
        dropped.append(DroppedVisit(placement_of(visit), visit.status, visit.lock, beside))
        work.session.delete(visit)
    work.session.flush()
    return tuple(dropped)


def brought_back(
    work: Work, dropped: Sequence[DroppedVisit], orders: Mapping[int, ServiceOrder]
) -> list[Visit]:
    """Insert dropped visits as they were, under their ids unless those were given away meanwhile."""
    restored = inserted(work, [one.placement for one in dropped], orders)
    for visit, was in zip(restored, dropped, strict=True):
        visit.status, visit.lock = was.status, was.lock
    work.session.flush()
    for visit, was in zip(restored, dropped, strict=True):
        # A version that nobody has seen: who still holds the dropped one gets a conflict.
        newer = was.placement.seen + 1
        work.session.execute(update(Visit).where(Visit.id == visit.id).values(version=newer))
    return restored


def _move(visit: Visit, wish: Placement) -> Move:
    old, new = placement_of(visit).place, wish.place
    return Move(visit.id, old.technician_id, old.starts, old.ends, new.technician_id, new.starts, new.ends)


def _take(work: Work, step: Step, visits: Mapping[int, Visit], wanted: Mapping[int, Placement]) -> None:
    """Move the visits of one step, or set aside those that stand in the way of a ring."""
    for visit_id in step.park:
        visits[visit_id].overlap_reason = _("Changes places")
    for visit_id in step.visit_ids:
        visit, wish = visits[visit_id], wanted[visit_id]
        visit.place(technician_id=wish.technician_id, starts=wish.starts, ends=wish.ends)
        visit.overlap_reason = wish.overlap_reason or None
        visit.override_reason = wish.override_reason or None
        if wish.crew_id is not None:
            visit.crew_id = wish.crew_id or None
    # The database judges each step by itself, so each must reach it before the next.
    work.session.flush()


def planned(
    work: Work,
    visits: Sequence[Visit],
    findings: Sequence[tuple[fit.Finding, ...]],
    stood: Sequence[Placement | None],
) -> Planned:
    """The answer about visits: their rows now, what each breaks, and where it stood (None for a new one)."""
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
