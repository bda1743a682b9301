"""A board on a small company, opened and closed again: two technicians, a few visits, orders that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from models.terms import Priority
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_team, a_technician, a_visit, an_order
from tests.ui.attention import bring_up
from tests.ui.board.dispatcher import BoardDriver
from ui.board.page import BoardPage
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live

DAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def a_company(work: Work) -> None:
    """Anna (gas) of Noord with SO-1 at 9 and SO-5 at 14, Bram of Zuid with SO-2 at 13; three orders wait."""
    noord, zuid = a_team(work, name="Noord"), a_team(work, name="Zuid")
    gas = a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", team_id=noord.id, skills=[gas])
    bram = a_technician(work, name="Bram", team_id=zuid.id)
    smit, linde = a_customer(work, name="Bakkerij Smit"), a_customer(work, name="VvE De Linde")
    zwolle = a_site(work, customer=smit, city="Zwolle")
    assen = a_site(work, customer=linde, city="Assen")
    at_smit = {"customer": smit, "site_id": zwolle.id, "duration_minutes": 60}
    at_linde = {"customer": linde, "site_id": assen.id, "duration_minutes": 90}
    a_visit(work, order=an_order(work, number="SO-1", **at_smit), technician=anna)
    a_visit(work, order=an_order(work, number="SO-2", **at_linde), technician=bram, starts=MONDAY + 4 * HOUR)
    a_visit(work, order=an_order(work, number="SO-5", **at_linde), technician=anna, starts=MONDAY + 5 * HOUR)
    an_order(work, number="SO-3", skills=[gas], service_date=DAY, **at_smit)
    an_order(work, number="SO-4", service_date=None, priority=Priority.HIGH, **at_linde)
    an_order(work, number="SO-6", service_date=date(2026, 11, 20), responsible_id=bram.id, **at_smit)


@contextmanager
def at_board(
    qtbot: QtBot, jobs: Jobs, *, size: tuple[int, int] = (1500, 800), up: bool = False
) -> Iterator[BoardDriver]:
    """A dispatcher at a board over these lanes; `up`: it has the focus."""
    live, edits = Live(jobs), Edits(jobs)
    page = BoardPage(jobs, live, edits, day=DAY)
    page.resize(*size)
    bring_up(qtbot, page) if up else page.show()
    dispatcher = BoardDriver(qtbot, page, jobs, edits, day=DAY)
    dispatcher.settles()
    yield dispatcher
    page.may_close()
    qtbot.waitUntil(lambda: jobs.is_idle)
    page.close()
    for gone in (page, live):
        gone.deleteLater()
        QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)


@contextmanager
def a_board(qtbot: QtBot, context: Context) -> Iterator[BoardDriver]:
    """A dispatcher at a board with lanes of its own, which follows what others do."""
    jobs = Jobs(context)
    with at_board(qtbot, jobs) as dispatcher:
        jobs.follow()
        dispatcher.settles()
        yield dispatcher
    jobs.close()
