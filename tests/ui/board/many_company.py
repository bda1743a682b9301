"""A small company with full days, for commands over many visits."""

from __future__ import annotations

from datetime import timedelta

from app.work import Work
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_team, a_technician, a_visit, an_order
from tests.ui.board.dispatcher import BoardDriver
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target

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
    assert verb.hindrance(d.page, target) is None, verb.hindrance(d.page, target)
    verb.run(d.page, target)
