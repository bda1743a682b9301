"""A company in which rules are broken, and a page on it, for the tests of rules and conflicts."""

from __future__ import annotations

from datetime import date, timedelta

from app.work import Work
from models.technicians import DayLock, Exclusion
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_absence,
    an_order,
)
from tests.ui.board.dispatcher import BoardDriver
from ui.board.conflicts.conflicts import Conflicts

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 23)


def a_broken_company(work: Work) -> None:
    """Anna has a promise broken at 9 and ends after her shift at 17:30; Bram lacks gas at 10; Cas is away.

    Dirk's Tuesday is closed to planning, and Else is not to be sent to Bakkerij Smit. SO-9 waits.
    """
    team, gas = a_team(work), a_skill(work, name="Gas 2")
    people = {
        name: a_technician(work, name=name, team_id=team.id, skills=[gas] if name == "Anna" else [])
        for name in ("Anna", "Bram", "Cas", "Dirk", "Else")
    }
    an_absence(work, technician=people["Cas"])
    customer = a_customer(work, name="Bakkerij Smit")
    usual = {"customer": customer, "site_id": a_site(work, customer=customer).id, "duration_minutes": 60}
    work.add(DayLock(technician_id=people["Dirk"].id, on_date=DAY + timedelta(days=1), reason="Inventaris"))
    work.add(Exclusion(customer_id=customer.id, technician_id=people["Else"].id, reason="Klacht"))
    promised = an_order(
        work, number="SO-1", service_date=DAY, earliest_start=(MONDAY + 3 * HOUR).time(), **usual
    )
    a_visit(work, order=promised, technician=people["Anna"])
    late = an_order(work, number="SO-2", **usual)
    a_visit(work, order=late, technician=people["Anna"], starts=MONDAY + 7.5 * HOUR)
    needs = an_order(work, number="SO-3", skills=[gas], **usual)
    a_visit(work, order=needs, technician=people["Bram"], starts=MONDAY + HOUR)
    a_visit(
        work, order=an_order(work, number="SO-4", **usual), technician=people["Dirk"], starts=MONDAY + HOUR
    )
    an_order(work, number="SO-9", **usual)


def conflicts_of(d: BoardDriver) -> Conflicts:
    """The page's conflicts."""
    found = d.page.parts["conflicts"]
    assert isinstance(found, Conflicts)
    return found


def knows(d: BoardDriver) -> None:
    """Wait until every visit was looked at."""
    d.settles()
    d.qtbot.waitUntil(lambda: conflicts_of(d).is_settled)
