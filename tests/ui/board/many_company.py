"""A small company with full days, for commands over many visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_team, a_technician, a_visit, an_order
from tests.ui.board.dispatcher import BoardDriver
from ui.board.page import BoardPage
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live

HOUR = timedelta(hours=1)


def a_full_company(work: Work) -> None:
    """Anna has four visits on Monday from 9, Bram one at 13, Cas none; two orders wait.

    SO-3 needs gas, which Anna and Bram can do.
    """
    team, gas = a_team(work), a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", team_id=team.id, skills=[gas])
    bram = a_technician(work, name="Bram", team_id=team.id, skills=[gas])
    a_technician(work, name="Cas", team_id=team.id)
    customer = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60}
    for number, hours in (("SO-1", 0.0), ("SO-2", 1.0), ("SO-4", 4.0)):
        a_visit(
            work, order=an_order(work, number=number, **usual), technician=anna, starts=MONDAY + hours * HOUR
        )
    gas_order = an_order(work, number="SO-3", skills=[gas], **usual)
    a_visit(work, order=gas_order, technician=anna, starts=MONDAY + 2 * HOUR)
    a_visit(work, order=an_order(work, number="SO-5", **usual), technician=bram, starts=MONDAY + 4 * HOUR)
    an_order(work, number="SO-6", **usual)
    an_order(work, number="SO-7", **usual)


@contextmanager
def a_board(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of that company."""
    live, edits = Live(jobs), Edits(jobs)
    page = BoardPage(jobs, live, edits, day=date(2026, 11, 23))
    page.resize(1500, 800)
    page.show()
    dispatcher = BoardDriver(qtbot, page, jobs, edits, day=date(2026, 11, 23))
    dispatcher.settles()
    try:
        yield dispatcher
    finally:
        dispatcher.settles()
        page.close()
        page.deleteLater()
        QCoreApplication.sendPostedEvents(page, 52)  # DeferredDelete


def gives(d: BoardDriver, name: str, *numbers: str, lane: str = "", at: str = "") -> None:
    """Give a command to the visits of some orders, or to a lane, as menu, key and palette do."""
    table = d.page.view.scene.model.table
    ids = tuple(int(table.id[d.slot(number)]) for number in numbers)
    d.page.view.select(frozenset(ids))
    place = Place.LANE if lane and not ids else Place.VISIT if len(ids) == 1 else Place.SEVERAL
    target = Target(
        place, visit_ids=ids, lane=d.lane(lane) if lane else -1, instant=d.instant(at) if at else 0
    )
    verb = BY_NAME[name]
    assert verb.why_not(d.page, target) is None, verb.why_not(d.page, target)
    verb.run(d.page, target)
