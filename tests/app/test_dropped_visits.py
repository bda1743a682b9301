"""Visits that are dropped and come back: their ids, their places, their orders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.context import Context
from app.queries.board import waiting_orders
from app.usecases.visits import (
    NewLock,
    NewStatus,
    SeenVisit,
    plan_visits,
    restore_visits,
    set_lock,
    set_status,
    unschedule_visits,
)
from app.work import Work
from models.errors import Conflict, Overlap
from models.orders import ServiceOrder
from models.technicians import Technician
from models.terms import Lock, VisitStatus
from models.visits import Visit
from tests.app.placements import HOUR, board, new
from tests.builders import (
    MONDAY,
    a_technician,
    a_visit,
    an_order,
)


def test_a_dropped_visit_comes_back_under_its_id(context: Context) -> None:
    visit, _changes = context.run(a_visit, status=VisitStatus.SENT, lock=Lock.PERSON, overlap_reason="Twin")
    context.run(set_lock, visits=[NewLock(visit.id, 1, None)])
    context.run(set_status, visits=[NewStatus(visit.id, 2, VisitStatus.PLANNED)])
    stood = board(context)
    dropped, _changes = context.run(unschedule_visits, visits=[SeenVisit(visit.id, 3)])
    assert board(context) == {}
    assert [row.order_id for row in context.read(waiting_orders)] == [visit.order_id]
    planned, _changes = context.run(restore_visits, visits=dropped)
    assert board(context) == stood
    assert planned.placed[0].visit_id == visit.id
    assert planned.placed[0].version == 4
    again, _changes = context.run(lambda work: work.get(Visit, visit.id))
    assert (again.status, again.lock, again.overlap_reason) == (VisitStatus.PLANNED, None, "Twin")
    assert again.customer_name == visit.customer_name


def test_a_dropped_visit_gets_another_id_when_its_own_was_given_away(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    dropped, _changes = context.run(unschedule_visits, visits=[SeenVisit(visit.id, 1)])

    def take_its_id(work: Work) -> None:
        other = a_visit(work, starts=MONDAY + 3 * HOUR)
        if other.id != visit.id:
            work.session.delete(other)
            work.session.flush()
            usurper = Visit(order_id=other.order_id, technician_id=other.technician_id,
                                  starts_at=MONDAY, ends_at=MONDAY + HOUR)  # fmt: skip
            usurper.id = visit.id
            work.add(usurper)

    context.run(take_its_id)
    planned, _changes = context.run(restore_visits, visits=dropped)
    assert planned.placed[0].visit_id != visit.id
    assert planned.visits.number == [visit.order_number]


def test_a_place_that_was_taken_meanwhile_is_not_taken_back(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    dropped, _changes = context.run(unschedule_visits, visits=[SeenVisit(visit.id, 1)])
    context.run(lambda work: a_visit(work, technician=work.get(Technician, visit.technician_id)))
    with pytest.raises(Overlap):
        context.run(restore_visits, visits=dropped)


def test_one_of_two_visits_to_an_order_comes_back_but_not_past_a_third(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        order = an_order(work)
        return a_visit(work, order=order), a_visit(work, order=order)

    (one, _other), _changes = context.run(arrange)
    dropped, _changes = context.run(unschedule_visits, visits=[SeenVisit(one.id, 1)])
    context.run(restore_visits, visits=dropped)
    dropped, _changes = context.run(unschedule_visits, visits=[SeenVisit(one.id, 2)])
    context.run(lambda work: a_visit(work, order=work.get(ServiceOrder, one.order_id)))
    with pytest.raises(Conflict, match="planned"):
        context.run(restore_visits, visits=dropped)


def test_a_planned_visit_keeps_its_id_when_it_is_planned_again(context: Context) -> None:
    (order, anna), _changes = context.run(lambda work: (an_order(work), a_technician(work)))
    wish = new(order, anna)
    (first,) = context.run(plan_visits, placements=[wish])[0].placed
    context.run(unschedule_visits, visits=[SeenVisit(first.visit_id, first.version)])
    (second,) = context.run(plan_visits, placements=[replace(wish, visit_id=first.visit_id)])[0].placed
    assert second.visit_id == first.visit_id
