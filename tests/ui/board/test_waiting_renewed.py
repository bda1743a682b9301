"""After a change only what changed of the waiting list is read, whoever changed it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.queries.board import WaitingRow, orders_of_visits, waiting_orders
from app.usecases.visits import Placement, SeenVisit, plan_visits, unschedule_visits
from app.work import Work
from models.orders import ServiceOrder
from models.technicians import Technician
from models.visits import Visit
from tests.builders import MONDAY, a_visit, an_order
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import HOUR, a_board, a_company


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[BoardDriver]:
    """A dispatcher whose list holds twenty orders more, and a visit half a year away."""

    def arrange(work: Work) -> None:
        a_company(work)
        for _n in range(20):
            an_order(work)
        a_visit(work, order=an_order(work, number="SO-FAR"), starts=MONDAY + 200 * 24 * HOUR)

    sqlite_context.run(arrange)
    with a_board(qtbot, sqlite_context) as dispatcher:
        yield dispatcher


def listed(d: BoardDriver) -> dict[str, WaitingRow]:
    """The rows of the list by number: a row that is read again is another object."""
    return {row.number: row for row in d.page.waiting.rows.values()}


def read_again(before: dict[str, WaitingRow], after: dict[str, WaitingRow]) -> set[str]:
    """Orders that left the list, came to it, or were read once more."""
    return {n for n in before.keys() | after.keys() if before.get(n) is not after.get(n)}


def seen_visit(d: BoardDriver, number: str) -> SeenVisit:
    """A visit of an order as the database has it."""

    def find(work: Work) -> SeenVisit:
        visit = work.session.scalars(select(Visit).where(Visit.order_number == number)).one()
        return SeenVisit(visit.id, visit.version)

    return d.jobs.context.run(find)[0]


def test_our_own_deeds_read_their_own_orders_only(d: BoardDriver) -> None:
    before = listed(d)
    d.drags("SO-1", to="Anna", at="15:00")
    d.settles()
    assert read_again(before, listed(d)) == set()
    d.sends_back("SO-1")
    d.settles()
    assert read_again(before, listed(d)) == {"SO-1"}
    d.edits.undo()
    d.settles()
    assert read_again(before, listed(d)) == set()


def test_what_is_planned_elsewhere_reads_the_orders_concerned(d: BoardDriver) -> None:
    before = listed(d)
    number = sorted(before)[0]

    def wish(work: Work) -> Placement:
        order = work.session.scalars(select(ServiceOrder).where(ServiceOrder.number == number)).one()
        anna = work.session.scalars(select(Technician.id).order_by(Technician.id)).first()
        return Placement(0, order.id, anna or 0, MONDAY + 150 * HOUR, MONDAY + 151 * HOUR, order.version)

    d.jobs.write(plan_visits, placements=[d.jobs.context.run(wish)[0]])
    d.qtbot.waitUntil(lambda: number not in listed(d))
    d.settles()
    assert read_again(before, listed(d)) == {number}


def test_a_visit_out_of_sight_that_is_gone_reads_the_whole_list(d: BoardDriver) -> None:
    before = listed(d)
    d.jobs.write(unschedule_visits, visits=[seen_visit(d, "SO-FAR")])
    d.qtbot.waitUntil(lambda: "SO-FAR" in listed(d))
    d.settles()
    assert read_again(before, listed(d)) == before.keys() | {"SO-FAR"}


def test_some_orders_are_read_as_all_of_them_are(context: Context) -> None:
    def arrange(work: Work) -> tuple[list[int], Visit]:
        return [an_order(work).id for _n in range(3)], a_visit(work)

    (ids, visit), _changes = context.run(arrange)
    every = context.read(waiting_orders)
    assert context.read(waiting_orders, among=[ids[1], visit.order_id]) == [every[1]]
    assert context.read(waiting_orders, among=[]) == []
    assert context.read(orders_of_visits, [visit.id, 999_999]) == {visit.id: visit.order_id}
